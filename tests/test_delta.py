"""What changed since the served build is found, and what is gone is not, without a build."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.settings import Settings
from retrieval.articles import Article, Source
from retrieval.embedding import NGramEmbedder
from retrieval.faults import Fault
from retrieval.index import delta as delta_module
from retrieval.index.delta import load_delta
from retrieval.pages.facts.directory import new_outlet
from retrieval.search import ServedSearch
from retrieval.store import Draft, Store, writing
from retrieval.tokens import keyword_tokens

LAKE = new_outlet("蓝湖日报", None)
TEXT = "蓝湖市政府周二宣布,将投资三亿六千万元修建跨湖大桥。市长陈立群说,工程预计于2027年完工。"
QUESTION = "跨湖大桥投资多少钱?"
SEED = "004_fc9c0504943a811e"


def article(id: str = "lake", text: str = TEXT) -> Article:
    return Article(id, Source(LAKE, "跨湖大桥", "zh-Hans"), text)


def put(store: Store, *articles: Article) -> None:
    writing.put(store.database, [Draft(article, "file") for article in articles])


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    return Path(shutil.copytree(settings.data, tmp_path / "data"))


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    store = Store.in_folder(data)
    yield store
    store.close()


@pytest.fixture
def search(data: Path) -> Iterator[ServedSearch]:
    """A search that was running before anything changed, on a connection of its own."""
    store = Store.in_folder(data)
    yield ServedSearch(store, data / "index", NGramEmbedder())
    store.close()


def found(search: ServedSearch, question: str = QUESTION) -> dict[str, str]:
    """Return the words found of each article."""
    words: dict[str, str] = {}
    for match in search.find(question).matches:
        words[match.passage.article] = words.get(match.passage.article, "") + match.passage.text
    return words


class Broken(NGramEmbedder):
    """An embedder whose endpoint is down; `asked` counts how often it was called."""

    asked = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += 1
        raise Fault("the embedder is down")


class Counting(NGramEmbedder):
    asked = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += 1
        return super().embed(texts)


# a search that is running already


def test_a_new_article_is_found(search: ServedSearch, store: Store) -> None:
    assert "lake" not in found(search)
    put(store, article())
    assert "三亿六千万" in found(search)["lake"]


def test_a_changed_article_is_found_as_it_now_is(search: ServedSearch, store: Store) -> None:
    put(store, article())
    put(store, article(text=TEXT.replace("三亿六千万", "四亿一千万")))
    assert "四亿一千万" in found(search)["lake"]
    assert "三亿六千万" not in found(search)["lake"]


def test_an_article_of_the_build_that_changed_is_not_found_as_it_was(
    search: ServedSearch, store: Store
) -> None:
    former = store.article(SEED)
    question = "杜奕瑾說蒸餾算不算剽竊?"
    assert SEED in found(search, question)
    put_seed = Article(SEED, former.source, "這一頁已經換成了別的內容。" * 3)
    writing.reread(store.database, put_seed)
    assert "剽竊" not in found(search, question).get(SEED, "")
    assert "別的內容" in found(search, "這一頁換成了什麼內容?")[SEED]


@pytest.mark.parametrize("id", ["lake", SEED])
def test_a_removed_article_is_gone_at_once(id: str, search: ServedSearch, store: Store) -> None:
    put(store, article())
    question = QUESTION if id == "lake" else "杜奕瑾說蒸餾算不算剽竊?"
    assert id in found(search, question)
    writing.remove(store.database, [id])
    assert id not in found(search, question)


def test_a_new_outlet_can_be_named(search: ServedSearch, store: Store) -> None:
    put(store, article())
    matches = search.find(QUESTION, {LAKE.id}).matches
    assert {match.passage.outlet for match in matches} == {LAKE.id}


def test_words_that_only_new_articles_hold_are_known(search: ServedSearch, store: Store) -> None:
    def known(question: str) -> bool:
        return any(term.known for term in search.find(question).terms)

    assert not known("陈立群")
    put(store, article())
    assert known("陈立群")


# what a delta holds


def test_nothing_changed(store: Store) -> None:
    delta = load_delta(store, store.state().revision, NGramEmbedder())
    assert (delta.articles, delta.keywords, list(delta.ids)) == (frozenset(), None, [])
    assert delta.nearest(np.zeros(4, np.float32), 5) == []
    assert not delta.is_stale(f"{SEED}#0")


def test_what_a_build_holds_of_a_changed_article_is_stale(store: Store) -> None:
    revision = store.state().revision
    put(store, article("lake#1"))
    delta = load_delta(store, revision, NGramEmbedder())
    assert delta.is_stale("lake#1#0")
    assert not delta.is_stale("lake#0")
    assert not delta.is_stale(f"{SEED}#0")


def test_the_nearest_comes_first(store: Store) -> None:
    revision = store.state().revision
    put(store, article("lake"), article("metro", "山城地铁六号线周五开通,设有二十七座车站。"))
    embedder = NGramEmbedder()
    delta = load_delta(store, revision, embedder)
    for id, words in (("lake", "跨湖大桥投资三亿六千万元"), ("metro", "山城地铁六号线的车站")):
        (vector,) = embedder.embed([words])
        assert delta.nearest(vector, 1) == [f"{id}#0"]
        assert len(delta.nearest(vector, 5)) == 2


def test_new_passages_are_embedded_once(store: Store) -> None:
    revision, embedder = store.state().revision, Counting()
    put(store, article())
    assert len(load_delta(store, revision, embedder).ids) == 1
    assert len(load_delta(store, revision, embedder).ids) == 1
    assert embedder.asked == 1


def test_while_the_embedder_is_down_keywords_find(store: Store) -> None:
    revision = store.state().revision
    put(store, article())
    delta = load_delta(store, revision, Broken())
    assert delta.keywords is not None
    tokens = dict.fromkeys(keyword_tokens(QUESTION), 1.0)
    assert [hit.id for hit in delta.keywords.best(tokens, 5)] == ["lake#0"]
    assert list(delta.ids) == []
    assert load_delta(store, revision, NGramEmbedder()).ids == ["lake#0"]


def test_no_more_is_held_than_is_well_held(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delta_module, "MOST", 2)
    revision = store.state().revision
    for number in range(4):
        put(store, article(f"lake-{number}", f"第{number}号。{TEXT}"))
    delta = load_delta(store, revision, NGramEmbedder())
    assert delta.articles == {"lake-0", "lake-1"}


def test_two_that_take_up_the_same_article_at_once(data: Path, store: Store) -> None:
    """Each asks for the vectors of what is new, and both keep them."""
    revision = store.state().revision
    put(store, article())
    other = Store.in_folder(data)

    class Meanwhile(NGramEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            load_delta(other, revision, NGramEmbedder())
            return super().embed(texts)

    delta = load_delta(store, revision, Meanwhile())
    other.close()
    assert delta.ids == ["lake#0"]
