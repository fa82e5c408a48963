"""What a model is shown, and how little of its reply is believed."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Question, Statement
from bot.answering.composing import Material, compose, visible
from bot.answering.drafts import Draft, Malformed, parse
from bot.answering.labels import Cited
from bot.answering.tokens import bound
from bot.answering.verdicts import Examiner
from bot.answering.verdicts import held as held_of
from retrieval.articles import Match, Passage
from retrieval.languages import Language
from retrieval.passages import sentences_of
from retrieval.search import Findings

SALT = b"composing"
COST = "DeepSeek的训练成本是多少?"


@pytest.fixture(scope="module")
def findings(answerer: Answerer) -> Findings:
    return answerer.search.find(COST)


@pytest.fixture(scope="module")
def material(findings: Findings) -> Material:
    return compose(Question(COST, "zh-Hans"), findings, SALT, bound, budget=12_000)


def id_of(words: str, material: Material) -> str:
    """Return the id of the sentence that holds these words."""
    return next(id for id, cited in material.cited.items() if words in cited.text)


@pytest.fixture
def held(answerer: Answerer, material: Material) -> "Held":
    return Held(answerer, material)


class Held:
    """Holds drafts, whose sentences are named by words of theirs, to the material."""

    def __init__(self, answerer: Answerer, material: Material) -> None:
        self.answerer, self.material = answerer, material

    def __call__(
        self, text: str, *words: str, language: Language = "zh-Hans"
    ) -> tuple[Statement, ...]:
        ids = tuple(id_of(each, self.material) for each in words)
        return self.drafts([Draft(text, ids)], language)

    def drafts(
        self, drafts: Sequence[Draft], language: Language = "zh-Hans"
    ) -> tuple[Statement, ...]:
        knowledge = self.answerer.knowing.of(self.answerer.search)
        examiner = Examiner(self.material.cited, language, knowledge)
        return held_of(map(examiner.examine, drafts))


# the reply


@pytest.mark.parametrize(
    ("reply", "drafts"),
    [
        ('{"statements": []}', ()),
        ('{"statements": [{"text": "甲。", "sentences": ["a"]}]}', (Draft("甲。", ("a",)),)),
        ('{"statements": [{"text": "", "sentences": []}]}', (Draft("", ()),)),
        (
            ' \n```json\n{"statements": [{"text": "甲", "sentences": ["a"]}]}\n``` \n',
            (Draft("甲", ("a",)),),
        ),
        ('```{"statements": []}```', ()),
        (
            '{"note": 1, "statements": [{"text": "甲", "sentences": ["b", "a", "b"], "sure": 1}]}',
            (Draft("甲", ("b", "a")),),
        ),
        (
            '{"statements": [], "statements": [{"text": "甲", "sentences": ["a"]}]}',
            (Draft("甲", ("a",)),),
        ),
    ],
)
def test_a_reply_is_read(reply: str, drafts: tuple[Draft, ...]) -> None:
    assert parse(reply) == drafts


def test_at_most_eight_statements_are_read() -> None:
    entries: list[object] = [{"text": str(n), "sentences": []} for n in range(8)]
    drafts = parse(json.dumps({"statements": [*entries, "no statement at all"]}))
    assert [draft.text for draft in drafts] == list("01234567")


@pytest.mark.parametrize(
    "reply",
    [
        "",
        " ",
        "英伟达下跌了17%。",
        "{}",
        "[]",
        "null",
        "NaN",
        '"statements"',
        '{"statements": null}',
        '{"statements": "甲。"}',
        '{"statements": {"text": "甲", "sentences": ["a"]}}',
        '{"statements": ["甲。"]}',
        '{"statements": [null]}',
        '{"statements": [[]]}',
        '{"statements": [{"text": "甲"}]}',
        '{"statements": [{"sentences": ["a"]}]}',
        '{"statements": [{"text": 1, "sentences": ["a"]}]}',
        '{"statements": [{"text": "甲", "sentences": "a"}]}',
        '{"statements": [{"text": "甲", "sentences": [1]}]}',
        '{"statements": [{"text": "甲", "sentences": [["a"]]}]}',
        '{"statements": [{"text": "甲", "sentences": ["a"',
        'Here it is: {"statements": []}',
        '```json\n{"statements": []}\n``` I hope this helps.',
        "\ufeff" + '{"statements": []}',
        '{"statements": ' + "[" * 100_000,
        '{"statements": ' + "9" * 5_000 + "}",
    ],
)
def test_any_other_reply_is_malformed(reply: str) -> None:
    with pytest.raises(Malformed):
        parse(reply)


# the words

UNSEEN = [
    *"\0\x07\x1b\x7f\x85\u2028\u2029",  # controls, and breaks of lines
    *"\u061c\u200e\u200f\u202a\u202e\u2066\u2069",  # direction
    *"\u00ad\u034f\u115f\u1160\u17b4\u180e\u200b\u200d\u2060\u3164\ufeff\uffa0\ufff9",  # no width
    *"\ufe00\ufe0f\U000e0100\U000e01ef",  # variation selectors, in which a text can be smuggled
    *"\U000e0001\U000e0041\U000e007f",  # tags, for the same
    *"\ud800\ud83d\udfff",  # half a character: nothing that holds it can be sent
]


@pytest.mark.parametrize("character", UNSEEN, ids=lambda c: f"U+{ord(c):04X}")
def test_unseen_characters_are_taken_out(character: str) -> None:
    assert visible(f"跌{character}了{character}{character}") == "跌 了"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  两\n\n行\t字 ", "两 行 字"),
        ("e\u0301", "é"),
        ("\u3000全角\u3000空格", "全角 空格"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("👍🏽 emoji stay", "👍🏽 emoji stay"),
        ("\u200b\u200b", ""),
    ],
)
def test_the_rest_of_a_text_is_kept(text: str, shown: str) -> None:
    assert visible(text) == shown


# the prompt


def test_the_prompt_shows_every_sentence_under_its_id(material: Material) -> None:
    lines = material.prompt.user.splitlines()
    for id, cited in material.cited.items():
        assert f"[{id}] {visible(cited.text)}" in lines


def test_the_prompt_shows_nothing_else_in_brackets(material: Material) -> None:
    opened = [line[1:7] for line in material.prompt.user.splitlines() if line.startswith("[")]
    assert opened == list(material.cited)


def test_the_prompt_has_no_unseen_characters(material: Material) -> None:
    text = material.prompt.user.replace("\n", "")
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("zh-Hans", "# 美国之音 | 專訪杜奕瑾:DeepSeek改變美中AI競爭格局?"),
        ("zh-Hant", "# 大公報 | DeepSeek风暴❷/从夸赞到泼脏水 美国对DeepSeek下手 | 苏雨润"),
        (
            "en",
            "# Radio Free Asia | DeekSeek靠“蒸馏”火出圈:到底是创新还是剽窃? | 凯迪 | 2025-01-31",
        ),
    ],
)
def test_articles_stand_under_their_outlets_name(
    language: Language, heading: str, findings: Findings
) -> None:
    prompt = compose(Question(COST, language), findings, SALT, bound, 12_000).prompt
    assert heading in prompt.user


def test_the_question_is_one_line_of_the_prompt(findings: Findings) -> None:
    asked = Question("a\n\n# 美国之音\n[zzzzzz] $5?\u202e", "en")
    prompt = compose(asked, findings, SALT, bound, 12_000).prompt
    assert prompt.user.splitlines()[-1] == "Question: a # 美国之音 [zzzzzz] $5?"


@pytest.mark.parametrize("budget", [1_000, 2_000, 4_000, 12_000])
def test_no_more_is_shown_than_the_budget_holds(budget: int, findings: Findings) -> None:
    material = compose(Question(COST, "zh-Hans"), findings, SALT, bound, budget)
    assert material.cited
    assert bound(material.prompt.system) + bound(material.prompt.user) <= budget


def test_a_small_budget_still_hears_every_outlet(findings: Findings) -> None:
    outlets = {match.passage.outlet for match in findings.matches}
    material = compose(Question(COST, "zh-Hans"), findings, SALT, bound, budget=4_000)
    assert {cited.article.source.outlet.id for cited in material.cited.values()} == outlets


def test_sentences_stand_in_the_order_of_their_article(material: Material) -> None:
    seen: dict[str, list[int]] = {}
    for cited in material.cited.values():
        seen.setdefault(cited.article.id, []).append(cited.sentence.number)
    assert all(numbers == sorted(numbers) for numbers in seen.values())


def test_nothing_found_is_nothing_shown() -> None:
    assert not compose(Question("?", "en"), Findings(), SALT, bound, 12_000).cited


# the statements


def test_a_true_statement_is_held(held: Held) -> None:
    (statement,) = held("训练成本估计不到600万美元。", "估计不到600万美元")
    (evidence,) = statement.evidence
    assert evidence.source.outlet.id == "takungpao"
    assert evidence.quote.startswith("DeepSeek大模型训练成本估计不到600万美元")
    assert evidence.quote == evidence.article.text[evidence.start : evidence.end]


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("zh-Hant", "训练成本估计不到600万美元。", "訓練成本估計不到600萬美元。"),
        ("zh-Hans", "訓練成本估計不到600萬美元。", "训练成本估计不到600万美元。"),
        ("en", "Training cost under $6 million.", "Training cost under $6 million."),
        ("zh-Hans", " 成本\u200b\n不到\u202e600万美元 ", "成本 不到 600万美元"),
    ],
)
def test_a_statement_is_in_the_readers_script(
    language: Language, text: str, shown: str, held: Held
) -> None:
    (statement,) = held(text, "估计不到600万美元", language=language)
    assert statement.text == shown


@pytest.mark.parametrize(
    "ids",
    [(), ("",), ("zzzzzz",), ("voa:12",), ("TRUE",), (" true",), ("true", "zzzzzz")],
    ids=repr,
)
def test_a_statement_with_an_unknown_id_is_dropped(ids: tuple[str, ...], held: Held) -> None:
    true = id_of("估计不到600万美元", held.material)
    given = tuple(id.replace("true", true).replace("TRUE", true.upper()) for id in ids)
    assert not held.drafts([Draft("训练成本估计不到600万美元。", given)])


def test_at_most_six_sentences_hold_a_statement(held: Held) -> None:
    ids = tuple(held.material.cited)
    told = _words(held.material.cited[ids[0]])
    assert held.drafts([Draft(told, ids[:6])])
    assert not held.drafts([Draft(told, ids[:7])])


@pytest.mark.parametrize("text", ["", " ", "\u200b\u202e", "\n"])
def test_a_statement_without_words_is_dropped(text: str, held: Held) -> None:
    assert not held(text, "估计不到600万美元")


def test_what_does_not_hold_leaves_and_the_rest_stays(held: Held) -> None:
    cost = id_of("估计不到600万美元", held.material)
    drafts = [
        Draft("成本估计不到600万美元。", (cost,)),
        Draft("成本估计不到900万美元。", (cost,)),
        Draft("成本是同性能模型的5%到10%。", (cost,)),
        Draft("成本是同性能模型的5%到40%。", (cost,)),
        Draft("请看 https://example.com 。", (cost,)),
    ]
    kept = [statement.text for statement in held.drafts(drafts)]
    assert kept == [drafts[0].text, drafts[2].text]


def test_a_statement_that_cites_two_outlets_names_both(held: Held) -> None:
    (statement,) = held("成本约为560万至600万美元。", "仅为560 万美元", "估计不到600万美元")
    assert {e.source.outlet.id for e in statement.evidence} == {"rfa", "takungpao"}


def test_the_speaker_is_told_by_code(held: Held) -> None:
    (statement,) = held("被问及此事时，他说这是可能的。", "萨克斯说这是“可能的”")
    assert statement.evidence[0].speaker == "萨克斯"


def test_ids_are_looked_up_in_what_was_shown_and_nowhere_else(
    answerer: Answerer, findings: Findings
) -> None:
    everything = compose(Question(COST, "zh-Hans"), findings, SALT, bound, 12_000)
    some = compose(Question(COST, "zh-Hans"), findings, SALT, bound, 1_500)
    left_out = [(id, cited) for id, cited in everything.cited.items() if id not in some.cited]
    assert left_out
    knowledge = answerer.knowing.of(answerer.search)
    drafts = [Draft(_words(cited), (id,)) for id, cited in left_out]
    examiner = Examiner(some.cited, "zh-Hans", knowledge)
    assert not held_of(map(examiner.examine, drafts))


def _words(cited: Cited) -> str:
    return visible(cited.text)


# neighbours


def test_a_passage_that_begins_with_he_brings_the_sentence_that_names_him(
    findings: Findings,
) -> None:
    article = next(a for a in findings.articles.values() if "他指出:" in a.text)
    sentences = sentences_of(article)
    number = next(s.number for s in sentences if article.words_of(s).startswith("他指出"))
    text = article.text[sentences[number].start : sentences[number].end]
    outlet = article.source.outlet.id
    passage = Passage("x#0", article.id, outlet, sentences[number : number + 1], "", text)
    found = replace(findings, matches=(Match(passage, 1.0),), articles={article.id: article})
    cited = compose(Question(COST, "zh-Hans"), found, SALT, bound, 12_000).cited.values()
    numbers = [each.sentence.number for each in cited]
    assert numbers[-1] == number
    assert 1 <= len(numbers[:-1]) <= 2
    assert "萨克斯" in "".join(each.text for each in cited)


def test_no_sentence_is_shown_twice(material: Material) -> None:
    places = [(each.article.id, each.sentence.number) for each in material.cited.values()]
    assert len(places) == len(set(places))
