"""The check that a statement does not say all, only or first where its evidence says less."""

import re
from collections.abc import Iterator, Sequence

from bot.answering.checks.claim import Claim
from bot.answering.checks.counterparts import Told, closest, counterparts, end_of, told
from bot.answering.checks.cues import Cue, cues
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Clause, Word
from retrieval.languages import has_han

_AGAINST = {  # what in the evidence speaks against a kind of whole
    "all": "some",
    "only": "some",
    "agreed": "some",
    "none": "some",
    "always": "sometimes",
    "first": "before",
    "most": "one_of",
}
_BEFORE_A_NOUN = ("all", "agreed")
_REACH = 6  # Chinese characters; an English word is longer
_NOT = re.compile(r"[不非未没]|(?<![a-z])(?:not|no|never|nor|without|cannot|[a-z]+n['’]t)(?![a-z])")
_LEAST = 0.3  # of a clause's words, that a clause of the evidence must share to be about the same


def check_scope(claim: Claim) -> Iterator[Flaw]:
    """Find where a statement says more than its evidence of how much, how often, who alone."""
    marks = cues("scope").find(claim.folded)
    for clause in claim.said:
        inside = _inside(marks, clause)
        for cue in inside:
            against = _AGAINST.get(cue.kind)
            if (
                against
                and not _is_negated(cue, claim.folded, clause)
                and all(other.kind not in (against, f"not_{cue.kind}") for other in inside)
            ):
                yield from _flaws(claim, clause, cue, against)


def _is_negated(cue: Cue, folded: str, clause: Clause) -> bool:
    before = folded[clause.start : cue.start]
    return cue.kind not in ("none", "always") and _NOT.search(before) is not None


def _flaws(claim: Claim, clause: Clause, cue: Cue, against: str) -> Iterator[Flaw]:
    less = (
        _less(claim, clause, cue.kind, against)
        or _less_of_the_same(claim, clause, cue, against)
        or _denied(claim, clause, cue.kind)
    )
    if less or not _is_warranted(cue.kind, claim.quotes):
        yield Flaw(FlawKind.SCOPE, f"{cue.text} · {less}" if less else cue.text)


def _less(claim: Claim, clause: Clause, kind: str, against: str) -> str:
    """Return the word for less than the whole in all that the evidence says on the same point."""
    found = closest(clause, counterparts(clause, told(claim), _LEAST))
    near = told(claim) if kind == "none" else [one.told for one in found]
    if any(_says_whole(one, kind) for one in near):
        return ""
    words = [_first(_marks(one.told), against) for one in found]
    return words[0] if words and all(words) else ""


def _marks(one: Told) -> list[Cue]:
    return _inside(cues("scope").find(one.quote), one.clause)


def _first(marks: Sequence[Cue], kind: str) -> str:
    return next((cue.text for cue in marks if cue.kind == kind), "")


def _says_whole(one: Told, kind: str) -> bool:
    """Tell whether a clause of the evidence says a kind of whole; "one of the largest" does not."""
    marks = _marks(one)
    if kind == "most" and _first(marks, _AGAINST[kind]):
        return False
    return any(cue.kind == kind and not _is_negated(cue, one.quote, one.clause) for cue in marks)


def _less_of_the_same(claim: Claim, clause: Clause, cue: Cue, against: str) -> str:
    """Return the word for less that stands before what the statement's word stands before."""
    if cue.kind not in _BEFORE_A_NOUN:
        return ""
    mine = _after(cue, clause)
    for one in told(claim):
        if _says_whole(one, cue.kind):
            return ""
        for other in (other for other in _marks(one) if other.kind == against):
            if any(word.meets(its) for word in mine for its in _after(other, one.clause)):
                return other.text
    return ""


def _after(cue: Cue, clause: Clause) -> list[Word]:
    """Return the words that follow a cue at once: the thing that it counts."""
    reach = cue.end + (_REACH if has_han(cue.text) else 3 * _REACH)
    return [word for word in clause.words if cue.end <= word.start < reach]


def _denied(claim: Claim, clause: Clause, kind: str) -> str:
    """Return the evidence's word that denies a kind of whole, if none says it."""
    evidence = told(claim)
    near = closest(clause, counterparts(clause, evidence, _LEAST))
    if kind == "all" and near and all(_may_say_all(one.told) for one in near):
        return ""
    if any(_says_whole(one, kind) for one in evidence):
        return ""
    marks = [(one, cue) for one in evidence for cue in _marks(one)]
    denied = (cue.text for one, cue in marks if _denies(cue, one, kind))
    return next(denied, "")


def _may_say_all(one: Told) -> bool:
    """Tell whether a clause says all by a small word, 都, and no other does so for it."""
    text = one.clause.text
    return cues("scope").holds(text, "all softer") and not _NOT.search(text)


def _denies(cue: Cue, one: Told, kind: str) -> bool:
    if cue.kind == f"not_{kind}":
        return True
    return cue.kind == kind and _is_negated(cue, one.quote, one.clause)


def _is_warranted(kind: str, quotes: Sequence[str]) -> bool:
    """Tell whether any word of the evidence may be meant by a kind of whole."""
    table = cues("scope")
    return any(table.holds(quote, k) for quote in quotes for k in (kind, f"{kind} softer"))


def _inside(marks: Sequence[Cue], clause: Clause) -> list[Cue]:
    return [cue for cue in marks if clause.start <= cue.start < end_of(clause)]
