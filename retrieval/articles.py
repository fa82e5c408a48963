"""The words of the project: sources, articles, sentences, passages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from retrieval.languages import Language
from retrieval.outlets import Outlet


class Known(StrEnum):
    """How a fact about an article is known: the page says it, it follows, or an editor says it."""

    STATED = "stated"
    INFERRED = "inferred"
    EDITOR = "editor"


class Kind(StrEnum):
    """What a stretch of a page is. What no zone names is body."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    QUOTE = "quote"  # set off by the page as somebody else's words
    DISCLAIMER = "disclaimer"
    COMMENT = "comment"
    RELATED = "related"
    NAVIGATION = "navigation"
    ADVERT = "advert"
    NOISE = "noise"  # bylines, dates, players, scraper watermarks

    @property
    def is_reporting(self) -> bool:
        """Tell whether it is the outlet's own reporting, and so can be cited."""
        return self in _REPORTING


_REPORTING = {Kind.HEADLINE, Kind.BODY, Kind.CAPTION, Kind.QUOTE}


@dataclass(frozen=True, slots=True)
class Source:
    """What a citation shows; `known` says of each field how it is known, `STATED` if nothing."""

    outlet: Outlet
    title: str
    language: Language
    published: str | None = None  # ISO 8601: a date, or date and time with the zone if stated
    author: str | None = None
    republished_by: str | None = None
    url: str | None = None
    known: Mapping[str, Known] = field(default_factory=dict, hash=False)

    @property
    def day(self) -> str | None:
        """The date of publication, `YYYY-MM-DD`."""
        return self.published and self.published[:10]

    @property
    def inferred(self) -> frozenset[str]:
        """The fields that the page itself does not state."""
        return frozenset(name for name, how in self.known.items() if how is Known.INFERRED)


@dataclass(frozen=True, slots=True)
class Zone:
    """A slice of `Article.raw`: what it is, and by which rule or hand that is known."""

    start: int
    end: int
    kind: Kind
    reason: str


@dataclass(frozen=True)
class Article:
    """One published piece. `raw` is the page as it came; `text` is `raw` less the removals.

    `zones` are in page order and do not overlap.
    """

    id: str
    source: Source
    raw: str
    zones: tuple[Zone, ...] = ()
    reprint_of: str | None = None  # the article that tells this story first, if it is another

    @cached_property
    def removals(self) -> tuple[Zone, ...]:
        """The zones that are not the outlet's reporting, and so can never be cited."""
        return tuple(zone for zone in self.zones if not zone.kind.is_reporting)

    @cached_property
    def text(self) -> str:
        return text_of(self.raw, self.removals)

    def words_of(self, sentence: "Sentence") -> str:
        """Return the words of one of this article's sentences."""
        return self.text[sentence.start : sentence.end]

    def raw_offset(self, offset: int) -> int:
        """Return where in `raw` the character at `offset` of `text` stands."""
        for removal in self.removals:
            if removal.start > offset:
                break
            offset += removal.end - removal.start
        return offset


def text_of(raw: str, zones: Iterable[Zone]) -> str:
    """Return a page's reporting: `raw` less the zones that are not."""
    kept, position = [], 0
    for zone in zones:
        if not zone.kind.is_reporting:
            kept.append(raw[position : zone.start])
            position = zone.end
    kept.append(raw[position:])
    return "".join(kept)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A slice of `Article.text`; `number` counts from 0 within the article."""

    article: str
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences of one article: what is indexed and retrieved."""

    id: str
    article: str
    outlet: str
    sentences: tuple[Sentence, ...]
    header: str  # outlet, title, author and date, indexed with the text
    text: str

    @property
    def searchable(self) -> str:
        """What an embedder reads."""
        return f"{self.header}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Match:
    """A passage found for a question; a higher score is a better match."""

    passage: Passage
    score: float


def id_of(article: str, number: int) -> str:
    """Return the id of an article's passage by its number, from 0."""
    return f"{article}#{number}"


def article_of(passage: str) -> str:
    """Return the id of the article that a passage, given by its id, is of."""
    return passage.rpartition("#")[0]
