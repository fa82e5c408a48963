"""The types: words without evidence cannot be made into an answer."""

from pathlib import Path

import pytest

from bot.answering.answers import Answer, Author, Evidence, Statement
from retrieval.articles import Article, Source
from retrieval.outlets import Registry

REGISTRY = Registry.load(Path(__file__).parents[1] / "seeds" / "outlets.toml")
ARTICLE = Article(
    "one", Source(REGISTRY["voa"], "標題", "zh-Hant"), "杜奕瑾說:算力重要。 \n\u3000\n 完。"
)
QUOTE = Evidence(ARTICLE, 0, 10)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(0, 0, id="nothing"),
        pytest.param(4, 3, id="backwards"),
        pytest.param(-3, 2, id="before the text"),
        pytest.param(-3, -1, id="counted from the end"),
        pytest.param(0, len(ARTICLE.text) + 1, id="past the end"),
        pytest.param(99, 100, id="elsewhere"),
        pytest.param(10, 14, id="blank, with an ideographic space"),
    ],
)
def test_evidence_is_words_of_the_article(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no words at .* of one"):
        Evidence(ARTICLE, start, end)


def test_evidence_is_cut_from_the_text() -> None:
    assert QUOTE.quote == "杜奕瑾說:算力重要。"
    assert QUOTE.source.outlet.id == "voa"
    assert Evidence(ARTICLE, 0, len(ARTICLE.text)).quote == ARTICLE.text


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000"])
def test_a_statement_has_words(text: str) -> None:
    with pytest.raises(ValueError, match="words and evidence"):
        Statement(text, (QUOTE,))


def test_a_statement_has_evidence() -> None:
    with pytest.raises(ValueError, match="words and evidence"):
        Statement("算力重要。", ())


@pytest.mark.parametrize("author", Author)
def test_an_answer_has_statements(author: Author) -> None:
    with pytest.raises(ValueError, match="needs statements"):
        Answer((), author)


def test_nothing_can_be_taken_away_afterwards() -> None:
    statement = Statement(QUOTE.quote, (QUOTE,))
    with pytest.raises(AttributeError):
        statement.evidence = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        QUOTE.end = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "evidence", "is_quotation"),
    [
        (QUOTE.quote, (QUOTE,), True),
        ("算力重要。", (QUOTE,), False),
        (QUOTE.quote, (QUOTE, QUOTE), False),
    ],
)
def test_a_quotation_is_an_outlets_words_and_nothing_else(
    text: str, evidence: tuple[Evidence, ...], is_quotation: bool
) -> None:
    assert Statement(text, evidence).is_quotation is is_quotation
