"""A model's groups of statements: what is believed of them, and what is not."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answering.answers import Evidence, Question, Relation, Statement
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.meanings import Meanings
from bot.answering.comparing import Inquiry
from bot.answering.drafts import Malformed
from bot.answering.grouping import Group, group_prompt, grouped, parse_groups, with_ids
from retrieval.articles import Article, Source
from retrieval.glossary.glossary import Glossary
from retrieval.ingest.aliases import read_aliases
from retrieval.outlets import Registry
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Lexicon

REGISTRY = Registry.load(Path(__file__).parents[1] / "seeds" / "outlets.toml")
ALIASES = read_aliases(Path(__file__).parents[1] / "seeds" / "aliases.toml")
KNOWLEDGE = Knowledge(REGISTRY, Meanings(Lexicon.of(ALIASES, REGISTRY), Glossary.load()))
TERMS = tuple(WeighedTerm(t, 1.0, known=True) for t in KNOWLEDGE.meanings.lexicon.terms("训练成本"))
INQUIRY = Inquiry(Question("训练成本各家怎么说?", "zh-Hans"), Findings(TERMS), (), KNOWLEDGE)


def said(outlet: str, text: str, day: str | None = None) -> Statement:
    article = Article(f"{outlet}-{text}", Source(REGISTRY[outlet], "标题", "zh-Hans", day), text)
    return Statement(text, (Evidence(article, 0, len(text)),))


STATEMENTS = {
    "a": said("rfa", "训练成本很低。", "2025-02-01"),
    "b": said("voa", "训练成本不高。", "2025-02-03"),
    "c": said("leige", "训练成本为560万美元。"),
    "d": said("takungpao", "训练成本为7800万美元。"),
    "e": said("bingchuan", "天气晴朗。", "2025-02-05"),
    "f": said("rfa", "训练成本会再降。", "2025-02-01"),
}


def relations(
    relation: Relation, *sides: Sequence[str], label: str = "训练成本"
) -> list[tuple[Relation, str]]:
    shown = {id: STATEMENTS[id] for side in sides for id in side}
    points = grouped(INQUIRY, [Group(label, relation, tuple(map(tuple, sides)))], shown)
    return [(p.relation, p.label) for p in points if p.relation is not Relation.ALONE]


@pytest.mark.parametrize(
    ("relation", "sides"),
    [
        (Relation.AGREE, ["ab"]),
        (Relation.DIFFER, ["a", "b"]),
        (Relation.DIFFER, ["ab", "c"]),
        (Relation.UPDATE, ["a", "b"]),
    ],
)
def test_groups_that_stand(relation: Relation, sides: list[str]) -> None:
    assert relations(relation, *sides) == [(relation, "训练成本")]


@pytest.mark.parametrize(
    ("relation", "sides"),
    [
        pytest.param(Relation.AGREE, ["af"], id="one outlet with itself"),
        pytest.param(Relation.AGREE, ["a", "b"], id="two sides"),
        pytest.param(Relation.DIFFER, ["ab"], id="one side"),
        pytest.param(Relation.DIFFER, ["a", "f"], id="one outlet against itself"),
        pytest.param(Relation.DIFFER, ["a", "e"], id="of different things"),
        pytest.param(Relation.UPDATE, ["b", "a"], id="the earlier last"),
        pytest.param(Relation.UPDATE, ["a", "c"], id="no day is known"),
        pytest.param(Relation.UPDATE, ["a", "e"], id="an update of another thing"),
    ],
)
def test_groups_that_do_not(relation: Relation, sides: list[str]) -> None:
    assert relations(relation, *sides) == []


def test_figures_that_clash_do_not_agree_whatever_a_model_says() -> None:
    assert relations(Relation.AGREE, "cd") == [(Relation.DIFFER, "")]


@pytest.mark.parametrize(
    "label",
    [
        pytest.param("成本为410万美元", id="a figure that nobody gives"),
        pytest.param("见 https://evil.example", id="a link"),
        pytest.param("@someone", id="a mention"),
        pytest.param("自由亚洲电台的说法", id="an outlet"),
        pytest.param("training cost", id="another language"),
        pytest.param("训" * 41, id="a story"),
        pytest.param(" \u200b", id="nothing"),
    ],
)
def test_labels_that_are_left_out(label: str) -> None:
    assert relations(Relation.AGREE, "ab", label=label) == [(Relation.AGREE, "")]


@pytest.mark.parametrize("sides", [[("a",), ("z",)], [("a", "b"), ("a",)], [("a", "a")]])
def test_ids_that_were_not_given_or_come_twice(sides: list[tuple[str, ...]]) -> None:
    with pytest.raises(Malformed):
        grouped(INQUIRY, [Group("", Relation.DIFFER, tuple(sides))], STATEMENTS)


def test_no_statement_is_lost_and_none_changes_its_outlet() -> None:
    points = grouped(INQUIRY, [Group("", Relation.DIFFER, (("a",), ("b",)))], STATEMENTS)
    placed = [s for point in points for side in point.positions for s in side.statements]
    assert sorted(s.text for s in placed) == sorted(s.text for s in STATEMENTS.values())
    for position in (side for point in points for side in point.positions):
        cited = [s.evidence[0].source.outlet for s in position.statements]
        assert set(position.outlets) == set(cited)


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "[]",
        "{}",
        '{"points": 3}',
        '{"points": [{"label": "x", "relation": "agree"}]}',
        '{"points": [{"label": "x", "relation": "hate", "positions": [["a"]]}]}',
        '{"points": [{"label": 1, "relation": "agree", "positions": [["a"]]}]}',
        '{"points": [{"label": "x", "relation": "agree", "positions": [[]]}]}',
        '{"points": [{"label": "x", "relation": "agree", "positions": [[1]]}]}',
        '{"points": [{"label": "x", "relation": "agree", "positions": "ab"}]}',
        "[" * 100_000,
    ],
)
def test_replies_that_are_no_groups(reply: str) -> None:
    with pytest.raises(Malformed):
        parse_groups(reply)


def test_every_cut_of_a_reply_is_refused() -> None:
    whole = json.dumps({"points": [{"label": "x", "relation": "agree", "positions": [["a", "b"]]}]})
    assert parse_groups(f"```json\n{whole}\n```") == parse_groups(whole)
    for end in range(len(whole)):
        with pytest.raises(Malformed):
            parse_groups(whole[:end])


def test_the_prompt_names_no_outlet_and_ids_cannot_be_guessed() -> None:
    by_id = with_ids(list(STATEMENTS.values()), b"salt")
    assert list(by_id.values()) == list(STATEMENTS.values())
    assert by_id.keys().isdisjoint(with_ids(list(STATEMENTS.values()), b"other"))
    prompt = group_prompt(INQUIRY, by_id)
    for outlet in REGISTRY:
        assert not any(name in prompt.user for name in outlet.names.values())
    assert "A 2025-02-01: 训练成本很低。" in prompt.user


def test_statements_of_one_sentence_have_ids_of_their_own() -> None:
    first = STATEMENTS["a"]
    second = Statement("训练成本低。", first.evidence)
    assert len(with_ids([first, second], b"salt")) == 2
