"""Feeds: what an RSS or Atom file holds, when to ask for it again, and which ones to read."""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import feedparser

from retrieval.pages.charsets import decode
from retrieval.pages.page import Unfit, Why
from retrieval.web.addresses import canonical_url, joined, read_url

MAX_FEED = 3 * 2**20  # characters
MAX_ENTRIES = 2000
MAX_MARKS = 200_000  # of < and &: each costs the lenient parser some microseconds


_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.I)
_CLOSED = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.I)
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)\b", re.I)
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.I)
_TAG = re.compile(r"<[^<>]+>")
_CUT_OFF = re.compile(
    r"(?:…|\.{3}|\[…\]|\[\.{3}\]|阅读全文|閱讀全文|查看全文|read more|continue reading)\W*$", re.I
)
_WHOLE_CONTENT = 200  # characters; shorter is a teaser, even where the feed calls it content
_WHOLE_SUMMARY = 800
_WRITTEN_DAY = re.compile(r"(\d{4})\s?[/.年년]\s?(\d{1,2})\s?[/.月월]\s?(\d{1,2})(?!\d)")
_RFC822 = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\.?,?\s+\d{2,4}\s+\d")
_YEARS = range(1990, 2100)
_AMBIGUOUS_ZONE = re.compile(r"\b(?:CST|IST|BST|AST)\b")  # +08:00 or -06:00, and the like


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `published` is ISO 8601, with time and zone if the feed states the zone."""

    id: str
    url: str  # canonical
    title: str
    published: str | None
    author: str | None
    content: str | None  # text or HTML, where the feed carries the whole article


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds, in its own order."""

    title: str
    entries: tuple[Entry, ...]


def parse_feed(body: bytes, url: str, charset: str | None = None) -> Feed | Unfit:
    """Return the feed in `body`, fetched from `url`; broken XML is read as far as it goes.

    Entities that the file defines itself are not expanded, and nothing is fetched. A hostile file
    takes seconds: call it in a thread.
    """
    text = decode(body, charset)
    if isinstance(text, Unfit):
        return text
    if _is_too_large(text):
        return Unfit(Why.TOO_LARGE, f"the feed is over {MAX_ENTRIES} entries or 3 MB: shorten it")
    if not _ROOT.search(text[:4096]):
        return Unfit(Why.NO_ARTICLE, "this is no RSS or Atom feed: give the address of the feed")
    parsed = _parsed(_harmless(text), url)
    if parsed.bozo and not parsed.entries:
        return Unfit(Why.GARBLED, "the feed's XML is broken and nothing can be read from it")
    entries = (_entry(found, url) for found in parsed.entries)
    return Feed(_plain(parsed.feed.get("title", "")), tuple(_once(entries)))


def _is_too_large(text: str) -> bool:
    entries = sum(1 for _ in _ENTRY.finditer(text))
    marks = text.count("<") + text.count("&")
    return len(text) > MAX_FEED or entries > MAX_ENTRIES or marks > MAX_MARKS


def _harmless(text: str) -> str:
    """Return the feed without entities of its own and without an entry that was cut in two."""
    text = text.replace("<!ENTITY", "<!NONE")
    if _CLOSED.search(text, max(0, len(text) - 1000)):
        return text
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    return text[: ends[-1]] if ends else text


def _parsed(text: str, url: str) -> feedparser.FeedParserDict:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    return feedparser.parse(
        io.BytesIO(text.encode()),  # bare bytes would be tried as a file name
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _once(entries: Iterator[Entry | None]) -> Iterator[Entry]:
    seen: set[str] = set()
    for entry in entries:
        if entry and not seen & {entry.id, entry.url}:
            seen |= {entry.id, entry.url}
            yield entry


def _entry(found: feedparser.FeedParserDict, base: str) -> Entry | None:
    """Return an entry; None without a link that could be cited."""
    url = _link(found, base)
    if url is None:
        return None
    author = found.get("author_detail", {}).get("name") or found.get("author")
    return Entry(
        id=found.get("id") or url,
        url=url,
        title=_plain(found.get("title", "")),
        published=_published(found),
        author=_plain(author or "") or None,
        content=_content(found),
    )


def _link(found: feedparser.FeedParserDict, base: str) -> str | None:
    source, link = read_url(base), found.get("link")
    if isinstance(source, Unfit) or not link:
        return None
    url = joined(source, link)
    return None if isinstance(read_url(url), Unfit) else canonical_url(url)


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


def _published(found: feedparser.FeedParserDict) -> str | None:
    dates = (iso_date(found.get(field) or "") for field in ("published", "updated"))
    return next(filter(None, dates), None)


def iso_date(stated: str) -> str | None:
    """Return a date as ISO 8601: with time and zone where a zone is stated, else the day alone.

    Reads ISO 8601, RFC 822 and numbers in the order year, month, day, as in 2025年2月3日.
    """
    moment = _moment(stated.strip())
    if moment is None or moment.year not in _YEARS:
        return None
    knows_zone = moment.tzinfo is not None and not _AMBIGUOUS_ZONE.search(stated)
    return moment.isoformat() if knows_zone else moment.date().isoformat()


def _moment(stated: str) -> datetime | None:
    try:
        if _RFC822.match(stated):
            return parsedate_to_datetime(stated)
        return datetime.fromisoformat(_iso_day(stated) or stated)
    except (ValueError, OverflowError):
        return None


def _iso_day(stated: str) -> str | None:
    day = _WRITTEN_DAY.match(stated)
    return day and "{}-{:0>2}-{:0>2}".format(*day.groups())


def _content(found: feedparser.FeedParserDict) -> str | None:
    contents = [part.get("value", "") for part in found.get("content", ())]
    content = max(contents, key=len, default="")
    if _is_whole(content, _WHOLE_CONTENT):
        return content
    summary = found.get("summary", "")
    return summary if _is_whole(summary, _WHOLE_SUMMARY) else None


def _is_whole(markup: str, least: int) -> bool:
    plain = _plain(markup)
    return len(plain) >= least and not _CUT_OFF.search(plain[-60:])
