"""What a search returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.articles import Article, Match
from retrieval.terms import Term


@dataclass(frozen=True, slots=True)
class WeighedTerm:
    """A content word and how telling it is: the rarer in the corpus, the more; see `known`."""

    term: Term
    weight: float
    known: bool  # some passage may hold it


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: the question's content words, and passages, best first.

    `confidence` that the passages tell what is asked is comparable between questions; see
    `retrieval.search.floor`.
    """

    terms: tuple[WeighedTerm, ...] = ()
    matches: tuple[Match, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)  # those of the matches, by id
    by_meaning: bool = False  # the embedder finds what is said in other words, too
    confidence: float = 1.0
