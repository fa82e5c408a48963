"""Every question of `questions.toml`, put to the extractive answerer over the seeds."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Answer, Evidence, Question, Refusal
from retrieval.languages import language_of

ROWS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "questions.toml").read_text(encoding="utf-8")
)["question"]


def _parameter(row: Mapping[str, Any]) -> Any:
    miss = pytest.mark.xfail(strict=True, reason="a known miss")
    return pytest.param(row, id=row["text"], marks=miss if row.get("known_miss") else ())


@pytest.mark.parametrize("row", map(_parameter, ROWS))
async def test_question(row: Mapping[str, Any], answerer: Answerer) -> None:
    text = row["text"]
    reply, _ = await answerer.reply(Question(text, language_of(text)))
    if row.get("refused"):
        assert isinstance(reply, Refusal), _told(reply)
        return
    evidence = _evidence(reply)
    assert evidence, "refused"
    assert {*row.get("cites", ())} <= {e.source.outlet.id for e in evidence}, _told(reply)
    for words in row.get("holds", ()):
        assert any(words in e.quote for e in evidence), _told(reply)


def _evidence(reply: Answer | Refusal) -> list[Evidence]:
    """Return what is quoted: for an outlet that is not ours, where ours cite it."""
    if isinstance(reply, Refusal):
        return list(reply.citing)
    return [evidence for statement in reply.statements for evidence in statement.evidence]


def _told(reply: Answer | Refusal) -> list[str]:
    return [f"{e.source.outlet.id}: {e.quote}" for e in _evidence(reply)]


def test_the_rows_are_well_formed() -> None:
    texts = [row["text"] for row in ROWS]
    assert len(texts) == len(set(texts))
    for row in ROWS:
        assert row.keys() <= {"text", "cites", "holds", "refused", "known_miss"}
        assert bool(row.get("refused")) is not bool(row.get("cites"))


def test_readers_of_all_three_languages_ask() -> None:
    languages = [language_of(row["text"]) for row in ROWS]
    assert min(languages.count(each) for each in ("zh-Hans", "zh-Hant", "en")) >= 15
    assert sum(bool(row.get("refused")) for row in ROWS) >= 40
