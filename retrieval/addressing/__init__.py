"""Which outlets a question asks for their words, and which it only speaks of."""

from retrieval.addressing.asking import Addressed, Addressing, addressed_in

__all__ = ["Addressed", "Addressing", "addressed_in"]
