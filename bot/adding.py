"""What an editor hands the command line, taken in one by one: addresses, files, standard input."""

import asyncio
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from bot.settings import Settings
from retrieval.faults import Fault
from retrieval.ingest.intake import Intake, Taken, Tally
from retrieval.ingest.reading import Handed, handed_from
from retrieval.pages.formats.jsonl import LONGEST_LINE, bounded_lines
from retrieval.pages.media import Media, media_of
from retrieval.pages.page import Unfit, Why
from retrieval.progress import Progress
from retrieval.web.fetching import Fetcher

MOST_BYTES = 16_000_000  # of one page or file; lists are not bounded
_OF_ONE = ("title", "url")  # what no two articles share


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing that was handed in; a list gives several tallies, the last whole."""

    what: str
    result: Taken | Tally | Unfit

    @property
    def is_refusal(self) -> bool:
        """Whether nothing, or not all of it, was taken in."""
        return isinstance(self.result, Unfit) or (
            isinstance(self.result, Tally) and bool(self.result.refused)
        )


@dataclass(frozen=True)
class Adding:
    """Takes in what the command line names."""

    intake: Intake
    settings: Settings
    given: Mapping[str, str]
    progress: Progress

    def all(self, sources: Sequence[str]) -> Iterator[Outcome]:
        """Yield what became of each source; one that is refused does not hold up the others.

        Raises `Fault` for facts that cannot be, before anything is taken in.
        """
        self.intake.check(self.given)
        if len(sources) > 1 and (named := _options(name for name in self.given if name in _OF_ONE)):
            raise Fault(f"{named}: that is of one article; add it by itself")
        for number, source in enumerate(sources, start=1):
            yield from (Outcome(source, result) for result in self._add(source))
            if len(sources) > 1:
                self.progress("adding", number, len(sources))

    @cached_property
    def _fetcher(self) -> Fetcher:
        """One for the whole command, so that a host is asked slowly however often it is named."""
        return Fetcher(frozenset(self.settings.allowed_hosts))

    def _add(self, source: str) -> Iterator[Taken | Tally | Unfit]:
        if "://" in source or source.startswith(("file:", "data:")):
            yield self._from_web(source)
        else:
            yield from self._from_file(source)

    def _from_web(self, url: str) -> Taken | Unfit:
        fetched = asyncio.run(self._fetcher.fetch(url))
        if isinstance(fetched, Unfit):
            return fetched
        return self.intake.take(handed_from(fetched, self.given), "web")

    def _from_file(self, source: str) -> Iterator[Taken | Tally | Unfit]:
        opened = _opened(source)
        if isinstance(opened, Unfit):
            yield opened
            return
        name = None if source == "-" else Path(source).name
        with opened as stream:
            head = _head(stream)
            if media_of(head, None, name) is Media.JSONL:
                yield from self._from_list(_lines(head, stream), _count_lines(source))
                return
            body = head + stream.read(max(0, MOST_BYTES + 1 - len(head)))
        if len(body) > MOST_BYTES:
            yield Unfit(Why.TOO_LARGE, f"it is over {MOST_BYTES // 10**6} MB: add a smaller file")
        else:
            yield self.intake.take(Handed(body, name=name, given=self.given), "file")

    def _from_list(self, lines: Iterator[bytes], expected: int) -> Iterator[Tally]:
        if named := _options(name for name in self.given if name != "outlet"):
            raise Fault(f"{named}: the lines of a list say that themselves; give --outlet alone")
        whole = Tally()
        try:
            for tally in self.intake.take_list(lines, self.given, "file"):
                whole = whole.plus(tally)
                self.progress("adding", whole.count, max(expected, whole.count))
        except KeyboardInterrupt:
            yield whole  # so far
            raise
        yield whole


def _opened(source: str) -> "nullcontext[BinaryIO] | BinaryIO | Unfit":
    if source == "-":
        if sys.stdin is None:
            return Unfit(Why.EMPTY, "there is no standard input: name a file or a URL")
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(source).open("rb")
    except IsADirectoryError:
        return Unfit(Why.UNREACHABLE, "this is a folder: name the files in it")
    except OSError as error:
        what = f"it cannot be read ({error.strerror}): name a file or a URL"
        return Unfit(Why.UNREACHABLE, what)


def _head(stream: BinaryIO) -> bytes:
    """Return what tells a list from a page: all up to the end of the first line with words."""
    head = bytearray()
    while len(head) <= LONGEST_LINE:
        line = stream.readline(LONGEST_LINE + 1)
        head += line
        if line.strip() or not line:
            break
    return bytes(head)


def _lines(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a list of which the head has been read."""
    yield from bounded_lines(BytesIO(head))
    rest = bounded_lines(stream)
    if len(head) > LONGEST_LINE and not head.endswith(b"\n"):
        next(rest, None)  # of the over-long line
    yield from rest


def _count_lines(source: str) -> int:
    """Return how many lines a file has; what can be read only once is not counted."""
    if source == "-" or not Path(source).is_file():
        return 0
    with Path(source).open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(2**20), b""))


def _options(names: Iterable[str]) -> str:
    return ", ".join(f"--{name.replace('_', '-')}" for name in names)
