"""All, only and first need their like in the evidence: in 简体, 繁體 and English, over either."""

import pytest

from bot.answering.checks.scope import check_scope
from tests.strength import stopped_seeds, stops

MORE = [
    ("所有学校停课。", "大部分学校停课。"),
    ("全部学校停课。", "部分学校停课。"),
    ("所有學校停課。", "一些學校停課。"),
    ("專家一致反對這項計畫。", "一些專家反對這項計畫。"),
    ("专家一致认为计划可行。", "多数专家认为计划可行。"),
    ("他是唯一的目击者。", "他是目击者之一。"),
    ("他是事故的唯一目击者。", "他不是事故的唯一目击者。"),
    ("火灾完全烧毁了仓库。", "火灾烧毁了部分仓库。"),
    ("该国首度使用无人机。", "该国使用无人机多年。"),
    ("這是首次舉行演習。", "這是第二次舉行演習。"),
    ("没有一家公司参加。", "少数公司参加。"),
    ("该公司是最大的汽车制造商。", "该公司是最大的汽车制造商之一。"),
    ("每家银行都提高了利率。", "一些银行提高了利率。"),
    ("他总是迟到。", "他有时迟到。"),
    ("经济增长完全依靠出口。", "经济增长主要依靠出口。"),
    ("All schools are closed.", "Most schools are closed."),
    ("Every bank raised rates.", "Some banks raised rates."),
    ("All schools closed.", "大部分学校关闭。"),
    ("Every bank raised interest rates.", "一些银行提高了利率。"),
    ("He is the only witness.", "He is one of several witnesses."),
    ("Experts unanimously oppose the plan.", "Many experts oppose the plan."),
    ("The army used drones for the first time.", "The army has used drones for years."),
    ("It is the largest carmaker.", "It is one of the largest carmakers."),
    ("The fire completely destroyed the warehouse.", "The fire partly destroyed the warehouse."),
    ("所有学校关闭。", "Most schools closed, 大部分学校关闭。"),
    ("Every bus is safe.", "大巴都有司机,不能说所有大巴都安全。"),
]

NO_MORE = [
    ("公司一直没有走法律程序。", "公司完全可以像当年起诉某些人那样走法律程序,但至今未见行动。"),
    ("大部分学校停课。", "大部分学校停课。"),
    ("一些学校停课。", "所有学校停课。"),
    ("多数学校停课。", "大部分学校停课。"),
    ("所有学校停课。", "学校全都停课。"),
    ("所有學校停課。", "各校均停課。"),
    ("几乎所有学校停课。", "大部分学校停课。"),
    ("并非所有学校停课。", "大部分学校停课。"),
    ("他不是这起事故唯一的目击者。", "他不是唯一的目击者。"),
    ("只有他活了下来。", "仅他一人生还。"),
    ("这是该国首次发射卫星。", "该国第一次发射卫星。"),
    ("这是该国首次发射卫星。", "该国此前从未发射卫星。"),
    ("两党一致通过法案。", "两党都投票支持法案。"),
    ("没有一家公司参加。", "公司都没参加。"),
    ("该公司是最大的汽车制造商之一。", "该公司是最大的汽车制造商之一。"),
    ("全球股市下跌。", "多国股市下跌。"),
    ("他首先感谢家人。", "他感谢家人。"),
    ("首席执行官辞职。", "行政总裁辞职。"),
    ("第一季度利润下降。", "一季度利润下降,部分业务亏损。"),
    ("Not all schools are closed.", "Most schools are closed."),
    ("Nearly all schools closed.", "Most schools closed."),
    ("All schools closed.", "Schools were closed without exception."),
    ("All three firms fell.", "三家公司均下跌。"),
    ("It only fell by 2%.", "仅下跌2%。"),
    ("The first half of the year was weak.", "Many firms had a weak start to the year."),
    ("Not only banks but also schools closed.", "Many banks and some schools closed."),
    ("It is one of the largest carmakers.", "It is one of the largest carmakers."),
    ("Everyone was rescued.", "所有人获救。"),
    ("The repair was a small part of the total.", "维修只是总成本的一小部分。"),
    ("The team did not reach the final, let alone win.", "球队有时进不了决赛,更谈不上夺冠。"),
    ("Every bus has a driver.", "大巴都有司机,不能说所有大巴都安全。"),
    ("The effort came to nothing.", "这番努力付之东流。"),
    ("Even if it cannot be rebuilt in full, a part will do.", "即使不能完全重建,一部分也行。"),
    ("It set a standard that everyone else follows.", "它树立了标准,大家就会跟随。"),
]


@pytest.mark.parametrize("case", MORE, ids=lambda case: case[0])
def test_more_than_the_evidence_says_is_stopped(case: tuple[str, ...]) -> None:
    assert stops(check_scope, *case)


@pytest.mark.parametrize("case", NO_MORE, ids=lambda case: case[0])
def test_as_much_or_less_passes(case: tuple[str, ...]) -> None:
    assert not stops(check_scope, *case)


def test_every_sentence_of_the_seeds_passes_beside_itself() -> None:
    assert list(stopped_seeds(check_scope)) == []
