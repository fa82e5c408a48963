"""The gate by itself: a statement beside given quotes, or beside the sentences of an article."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.gate import flaws_of
from bot.answering.checks.meanings import Clause, nearest
from bot.answering.quoting import evidence_at, quote
from retrieval.articles import Article, Source
from retrieval.languages import fold, language_of
from retrieval.outlets import Outlet
from retrieval.passages import sentences_of
from retrieval.scope import Scope
from retrieval.search import Findings, Slots

_ARTICLES = Slots.listing(5)  # in which a quote is looked for
_MOST_SENTENCES = 3  # of an article, that hold one statement together
_CANDIDATES = 6
_NEARLY = 0.8  # of what the nearest shares: one far off holds nothing, if it denies nothing either


class Finder(Protocol):
    """Finds passages within a scope."""

    def within(self, question: str, scope: Scope, slots: Slots) -> Findings:
        """Return findings for words, within a scope."""
        ...


@dataclass(frozen=True, slots=True)
class Quoted:
    """An outlet, by id or by any of its names, and its words."""

    outlet: str
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement, what it was checked against, and what is wrong with it."""

    statement: str
    evidence: tuple[Evidence, ...]
    flaws: tuple[Flaw, ...]

    @property
    def supported(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws


@dataclass(frozen=True)
class Checker:
    """Checks statements as answers do; of quotes that an article holds, it is known where."""

    finder: Finder
    knowledge: Knowledge

    def beside(self, statement: str, quotes: Iterable[Quoted]) -> Checked:
        """Check a statement beside quotes."""
        evidence = tuple(self._evidence(quoted) for quoted in quotes if quoted.words.strip())
        return self._checked(statement, evidence)

    def within(self, statement: str, article: Article) -> Checked:
        """Check a statement beside those sentences of an article that hold most of it."""
        sentences = sentences_of(article)
        people = self.knowledge.meanings.lexicon.people
        near = self._nearest(statement, [article.words_of(s) for s in sentences])
        tried = [
            self._checked(
                statement,
                tuple(quote(article, sentences, number, people) for number in sorted(numbers)),
            )
            for numbers in near
        ]
        nothing = Checked(statement, (), (Flaw(FlawKind.ID),))
        return min(tried, key=lambda checked: len(checked.flaws), default=nothing)

    def _nearest(self, statement: str, sentences: Sequence[str]) -> list[list[int]]:
        """Return the numbers of the sentences that may hold a statement, alone or together."""
        meanings = self.knowledge.meanings
        told = [
            Clause(text, n, meanings.words(text)) for n, text in enumerate(map(fold, sentences))
        ]
        said = Clause(fold(statement), 0, meanings.words(fold(statement)))
        found = [nearest(said, told, least)[:_CANDIDATES] for least in (_NEARLY, 0)]
        alone, together = ([clause.start for clause in clauses] for clauses in found)
        return _combinations(alone, together)

    def _checked(self, statement: str, evidence: tuple[Evidence, ...]) -> Checked:
        if not statement.strip() or not evidence:
            return Checked(statement, evidence, (Flaw(FlawKind.ID),))
        flaws = flaws_of(Statement(statement, evidence), language_of(statement), self.knowledge)
        return Checked(statement, evidence, flaws)

    def _evidence(self, quoted: Quoted) -> Evidence:
        outlet, people = self._outlet(quoted.outlet), self.knowledge.meanings.lexicon.people
        found = self.finder.within(quoted.words, Scope(frozenset({outlet.id})), _ARTICLES)
        for article in found.articles.values():
            start = article.text.find(quoted.words)
            if start >= 0:
                return evidence_at(article, start, start + len(quoted.words), people)
        alone = Article("", Source(outlet, "", language_of(quoted.words)), quoted.words)
        return evidence_at(alone, 0, len(alone.text), people)

    def _outlet(self, written: str) -> Outlet:
        registry = self.knowledge.registry
        for outlet in registry:
            if outlet.id == written:
                return outlet
        named = registry.named_in(written)
        if len(named) == 1:
            return named[0]
        return Outlet("", {"zh-Hans": written, "zh-Hant": written, "en": written}, "unlisted")


def _combinations(alone: Sequence[int], together: Sequence[int]) -> list[list[int]]:
    """Return one sentence, each of the nearest, and then the nearest ones together."""
    most = min(_MOST_SENTENCES, len(together))
    return [[number] for number in alone] + [list(together[:n]) for n in range(2, most + 1)]
