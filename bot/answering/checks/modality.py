"""The check that a statement is not surer than the sentences it cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.checks.claim import Claim
from bot.answering.checks.counterparts import Counterpart, Told, counterparts, told
from bot.answering.checks.cues import Cue, cues
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Clause

_WEAK = ("possible", "alleged", "doubted", "probed", "undecided", "conditional")
_SPEECH = ("opinion", "report")
_LEAST = 0.3  # of a clause's words, that a clause of the evidence must share to be about the same
_TURN = re.compile(r"但|不过|然而|却|可是|反而|(?<![a-z])(?:but|however|yet|although|though)(?![a-z])")
_SIDEWAYS = re.compile(r"(?:alleg|report|purport|suppos|possib|probab|perhaps|maybe|apparent|if|unless)")
_DENIED = re.compile(  # just before a word that calls something settled
    r"(?:[未没无难不否待谁]|尚|如果|若|需要?)[^,。;]{0,4}$"
    r"|(?<![a-z])(?:not?|nobody|none|never|nor|yet|without|whether|if|cannot|[a-z]+n['’]t|un|hard"
    r"|difficult|unable|fail(?:s|ed)?|lacks?|any|who|needs?|demand(?:s|ed)?)(?:\s[\w'’-]+){0,4}\s$"
)
_AT_THE_START = 6  # characters before a cue that opens its sentence


@dataclass(frozen=True)
class _Said:
    """What the whole statement says of how sure it is."""

    claim: Claim
    marks: tuple[Cue, ...]
    speaks: bool

    def is_soft(self, kind: str, clause: Clause) -> bool:
        """Tell whether a clause is kept as weak as a kind of cue asks."""
        end = clause.start + len(clause.text)
        wanted = (*_WEAK, f"{kind} softer")
        if any(cue.kind in wanted for cue in self.marks if cue.start < end):
            return True
        if kind in ("undecided", "alleged", "probed"):
            return any(cue.kind in wanted for cue in self.marks) or (
                kind == "alleged" and self.speaks
            )
        return False

    def has(self, kind: str, clause: Clause) -> Cue | None:
        """Return a cue of a kind within a clause."""
        return _within(self.marks, kind, clause.start, clause.start + len(clause.text))


def check_modality(claim: Claim) -> Iterator[Flaw]:
    """Find what a statement says as settled that its evidence leaves open."""
    said = _Said(claim, cues("modality").find(claim.folded), speaks(claim.folded))
    evidence = told(claim)
    for clause in claim.said:
        found = counterparts(clause, evidence, _LEAST)
        flaw = found and (_hardened(said, clause, found) or _done(said, clause, found))
        if flaw:
            yield Flaw(FlawKind.MODALITY, f"{clause.text.strip()} · {flaw}")
    if flaw := _boosted(said, evidence):
        yield Flaw(FlawKind.MODALITY, flaw)


def speaks(folded: str) -> bool:
    """Tell whether a folded text says that somebody speaks or judges."""
    return any(cue.kind in _SPEECH for cue in cues("speech").find(folded))


def _hardened(said: _Said, clause: Clause, found: Sequence[Counterpart]) -> str:
    """Return the word that leaves open, in all the evidence, what a clause says flatly."""
    weakening = [_weakening(one) for one in found]
    if not all(weakening):
        return ""
    if any(said.is_soft(cue.kind, clause) for marks in weakening for cue in marks):
        return ""
    return weakening[0][0].text


def _weakening(found: Counterpart) -> list[Cue]:
    one = found.told
    marks = cues("modality").find(one.quote)
    inside = [cue for cue in marks if one.start <= cue.start < one.end and cue.kind in _WEAK]
    return [cue for cue in inside if _governs(cue, found)]


def _governs(cue: Cue, found: Counterpart) -> bool:
    one = found.told
    start, end = one.clause.start, one.clause.start + len(one.clause.text)
    if cue.kind == "undecided":
        return not _TURN.search(one.quote[min(cue.end, end) : max(cue.start, start)])
    if start <= cue.start < end:
        return found.shares_from(start if _SIDEWAYS.match(cue.text) else cue.start, end)
    return cue.start < start and _reaches(cue, one)


def _reaches(cue: Cue, one: Told) -> bool:
    """Tell whether a word rules a later clause of its sentence."""
    between = one.quote[cue.end : one.clause.start]
    if _TURN.search(between) or cue.kind == "possible":
        return False
    opens = cue.start - one.start <= _AT_THE_START
    return cue.kind == "conditional" or opens or not between.strip(" ,:，")


def _done(said: _Said, clause: Clause, found: Sequence[Counterpart]) -> str:
    """Return the word for a plan that a clause tells as carried out."""
    if said.has("completed", clause) is None or said.has("planned", clause):
        return ""
    if said.is_soft("planned", clause):
        return ""
    plans = [_plan(one) for one in found]
    return plans[0].text if plans and plans[0] and all(plans) else ""


def _plan(found: Counterpart) -> Cue | None:
    one = found.told.clause
    start, end = one.start, one.start + len(one.text)
    marks = cues("modality").find(found.told.quote)
    plan = _within(marks, "planned", start, end)
    if plan is None or _within(marks, "completed", plan.end, end):
        return None
    return plan if found.shares_from(plan.start, end) else None


def _boosted(said: _Said, evidence: Sequence[Told]) -> str:
    """Return the word by which a statement calls settled what its evidence only thinks."""
    booster = next((cue for cue in said.marks if _is_booster(cue, said.claim.folded)), None)
    if booster is None:
        return ""
    quotes = said.claim.quotes
    marks = [cue for quote in quotes for cue in cues("modality").find(quote)]
    if any(cue.kind in ("booster", "holds_up") for cue in marks):
        return ""
    weak = next((cue for cue in marks if cue.kind in _WEAK), None) or _judged(quotes)
    return f"{booster.text} · {weak.text}" if weak else ""


def _is_booster(cue: Cue, folded: str) -> bool:
    return cue.kind == "booster" and not _DENIED.search(folded[: cue.start])


def _judged(quotes: Sequence[str]) -> Cue | None:
    speech = (cue for quote in quotes for cue in cues("speech").find(quote))
    return next((cue for cue in speech if cue.kind == "opinion"), None)


def _within(marks: Sequence[Cue], kind: str, start: int, end: int) -> Cue | None:
    return next((cue for cue in marks if cue.kind == kind and start <= cue.start < end), None)
