"""Reranking over HTTP: a score for each text, or one line that says why not."""

from collections.abc import Iterator

import pytest
from pydantic import HttpUrl, SecretStr

from bot.settings import Settings
from bot.workspace import reranker
from retrieval.faults import Fault
from retrieval.reranking import endpoint
from retrieval.reranking.endpoint import EndpointReranker
from tests.servers.reranker import Answer, Reply, RerankServer, always, common, likeness, tei

QUESTION = "训练成本是多少"
TEXTS = ("股市下跌", "训练成本很低", "天气很好", "成本是多少")
EXPECTED = [likeness(QUESTION, text) for text in TEXTS]
KEY = "sk-very-secret"
NOWHERE = "http://127.0.0.1:9/v1"  # the discard port: nobody listens


@pytest.fixture
def server() -> Iterator[RerankServer]:
    with RerankServer() as server:
        yield server


def asked(url: str, key: str | None = KEY) -> EndpointReranker:
    return EndpointReranker("some-reranker", key, url)


def rows(*scores: object) -> Reply:
    return Reply({"results": [{"index": i, "relevance_score": s} for i, s in enumerate(scores)]})


def fault(server: RerankServer) -> str:
    """Return the line that asking this server ends in."""
    with pytest.raises(Fault) as caught:
        asked(server.url).scores(QUESTION, TEXTS)
    line = str(caught.value)
    assert "\n" not in line
    assert KEY not in line
    assert "some-reranker" in line
    assert "WHOSAID_RERANKER_URL" in line
    return line


def test_scores_come_in_the_order_of_the_texts(server: RerankServer) -> None:
    assert asked(server.url).scores(QUESTION, TEXTS) == EXPECTED


def test_the_request_is_what_rerank_endpoints_take(server: RerankServer) -> None:
    asked(server.url).scores(QUESTION, TEXTS)
    (request,) = server.requests
    assert request.path == "/v1/rerank"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body == {
        "model": "some-reranker",
        "query": QUESTION,
        "documents": list(TEXTS),
        "top_n": len(TEXTS),
    }


@pytest.mark.parametrize("end", ["/", "/rerank", "/rerank/"])
def test_the_url_may_be_written_in_full(server: RerankServer, end: str) -> None:
    assert asked(server.url + end).scores(QUESTION, TEXTS) == EXPECTED


def test_without_a_key_none_is_sent(server: RerankServer) -> None:
    asked(server.url, None).scores(QUESTION, TEXTS)
    assert "authorization" not in server.requests[0].headers


def test_no_texts_are_no_request(server: RerankServer) -> None:
    assert asked(server.url).scores(QUESTION, []) == []
    assert not server.requests


def test_a_proxy_is_not_asked_for_what_is_near(
    server: RerankServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTP_PROXY", NOWHERE)
    assert asked(server.url).scores(QUESTION, TEXTS) == EXPECTED


def test_text_embeddings_inference_is_asked_in_its_own_words() -> None:
    with RerankServer(tei) as server:
        model = asked(server.url)
        assert model.scores(QUESTION, TEXTS) == EXPECTED
        assert model.scores(QUESTION, TEXTS) == EXPECTED
    assert ["texts" in request.body for request in server.requests] == [False, True, True]
    assert server.requests[-1].body["truncate"] is True


@pytest.mark.parametrize(("answer", "requests"), [(common, 3), (tei, 8 + 1)])
def test_many_texts_go_out_in_bounded_requests(answer: Answer, requests: int) -> None:
    texts = [QUESTION[: number % 7] or "-" for number in range(250)]
    with RerankServer(answer) as server:
        scores = asked(server.url).scores(QUESTION, texts)
    assert scores == [likeness(QUESTION, text) for text in texts]
    assert len(server.requests) == requests


def test_long_and_odd_texts_break_nothing(server: RerankServer) -> None:
    texts = ["雨" * 100_000, "", "\ud800", "\x00", "\u202e雨"]
    assert len(asked(server.url).scores("问" * 100_000, texts)) == len(texts)
    (request,) = server.requests
    assert len(request.body["query"]) == 1_000
    assert max(map(len, request.body["documents"])) == 4_000


@pytest.mark.parametrize("status", [301, 400, 401, 404, 429, 500, 503])
def test_a_refusal_is_a_fault_that_names_the_status(server: RerankServer, status: int) -> None:
    server.answer = always(Reply({"message": f"invalid key {KEY}"}, status))
    assert f"status {status}" in fault(server)


def test_a_server_that_takes_neither_is_a_fault(server: RerankServer) -> None:
    server.answer = always(Reply(b"no", 422))
    assert "status 422" in fault(server)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        (Reply(b"<html>"), "no JSON"),
        (Reply(b"[" * 100_000), "no JSON"),
        (Reply(b"\xff\xfe"), "no JSON"),
        (Reply({"data": []}), "no results"),
        (Reply("results"), "no results"),
        (rows(1, 2, 3), "not one score"),
        (rows(1, 2, 3, 4, 5), "not one score"),
        (Reply([{"index": 0, "score": 1}] * 4), "not one score"),
        (Reply([{"index": i, "score": 1} for i in (-1, 0, 1, 2)]), "not one score"),
        (Reply([{"index": True, "score": 1}] * 4), "no index and score"),
        (Reply([{"score": 1}] * 4), "no index and score"),
        (Reply([1, 2, 3, 4]), "no index and score"),
        (rows(1, 2, 3, "4"), "no index and score"),
        (rows(1, 2, 3, None), "no index and score"),
        (rows(1, 2, 3, float("nan")), "no index and score"),
        (rows(1, 2, 3, float("inf")), "no index and score"),
        (rows(1, 2, 3, 10**400), "no index and score"),
    ],
    ids=str,
)
def test_a_bad_reply_is_a_fault_that_says_what_is_wrong(
    server: RerankServer, reply: Reply, what: str
) -> None:
    server.answer = always(reply)
    assert what in fault(server)


def test_an_endless_reply_is_cut(server: RerankServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "_MOST_BYTES", 1_000)
    server.answer = always(Reply(b" " * 1_000_000))
    assert "too long" in fault(server)


def test_a_slow_reply_is_not_waited_for(
    server: RerankServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "_SECONDS", 0.2)
    server.answer = always(Reply(b"[]", pause=1))
    assert "Timeout" in fault(server)


def test_an_endpoint_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(Fault, match="ConnectError") as caught:
        asked(NOWHERE).scores(QUESTION, TEXTS)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("key", ["sk-\nvery", "sk-钥匙"])
def test_a_key_that_cannot_be_sent_is_not_shown(server: RerankServer, key: str) -> None:
    with pytest.raises(Fault) as caught:
        asked(server.url, key).scores(QUESTION, TEXTS)
    assert key not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


# settings


def given(settings: Settings, **named: object) -> Settings:
    return settings.model_copy(update=named)


def test_there_is_none_unless_it_is_named(settings: Settings) -> None:
    assert reranker(settings) is None


def test_without_a_url_the_fault_names_the_setting(settings: Settings) -> None:
    with pytest.raises(Fault, match="set WHOSAID_RERANKER_URL"):
        reranker(given(settings, reranker="some-reranker"))


def test_the_key_of_another_endpoint_is_not_sent(settings: Settings, server: RerankServer) -> None:
    named = given(
        settings,
        reranker="some-reranker",
        reranker_url=HttpUrl(server.url),
        openai_api_key=SecretStr(KEY),
    )
    made = reranker(named)
    assert made
    assert made.scores(QUESTION, TEXTS) == EXPECTED
    assert "authorization" not in server.requests[0].headers


def test_the_same_endpoint_gets_its_own_key(settings: Settings, server: RerankServer) -> None:
    named = given(
        settings,
        reranker="some-reranker",
        openai_base_url=HttpUrl(server.url),
        openai_api_key=SecretStr(KEY),
    )
    made = reranker(named)
    assert made
    assert made.scores(QUESTION, TEXTS) == EXPECTED
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_its_key_is_a_secret(settings: Settings) -> None:
    assert KEY in given(settings, reranker_key=SecretStr(KEY)).secrets()
