"""The store: it holds exactly the articles it was given, and gives them back as they were."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.articles import Article, Kind, Known, Source, Zone
from retrieval.faults import Fault
from retrieval.outlets import Outlet, Registry
from retrieval.passages import passages_of
from retrieval.store import Changes, Draft, Store, writing
from retrieval.store.feeds import unseen
from retrieval.terms import Alias

JIA = Outlet(
    "jia", {"zh-Hans": "甲报", "zh-Hant": "甲報", "en": "Jia"}, "daily", ("甲",), ("j.org",)
)
YI = Outlet("yi", {"zh-Hans": "乙报", "zh-Hant": "乙報", "en": "Yi"}, "blog")
REGISTRY = Registry((JIA, YI))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.in_folder(tmp_path)
    yield store
    store.close()


def article(id: str, raw: str = "天气很好。", outlet: Outlet = JIA) -> Article:
    return Article(id, Source(outlet, "标题", "zh-Hans"), raw)


def digests_of(*articles: Article) -> set[str]:
    return {passage.id for article in articles for passage in passages_of(article)}


def test_sync_says_what_it_added_updated_and_removed(store: Store) -> None:
    one, two, three = article("1"), article("2"), article("3")
    assert store.sync(REGISTRY, [one, two]) == Changes(added=("1", "2"))
    assert store.sync(REGISTRY, [article("1", "下雨了。"), three]) == Changes(
        ("3",), ("1",), ("2",)
    )
    assert store.article_ids() == ("1", "3")
    assert store.article("1").raw == "下雨了。"
    assert set(store.passage_digests()) == digests_of(one, three)


def test_the_same_again_changes_nothing(store: Store) -> None:
    articles = [article("1"), article("2", outlet=YI)]
    store.sync(REGISTRY, articles)
    before = store.passage_digests()
    assert not store.sync(REGISTRY, articles[::-1])
    assert store.passage_digests() == before


@pytest.mark.parametrize(
    "changed",
    [
        article("1", "天氣很好。"),
        article("1", outlet=YI),
        replace(article("1"), zones=(Zone(0, 2, Kind.ADVERT, "by hand"),)),
        replace(article("1"), source=replace(article("1").source, title="另一个")),
        replace(article("1"), source=replace(article("1").source, known={"title": Known.INFERRED})),
    ],
)
def test_any_change_of_an_article_is_an_update(store: Store, changed: Article) -> None:
    store.sync(REGISTRY, [article("1")])
    assert store.article("1") == article("1")
    assert store.sync(REGISTRY, [changed]) == Changes(updated=("1",))
    assert store.article("1") == changed
    assert store.passages_of("1") == passages_of(changed)


def test_a_sync_that_fails_changes_nothing(store: Store) -> None:
    store.sync(REGISTRY, [article("1"), article("2")])
    before = store.passage_digests()
    with pytest.raises(UnicodeEncodeError):
        store.sync(REGISTRY, [article("1", "下雨了。"), article("3"), article("4", "\ud800")])
    assert store.passage_digests() == before
    assert list(store.articles()) == [article("1"), article("2")]


def test_everything_can_be_removed(store: Store) -> None:
    store.sync(REGISTRY, [article("1")])
    assert store.sync(REGISTRY, []) == Changes(removed=("1",))
    assert store.passage_digests() == {}
    with pytest.raises(KeyError):
        store.article("1")


@pytest.mark.parametrize(
    "raw",
    [
        "\r\n第一句。\r\n\r\n第二句。\r",
        "\ufeff好\u200b的\u202e𠀀😀\x1b\x7f\x85\u2028。",
        "e\u0301 é ＡＢＣ 臺灣 台湾",
        "' \" \\ % ; -- \t",
        "字" * 100_000,
        "",
    ],
)
def test_an_article_comes_back_to_the_letter(store: Store, raw: str) -> None:
    source = Source(
        YI,
        raw[:20],
        "zh-Hant",
        "2025-01-27",
        "张三",
        "某站",
        "https://y.org/?a=1",
        {"url": Known.INFERRED, "outlet": Known.EDITOR},
    )
    whole = Article("x", source, raw, (Zone(0, min(1, len(raw)), Kind.NOISE, raw[:9]),))
    store.sync(REGISTRY, [whole])
    assert store.article("x") == whole
    assert list(store.articles()) == [whole]
    assert store.passages_of("x") == passages_of(whole)


def test_passages_are_found_by_id(store: Store) -> None:
    store.sync(REGISTRY, [article("1"), article("2")])
    (passage,) = passages_of(article("1"))
    assert store.passages([passage.id, "unknown"]) == {passage.id: passage}
    assert store.passages([]) == {}


def test_as_many_ids_as_one_likes(store: Store) -> None:
    """SQLite takes 32,766 parameters in a statement."""
    articles = [article("1"), article("2", outlet=YI)]
    store.sync(REGISTRY, articles)
    many = [*(f"nosuch-{number}" for number in range(33_000)), "2", "1", "2"]
    digest, *_ = store.passage_digests().values()
    store.add_vectors("one", {digest: np.array([1, 0], np.float32)})
    assert list(store.articles(many)) == articles
    assert list(store.passages([*many, "2#0", "1#0"])) == ["1#0", "2#0"]
    assert set(store.read_from(many)) == {"1", "2"}
    assert store.origins(many) == {}
    assert set(store.vectors("one", [*many, digest])) == {digest}
    assert unseen(store.database, "feed", many) == list(dict.fromkeys(many))
    assert writing.remove(store.database, many).removed == ("1", "2")


def test_articles_are_counted(store: Store) -> None:
    assert store.count() == 0
    store.sync(REGISTRY, [article("1"), article("2", outlet=YI)])
    assert store.count() == 2


def test_an_article_needs_its_own_outlet_and_no_other(store: Store) -> None:
    store.sync(REGISTRY, [article("1"), article("2", outlet=YI)])
    with store.database.reading() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM outlets WHERE id = 'yi'")
    assert store.article("1") == article("1")
    with pytest.raises(KeyError, match="yi"):
        list(store.articles(["1", "2"]))


def test_passages_with_the_same_words_share_a_digest(store: Store) -> None:
    store.sync(REGISTRY, [article("1"), article("2"), article("3", outlet=YI)])
    one, two, three = store.passage_digests().values()
    assert one == two != three  # the header names the outlet


def test_outlets_come_back_and_follow_the_registry(store: Store) -> None:
    store.sync(REGISTRY, [])
    assert tuple(store.registry()) == (JIA, YI)
    store.sync(Registry((replace(JIA, kind="weekly"), YI)), [])
    assert store.registry()["jia"].kind == "weekly"


def test_an_outlet_can_be_given_another_id(store: Store) -> None:
    store.sync(Registry((JIA,)), [article("1")])
    renamed = replace(JIA, id="jia-bao")
    store.sync(Registry((renamed,)), [article("1", outlet=renamed)])
    assert tuple(store.registry()) == (renamed,)


def test_vectors_are_kept_by_embedder_and_digest(store: Store) -> None:
    vectors = {"a": np.array([0.6, 0.8], np.float32), "b": np.array([1, 0], np.float32)}
    store.add_vectors("one", vectors)
    store.add_vectors("other", {"a": np.array([0, 1], np.float32)})
    assert store.embedded("one") == {"a", "b"}
    assert store.embedded("unknown") == frozenset()
    found = store.vectors("one", ["a", "b", "c"])
    assert {id: vector.tolist() for id, vector in found.items()} == {
        id: vector.tolist() for id, vector in vectors.items()
    }
    assert store.vectors("other", ["a"])["a"].tolist() == [0, 1]


def test_vectors_outlive_their_article(store: Store) -> None:
    store.sync(REGISTRY, [article("1")])
    (digest,) = store.passage_digests().values()
    store.add_vectors("one", {digest: np.array([1, 0], np.float32)})
    store.sync(REGISTRY, [])
    store.sync(REGISTRY, [article("1")])
    assert store.embedded("one") == {digest}


def test_aliases_come_back_in_order_and_replace_the_former(store: Store) -> None:
    aliases = (Alias.of("person", ["薩克斯", "David Sacks"]), Alias.of("term", ["价钱", "price"]))
    assert store.aliases() == ()
    store.replace_aliases(aliases)
    assert store.aliases() == aliases
    store.replace_aliases(aliases[1:])
    assert store.aliases() == aliases[1:]
    store.replace_aliases([])
    assert store.aliases() == ()


def test_names_that_articles_give_in_two_scripts_follow_the_editors(store: Store) -> None:
    editors = Alias.of("person", ["萨克斯", "Sacks"])
    store.replace_aliases([editors])
    told = article("1", "萨克斯（David Sacks）和拉奇（Palmer Luckey）说，天气很好。")
    writing.put(store.database, [Draft(told, "file")])
    assert store.aliases() == (editors, Alias.of("person", ["拉奇", "Palmer Luckey", "Luckey"]))


def test_names_of_an_article_go_with_it(store: Store) -> None:
    told = article("1", "拉奇（Palmer Luckey）说，天气很好。")
    writing.put(store.database, [Draft(told, "file")])
    writing.put(store.database, [Draft(article("1", "莱文森（Carl Levinson）说。"), "file")])
    assert [alias.names[0] for alias in store.aliases()] == ["莱文森"]
    writing.remove(store.database, ["1"])
    assert store.aliases() == ()


def test_a_store_opened_again_holds_the_same(tmp_path: Path) -> None:
    first = Store.in_folder(tmp_path / "new" / "folder")
    first.sync(REGISTRY, [article("1")])
    first.close()
    again = Store.in_folder(tmp_path / "new" / "folder")
    assert again.article("1") == article("1")
    again.close()


def test_a_store_sees_what_another_process_wrote(store: Store, tmp_path: Path) -> None:
    store.sync(REGISTRY, [article("1", "第一句。第二句很长。")])
    store.article("1")
    other = Store.in_folder(tmp_path)
    other.sync(REGISTRY, [article("1", "短。第二句很长。")])
    other.close()
    (passage,) = store.passages_of("1")
    last = passage.sentences[-1]
    assert store.article("1").text[last.start : last.end] == "第二句很长。"


def test_a_store_that_is_no_database_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"\xde\xad\xbe\xef" * 1000)
    with pytest.raises(Fault, match=r"cannot open the store .*store\.sqlite") as caught:
        Store.in_folder(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Fault, match="cannot open the store"):
        Store.in_folder(tmp_path / "file" / "data")


def test_a_store_of_an_older_version_is_a_fault(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "store.sqlite")
    connection.execute("CREATE TABLE aliases (number INTEGER PRIMARY KEY, kind TEXT, zh JSON)")
    connection.close()
    with pytest.raises(Fault):
        Store.in_folder(tmp_path).replace_aliases([Alias.of("term", ["price"])])
