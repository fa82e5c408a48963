"""Embedders; those that need a vendor are modules of their own, loaded where they are used."""

from retrieval.embedding.embedder import Embedder, Vectors
from retrieval.embedding.ngrams import NGramEmbedder

__all__ = ["Embedder", "NGramEmbedder", "Vectors"]
