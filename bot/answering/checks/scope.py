"""The check that a statement does not say all, only or first where its evidence says less."""

from collections.abc import Iterator, Sequence

from bot.answering.checks.claim import Claim
from bot.answering.checks.counterparts import closest, counterparts, end_of, told
from bot.answering.checks.cues import Cue, cues
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Clause

_AGAINST = {  # what in the evidence speaks against a kind of whole
    "all": "some",
    "only": "some",
    "agreed": "some",
    "none": "some",
    "always": "some",
    "first": "before",
    "most": "one_of",
}
_LEAST = 0.3  # of a clause's words, that a clause of the evidence must share to be about the same


def check_scope(claim: Claim) -> Iterator[Flaw]:
    """Find where a statement says more than its evidence of how much, how often, who alone."""
    marks = cues("scope").find(claim.folded)
    for clause in claim.said:
        inside = _inside(marks, clause)
        for cue in inside:
            against = _AGAINST.get(cue.kind)
            if against and all(other.kind != against for other in inside):
                yield from _flaws(claim, clause, cue, against)


def _flaws(claim: Claim, clause: Clause, cue: Cue, against: str) -> Iterator[Flaw]:
    less = _less(claim, clause, cue.kind, against)
    if less or not _is_warranted(cue.kind, claim.quotes):
        yield Flaw(FlawKind.SCOPE, f"{cue.text} · {less}" if less else cue.text)


def _less(claim: Claim, clause: Clause, kind: str, against: str) -> str:
    """Return the word for less than the whole in all that the evidence says on the same point."""
    found = closest(clause, counterparts(clause, told(claim), _LEAST))
    words = []
    for one in found:
        marks = _inside(cues("scope").find(one.told.quote), one.told.clause)
        if any(cue.kind == kind for cue in marks):
            return ""
        words.append(next((cue.text for cue in marks if cue.kind == against), ""))
    return words[0] if words and all(words) else ""


def _is_warranted(kind: str, quotes: Sequence[str]) -> bool:
    """Tell whether any word of the evidence may be meant by a kind of whole."""
    table = cues("scope")
    return any(table.holds(quote, k) for quote in quotes for k in (kind, f"{kind} softer"))


def _inside(marks: Sequence[Cue], clause: Clause) -> list[Cue]:
    return [cue for cue in marks if clause.start <= cue.start < end_of(clause)]
