"""Languages: which one a reader wrote in, and texts made comparable."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.languages import (
    LANGUAGES,
    Language,
    fold,
    has_han,
    in_script,
    language_of,
    language_of_locale,
    to_simplified,
    to_traditional,
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("训练成本是多少?", "zh-Hans"),
        ("訓練成本是多少?", "zh-Hant"),
        ("為什麼", "zh-Hant"),
        ("What did it cost?", "en"),
        ("Who is 梁文锋?", "en"),
        ("Is it true that 梁文锋 said 没有偷?", "en"),
        ("Sam Altman 说了什么", "zh-Hans"),
        ("Sam Altman 說了什麼", "zh-Hant"),
        ("Altman怎么看 DeepSeek 的 training cost", "zh-Hans"),
        ("Nvidia shares", "en"),
        ("A股为什么跌了", "zh-Hans"),
    ],
)
@pytest.mark.parametrize("otherwise", LANGUAGES)
def test_the_words_tell_the_language(text: str, language: Language, otherwise: Language) -> None:
    assert language_of(text, otherwise) == language


@pytest.mark.parametrize("text", ["", "😀", "2025", "DeepSeek", "?!", "R1"])
@pytest.mark.parametrize("otherwise", LANGUAGES)
def test_what_is_in_no_language_is_in_the_one_before(text: str, otherwise: Language) -> None:
    assert language_of(text, otherwise) == otherwise


@pytest.mark.parametrize(
    ("otherwise", "language"), [("zh-Hans", "zh-Hans"), ("zh-Hant", "zh-Hant"), ("en", "zh-Hans")]
)
def test_chinese_common_to_both_scripts(otherwise: Language, language: Language) -> None:
    assert language_of("中文", otherwise) == language


@pytest.mark.parametrize("text", ["台北", "台北101", "起床", "山峰"])
def test_what_both_scripts_share_does_not_change_the_script(text: str) -> None:
    assert language_of(text, "zh-Hant") == "zh-Hant"


@pytest.mark.parametrize("text", ["A股", "IT行业", "WHO说"])
def test_a_latin_letter_in_a_chinese_word_is_not_english(text: str) -> None:
    assert language_of(text) == "zh-Hans"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-hans-sg", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("en-GB", "en"),
        ("de", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_language_of_a_locale(code: str | None, language: Language) -> None:
    assert language_of_locale(code) == language


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("訓練", "训练"),
        ("ＧＰＴ－４", "gpt-4"),
        ("Straße", "strasse"),
        ("①", "1"),
        ("臺灣", "台湾"),
        ("㈱", "(株)"),
        ("", ""),
    ],
)
def test_fold_leaves_one_script_width_and_case(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)  # our machines may be busy
@given(st.text(alphabet=st.characters(max_codepoint=0x2FFFF, exclude_categories=["Cs"])))
def test_folding_never_fails_and_has_no_capitals(text: str) -> None:
    assert not any("A" <= character <= "Z" for character in fold(text))


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-Hans", "软件与 software"), ("zh-Hant", "軟件與 software"), ("en", "軟件与 software")],
)
def test_a_text_is_put_in_the_readers_script(language: Language, text: str) -> None:
    assert in_script("軟件与 software", language) == text


def test_scripts_there_and_back() -> None:
    assert to_traditional("谁说的，为什么") == "誰說的，為什麼"
    assert to_simplified(to_traditional("谁说的，为什么")) == "谁说的，为什么"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a字", True), ("𠀀", True), ("㐀", True), ("かな", False), ("abc，。", False), ("", False)],
)
def test_chinese_characters_are_told_from_others(text: str, expected: bool) -> None:
    assert has_han(text) is expected
