"""What came first in the evidence comes first: in 简体, 繁體 and English, over either."""

import pytest

from bot.answering.checks.order import check_order
from tests.strength import stopped_seeds, stops

TURNED = [
    ("总统先访问巴黎,再访问柏林。", "总统先访问柏林,再访问巴黎。"),
    ("總統先訪問巴黎，然後訪問柏林。", "總統訪問柏林之後訪問巴黎。"),
    ("公司在上市之前裁员。", "公司在上市之后裁员。"),
    ("大桥通车比机场启用晚一年。", "大桥通车比机场启用早一年。"),
    ("地鐵比機場早三年啟用。", "地鐵比機場晚三年啟用。"),
    ("股市下跌之后,央行降息。", "央行降息之后,股市下跌。"),
    ("他辞职后,公司公布亏损。", "公司公布亏损后,他辞职。"),
    ("工人罢工,随后工厂起火。", "工厂起火。随后工人罢工。"),
    ("公司先推出手机,后推出汽车。", "2021年公司推出汽车,2023年公司推出手机。"),
    ("The bank cut rates after shares fell.", "Shares fell after the bank cut rates."),
    (
        "Before the factory closed, the owner resigned.",
        "The factory closed before the owner resigned.",
    ),
    ("After the vote, the president resigned.", "The president resigned before the vote."),
    ("Shares fell before the central bank cut rates.", "央行降息之后,股价下跌。"),
]

IN_ORDER = [
    (
        "新手机走红之后，美国此前围堵半导体的努力看起来像是落空了。",
        "新手机引发热议,被视为能力超越美国的证据,之前美国遏制半导体的努力似乎付之东流。",
    ),
    (
        "但在成熟大模型出現以前一直沒有用武之地。",
        "压根就没有成熟的模型。直到成熟大模型相继投入应用,蒸馏技术才有了应用的空间。",
    ),
    ("总统先访问柏林,再访问巴黎。", "总统访问巴黎之前访问柏林。"),
    ("總統訪問柏林之後訪問巴黎。", "总统先访问柏林,再访问巴黎。"),
    ("公司上市之前裁员。", "公司在上市前裁员。"),
    ("机场启用比大桥通车晚一年。", "大桥通车比机场启用早一年。"),
    ("央行降息,随后股市下跌。", "央行降息之后,股市下跌。"),
    ("公司先推出汽车,后推出手机。", "2021年公司推出汽车,2023年公司推出手机。"),
    ("Shares fell after the bank cut rates.", "The bank cut rates before shares fell."),
    ("The bank cut rates and then shares fell.", "Shares fell after the bank cut rates."),
    ("目前,公司没有回应。", "公司目前没有回应。"),
    ("此前公司没有回应。", "公司没有回应。"),
    ("幕后黑手落网。", "警方抓获幕后黑手。"),
    ("Before the bridge opened, the ferry had no rival.", "先有大桥,后有渡轮的对手。"),
]


@pytest.mark.parametrize("case", TURNED, ids=lambda case: case[0])
def test_two_things_turned_round_are_stopped(case: tuple[str, ...]) -> None:
    assert stops(check_order, *case)


@pytest.mark.parametrize("case", IN_ORDER, ids=lambda case: case[0])
def test_two_things_in_order_pass(case: tuple[str, ...]) -> None:
    assert not stops(check_order, *case)


def test_every_sentence_of_the_seeds_passes_beside_itself() -> None:
    assert list(stopped_seeds(check_order)) == []
