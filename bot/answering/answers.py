"""The words of a reply. The types make a statement without evidence impossible."""

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


class Author(StrEnum):
    """Who chose the words of an answer."""

    EXTRACTIVE = "extractive"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply that tells. `model_failed`: a model was asked first and did not deliver.

    `uncovered`: parts of the question, in its words, that nothing here answers. `wants_opinion`:
    the bot's own view was asked for, and it has none.
    """

    statements: tuple[Statement, ...]
    answered_by: Author
    model_failed: bool = False
    uncovered: tuple[str, ...] = ()
    wants_opinion: bool = False

    def __post_init__(self) -> None:
        if not self.statements:
            raise ValueError("an answer needs statements")


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
