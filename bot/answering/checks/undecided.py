"""The check that what is undecided is not told as what is so: 算不算剽窃,还没有定论."""

from collections.abc import Iterator, Sequence

from bot.answering.checks.claim import Claim
from bot.answering.checks.cues import cues
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.signs import Mark, Reading, read_all
from bot.answering.checks.vocabulary import vocabulary

_SOFT = ("possible", "alleged", "doubted", "probed", "undecided", "conditional", "conceded")


def check_undecided(claim: Claim) -> Iterator[Flaw]:
    """Find a word that is told as so, where the evidence asks whether it is: it is undecided."""
    is_undecided = any(_has(clause.text, ("undecided",)) for clause in claim.held)
    if not is_undecided or _has(claim.folded, _SOFT):
        return
    held = read_all(claim.held, claim.knowledge.meanings, vocabulary())
    for reading in read_all(claim.said, claim.knowledge.meanings, vocabulary()):
        for mark in reading.marks if not reading.is_open else ():
            if mark.sign and not mark.is_pole and _is_only_asked(mark, held):
                yield Flaw(FlawKind.MODALITY, mark.text)


def _has(text: str, kinds: Sequence[str]) -> bool:
    return any(cue.kind in kinds for cue in cues("modality").find(text))


def _is_only_asked(mark: Mark, held: Sequence[Reading]) -> bool:
    """Tell whether a word stands in questions of the evidence, and nowhere else in it."""
    asking = [other for other in held if _holds(other, mark)]
    return bool(asking) and all(other.is_open for other in asking)


def _holds(reading: Reading, mark: Mark) -> bool:
    return any(not (m.is_pole or mark.keys.isdisjoint(m.keys)) for m in reading.marks)
