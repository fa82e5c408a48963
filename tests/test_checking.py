"""`whosaid check`: the gate by itself, beside quotes or an article."""

from collections.abc import Iterator

import pytest

from bot.answering.checking import Checked, Checker, Quoted
from bot.answering.checks.flaws import FlawKind
from bot.settings import Settings
from bot.workspace import opened_checker
from retrieval.articles import Article

STOCKS = "也正因为此,今天英伟达股价暴跌近17%,市值一天内就蒸发近6000亿美元。"


@pytest.fixture(scope="module")
def opened(settings: Settings) -> Iterator[tuple[Checker, dict[str, Article]]]:
    with opened_checker(settings) as (checker, store):
        yield checker, {article.source.outlet.id: article for article in store.articles()}


@pytest.fixture(scope="module")
def checker(opened: tuple[Checker, dict[str, Article]]) -> Checker:
    return opened[0]


@pytest.fixture(scope="module")
def articles(opened: tuple[Checker, dict[str, Article]]) -> dict[str, Article]:
    return opened[1]


def kinds(checked: Checked) -> list[FlawKind]:
    return [flaw.kind for flaw in checked.flaws]


@pytest.mark.parametrize(
    "outlet", ["leige", "雷歌视角", "雷歌視角", "Leige", "a paper nobody knows"]
)
def test_an_outlet_may_be_named_in_any_way(outlet: str, checker: Checker) -> None:
    assert checker.beside("英伟达股价暴跌近17%。", [Quoted(outlet, STOCKS)]).supported
    assert kinds(checker.beside("英伟达股价暴跌近71%。", [Quoted(outlet, STOCKS)])) == [
        FlawKind.NUMBER
    ]


def test_a_quote_that_an_article_holds_is_its_sentence(checker: Checker) -> None:
    (evidence,) = checker.beside("英伟达暴跌。", [Quoted("leige", STOCKS)]).evidence
    assert evidence.article.id
    assert evidence.source.day == "2025-01-27"
    assert evidence.quote == STOCKS


def test_a_quote_that_no_article_holds_is_its_own(checker: Checker) -> None:
    (evidence,) = checker.beside("英伟达暴跌。", [Quoted("leige", STOCKS + "真的。")]).evidence
    assert not evidence.article.id
    assert evidence.quote == STOCKS + "真的。"


@pytest.mark.parametrize("quotes", [[], [Quoted("leige", "")], [Quoted("leige", " \n")]])
def test_without_words_nothing_is_held(quotes: list[Quoted], checker: Checker) -> None:
    assert kinds(checker.beside("英伟达暴跌。", quotes)) == [FlawKind.ID]


@pytest.mark.parametrize("statement", ["", " ", "\n"])
def test_nothing_said_is_not_held(statement: str, checker: Checker) -> None:
    assert kinds(checker.beside(statement, [Quoted("leige", STOCKS)])) == [FlawKind.ID]


def test_an_article_is_looked_through_for_what_holds_a_statement(
    checker: Checker, articles: dict[str, Article]
) -> None:
    checked = checker.within("英伟达股价暴跌近17%。", articles["leige"])
    assert checked.supported
    assert "17%" in checked.evidence[0].quote


def test_it_takes_several_sentences_where_one_does_not_hold_it_all(
    checker: Checker, articles: dict[str, Article]
) -> None:
    checked = checker.within("R1的预训练费用557.6万美元，英伟达股价暴跌近17%。", articles["leige"])
    assert checked.supported
    assert len(checked.evidence) > 1


def test_what_an_article_does_not_hold_is_named(
    checker: Checker, articles: dict[str, Article]
) -> None:
    checked = checker.within("英伟达股价暴跌近71%。", articles["leige"])
    assert FlawKind.NUMBER in kinds(checked)
    assert checked.flaws[0].detail


@pytest.mark.parametrize(
    "statement",
    [
        "萨克斯说DeepSeek窃取了知识产权。",
        "Sacks said DeepSeek stole American intellectual property.",
    ],
)
def test_a_sentence_far_off_holds_nothing_where_a_nearer_one_says_less(
    statement: str, checker: Checker, articles: dict[str, Article]
) -> None:
    checked = checker.within(statement, articles["rfa"])
    assert kinds(checked) == [FlawKind.MODALITY]
    assert "可能的" in checked.evidence[0].quote
