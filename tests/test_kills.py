"""Killed at any moment, a store holds whole articles only, and doctor mends what is derived."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from retrieval.doctor import examine
from retrieval.embedding import NGramEmbedder
from retrieval.index.build import ensure_index
from retrieval.passages import passages_of
from retrieval.search import ServedSearch
from retrieval.store import Store, repair

KILLS = 200
KILLS_OF_BUILDS = 12

WORK = """
import os, random, signal, sys, tempfile, time
from pathlib import Path
from retrieval.articles import Article, Source
from retrieval.embedding import NGramEmbedder
from retrieval.index.build import ensure_index
from retrieval.ingest.redacting import redact
from retrieval.outlets import Outlet, Registry
from retrieval.pages.zones.layers import Edit
from retrieval.store import Draft, Store, writing

folder, kills, task, seed = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
outlets = [Outlet(f"o{n}", {"zh-Hans": f"报{n}", "zh-Hant": f"報{n}", "en": f"O{n}"}, "daily")
           for n in range(3)]
words = "台风 登陆 学校 停课 央行 降息 市场 上涨 球队 取胜 教练 训练 居民 药品 食物 列车".split()

def article(chance, n):
    pick = lambda: "".join(chance.choice(words) for _ in range(12))
    text = "。".join(f"第{k}句,{pick()}" for k in range(chance.randint(5, 40))) + "。"
    source = Source(chance.choice(outlets), f"标题{n}", "zh-Hans", "2025-01-01")
    return Article(f"a{n}", source, text)

def work(chance):
    store = Store.in_folder(folder)
    if task == "build":
        writing.put(store.database, [Draft(article(chance, chance.randrange(40)), "file")])
        ensure_index(store, folder / "index", NGramEmbedder(), lambda *_: None)
        return
    while True:
        lot = [article(chance, chance.randrange(40)) for _ in range(chance.randint(1, 8))]
        writing.put(store.database, [Draft(one, "file") for one in lot])
        held = list(store.article_ids())
        if chance.random() < 0.4 and len(held) > 5:
            writing.remove(store.database, chance.sample(held, 3))
        first = store.article_ids()[0]
        if chance.random() < 0.3 and "第1句" in store.article(first).text:
            redact(store, first, Edit("x", "第1句", every=True))

with tempfile.TemporaryDirectory() as elsewhere:  # loads and compiles all that is used
    store = Store.in_folder(Path(elsewhere))
    for n in (1, 1, 2):
        writing.put(store.database, [Draft(article(random.Random(n), n), "file")])
    redact(store, "a1", Edit("x", "第1句", every=True))
    writing.remove(store.database, ["a2"])
    store.close()

for number in range(kills):
    chance = random.Random(f"{seed}-{number}")
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        try:
            work(chance)
        except Exception as error:
            print(repr(error), file=sys.stderr, flush=True)
        os._exit(0)
    os.setpgid(child, child)
    time.sleep(chance.uniform(0.1, 5) if task == "build" else chance.uniform(0.005, 0.2))
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print(number, flush=True)
    if not sys.stdin.readline():
        break
"""


class Killed:
    """A process that works on a data folder and is killed, again and again."""

    def __init__(self, folder: Path, kills: int, task: str) -> None:
        command = [sys.executable, "-c", WORK, str(folder), str(kills), task, "seed"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def moments(self) -> Iterator[int]:
        """Yield after each kill; the next work begins when the caller is done looking."""
        assert self._process.stdin and self._process.stdout and self._process.stderr
        for line in self._process.stdout:
            yield int(line)
            self._process.stdin.write("\n")
            self._process.stdin.flush()
        self._process.wait(timeout=30)
        assert self._process.stderr.read() == ""


def whole(store: Store) -> bool:
    """Tell whether every article is there with all its passages, and no passage without one."""
    articles = list(store.articles())
    kept = {
        id: (digest, cut)
        for id, digest, cut in repair.kept_states(store.database, store.article_ids())
    }
    passages = {passage.id for article in articles for passage in passages_of(article)}
    return set(store.passage_digests()) == passages and all(
        repair.is_as_kept(article, *kept[article.id]) for article in articles
    )


def test_a_store_killed_at_random_moments_holds_whole_articles(tmp_path: Path) -> None:
    store = Store.in_folder(tmp_path)
    seen = set()
    for _ in Killed(tmp_path, KILLS, "write").moments():
        assert whole(store)
        seen.add(store.state().revision)
    assert len(seen) > KILLS / 4  # the work got somewhere between the kills
    assert len(store.article_ids()) > 5
    folder = tmp_path / "index"
    found = examine(store, folder, NGramEmbedder(), lambda *_: None)
    assert [finding.what for finding in found] == ["no index, built"]
    assert examine(store, folder, NGramEmbedder(), lambda *_: None) == ()
    store.close()


def test_builds_killed_at_random_moments_leave_an_index_that_answers(tmp_path: Path) -> None:
    store = Store.in_folder(tmp_path)
    folder = tmp_path / "index"
    ensure_index(store, folder, NGramEmbedder(), lambda *_: None)
    search = ServedSearch(store, folder, NGramEmbedder())
    for _ in Killed(tmp_path, KILLS_OF_BUILDS, "build").moments():
        held = {article.id: article for article in store.articles()}
        found = search.find("台风登陆,学校停课").matches
        assert bool(found) == bool(held)
        for match in found:
            assert match.passage.text in held[match.passage.article].text
    examine(store, folder, NGramEmbedder(), lambda *_: None)
    assert examine(store, folder, NGramEmbedder(), lambda *_: None) == ()
    assert len([path for path in folder.iterdir() if path.is_dir()]) <= 2  # the one before stays
    store.close()
