"""A yes, a no, a name or a year says nothing by itself, and is no outlet's word."""

import pytest

from bot.answering.checks.bare import behind_answer, check_bare
from tests.strength import stopped_seeds, stops

DENIED = "这笔训练费用大约557.6万美元，公司2024年否认了指控。"
DENIED_EN = "The company denied the allegations and spent $5.576 million in 2024."

BARE = [
    ("是的。", DENIED),
    ("沒有。", DENIED),
    ("对，没错。", DENIED),
    ("这是真的。", DENIED),
    ("可能。", DENIED),
    ("年", DENIED),
    ("2024年。", DENIED),
    ("是DeepSeek。", DENIED),
    ("Yes.", DENIED_EN),
    ("No, it did not.", DENIED_EN),
    ("It is true.", DENIED_EN),
    ("In 2024.", DENIED_EN),
    ("DeepSeek.", DENIED_EN),
    ("In May 2024.", DENIED_EN),
    ("On Tuesday.", DENIED_EN),
    ("周二。", DENIED),
    ("公司否认了指控?", DENIED),
    ("Did it deny the allegations?", DENIED_EN),
    ("同意。", DENIED),
    ("據報導。", DENIED),
]
SAYING = [
    ("是的，公司否认了指控。", DENIED),
    ("大约557.6万美元。", DENIED),
    ("否认了。", DENIED),
    ("公司沒有承認。", DENIED),
    ("It denied this.", DENIED_EN),
    ("$5.576 million.", DENIED_EN),
    ("The company may spend more.", DENIED_EN),
    ("王医生问,这算不算剽窃?", "“这算不算剽窃?”王医生问。"),
]
BEHIND = [
    ("是的，公司否认了。", "公司否认了。"),
    ("對，沒錯，公司否認了。", "公司否認了。"),
    ("不是。公司否认了。", "公司否认了。"),
    ("Yes, the company denied it.", "The company denied it."),
    ("No — indeed, it denied this.", "It denied this."),
]
WHOLE = [
    "是的。",
    "Yes.",
    "可能，公司否认了。",
    "Perhaps, it denied this.",
    "有人否认了。",
    "对外，公司否认了。",
    "No. 1 is the app of the company.",
    "No one denied it.",
    "No-one denied it.",
    "Right-wing parties denied it.",
]


@pytest.mark.parametrize(("statement", "quote"), BARE)
def test_what_says_nothing_by_itself_is_stopped(statement: str, quote: str) -> None:
    assert stops(check_bare, statement, quote)


@pytest.mark.parametrize(("statement", "quote"), SAYING)
def test_what_says_something_passes(statement: str, quote: str) -> None:
    assert not stops(check_bare, statement, quote)


@pytest.mark.parametrize(("text", "behind"), BEHIND)
def test_an_answer_before_a_statement_is_left_out(text: str, behind: str) -> None:
    assert behind_answer(text) == behind


@pytest.mark.parametrize("text", WHOLE)
def test_a_hedge_a_rank_or_a_word_that_begins_alike_stays(text: str) -> None:
    assert behind_answer(text) == text


def test_every_sentence_of_the_seeds_holds_itself() -> None:
    assert list(stopped_seeds(check_bare)) == []
