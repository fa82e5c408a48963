"""What is asked and undecided is not told as what is so."""

import pytest

from bot.answering.checks.undecided import check_undecided
from tests.strength import stopped_seeds, stops

UNDECIDED = "“这药算不算危害,”王医生说,“现在还没有结论。”"
ASKED = "這座橋是不是違建,法律上還沒有定論。"

TURNED = [
    ("王医生说该药已构成危害。", UNDECIDED),
    ("这种药在法律上已经属于危害。", UNDECIDED),
    ("這座橋在法律上屬於違建。", ASKED),
]
FAITHFUL = [
    ("王医生说,这药算不算危害还没有结论。", UNDECIDED),
    ("这座桥是否违建,尚无定论。", ASKED),
    ("该药可能构成危害,王医生说还没有结论。", UNDECIDED),
    ("这座桥是违建。", "这座桥是违建。是不是危房,还没有定论。"),
    ("每小时租金2美元,总成本为600万美元。", "假设每小时租金为2美元,总成本为600万美元。"),
]


@pytest.mark.parametrize(("statement", "quote"), TURNED)
def test_what_is_undecided_is_not_told_as_so(statement: str, quote: str) -> None:
    assert stops(check_undecided, statement, quote)


@pytest.mark.parametrize(("statement", "quote"), FAITHFUL)
def test_what_is_told_faithfully_passes(statement: str, quote: str) -> None:
    assert not stops(check_undecided, statement, quote)


def test_every_sentence_of_the_seeds_holds_itself() -> None:
    assert list(stopped_seeds(check_undecided)) == []
