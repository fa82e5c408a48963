"""The embedder of our own: same text, same vector, wherever and whenever."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.embedding import NGramEmbedder

EMBEDDER = NGramEmbedder()
TEXTS = ["训练成本是多少", "訓練成本是多少", "What did it cost?", "谁偷了什么", "", "!"]

EMBED_ELSEWHERE = """
import sys
from retrieval.embedding import NGramEmbedder
texts = sys.stdin.buffer.read().decode().split("\\n")
sys.stdout.buffer.write(NGramEmbedder().embed(texts).tobytes())
"""


def likeness(one: str, other: str) -> float:
    left, right = EMBEDDER.embed([one, other])
    return float(left @ right)


def test_another_process_gives_the_same_vectors() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", EMBED_ELSEWHERE],
        input="\n".join(TEXTS).encode(),
        capture_output=True,
        check=True,
        timeout=60,
        env={"PYTHONHASHSEED": "7"},
    )
    assert ended.stdout == EMBEDDER.embed(TEXTS).tobytes()


@settings(deadline=None)  # our machines may be busy
@given(st.lists(st.text(max_size=40), max_size=4))
def test_a_vector_is_of_unit_length_or_nought(texts: list[str]) -> None:
    vectors = EMBEDDER.embed(texts)
    assert vectors.shape == (len(texts), EMBEDDER.dimensions)
    assert vectors.dtype == np.float32
    for length in np.linalg.norm(vectors, axis=1):
        assert length == pytest.approx(1, abs=1e-5) or length == 0


@pytest.mark.parametrize("text", ["", " \n", "!?。"])
def test_what_has_no_words_has_no_direction(text: str) -> None:
    assert not EMBEDDER.embed([text]).any()


def test_a_vector_does_not_depend_on_its_neighbours() -> None:
    alone = np.vstack([EMBEDDER.embed([text]) for text in TEXTS])
    assert np.array_equal(EMBEDDER.embed(TEXTS), alone)


@pytest.mark.parametrize(
    ("one", "other"),
    [("训练成本", "訓練成本"), ("DeepSeek", "ＤＥＥＰＳＥＥＫ"), ("雨,风", "雨 风!")],
)
def test_script_width_case_and_marks_do_not_count(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(1)


def test_shared_words_make_texts_alike() -> None:
    assert likeness("训练成本是多少", "模型的训练成本很低") > likeness("训练成本是多少", "股市下跌")


def test_a_question_is_embedded_like_a_passage() -> None:
    assert np.array_equal(EMBEDDER.embed_question(TEXTS[0]), EMBEDDER.embed(TEXTS[:1])[0])


def test_the_embedders_are_imported_without_their_vendors() -> None:
    asked = "import retrieval.embedding, retrieval.reranking, sys; print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60
    )
    assert not {"fastembed", "httpx", "langchain_openai", "openai"} & set(ended.stdout.split())
