"""The check that somebody's judgement is not told as a bare fact."""

import re
from collections.abc import Iterator, Sequence

from bot.answering.checks.claim import Claim
from bot.answering.checks.counterparts import Counterpart, closest, counterparts, end_of, told
from bot.answering.checks.cues import Cue, cues
from bot.answering.checks.flaws import Flaw, FlawKind
from retrieval.languages import fold

SPEECH = ("opinion", "report")
_VOICES = (*SPEECH, "report softer")
_LEAST = 0.3  # of a clause's words, that a clause of the evidence must share to be about the same
_OPENS = re.compile(
    r"(?:道|了|着|that)?\s*[,:“「]"
)  # what is said stands in the clauses that follow
_CLOSES = re.compile(r"^[,”」\"\s]+(?:[\w.'’-]+\s){1,4}[a-z]+$|^[,”」]+\s*[他她它]\w?$")


def check_opinions(claim: Claim) -> Iterator[Flaw]:
    """Find what the evidence gives as somebody's judgement and the statement as a fact."""
    if speaks(claim.folded, _VOICES) or _names_a_voice(claim):
        return
    evidence = told(claim)
    for clause in claim.said:
        found = closest(clause, counterparts(clause, evidence, _LEAST))
        judged = [_judgement(one) for one in found]
        if judged and all(judged):
            yield Flaw(FlawKind.SPEAKER, f"{clause.text.strip()} · {judged[0]}")


def speaks(folded: str, kinds: Sequence[str] = SPEECH) -> bool:
    """Tell whether a folded text says that somebody speaks or judges."""
    return any(cue.kind in kinds for cue in cues("speech").find(folded))


def _names_a_voice(claim: Claim) -> bool:
    outlets = {evidence.source.outlet.id for evidence in claim.evidence}
    if any(outlet.id in outlets for outlet in claim.knowledge.registry.named_in(claim.text)):
        return True
    speakers = [fold(evidence.speaker) for evidence in claim.evidence if evidence.speaker]
    forms = {form for name in speakers for form in claim.knowledge.meanings.senses(name)}
    return any(form in claim.folded for form in forms)


def _judgement(found: Counterpart) -> str:
    """Return the word that makes a clause of the evidence somebody's."""
    one = found.told
    marks = cues("speech").find(one.quote)
    said = [cue for cue in marks if cue.kind in SPEECH and one.start <= cue.start < one.end]
    return next((cue.text for cue in said if _rules(cue, found)), "")


def _rules(cue: Cue, found: Counterpart) -> bool:
    one = found.told
    start, end = one.clause.start, end_of(one.clause)
    if start <= cue.start < end:
        return found.shares_from(cue.end, end)
    if cue.start < start:
        return _OPENS.match(one.quote, cue.end) is not None
    return _CLOSES.search(one.quote[end : cue.end]) is not None
