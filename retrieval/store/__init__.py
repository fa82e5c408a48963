"""The store: what was published, as it came and as it stands. All else is derived from it."""

from retrieval.store.keeping import Changes, Draft, Original
from retrieval.store.store import State, Store

__all__ = ["Changes", "Draft", "Original", "State", "Store"]
