"""From a question to the passages of every outlet that covered it."""

from retrieval.search.findings import Findings, WeighedTerm
from retrieval.search.fusing import Slots
from retrieval.search.served import ServedSearch

__all__ = ["Findings", "ServedSearch", "Slots", "WeighedTerm"]
