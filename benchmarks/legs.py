"""What each leg of the search earns: recall of keywords, of the local vectors, and of their fusion.

Usage: python benchmarks/legs.py FOLDER; the folder holds corpus.jsonl and questions.jsonl
({doc_id, outlet, title, date, text} and {question, gold_doc_ids, answerable}). One passage a
document.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.articles import Passage
from retrieval.embedding import NGramEmbedder
from retrieval.index.keywords import KeywordIndex
from retrieval.languages import to_simplified
from retrieval.search import fuse
from retrieval.terms import Lexicon

_WEIGHTS = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 1.0)
_FETCH = 200


def main() -> None:
    folder = Path(sys.argv[1])
    documents = [_passage(row) for row in _rows(folder / "corpus.jsonl")]
    questions = [row for row in _rows(folder / "questions.jsonl") if row["answerable"]]
    embedder, lexicon = NGramEmbedder(), Lexicon()
    with tempfile.TemporaryDirectory() as scratch:
        KeywordIndex.build(Path(scratch) / "keywords", documents)
        index = KeywordIndex.open(Path(scratch) / "keywords")
        matrix = embedder.embed([document.searchable for document in documents])
        ids = np.array([document.id for document in documents])
        for script, write in (("as asked", str), ("Simplified", to_simplified)):
            texts = [write(question["question"]) for question in questions]
            started = time.perf_counter()
            keywords = [index.best(text, lexicon.terms(text), _FETCH) for text in texts]
            took = (time.perf_counter() - started) / len(texts) * 1000
            similar = embedder.embed(texts) @ matrix.T
            vectors = [list(ids[np.argsort(-row)[:_FETCH]]) for row in similar]
            gold = [question["gold_doc_ids"] for question in questions]
            print(f"{folder.name}, {script}, {len(texts)} questions, keywords {took:.1f} ms each")
            print(f"  vectors alone  {_recalls(vectors, gold)}")
            for weight in _WEIGHTS:
                legs = zip(keywords, vectors, strict=True)
                fused = [list(fuse([(k, 1.0), (v, weight)])) for k, v in legs]
                print(f"  vectors x {weight:<4} {_recalls(fused, gold)}")


def _recalls(found: Sequence[Sequence[str]], gold: Sequence[Sequence[str]]) -> str:
    return "  ".join(f"R@{k} {_recall(found, gold, k):.3f}" for k in (1, 5))


def _recall(found: Sequence[Sequence[str]], gold: Sequence[Sequence[str]], k: int) -> float:
    hits = (bool(set(ids[:k]) & set(right)) for ids, right in zip(found, gold, strict=True))
    return sum(hits) / len(gold)


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _passage(row: Mapping[str, Any]) -> Passage:
    header = " ".join(filter(None, (row["outlet"], row["title"], row["date"])))
    return Passage(row["doc_id"], row["doc_id"], row["outlet"], (), header, row["text"])


if __name__ == "__main__":
    main()
