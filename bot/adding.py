"""What an editor hands the command line, taken in one by one: addresses, files, standard input."""

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import cast

from bot.settings import Settings
from retrieval.faults import Fault
from retrieval.ingest.intake import Intake, Taken, Tally
from retrieval.ingest.reading import Handed
from retrieval.pages.formats.jsonl import bounded_lines
from retrieval.pages.media import Media, media_of
from retrieval.pages.page import Unfit, Why
from retrieval.progress import Progress
from retrieval.web.fetching import Fetched, Fetcher

MOST_BYTES = 16_000_000  # of one page or file; lists are not bounded
_HEAD = 65_536  # bytes that tell a list from a page


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
        """Yield what became of each source."""
        for number, source in enumerate(sources, start=1):
            yield from (Outcome(source, result) for result in self._add(source))
            if len(sources) > 1:
                self.progress("adding", number, len(sources))

    def _add(self, source: str) -> Iterator[Taken | Tally | Unfit]:
        if "://" in source or source.startswith(("file:", "data:")):
            yield self._from_web(source)
        else:
            yield from self._from_file(source)

    def _from_web(self, url: str) -> Taken | Unfit:
        fetcher = Fetcher(frozenset(self.settings.allowed_hosts))
        fetched = asyncio.run(fetcher.fetch(url))
        if isinstance(fetched, Unfit):
            return fetched
        return self.intake.take(handed_from(fetched, self.given), "web")

    def _from_file(self, source: str) -> Iterator[Taken | Tally | Unfit]:
        with _opened(source) as stream:
            name = None if source == "-" else Path(source).name
            media = media_of(stream.peek(_HEAD)[:_HEAD], None, name)
            if media is Media.JSONL:
                lines = 0 if source == "-" else _count_lines(Path(source))
                yield from self._from_list(stream, lines)
                return
            body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            yield Unfit(Why.TOO_LARGE, f"it is over {MOST_BYTES // 10**6} MB: add a smaller file")
        else:
            yield self.intake.take(Handed(body, name=name, given=self.given), "file")

    def _from_list(self, stream: BufferedReader, lines: int) -> Iterator[Tally]:
        whole = Tally()
        for tally in self.intake.take_list(bounded_lines(stream), self.given, "file"):
            whole = whole.plus(tally)
            self.progress("adding", whole.count, max(lines, whole.count))
        yield whole


def handed_from(fetched: Fetched, given: Mapping[str, str]) -> Handed:
    """Return a fetched page as something handed in."""
    return Handed(
        fetched.body,
        url=fetched.url,
        declared=fetched.media_type,
        charset=fetched.charset,
        given=given,
    )


def _opened(source: str) -> "nullcontext[BufferedReader] | BufferedReader":
    if source == "-":
        return nullcontext(cast("BufferedReader", sys.stdin.buffer))
    try:
        return Path(source).open("rb")
    except IsADirectoryError:
        raise Fault(f"{source} is a folder: name the files in it") from None
    except OSError as error:
        raise Fault(f"{source} cannot be read ({error.strerror}): name a file or a URL") from None


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(2**20), b""))
