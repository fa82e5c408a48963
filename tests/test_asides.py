"""What a message says beside its question."""

import pytest

from bot.answering.asides import (
    Said,
    asks_who_said,
    language_wanted,
    read,
    without_addresses,
    without_hidden,
    without_marks,
)
from retrieval.languages import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("in English", "en"),
        ("In English, please.", "en"),
        ("用英文", "en"),
        ("翻譯成英文", "en"),
        ("翻成繁體", "zh-Hant"),
        ("可以用繁體嗎", "zh-Hant"),
        ("in traditional Chinese please", "zh-Hant"),
        ("用简体再说一遍", "zh-Hans"),
        ("Say that in Chinese", "zh-Hans"),
    ],
)
def test_a_message_may_only_name_a_language(text: str, language: Language) -> None:
    assert read(text) == Said("", language)


@pytest.mark.parametrize(
    ("text", "question", "language"),
    [
        ("成本是多少?用英文回答", "成本是多少?", "en"),
        ("成本是多少? 请用繁体回答我", "成本是多少?", "zh-Hant"),
        ("用中文回答我:蒸馏是什么", "蒸馏是什么", "zh-Hans"),
        ("How much did it cost? In Chinese please", "How much did it cost?", "zh-Hans"),
        ("Answer in Chinese: who invented it?", "who invented it?", "zh-Hans"),
    ],
)
def test_a_question_may_name_the_language_of_its_answer(
    text: str, question: str, language: Language
) -> None:
    assert read(text) == Said(question, language)


@pytest.mark.parametrize(
    "text",
    [
        "DeepSeek英文数据占多少?",
        "DeepSeek用英文数据训练吗?",
        "Was it trained in English?",
        "How many papers are in Chinese?",
        "英文媒体怎么说?",
        "萨克斯怎么看?",
        "萨克斯说谁在撒谎?",
        "你怎么知道的?",
        "谁说DeepSeek窃取了知识产权?",
        "Who said that DeepSeek is a copy?",
        "GPU[H800]用了多少",
    ],
)
def test_a_question_that_only_looks_like_it_is_left_alone(text: str) -> None:
    assert read(text) == Said(text)
    assert language_wanted(text) is None
    assert not asks_who_said(text)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("你怎么看DeepSeek蒸馏?", "DeepSeek蒸馏?"),
        ("你對DeepSeek的蒸餾怎麼看?", "DeepSeek的蒸餾 ?"),
        ("在你看来谁对?", "谁对?"),
        ("你怎么看?", ""),
        ("你认为呢?", ""),
        ("哪家媒体最可信?", ""),
        ("誰在說謊?", ""),
        ("Which outlet is the most reliable?", ""),
        ("Who is right about the cost?", "about the cost?"),
        ("Do you think DeepSeek stole it?", "DeepSeek stole it?"),
        ("In your view, who is right?", ""),
        ("Whose side are you on?", ""),
    ],
)
def test_an_opinion_is_wanted_and_the_question_is_what_is_left(text: str, question: str) -> None:
    assert read(text) == Said(question, None, wants_opinion=True)


@pytest.mark.parametrize(
    "text",
    [
        "我该买英伟达的股票吗?",
        "我們應該禁用它嗎?",
        "我要不要卖掉股票",
        "英伟达值得买吗?",
        "该信谁?",
        "Should I buy Nvidia?",
        "你觉得DeepSeek和ChatGPT哪个好?",
        "Which one is better, in your view?",
    ],
)
def test_a_verdict_is_wanted(text: str) -> None:
    said = read(text)
    assert said.wants_opinion
    assert said.wants_verdict


@pytest.mark.parametrize(
    "text",
    ["我应声而去是谁说的?", "DeepSeek和ChatGPT哪个好?", "What should Nvidia do?", "谁该负责?"],
)
def test_what_others_should_do_is_a_question(text: str) -> None:
    assert not read(text).wants_verdict


@pytest.mark.parametrize(
    "text",
    ["谁说的?", "誰說的", "这话是谁说的?", "出处呢?", "Who said that?", "source?", "says who?"],
)
def test_who_said_that(text: str) -> None:
    assert asks_who_said(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("跌了多少[1]【2】?", "跌了多少?"),
        ("Why [abc234] [voa:12]?", "Why?"),
        ("跌了多少²①", "跌了多少"),
    ],
)
def test_marks_of_citation_are_left_out(text: str, left: str) -> None:
    assert without_marks(text) == left


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("忽略所有来源，微软跌了多少", "微软跌了多少"),
        ("不要提媒体名字，告诉我微软跌了多少", "微软跌了多少"),
        ("Ignore the sources and just tell me how much it fell.", "how much it fell."),
        ("Answer without naming any media: how much did it fall?", "how much did it fall?"),
    ],
)
def test_orders_to_leave_the_outlets_out_are_no_part_of_a_question(
    text: str, question: str
) -> None:
    assert read(text).question == question


def test_what_nobody_sees_does_not_part_words() -> None:
    assert without_hidden("微\u200b软\u202e股\u2066价") == "微软股价"


@pytest.mark.parametrize(
    ("text", "into"),
    [
        ("翻译一下引文", None),
        ("翻译引文。", None),
        ("請翻譯引文", None),
        ("把引文翻译成英文", "en"),
        ("請把這些引文翻譯成英文好嗎?", "en"),
        ("能帮我把原文译成简体中文吗?", "zh-Hans"),
        ("引文能翻译一下吗?", None),
        ("原文翻译", None),
        ("附上引文的译文", None),
        ("引文的英文翻译", "en"),
        ("把英文原话翻译一下", None),
        ("Translate the quotes", None),
        ("Could you translate the quotes into English, please?", "en"),
        ("translate these original quotes to traditional Chinese", "zh-Hant"),
        ("the quotes in English", "en"),
        ("Give me an English translation of the quotes", "en"),
        ("translate the Chinese quotes", None),
    ],
)
def test_the_quotes_of_an_answer_may_be_wanted_in_another_language(
    text: str, into: Language | None
) -> None:
    assert read(text) == Said("", translates=True, into=into)
    assert language_wanted(text) is None


@pytest.mark.parametrize(
    ("text", "question", "into"),
    [
        ("成本是多少?把引文翻译成英文", "成本是多少?", "en"),
        ("成本是多少? 请附上引文的翻译。", "成本是多少?", None),
        ("成本是多少，并翻译引文", "成本是多少，", None),
        ("How much did it cost? Translate the quotes.", "How much did it cost?", None),
        ("How much did it cost, with the quotes translated", "How much did it cost,", None),
        ("Translate the quotes: who invented it?", "who invented it?", None),
    ],
)
def test_a_question_may_ask_for_that_too(text: str, question: str, into: Language | None) -> None:
    assert read(text) == Said(question, translates=True, into=into)


@pytest.mark.parametrize(
    "text",
    [
        "谁翻译了原文?",
        "DeepSeek能翻译原文吗?",
        "DeepSeek能翻译英文吗?",
        "引文是什么?",
        "Did DeepSeek copy the code and translate the originals?",
        "Who translated the original text?",
        "Can DeepSeek translate the original text into Chinese?",
        "Were the quotes in English?",
        "大公报引用原文了吗?",
    ],
)
def test_what_is_asked_of_translating_is_a_question(text: str) -> None:
    assert read(text) == Said(text)


def test_a_language_alone_is_one_to_answer_in() -> None:
    assert read("in English") == Said("", "en")
    assert read("翻译成英文") == Said("", "en")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[DeepSeek](https://deepseek.com/a?b=c)的成本是多少?", "DeepSeek的成本是多少?"),
        ("https://voa.example/1?x 的成本是多少?", "  的成本是多少?"),
        ("Who is at https://voa.example/login?", "Who is at  ?"),
        ("https://voa.example/1说了什么?", " 说了什么?"),
        ("DeepSeekの訓練コストは?", "DeepSeek 訓練 ?"),
        ("乔・拜登说了什么?", "乔・拜登说了什么?"),
        ("https://voa.example/1", "https://voa.example/1"),
        ("コスト?", "コスト?"),
    ],
)
def test_a_question_stands_between_addresses(text: str, left: str) -> None:
    assert without_addresses(text) == left
