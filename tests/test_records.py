"""The JSON that others script against: every key, and quotes that can be found again."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Answer, Author, Evidence, Question, Reason, Refusal, Statement
from bot.answering.records import article_record, reply_record, source_record
from retrieval.articles import Article
from retrieval.languages import LANGUAGES, Language
from retrieval.outlets import UNNAMED_SITE
from tests.replay.replay import findable

REPLY = {"question", "language", "kind", "answered_by", "statements", "refusal"}
EVIDENCE = {
    "outlet",
    "outlet_name",
    "article",
    "quote",
    "start",
    "end",
    "speaker",
    "citing",
    "republished_by",
}
REFUSAL = {"reason", "nearest"}
NEAREST = {"outlet", "article", "title"}
ARTICLE = {"article", "outlet", "title", "published", "text", "removed"}


@pytest.fixture(scope="module")
def articles(answerer: Answerer) -> dict[str, Article]:
    return {article.source.outlet.id: article for article in findable(answerer)}


async def record_of(text: str, language: Language, answerer: Answerer) -> dict[str, Any]:
    """Return a record as a script reads it: through JSON."""
    question = Question(text, language)
    reply, _ = await answerer.reply(question)
    record: dict[str, Any] = json.loads(json.dumps(reply_record(question, reply)))
    return record


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("DeepSeek的训练成本是多少?", "zh-Hans"),
        ("DeepSeek的訓練成本是多少?", "zh-Hant"),
        ("How much did it cost to train DeepSeek?", "en"),
        ("萨克斯怎么说蒸馏?", "zh-Hans"),
        ("美国之音说了什么?", "zh-Hans"),
    ],
)
async def test_an_answer_has_every_key(
    text: str, language: Language, answerer: Answerer, articles: dict[str, Article]
) -> None:
    record = await record_of(text, language, answerer)
    assert record.keys() >= REPLY
    assert (record["question"], record["language"]) == (text, language)
    assert (record["kind"], record["answered_by"]) == ("answer", "extractive")
    assert record["refusal"] is None
    assert record["statements"]
    for statement in record["statements"]:
        assert statement.keys() >= {"text", "evidence"}
        assert statement["evidence"]
        for evidence in statement["evidence"]:
            _check_evidence(evidence, articles, language)
            assert evidence["outlet_name"] in statement["text"]


def _check_evidence(
    evidence: dict[str, Any], articles: dict[str, Article], language: Language
) -> None:
    assert evidence.keys() >= EVIDENCE
    article = articles[evidence["outlet"]]
    assert evidence["article"] == article.id
    assert evidence["outlet_name"] == article.source.outlet.name(language)
    unnamed = article.source.republished_by == UNNAMED_SITE
    assert evidence["republished_unnamed"] == unnamed
    assert evidence["republished_by"] == (None if unnamed else article.source.republished_by)
    shown = article_record(article)["text"]
    assert shown[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert evidence["speaker"] is None or evidence["speaker"] in shown


@pytest.mark.parametrize(
    ("text", "language", "code", "has_nearest"),
    [
        ("DeepSeek什么时候上市?", "zh-Hans", "not_covered", True),
        ("法國的首都是哪裡?", "zh-Hant", "off_topic", True),
        ("Will it rain in Paris tomorrow?", "en", "off_topic", True),
        ("", "zh-Hans", "no_question", False),
        ("🙂", "en", "no_question", False),
        ("\0\x07\u202e", "zh-Hant", "no_question", False),
        ("问" * 1_001, "zh-Hans", "too_long", False),
    ],
)
async def test_a_refusal_has_every_key(
    text: str, language: Language, code: str, has_nearest: bool, answerer: Answerer
) -> None:
    record = await record_of(text, language, answerer)
    assert record.keys() >= REPLY
    assert (record["kind"], record["statements"]) == ("refusal", [])
    assert record["refusal"].keys() >= REFUSAL
    assert record["refusal"]["reason"]
    assert record["refusal"]["code"] == code
    assert bool(record["refusal"]["nearest"]) is has_nearest
    for near in record["refusal"]["nearest"]:
        assert near.keys() >= NEAREST


def test_a_model_is_told_from_the_outlets_words(articles: dict[str, Article]) -> None:
    evidence = Evidence(articles["voa"], 0, 5)
    question = Question("?", "en")
    for author in Author:
        answer = Answer((Statement("x", (evidence,)),), author, model_failed=True)
        record = reply_record(question, answer)
        assert (record["answered_by"], record["model_failed"]) == (author.value, True)
    refusal = reply_record(question, Refusal(Reason.NOT_HELD, answered_by=Author.MODEL))
    assert refusal["answered_by"] == "model"


@pytest.mark.parametrize("outlet", ["rfa", "takungpao", "bingchuan", "leige", "voa"])
def test_an_article_has_every_key(outlet: str, articles: dict[str, Article]) -> None:
    article = articles[outlet]
    record = json.loads(json.dumps(article_record(article)))
    assert record.keys() >= ARTICLE
    assert record["text"] == article.text
    assert _less(article.raw, record["removed"]) == record["text"]
    for removed in record["removed"]:
        assert removed.keys() >= {"start", "end", "reason"}
        assert removed["reason"]


def _less(raw: str, removed: Iterable[dict[str, Any]]) -> str:
    for entry in sorted(removed, key=lambda entry: -entry["start"]):
        raw = raw[: entry["start"]] + raw[entry["end"] :]
    return raw


def test_a_source_says_what_was_inferred(articles: dict[str, Article]) -> None:
    records = {outlet: source_record(article) for outlet, article in articles.items()}
    assert records["voa"]["inferred"] == ["outlet"]
    assert records["voa"]["published"] is None
    assert records["rfa"]["republished_by"] == "蒙城华人网"
    assert records["bingchuan"]["author"] == "关不羽"
    assert records["leige"]["inferred"] == []
    for record in records.values():
        assert set(record["outlet_names"]) == set(LANGUAGES)
