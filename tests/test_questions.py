"""Every question of `tests/eval`, put to the extractive answerer over the seeds."""

from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.evaluating.asking import ask
from bot.answering.evaluating.questions import Expected, read_questions
from retrieval.languages import LANGUAGES

_FOLDER = Path(__file__).parent / "eval"
_IDS = ("rfa", "takungpao", "bingchuan", "leige", "voa")

SEEDS, BLIND, EARLIER, FRESH = (
    read_questions(_FOLDER / f"{name}.yaml", _IDS)
    for name in ("seeds", "blind", "earlier", "fresh")
)


def _parameters(questions: list[Expected]) -> list[Any]:
    miss = pytest.mark.xfail(strict=True, reason="a known miss")
    return [
        pytest.param(expected, id=_asked(expected), marks=miss if expected.miss else ())
        for expected in questions
    ]


def _asked(expected: Expected) -> str:
    return " ".join(question.text for question in (*expected.after, expected.question))


@pytest.mark.parametrize("expected", _parameters([*SEEDS, *BLIND]))
async def test_a_reply_is_as_expected(expected: Expected, answerer: Answerer) -> None:
    mark = await ask(answerer, expected)
    assert not mark.faults, mark.words


@pytest.mark.parametrize("expected", _parameters(EARLIER))
async def test_a_reply_still_tells_at_least_that(expected: Expected, answerer: Answerer) -> None:
    mark = await ask(answerer, expected)
    assert mark.is_told is not expected.refused, mark.words
    if mark.is_told:
        assert not mark.missing and not mark.lacks_facts, mark.words


def test_no_question_is_asked_twice() -> None:
    asked = [_asked(expected) for expected in (*SEEDS, *BLIND, *EARLIER, *FRESH)]
    assert len(asked) == len(set(asked))


def test_readers_of_all_three_languages_ask_evenly() -> None:
    languages = [expected.question.language for expected in SEEDS]
    assert len(SEEDS) >= 120
    assert min(languages.count(each) for each in LANGUAGES) >= 40


def test_all_kinds_of_question_are_asked() -> None:
    assert sum(expected.refused for expected in SEEDS) >= 40
    assert sum(expected.is_comparison for expected in SEEDS) >= 20
    assert sum(bool(expected.after) for expected in SEEDS) >= 6
