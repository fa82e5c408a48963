"""The outlet that a statement names is the one that says so: cases from everyday news."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Claim, Knowledge
from bot.answering.checks.meanings import Meanings
from bot.answering.checks.outlets import check_outlets
from retrieval.articles import Article, Source
from retrieval.ingest.seeds import read_seeds
from retrieval.languages import language_of
from retrieval.passages import sentences_of

SEEDS = Path(__file__).parents[1] / "seeds"

Quotes = Sequence[tuple[str, str]]

RFA_560 = ("rfa", "这座大桥的造价为560万美元,工期两年。")
TKP_600 = ("takungpao", "大桥造价约600万美元,明年通车。")
VOA_EN = ("voa", "The bridge cost $5.6 million and took two years.")
TKP_TOLD = ("takungpao", "市长李华接受大公报采访时表示,大桥明年通车。")
RFA_TOLD = ("rfa", "工程师王强告诉自由亚洲电台,钢材不合格。")
RFA_OURS = ("rfa", "工程师王强告诉本台,钢材不合格。")
VOA_WSJ = ("voa", "据《华尔街日报》报道,油价上周上涨。")
VOA_FOX = ("voa", "萨克斯在接受福克斯新闻采访时说,这是可能的。")
RFA_OIL = ("rfa", "油价上周上涨,航空公司取消了航班。")
TKP_RAIN = ("takungpao", "暴雨淹没了三个村庄,学校停课。")

HOLDS: list[tuple[str, Quotes]] = [
    ("自由亚洲电台说造价560万美元。", [RFA_560]),
    ("造价560万美元。", [RFA_560]),
    ("据自由亚洲电台报道，造价为560万美元，大公报则说是600万美元。", [RFA_560, TKP_600]),
    ("大公报写的是600万美元，RFA写的是560万美元。", [RFA_560, TKP_600]),
    ("造价是560万美元（自由亚洲电台），也有600万美元的说法（大公报）。", [RFA_560, TKP_600]),
    ("大桥明年通车，大公报报道；自由亚洲电台说工期两年。", [RFA_560, TKP_600]),
    ("自由亚洲电台和大公报都报道了大桥的造价。", [RFA_560, TKP_600]),
    ("与大公报不同，自由亚洲电台说造价为560万美元。", [RFA_560, TKP_600]),
    ("不同于大公报，自由亚洲电台说造价为560万美元。", [RFA_560, TKP_600]),
    ("李华告诉大公报，大桥明年通车；王强告诉自由亚洲电台，钢材不合格。", [TKP_TOLD, RFA_TOLD]),
    ("李华接受大公报采访时说，大桥明年通车。", [TKP_TOLD]),
    ("王强对自由亚洲电台说钢材不合格。", [RFA_OURS]),
    ("王强告诉自由亚洲电台，钢材不合格。", [RFA_OURS]),
    ("美国之音援引《华尔街日报》的报道说，油价上涨。", [VOA_WSJ]),
    ("据《华尔街日报》报道，油价上周上涨。", [VOA_WSJ]),
    ("萨克斯对福克斯新闻说，这是可能的。", [VOA_FOX]),
    ("萨克斯认为这是可能的，据美国之音报道。", [VOA_FOX]),
    ("自由亚洲电台报道油价上涨、航班取消，大公报则关注暴雨停课。", [RFA_OIL, TKP_RAIN]),
    ("大公报报道暴雨淹没村庄，自由亚洲电台报道油价上涨。", [RFA_OIL, TKP_RAIN]),
    ("大公报说暴雨淹没了三个村庄。油价上周上涨。", [RFA_OIL, TKP_RAIN]),
    ("两家媒体都没有说造价为何不断上涨。", [RFA_560, TKP_600]),
    ("大公網指出造價約600萬美元。", [TKP_600]),
    ("自由亞洲電台說造價560萬美元，大公報則說600萬美元。", [RFA_560, TKP_600]),
    ("據自由亞洲電台，鋼材不合格。", [RFA_TOLD]),
    ("李華告訴大公報，大橋明年通車。", [TKP_TOLD]),
    ("美國之音引述《華爾街日報》說油價上漲。", [VOA_WSJ]),
    ("自由亞洲電台報導油價上漲，大公報報導暴雨停課。", [RFA_OIL, TKP_RAIN]),
    ("According to RFA, the bridge cost $5.6 million.", [RFA_560]),
    ("The bridge cost $5.6 million, according to Radio Free Asia.", [RFA_560]),
    ("RFA puts the cost at $5.6 million, Ta Kung Pao at $6 million.", [RFA_560, TKP_600]),
    ("Ta Kung Pao says $6 million, while Radio Free Asia says $5.6 million.", [RFA_560, TKP_600]),
    ("The cost was $5.6 million (RFA) or about $6 million (Ta Kung Pao).", [RFA_560, TKP_600]),
    ("Both RFA and Ta Kung Pao report on the cost of the bridge.", [RFA_560, TKP_600]),
    ("Unlike Ta Kung Pao, RFA puts the cost at $5.6 million.", [RFA_560, TKP_600]),
    ("Wang Qiang told RFA that the steel was substandard.", [RFA_OURS]),
    ("Li Hua told Ta Kung Pao the bridge opens next year.", [TKP_TOLD]),
    ("Sacks told Fox News that it was possible.", [VOA_FOX]),
    ("VOA, citing the Wall Street Journal, says oil prices rose.", [VOA_WSJ]),
    ("Oil prices rose last week, the Wall Street Journal reported.", [VOA_WSJ]),
    ("VOA says the bridge cost $5.6 million, Ta Kung Pao $6 million.", [VOA_EN, TKP_600]),
    ("美国之音说大桥造价560万美元，大公报说600万美元。", [VOA_EN, TKP_600]),
    ("It was time, officials said, for science to speak.", [VOA_EN]),
    ("专家说，是时候了。", [RFA_560]),
]
FAILS: list[tuple[str, Quotes]] = [
    ("美国之音说造价560万美元。", [RFA_560]),
    ("据大公报报道，造价为560万美元。", [RFA_560]),
    ("据自由亚洲电台报道，造价为600万美元，大公报则说是560万美元。", [RFA_560, TKP_600]),
    ("大公报写的是560万美元，RFA写的是600万美元。", [RFA_560, TKP_600]),
    ("造价是600万美元（自由亚洲电台），也有560万美元的说法（大公报）。", [RFA_560, TKP_600]),
    ("大桥明年通车，自由亚洲电台报道；大公报说工期两年。", [RFA_560, TKP_600]),
    ("大公报说造价560万美元。", [RFA_560, TKP_600]),
    ("李华告诉自由亚洲电台，大桥明年通车；王强告诉大公报，钢材不合格。", [TKP_TOLD, RFA_TOLD]),
    ("李华接受自由亚洲电台采访时说，大桥明年通车。", [TKP_TOLD]),
    ("王强告诉美国之音，钢材不合格。", [RFA_OURS]),
    ("王强告诉路透社，钢材不合格。", [RFA_OURS]),
    ("据彭博社报道，油价上周上涨。", [VOA_WSJ]),
    ("美国之音援引路透社的报道说，油价上涨。", [VOA_WSJ]),
    ("萨克斯告诉美国之音，这是可能的。", [VOA_FOX]),
    ("萨克斯对CNN说，这是可能的。", [VOA_FOX]),
    ("自由亚洲电台报道暴雨停课，大公报则关注油价上涨、航班取消。", [RFA_OIL, TKP_RAIN]),
    ("大公报报道油价上涨，自由亚洲电台报道暴雨淹没村庄。", [RFA_OIL, TKP_RAIN]),
    ("据纽约时报报道，造价560万美元。", [RFA_560]),
    ("自由亞洲電台說造價600萬美元，大公報則說560萬美元。", [RFA_560, TKP_600]),
    ("據美國之音，鋼材不合格。", [RFA_TOLD]),
    ("李華告訴自由亞洲電台，大橋明年通車。", [TKP_TOLD]),
    ("美國之音引述法新社說油價上漲。", [VOA_WSJ]),
    ("大公報報導油價上漲，自由亞洲電台報導暴雨停課。", [RFA_OIL, TKP_RAIN]),
    ("據法新社報導，學校停課。", [TKP_RAIN]),
    ("According to VOA, the bridge cost $5.6 million.", [RFA_560]),
    ("The bridge cost $5.6 million, according to Ta Kung Pao.", [RFA_560]),
    ("RFA puts the cost at $6 million, Ta Kung Pao at $5.6 million.", [RFA_560, TKP_600]),
    ("Ta Kung Pao says $5.6 million, while Radio Free Asia says $6 million.", [RFA_560, TKP_600]),
    ("The cost was $6 million (RFA) or about $5.6 million (Ta Kung Pao).", [RFA_560, TKP_600]),
    ("Wang Qiang told VOA that the steel was substandard.", [RFA_OURS]),
    ("Wang Qiang told Reuters that the steel was substandard.", [RFA_OURS]),
    ("Li Hua told RFA the bridge opens next year.", [TKP_TOLD]),
    ("Sacks told VOA that it was possible.", [VOA_FOX]),
    ("Sacks told the BBC that it was possible.", [VOA_FOX]),
    ("Oil prices rose last week, Bloomberg reported.", [VOA_WSJ]),
    ("According to the New York Times, schools closed.", [TKP_RAIN]),
    ("VOA says the bridge cost $6 million, Ta Kung Pao $5.6 million.", [VOA_EN, TKP_600]),
    ("美国之音说大桥造价600万美元，大公报说560万美元。", [VOA_EN, TKP_600]),
]


@pytest.fixture(scope="module")
def knowledge(answerer: Answerer) -> Knowledge:
    search = answerer.search
    return Knowledge(search.registry, Meanings(search.lexicon, search.glossary))


def flaws(statement: str, quotes: Quotes, knowledge: Knowledge) -> list[str]:
    evidence = tuple(_evidence(outlet, words, knowledge) for outlet, words in quotes)
    claim = Claim(Statement(statement, evidence), language_of(statement), knowledge)
    return [flaw.detail for flaw in check_outlets(claim)]


def _evidence(outlet: str, words: str, knowledge: Knowledge) -> Evidence:
    source = Source(knowledge.registry[outlet], "标题", language_of(words))
    return Evidence(Article(outlet, source, words), 0, len(words))


@pytest.mark.parametrize(("statement", "quotes"), HOLDS)
def test_the_outlet_that_says_so_may_be_named(
    statement: str, quotes: Quotes, knowledge: Knowledge
) -> None:
    assert flaws(statement, quotes, knowledge) == []


@pytest.mark.parametrize(("statement", "quotes"), FAILS)
def test_another_outlet_is_a_flaw(statement: str, quotes: Quotes, knowledge: Knowledge) -> None:
    assert flaws(statement, quotes, knowledge)


def test_every_sentence_of_the_seeds_is_held_by_itself(knowledge: Knowledge) -> None:
    stopped = [
        (sentence, found)
        for article in read_seeds(SEEDS)[1]
        for s in sentences_of(article)
        if (sentence := article.words_of(s))
        and (found := flaws(sentence, [(article.source.outlet.id, sentence)], knowledge))
    ]
    assert stopped == []
