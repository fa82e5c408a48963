"""Reading feeds: each when it is due, new entries taken in, and what became of them remembered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from retrieval.ingest.intake import FEED, Taken
from retrieval.ingest.reading import Handed, handed_from
from retrieval.pages.page import Clues, Unfit, Why
from retrieval.store.database import Database
from retrieval.store.feeds import feed_states, note_entry, note_feed, unseen
from retrieval.web.feeds import Entry, parse_feed
from retrieval.web.fetching import Fetched, Fetcher
from retrieval.web.schedule import FeedConfig, FeedState, after

_AT_ONCE = 30  # new entries of a feed that one poll takes; the others wait for the next
_PASSING = {408, 425, 429}  # of the client errors; the others stay what they are

_log = logging.getLogger("whosaid.feeds")


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll of one feed brought: counts of entries, or what went wrong."""

    feed: str
    taken: int = 0
    refused: int = 0
    waiting: int = 0  # to be tried again
    trouble: str | None = None


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Polling:
    """Polls feeds, each host politely, and hands their new entries to `take`."""

    feeds: Sequence[FeedConfig]
    database: Database
    fetcher: Fetcher
    take: Callable[[Handed, str], Awaitable[Taken | Unfit]]
    now: Callable[[], datetime] = _utc_now

    def states(self) -> dict[str, FeedState]:
        """Return where each feed stands, by the address that its settings give."""
        noted = feed_states(self.database)
        return {
            feed.url: _state(noted[feed.url]) if feed.url in noted else FeedState(feed.url)
            for feed in self.feeds
        }

    def seconds_to_next(self) -> float | None:
        """Return how long it is to the next feed that is due, None if there will be none."""
        now = self.now()
        times = [state.next_at or now for state in self.states().values() if not state.gone]
        return max(0.0, (min(times) - now).total_seconds()) if times else None

    async def poll_due(self) -> list[Polled]:
        """Poll the feeds whose time has come, side by side."""
        states, now = self.states(), self.now()
        return await self.poll([feed for feed in self.feeds if states[feed.url].is_due(now)])

    async def poll(self, feeds: Sequence[FeedConfig]) -> list[Polled]:
        """Poll these feeds now, side by side."""
        states = self.states()
        return list(await asyncio.gather(*(self._poll(feed, states[feed.url]) for feed in feeds)))

    async def _poll(self, feed: FeedConfig, state: FeedState) -> Polled:
        outcome = await self.fetcher.fetch(state.url, state.etag, state.modified)
        polled = await self._read(feed, outcome)
        noted = after(state, outcome, self.now(), feed.every)
        if polled.waiting:  # so that the server sends the entries again, although they are the same
            noted = replace(noted, etag=None, modified=None)
        note_feed(self.database, feed.url, _record(noted))
        if polled.trouble:
            _log.warning("%s: %s", feed.url, polled.trouble)
        return polled

    async def _read(self, feed: FeedConfig, outcome: Fetched | Unfit) -> Polled:
        if isinstance(outcome, Unfit):
            return Polled(feed.url, trouble=outcome.detail)
        if outcome.not_modified:
            return Polled(feed.url)
        parsed = await asyncio.to_thread(parse_feed, outcome.body, outcome.url, outcome.charset)
        if isinstance(parsed, Unfit):
            return Polled(feed.url, trouble=parsed.detail)
        return await self._take_new(feed, parsed.entries)

    async def _take_new(self, feed: FeedConfig, entries: Sequence[Entry]) -> Polled:
        by_id = {entry.id: entry for entry in entries}
        new = unseen(self.database, feed.url, by_id)
        polled = Polled(feed.url, waiting=max(0, len(new) - _AT_ONCE))
        for id in new[:_AT_ONCE]:
            outcome = await self._take(feed, by_id[id])
            polled = _counted(polled, outcome)
            if not (isinstance(outcome, Unfit) and _may_pass(outcome)):
                note_entry(self.database, feed.url, id, _told(outcome))
        return polled

    async def _take(self, feed: FeedConfig, entry: Entry) -> Taken | Unfit:
        """Take an entry's page in, or where that is no article, the text that the feed carries."""
        page = await self._page(feed, entry)
        if isinstance(page, Taken) or entry.content is None or page.why is Why.REMOVED:
            return page
        html = f"<!doctype html><meta charset=utf-8><article>{entry.content}</article>"
        carried = Handed(html.encode(), url=entry.url, declared="text/html", charset="utf-8")
        return await self.take(_with_what_the_feed_says(carried, feed, entry), FEED)

    async def _page(self, feed: FeedConfig, entry: Entry) -> Taken | Unfit:
        fetched = await self.fetcher.fetch(entry.url)
        if isinstance(fetched, Unfit):
            return fetched
        return await self.take(_with_what_the_feed_says(handed_from(fetched), feed, entry), FEED)


def _with_what_the_feed_says(handed: Handed, feed: FeedConfig, entry: Entry) -> Handed:
    said = {"outlet": feed.outlet, "language": feed.language}
    return replace(
        handed,
        given={name: value for name, value in said.items() if value},
        clues=Clues(title=entry.title or None, author=entry.author, published=entry.published),
    )


def _counted(polled: Polled, outcome: Taken | Unfit) -> Polled:
    if isinstance(outcome, Taken):
        return replace(polled, taken=polled.taken + 1)
    if _may_pass(outcome):
        return replace(polled, waiting=polled.waiting + 1)
    return replace(polled, refused=polled.refused + 1)


def _may_pass(unfit: Unfit) -> bool:
    """Tell whether an entry is to be tried again while the feed names it."""
    if unfit.why is not Why.UNREACHABLE:
        return False
    return unfit.status is None or unfit.status in _PASSING or unfit.status >= 500


def _told(outcome: Taken | Unfit) -> str:
    return outcome.article.id if isinstance(outcome, Taken) else f"refused: {outcome.detail}"


def _record(state: FeedState) -> dict[str, Any]:
    next_at = state.next_at.isoformat() if state.next_at else None
    return asdict(state) | {"next_at": next_at}


def _state(record: Mapping[str, Any]) -> FeedState:
    next_at = record["next_at"] and datetime.fromisoformat(record["next_at"])
    return FeedState(**{**record, "next_at": next_at})
