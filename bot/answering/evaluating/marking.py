"""A reply beside what was expected of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.answering.answers import Answer, Evidence, Reply, Statement
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.numbers import unsupported_numbers
from bot.answering.evaluating.citations import Cited, cited
from bot.answering.evaluating.questions import Expected
from retrieval.languages import fold


@dataclass(frozen=True)
class Marked:
    """A question with its reply, and how the reply's statements are cited."""

    expected: Expected
    reply: Reply
    cited: tuple[Cited, ...]

    @property
    def is_told(self) -> bool:
        """Whether the reply tells anything, if only what is cited of an outlet not held."""
        return isinstance(self.reply, Answer) or bool(self.reply.citing)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """All citations of the reply."""
        if not isinstance(self.reply, Answer):
            return self.reply.citing
        statements = self.reply.statements
        return tuple(evidence for statement in statements for evidence in statement.evidence)

    @cached_property
    def outlets(self) -> frozenset[str]:
        """The outlets that are cited."""
        return frozenset(evidence.source.outlet.id for evidence in self.evidence)

    @property
    def missing(self) -> frozenset[str]:
        """The outlets that should be cited and are not."""
        return self.expected.outlets - self.outlets

    @property
    def wrong(self) -> frozenset[str]:
        """The outlets that should not be cited and are."""
        return self.outlets - self.expected.outlets - self.expected.also

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the reply and of its quotes, and who says them there."""
        statements = self.reply.statements if isinstance(self.reply, Answer) else ()
        speakers = (evidence.speaker or "" for evidence in self.evidence)
        return (*(s.text for s in statements), *(e.quote for e in self.evidence), *speakers)

    @cached_property
    def lacks_facts(self) -> tuple[str, ...]:
        """The first wording of each fact that is not told."""
        told = [fold(words) for words in self.words]
        return tuple(
            wordings[0]
            for wordings in self.expected.facts
            if not any(fold(wording) in words for wording in wordings for words in told)
        )

    @cached_property
    def lacks_numbers(self) -> tuple[str, ...]:
        """The amounts that are not told."""
        return tuple(n for n in self.expected.numbers if unsupported_numbers(n, self.words))

    @property
    def miscounts(self) -> bool:
        """Whether an answer lacks an amount that it owes, or has one that nothing holds."""
        return bool(self.lacks_numbers) or any(each.miscounts for each in self.cited)

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the reply, in words; nothing where it is managed."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[str]:
        if self.is_told is self.expected.refused:
            yield "told" if self.is_told else "refused"
        elif self.is_told:
            yield from (f"without {outlet}" for outlet in sorted(self.missing))
            yield from (f"cites {outlet}" for outlet in sorted(self.wrong))
            yield from (f"lacks {words}" for words in self.lacks_facts + self.lacks_numbers)
            if not all(each.recall and all(each.precise) for each in self.cited):
                yield "is not held by its citations"


def marked(expected: Expected, reply: Reply, knowledge: Knowledge) -> Marked:
    """Return a reply beside what was expected."""
    if isinstance(reply, Answer):
        statements = reply.statements
    else:
        statements = tuple(Statement(e.quote, (e,)) for e in reply.citing)
    return Marked(expected, reply, tuple(cited(each, knowledge) for each in statements))
