"""Whom an outlet cites: the chain behind a piece of evidence."""

from pathlib import Path

import pytest

from bot.answering.answers import Evidence
from bot.answering.attributions import attribution_of
from retrieval.articles import Article, Source
from retrieval.outlets import Registry

REGISTRY = Registry.load(Path(__file__).parents[1] / "seeds" / "outlets.toml")

CITING = [
    ("美国《华尔街日报》报道指出,这项技术已被使用多年。", "The Wall Street Journal"),
    ("據《華爾街日報》報導,油價上漲。", "The Wall Street Journal"),
    ("据美国彭博社周二(28日)引述知情人士报道,微软正在调查。", "Bloomberg"),
    ("OpenAI还对英国《金融时报》表示,他们看到了证据。", "Financial Times"),
    ("《日经亚洲》引用专家Sugiyama的预测说,模型将两极分化。", "Nikkei Asia"),
    ("据《每日经济新闻》报道,试用者发现一个奇怪现象。", "National Business Daily"),
    ("据美国《新闻周刊》报道,油价上涨。", "Newsweek"),
    ("萨克斯接受福克斯新闻采访时说,这是可能的。", "Fox News"),
    ("据《城南晚报》报道,桥塌了。", "城南晚报"),
    ("据《每日经济新闻》报道,油价上涨。", "National Business Daily"),  # not 日经, Nikkei
    ("The company told the Financial Times that it had seen evidence.", "Financial Times"),
    ("According to the Wall Street Journal, oil prices rose.", "The Wall Street Journal"),
    ("Oil prices rose, Bloomberg reported.", "Bloomberg"),
    ("CNBC reported that Microsoft is investigating.", "CNBC"),
]
CITING_NOBODY = [
    "油价上周上涨。",
    "据自由亚洲电台报道,油价上涨。",  # itself
    "沈阳告诉自由亚洲电台,这是可能的。",
    "OpenAI指控DeepSeek盗用数据。",
    "据报道,近日经核实,油价上涨。",  # 日经 is no Nikkei here
    "据知情人士透露,微软正在调查。",
    "《三体》的作者说,这是科幻。",
    "Oil prices rose, Powell said.",
]


def evidence(quote: str) -> Evidence:
    source = Source(REGISTRY["rfa"], "标题", "zh-Hans", republished_by="某网")
    return Evidence(Article("rfa", source, quote), 0, len(quote), "萨克斯")


@pytest.mark.parametrize(("quote", "cited"), CITING)
def test_whom_an_outlet_cites(quote: str, cited: str) -> None:
    found = attribution_of(evidence(quote))
    assert found.cited is not None
    assert found.cited.name("en") == cited
    assert (found.speaker, found.outlet.id, found.republisher) == ("萨克斯", "rfa", "某网")


@pytest.mark.parametrize("quote", CITING_NOBODY)
def test_an_outlet_that_cites_nobody(quote: str) -> None:
    assert attribution_of(evidence(quote)).cited is None
