"""The check that a statement is not surer than the sentences it cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.checks.claim import Claim
from bot.answering.checks.counterparts import Counterpart, Told, closest, counterparts, end_of, told
from bot.answering.checks.cues import Cue, cues
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Clause, Word
from bot.answering.checks.opinions import speaks

_WEAK = ("possible", "estimated", "alleged", "doubted", "probed", "undecided", "conditional")
_SOFT = (*_WEAK, "conceded")  # 即使不是唯一的: nobody says that it is not
_ANYWHERE = ("undecided", "alleged", "probed")  # said before or after what it weakens
_SETTLED = ("booster", "emphasis", "holds_up")
_LEAST = 0.3  # of a clause's words, that a clause of the evidence must share to be about the same
_CLEARLY = 0.5  # of them, to be sure of that
_BRINGS_IN = ("possible", "alleged", "doubted")
_BY = re.compile(r"(?:与|和|跟|同|由|来自|出自|因|by |from |with )")  # brings in who or what
_TURN = re.compile(
    r"但|不过|然而|却|可是|反而|当然|(?<![a-z])(?:but|however|yet|although|though)(?![a-z])"
)
_SIDEWAYS = re.compile(
    r"(?:alleg|report|purport|suppos|possib|probab|perhaps|maybe|apparent|if|unless)"
)
_DENIED = re.compile(  # before a word that calls something settled, so that it does not
    r"(?:[未没无难否待谁]|不(?![仅只但光单止])|尚|如果|若|需要?)[^,。;]{0,4}$"
    r"|(?:视为|视作|当作|当成|看作|看成|称作|称为|自称|号称)[^,。;]{0,24}$"
    r"|(?<![a-z])(?:seen|view(?:s|ed)|regard(?:s|ed)|hail(?:s|ed)|tak(?:es|en)|took|treat(?:s|ed)"
    r"|cit(?:es|ed)|touted|present(?:s|ed)|portray(?:s|ed)|celebrated|held up|described|saw|sees)"
    r"(?:\s[\w'’-]+){0,6}\sas\s(?:[\w'’-]+\s){0,2}$"
    r"|(?<![a-z])(?:not?|nobody|none|never|nor|yet|without|whether|if|cannot|[a-z]+n['’]t|un|hard"
    r"|difficult|unable|fail(?:s|ed)?|lacks?|any|who|needs?|demand(?:s|ed)?)(?:\s[\w'’-]+){0,6}\s$"
)
_GUESSES = re.compile(
    "[推猜揣臆][测想断定]|估[计算测]|预[计料估]|(?:speculat|guess|estimat|presum|reckon)[a-z]+"
)
_TOPIC = re.compile(  # 对于抄袭指控,|他说…: what is told is not alleged, but the answer to it
    r"(?:对于?|针对|就|面对|关于|围绕|至于|谈到|谈及|被问[到及]?|回应|回答)[^,。;]*$"
    r"|(?<![a-z])(?:asked about|faced with|responding to|in response to|regarding|as for)[^,.;]*$"
)
_WHEN = re.compile(r"(?:后|时|之际|期间|时候|前)\s*$")  # a clause that only says when
_UNREAL = re.compile(
    r"哪里|哪能|哪会|怎么会|怎会|怎能|岂|何至于|早就|早该|早已"
)  # 要是能抄,哪里轮得到他
_NO = re.compile("[不没未无难]")
_AT_THE_START = 6  # characters before a cue that opens its sentence


@dataclass(frozen=True)
class _Said:
    """What the whole statement says of how sure it is."""

    claim: Claim
    marks: tuple[Cue, ...]
    speaks: bool

    def is_soft(self, kind: str, clause: Clause) -> bool:
        """Tell whether a clause is kept as weak as a kind of cue asks."""
        is_topic = _WHEN.search(clause.text) is not None
        if self.marked(kind, None if is_topic else end_of(clause)):
            return True
        if kind in ("alleged", "estimated") and self.speaks:
            return True
        return kind in _ANYWHERE and self.marked(kind)

    def marked(self, kind: str, end: int | None = None) -> bool:
        """Tell whether a cue of a kind, or as weak, stands in the statement, or up to an end."""
        wanted = (*_SOFT, f"{kind} softer")
        return any(cue.kind in wanted for cue in self.marks if end is None or cue.start < end)

    def has(self, kind: str, clause: Clause) -> Cue | None:
        """Return a cue of a kind within a clause."""
        return _within(self.marks, kind, clause.start, end_of(clause))


def check_modality(claim: Claim) -> Iterator[Flaw]:
    """Find what a statement says as settled that its evidence leaves open."""
    said = _Said(claim, cues("modality").find(claim.folded), speaks(claim.folded))
    evidence = told(claim)
    for clause in claim.said:
        found = counterparts(clause, evidence, _LEAST)
        flaw = found and (_hardened(said, clause, found) or _done(said, clause, found))
        if flaw:
            yield Flaw(FlawKind.MODALITY, f"{clause.text.strip()} · {flaw}")
    if flaw := _boosted(said, evidence) or _conjectured(said):
        yield Flaw(FlawKind.MODALITY, flaw)


def _hardened(said: _Said, clause: Clause, found: Sequence[Counterpart]) -> str:
    """Return the word that leaves open, in all the evidence, what a clause says flatly."""
    denies = _NO.search(clause.text) is not None
    weakening = [_weakening(one, found, denies) for one in closest(clause, found)]
    if not all(weakening):
        return ""
    if any(said.is_soft(cue.kind, clause) for marks in weakening for cue in marks):
        return ""
    return weakening[0][0].text


def _weakening(found: Counterpart, others: Sequence[Counterpart], denies: bool) -> list[Cue]:
    one = found.told
    marks = cues("modality").find(one.quote)
    inside = [cue for cue in marks if one.start <= cue.start < one.end and cue.kind in _WEAK]
    if denies and _UNREAL.search(one.sentence):
        inside = [cue for cue in inside if cue.kind != "conditional"]
    return [cue for cue in inside if _governs(cue, found, others)]


def _governs(cue: Cue, found: Counterpart, others: Sequence[Counterpart]) -> bool:
    one = found.told
    start, end = one.clause.start, end_of(one.clause)
    if cue.kind == "undecided":
        return not _TURN.search(one.quote[min(cue.end, end) : max(cue.start, start)])
    if start <= cue.start < end:
        return found.amounts > 0 or found.shares_from(
            start if _SIDEWAYS.match(cue.text) else cue.start, end
        )
    return cue.start < start and _reaches(cue, one, others)


def _reaches(cue: Cue, one: Told, others: Sequence[Counterpart]) -> bool:
    """Tell whether a word rules a later clause of its sentence."""
    between = one.quote[cue.end : one.clause.start]
    if _TURN.search(between) or _TURN.match(one.clause.text.lstrip()):
        return False
    follows = not between.strip(" ,:")
    if cue.kind in ("possible", "estimated"):
        return follows and _GUESSES.fullmatch(cue.text) is not None
    if cue.kind in ("alleged", "doubted") and _TOPIC.search(one.quote[: cue.start]):
        return False
    if cue.kind == "conditional" or follows:
        return True
    opens = cue.start - one.start <= _AT_THE_START
    return opens or any(other.told.piece == one.piece and other.told.holds(cue) for other in others)


def _done(said: _Said, clause: Clause, found: Sequence[Counterpart]) -> str:
    """Return the word for a plan that a clause tells as carried out."""
    if said.has("completed", clause) is None or said.has("planned", clause):
        return ""
    if said.is_soft("planned", clause):
        return ""
    plans = [_plan(one) for one in closest(clause, found)]
    return plans[0].text if plans and plans[0] and all(plans) else ""


def _plan(found: Counterpart) -> Cue | None:
    one = found.told.clause
    start, end = one.start, end_of(one)
    marks = cues("modality").find(found.told.quote)
    plan = _within(marks, "planned", start, end)
    if plan is None or _within(marks, "completed", plan.end, end):
        return None
    return plan if found.shares_from(plan.start, end) else None


def _boosted(said: _Said, evidence: Sequence[Told]) -> str:
    """Return the word by which a statement calls settled what its evidence only tells."""
    booster = next((cue for cue in said.marks if _is_booster(cue, said.claim.folded)), None)
    if booster is None:
        return _asserted(said, evidence)
    is_settled = any(
        cue.kind in _SETTLED and not _DENIED.search(quote[: cue.start])
        for quote in said.claim.quotes
        for cue in cues("modality").find(quote)
    )
    return "" if is_settled and not _is_open(booster, said, evidence) else booster.text


def _asserted(said: _Said, evidence: Sequence[Told]) -> str:
    """Return the word by which somebody is sure of what the evidence leaves open."""
    for cue in said.marks:
        after = [clause for clause in said.claim.said if cue.start < end_of(clause)][:2]
        found = [closest(c, counterparts(c, evidence, _LEAST)) for c in after]
        told_ = [one for some in found for one in some]
        if cue.kind == "asserted" and any(map(_leaves_open, told_)):
            return cue.text
    return ""


def _is_open(booster: Cue, said: _Said, evidence: Sequence[Told]) -> bool:
    """Tell whether what a booster calls settled is asked, or only possible, where it is told."""
    clause = next((c for c in said.claim.said if c.start <= booster.start < end_of(c)), None)
    if clause is None or any(said.has(kind, clause) for kind in _SOFT):
        return False
    found = closest(clause, counterparts(clause, evidence, _CLEARLY))
    return bool(found) and all(map(_leaves_open, found))


def _leaves_open(found: Counterpart) -> bool:
    one = found.told
    start, end = one.clause.start, end_of(one.clause)
    marks = [cue for cue in cues("modality").find(one.quote) if start <= cue.start < end]
    if any(cue.kind in _SETTLED for cue in marks):
        return False
    return any(cue.kind in ("possible", "probed", "undecided") for cue in marks)


def _conjectured(said: _Said) -> str:
    """Return what the evidence brings in once only, and only as what may be."""
    known = {sense for clause in said.claim.said for word in clause.words for sense in word.senses}
    for quote in said.claim.quotes:
        for cue in cues("modality").find(quote):
            word = _brought_in(said.claim, quote, cue)
            if word and not known.isdisjoint(word.senses) and not said.marked(cue.kind):
                return f"{word.text} · {cue.text}"
    return ""


def _brought_in(claim: Claim, quote: str, cue: Cue) -> Word | None:
    """Return the word that follows a cue and stands nowhere else in the evidence."""
    if cue.kind not in _BRINGS_IN:
        return None
    after = [
        word
        for clause in claim.held
        for word in clause.words
        if _BY.fullmatch(quote[cue.end : word.start]) and quote.startswith(word.text, word.start)
    ]
    word = max(after, key=lambda word: word.end - word.start, default=None)
    return word if word and sum(q.count(word.text) for q in claim.quotes) == 1 else None


def _is_booster(cue: Cue, folded: str) -> bool:
    return cue.kind == "booster" and not _DENIED.search(folded[: cue.start])


def _within(marks: Sequence[Cue], kind: str, start: int, end: int) -> Cue | None:
    return next((cue for cue in marks if cue.kind == kind and start <= cue.start < end), None)
