"""A statement as the checks look at it: beside its evidence, with what is known about words."""

from dataclasses import dataclass
from functools import cached_property

from bot.answering.answers import Evidence, Statement
from bot.answering.checks.meanings import Clause, Meanings
from retrieval.addressing.names import Names
from retrieval.languages import Language, fold
from retrieval.outlets import Registry


@dataclass(frozen=True)
class Knowledge:
    """What the checks know: outlets, and what words are called elsewhere."""

    registry: Registry
    meanings: Meanings

    @cached_property
    def names(self) -> Names:
        """The outlets' names, ready to be found in folded texts."""
        return Names(self.registry)


@dataclass(frozen=True)
class Claim:
    """A statement that is to be checked, in the language it is to be in."""

    statement: Statement
    language: Language
    knowledge: Knowledge

    @property
    def text(self) -> str:
        """The statement's words as they are written."""
        return self.statement.text

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the statement cites."""
        return self.statement.evidence

    @cached_property
    def folded(self) -> str:
        """The statement's words, folded."""
        return fold(self.text)

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        """The outlets' words, folded, one for each piece of evidence."""
        return tuple(fold(evidence.quote) for evidence in self.evidence)

    @cached_property
    def said(self) -> tuple[Clause, ...]:
        """The clauses of the statement."""
        return self.knowledge.meanings.clauses(self.folded)

    @cached_property
    def held(self) -> tuple[Clause, ...]:
        """The clauses of all quotes, in order."""
        clauses = self.knowledge.meanings.clauses
        return tuple(clause for quote in self.quotes for clause in clauses(quote))
