"""What a reader of any format returns: a page, or why it cannot be an article."""

from dataclasses import dataclass
from enum import StrEnum

from retrieval.articles import Zone
from retrieval.languages import Language


class Why(StrEnum):
    """Why something cannot be taken in as an article."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"  # an image, an archive, anything we have no reader for
    GARBLED = "garbled"  # no character set makes words of it
    NO_TEXT = "no_text"  # a PDF of scanned pages
    NO_ARTICLE = "no_article"  # a page without an article: a front page, a list, a player
    LOGIN = "login"
    MISSING = "missing"  # a “page not found”, whatever its status
    PAYWALL = "paywall"
    NO_OUTLET = "no_outlet"
    NOT_PUBLIC = "not_public"  # a private or loopback address, or not http(s)
    UNREACHABLE = "unreachable"
    REMOVED = "removed"  # by an editor, so that a feed does not bring it back


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why something was not taken in; `detail` is one line that says what to do about it."""

    why: Why
    detail: str
    status: int | None = None  # what the server answered, where it did
    retry_after: float | None = None  # seconds that the server asks to wait


@dataclass(frozen=True, slots=True)
class Clues:
    """What a page's markup says about it, as it says it: nothing here is settled yet."""

    title: str | None = None
    author: str | None = None
    site: str | None = None  # the site's own name: og:site_name, JSON-LD publisher, title suffix
    source: str | None = None  # whom the page names as the origin: 来源, 转载自, `source` metas
    published: str | None = None  # ISO 8601, with the zone if stated
    url: str | None = None  # canonical
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as text: `raw` holds every visible block, blank lines between blocks.

    `zones` say what stretches of `raw` are; they are in order and do not overlap. What no zone
    names is body.
    """

    raw: str
    zones: tuple[Zone, ...] = ()
    clues: Clues = Clues()
