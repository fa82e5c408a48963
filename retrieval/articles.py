"""The words of the project: sources, articles, sentences, passages."""

from dataclasses import dataclass
from functools import cached_property

from retrieval.languages import Language
from retrieval.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Source:
    """What a citation shows; `inferred` names the fields that the page itself does not state."""

    outlet: Outlet
    title: str
    language: Language
    published: str | None = None  # ISO 8601 date
    author: str | None = None
    republished_by: str | None = None
    url: str | None = None
    inferred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Removal:
    """A slice of `Article.raw` that is not the article, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Article:
    """One published piece. `raw` is the page as it came; `text` is `raw` less the removals."""

    id: str
    source: Source
    raw: str
    removals: tuple[Removal, ...] = ()

    @cached_property
    def text(self) -> str:
        kept, position = [], 0
        for removal in self.removals:
            kept.append(self.raw[position : removal.start])
            position = removal.end
        kept.append(self.raw[position:])
        return "".join(kept)

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
