"""Which feeds to read, when to ask each again, and where it stands."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from retrieval.faults import Fault
from retrieval.languages import LANGUAGES, Language
from retrieval.outlets import read_toml
from retrieval.pages.page import Unfit
from retrieval.web.addresses import canonical_url, target_of
from retrieval.web.fetching import Fetched

LONGEST_WAIT = timedelta(days=1)
SHORTEST_WAIT = timedelta(minutes=1)
_BUSY = (429, 503)
_GONE = 410
_MINUTES = range(5, 7 * 24 * 60 + 1)


@dataclass(frozen=True, slots=True)
class FeedConfig:
    """One feed that an operator wants read; `outlet` is an id or a name, if it is given."""

    url: str
    outlet: str | None = None
    every: timedelta = timedelta(minutes=30)
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """Where and when to ask next: `url` moves with the feed, no `next_at` is at once."""

    url: str
    etag: str | None = None
    modified: str | None = None
    next_at: datetime | None = None
    gone: bool = False  # for good: it is never asked again
    failures: int = 0  # in a row
    last_status: int | None = None
    trouble: str | None = None  # what went wrong last, in one line

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is time to ask."""
        return not self.gone and (self.next_at is None or self.next_at <= now)


def after(state: FeedState, outcome: Fetched | Unfit, now: datetime, every: timedelta) -> FeedState:
    """Return the state after a request: when to ask again, where, and with which validators.

    A feed is asked every so often, ±10 % by its URL so that feeds spread out. Trouble doubles the
    wait up to a day; a server's Retry-After sets it, between a minute and a day; 410 ends it.
    """
    if isinstance(outcome, Unfit):
        return _after_trouble(state, outcome, now, every)
    return FeedState(
        url=outcome.moved_to or state.url,
        etag=outcome.etag or (state.etag if outcome.not_modified else None),
        modified=outcome.modified or (state.modified if outcome.not_modified else None),
        next_at=now + every * _spread(state.url),
        last_status=outcome.status,
    )


def _after_trouble(state: FeedState, unfit: Unfit, now: datetime, every: timedelta) -> FeedState:
    failures = state.failures + 1
    wait = min(every * 2 ** min(failures, 20) * _spread(state.url), max(LONGEST_WAIT, every))
    if unfit.status in _BUSY and unfit.retry_after is not None:
        asked = min(unfit.retry_after, LONGEST_WAIT.total_seconds())
        wait = max(SHORTEST_WAIT, timedelta(seconds=asked))
    return replace(
        state,
        next_at=now + wait,
        gone=unfit.status == _GONE,
        failures=failures,
        last_status=unfit.status,
        trouble=unfit.detail,
    )


def _spread(url: str) -> float:
    """Return a factor from 0.9 to 1.1, the same for a URL every time."""
    digest = hashlib.sha256(url.encode()).digest()
    return 0.9 + 0.2 * int.from_bytes(digest[:4]) / 0xFFFFFFFF


def read_feeds(path: Path, allowed_hosts: frozenset[str] = frozenset()) -> tuple[FeedConfig, ...]:
    """Return the feeds that a `feeds.toml` names; none if there is no such file.

    Each [[feed]] has a `url` and, as wanted, `outlet`, `every` (minutes, 5 or more) and `language`.
    Raises `Fault` for anything else.
    """
    if not path.exists():
        return ()
    document = read_toml(path)
    entries = document.get("feed", [])
    tables = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
    if not tables or set(document) - {"feed"}:
        raise Fault(f"{path}: this file holds [[feed]] entries and nothing else: mend it there")
    feeds = [
        _config(path, entry, allowed_hosts) for entry in cast("list[dict[str, object]]", entries)
    ]
    urls = [canonical_url(feed.url) for feed in feeds]
    for url in urls:
        if urls.count(url) > 1:
            raise Fault(f"{path}: {url} stands there twice: remove one")
    return tuple(feeds)


def _config(path: Path, entry: Mapping[str, object], allowed_hosts: frozenset[str]) -> FeedConfig:
    url, outlet, every = entry.get("url"), entry.get("outlet"), entry.get("every", 30)
    if not isinstance(url, str) or isinstance(target := target_of(url, allowed_hosts), Unfit):
        raise Fault(f"{path}: url {url!r} is no public web address: give the feed's own")
    if unknown := sorted(set(entry) - {"url", "outlet", "every", "language"}):
        raise Fault(f"{path}: {url} has an unknown key {unknown[0]!r}: remove it")
    if outlet is not None and not (isinstance(outlet, str) and outlet.strip()):
        raise Fault(f"{path}: {url} has the outlet {outlet!r}: give an id or a name, or nothing")
    if not isinstance(every, int) or every not in _MINUTES:
        raise Fault(f"{path}: {url} has every = {every!r}: give whole minutes from 5 to 10080")
    language = entry.get("language")
    if language is not None and language not in LANGUAGES:
        raise Fault(f"{path}: {url} has the language {language!r}: use {', '.join(LANGUAGES)}")
    minutes = timedelta(minutes=every)
    return FeedConfig(target.url, outlet, minutes, language)
