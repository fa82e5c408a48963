"""Keyword tokens: the same for either script, width and case."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.languages import fold
from retrieval.tokens import keyword_tokens, stems


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("，。!", []),
        ("雨", ["雨"]),
        ("下大雨", ["下", "大", "雨", "下大", "大雨"]),
        ("雨。风", ["雨", "风"]),
        ("AI模型", ["ai", "模", "型", "模型"]),
        ("557.6万", ["557.6", "万", "=5576000"]),
        ("1,000,000", ["1000000", "=1000000"]),
        ("GPT-4o", ["gpt", "4o", "gpt4o"]),
        (
            "五百五十七万六千",
            [
                *"五百五十七万六千",
                "五百",
                "百五",
                "五十",
                "十七",
                "七万",
                "万六",
                "六千",
                "=5576000",
            ],
        ),
        ("5.576 million", ["5.576", "million", "=5576000"]),
        ("Training costs", ["train", "cost"]),
        ("snake_case", ["snake", "case"]),
        ("café", ["café"]),
        ("𠀀", ["𠀀"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert keyword_tokens(text) == tokens


@pytest.mark.parametrize(
    "same",
    [
        ("訓練成本", "训练成本"),
        ("ＤｅｅｐＳｅｅｋ", "deepseek", "DeepSeek"),
        ("５.６萬", "5.6万"),
        ("distill", "Distilled", "DISTILLING"),
        ("cost", "costs"),
    ],
)
def test_what_reads_the_same_has_the_same_tokens(same: tuple[str, ...]) -> None:
    assert len({tuple(keyword_tokens(text)) for text in same}) == 1


def test_stems_leave_chinese_out() -> None:
    assert stems(fold("模型 Models 花了 5.6 million 美元,A100s")) == [
        "model",
        "5.6",
        "million",
        "a100s",
    ]


def test_numbers_side_by_side_stay_apart() -> None:
    assert "2024" in keyword_tokens("2023,2024年")


@settings(deadline=None)  # our machines may be busy
@given(st.text(max_size=60))
def test_no_token_is_empty_or_holds_a_blank(text: str) -> None:
    for token in keyword_tokens(text):
        assert token
        assert not any(character.isspace() for character in token)
        assert token == "".join(token.split())
