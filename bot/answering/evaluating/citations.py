"""Recall and precision of citations, as ALCE defines them.

Gao, Yen, Yu, Chen: Enabling Large Language Models to Generate Text with Citations (EMNLP 2023),
3.3. There a model judges whether citations entail a statement; here the gate does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.flaws import FlawKind
from bot.answering.checks.gate import flaws_of
from retrieval.languages import language_of

_OF_FORM = {FlawKind.LONG, FlawKind.LIVE, FlawKind.LANGUAGE}  # say nothing about what is entailed


@dataclass(frozen=True, slots=True)
class Cited:
    """How a statement is cited.

    `recall`: 1 where its citations entail it together. `precise`: of each citation, whether it is
    needed: the statement is entailed, and by this citation alone or not by the others alone.
    `miscounts`: whether its citations lack a number or a date of it.
    """

    recall: int
    precise: tuple[bool, ...]
    miscounts: bool = False


def cited(statement: Statement, knowledge: Knowledge) -> Cited:
    """Return how a statement is cited; an outlet's own words are entailed by themselves."""
    if statement.is_quotation:
        return Cited(1, (True,))
    wrong = _wrong(statement.text, statement.evidence, knowledge)
    miscounts = not wrong.isdisjoint({FlawKind.NUMBER, FlawKind.DATE})
    if wrong:
        return Cited(0, (False,) * len(statement.evidence), miscounts)
    needed = (_is_needed(statement, number, knowledge) for number in range(len(statement.evidence)))
    return Cited(1, tuple(needed))


def _is_needed(statement: Statement, number: int, knowledge: Knowledge) -> bool:
    alone = statement.evidence[number : number + 1]
    others = statement.evidence[:number] + statement.evidence[number + 1 :]
    if not others or not _wrong(statement.text, alone, knowledge):
        return True
    return bool(_wrong(statement.text, others, knowledge))


def _wrong(text: str, evidence: Sequence[Evidence], knowledge: Knowledge) -> set[FlawKind]:
    flaws = flaws_of(Statement(text, tuple(evidence)), language_of(text), knowledge)
    return {flaw.kind for flaw in flaws} - _OF_FORM
