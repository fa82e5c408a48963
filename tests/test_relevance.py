"""What a question looks for, and how much of it stands together."""

from collections.abc import Sequence
from datetime import date

import pytest

from retrieval.articles import Article, Passage, Source
from retrieval.faults import Fault
from retrieval.glossary.glossary import Glossary
from retrieval.index.keywords import KeywordIndex
from retrieval.languages import fold
from retrieval.outlets import Outlet
from retrieval.passages import passages_of
from retrieval.scope import Scope
from retrieval.search.queries import Query, QuestionReader
from retrieval.search.relevance import relevance
from retrieval.search.reordering import reordered
from retrieval.terms import Lexicon
from retrieval.windows import Windows, windows_of

PAPER = Outlet("harbour", {"zh-Hans": "海港报", "zh-Hant": "海港報", "en": "Harbour Post"}, "paper")
GLOSSARY = Glossary.of(
    ["# animals", "penguin = 企鹅", "New Zealand = 新西兰; 纽西兰", "leave; left = 离开"]
)
FILLER = "市政府公布了明年的预算。会议在上午举行。"

TEXTS = {
    "near": f"一只企鹅昨天离开了动物园。{FILLER * 6}",
    "far": f"动物园昨天开门。{FILLER * 5}有人离开了。{FILLER * 5}一只企鹅在睡觉。",
    "english": f"A penguin left the zoo yesterday. {'The budget was published. ' * 10}",
    "number": f"训练花了557.6万美元。{FILLER * 4}",
    "zealand": f"纽西兰的总理昨天发表了讲话。{FILLER * 4}",
}


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    articles = [Article(id, Source(PAPER, "标题", "zh-Hans"), text) for id, text in TEXTS.items()]
    return [passage for article in articles for passage in passages_of(article)]


@pytest.fixture(scope="module")
def index(passages: list[Passage]) -> KeywordIndex:
    return KeywordIndex.in_memory(passages, {"near": "2025-01-31", "far": "not a day"})


@pytest.fixture(scope="module")
def reader(index: KeywordIndex) -> QuestionReader:
    return QuestionReader(Lexicon(), GLOSSARY, len(index), index.frequency)


def ranked(index: KeywordIndex, query: Query) -> dict[str, float]:
    hits = {
        h.id: h for tokens in (query.tokens, query.other_tokens) for h in index.best(tokens, 50)
    }
    found = relevance(query, list(hits.values()))
    return {id.partition("#")[0]: found[id] for id in sorted(found, key=found.__getitem__)}


def best(index: KeywordIndex, reader: QuestionReader, question: str) -> str:
    return list(ranked(index, reader.read(question)))[-1]


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("哪只企鹅离开了动物园?", "near"),
        ("哪隻企鵝離開了動物園?", "near"),
        ("What cost 5.576 million dollars?", "number"),
        ("五百五十七萬六千", "number"),
        ("Who leads New Zealand?", "zealand"),
        ("新西兰总理", "zealand"),
    ],
)
def test_the_best_passage(
    index: KeywordIndex, reader: QuestionReader, question: str, article: str
) -> None:
    assert best(index, reader, question) == article


def test_either_language_finds_the_other(index: KeywordIndex, reader: QuestionReader) -> None:
    assert {"near", "far", "english"} <= set(ranked(index, reader.read("penguins")))
    assert "english" in ranked(index, reader.read("企鹅"))


def test_words_together_count_more_than_words_apart(
    index: KeywordIndex, reader: QuestionReader
) -> None:
    found = ranked(index, reader.read("企鹅离开"))
    assert found["near"] > found["far"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("总理昨天在机场发表讲话", "narrow"),
        ("总理昨天在机场发表讲话,随后飞往首都出席会议,下午视察灾区,晚上回到北京", "wide"),
    ],
)
def test_a_long_question_is_looked_for_in_whole_passages(question: str, first: str) -> None:
    rain = "春雨落在田里。" * 6
    telling = "总理昨天在机场发表讲话,随后飞往首都出席会议,下午视察。"
    texts = {
        "narrow": f"{telling}{rain}{telling}{rain}{telling}",
        "wide": f"昨天总理讲话。{rain}飞往首都,出席会议。{rain}下午视察灾区,晚上回到北京。",
    }
    articles = [Article(id, Source(PAPER, "标题", "zh-Hans"), text) for id, text in texts.items()]
    index = KeywordIndex.in_memory((p for a in articles for p in passages_of(a)), {})
    reader = QuestionReader(Lexicon(), GLOSSARY, len(index), index.frequency)
    assert best(index, reader, question) == first


def test_an_unknown_name_lowers_every_score(index: KeywordIndex, reader: QuestionReader) -> None:
    known, unknown = reader.read("企鹅离开动物园"), reader.read("企鹅离开动物园 Wolfeschlegel")
    assert ranked(index, unknown)["near"] < ranked(index, known)["near"] <= 1
    assert unknown.known < known.known <= 1


def test_words_that_ask_are_not_looked_for(reader: QuestionReader) -> None:
    tokens = {unit.token for unit in reader.read("企鹅为什么离开?").units}
    assert "企鹅" in tokens
    assert not tokens & {"为", "什", "么", "什么"}


def test_a_question_of_such_words_alone_looks_for_them(reader: QuestionReader) -> None:
    assert reader.read("什么").units
    assert reader.read("?!").units == ()


@pytest.mark.parametrize(
    ("scope", "articles"),
    [
        (Scope(frozenset({"harbour"})), set(TEXTS) - {"english", "number", "zealand"}),
        (Scope(frozenset({"other"})), set()),
        (Scope(since=None, until=None), {"near", "far"}),
    ],
)
def test_a_scope(index: KeywordIndex, scope: Scope, articles: set[str]) -> None:
    assert {hit.article for hit in index.best({"企鹅": 1.0}, 10, scope)} == articles


def test_only_a_known_day_is_in_a_span(index: KeywordIndex) -> None:
    scope = Scope(since=date(2025, 1, 1))
    assert {hit.article for hit in index.best({"企鹅": 1.0}, 10, scope)} == {"near"}
    assert scope.holds("harbour", "2025-01-31T08:00:00+08:00")
    assert not scope.holds("harbour", None)
    assert not scope.holds("harbour", "2024-12-31")


def test_windows_are_kept_whole(passages: list[Passage]) -> None:
    for passage in passages:
        windows = windows_of(passage)
        kept = Windows.decoded(windows.encoded())
        for part in ("lengths", "sizes", "keys"):
            assert getattr(kept, part).tolist() == getattr(windows, part).tolist()
        assert sum(kept.sizes) == len(kept.keys)
        assert sum(kept.lengths[1:]) <= len(passage.text)


def test_the_glossary_is_well_formed() -> None:
    glossary = Glossary.load()
    assert len(glossary.pairs) > 14_000
    assert all(latin and han for latin, han in glossary.pairs)
    assert "默克尔" in glossary.chinese_of("merkel")
    assert "tariff" in glossary.english_of("关税")


class Backwards:
    """A cross-encoder that thinks the opposite."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        return range(len(texts))


class Down:
    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        raise Fault("the reranker is down")


def test_a_reranker_has_the_last_word(passages: list[Passage]) -> None:
    found = {passage.id: passage for passage in passages[:3]}
    scores = dict(zip(found, (0.9, 0.5, 0.1), strict=True))
    again = reordered(Backwards(), "企鹅", scores, found)
    assert list(again) == list(reversed(found))
    assert list(again.values()) == [0.9, 0.5, 0.1]


def test_without_the_reranker_the_order_stays(passages: list[Passage]) -> None:
    found = {passage.id: passage for passage in passages[:3]}
    scores = dict(zip(found, (0.9, 0.5, 0.1), strict=True))
    assert reordered(Down(), "企鹅", scores, found) == scores


def test_chinese_forms_of_the_glossary_are_folded() -> None:
    forms = [form for _, han in Glossary.load().pairs for form in han]
    assert fold("\n".join(forms)) == "\n".join(forms)
