"""What the rules on zones keep and take off: the seeds, and watermarks put into other articles.

Usage: python benchmarks/zones.py [BENCH]; BENCH holds crud/, drcd/, ntrex/ and multihop/ with a
corpus.jsonl or corpus.jsonl.gz ({title, text}), by default ../shared/bench; what is absent is
skipped.
"""

import gzip
import json
import random
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.articles import Zone
from retrieval.ingest.seeds import read_seeds
from retrieval.languages import has_han
from retrieval.pages.zones.watermarks import find_watermarks
from retrieval.pages.zones.zoning import find_zones

_PROJECT = Path(__file__).parents[1]
_CORPORA = ("crud", "drcd", "ntrex", "multihop")
_SEPARATORS = (",，。", "，。；：", ",，。;；:：“ ", "，。；：“！？ 的", "，。的是", "。！？")
_ADVERTS = ("大jb", "欧洲vodafonewi喷浆", "日本videos", "亚洲xxx", "91免费看", "国产精品tv")
_COPIES = 2_000
_LEAST_MARKS, _LEAST_SLICES = 6, 4


@dataclass(slots=True)
class _Score:
    copies: int = 0
    unseen: int = 0
    put_in: int = 0
    found: int = 0
    body: int = 0
    lost: int = 0

    def count(self, text: str, put_in: set[int], found: set[int]) -> None:
        self.copies += 1
        self.unseen += not found
        self.put_in += len(put_in)
        self.found += len(put_in & found)
        self.body += len(text) - len(put_in)
        self.lost += len(found - put_in)

    def __str__(self) -> str:
        found, kept = self.found / max(self.put_in, 1), 1 - self.lost / max(self.body, 1)
        return f"{self.copies} copies, {self.unseen} unseen, found {found:.2%}, kept {kept:.2%}"


def main() -> None:
    """Print the measures."""
    bench = Path(sys.argv[1]) if len(sys.argv) > 1 else _PROJECT.parent / "shared" / "bench"
    _seeds()
    for name in _CORPORA:
        path = next(iter(sorted((bench / name).glob("corpus.jsonl*"))), None)
        if path is None:
            print(f"{name}: skipped, no corpus.jsonl in {bench / name}")
            continue
        rows = [row for row in _rows(path) if len(row[0]) > 1]
        _left_alone(name, rows)
        if name != "multihop":
            _copies(name, rows)


def _seeds() -> None:
    for article in read_seeds(_PROJECT / "seeds")[1]:
        checked = _gone(article.zones)
        body = len(article.raw) - len(checked)
        for how, title in (("rules", None), ("rules and title", article.source.title)):
            gone = _gone(find_zones(article.raw, title=title))
            kept = 1 - len(gone - checked) / body
            taken = len(gone & checked) / len(checked)
            print(f"{article.source.outlet.id}, {how}: kept {kept:.2%}, gone {taken:.2%}")
        print(f"{article.source.outlet.id}, with the editor's list: the reference")


def _gone(zones: Iterable[Zone]) -> set[int]:
    spans = (range(zone.start, zone.end) for zone in zones if not zone.kind.is_reporting)
    return {offset for span in spans for offset in span}


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    read = gzip.open if path.suffix == ".gz" else open
    with read(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["title"].strip(), row["text"]


def _left_alone(name: str, rows: list[tuple[str, str]]) -> None:
    started = time.perf_counter()
    found = [find_watermarks(text, title) for title, text in rows]
    took = (time.perf_counter() - started) / max(len(rows), 1) * 1000
    letters = sum(end - start for spans in found for start, end in spans)
    print(
        f"{name}: {len(rows)} articles with a headline as they are, {took:.2f} ms each: "
        f"{sum(map(bool, found))} touched, {letters} characters taken off"
    )


def _copies(name: str, rows: list[tuple[str, str]]) -> None:
    chance = random.Random(1)  # noqa: S311 - the same copies every time
    every, enough = _Score(), _Score()
    rows = [row for row in rows if has_han(row[0])]
    for title, text in chance.sample(rows, min(_COPIES, len(rows))):
        slices = _slices(title, chance)
        marked, put_in, marks = _marked(text.replace(title, ""), slices, chance)
        if not marks:
            continue
        spans = find_watermarks(marked, title)
        found = {offset for start, end in spans for offset in range(start, end)}
        every.count(marked, put_in, found)
        if marks >= _LEAST_MARKS and len(set(slices)) >= _LEAST_SLICES:
            enough.count(marked, put_in, found)
    print(f"{name}, watermarks put in: {every}")
    print(f"{name}, {_LEAST_MARKS} or more of {_LEAST_SLICES} or more slices: {enough}")


def _slices(title: str, chance: random.Random) -> list[str]:
    size = chance.choice((2, 2, 3, 4))
    letters = re.sub(r"\s" if chance.random() < 0.2 else r"[\W_]", "", title)
    if chance.random() < 0.5:
        letters = re.sub(r"[A-Za-z]{3,}", "", letters)
    slices = [letters[at : at + size] for at in range(0, len(letters), size)]
    return [piece for piece in slices if len(piece) > 1]


def _marked(text: str, slices: list[str], chance: random.Random) -> tuple[str, set[int], int]:
    """Return a text with slices put in, the offsets of what was put in, and how many slices."""
    separators, share = chance.choice(_SEPARATORS), 1 / chance.choice((1, 1, 2, 3))
    adverts = chance.choice((0, 0.1, 0.3))
    pieces, put_in, position, marks = [""], set[int](), 0, 0
    for piece in re.split(f"(?<=[{separators}])", text):
        if position and slices and piece and chance.random() < share:
            words = slices[marks % len(slices)]
            words += chance.choice(_ADVERTS) if chance.random() < adverts else ""
            put_in.update(range(position, position + len(words)))
            pieces.append(words)
            position += len(words)
            marks += 1
        pieces.append(piece)
        position += len(piece)
    return "".join(pieces), put_in, marks


if __name__ == "__main__":
    main()
