"""The check that a statement does not turn round who did something to whom."""

from collections.abc import Iterator

from bot.answering.checks.claim import Claim
from bot.answering.checks.dealings import Dealing, dealings
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.naming import Names


def check_parties(claim: Claim) -> Iterator[Flaw]:
    """Find what one is said to do to another, where the evidence tells it only of the other."""
    names = Names(claim.knowledge.meanings)
    held = [done for evidence in claim.evidence for done in dealings(evidence.quote, names)]
    for done in dealings(claim.text, names):
        alike = [other for other in held if _is_alike(done, other)]
        is_straight = any(_is_straight(done, other) for other in alike)
        if not is_straight and any(_is_turned(done, other) for other in alike):
            yield Flaw(FlawKind.PARTIES, f"{done.by.text} → {done.to.text}: {done.deed.text}")


def _is_alike(done: Dealing, other: Dealing) -> bool:
    return not done.deed.keys.isdisjoint(other.deed.keys)


def _is_straight(done: Dealing, other: Dealing) -> bool:
    return done.by.meets(other.by) and done.to.meets(other.to)


def _is_turned(done: Dealing, other: Dealing) -> bool:
    return done.by.meets(other.to) and done.to.meets(other.by)
