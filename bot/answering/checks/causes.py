"""The check that a statement gives no cause that its evidence does not give."""

import re
from collections.abc import Iterator, Sequence

from bot.answering.checks.claim import Claim
from bot.answering.checks.counterparts import end_of
from bot.answering.checks.cues import Cue, cues
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Clause, Word, places
from retrieval.languages import has_han

_CAUSAL = ("because", "therefore", "aim")
_FORWARD = ("because", "aim")  # before the cause, or what is aimed at
_UNEXPLAINED = "unexplained"
_DENIED = re.compile(r"(?:不(?:能|可|应|该|会|得|是)?|并非|别|勿)[仅只单]?$|(?<![a-z])not\s$")
_LEAST_WORDS = 2
_LEAST_HELD = 0.25  # of the words of a cause


def check_causes(claim: Claim) -> Iterator[Flaw]:
    """Find causes where the evidence tells of none, and such as it does not tell at all."""
    marks = [cue for cue in cues("causes").find(claim.folded) if _gives(cue, claim.folded)]
    if marks and not _tells_causes(claim.quotes):
        yield Flaw(FlawKind.CAUSE, marks[0].text)
        return
    if marks and (unexplained := _unexplained(claim)):
        yield Flaw(FlawKind.CAUSE, f"{marks[0].text} · {unexplained}")
    for clause in claim.said:
        for cue in _inside(marks, clause):
            if cue.kind in _FORWARD and _is_unheard_of(_after(cue, clause), claim.held):
                yield Flaw(FlawKind.CAUSE, claim.folded[cue.start : end_of(clause)])


def _gives(cue: Cue, folded: str) -> bool:
    """Tell whether a word gives a cause, which 不能因为下雨 does not."""
    return cue.kind in _CAUSAL and _DENIED.search(folded[: cue.start]) is None


def _tells_causes(quotes: Sequence[str]) -> bool:
    table = cues("causes")
    return any(table.holds(quote, kind) for quote in quotes for kind in (*_CAUSAL, "link"))


def _unexplained(claim: Claim) -> str:
    """Return the words by which the evidence, and not the statement, says that nobody told why."""
    marks = [cue for quote in claim.quotes for cue in cues("causes").find(quote)]
    told = any(cue.kind in _CAUSAL for cue in marks)
    if told or cues("causes").holds(claim.folded, _UNEXPLAINED):
        return ""
    return next((cue.text for cue in marks if cue.kind == _UNEXPLAINED), "")


def _after(cue: Cue, clause: Clause) -> list[Word]:
    return [word for word in clause.words if word.start >= cue.end]


def _is_unheard_of(words: Sequence[Word], held: Sequence[Clause]) -> bool:
    """Tell whether the evidence holds next to none of some words, of which it may hold forms."""
    theirs = [word for clause in held for word in clause.words]
    known = {sense for word in theirs for sense in word.senses}
    scripts = {has_han(word.text) for word in theirs}
    words = [word for word in words if not scripts.isdisjoint(map(has_han, word.senses))]
    told = [word for word in words if not known.isdisjoint(word.senses)]
    whole, covered = places(words), places(told)
    return len(words) >= _LEAST_WORDS and len(covered) < _LEAST_HELD * len(whole)


def _inside(marks: Sequence[Cue], clause: Clause) -> list[Cue]:
    return [cue for cue in marks if clause.start <= cue.start < end_of(clause)]
