"""The gate that every statement of a model passes, fault by fault."""

from pathlib import Path

import pytest

from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.flaws import FlawKind
from bot.answering.checks.gate import flaws_of
from bot.answering.checks.meanings import Meanings
from retrieval.articles import Article, Source
from retrieval.glossary.glossary import Glossary
from retrieval.languages import Language
from retrieval.outlets import Registry
from retrieval.terms import Lexicon

REGISTRY = Registry.load(Path(__file__).parents[1] / "seeds" / "outlets.toml")
KNOWLEDGE = Knowledge(REGISTRY, Meanings(Lexicon.of((), REGISTRY), Glossary.load()))
STOCKS = "今天英伟达股价暴跌近17%,市值一天内就蒸发近6000亿美元。"
TOLD_RFA = "沈阳告诉自由亚洲电台,去年12月27日发布的模型用了2048块H800芯片。"


def fault(
    text: str, language: Language = "zh-Hans", *quotes: tuple[str, str], published: str = ""
) -> FlawKind | None:
    """Return what is wrong with a statement; quotes are pairs of outlet and words."""
    evidence = tuple(
        _evidence(outlet, words, published) for outlet, words in quotes or [("leige", STOCKS)]
    )
    flaws = flaws_of(Statement(text, evidence), language, KNOWLEDGE)
    return flaws[0].kind if flaws else None


def _evidence(outlet: str, words: str, published: str) -> Evidence:
    source = Source(REGISTRY[outlet], "标题", "zh-Hans", published or None)
    return Evidence(Article(outlet, source, words), 0, len(words))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("英伟达股价暴跌近17%。", "zh-Hans"),
        ("輝達股價暴跌近17%。", "zh-Hant"),
        ("Nvidia fell almost 17% in a day.", "en"),
        ("市值蒸发近6000亿美元。", "zh-Hans"),
        ("It lost nearly $600 billion.", "en"),
        ("雷歌说英伟达暴跌。", "zh-Hans"),
        ("According to Leige, Nvidia (英伟达) fell.", "en"),
        ("跌" * 600, "zh-Hans"),
        ("GPU and/or H800, 24/7: e.g. 5/6", "en"),
        ("涨跌/成交 A/B", "zh-Hans"),
    ],
)
def test_a_held_statement_passes(text: str, language: Language) -> None:
    quotes = (("leige", STOCKS + "跌跌不休,涨跌成交,GPU H800 24 7 5 6"),)
    assert fault(text, language, *quotes) is None


def test_signs_that_are_no_letters_are_in_no_language() -> None:
    assert fault("这是风暴❷：H₂O¹", "zh-Hans", ("takungpao", "风暴❷ H₂O¹")) is None


def test_a_statement_is_one_sentence_long() -> None:
    assert fault("跌" * 601) is FlawKind.LONG


@pytest.mark.parametrize(
    "text",
    [
        "详见 https://example.com/跌。",
        "详见HTTP://EXAMPLE.COM。",
        "详见https:example.com。",
        "详见www.example.com。",
        "加群t.me/joinchat/跌",
        "问 @stock_bot 就知道英伟达跌了。",
        "英伟达跌了，@stock_bot说的",
        "（@stock_bot）说英伟达跌了",
        "/start 英伟达跌了",
        "英伟达跌了 /start",
        "英伟达跌了（/start）",
        "英伟达跌了(/Help)",
        "详见 example.com 的报道，英伟达跌了。",
        "详见 example.com/跌 的报道。",
        "英伟达跌了 tg://resolve?domain=stock_bot 。",
        "英伟达跌了，/start",
        "英伟达跌了：/start@stock_bot",
        "英伟达跌了「/start」",
        "写信到 stock.tips@example.com 就知道英伟达跌了。",
        "英伟达跌了 ftp://example.com",
    ],
)
def test_nothing_that_can_be_tapped_passes(text: str) -> None:
    assert fault(text) is FlawKind.LIVE


@pytest.mark.parametrize("text", ["英伟达的显卡/GPU跌价了。", "涨/A股也涨"])
def test_a_stroke_between_words_can_not_be_tapped(text: str) -> None:
    assert fault(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nvidia fell almost 17%.", "zh-Hans"),
        ("Nvidia fell almost 17%.", "zh-Hant"),
        ("Акции Nvidia упали почти на 17%.", "zh-Hans"),
        ("17%", "zh-Hans"),
        ("英伟达股价暴跌近17%。", "en"),
        ("英伟达股价暴跌近17%,市值蒸发。Nvidia", "en"),
        ("股价", "en"),
        ("Акции упали почти на 17%.", "en"),
        ("هبط السهم بنحو 17%", "en"),
        ("주가가 17% 가까이 하락했다", "en"),
        ("17%", "en"),
        ("La acción cayó casi un 17%. 跌", "zh-Hans"),
        ("エヌビディアの株は17%近く下がった", "zh-Hans"),
    ],
)
def test_a_statement_is_in_the_readers_language(text: str, language: Language) -> None:
    assert fault(text, language) is FlawKind.LANGUAGE


@pytest.mark.parametrize(
    "text",
    [
        "英伟达股价暴跌近71%。",
        "英伟达股价暴跌近1.7%。",
        "市值一天内蒸发近6000万美元。",
        "市值一天内蒸发近600亿美元。",
        "市值一天内蒸发近6000亿元人民币。",
        "英伟达股价在2024年暴跌。",
        "英伟达股价1月27日暴跌近17%。",
        "英伟达的H800芯片降价了。",
    ],
)
def test_a_number_must_be_held(text: str) -> None:
    assert fault(text) is FlawKind.NUMBER


def test_a_number_may_stand_in_any_of_the_quotes() -> None:
    quotes = (("leige", STOCKS), ("rfa", TOLD_RFA))
    text = "英伟达暴跌近17%，而模型用了2048块芯片。"
    assert fault(text, "zh-Hans", *quotes) is None
    assert fault(text, "zh-Hans", quotes[0]) is FlawKind.NUMBER


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("模型于2024年12月27日发布。", True),
        ("模型於2024年12月27日發佈。", True),
        ("模型于2025年12月27日发布。", False),
        ("模型于12月28日发布。", False),
    ],
)
def test_the_day_of_the_article_tells_what_last_year_was(text: str, held: bool) -> None:
    found = fault(text, "zh-Hans", ("rfa", TOLD_RFA), published="2025-01-31")
    assert found is (None if held else FlawKind.NUMBER)


@pytest.mark.parametrize(
    "text",
    [
        "据美国之音报道，英伟达暴跌。",
        "據大公報報導，英偉達暴跌。",
        "RFA说英伟达暴跌。",
        "雷歌和冰川思享号都说英伟达暴跌。",
        "英伟达暴跌 (Voice of America)",
    ],
)
def test_no_other_outlet_is_named(text: str) -> None:
    assert fault(text) is FlawKind.OUTLET


@pytest.mark.parametrize(
    ("text", "outlet"),
    [("沈阳告诉自由亚洲电台，模型用了2048块芯片。", "voa"), ("沈陽對RFA說了此事。", "voa")],
)
def test_an_outlet_that_the_quote_names_may_be_named(text: str, outlet: str) -> None:
    assert fault(text, "zh-Hans", (outlet, TOLD_RFA)) is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("@bot " * 200, FlawKind.LONG),
        ("@voa fell 99%", FlawKind.LIVE),
        ("VOA: down 99%", FlawKind.LANGUAGE),
        ("VOA：跌了99%", FlawKind.OUTLET),
    ],
)
def test_of_several_faults_one_is_told(text: str, first: FlawKind) -> None:
    assert fault(text) is first
