"""Follow-ups: which questions lean on the one before, and what they take from it."""

import pytest

from bot.answering.answerer import Answerer
from bot.answering.conversation import Chat, Turn, is_about_bot, leans_back, stand_alone
from retrieval.languages import Language
from retrieval.terms import Lexicon

LEAN = [
    "那美国之音呢?",
    "美國之音呢?",
    "他还说了什么?",
    "她怎麼看?",
    "它的训练成本是多少?",
    "这是真的吗?",
    "這件事是真的嗎?",
    "那家公司在哪里?",
    "为什么?",
    "真的吗?",
    "該公司怎麼回應?",
    "前者和后者有什么不同?",
    "And VOA?",
    "Why?",
    "What else did he say?",
    "Is that true?",
    "When was it released?",
    "How do THEY explain this?",
]
STAND = [
    "DeepSeek的训练成本是多少?",
    "DeepSeek的訓練成本是多少?",
    "他国怎么看DeepSeek?",
    "其他公司用了多少GPU?",
    "英伟达股价跌了多少?",
    "How much did DeepSeek cost?",
    "Who invented distillation?",
    "What is Stargate?",
    "Thesis about Italy?",
]


@pytest.fixture(scope="module")
def lexicon(answerer: Answerer) -> Lexicon:
    return answerer.search.lexicon


@pytest.mark.parametrize("question", LEAN)
def test_a_follow_up_leans_back(question: str, lexicon: Lexicon) -> None:
    assert leans_back(question, lexicon.terms(question))


@pytest.mark.parametrize("question", STAND)
def test_a_question_with_its_own_subject_does_not(question: str, lexicon: Lexicon) -> None:
    assert not leans_back(question, lexicon.terms(question))


@pytest.mark.parametrize(
    ("question", "last", "alone"),
    [
        ("那美国之音呢?", "训练成本是多少?", "训练成本是多少? 那美国之音呢?"),
        ("And VOA?", "Who invented distillation?", "Who invented distillation? And VOA?"),
        ("为什么?", "英偉達股價跌了多少?", "英偉達股價跌了多少? 为什么?"),
        ("它的股价跌了多少?", "英伟达是什么?", "它的股价跌了多少? 英伟达"),
        ("他怎么看蒸馏?", "杜奕瑾是谁?", "他怎么看蒸馏? 杜奕瑾"),
        ("它的成本是多少?", "训练要用什么芯片?", "训练要用什么芯片? 它的成本是多少?"),
        ("他怎麼看英偉達?", "英伟达跌了多少?", "英伟达跌了多少? 他怎麼看英偉達?"),
    ],
)
def test_it_takes_what_it_needs_from_the_last_one(
    question: str, last: str, alone: str, lexicon: Lexicon
) -> None:
    assert stand_alone(question, last, lexicon.terms) == alone


def test_a_name_in_another_script_is_not_taken_twice(lexicon: Lexicon) -> None:
    alone = stand_alone("他和薩克斯怎麼說?", "萨克斯和特朗普怎么看?", lexicon.terms)
    assert "萨克斯" not in alone
    assert alone.endswith("特朗普")


def test_a_chat_remembers_the_last_six_turns() -> None:
    chat = Chat()
    for number in range(9):
        chat = chat.after(Turn(str(number), frozenset(), "en"))
    assert [turn.question for turn in chat.turns] == list("345678")


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_chat_is_not_changed_by_what_comes_after(language: Language) -> None:
    before = Chat((Turn("一", frozenset({"voa"}), language),))
    after = before.after(Turn("二", frozenset(), language))
    assert len(before.turns) == 1
    assert [turn.question for turn in after.turns] == ["一", "二"]


@pytest.mark.parametrize(
    "text",
    [
        "你是谁？",
        "你是誰",
        "您好,你是谁?",
        "你能做什么?",
        "你叫什么名字",
        "介绍一下你自己吧",
        "谁开发了你?",
        "who are you",
        "Hi, who are you?",
        "What can you do?",
        "Are you a bot?",
    ],
)
def test_a_message_may_ask_about_the_bot(text: str) -> None:
    assert is_about_bot(text)


@pytest.mark.parametrize(
    "text",
    [
        "介绍一下",
        "DeepSeek是谁?",
        "你是谁的支持者?",
        "Who are you quoting?",
        "who are they",
        "他是谁?",
    ],
)
def test_other_questions_are_about_the_news(text: str) -> None:
    assert not is_about_bot(text)
