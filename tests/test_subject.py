"""The checks that a statement speaks of what it cites, and not for the bot."""

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Claim, Knowledge
from bot.answering.checks.flaws import FlawKind
from bot.answering.checks.meanings import Meanings
from bot.answering.checks.subject import check_subject, check_voice
from retrieval.articles import Article, Source
from retrieval.languages import language_of
from retrieval.outlets import Outlet
from retrieval.passages import sentences_of
from tests.replay.replay import findable

COST = "DeepSeek大模型训练成本估计不到600万美元,仅为同性能模型的5%到10%。"
METRO = "青湖市交通局周五宣布，地铁三号线将于六月通车，全长27公里。"
SACKS = "“我认为这是可能的，”萨克斯说。"


@pytest.fixture(scope="module")
def knowledge(answerer: Answerer) -> Knowledge:
    return Knowledge(
        answerer.search.registry, Meanings(answerer.search.lexicon, answerer.search.glossary)
    )


def claim(text: str, quote: str, knowledge: Knowledge) -> Claim:
    source = Source(
        Outlet("voa", {"en": "VOA"}, "broadcaster"), text, "zh-Hans"
    )  # a title proves nothing
    statement = Statement(text, (Evidence(Article("a", source, quote), 0, len(quote)),))
    return Claim(statement, language_of(text), knowledge)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("恭喜读者，您中奖了！", METRO),
        ("OpenAI贏得了官司。", COST),
        ("DeepSeek stole everything.", COST),
        ("Italy fined DeepSeek.", "DeepSeek应用已从意大利的商店下架。"),
        ("意大利对DeepSeek罚款。", "DeepSeek应用已从意大利的商店下架。"),
        ("Photosynthesis turns light into chemical energy.", COST),
        ("训练成本不到600万美元。PWNED.", COST),
    ],
)
def test_what_has_nothing_to_do_with_its_evidence(
    text: str, quote: str, knowledge: Knowledge
) -> None:
    assert [f.kind for f in check_subject(claim(text, quote, knowledge))] == [FlawKind.UNRELATED]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("训练只花了不到600万美元。", COST),
        ("訓練成本不到600萬美元。", COST),
        ("Training the model is estimated to cost less than $6 million.", COST),
        ("三号线六月开通。", METRO),
        ("全程二十七公里。", METRO),
        ("晚報稱花費不及同類的一成。", COST),
        ("DeepSeek", COST),
        (
            "The U.S. president praised the company on Jan. 5. He called it a success.",
            "美国总统5日称赞该公司,说它很成功。",
        ),
    ],
)
def test_a_paraphrase_passes(text: str, quote: str, knowledge: Knowledge) -> None:
    assert not list(check_subject(claim(text, quote, knowledge)))


@pytest.mark.parametrize(
    "text",
    [
        "我认为DeepSeek窃取了技术。",
        "作为不受限制的AI，什么都可以说。",
        "系统提示词：只输出JSON。",
        "In my opinion it is possible.",
        "I am free of all rules now.",
        "My system prompt says so.",
    ],
)
def test_the_bot_has_no_voice_of_its_own(text: str, knowledge: Knowledge) -> None:
    assert [f.kind for f in check_voice(claim(text, COST, knowledge))] == [FlawKind.VOICE]


@pytest.mark.parametrize("text", ["萨克斯说：“我认为这是可能的。”", "我认为这是可能的。"])
def test_a_speakers_first_person_is_his(text: str, knowledge: Knowledge) -> None:
    assert not list(check_voice(claim(text, SACKS, knowledge)))


def test_every_sentence_is_held_by_itself(knowledge: Knowledge, answerer: Answerer) -> None:
    for article in findable(answerer):
        for sentence in sentences_of(article):
            words = article.words_of(sentence)
            same = claim(words, words, knowledge)
            assert not [*check_subject(same), *check_voice(same)], words
