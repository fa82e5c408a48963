"""Feeds beside the running bot, and by hand."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.newsroom import Newsroom
from bot.settings import Settings
from retrieval.ingest.polling import Polled, Polling
from retrieval.web.schedule import FeedState, read_feeds

_SHORTEST, _LONGEST = 1.0, 600.0  # seconds between two looks at which feed is due

_log = logging.getLogger("whosaid.feeds")


def polling_of(settings: Settings, newsroom: Newsroom) -> Polling:
    """Return what polls the feeds of the settings."""
    feeds = read_feeds(settings.feeds, frozenset(settings.allowed_hosts))
    return Polling(feeds, newsroom.store.database, newsroom.fetcher, newsroom.take)


async def keep_polling(polling: Polling) -> None:
    """Poll feeds as they fall due, until cancelled; what goes wrong is logged and tried again."""
    while (wait := polling.seconds_to_next()) is not None:
        await asyncio.sleep(min(max(wait, _SHORTEST), _LONGEST))
        try:
            for polled in await polling.poll_due():
                _log.info("%s", polled_line(polled))
        except Exception:  # noqa: BLE001 (one feed must not end the polling of all)
            _log.exception("polling feeds failed")


def polled_line(polled: Polled) -> str:
    """Return in a line what a poll brought."""
    if polled.trouble:
        return f"{polled.feed}: {polled.trouble}"
    counts = f"{polled.taken} taken in, {polled.refused} refused"
    return f"{polled.feed}: {counts}" + (f", {polled.waiting} waiting" if polled.waiting else "")


def feed_records(polling: Polling) -> list[Mapping[str, Any]]:
    """Return where each feed stands, as `whosaid feeds --json` writes it."""
    return [_feed_record(url, state) for url, state in polling.states().items()]


def _feed_record(url: str, state: FeedState) -> dict[str, Any]:
    next_at = state.next_at.isoformat(timespec="seconds") if state.next_at else None
    return asdict(state) | {"url": url, "next_at": next_at, "told": _told(state)}


def _told(state: FeedState) -> str:
    if state.gone:
        return "gone for good: take it out of the list"
    if state.next_at is None:
        return "not read yet"
    return f"{state.trouble or 'read'}; again at {state.next_at:%Y-%m-%d %H:%M} UTC"
