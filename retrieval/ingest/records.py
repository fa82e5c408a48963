"""Listed articles, a line each: what the line says is what the page would have stated."""

from dataclasses import replace
from datetime import date

from retrieval.articles import Article, Kind, Known, Source, Zone
from retrieval.ingest.reading import Handed, article_of
from retrieval.languages import language_of
from retrieval.outlets import Outlet
from retrieval.pages.facts.dates import read_date
from retrieval.pages.facts.directory import Directory, new_outlet
from retrieval.pages.formats.jsonl import Record
from retrieval.pages.page import Clues, Page, Unfit
from retrieval.pages.zones.zoning import find_zones
from retrieval.sentences import split_sentences

_TELLS_LANGUAGE = 800  # characters
_LONGEST_TITLE = 60  # characters of a first sentence that stands in for a title


def article_of_record(
    record: Record, directory: Directory, outlet: str | None, today: date
) -> Article | Unfit:
    """Return a line's article; `outlet` is whose the lines are that name nobody."""
    name = record.outlet or outlet
    article = (
        _of_outlet(record, _outlet(name, directory), record.outlet is None)
        if name
        else _by_its_words(record, directory, today)
    )
    return article if isinstance(article, Unfit) else replace(article, id=record.doc_id)


def _of_outlet(record: Record, outlet: Outlet, by_editor: bool) -> Article:
    raw = _raw(record)
    published = read_date(record.date, None) if record.date else None
    known = {"outlet": Known.EDITOR} if by_editor else {}
    if record.title is None:
        known["title"] = Known.INFERRED
    source = Source(
        outlet=outlet,
        title=record.title or _first_words(record.text),
        language=language_of(record.text[:_TELLS_LANGUAGE]),
        published=published[0] if published else None,
        url=record.url,
        known=known,
    )
    return Article(record.doc_id, source, raw, find_zones(raw, (), _headline(record), record.title))


def _by_its_words(record: Record, directory: Directory, today: date) -> Article | Unfit:
    clues = Clues(title=record.title, published=record.date, url=record.url)
    page = Page(_raw(record), _headline(record), clues)
    article = article_of(page, Handed(b"", url=record.url), directory, today)
    if isinstance(article, Unfit):
        return replace(article, detail=f"line {record.line}: {article.detail}")
    return article


def _outlet(name: str, directory: Directory) -> Outlet:
    return directory.resolve(name) or new_outlet(name, None)


def _raw(record: Record) -> str:
    return f"{record.title}\n\n{record.text}" if _headline(record) else record.text


def _headline(record: Record) -> tuple[Zone, ...]:
    if record.title is None or record.text.lstrip().startswith(record.title):
        return ()
    return (Zone(0, len(record.title), Kind.HEADLINE, "title of the line"),)


def _first_words(text: str) -> str:
    spans = split_sentences(text[:400]) or [(0, min(len(text), _LONGEST_TITLE))]
    first = text[slice(*spans[0])]
    return first if len(first) <= _LONGEST_TITLE else f"{first[: _LONGEST_TITLE - 1]}…"
