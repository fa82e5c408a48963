"""The floor: below it, what was found does not tell what is asked."""

from retrieval.search.findings import Findings

FLOOR = 0.13  # of confidence; benchmarks/RESULTS.md says what it lets through and what it costs


def is_under_floor(findings: Findings) -> bool:
    """Tell whether a question is best refused before anybody reads what was found for it.

    An embedder that finds what is said in other words is trusted with the rest.
    """
    if findings.by_meaning:
        return False
    is_known = any(weighed.known for weighed in findings.terms)
    return not is_known or findings.confidence < FLOOR
