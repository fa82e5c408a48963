"""The reranker seam; what needs a vendor is a module of its own, loaded where it is used."""

from retrieval.reranking.reranker import Reranker

__all__ = ["Reranker"]
