"""Words in quotation marks are somebody's words: cases from everyday news."""

from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Claim, Knowledge
from bot.answering.checks.meanings import Meanings
from bot.answering.checks.quotations import check_quotations
from retrieval.articles import Article, Source
from retrieval.ingest.seeds import read_seeds
from retrieval.languages import language_of
from retrieval.passages import sentences_of

SEEDS = Path(__file__).parents[1] / "seeds"

RATES = "鲍威尔说:“我们不急于下调利率,经济依然强劲。”他形容通胀“顽固”。"
STEEL = "Mayor Jane Miller said: “The bridge will open in May, and no later.” She called critics “noise”."  # noqa: E501
ALARM = "美國總統說:「這應該是業界的警鐘,我們必須全力以赴。」"

HOLDS = [
    ("鲍威尔说“我们不急于下调利率”。", RATES),
    ("鲍威尔说“经济依然强劲”，但通胀“顽固”。", RATES),
    ("鲍威尔说：“我们不急于下调利率，经济依然强劲。”", RATES),
    ("鲍威尔说“我们不急于下调利率……经济依然强劲”。", RATES),
    ("鲍威尔说“不急于下调利率”", RATES),
    ("鲍威尔不急于下调利率。", RATES),
    ("鮑爾說「我們不急於下調利率」。", RATES),
    ("鮑爾形容通脹「頑固」。", RATES),
    ("他说这应该是业界的“警钟”。", ALARM),
    ("他說「我們必須全力以赴」。", ALARM),
    ("总统说“这应该是业界的警钟”。", ALARM),
    ("《大公报》说利率不变。", RATES),
    ("《標題》說利率不變。", RATES),
    ("他說拜登是「川普最怕的對手」。", "他说拜登是“特朗普最怕的对手”。"),
    ("Powell called inflation “stubborn”.", RATES),
    ("Powell is in no hurry.", RATES),
    ("It should be a “wake-up call”, he said.", ALARM),
    ("Powell said “我们不急于下调利率”.", RATES),
    ("Miller said “The bridge will open in May”.", STEEL),
    ('Miller said "the bridge will open in May, and no later".', STEEL),
    ("Miller said the bridge would open “in May, and no later.”", STEEL),
    ("She called critics “noise”.", STEEL),
    ("Miller said “The bridge will open ... no later”.", STEEL),
    ("Miller's office didn't comment.", STEEL),
    ("米勒称批评者是“噪音”。", STEEL),
    ("米勒說批評者是「噪音」。", STEEL),
    ("He was dubbed “the most stubborn mayor of Chicago”.", "他被称为“芝加哥最顽固的市长”。"),
]
FAILS = [
    ("鲍威尔说“我们急于下调利率”。", RATES),
    ("鲍威尔说“我们不急于上调利率”。", RATES),
    ("鲍威尔说“经济依然疲软”，但通胀“顽固”。", RATES),
    ("鲍威尔说：“经济依然强劲，我们不急于下调利率。”", RATES),
    ("鲍威尔说“利率永远不会再下调了”。", RATES),
    ("鲍威尔形容通胀“失控”。", RATES),
    ("鮑爾說「我們急於下調利率」。", RATES),
    ("鮑爾形容通脹「溫和」。", RATES),
    ("他说这应该是业界的“灾难”。", ALARM),
    ("他說「我們必須立即停止」。", ALARM),
    ("总统说“这不应该是业界的警钟”。", ALARM),
    ("《为什么利率永远不会再下调》说利率不变。", RATES),
    ("Powell said “we are in no hurry to cut interest rates”.", RATES),
    ("He said “we have to give everything we have”.", ALARM),
    ("Miller said “The bridge will open in June”.", STEEL),
    ('Miller said "the bridge will not open in May".', STEEL),
    ("Miller said the bridge would open “in May, or much later”.", STEEL),
    ("She called critics “liars”.", STEEL),
    ("Miller said “no later ... The bridge will open”.", STEEL),
    ("米勒说“大桥将在五月开放，绝不推迟”。", STEEL),
    ("米勒說「大橋將在五月開放，絕不推遲」。", STEEL),
    ("He was dubbed “the richest clown in all Europe”.", "他被称为“芝加哥最顽固的市长”。"),
    ("He was dubbed “the most stubborn mayor of Chicago”.", "他是芝加哥最顽固的市长。"),
]


@pytest.fixture(scope="module")
def knowledge(answerer: Answerer) -> Knowledge:
    search = answerer.search
    return Knowledge(search.registry, Meanings(search.lexicon, search.glossary))


def flaws(statement: str, quote: str, knowledge: Knowledge) -> list[str]:
    source = Source(knowledge.registry["rfa"], "标题", language_of(quote))
    evidence = Evidence(Article("rfa", source, quote), 0, len(quote))
    claim = Claim(Statement(statement, (evidence,)), language_of(statement), knowledge)
    return [flaw.detail for flaw in check_quotations(claim)]


@pytest.mark.parametrize(("statement", "quote"), HOLDS)
def test_words_that_stand_there_may_be_quoted(
    statement: str, quote: str, knowledge: Knowledge
) -> None:
    assert flaws(statement, quote, knowledge) == []


@pytest.mark.parametrize(("statement", "quote"), FAILS)
def test_nobodys_words_in_quotation_marks_are_a_flaw(
    statement: str, quote: str, knowledge: Knowledge
) -> None:
    assert flaws(statement, quote, knowledge)


def test_every_sentence_of_the_seeds_is_held_by_itself(knowledge: Knowledge) -> None:
    stopped = [
        (sentence, found)
        for article in read_seeds(SEEDS)[1]
        for s in sentences_of(article)
        if (sentence := article.words_of(s)) and (found := flaws(sentence, sentence, knowledge))
    ]
    assert stopped == []
