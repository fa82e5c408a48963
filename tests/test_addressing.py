"""Which outlets a question asks for their words, and which it only speaks of."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.addressing import Addressing, addressed_in
from retrieval.languages import Language
from retrieval.outlets import Outlet, Registry

SEEDS = Registry.load(Path(__file__).parent.parent / "seeds" / "outlets.toml")


def outlet(id: str, hans: str, hant: str, en: str, *aliases: str, kind: str = "daily") -> Outlet:
    names: dict[Language, str] = {"zh-Hans": hans, "zh-Hant": hant, "en": en}
    return Outlet(id, names, kind, aliases)


EVERYONE = Registry(
    (
        *SEEDS,
        outlet("bbc", "英国广播公司", "英國廣播公司", "BBC", "BBC中文网"),
        outlet("cnn", "美国有线电视新闻网", "美國有線電視新聞網", "CNN"),
        outlet("nyt", "纽约时报", "紐約時報", "The New York Times", "New York Times", "NYT"),
        outlet("ft", "金融时报", "金融時報", "Financial Times", "FT"),
        outlet("verge", "The Verge", "The Verge", "The Verge", "Verge"),
        outlet("wired", "连线", "連線", "Wired"),
        outlet("fox", "福克斯新闻", "福斯新聞", "FOX News - Health", "FOX News"),
        outlet("tencent", "腾讯", "騰訊", "Tencent", kind="portal"),
        outlet("sohu", "搜狐", "搜狐", "Sohu", kind="portal"),
        outlet("sina", "新浪", "新浪", "Sina", kind="portal"),
        outlet("yahoo", "雅虎", "雅虎", "Yahoo", "Yahoo News", kind="portal"),
        outlet("weibo", "微博", "微博", "Weibo", kind="platform"),
        outlet("x", "X", "X", "X", kind="platform"),
        outlet("farm", "内容农场", "內容農場", "Content Farm", kind="unlisted"),
    )
)
ADDRESSING = Addressing(EVERYONE.addressable, EVERYONE)

ASKED = [
    ("雷歌的三点结论是什么?", "leige"),
    ("大公報的五個論點", "takungpao"),
    ("What are Leige's three points?", "leige"),
    ("VOA's main conclusion?", "voa"),
    # Simplified: saying, behind the name
    ("大公报怎么说意大利下架DeepSeek?", "takungpao"),
    ("大公报怎么看偷窃指控?", "takungpao"),
    ("大公报如何评价DeepSeek", "takungpao"),
    ("美国之音说了什么?", "voa"),
    ("雷歌认为DeepSeek是原创吗?", "leige"),
    ("RFA采访了谁?", "rfa"),
    ("自由亚洲电台说萨克斯怎么看蒸馏?", "rfa"),
    ("美国之音采访的杜奕瑾认为这算剽窃吗?", "voa"),
    ("BBC对DeepSeek怎么看", "bbc"),
    ("BBC关于DeepSeek的报道", "bbc"),
    ("BBC在1月怎么报道DeepSeek", "bbc"),
    ("BBC 1月的报道说了什么", "bbc"),
    ("BBC有没有报道DeepSeek", "bbc"),
    ("RFA有没有提到成本", "rfa"),
    ("《纽约时报》的立场是什么", "nyt"),
    ("《纽约时报》上周的社论", "nyt"),
    ("纽约时报记者写了什么", "nyt"),
    ("大公报批评了谁", "takungpao"),
    ("BBC中文网的文章", "bbc"),
    ("大公报上的说法可信吗", "takungpao"),
    ("美国之音呢?", "voa"),
    ("那大公报呢?", "takungpao"),
    ("冰川思享号:蒸馏技术是谁发明的?", "bingchuan"),
    ("冰川思享号：蒸馏技术是谁发明的？", "bingchuan"),
    ("蒸馏技术是谁发明的(BBC)", "bbc"),
    # Simplified: before the name
    ("据BBC,有多少人被裁", "bbc"),
    ("根据《金融时报》,OpenAI有证据吗", "ft"),
    ("只看RFA,成本是多少", "rfa"),
    ("来自RFA的消息", "rfa"),
    ("DeepSeek回复自由亚洲电台了吗?", "rfa"),
    ("OpenAI对金融时报说了什么?", "ft"),
    ("OpenAI告诉金融时报什么", "ft"),
    # Simplified: lists and comparisons
    ("BBC和CNN的报道有什么不同", "bbc cnn"),
    ("特朗普怎么说DeepSeek?大公报和美国之音的说法一样吗?", "takungpao voa"),
    ("大公报、美国之音、RFA怎么看", "takungpao voa rfa"),
    ("比较VOA和大公报", "voa takungpao"),
    ("BBC与CNN之间有何分歧", "bbc cnn"),
    ("BBC对这件事的报道和CNN对这件事的报道一致吗", "bbc cnn"),
    ("大公报还是美国之音更早报道", "takungpao voa"),
    # Traditional
    ("大公報怎麼看偷竊的指控?", "takungpao"),
    ("自由亞洲電台的報導說了什麼", "rfa"),
    ("美國之音怎麼報導蒸餾", "voa"),
    ("據紐約時報,OpenAI怎麼回應", "nyt"),
    ("大公報和美國之音的立場有何不同", "takungpao voa"),
    ("OpenAI對金融時報說了什麼?", "ft"),
    ("《縱深視角》的專訪", "voa"),
    ("那雷歌呢?", "leige"),
    ("ＲＦＡ怎麼說", "rfa"),
    ("只看大公報的觀點", "takungpao"),
    # English
    ("What did the BBC say about DeepSeek?", "bbc"),
    ("what does Ta Kung Pao say about the theft allegation?", "takungpao"),
    ("How did the New York Times report it?", "nyt"),
    ("Did CNN ever mention distillation?", "cnn"),
    ("only RFA", "rfa"),
    ("only RFA, please: how much did it cost?", "rfa"),
    ("compare VOA and 大公报", "voa takungpao"),
    ("How do VOA and RFA differ on the cost?", "voa rfa"),
    ("according to The Verge, what is a power bank", "verge"),
    ("the report from 'The Verge' on 2023-11-24", "verge"),
    ("an article by Wired", "wired"),
    ("Wired's article on chips", "wired"),
    ("Wired’s own story", "wired"),
    ("Is there an article in the Financial Times about chips?", "ft"),
    ("as reported by The Verge and Wired", "verge wired"),
    ("covered by both 'The Verge' and 'The New York Times'", "verge nyt"),
    (
        "Does 'The Verge' suggest that sales fell, while the 'Wired' article says rose?",
        "verge wired",
    ),
    ("What did OpenAI tell the Financial Times?", "ft"),
    ("What was said on CNN?", "cnn"),
    ("VOA: who invented distillation?", "voa"),
    ("What about RFA?", "rfa"),
    ("and the BBC?", "bbc"),
    ("VOA vs RFA", "voa rfa"),
    ("Does the FOX News - Health article disagree?", "fox"),
    ("Which of them, featured in articles by The Verge and Wired, sold out?", "verge wired"),
    ("Was it discussed in The Verge before Tate's hit was reported by Wired?", "verge wired"),
    ("what did 大公报 say", "takungpao"),
    ("BBC news coverage of DeepSeek", "bbc"),
    # a name and little else
    ("大公报?", "takungpao"),
    ("RFA", "rfa"),
    ("《大公報》", "takungpao"),
    ("大公报和美国之音", "takungpao voa"),
    # portals, where the words say so
    ("腾讯新闻怎么说", "tencent"),
    ("騰訊新聞怎麼說", "tencent"),
    ("腾讯报道了什么", "tencent"),
    ("据搜狐,发生了什么", "sohu"),
    ("搜狐上怎么写", "sohu"),
    ("在搜狐上怎么写的", "sohu"),
    ("新浪的报道", "sina"),
    ("新浪的文章说什么", "sina"),
    ("新浪的说法是什么", "sina"),
    ("《腾讯》怎么说", "tencent"),
    ("微博上怎么说DeepSeek", "weibo"),
    ("What was said on Yahoo News?", "yahoo"),
    ("What is the price on Yahoo?", "yahoo"),
    ("according to Yahoo, how many", "yahoo"),
    ("Yahoo's report on chips", "yahoo"),
    ("搜狐和新浪的报道", "sohu sina"),
    ("内容农场的文章", "farm"),
]
MENTIONED = [
    ("BBC 裁员多少人", "bbc"),
    ("BBC裁员多少人?", "bbc"),
    ("纽约时报起诉OpenAI", "nyt"),
    ("《纽约时报》起诉OpenAI了吗?", "nyt"),
    ("紐約時報起訴OpenAI的理由是什麼", "nyt"),
    ("谁收购了金融时报", "ft"),
    ("怎么看BBC", "bbc"),
    ("如何评价大公报", "takungpao"),
    ("关于BBC的报道", "bbc"),
    ("特朗普起诉CNN的文章", "cnn"),
    ("特朗普对BBC的批评", "bbc"),
    ("川普怎麼看CNN", "cnn"),
    ("大公报的老板是谁", "takungpao"),
    ("美国之音被关闭了吗", "voa"),
    ("除了BBC,其他媒体怎么说", "bbc"),
    ("Did the New York Times sue OpenAI?", "nyt"),
    ("Who owns Ta Kung Pao?", "takungpao"),
    ("Is Radio Free Asia funded by the US government?", "rfa"),
    ("How many people work at the BBC?", "bbc"),
    ("What did Trump say about CNN?", "cnn"),
    ("Why was VOA shut down?", "voa"),
    ("Were there layoffs in the BBC?", "bbc"),
    ("Trump's attack on CNN", "cnn"),
    ("What did people other than the BBC say?", "bbc"),
]
NEITHER = [
    "腾讯裁员多少人",
    "騰訊的股價跌了多少",
    "腾讯怎么说",
    "腾讯?",
    "据腾讯财报,收入多少",
    "新浪被谁收购",
    "搜狐上市了吗",
    "Did Yahoo lay off people?",
    "Who sits on Yahoo's board?",
    "Sam Altman在X上说了什么?",
    "What did Altman say on X?",
    "他在微博上说了什么",
    "DeepSeek的训练成本是多少?各家媒体说法一致吗?",
    "it surfaced in Novoa",
    "What is a verger?",
    "",
    "?!",
    "😀",
]


def read(question: str, addressing: Addressing = ADDRESSING) -> tuple[str, str]:
    hows: dict[str, list[str]] = {"asked": [], "mentioned": []}
    for addressed in addressing.read(question):
        hows[addressed.how].append(addressed.outlet.id)
    return " ".join(hows["asked"]), " ".join(hows["mentioned"])


@pytest.mark.parametrize(("question", "asked"), ASKED)
def test_whose_words_are_wanted_is_asked(question: str, asked: str) -> None:
    assert read(question) == (asked, "")


@pytest.mark.parametrize(("question", "mentioned"), MENTIONED)
def test_what_a_question_is_about_is_mentioned(question: str, mentioned: str) -> None:
    assert read(question) == ("", mentioned)


@pytest.mark.parametrize("question", NEITHER)
def test_a_firm_or_a_word_is_no_outlet(question: str) -> None:
    assert read(question) == ("", "")


@pytest.mark.parametrize(
    ("question", "asked", "mentioned"),
    [
        ("大公报怎么说BBC裁员", "takungpao", "bbc"),
        ("What did CNN say about the BBC?", "cnn", "bbc"),
        ("纽约时报起诉OpenAI,大公报怎么报道", "takungpao", "nyt"),
        ("腾讯裁员,大公报怎么说", "takungpao", ""),
        ("BBC的报道说BBC裁员了", "bbc", ""),
    ],
)
def test_each_outlet_is_judged_by_its_own_words(question: str, asked: str, mentioned: str) -> None:
    assert read(question) == (asked, mentioned)


def test_one_question_can_be_read_at_once() -> None:
    (found,) = addressed_in("据搜狐", EVERYONE.addressable, EVERYONE)
    assert (found.outlet.id, found.how) == ("sohu", "asked")


@pytest.mark.parametrize(
    "text",
    [
        "Ta  Kung Pao, takungpao and TKP",
        "t a kung pao, New-York-Times",
        "Voice of America vs. Radio Free Asia",
        "Bingchuan Sixiang Hao (冰川思享号)",
        "xRFA RFAx RFA",
        "The Verge's verge",
        "x-ray and X",
        "BBC中文网BBC",
    ],
)
def test_names_are_found_as_the_registry_finds_them(text: str) -> None:
    named = Registry(EVERYONE.outlets).named_in(text)
    everyone = Addressing(EVERYONE, EVERYONE)
    assert tuple(found.outlet for found in everyone.read(text)) == named


PIECES = [
    "rfa",
    "RFA ",
    "Ta",
    " Kung",
    "-Pao",
    "大公报",
    "大公",
    "報",
    "x",
    "'s ",
    " Verge",
    "BBC",
    " ",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_names_what_the_registry_finds(text: str) -> None:
    everyone = Addressing(EVERYONE, EVERYONE)
    assert tuple(found.outlet for found in everyone.read(text)) == EVERYONE.named_in(text)


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_question_can_be_read(text: str) -> None:
    ADDRESSING.read(text)
    assert len(ADDRESSING.without_names(text)) == len(text)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("USA Today said", "USA Today said"),
        ("据《大公报》今日报道", "据《   》今日报道"),
        ("上周BBC和CNN", "上周   和   "),
        ("ＢＢＣ…說", "   …說"),
    ],
)
def test_names_can_be_blanked(question: str, left: str) -> None:
    assert ADDRESSING.without_names(question) == left


def crowd(size: int) -> Registry:
    draw = random.Random(1)  # noqa: S311
    han = [chr(code) for code in range(0x4E00, 0x5E00)]
    names = ("".join(draw.sample(han, 4)) for _ in range(size))
    return Registry(
        tuple(
            outlet(f"o{i}", f"{name}报", f"{name}報", f"Gazette {i}", f"{name}网", f"OD{i}")
            for i, name in enumerate(names)
        )
    )


def seconds(addressing: Addressing, question: str, times: int) -> float:
    addressing.read(question)
    begun = time.perf_counter()
    for _ in range(times):
        addressing.read(question)
    return (time.perf_counter() - begun) / times


def test_thousands_of_outlets_do_not_slow_a_question() -> None:
    registry = crowd(5_000)
    question = "What did Gazette 77 and Gazette 4999 say about the cost of training a model?"
    addressing = Addressing(registry, registry)
    assert read(question, addressing) == ("o77 o4999", "")
    assert seconds(addressing, question, 50) < 0.003


@pytest.mark.parametrize(
    "piece", ["大公报", "BBC和", "的", "那么", "according to the ", "《", "在 ", "a b "]
)
def test_a_long_question_is_read_in_time_that_grows_with_it(piece: str) -> None:
    assert seconds(ADDRESSING, (piece * 100_000)[:100_000], 1) < 5
