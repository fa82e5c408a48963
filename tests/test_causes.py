"""A cause stands in the evidence: in 简体, 繁體 and English, over either."""

import pytest

from bot.answering.checks.causes import check_causes
from tests.strength import stopped_seeds, stops

UNTOLD = [
    ("工厂因为订单减少关闭。", "工厂周一关闭。"),
    ("由於颱風，航班取消。", "航班週一取消。"),
    ("为了报复,该国提高关税。", "该国周一提高关税。"),
    ("降雨导致列车停运。", "列车周一停运,当天有雨。"),
    ("股价下跌,是因为高管辞职。", "因为财报不佳,股价下跌。"),
    ("油價上漲是由於產油國減產。", "由於天氣寒冷,油價上漲。"),
    ("因为预算不足,展览取消。", "展览取消,主办方没有说明原因。"),
    ("因资金问题,两人分手。", "两人分手的原因不明。"),
    ("The factory closed because orders fell.", "The factory closed on Monday."),
    ("Flights were cancelled due to the storm.", "Flights were cancelled on Monday."),
    ("Shares fell because the chairman resigned.", "Shares fell because of weak earnings."),
    ("The exhibition was cancelled because of money.", "展览取消,主办方没有说明原因。"),
    ("The company moved in response to tariffs.", "公司周一搬迁。"),
    ("The factory closed because workers went on strike.", "由于天气寒冷,工厂关闭。"),
    ("工厂因工人罢工关闭。", "The factory closed on Monday, 工厂关闭。"),
]

TOLD = [
    ("不能因为车有轮子就说车企抄袭。", "汽车都有轮子,不能说车企都是抄袭。"),
    ("工厂因为订单减少关闭。", "由于订单减少,工厂周一关闭。"),
    ("由於颱風，航班取消。", "受颱風影響，航班取消。"),
    ("降雨导致列车停运。", "大雨使列车停运。"),
    ("股价因财报不佳下跌。", "财报不佳拖累股价。"),
    ("为了节省成本,公司裁员。", "公司裁员,以节省成本。"),
    ("工厂周一关闭。", "由于订单减少,工厂周一关闭。"),
    ("展览因故取消,主办方没有说明原因。", "展览取消,主办方没有说明原因。"),
    ("Flights were cancelled because of the storm.", "受颱風影響，航班取消。"),
    ("The storm led to cancelled flights.", "Flights were cancelled after the storm."),
    ("Thanks to new technology, costs fell.", "公司凭新技术降低成本。"),
    ("The factory closed because orders fell.", "The factory closed as orders fell."),
    ("因素很多。", "因素很多。"),
    ("这基于因特网。", "这基于因特网。"),
    ("双方意见一致。", "双方意见一致。"),
    ("The team cannot win because it has no goalkeeper.", "没有守门员,决定了球队无法获胜。"),
]


@pytest.mark.parametrize("case", UNTOLD, ids=lambda case: case[0])
def test_a_cause_that_nobody_gave_is_stopped(case: tuple[str, ...]) -> None:
    assert stops(check_causes, *case)


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case[0])
def test_a_cause_that_is_given_passes(case: tuple[str, ...]) -> None:
    assert not stops(check_causes, *case)


def test_every_sentence_of_the_seeds_passes_beside_itself() -> None:
    assert list(stopped_seeds(check_causes)) == []
