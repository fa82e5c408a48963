"""One story is one source: what a reprint repeats is found once, unless its outlet is asked."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from retrieval.embedding import NGramEmbedder
from retrieval.index.build import ensure_index
from retrieval.reprints import repeated
from retrieval.search import ServedSearch
from retrieval.store import Draft, Store, writing
from retrieval.windows import Windows, windows_of
from tests.test_keeping import JIA, OTHER, REGISTRY, STORY, YI, article

MORE = "乙报记者在现场看到,志愿者连夜装运了三千份早餐。市长在电视上感谢了所有救援人员。"

LONG = f"{STORY}{OTHER}"
MATCH = "主队昨晚在加时赛中以三比二取胜,守门员扑出了对方的点球。教练赛后表示很满意。"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.in_folder(tmp_path)
    store.sync(REGISTRY, [])
    first = article("1", LONG, JIA, published="2025-01-01")
    again = article("2", f"{LONG}\n\n{MORE * 5}", YI, published="2025-01-02")
    other = article("3", MATCH, YI)
    writing.put(store.database, [Draft(each, "file") for each in (first, again, other)])
    yield store
    store.close()


@pytest.fixture
def search(store: Store, tmp_path: Path) -> ServedSearch:
    ensure_index(store, tmp_path / "index", NGramEmbedder(), lambda *_: None)
    return ServedSearch(store, tmp_path / "index", NGramEmbedder())


def telling(search: ServedSearch, words: str, *outlets: str) -> set[str]:
    """Return the articles with these very words among the passages found for them."""
    found = [match.passage for match in search.find(words, outlets).matches]
    return {passage.article for passage in found if words in passage.text}


def test_what_a_reprint_repeats_is_found_in_its_original_alone(search: ServedSearch) -> None:
    assert telling(search, "气象台发布了红色预警") == {"1"}


def test_what_a_reprint_adds_is_found_in_it(search: ServedSearch) -> None:
    assert telling(search, "志愿者连夜装运了三千份早餐") == {"2"}


def test_an_outlet_that_is_asked_for_answers_from_its_reprint(search: ServedSearch) -> None:
    assert telling(search, "气象台发布了红色预警", "yi") == {"2"}


def test_when_the_original_goes_the_reprint_answers(search: ServedSearch) -> None:
    writing.remove(search.store.database, ["1"])
    assert telling(search, "气象台发布了红色预警") == {"2"}


@pytest.fixture
def windows(store: Store) -> dict[str, Windows]:
    passages = store.passages(store.passage_digests())
    return {id: windows_of(passage) for id, passage in passages.items()}


def articles(ids: Iterable[str]) -> set[str]:
    return {id.partition("#")[0] for id in ids}


def test_only_passages_that_stand_in_the_original_are_repeated(windows: dict[str, Windows]) -> None:
    again = repeated(windows, {}, {"2": "1"})
    assert articles(again) == {"2"}
    assert "2" in articles(windows.keys() - again)


def test_the_copy_that_suits_a_question_better_is_kept(windows: dict[str, Windows]) -> None:
    scores = {id: 0.9 if id.startswith("2#") else 0.5 for id in windows}
    assert articles(repeated(windows, scores, {"2": "1"})) == {"1"}


def test_a_hair_better_is_not_better(windows: dict[str, Windows]) -> None:
    scores = {id: 0.505 if id.startswith("2#") else 0.5 for id in windows}
    assert articles(repeated(windows, scores, {"2": "1"})) == {"2"}


def test_an_original_that_was_not_found_silences_nobody(windows: dict[str, Windows]) -> None:
    found = {id: kept for id, kept in windows.items() if not id.startswith("1#")}
    assert repeated(found, {}, {"2": "1"}) == frozenset()


def test_where_nothing_is_a_reprint_nothing_is_repeated(windows: dict[str, Windows]) -> None:
    assert repeated(windows, {}, {}) == frozenset()
