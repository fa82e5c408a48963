"""Whether what is not reporting is ever returned as evidence: real pages, asked their own junk.

Usage: python -m benchmarks.evidence [FOLDER]; the folder holds pages.jsonl and the pages. Every
page is taken in; then a few comments, related links, disclaimers, menus and adverts of each are
asked for in their own words, and no passage that is found may hold those words, unless the article
itself does.
"""

import json
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from retrieval.articles import Article, Kind
from retrieval.embedding import NGramEmbedder
from retrieval.index.build import ensure_index
from retrieval.ingest.intake import Intake, Taken
from retrieval.ingest.reading import Handed
from retrieval.outlets import Registry
from retrieval.pages.facts.directory import Directory
from retrieval.search import ServedSearch
from retrieval.store import Store

_FOLDER = Path("../shared/bench/extraction")
_KINDS = (Kind.COMMENT, Kind.RELATED, Kind.DISCLAIMER, Kind.NAVIGATION, Kind.ADVERT)
_SHORTEST = 12  # characters; less is said in many places
_LONGEST = 200
_EACH = 3  # lines of a kind that an article is asked for


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _FOLDER
    if not (folder / "pages.jsonl").is_file():
        print(f"skipped: {folder} holds no pages.jsonl; give the folder that does")
        return
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as data:
        store = Store.in_folder(Path(data))
        taken = _take_all(folder, store)
        ensure_index(store, Path(data) / "index", NGramEmbedder(), lambda *_: None)
        search = ServedSearch(store, Path(data) / "index", NGramEmbedder())
        asked, wrong = _ask(store, search)
        store.close()
    print(f"{taken} pages taken in")
    for kind in _KINDS:
        print(f"{kind:<12} asked for {asked[kind]:>6}, returned as evidence {wrong[kind]}")


def _take_all(folder: Path, store: Store) -> int:
    intake = Intake(store, Directory.load(Registry(())), lambda: date(2026, 1, 1))
    taken = 0
    for line in (folder / "pages.jsonl").open(encoding="utf-8"):
        page = json.loads(line)
        body = (folder / page["html"]).read_bytes()
        given = {} if page["url"] else {"outlet": page["id"]}
        handed = Handed(body, url=page["url"] or None, name=f"{page['id']}.html", given=given)
        taken += isinstance(intake.take(handed, "file"), Taken)
    return taken


def _ask(store: Store, search: ServedSearch) -> tuple[Counter[Kind], Counter[Kind]]:
    asked: Counter[Kind] = Counter()
    wrong: Counter[Kind] = Counter()
    for article in store.articles():
        few: Counter[Kind] = Counter()
        for kind, words in _junk(article):
            few[kind] += 1
            if few[kind] > _EACH:
                continue
            asked[kind] += 1
            found = search.find(words[:_LONGEST]).matches
            mine = [m.passage for m in found if m.passage.article == article.id]
            wrong[kind] += any(words in passage.text for passage in mine)
    return asked, wrong


def _junk(article: Article) -> Iterator[tuple[Kind, str]]:
    """Yield what is not reporting and does not stand in the article as well."""
    for zone in article.removals:
        for line in article.raw[zone.start : zone.end].split("\n"):
            words = line.strip()
            if zone.kind in _KINDS and len(words) >= _SHORTEST and words not in article.text:
                yield zone.kind, words


if __name__ == "__main__":
    main()
