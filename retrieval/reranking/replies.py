"""The two ways of asking rerank endpoints, and reading what they reply."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a kind of server is asked, and how many texts it takes in one request."""

    texts: int
    body: Callable[[str, str, Sequence[str]], Body]


def _common(model: str, question: str, texts: Sequence[str]) -> Body:
    return {"model": model, "query": question, "documents": list(texts), "top_n": len(texts)}


def _tei(model: str, question: str, texts: Sequence[str]) -> Body:
    return {"query": question, "texts": list(texts), "truncate": True}


COMMON = Dialect(100, _common)  # Cohere bills a request of up to 100 as one
TEI = Dialect(32, _tei)  # text-embeddings-inference refuses more, as it is set up by default


def read_scores(content: bytes, count: int) -> list[float]:
    """Return scores in the order of the texts. Raises `ValueError` saying what is wrong."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("its reply is no JSON") from None
    rows = said.get("results") if isinstance(said, dict) else said
    if not isinstance(rows, list):
        raise ValueError("its reply has no results")
    scores = dict(map(_scored, rows))
    if len(rows) != count or scores.keys() != set(range(count)):
        raise ValueError(f"its reply has not one score for each of {count} texts")
    return [scores[index] for index in range(count)]


def _scored(row: object) -> tuple[int, float]:
    if isinstance(row, dict):
        index, score = row.get("index"), _number(row.get("relevance_score", row.get("score")))
        if type(index) is int and math.isfinite(score):
            return index, score
    raise ValueError("a result has no index and score")


def _number(said: object) -> float:
    try:
        return float(said) if isinstance(said, int | float) else math.nan
    except OverflowError:
        return math.nan
