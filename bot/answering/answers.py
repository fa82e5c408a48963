"""The words of a reply. The types make a statement without evidence impossible."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from retrieval.articles import Article, Source
from retrieval.languages import Language
from retrieval.outlets import Outlet

LONGEST_QUESTION = 1_000  # characters


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asked, and the language to reply in."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class Evidence:
    """An exact slice of an article's text. `speaker` is who says it there, where the page tells."""

    article: Article
    start: int
    end: int
    speaker: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.article.text) or not self.quote.strip():
            raise ValueError(f"no words at {self.start}:{self.end} of {self.article.id}")

    @property
    def quote(self) -> str:
        """The outlet's own words."""
        return self.article.text[self.start : self.end]

    @property
    def source(self) -> Source:
        return self.article.source


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and the evidence that holds it, at least one piece."""

    text: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.evidence:
            raise ValueError("a statement needs words and evidence")

    @property
    def is_quotation(self) -> bool:
        """Whether the statement is nothing but an outlet's own words."""
        return len(self.evidence) == 1 and self.text == self.evidence[0].quote


@dataclass(frozen=True, slots=True)
class Translation:
    """A quote in another language, in words that are no outlet's; empty where none would do."""

    evidence: Evidence
    language: Language
    text: str = ""


class Untranslated(StrEnum):
    """Why quotes are left as they are though a translation was wanted."""

    NO_MODEL = "no_model"
    MODEL_FAILED = "model_failed"
    SAME_LANGUAGE = "same_language"


class Author(StrEnum):
    """Who chose the words of an answer."""

    EXTRACTIVE = "extractive"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a piece of evidence writes it: `start` and `end` count the quote's characters."""

    evidence: Evidence
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.evidence.quote):
            raise ValueError(f"no figure at {self.start}:{self.end} of the quote")

    @property
    def text(self) -> str:
        """The figure in the outlet's own words."""
        return self.evidence.quote[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Position:
    """What some outlets say alike on a point; its outlets are those of its evidence, no others."""

    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...] = ()

    def __post_init__(self) -> None:
        if not self.statements:
            raise ValueError("a position needs statements")
        if any(figure.evidence not in self.evidence for figure in self.figures):
            raise ValueError("a position's figures stand in its evidence")

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What holds the position."""
        return tuple(piece for statement in self.statements for piece in statement.evidence)

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets that say so."""
        return tuple(dict.fromkeys(piece.source.outlet for piece in self.evidence))

    @property
    def origins(self) -> int:
        """How many outlets say so of their own; one that reprints another's story does not."""
        articles = [piece.article for piece in self.evidence]
        own = {article.source.outlet.id for article in articles if article.reprint_of is None}
        return len(own) or len({article.reprint_of for article in articles})


class Relation(StrEnum):
    """How the positions on a point stand to each other."""

    ALONE = "alone"  # nothing is said of how others stand to it
    AGREE = "agree"
    DIFFER = "differ"
    UPDATE = "update"  # each replaces the one before it


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that outlets tell of, and their positions; `label` says what it is, if known."""

    relation: Relation
    positions: tuple[Position, ...]
    label: str = ""

    def __post_init__(self) -> None:
        outlets = [outlet for position in self.positions for outlet in position.outlets]
        sides, voices = len(self.positions), len(set(outlets))
        fit = {
            Relation.ALONE: sides == voices == 1,
            Relation.AGREE: sides == 1 and voices > 1,
            Relation.DIFFER: sides > 1 and voices == len(outlets),
            Relation.UPDATE: sides > 1,
        }
        if not fit[self.relation]:
            raise ValueError(f"{sides} positions of {voices} outlets do not {self.relation}")


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply that tells. `model_failed`: a model was asked first and did not deliver.

    `uncovered`: parts of the question, in its words, that nothing here answers. `wants_opinion`:
    the bot's own view was asked for, and it has none.
    `points` and `silent` are there where outlets are compared: every statement is then in one
    point, and `silent` are outlets that cover the story and do not tell what is asked.
    `translations` of quotes are there where they were wanted, or `untranslated` says why not.
    """

    statements: tuple[Statement, ...]
    answered_by: Author
    model_failed: bool = False
    uncovered: tuple[str, ...] = ()
    wants_opinion: bool = False
    points: tuple[Point, ...] = ()
    silent: tuple[Outlet, ...] = ()
    translations: tuple[Translation, ...] = ()
    untranslated: Untranslated | None = None

    def __post_init__(self) -> None:
        if not self.statements:
            raise ValueError("an answer needs statements")
        placed = [s for position in self.positions for s in position.statements]
        if self.points and Counter(placed) != Counter(self.statements):
            raise ValueError("every statement is in one position")
        quoted = {piece for statement in self.statements for piece in statement.evidence}
        if not {piece.source.outlet for piece in quoted}.isdisjoint(self.silent):
            raise ValueError("an outlet that is cited is not silent")
        if not quoted.issuperset(translation.evidence for translation in self.translations):
            raise ValueError("what is translated is quoted")

    @property
    def positions(self) -> tuple[Position, ...]:
        """The positions on all points."""
        return tuple(position for point in self.points for position in point.positions)


class Reason(StrEnum):
    """Why a reply does not tell."""

    NOT_COVERED = "not_covered"
    OFF_TOPIC = "off_topic"  # not even near to what the articles are about
    NOT_HELD = "not_held"  # a model answered, but its words did not stand up to the articles
    UNHELD = "unheld"  # asks for the words of an outlet that is not ours
    ONLY_COMMENTS = "only_comments"  # readers' comments tell, no outlet does
    OPINION = "opinion"  # the bot's own view was wanted
    NOTHING_SAID = "nothing_said"  # who said that: nothing was cited before
    NO_QUESTION = "no_question"
    COURTESY = "courtesy"  # thanks, a greeting
    ABOUT_BOT = "about_bot"  # who it is, what it can do
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reply that does not tell, with the articles that come nearest.

    `asked`: the outlets whose words alone were wanted; `nearest` then looks at all, and
    `told_by_others` says that those do tell. `citing`: where our outlets cite those asked, if they
    are not ours. `sentences` come nearest to an answer and are none; `unmentioned` are words of
    the question that no article holds.
    """

    reason: Reason
    nearest: tuple[Article, ...] = ()
    asked: tuple[Outlet, ...] = ()
    citing: tuple[Evidence, ...] = ()
    answered_by: Author = Author.EXTRACTIVE
    model_failed: bool = False
    told_by_others: bool = False
    sentences: tuple[Evidence, ...] = ()
    unmentioned: tuple[str, ...] = ()


Reply = Answer | Refusal
