"""What a model's drafts are worth: statements that passed every check, and why others did not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.answering.answers import Evidence, Statement
from bot.answering.checks.bare import behind_answer
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.gate import flaws_of
from bot.answering.composing import visible
from bot.answering.drafts import Draft
from bot.answering.labels import Cited
from bot.answering.quoting import quote
from retrieval.languages import Language, in_script
from retrieval.passages import sentences_of

_MOST_SENTENCES = 6


@dataclass(frozen=True, slots=True)
class Verdict:
    """A draft, the statement it makes where its ids are good, and what is wrong with that."""

    draft: Draft
    statement: Statement | None
    flaws: tuple[Flaw, ...]

    @property
    def held(self) -> Statement | None:
        """The statement, if nothing is wrong with it."""
        return None if self.flaws else self.statement


@dataclass(frozen=True)
class Examiner:
    """Checks drafts in one language against the sentences that a model was shown."""

    cited: Mapping[str, Cited]
    language: Language
    knowledge: Knowledge

    def examine(self, draft: Draft) -> Verdict:
        """Return what a draft is worth."""
        unknown = [id for id in draft.sentences if id not in self.cited]
        text = behind_answer(in_script(visible(draft.text), self.language))
        count = len(draft.sentences)
        if unknown or not text or not 0 < count <= _MOST_SENTENCES:
            detail = visible(" ".join(unknown)) or f"{count} sentences"
            return Verdict(draft, None, (Flaw(FlawKind.ID, detail),))
        statement = Statement(text, tuple(self._evidence(self.cited[id]) for id in draft.sentences))
        return Verdict(draft, statement, flaws_of(statement, self.language, self.knowledge))

    def _evidence(self, cited: Cited) -> Evidence:
        people = self.knowledge.meanings.lexicon.people
        return quote(cited.article, sentences_of(cited.article), cited.sentence.number, people)


def held(verdicts: Iterable[Verdict]) -> tuple[Statement, ...]:
    """Return the statements that nothing is wrong with, in order, each once."""
    return tuple(dict.fromkeys(verdict.held for verdict in verdicts if verdict.held))
