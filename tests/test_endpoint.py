"""Embeddings over HTTP: text goes out, unit vectors come in, and a dead endpoint is one line."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from retrieval.articles import Article, Source
from retrieval.embedding.endpoint import EndpointEmbedder
from retrieval.faults import Fault
from retrieval.glossary.glossary import Glossary
from retrieval.index.delta import Delta
from retrieval.index.keywords import KeywordIndex
from retrieval.index.vectors import VectorIndex
from retrieval.outlets import Outlet, Registry
from retrieval.passages import passages_of
from retrieval.search.hybrid import HybridSearch
from retrieval.store import Store
from retrieval.terms import Lexicon
from tests.servers.openai_api import Drop, OpenAIServer, Status

OUTLET = Outlet("jia", {"zh-Hans": "甲报", "zh-Hant": "甲報", "en": "Jia"}, "daily")
ARTICLE = Article("a", Source(OUTLET, "天气", "zh-Hans"), "今天下雨。\n\n明天有台风。")
NOWHERE = "http://127.0.0.1:9/v1"  # the discard port: nobody listens


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(dimensions=32) as server:
        yield server


class Built(NamedTuple):
    store: Store
    keywords: KeywordIndex
    vectors: VectorIndex


def embedder(url: str) -> EndpointEmbedder:
    return EndpointEmbedder("some-model", "key", url)


def test_text_is_sent_never_token_ids(server: OpenAIServer) -> None:
    texts = ["训练成本是多少?", "訓練成本", "What did it cost?", "<|endoftext|>"]
    embedder(server.url).embed(texts)
    (request,) = server.requests
    assert request.body["input"] == texts
    assert request.body["model"] == "some-model"
    assert request.headers["authorization"] == "Bearer key"


def test_a_server_without_keys_is_given_a_made_up_one(server: OpenAIServer) -> None:
    EndpointEmbedder("some-model", None, server.url).embed(["雨"])
    assert server.requests[0].headers["authorization"].startswith("Bearer ")


def test_vectors_are_rows_of_unit_length(server: OpenAIServer) -> None:
    vectors = embedder(server.url).embed(["雨", "风", "雨"])
    assert vectors.shape == (3, 32)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert np.array_equal(vectors[0], vectors[2])


@pytest.mark.parametrize(
    "faults", [[Status(401)], [Status(404)], [Status(500)] * 3, [Drop()] * 3], ids=str
)
def test_an_endpoint_that_fails_is_a_fault_of_one_line(faults: list[Status | Drop]) -> None:
    with OpenAIServer(embedding_faults=faults) as server, pytest.raises(Fault) as caught:
        embedder(server.url).embed(["雨"])
    assert "\n" not in str(caught.value)
    assert "endpoint:some-model" in str(caught.value)
    assert "OPENAI_BASE_URL" in str(caught.value)
    assert "key" not in str(caught.value).replace("OPENAI_API_KEY", "")


def test_an_endpoint_that_is_not_there_is_a_fault_of_one_line() -> None:
    with pytest.raises(Fault, match="gives no embeddings") as caught:
        embedder(NOWHERE).embed(["雨"])
    assert "\n" not in str(caught.value)


def test_a_short_hiccup_is_got_over() -> None:
    with OpenAIServer(embedding_faults=[Status(503)]) as server:
        assert len(embedder(server.url).embed(["雨"])) == 1


def test_many_texts_go_out_in_bounded_requests(server: OpenAIServer) -> None:
    texts = [f"第{number}条" for number in range(150)]
    vectors = embedder(server.url).embed(texts)
    sent = [request.body["input"] for request in server.requests]
    assert [len(part) for part in sent] == [64, 64, 22]
    assert [text for part in sent for text in part] == texts
    assert vectors.shape == (150, 32)
    assert np.array_equal(vectors[149], embedder(server.url).embed_question(texts[149]))


def test_long_texts_are_cut_and_shared_out(server: OpenAIServer) -> None:
    assert len(embedder(server.url).embed(["雨" * 100_000] * 30)) == 30
    sent = [request.body["input"] for request in server.requests]
    assert max(len(text) for part in sent for text in part) == 5_000
    assert max(sum(map(len, part)) for part in sent) <= 100_000


@pytest.mark.parametrize("text", ["", " \n", "\ud800", "\x00", "\u202e雨"])
def test_odd_texts_break_nothing(server: OpenAIServer, text: str) -> None:
    assert len(embedder(server.url).embed([text, "雨"])) == 2
    (request,) = server.requests
    assert all(said.strip() for said in request.body["input"])


def test_no_texts_are_no_request(server: OpenAIServer) -> None:
    assert len(embedder(server.url).embed([])) == 0
    assert not server.requests


def test_vectors_of_another_length_are_a_fault_with_the_fix(server: OpenAIServer) -> None:
    model = embedder(server.url)
    model.embed(["雨"])
    server.dimensions = 16
    with pytest.raises(Fault, match="vectors of 16 numbers and gave 32 before") as caught:
        model.embed(["雨"])
    assert "WHOSAID_EMBEDDING_MODEL" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.fixture
def built(tmp_path: Path, server: OpenAIServer) -> Iterator[Built]:
    """Both legs of an index whose vectors came from the server."""
    passages = passages_of(ARTICLE)
    vectors = embedder(server.url).embed([passage.searchable for passage in passages])
    VectorIndex.create(tmp_path / "vectors").add([passage.id for passage in passages], vectors)
    with KeywordIndex.writing(tmp_path / "keywords") as add:
        add(passages, {})
    store = Store.in_folder(tmp_path)
    store.sync(Registry((OUTLET,)), [ARTICLE])
    yield Built(
        store, KeywordIndex.open(tmp_path / "keywords"), VectorIndex.open(tmp_path / "vectors")
    )
    store.close()


def found(built: Built, url: str) -> list[str]:
    legs = built.keywords, built.vectors, Delta()
    search = HybridSearch(built.store, Lexicon(), Glossary(()), embedder(url), *legs)
    return [match.passage.article for match in search.find("台风要来了吗").matches]


def test_a_question_is_embedded_where_its_index_was(built: Built, server: OpenAIServer) -> None:
    assert found(built, server.url) == ["a"]
    assert server.requests[-1].body["input"] == ["台风要来了吗"]


def test_keywords_answer_while_the_endpoint_is_down(
    built: Built, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="whosaid.search"):
        assert found(built, NOWHERE) == ["a"]
    (record,) = [record for record in caplog.records if record.name == "whosaid.search"]
    assert "searching by keywords alone: endpoint:some-model" in record.getMessage()
    assert "\n" not in record.getMessage()


def test_keywords_answer_when_the_endpoint_changed_its_model(built: Built) -> None:
    with OpenAIServer(dimensions=16) as other:
        assert found(built, other.url) == ["a"]
