"""The index: built once, mended when damaged, never served broken, never lost by a failed build."""

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from retrieval.articles import Article, Source
from retrieval.embedding import NGramEmbedder, Vectors
from retrieval.index import manifest as manifests
from retrieval.index.build import ensure_index
from retrieval.index.manifest import FORMAT, IndexFault, read_manifest
from retrieval.outlets import Outlet, Registry
from retrieval.search import ServedSearch
from retrieval.store import Store

JIA = Outlet("jia", {"zh-Hans": "甲报", "zh-Hant": "甲報", "en": "Jia"}, "daily")
YI = Outlet("yi", {"zh-Hans": "乙报", "zh-Hant": "乙報", "en": "Yi"}, "blog")
REGISTRY = Registry((JIA, YI))
DATABASE = "chroma.sqlite3"  # Chroma rewrites it at each opening, so it is not hashed
WIRE = "【电讯】台风今晚登陆,学校停课。" + "各地居民正在准备沙袋和饮用水。" * 30


def article(id: str, raw: str, outlet: Outlet = JIA) -> Article:
    return Article(id, Source(outlet, "天气", "zh-Hans"), raw)


ARTICLES = (
    article("wire-jia", WIRE),
    article("wire-yi", WIRE, YI),
    article("market", "股市上涨了3.5%,投资者很高兴。"),
    article("english", "The harvest was poor. Farmers asked for help.", YI),
)


class OtherEmbedder(NGramEmbedder):
    name = "other"


class NoEmbedder(NGramEmbedder):
    """Fails where it is asked: every vector is to come from the store."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(texts)


@dataclass(frozen=True)
class Data:
    """A data folder: a store and its index."""

    folder: Path
    store: Store

    @property
    def index(self) -> Path:
        return self.folder / "index"

    def ensure(self, embedder: NGramEmbedder | None = None) -> bool:
        return ensure_index(self.store, self.index, embedder or NGramEmbedder(), lambda *_: None)

    def open(self, embedder: NGramEmbedder | None = None) -> ServedSearch:
        return ServedSearch(self.store, self.index, embedder or NGramEmbedder())

    def found(self, question: str) -> list[str]:
        return [match.passage.article for match in self.open().find(question).matches]

    def build(self) -> str:
        manifest = read_manifest(self.index)
        assert manifest
        return manifest.build

    def files(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in self.index.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a sound index that nobody has opened yet."""
    folder = tmp_path_factory.mktemp("built")
    store = Store.in_folder(folder)
    store.sync(REGISTRY, ARTICLES)
    stages: list[str] = []
    assert ensure_index(store, folder / "index", NGramEmbedder(), lambda *s: stages.append(s[0]))
    assert list(dict.fromkeys(stages)) == ["embedding", "building", "proving"]
    store.close()
    return folder


@pytest.fixture
def data(built: Path, tmp_path: Path) -> Iterator[Data]:
    """A copy of it to do harm to."""
    folder = shutil.copytree(built, tmp_path / "data")
    store = Store.in_folder(folder)
    yield Data(folder, store)
    store.close()


@pytest.fixture
def no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every build fail at once, so that a test sees whether one was begun."""
    monkeypatch.setattr(sys, "executable", "false")


def begins_a_build(data: Data, embedder: NGramEmbedder | None = None) -> bool:
    try:
        return data.ensure(embedder)
    except IndexFault as fault:
        return "could not write the index" in str(fault)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("台风什么时候登陆", {"wire-jia", "wire-yi"}),
        ("颱風什麼時候登陸", {"wire-jia", "wire-yi"}),
        ("股市涨了3.5%吗", {"market"}),
        ("How was the harvest?", {"english"}),
    ],
)
def test_questions_find_articles_and_a_wire_copy_in_both_outlets(
    data: Data, question: str, expected: set[str]
) -> None:
    assert set(data.found(question)[: len(expected)]) == expected


@pytest.mark.usefixtures("no_child")
def test_a_second_run_changes_nothing(data: Data) -> None:
    before = data.files()
    assert data.ensure() is False
    assert data.files() == before


@pytest.mark.usefixtures("no_child")
def test_asking_leaves_the_index_as_it_was(data: Data) -> None:
    before = data.files()
    assert data.found("台风")
    after = data.files()
    assert {path.name for path in after if after[path] != before.get(path)} == {DATABASE}
    assert data.ensure() is False


@pytest.mark.usefixtures("no_child")
@pytest.mark.parametrize(
    "articles",
    [
        (*ARTICLES[:-1], article("english", "The harvest was good.", YI)),
        ARTICLES[1:],
        (*ARTICLES, article("new", "下雪了。")),
        (),
    ],
    ids=["changed", "removed", "added", "none left"],
)
def test_other_articles_need_a_build(data: Data, articles: Sequence[Article]) -> None:
    data.store.sync(REGISTRY, articles)
    assert begins_a_build(data)


@pytest.mark.usefixtures("no_child")
def test_another_embedder_needs_a_build_and_is_refused_till_then(data: Data) -> None:
    with pytest.raises(IndexFault, match="built with the embedder local-ngrams-3") as caught:
        data.open(OtherEmbedder())
    assert_one_line_that_mends(caught.value)
    assert begins_a_build(data, OtherEmbedder())


@pytest.mark.usefixtures("no_child")
def test_a_rebuild_embeds_nothing_again(data: Data) -> None:
    (data.index / "current.json").unlink()
    assert begins_a_build(data, NoEmbedder())


def test_there_is_no_index_before_the_first_build(tmp_path: Path) -> None:
    data = Data(tmp_path, Store.in_folder(tmp_path))
    with pytest.raises(IndexFault, match="there is no index in") as caught:
        data.open()
    assert_one_line_that_mends(caught.value)
    data.store.close()


def assert_one_line_that_mends(fault: IndexFault) -> None:
    assert "`whosaid doctor`" in str(fault)
    assert "\n" not in str(fault)


# Damage


Record = dict[str, object]
WRONG_MANIFESTS: dict[str, Callable[[Record], object]] = {
    "an older format": lambda manifest: manifest | {"format": 0},
    "a newer format": lambda manifest: manifest | {"format": FORMAT + 1, "more": 1},
    "a format of another type": lambda manifest: manifest | {"format": "3"},
    "another program's": lambda _: {"name": "current", "version": "1.0"},
    "another store's": lambda manifest: manifest | {"store": "another"},
    "a server's": lambda manifest: manifest | {"server": "http://127.0.0.1:9"},
    "a list": lambda _: [],
    "null": lambda _: None,
    "text": lambda _: "manifest",
    "empty": lambda _: {},
    "half of it": lambda manifest: {key: manifest[key] for key in list(manifest)[:3]},
    "one key more": lambda manifest: manifest | {"more": 1},
    "no build": lambda manifest: manifest | {"build": ""},
    "a build that is gone": lambda manifest: manifest | {"build": "gone"},
    "a build elsewhere": lambda manifest: manifest | {"build": "../.."},
    "a build of another type": lambda manifest: manifest | {"build": 7},
    "no embedder": lambda manifest: manifest | {"embedder": None},
    "no files": lambda manifest: manifest | {"files": {}},
    "files of another type": lambda manifest: manifest | {"files": None},
}


@pytest.mark.usefixtures("no_child")
@pytest.mark.parametrize(
    "spoil",
    [pytest.param(spoil, id=name) for name, spoil in WRONG_MANIFESTS.items()],
)
def test_a_wrong_manifest_is_refused_and_mended(
    data: Data, spoil: Callable[[Record], object]
) -> None:
    path = data.index / "current.json"
    path.write_text(json.dumps(spoil(json.loads(path.read_text(encoding="utf-8")))))
    with pytest.raises(IndexFault) as caught:
        data.open()
    assert_one_line_that_mends(caught.value)
    assert begins_a_build(data)


@pytest.mark.usefixtures("no_child")
@pytest.mark.parametrize(
    ("format", "told"),
    [(FORMAT - 1, "written by an older whosaid"), (FORMAT + 1, "written by a newer whosaid")],
)
def test_an_index_of_another_version_says_so(data: Data, format: int, told: str) -> None:
    path = data.index / "current.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": format}))
    with pytest.raises(IndexFault, match=told):
        data.open()


@pytest.mark.usefixtures("no_child")
def test_a_locked_index_is_told_within_two_seconds(data: Data) -> None:
    database = data.index / data.build() / "vectors" / DATABASE
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        with pytest.raises(IndexFault, match="locked by another program") as caught:
            data.open()
        assert time.monotonic() - began < 2
        assert_one_line_that_mends(caught.value)
        assert begins_a_build(data)
    assert data.found("台风")


@pytest.mark.usefixtures("no_child")
@pytest.mark.parametrize("size", [0, 2**40], ids=["large", "small"])
def test_a_large_database_is_held_to_its_size_and_count(
    data: Data, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifests, "_HASHED_UP_TO", size)
    manifest = read_manifest(data.index)
    assert manifest
    build = data.index / manifest.build
    sound = replace(manifest, files=manifests.fingerprints(build))
    sound.check(data.index, thoroughly=True)
    database = build / "vectors" / DATABASE
    database.write_bytes(database.read_bytes()[:-4096])
    with pytest.raises(IndexFault, match="is damaged"):
        sound.check(data.index)


@pytest.mark.usefixtures("no_child")
def test_a_build_without_a_manifest_is_half_written(data: Data) -> None:
    (data.index / "current.json").unlink()
    with pytest.raises(IndexFault, match="there is no index in") as caught:
        data.open()
    assert_one_line_that_mends(caught.value)
    assert begins_a_build(data)


def test_a_file_where_the_index_belongs_is_one_line(data: Data) -> None:
    shutil.rmtree(data.index)
    data.index.write_text("another program's")
    with pytest.raises(IndexFault, match="there is no index in"):
        data.open()
    with pytest.raises(IndexFault, match="cannot be a folder for the index: File exists"):
        data.ensure()


def test_folders_of_other_programs_stay(data: Data) -> None:
    theirs = data.index / "theirs" / "letters.txt"
    theirs.parent.mkdir()
    theirs.write_text("dear")
    (data.index / "left").mkdir()
    assert manifests.remove_other_builds(data.index, data.build()) == 1
    assert theirs.read_text() == "dear"


HARM = """
import json, shutil, sys
from pathlib import Path
from retrieval.embedding import NGramEmbedder
from retrieval.index.build import ensure_index
from retrieval.index.manifest import IndexFault
from retrieval.search import ServedSearch
from retrieval.store import Store
from retrieval.terms import Lexicon

built, work, damage = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
sys.executable = "false"

def spoilt(name, raw):
    if damage == "torn":
        for start in range(0, len(raw), len(raw) // 24 + 1) if name == "chroma.sqlite3" else ():
            start -= start % 4096
            yield raw[:start] + bytes(4096) + raw[start + 4096:]
    elif damage == "deleted":
        yield None
    elif damage == "garbage":
        yield bytes([222, 173, 190, 239]) * (len(raw) // 4 + 1)
    elif raw:
        yield raw[: len(raw) // 2] if damage == "truncated" else b""

def outcome(task):
    try:
        return task()
    except IndexFault as fault:
        line = str(fault)
        return "a build" if "could not write" in line else "fault" if line.isprintable() else line
    except BaseException as error:
        return type(error).__name__

def ensure():
    return ensure_index(store, folder / "index", NGramEmbedder(), print) or "nothing to do"

def ask():
    search = ServedSearch(store, folder / "index", NGramEmbedder())
    return "an answer" if search.find("台风").matches else "nothing"

number = 0
paths = [path for path in built.joinpath("index").rglob("*") if path.is_file()]
for path in paths:
    for raw in spoilt(path.name, path.read_bytes()) if path.name != "build.lock" else ():
        folder = Path(shutil.copytree(built, work / str(number)))
        target = folder / path.relative_to(built)
        target.unlink() if raw is None else target.write_bytes(raw)
        store = Store.in_folder(folder)
        before = outcome(ensure)
        print(json.dumps([path.name, before, outcome(ask), outcome(ensure)]), flush=True)
        store.close()
        shutil.rmtree(folder)
        number += 1
"""

MENDED = ["a build", "fault", "a build"]  # `whosaid index`, a question, `whosaid index` again


def harm(built: Path, work: Path, damage: str) -> list[tuple[str, list[str]]]:
    """Damage one file after another and tell what came of it, in a process that may crash."""
    ended = subprocess.run(
        [sys.executable, "-c", HARM, built, work, damage],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    rows = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("[")]
    return [(name, outcome) for name, *outcome in rows]


@pytest.fixture(scope="module", params=["truncated", "emptied", "garbage", "deleted"])
def harmed(
    request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    return dict(harm(built, tmp_path_factory.mktemp("harm"), request.param))


def test_a_damaged_file_is_refused_and_mended(harmed: dict[str, list[str]]) -> None:
    hashed = {name: outcome for name, outcome in harmed.items() if name != DATABASE}
    assert len(hashed) >= 8
    assert hashed == dict.fromkeys(hashed, MENDED)


def test_a_damaged_database_is_refused(harmed: dict[str, list[str]]) -> None:
    assert harmed[DATABASE][1] == "fault"


def test_a_damaged_database_is_mended(harmed: dict[str, list[str]]) -> None:
    assert harmed[DATABASE] == MENDED


def test_a_database_with_a_torn_page_is_refused_or_answers(built: Path, tmp_path: Path) -> None:
    asked = [outcome[1] for _, outcome in harm(built, tmp_path, "torn")]
    assert len(asked) > 10
    assert set(asked) <= {"fault", "an answer"}


# Builds that fail, and builds side by side


@pytest.mark.parametrize("task", ["write", "prove"])
def test_a_build_that_dies_leaves_the_former_index_served(
    data: Data, task: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = (data.index / "current.json").read_bytes()
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\n[ "$3" = {task} ] && kill -9 $$\nexec {sys.executable} "$@"\n')
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    data.store.sync(REGISTRY, [*ARTICLES, article("new", "下雪了。")])
    with pytest.raises(IndexFault, match=f"could not {task} the index in .*: exit -9") as caught:
        data.ensure()
    assert "\n" not in str(caught.value)
    assert (data.index / "current.json").read_bytes() == manifest
    assert data.found("台风")


ENSURE = """
import sys
from pathlib import Path
from retrieval.embedding import NGramEmbedder
from retrieval.index.build import ensure_index
from retrieval.store import Store
folder = Path(sys.argv[1])
store = Store.in_folder(folder)
print(ensure_index(store, folder / "index", NGramEmbedder(), lambda *_: None))
"""


@dataclass(frozen=True)
class Rebuilt:
    """What two processes at once made of a changed store, under a search that was open."""

    data: Data
    former: str
    said: list[str]
    served: ServedSearch


@pytest.fixture(scope="module")
def rebuilt(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rebuilt]:
    folder = shutil.copytree(built, tmp_path_factory.mktemp("rebuilt") / "data")
    data = Data(folder, Store.in_folder(folder))
    served = ServedSearch(data.store, data.index, NGramEmbedder())
    former = data.build()
    (data.index / "stray").mkdir()
    data.store.sync(REGISTRY, [*ARTICLES[:2], article("market", "下雪了,道路结冰。")])
    command = [sys.executable, "-c", ENSURE, str(folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[0].strip() for process in both]
    yield Rebuilt(data, former, said, served)
    data.store.close()


def test_two_processes_at_once_build_one_index(rebuilt: Rebuilt) -> None:
    assert sorted(rebuilt.said) == ["False", "True"]


def test_only_the_new_and_the_former_build_are_kept(rebuilt: Rebuilt) -> None:
    kept = {path.name for path in rebuilt.data.index.iterdir() if path.is_dir()}
    assert kept == {rebuilt.former, rebuilt.data.build()}
    assert len(kept) == 2


def test_a_rebuild_holds_what_the_store_holds_now(rebuilt: Rebuilt) -> None:
    assert rebuilt.data.ensure() is False
    assert rebuilt.data.found("道路结冰了吗")[0] == "market"
    assert "english" not in rebuilt.data.found("How was the harvest?")


def test_an_open_search_takes_the_new_build_up(rebuilt: Rebuilt) -> None:
    assert rebuilt.served.find("道路结冰了吗").matches[0].passage.article == "market"


@pytest.mark.parametrize("changed", [{"build": "gone"}, {"embedder": "other"}, {"format": 0}])
def test_an_open_search_outlives_a_build_that_it_cannot_take_up(
    data: Data, changed: Record
) -> None:
    served = ServedSearch(data.store, data.index, NGramEmbedder())
    path = data.index / "current.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"build": "new"} | changed))
    assert served.find("台风").matches
