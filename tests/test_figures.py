"""Figures of several outlets: what is one, what surely differs, and what is better left alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.answers import Evidence, Figure, Point, Relation, Statement
from bot.answering.checks.meanings import Meanings
from bot.answering.figures import Measured, agree, clash, measured, points_of
from retrieval.articles import Article, Known, Source
from retrieval.glossary.glossary import Glossary
from retrieval.ingest.aliases import read_aliases
from retrieval.outlets import Registry
from retrieval.search import WeighedTerm
from retrieval.terms import Lexicon

SEEDS = Path(__file__).parents[1] / "seeds"
REGISTRY = Registry.load(SEEDS / "outlets.toml")
ALIASES = read_aliases(Path(__file__).parents[1] / "seeds" / "aliases.toml")
MEANINGS = Meanings(Lexicon.of(ALIASES, REGISTRY), Glossary.load())
OUTLETS = ("rfa", "voa", "leige", "takungpao")


def said(
    text: str, outlet: str = "rfa", day: str | None = "2025-02-01", number: int = 0
) -> Statement:
    source = Source(REGISTRY[outlet], "标题", "zh-Hans", day)
    article = Article(f"{outlet}{number}", source, text)
    return Statement(text, (Evidence(article, 0, len(text)),))


def asked(*words: str) -> list[WeighedTerm]:
    found = MEANINGS.lexicon.terms(" ".join(words))
    return [WeighedTerm(term, 1.0, known=True) for term in found]


def figures(question: str, *texts: str) -> tuple[Measured, ...]:
    statements = [said(text, outlet) for text, outlet in zip(texts, OUTLETS, strict=False)]
    return measured(statements, asked(question), MEANINGS)


def relations(question: str, *texts: str) -> list[Relation]:
    return [point.relation for point in points_of(figures(question, *texts))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("训练成本为560万美元。", "训练成本为557.6万美元。"),
        ("训练成本不到600万美元。", "训练成本为557.6万美元。"),
        ("訓練成本約560萬美元。", "训练成本仅为557.6万美元。"),
        ("训练成本近600万美元。", "训练成本是580万美元。"),
        ("训练成本为5.576 million dollars。", "训练成本为557.6万美元。"),
        ("训练费用只有557.6万美元。", "训练成本为557.6万美元。"),
        ("训练成本超过5亿美元。", "训练成本为5亿美元。"),
    ],
)
def test_figures_that_are_one(one: str, other: str) -> None:
    first, second = figures("训练成本", one, other)
    assert agree(first, second) and agree(second, first)
    assert not clash(first, second) and not clash(second, first)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("训练成本为560万美元。", "训练成本为7800万美元。"),
        ("训练成本不到600万美元。", "训练成本为7800万美元。"),
        ("训练成本超过5亿美元。", "训练成本为1亿美元。"),
        ("训练成本为126万美元。", "训练成本为134万美元。"),
        ("訓練成本約560萬美元。", "训练成本约为9000万美元。"),
    ],
)
def test_figures_that_cannot_both_be_right(one: str, other: str) -> None:
    first, second = figures("训练成本", one, other)
    assert clash(first, second) and clash(second, first)
    assert not agree(first, second) and not agree(second, first)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("训练成本为560万美元。", "训练成本超过500万美元。", id="a bound leaves room"),
        pytest.param("训练成本不到9亿美元。", "训练成本为560万美元。", id="the other bound"),
        pytest.param("训练成本为560万美元。", "硬件训练成本为5亿美元。", id="another thing"),
        pytest.param("训练成本为560万美元。", "每年训练成本为5亿美元。", id="another period"),
        pytest.param("训练成本为560万美元。", "训练成本为4000万元。", id="another currency"),
        pytest.param("训练成本为560万美元。", "训练成本数百万美元。", id="vague"),
        pytest.param("股价成本上涨3%。", "股价成本下跌3%。", id="up and down"),
        pytest.param("训练成本为600万美元。", "训练成本为640万美元。", id="neither near nor exact"),
    ],
)
def test_what_is_not_sure_is_left_alone(one: str, other: str) -> None:
    found = figures("成本", one, other)
    assert not points_of(found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("训练成本有三个版本,分别是训练成本5万美元和训练成本8万美元。", id="versions"),
        pytest.param("训练成本是否为560万美元?", id="a question"),
        pytest.param("训练成本并非560万美元。", id="denied"),
        pytest.param("传言训练成本为560万美元。", id="a rumour"),
        pytest.param("去年的预算为560万美元。", id="nothing of what is asked"),
        pytest.param("训练成本为万一。", id="no number"),
        pytest.param("训练成本是第5名。", id="an ordinal"),
    ],
)
def test_what_gives_no_figure(text: str) -> None:
    assert not figures("训练成本", text)


def test_a_figure_keeps_its_hedge_and_is_the_outlets_own_words() -> None:
    (found,) = figures("训练成本", "报道说,训练成本估计不到600万美元,仅为5%。")[:1]
    assert found.figure.text == "不到600万美元"
    (found,) = figures("训练成本", "训练成本为5亿美元以上。")
    assert found.figure.text == "5亿美元以上"


def test_one_that_differs_from_two_that_agree() -> None:
    texts = ("训练成本为560万美元。", "训练成本为557.6万美元。", "训练成本为7800万美元。")
    (point,) = points_of(figures("训练成本", *texts))
    assert point.relation is Relation.DIFFER
    assert [[o.id for o in side.outlets] for side in point.positions] == [["rfa", "voa"], ["leige"]]


def test_agreement_is_shown_where_a_third_is_not_sure() -> None:
    texts = ("训练成本为560万美元。", "训练成本为557.6万美元。", "硬件训练成本为7800万美元。")
    assert relations("训练成本", *texts) == [Relation.AGREE]


def test_one_outlet_alone_makes_no_point() -> None:
    twice = [said("训练成本为560万美元。", "rfa"), said("训练成本为560万美元。", "rfa", number=1)]
    assert not points_of(measured(twice, asked("训练成本"), MEANINGS))


def updated(late: Statement, early: Statement) -> list[Point]:
    return points_of(measured([late, early], asked("训练成本"), MEANINGS))


EARLY = said("训练成本为560万美元。", "rfa", "2025-02-01")


def test_an_outlets_later_report_replaces_its_earlier_one() -> None:
    late = said("训练成本为7800万美元。", "rfa", "2025-02-03", number=1)
    (point,) = updated(late, EARLY)
    assert point.relation is Relation.UPDATE
    assert [side.figures[0].text for side in point.positions] == ["560万美元", "7800万美元"]


def test_another_outlet_updates_only_by_its_own_words() -> None:
    (plain,) = updated(said("训练成本为7800万美元。", "voa", "2025-02-03"), EARLY)
    (revised,) = updated(said("训练成本为7800万美元,比原来上调了。", "voa", "2025-02-03"), EARLY)
    assert (plain.relation, revised.relation) == (Relation.DIFFER, Relation.UPDATE)


@pytest.mark.parametrize("day", [None, "2025-02-01", "2025-01-31"])
def test_no_update_without_a_later_day(day: str | None) -> None:
    (point,) = updated(said("训练成本为7800万美元,比原来上调了。", "voa", day), EARLY)
    assert point.relation is Relation.DIFFER


def test_an_inferred_day_dates_nothing() -> None:
    late = said("训练成本为7800万美元,比原来上调了。", "voa", "2025-02-03")
    article = late.evidence[0].article
    guessed = replace(article.source, known={"published": Known.INFERRED})
    evidence = replace(late.evidence[0], article=replace(article, source=guessed))
    (point,) = updated(replace(late, evidence=(evidence,)), EARLY)
    assert point.relation is Relation.DIFFER


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (0, 99)])
def test_a_figure_stands_in_its_quote(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no figure"):
        Figure(EARLY.evidence[0], start, end)
