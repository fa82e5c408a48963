"""A stretch of time without a number keeps its unit: in 简体, 繁體 and English, over either."""

import pytest

from bot.answering.checks.stretches import check_stretches
from tests.strength import stopped_seeds, stops

LONGER = [
    ("The plant will reopen in the coming years.", "工厂将在未来数月重新开工。"),
    ("Prices have fallen for months.", "物价多年来持续下跌。"),
    ("The talks went on for weeks.", "谈判持续了好几天。"),
    ("The talks went on for several days.", "The talks went on for several hours."),
    ("物价连年下跌。", "物价连月下跌。"),
    ("談判持續了數週。", "談判持續了數日。"),
]

AS_LONG = [
    ("The plant will reopen in the coming months.", "工厂将在未来数月重新开工。"),
    ("The plant will reopen in the coming months.", "工厂将在未来三至六个月重新开工。"),
    ("The plant will reopen in the next few months.", "工厂将在未来几个月重新开工。"),
    ("Prices have fallen for years.", "物价多年来持续下跌。"),
    ("In recent years prices fell.", "近年物价下跌,近日回升。"),
    ("The talks went on for two weeks.", "谈判持续了好几天。"),
    ("The talks went on for weeks.", "谈判持续了很久。"),
    ("談判持續了數日。", "谈判持续了几天。"),
]


@pytest.mark.parametrize("case", LONGER, ids=lambda case: case[0])
def test_another_unit_is_stopped(case: tuple[str, ...]) -> None:
    assert stops(check_stretches, *case)


@pytest.mark.parametrize("case", AS_LONG, ids=lambda case: case[0])
def test_the_same_unit_passes(case: tuple[str, ...]) -> None:
    assert not stops(check_stretches, *case)


def test_every_sentence_of_the_seeds_holds_itself() -> None:
    assert not list(stopped_seeds(check_stretches))
