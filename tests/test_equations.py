"""What something is, and what it is said not to be."""

import pytest

from bot.answering.checks.equations import check_equations
from tests.strength import stopped_seeds, stops

TURNED = [
    ("注射就是犯罪、虐待。", "注射不等于犯罪、虐待。"),
    ("這項研究就是造假。", "这项研究不是造假。"),
    ("这座大桥就是“世界级”工程。", "这座大桥不是“世界级”工程。"),
    ("这项产品不是赝品。", "这项产品严格说来是个赝品。"),
    ("这种做法并非抄袭。", "这种做法等于抄袭。"),
    ("Distillation is theft.", "蒸馏不等于盗窃、抄袭。"),
    ("Distillation isn't theft.", "蒸馏就是盗窃。"),
]
FAITHFUL = [
    ("蒸馏不是盗窃。", "蒸馏不等于盗窃、抄袭。"),
    ("这家公司是一家公司。", "这家公司不是一家大公司。"),
    ("蒸馏是抄袭。", "有人认为蒸馏是抄袭,但蒸馏不是抄袭。蒸馏是抄袭。"),
    ("即便不是唯一的教师,甲校也是主要的教师。", "甲校就是乙校的教师,或许不是唯一的,肯定是主要的。"),
    ("蒸馏是不是抄袭,还没有定论。", "蒸馏不是抄袭。"),
    ("The bridge is new.", "The tunnel is not new."),
    ("Rust is one reason.", "锈不是唯一的原因。"),
]


@pytest.mark.parametrize(("statement", "quote"), TURNED)
def test_what_is_turned_is_found(statement: str, quote: str) -> None:
    assert stops(check_equations, statement, quote)


@pytest.mark.parametrize(("statement", "quote"), FAITHFUL)
def test_what_is_told_faithfully_passes(statement: str, quote: str) -> None:
    assert not stops(check_equations, statement, quote)


def test_every_sentence_of_the_seeds_holds_itself() -> None:
    assert list(stopped_seeds(check_equations)) == []
