"""What an outlet wrote, asked without a subject: the points that it counts, or how it opens."""

import pytest

from bot.answering.openings import lead
from retrieval.articles import Article
from tests.test_extractive import article, quotes

POINTS = (
    "本报记者连日走访了城里的三个大型批发市场，了解价格的变化。\n\n我有三点结论：\n\n"
    "1）菜价还会再涨一阵子。原因是雨水。\n\n2）肉价不会再涨。\n\n3）水果要看天气。\n\n"
    "更多内容：\n\n1）本报网站每天更新。"
)
CONCLUSIONS = ["1）菜价还会再涨一阵子。", "2）肉价不会再涨。", "3）水果要看天气。"]


def told(question: str, of: Article) -> list[str]:
    reply = lead(question, [of])
    return quotes(reply) if reply else []


@pytest.mark.parametrize(
    "question", ["大公报的三点结论是什么?", "大公報的觀點?", "What are Ta Kung Pao's three points?"]
)
def test_points_that_are_counted_are_told_one_by_one(question: str) -> None:
    assert told(question, article("takungpao", POINTS)) == CONCLUSIONS


def test_who_asks_for_no_points_hears_how_it_opens() -> None:
    assert told("大公报怎么说?", article("takungpao", POINTS))[0].startswith("本报记者")


@pytest.mark.parametrize(
    "text",
    [
        "我有三点结论供参考，都写在报告里，明天会向大家公布全文。\n\n菜价还会涨。",
        "我的结论是这样的，请各位读者耐心看完下面这一段话：\n\n菜价还会涨。",
    ],
)
def test_without_a_list_it_is_how_it_opens(text: str) -> None:
    assert told("大公报的结论是什么?", article("takungpao", text)) == [text.split("\n")[0]]
