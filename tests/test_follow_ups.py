"""Follow-ups by rule: what they put in place of what, and what they lean on."""

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Answer, Author, Evidence, Reason, Refusal, Statement
from bot.answering.conversation import Chat, Turn, cited_in, recalled
from bot.answering.follow_ups import follow, standing
from bot.answering.unheld import demanded
from retrieval.articles import Article, Source
from retrieval.outlets import Outlet

DEEPSEEK = "DeepSeek的训练成本是多少?"


@pytest.mark.parametrize(
    ("last", "text", "question", "outlets"),
    [
        ("拉奇怎么看DeepSeek?", "不是拉奇，我问的是萨克斯", "萨克斯怎么看DeepSeek?", set()),
        ("拉奇怎麼看DeepSeek?", "不是拉奇，我問的是薩克斯", "薩克斯怎麼看DeepSeek?", set()),
        ("What did Luckey say?", "No, I meant Sacks, not Luckey.", "What did Sacks say?", set()),
        (DEEPSEEK, "不对，是GPT-4的", "GPT-4的训练成本是多少?", set()),
        (
            "What does RFA say about Italy?",
            "I meant VOA",
            "What does RFA say about Italy?",
            {"voa"},
        ),
        ("英伟达股价跌了多少?", "那微软呢?", "微软股价跌了多少?", set()),
        (
            "How much did Nvidia fall?",
            "What about Microsoft?",
            "How much did Microsoft fall?",
            set(),
        ),
        ("What came out in 2024?", "and in January 2025?", "What came out in January 2025?", set()),
        ("英伟达股价跌了多少?", "为什么?", "英伟达股价跌了 为什么?", set()),
        (DEEPSEEK, "", DEEPSEEK, set()),
        (DEEPSEEK, "意大利为什么下架DeepSeek?", "意大利为什么下架DeepSeek?", set()),
        (DEEPSEEK, "萨克斯说他不确定吗?", "萨克斯说他不确定吗?", set()),
        (
            "How far did Nvidia fall?",
            "How much did it cost to train DeepSeek?",
            "How much did it cost to train DeepSeek?",
            set(),
        ),
        (
            "How far did Nvidia fall?",
            "Is it true that DeepSeek stole data?",
            "Is it true that DeepSeek stole data?",
            set(),
        ),
        (
            "What is DeepSeek?",
            "How much did it cost to train?",
            "How much did it cost to train? deepseek",
            set(),
        ),
        (
            "What is DeepSeek?",
            "Did it cost more than GPT-4?",
            "Did it cost more than GPT-4? deepseek",
            set(),
        ),
        ("DeepSeek用了蒸馏吗?", "那成本呢?", "DeepSeek 成本", set()),
        ("DeepSeek 成本", "那成本呢?", "DeepSeek 成本", set()),
        ("成本是多少?", "那路透社呢?", "路透社: 成本是多少?", set()),
        ("Is it true?", "And Reuters?", "Reuters: Is it true?", set()),
    ],
)
def test_what_is_asked_after_a_question(
    last: str, text: str, question: str, outlets: set[str], answerer: Answerer
) -> None:
    chat = Chat((Turn(last, frozenset(), "en"),))
    search = answerer.search
    asked = follow(
        text,
        chat,
        search.lexicon,
        lambda t: frozenset(search.asked(t)),
        lambda t: demanded(t, search.everyone),
    )
    assert (asked.question, set(asked.outlets)) == (question, outlets)


@pytest.mark.parametrize(
    ("parts", "stands"),
    [
        (("微软跌了多少?", "它的会计是谁?"), ("微软跌了多少?", "它的会计是谁? 微软")),
        (("成本是多少?", "各家说法一致吗?"), ("成本是多少? 各家说法一致吗?",)),
        (("DeepSeek是剽窃吗?", "还是创新?"), ("DeepSeek是剽窃吗? 还是创新?",)),
    ],
)
def test_the_parts_of_a_message_stand_alone(
    parts: tuple[str, ...], stands: tuple[str, ...], answerer: Answerer
) -> None:
    assert standing(parts, answerer.search.lexicon) == stands


def test_what_was_cited_is_recalled_to_the_letter() -> None:
    source = Source(Outlet("voa", {"en": "Voice of America"}, "broadcaster"), "标题", "zh-Hans")
    evidence = Evidence(Article("a", source, "跌了。涨了。"), 0, 3)
    answer = Answer((Statement("It fell.", (evidence, evidence)),), Author.MODEL)
    assert cited_in(answer) == (evidence,)
    reply = recalled(Chat((Turn("?", frozenset(), "en", cited_in(answer)),)))
    assert isinstance(reply, Answer)
    assert [(s.text, s.is_quotation) for s in reply.statements] == [("跌了。", True)]


def test_nothing_is_recalled_where_nothing_was_cited() -> None:
    turn = Turn("?", frozenset(), "en", cited_in(Refusal(Reason.OFF_TOPIC)))
    assert recalled(Chat((turn,))) == recalled(Chat()) == Refusal(Reason.NOTHING_SAID)
