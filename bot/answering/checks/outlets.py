"""The check that the outlets a statement names are those it cites, or named by those."""

from collections.abc import Iterator

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind


def check_outlets(claim: Claim) -> Iterator[Flaw]:
    """Find outlets that a statement names and its evidence does not."""
    registry = claim.knowledge.registry
    cited = {evidence.source.outlet.id for evidence in claim.evidence}
    held = {outlet.id for outlet in registry.named_in("\n".join(claim.quotes))}
    for outlet in registry.named_in(claim.text):
        if outlet.id not in cited | held:
            yield Flaw(FlawKind.OUTLET, outlet.name(claim.language))
