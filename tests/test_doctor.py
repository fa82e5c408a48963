"""Stores and indexes damaged by hand: what is found, that it is mended, that it stays mended."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from retrieval import doctor
from retrieval.articles import Article, Source
from retrieval.doctor import Finding, examine
from retrieval.embedding import NGramEmbedder
from retrieval.faults import Fault
from retrieval.index.manifest import read_manifest
from retrieval.pages.facts.directory import new_outlet
from retrieval.pages.shingles import bands, sketch
from retrieval.passages import passages_of
from retrieval.search import ServedSearch
from retrieval.store import Draft, Original, Store, repair, writing

ADDED = "lake-1"
LAKE = new_outlet("蓝湖日报", None)
TEXT = "蓝湖市政府周二宣布,将投资三亿六千万元修建跨湖大桥。市长陈立群说,工程预计于2027年完工。"
LONG = (
    f"{TEXT}反对者林秀英批评这座大桥没有公开招标,要求审计署介入调查。交通局的资料显示,"
    "蓝湖隧道每天的车流量已经达到八万辆次,早就超过设计容量。山城地铁六号线周五开通,"
    "全长四十一公里,设有二十七座车站。首日的乘客达到九十八万人次,列车一度晚点一小时。"
)
CUT = "articles whose passages were not theirs, cut again"


def article(id: str = ADDED, text: str = TEXT) -> Article:
    return Article(id, Source(LAKE, "跨湖大桥", "zh-Hans"), text)


def put(store: Store, *articles: Article) -> None:
    original = Original("plain", b"x", {}, "2026-03-03")
    drafts = [Draft(article, "file", article.id, original) for article in articles]
    writing.put(store.database, drafts)


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    """A built store of the seeds with an article beside the build."""
    folder = Path(shutil.copytree(settings.data, tmp_path / "data"))
    with opened(folder) as store:
        put(store, article())
    return folder


def opened(folder: Path) -> "closing[Store]":
    return closing(Store.in_folder(folder))


def damage(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "store.sqlite")) as database, database:
        for statement in statements:
            assert database.execute(statement).rowcount > 0


def examined(folder: Path) -> tuple[Finding, ...]:
    with opened(folder) as store:
        return examine(store, folder / "index", NGramEmbedder(), lambda *_: None)


def found(folder: Path, question: str = "跨湖大桥投资多少钱?") -> set[str]:
    with opened(folder) as store:
        search = ServedSearch(store, folder / "index", NGramEmbedder())
        return {match.passage.article for match in search.find(question).matches}


def builds(folder: Path) -> set[str]:
    return {path.name for path in (folder / "index").iterdir() if path.is_dir()}


def sound(folder: Path) -> None:
    """Check that every article is cut as it must be, and that nothing is left to mend."""
    assert examined(folder) == ()
    with opened(folder) as store:
        for held in store.articles():
            assert store.passages_of(held.id) == tuple(passages_of(held))


def test_a_sound_store(data: Path) -> None:
    before = builds(data)
    assert examined(data) == ()
    assert builds(data) == before
    assert ADDED in found(data)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM passages WHERE article = 'lake-1'",
        "UPDATE passages SET text = '假的' WHERE article = 'lake-1'",
        "UPDATE passages SET header = '假的' WHERE article = 'lake-1'",
        "UPDATE passages SET outlet = 'rfa' WHERE article = 'lake-1'",
        "UPDATE passages SET digest = '?' WHERE article = 'lake-1'",
        "UPDATE passages SET sentences = '[[0, 0, 2]]' WHERE article = 'lake-1'",
        "UPDATE passages SET sentences = '[[' WHERE article = 'lake-1'",
        "UPDATE passages SET sentences = '[[1]]' WHERE article = 'lake-1'",
        "UPDATE passages SET article = '004_fc9c0504943a811e' WHERE article = 'lake-1'",
        "UPDATE articles SET digest = '?'",
        "DELETE FROM passages",
    ],
)
def test_passages_that_are_not_the_articles(statement: str, data: Path) -> None:
    damage(data, statement)
    mended = examined(data)
    assert CUT in {finding.what for finding in mended}
    assert ADDED in found(data)
    sound(data)


def test_a_changed_text_is_what_is_quoted(data: Path) -> None:
    """Nothing is left of how it came, in what reprints are known by neither."""
    with opened(data) as store:
        put(store, article(text=LONG))
    damage(data, "UPDATE articles SET raw = replace(raw, '三亿', '五亿') WHERE id = 'lake-1'")
    assert examined(data) == (Finding(CUT, 1),)
    with opened(data) as store:
        assert "五亿" in store.passages_of(ADDED)[0].text
        put(store, article(text=LONG))
        put(store, article(text=LONG.replace("三亿", "五亿")))
    with closing(sqlite3.connect(data / "store.sqlite")) as database:
        kept = database.execute("SELECT band FROM bands WHERE article = 'lake-1'").fetchall()
    text = LONG.replace("三亿", "五亿")
    assert {band for (band,) in kept} == set(bands(sketch(text)))
    sound(data)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles SET zones = '[[5, 9, \"nosuch\", \"x\"]]' WHERE id = 'lake-1'",
        "UPDATE articles SET zones = '[[5, 9' WHERE id = 'lake-1'",
        "UPDATE articles SET zones = 'null' WHERE id = 'lake-1'",
        "UPDATE articles SET source = '{}' WHERE id = 'lake-1'",
        "UPDATE articles SET source = '[]' WHERE id = 'lake-1'",
        "UPDATE articles SET source = json_set(source, '$.known.title', 'x') WHERE id = 'lake-1'",
        "UPDATE articles SET outlet = 'nosuch' WHERE id = 'lake-1'",
        "DELETE FROM outlets WHERE id LIKE 'o-%'",
    ],
)
def test_unreadable_articles_are_taken_out_and_the_others_stay(statement: str, data: Path) -> None:
    damage(data, statement)
    mended = examined(data)
    told = "unreadable articles, taken out; add them again: lake-1"
    assert mended[0] == Finding(told, 1)
    with opened(data) as store:
        assert len(store.article_ids()) == 5
        put(store, article())
    assert ADDED in found(data)
    sound(data)


def test_of_many_unreadable_articles_some_are_named(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_AT_ONCE", 3)
    with opened(data) as store:
        put(store, *(article(f"lake-{n}", f"第{n}号。{TEXT}") for n in range(2, 14)))
    damage(data, "UPDATE articles SET zones = '[' WHERE id LIKE 'lake-%'")
    (first, *_) = examined(data)
    assert first.count == 13
    assert first.what.endswith("and 3 more")
    sound(data)


@pytest.mark.parametrize("table", ["passages", "bands", "originals"])
def test_orphans_are_dropped(table: str, data: Path) -> None:
    damage(data, "DELETE FROM articles WHERE id = 'lake-1'")
    mended = {finding.what: finding.count for finding in examined(data)}
    assert mended[f"{table} of articles that are not there, dropped"] > 0
    with opened(data) as store:
        assert ADDED not in store.article_ids()
    sound(data)


def test_reprints_of_what_is_gone(data: Path) -> None:
    damage(data, "UPDATE articles SET origin = 'nosuch' WHERE id = 'lake-1'")
    assert examined(data) == (Finding("reprints whose original is gone, grouped again", 1),)
    with opened(data) as store:
        assert store.article(ADDED).reprint_of is None
    sound(data)


# The index


def _lose_index(folder: Path) -> None:
    shutil.rmtree(folder / "index")


def _damage_manifest(folder: Path) -> None:
    (folder / "index" / "current.json").write_text("{")


def _lose_listing(folder: Path) -> None:
    next((folder / "index").rglob("passages.txt")).unlink()


def _other_store(folder: Path) -> None:
    damage(folder, "UPDATE state SET store = 'another'")


def _set_back(folder: Path) -> None:
    """Let all articles be as old as the build, which does not have the newest."""
    damage(folder, "UPDATE articles SET revision = 0")


def _older_store(folder: Path) -> None:
    damage(folder, "UPDATE state SET revision = 0")


HARMS = [
    (_lose_index, "no index, built"),
    (_damage_manifest, "damaged index, built anew"),
    (_lose_listing, "damaged index, built anew"),
    (_other_store, "index that differs from the store, built anew"),
    (_set_back, "index that differs from the store, built anew"),
    (_older_store, "index that differs from the store, built anew"),
]


@pytest.mark.parametrize(("harm", "told"), HARMS)
def test_an_index_that_cannot_serve_is_built_anew(
    harm: Callable[[Path], None], told: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = read_manifest(data / "index")
    asked: list[bool] = []

    def build(*_: object, most_outside: int, anew: bool, server: object) -> bool:
        assert manifest
        asked.append(anew)
        (data / "index").mkdir(exist_ok=True)
        manifest.write(data / "index")
        return True

    monkeypatch.setattr(doctor, "ensure_index", build)
    harm(data)
    assert told in {finding.what for finding in examined(data)}
    assert asked == [True]


def test_a_damaged_index_serves_again(data: Path) -> None:
    _damage_manifest(data)
    assert examined(data) == (Finding("damaged index, built anew", 1),)
    assert ADDED in found(data)
    assert examined(data) == ()


def test_the_build_before_is_left_to_those_who_read_it_and_older_ones_go(data: Path) -> None:
    served = builds(data)
    for age, name in enumerate(("newer", "older", "oldest")):
        (data / "index" / name).mkdir()
        os.utime(data / "index" / name, (1_000 - age, 1_000 - age))
    assert examined(data) == (Finding("builds left over, deleted", 2),)
    assert builds(data) == served | {"newer"}
    assert examined(data) == ()


# Stores that nothing can mend, and two doctors at once


def test_a_file_with_a_damaged_page(data: Path) -> None:
    with closing(sqlite3.connect(data / "store.sqlite")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name='passages'")
        (size,) = database.execute("PRAGMA page_size")
    path = data / "store.sqlite"
    content = bytearray(path.read_bytes())
    start = (page[0] - 1) * size[0]
    content[start + 8 : start + 200] = b"\xff" * 192
    path.write_bytes(content)
    with pytest.raises(Fault, match=r"damaged|cannot open"):
        examined(data)


@pytest.fixture
def two(data: Path) -> Iterator[tuple[Store, Store]]:
    with opened(data) as one, opened(data) as other:
        yield one, other


def test_what_another_process_removes_meanwhile_is_no_trouble(
    two: tuple[Store, Store], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two

    kept_states = repair.kept_states

    def removing(*arguments: Any) -> Iterator[Any]:
        writing.remove(other.database, [ADDED])
        return kept_states(*arguments)

    monkeypatch.setattr(repair, "kept_states", removing)
    assert examine(one, data / "index", NGramEmbedder(), lambda *_: None) == ()
    assert ADDED not in one.article_ids()
