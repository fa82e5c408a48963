"""From what was handed in, in any format, to an article, or why it is none."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from retrieval.articles import Article, text_of
from retrieval.languages import fold
from retrieval.pages.charsets import decode
from retrieval.pages.facts.directory import Directory
from retrieval.pages.facts.facts import settle
from retrieval.pages.fitness import unfit
from retrieval.pages.formats.markdown import read_markdown
from retrieval.pages.formats.plain import read_plain
from retrieval.pages.media import Media, media_of
from retrieval.pages.page import Clues, Page, Unfit, Why
from retrieval.pages.zones.zoning import find_zones
from retrieval.web.addresses import canonical_url

if TYPE_CHECKING:
    from retrieval.web.fetching import Fetched

_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Handed:
    """Something handed in: its bytes, and what is said of them."""

    body: bytes
    url: str | None = None
    name: str | None = None  # of a file
    declared: str | None = None  # media type
    charset: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)  # facts by an editor
    clues: Clues = field(default_factory=Clues)  # of where it stood, as a channel

    @property
    def digest(self) -> str:
        """Tells this from anything else that could be handed in."""
        facts = repr((self.url, self.clues, sorted(self.given.items()))).encode()
        return hashlib.sha256(facts + b"\0" + self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it was read, and in which format it came."""

    article: Article
    media: Media


def handed_from(fetched: "Fetched", given: Mapping[str, str] = _NOTHING) -> Handed:
    """Return a fetched page as something handed in; `given` are facts that an editor names."""
    return Handed(
        fetched.body,
        url=canonical_url(fetched.url),
        declared=fetched.media_type,
        charset=fetched.charset,
        given=given,
    )


def read(handed: Handed, directory: Directory, today: date) -> Reading | Unfit:
    """Return the article that was handed in, or why it is none; `today` is when it was fetched."""
    media = media_of(handed.body, handed.declared, handed.name or handed.url)
    if isinstance(media, Unfit):
        return media
    page = _page(media, handed)
    if isinstance(page, Unfit):
        return page
    article = article_of(page, handed, directory, today)
    return article if isinstance(article, Unfit) else Reading(article, media)


def article_of(page: Page, handed: Handed, directory: Directory, today: date) -> Article | Unfit:
    """Return the article on a page, or why there is none."""
    page = replace(page, clues=_together(page.clues, handed.clues))
    facts = settle(page, handed.url, handed.given, directory, today)
    title = page.clues.title if isinstance(facts, Unfit) else facts.source.title
    zones = find_zones(page.raw, (), page.zones, title)
    no_article = unfit(page, text_of(page.raw, zones))
    if no_article:
        return no_article
    if isinstance(facts, Unfit):
        return facts
    id = id_of(facts.source.url, facts.source.outlet.id, facts.source.title, handed.name)
    return Article(id, facts.source, page.raw, zones)


def id_of(url: str | None, outlet: str, title: str, name: str | None = None) -> str:
    """Return an id that is the same whenever this article is handed in: short, and readable."""
    if url:
        parts = urlsplit(canonical_url(url))
        host = (parts.hostname or "").removeprefix("www.")
        return f"{_slug(host)}-{_short(host + parts.path + parts.query)}"
    return f"{_slug((name or outlet).rpartition('/')[2].partition('.')[0])}-{_short(outlet, title)}"


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")[:40] or "article"


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(map(fold, parts)).encode()).hexdigest()[:8]


def _together(found: Clues, told: Clues) -> Clues:
    """Return a page's own clues, and for what it does not say, what is known otherwise."""
    return replace(found, **{k: v for k, v in asdict(told).items() if getattr(found, k) is None})


def _page(media: Media, handed: Handed) -> Page | Unfit:
    if media is Media.JSONL:
        return Unfit(Why.NO_ARTICLE, "this is a list of articles: save it and add that file")
    if media is Media.PDF:
        from retrieval.pages.formats.pdf import read_pdf  # loads pypdf, only where it is used

        return read_pdf(handed.body)
    text = decode(handed.body, handed.charset)
    if isinstance(text, Unfit):
        return text
    match media:
        case Media.HTML:
            from retrieval.pages.formats.html import (
                read_html,  # loads lxml and trafilatura, as above
            )

            return read_html(text, handed.url)
        case Media.MARKDOWN:
            return read_markdown(text)
        case _:
            return read_plain(text)
