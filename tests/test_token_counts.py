"""Counting tokens: never too few, and never a wait for a table that does not come."""

import logging
import threading
import time
from collections.abc import Iterator

import pytest
import tiktoken

from bot.answering.tokens import bound, token_counter

# What OpenAI's encodings were measured to need at most, in tokens a character (facts.md).
MEASURED = [
    ("深度求索发布了新的推理模型英伟达股价应声下跌", 1.16),
    ("專訪杜奕瑾人工智能實驗室創辦人談競爭格局", 1.56),
    ("the articles say that training the model was cheap", 0.16 * 1.2),
    ("https://blog.creaders.net/u/31182/", 0.36),
]


@pytest.mark.parametrize(("text", "a_character"), MEASURED)
def test_the_bound_is_above_what_was_measured(text: str, a_character: float) -> None:
    assert bound(text) >= len(text) * a_character


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("a", 1),
        ("hello world", 2),
        ("1,234,567", 5),
        ("557.6", 3),
        ("[abc123] ", 4),
        ("\U000e0041\U000e0042", 8),
        ("👩‍🚀", 3),
    ],
)
def test_the_bound_is_above_what_the_encodings_need(text: str, tokens: int) -> None:
    assert bound(text) >= tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("<|endoftext|>", 7), ("xqzjvkwpyb", 5)],  # the first as in tiktoken's own documentation
)
def test_the_bound_is_above_what_odd_words_need(text: str, tokens: int) -> None:
    assert bound(text) >= tokens


@pytest.mark.parametrize("text", ["训练成本", "GPU 2048块", "🙂🙂", "a-b-c", "。。。"])
def test_more_text_is_never_fewer_tokens(text: str) -> None:
    counts = [bound(text * times) for times in (1, 2, 5, 50)]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


@pytest.fixture
def release() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_a_table_that_never_comes_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, release: threading.Event
) -> None:
    monkeypatch.setattr(tiktoken, "get_encoding", lambda _: release.wait(60))
    started = time.monotonic()
    with caplog.at_level(logging.INFO, "whosaid"):
        counter = token_counter(patience=0.2)
    assert time.monotonic() - started < 2
    assert counter is bound
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "upper bound" in caplog.text


@pytest.mark.parametrize("error", [ConnectionError("offline"), ValueError("hash"), OSError(28)])
def test_a_table_that_cannot_be_had_is_done_without(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: str) -> None:
        raise error

    monkeypatch.setattr(tiktoken, "get_encoding", refuse)
    started = time.monotonic()
    assert token_counter() is bound
    assert time.monotonic() - started < 2
    assert len(caplog.records) == 1


def test_with_a_table_the_table_counts(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Encoding:
        def encode(self, text: str, disallowed_special: tuple[str, ...]) -> list[int]:
            assert disallowed_special == ()  # or <|endoftext|> in a page would raise
            return list(range(len(text)))

    monkeypatch.setattr(tiktoken, "get_encoding", lambda _: Encoding())
    count = token_counter()
    assert count("<|endoftext|> 蒸馏") == 16
    assert not caplog.records
