"""What editors hand in and feeds bring, taken into the store beside the running bot."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from bot.settings import Settings
from bot.workspace import index_if_due, intake, is_index_due, opened_store
from retrieval.faults import Fault
from retrieval.ingest.intake import Intake, Taken, Tally
from retrieval.ingest.reading import Handed, handed_from
from retrieval.pages.page import Unfit
from retrieval.store import Store
from retrieval.web.fetching import Fetcher

_NOTHING: Mapping[str, str] = {}

_log = logging.getLogger("whosaid.newsroom")


@dataclass
class Newsroom:
    """Takes articles in without holding up the chats; `index` builds where enough has changed.

    `is_due` tells beforehand, at less cost, whether it would.
    """

    intake: Intake
    fetcher: Fetcher
    index: Callable[[], object]
    is_due: Callable[[], bool] = lambda: True
    _building: asyncio.Task[None] | None = field(default=None, init=False)

    @property
    def store(self) -> Store:
        """Where articles are kept."""
        return self.intake.store

    async def from_web(
        self, url: str, via: str, given: Mapping[str, str] = _NOTHING
    ) -> Taken | Unfit:
        """Fetch a page and take it in; `given` are facts that an editor names."""
        fetched = await self.fetcher.fetch(url)
        if isinstance(fetched, Unfit):
            return fetched
        return await self.take(handed_from(fetched, given), via)

    async def take(self, handed: Handed, via: str) -> Taken | Unfit:
        """Take one article in."""
        taken = await asyncio.to_thread(self.intake.take, handed, via)
        if isinstance(taken, Taken) and taken.what != "same":
            self._index_soon()
        return taken

    async def take_list(self, body: bytes, via: str, given: Mapping[str, str] = _NOTHING) -> Tally:
        """Take in the articles of a list, a line each."""
        tally = await asyncio.to_thread(self._take_list, body, via, given)
        if tally.added or tally.updated:
            self._index_soon()
        return tally

    def _take_list(self, body: bytes, via: str, given: Mapping[str, str]) -> Tally:
        whole = Tally()
        for tally in self.intake.take_list(body.splitlines(keepends=True), given, via):
            whole = whole.plus(tally)
        return whole

    def _index_soon(self) -> None:
        if self._building is None or self._building.done():
            self._building = asyncio.create_task(self._index())

    async def _index(self) -> None:
        try:
            if await asyncio.to_thread(self.is_due):
                await asyncio.to_thread(self.index)
        except Fault as fault:  # what is new is found without an index, too
            _log.warning("%s", fault)


@contextmanager
def opened_newsroom(settings: Settings) -> Iterator[Newsroom]:
    """Open a newsroom for the length of a block."""
    with opened_store(settings) as store:
        fetcher = Fetcher(frozenset(settings.allowed_hosts))
        build = partial(index_if_due, settings, store, lambda *_: None)
        is_due = partial(is_index_due, settings, store)
        yield Newsroom(intake(settings, store), fetcher, build, is_due)
