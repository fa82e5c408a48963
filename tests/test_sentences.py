"""Sentences: where they end, where they do not, and that no word falls between two of them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.languages import has_han
from retrieval.sentences import LONGEST, LONGEST_QUOTATION, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("between", ["", " ", "\u3000", "\n", "\r\n\r\n"])
@pytest.mark.parametrize(
    "expected",
    [
        ["成本是多少?", "不到六百万!", "真的吗?", "是的,他说。"],
        ["雨停了。", "風還在吹！", "誰知道？！", "我知道。"],
    ],
)
def test_chinese_sentences_end_at_their_marks(expected: list[str], between: str) -> None:
    assert sentences(between.join(expected)) == expected


@pytest.mark.parametrize("between", [" ", "  ", "\n", "\r\n\r\n"])
def test_english_sentences_end_at_marks_with_a_blank(between: str) -> None:
    expected = ["It rained.", "Was it cold?", "Yes!", "(We left.)", "The end"]
    assert sentences(between.join(expected)) == expected


@pytest.mark.parametrize(
    "whole",
    [
        "训练花了557.6万美元,涨了3.5%。",
        "Mr. Li paid $5.6 million to Acme Inc. in Jan. 2025.",
        "The U.S. said no.",
        "Some models, e.g. this one, are small.",
        "See v1.2.3 on example.com now.",
        "他说：“不可能。绝对不可能！”",
        "他說：「不可能。絕對不可能！」",
        "他問:「他真的說『不。』了嗎?」",
        '"Is it true?" she asked.',
        "“我们没有这样做。”发言人说。",
        "「我們沒有這樣做。」發言人表示。",
        "“真的？”，他不信。",
        "《谁是赢家？》的作者来了。",
        '他说"好。走吧。"',
        "“可以！”的回答让人意外。",
    ],
)
def test_what_is_one_sentence_stays_whole(whole: str) -> None:
    following = "第二句在这里。"
    assert sentences(f"{whole} {following}") == [whole, following]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、横空出世\n模型发布了。", ["一、横空出世", "模型发布了。"]),
        ("“一个很长很长的小标题” 正文开始了。", ["“一个很长很长的小标题”", "正文开始了。"]),
        ("“东数西算” 工程开始了。", ["“东数西算” 工程开始了。"]),
        (
            "他说：“没有收尾。这是第二句。\n下一段。",
            ["他说：“没有收尾。", "这是第二句。", "下一段。"],
        ),
        ("他說：「沒有收尾。第二句。", ["他說：「沒有收尾。", "第二句。"]),
        ('A stray " mark. It ends.', ['A stray " mark.', "It ends."]),
        ("一句话。（注：说明。）又一句。", ["一句话。", "（注：说明。）", "又一句。"]),
        ("No. 5 is out. No doubt.", ["No. 5 is out.", "No doubt."]),
        ("没有句号的一行", ["没有句号的一行"]),
    ],
)
def test_headings_and_unclosed_quotations(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["", " \n\u3000\r\n", "...", "01", "——", "😀!", "5.6%"])
def test_what_holds_no_word_is_no_sentence(text: str) -> None:
    assert sentences(text) == []


def test_a_quotation_too_long_to_be_one_sentence_is_cut_at_its_own_ends() -> None:
    spoken = ["一", *["这是很长的一段话。"] * 40]
    text = "“" + "。".join(spoken) + "”"
    assert len(text) > LONGEST_QUOTATION
    assert len(sentences(text)) > 20


def test_an_overlong_run_is_cut_at_a_clause() -> None:
    clause = "这一句没有句号，"
    found = sentences(clause * 120)
    assert all(len(sentence) <= LONGEST for sentence in found)
    assert all(sentence.endswith("，") for sentence in found)
    assert "".join(found) == clause * 120


def test_an_overlong_run_without_a_clause_is_cut_all_the_same() -> None:
    assert [len(sentence) for sentence in sentences("字" * 1000)] == [LONGEST, LONGEST, 200]


@pytest.mark.parametrize(
    "text", ["字" * 395 + "1,000人来了", "字" * 398 + "12345人", "字" * 380 + "10:30" + "字" * 30]
)
def test_an_overlong_run_is_never_cut_inside_a_number(text: str) -> None:
    cuts = {end for _, end in split_sentences(text)[:-1]}
    number = re.search(r"\d[\d,:]*\d", text)
    assert number
    assert cuts.isdisjoint(range(number.start() + 1, number.end()))


@pytest.mark.parametrize(
    "whole", ["「你好嗎?」他問。", "“不会。”该公司回应。", "“会的。”他补充道。"]
)
def test_a_quotation_keeps_the_speaker_that_follows(whole: str) -> None:
    assert sentences(whole) == [whole]


MARKS = '。！？!?.,，:：;"“”‘’「」『』《》（）() \n\r\t\u3000\u2028'
WORDS = [
    "字",
    "說",
    "的",
    "表示",
    "a",
    "word",
    "Mr.",
    "U.S.",
    "3.5",
    "1,000",
    "……",
    "é",
    "か",
    "😀",
    "𠀀",
    "\ufeff",
]
PIECES = st.sampled_from([*MARKS, *WORDS, "x" * 90, "长句子" * 70])
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


@settings(deadline=None)  # our machines may be busy
@given(TEXTS)
def test_spans_are_in_order_apart_inside_the_text_and_trimmed(text: str) -> None:
    spans = split_sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    for start, end in spans:
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        assert end - start <= LONGEST


@settings(deadline=None)  # our machines may be busy
@given(TEXTS)
def test_no_chinese_character_is_lost(text: str) -> None:
    kept = "".join(sentences(text))
    assert list(filter(has_han, kept)) == list(filter(has_han, text))


@settings(deadline=None)  # our machines may be busy
@given(TEXTS)
def test_a_sentence_split_again_is_the_same_text(text: str) -> None:
    for sentence in sentences(text):
        assert "".join("".join(sentences(sentence)).split()) == "".join(sentence.split())
