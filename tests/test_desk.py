"""The editors' commands as an editor meets them: what they say, what they keep, how they end."""

import asyncio
import io
import json
import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import pytest

from bot import adding
from bot.cli import main
from bot.settings import Settings
from retrieval.ingest import intake
from retrieval.store import Store
from retrieval.web.connecting import HostGate
from tests.servers.web import Page, WebServer, page, status
from tests.test_cli import Call, Run, _logging_kept, complaint

BRIDGE = (
    "蓝湖市政府周二宣布,将投资三亿六千万元修建跨湖大桥,工程预计于2027年完工。",
    "市长陈立群在新闻发布会上说:“这座桥将把南岸居民的通勤时间缩短一半。”",
    "反对者林秀英批评这座大桥没有公开招标,要求审计署介入调查。",
)
METRO = (
    "山城地铁六号线周五开通,全长四十一公里,设有二十七座车站。",
    "首日的乘客达到九十八万人次,列车一度晚点一小时。",
    "运营公司总经理赵国栋向乘客道歉,承诺增加十二列备用列车。",
)
OPENING = "跨湖大桥投资多少钱?"
QUESTIONED = "林秀英要求谁介入调查?"


def html(
    title: str = "蓝湖将建跨湖大桥", site: str = "蓝湖日报", text: tuple[str, ...] = BRIDGE
) -> bytes:
    """A news page with a menu above and a footer below its article."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    return (
        f'<!doctype html><html lang="zh-CN"><head><title>{title}</title>'
        f'<meta property="og:site_name" content="{site}">'
        '<meta property="article:published_time" content="2026-03-03T08:00:00+08:00"></head>'
        '<body><nav><a href="/">首页</a> <a href="/sport">体育</a></nav>'
        f"<article><h1>{title}</h1>{body}</article><footer>版权所有</footer></body></html>"
    ).encode()


def line(number: int, **fields: str | None) -> str:
    """A line of a list, the articles all different."""
    told = {
        "doc_id": f"lake-{number}",
        "outlet": "蓝湖日报",
        "title": f"蓝湖第{number}号新闻",
        "date": "2026-03-03",
        "text": f"第{number}号水库的造价是{number + 10}亿元。" + METRO[number % 3],
    }
    return json.dumps(told | fields, ensure_ascii=False) + "\n"


@pytest.fixture
def desk(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[Call]:
    """The command on a copy of the built store, in a folder of the test's own."""
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("WHOSAID_FEEDS", str(tmp_path / "feeds.toml"))
    shutil.copytree(settings.data, tmp_path / "data")
    with _logging_kept():
        yield Call(tmp_path / "data", monkeypatch, capfd)


def write(name: str, content: bytes | str) -> str:
    """Write a file where the command runs; return its name."""
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def held(desk: Call) -> dict[str, str]:
    """Return what the store holds: the articles' texts by id."""
    store = Store.in_folder(desk.data)
    try:
        return {article.id: article.text for article in store.articles()}
    finally:
        store.close()


def added_id(run: Run) -> str:
    """Return the id of the one article that a run says it added."""
    assert (run.code, run.err) == (0, ""), run
    first, _, rest = run.out.partition(" ")
    assert first == "added"
    return rest.partition(":")[0]


# adding


def test_what_is_added_is_found_at_once_and_without_a_build(desk: Call) -> None:
    builds = sorted((desk.data / "index").iterdir())
    id = added_id(desk("add", write("bridge.html", html())))
    (answer,) = desk("ask", "--json", OPENING).records
    assert {e["article"] for s in answer["statements"] for e in s["evidence"]} == {id}
    assert "三亿六千万元" in answer["statements"][0]["text"]
    assert sorted((desk.data / "index").iterdir()) == builds


def test_quotes_of_a_page_are_slices_of_what_is_shown(desk: Call) -> None:
    id = added_id(desk("add", write("bridge.html", html())))
    (shown,) = desk("show", "--json", id).records
    (answer,) = desk("ask", "--json", OPENING).records
    quoted = [e for s in answer["statements"] for e in s["evidence"]]
    assert quoted
    for evidence in quoted:
        assert shown["text"][evidence["start"] : evidence["end"]] == evidence["quote"]


def test_zones_count_in_the_page_as_it_came(desk: Call) -> None:
    id = added_id(desk("add", write("bridge.html", html())))
    (shown,) = desk("show", "--json", id).records
    raw = shown["raw"]
    ends = [0, *(zone["end"] for zone in shown["zones"])]
    assert all(zone["start"] >= end for zone, end in zip(shown["zones"], ends, strict=False))
    assert {zone["kind"] for zone in shown["removed"]} == {"navigation"}
    for zone in shown["zones"]:
        assert zone.get("text") in (None, raw[zone["start"] : zone["end"]])
    kept = [*raw]
    for zone in shown["removed"]:
        kept[zone["start"] : zone["end"]] = [""] * (zone["end"] - zone["start"])
    assert "".join(kept) == shown["text"]
    assert "首页" not in shown["text"]


def test_the_same_again_is_as_it_was(desk: Call) -> None:
    id = added_id(desk("add", write("bridge.html", html())))
    again = desk("add", "bridge.html")
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith(f"as it was: {id}: ")


def test_a_newer_page_takes_the_place_of_the_older(desk: Call) -> None:
    id = added_id(desk("add", write("bridge.html", html())))
    newer = tuple(words.replace("三亿六千万", "四亿一千万") for words in BRIDGE)
    run = desk("add", write("bridge.html", html(text=newer)))
    assert run.out.startswith(f"updated {id}: ")
    assert "四亿一千万" in held(desk)[id]
    asked = desk("ask", OPENING).out
    assert "四亿一千万" in asked
    assert "三亿六千万" not in asked


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "蓝湖将建跨湖大桥\n\n" + "\n\n".join(BRIDGE)),
        ("a.md", "# 蓝湖将建跨湖大桥\n\n" + "\n\n".join(BRIDGE)),
        ("a.html", html(site="")),
        ("gb.html", html(site="").decode().encode("gb18030")),
        ("big5.html", html(site="").decode().replace("蓝湖将", "藍湖將").encode("big5", "ignore")),
    ],
)
def test_a_file_that_names_nobody_is_the_outlets_that_the_editor_names(
    name: str, content: bytes | str, desk: Call
) -> None:
    assert "pass --outlet NAME" in complaint(desk("add", write(name, content)))
    id = added_id(desk("add", name, "--outlet", "蓝湖晚报"))
    (shown,) = desk("show", "--json", id).records
    assert shown["outlet_names"]["zh-Hans"] == "蓝湖晚报"
    assert shown["known"]["outlet"] == "editor"


def test_standard_input_is_a_page_too(desk: Call) -> None:
    assert "蓝湖日报" in desk("add", "-", stdin=html()).out


def test_facts_of_the_editor_win(desk: Call) -> None:
    facts = {
        "--title": "大桥",
        "--author": "王小明",
        "--published": "2026-03-01",
        "--language": "zh-Hant",
        "--url": "https://lake.example/bridge",
        "--republished-by": "山城网",
    }
    options = [word for pair in facts.items() for word in pair]
    id = added_id(desk("add", write("bridge.html", html()), *options))
    (shown,) = desk("show", "--json", id).records
    fields = ("title", "author", "published", "language", "url", "republished_by")
    assert [shown[field] for field in fields] == list(facts.values())


def test_an_id_of_an_outlet_is_that_outlet(desk: Call) -> None:
    run = desk("add", write("bridge.html", html()), "--outlet", "rfa")
    (shown,) = desk("show", "--json", added_id(run)).records
    assert shown["outlet"] == "rfa"


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (("--outlet", ""), "outlet is empty"),
        (("--outlet", "x" * 301), "outlet is empty or too long"),
        (("--title", "  "), "title is empty"),
        (("--published", "yesterday"), "write it as 2025-01-31"),
        (("--published", "2999-01-01"), "no date up to today"),
        (("--published", "2025-02-30"), "no date up to today"),
        (("--language", "fr"), "use zh-Hans, zh-Hant, en"),
        (("--url", "nowhere"), "with http:// or https://"),
    ],
)
def test_a_fact_that_cannot_be(fact: tuple[str, str], told: str, desk: Call) -> None:
    before = held(desk)
    write("list.jsonl", line(1))
    write("bridge.html", html())
    assert told in complaint(desk("add", "bridge.html", *fact))
    assert told in complaint(desk("add", "list.jsonl", *fact))
    assert held(desk) == before


@pytest.mark.parametrize("fact", ["--title", "--url"])
def test_a_fact_of_one_article_is_not_given_to_two(fact: str, desk: Call) -> None:
    before = held(desk)
    names = [write("a.html", html()), write("b.html", html("山城地铁开通", text=METRO))]
    assert "of one article" in complaint(desk("add", *names, fact, "https://lake.example/"))
    assert held(desk) == before


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", b"a" * 5_000_000)
    return packed.getvalue()


_SENTENCES = "".join(f"<p>{words}</p>" for words in ("请登录后继续阅读。", "还没有账号?"))
UNFIT: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "nothing in it"),
    "empty.jsonl": (b"", "nothing in it"),
    "blank.html": (b" \n\n\t\n", "nothing in it"),
    "page.html": (bytes(range(256)) * 20, "a binary file"),
    "image.html": (b"\x89PNG\r\n\x1a\n" + bytes(100), "an image (PNG)"),
    "bomb.html": (_bomb(), "an archive (ZIP)"),
    "login.html": (f"<title>登录</title><h1>登录</h1>{_SENTENCES}".encode(), "a login page"),
    "lost.html": ("<title>404</title><p>您访问的页面不存在。</p>".encode(), "page not found"),
    "few.txt": ("一二三四".encode(), "without an article"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_is_no_article_is_refused_in_a_line(name: str, desk: Call) -> None:
    content, told = UNFIT[name]
    before = held(desk)
    assert told in complaint(desk("add", write(name, content), "--outlet", "蓝湖日报"))
    assert held(desk) == before


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("missing.html", "cannot be read (No such file or directory): name a file"),
        ("folder", "a folder: name the files in it"),
        ("", "name the files"),
        ("file:///etc/hostname", "only http and https are fetched"),
        ("file:bridge.html", "only http and https are fetched"),
        ("data:text/html,x", "only http and https are fetched"),
        ("ftp://lake.example/", "only http and https are fetched"),
        ("http://", "check the spelling"),
        ("http://10.0.0.1/", "not on the public internet"),
        ("http://127.0.0.1:8000/", "not on the public internet"),
        ("http://[::1]/", "not on the public internet"),
        ("http://169.254.169.254/latest", "not on the public internet"),
        ("http://2130706433/", "check the spelling"),
        ("http://me:secret@lake.example/", "user name or password"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_line(source: str, told: str, desk: Call) -> None:
    Path("folder").mkdir()
    write("bridge.html", html())
    before = held(desk)
    assert told in complaint(desk("add", source))
    assert held(desk) == before


def test_a_file_that_is_too_large(desk: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "MOST_BYTES", 1_000)
    write("large.html", html(text=BRIDGE * 9))
    assert "add a smaller file" in complaint(desk("add", "large.html"))
    assert "add a smaller file" in complaint(desk("add", "-", stdin=html(text=BRIDGE * 9)))


def test_a_refusal_does_not_hold_up_the_others(desk: Call) -> None:
    write("bridge.html", html())
    write("empty.html", "")
    write("metro.html", html("山城地铁开通", "山城快报", METRO))
    run = desk("add", "bridge.html", "nosuch.html", "empty.html", "metro.html")
    assert run.code == 2
    assert [told.split()[0] for told in run.out.splitlines()] == ["added", "added"]
    first, second = run.err.splitlines()
    assert first.startswith("whosaid: nosuch.html: ")
    assert second.startswith("whosaid: empty.html: ")


def test_outcomes_for_scripts(desk: Call) -> None:
    write("bridge.html", html())
    write("list.jsonl", line(1) + "{}\n")
    run = desk("add", "--json", "bridge.html", "nosuch.html", "list.jsonl")
    assert (run.code, run.err) == (2, "")
    page_record, refused, listed = run.records
    assert page_record["outcome"] == "added"
    assert page_record["article"] in held(desk)
    assert (refused["from"], refused["outcome"]) == ("nosuch.html", "refused")
    assert refused["reason"]
    assert [listed[name] for name in ("added", "updated", "same", "refused")] == [1, 0, 0, 1]
    assert listed["first_refused"][0]["detail"].startswith("line 2 ")


def test_what_steers_a_terminal_does_not_reach_one(desk: Call) -> None:
    run = desk("add", write("bridge.html", html()), "--outlet", "蓝湖\x1b[2J\u202e晚报")
    assert run.code in (0, 2)
    assert not {"\x1b", "\u202e"} & {*run.out, *run.err}
    run = desk("add", "no\x1b[2J\u202esuch.html")
    assert not {"\x1b", "\u202e"} & {*complaint(run)}


def test_what_is_said_goes_where_it_is_sent(desk: Call) -> None:
    """A progress bar on the terminal must not take standard output with it."""
    run = desk("add", write("bridge.html", html()), FORCE_COLOR="1", TTY_COMPATIBLE="1")
    assert run.code == 0
    assert run.out.startswith("added ")


def test_no_standard_input_at_all(desk: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adding.sys.stdin", None)
    monkeypatch.setattr("sys.argv", ["whosaid", "add", "-", "--data", str(desk.data)])
    with pytest.raises(SystemExit):
        main()
    assert "there is no standard input" in desk.capfd.readouterr().err


# lists


def test_a_list_is_taken_in_and_resumed(desk: Call) -> None:
    name = write("list.jsonl", "".join(map(line, range(5))))
    run = desk("add", name)
    assert (run.code, run.err) == (0, "")
    assert run.out == "list.jsonl: 5 added, 0 updated, 0 as they were, 0 refused\n"
    again = desk("add", write(name, "".join(map(line, range(7))) + line(0, text=METRO[1])))
    assert again.out == "list.jsonl: 2 added, 1 updated, 4 as they were, 0 refused\n"
    assert held(desk)["lake-0"].endswith(METRO[1])


def test_bad_lines_are_named_and_the_others_taken(desk: Call) -> None:
    lines = [line(1), "no json\n", "[1]\n", "\n", line(2, text=" "), line(3, text=None), line(4)]
    run = desk("add", write("list.jsonl", "".join(lines)))
    assert run.code == 2
    assert run.out == "list.jsonl: 2 added, 0 updated, 0 as they were, 4 refused\n"
    numbers = [told.partition(" line ")[2][0] for told in run.err.splitlines()]
    assert numbers == ["2", "3", "5", "6"]
    assert {"lake-1", "lake-4"} < held(desk).keys()


def test_no_more_bad_lines_are_named_than_are_read(desk: Call) -> None:
    run = desk("add", write("list.jsonl", "x\n" * 30), "--outlet", "蓝湖日报")
    assert run.code == 2
    assert run.err.splitlines()[-1] == "whosaid: list.jsonl: and 20 more lines"
    assert len(run.err.splitlines()) == 11


def test_the_editor_names_the_outlet_of_lines_that_name_none(desk: Call) -> None:
    write("list.jsonl", line(1, outlet=None) + line(2))
    assert desk("add", "list.jsonl", "--outlet", "voa").code == 0
    (one,), (other,) = (desk("show", "--json", f"lake-{n}").records for n in (1, 2))
    assert (one["outlet"], one["known"]["outlet"]) == ("voa", "editor")
    assert other["outlet_names"]["zh-Hans"] == "蓝湖日报"


def test_a_list_has_no_facts_of_one_article(desk: Call) -> None:
    before = held(desk)
    told = complaint(desk("add", write("list.jsonl", line(1)), "--author", "王小明"))
    assert "--author" in told
    assert held(desk) == before


def test_a_list_from_a_pipe_whose_first_line_is_long(desk: Call) -> None:
    lines = "\n" + line(1, text="".join(METRO) * 200) + line(2)
    run = desk("add", "-", "--outlet", "蓝湖日报", stdin=lines)
    assert run.out == "-: 2 added, 0 updated, 0 as they were, 0 refused\n"


def test_a_list_that_can_be_read_only_once(desk: Call) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write("".join(map(line, range(30))).encode())
    run = desk("add", f"/dev/fd/{reading}")
    os.close(reading)
    assert "30 added" in run.out


def test_an_over_long_first_line_costs_itself_alone(
    desk: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("bot.adding", "retrieval.pages.formats.jsonl"):
        monkeypatch.setattr(f"{module}.LONGEST_LINE", 500)
    lines = line(1, text=METRO[0] * 90) + line(2) + line(3)
    run = desk("add", write("list.jsonl", lines))
    assert run.out == "list.jsonl: 2 added, 0 updated, 0 as they were, 1 refused\n"
    assert "line 1 is over 500 bytes" in run.err


class _Interrupted(io.BytesIO):
    """A list that the editor interrupts after so many lines."""

    left = 5

    def readline(self, size: int | None = -1, /) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return super().readline(size)


def test_an_interrupted_list_keeps_what_was_taken_and_goes_on(
    desk: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_AT_ONCE", 2)
    lines = "".join(map(line, range(8))).encode()
    run = desk("add", "-", stdin=_Interrupted(lines))
    assert run.code == 130
    assert run.out == "-: 4 added, 0 updated, 0 as they were, 0 refused\n"
    (said,) = run.err.split("\n")[:-1]
    assert said.startswith("whosaid: interrupted: what was taken in stays")
    again = desk("add", "-", stdin=lines)
    assert again.out == "-: 4 added, 0 updated, 4 as they were, 0 refused\n"


# from the web


class _Served:
    """Pages on loopback, served from a thread of their own while a command runs."""

    def __init__(self, pages: dict[str, Page]) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._pages = pages

    def __enter__(self) -> Self:
        self._thread.start()
        self.server = self._run(self._start())
        return self

    async def _start(self) -> WebServer:
        server = await WebServer().__aenter__()
        server.pages = self._pages
        return server

    def __exit__(self, *_: object) -> None:
        self._run(self.server.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    @property
    def environment(self) -> dict[str, str]:
        return {"WHOSAID_ALLOWED_HOSTS": self.server.authority}


PAGES: dict[str, Page] = {
    "/bridge.html": page(html()),
    "/lost.html": page("<title>404</title><p>您访问的页面不存在。</p>".encode()),
    "/list": page(line(1).encode(), "text/plain"),
}


@pytest.fixture(scope="module")
def served() -> Iterator[_Served]:
    with _Served(PAGES) as served:
        yield served


def test_a_page_of_the_web(desk: Call, served: _Served) -> None:
    url = served.server.url("/bridge.html")
    id = added_id(desk("add", url, **served.environment))
    (shown,) = desk("show", "--json", id).records
    assert (shown["url"], shown["known"]["outlet"]) == (url, "stated")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/nosuch.html", "answers 404"),
        ("/lost.html", "page not found"),
        ("/list", "a list of articles: save it and add that file"),
    ],
)
def test_a_page_that_is_no_article(path: str, told: str, desk: Call, served: _Served) -> None:
    before = held(desk)
    assert told in complaint(desk("add", served.server.url(path), **served.environment))
    assert held(desk) == before


def test_a_host_is_given_time_between_two_of_its_pages(
    desk: Call, served: _Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    class Noting(HostGate):
        async def _wait(self, free_at: float) -> None:
            asked.append(free_at)

    monkeypatch.setattr("retrieval.web.fetching.HostGate", Noting)
    pages = [served.server.url(path) for path in ("/bridge.html", "/lost.html")]
    desk("add", *pages, **served.environment)
    first, second = asked
    assert first == 0 < second


# removing


def test_what_is_removed_is_gone_at_once(desk: Call) -> None:
    id = added_id(desk("add", write("bridge.html", html())))
    assert "审计署" in desk("ask", QUESTIONED).out
    run = desk("remove", id)
    assert (run.code, run.out, run.err) == (0, f"removed {id}\n", "")
    assert "审计署" not in desk("ask", QUESTIONED).out
    assert f"no article {id}" in complaint(desk("remove", id))
    assert f"no article {id}" in complaint(desk("show", id))
    assert added_id(desk("add", "bridge.html")) == id


def test_a_removed_seed_does_not_come_back(desk: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.workspace.ensure_index", lambda *_, **__: False)
    id = min(held(desk))
    assert desk("remove", id).code == 0
    assert desk("index").out.startswith("4 articles")
    assert id not in held(desk)


def test_an_unknown_id_removes_nothing(desk: Call) -> None:
    before = held(desk)
    assert "no article nosuch" in complaint(desk("remove", min(before), "nosuch"))
    assert held(desk) == before


def test_removing_where_nothing_is_held(desk: Call, tmp_path: Path) -> None:
    told = complaint(replace(desk, data=tmp_path / "new")("remove", "nosuch"))
    assert told.endswith("there is none at all; `whosaid index` takes some in")


# redacting


@pytest.fixture
def bridge(desk: Call) -> str:
    """An article to take words out of."""
    return added_id(desk("add", write("bridge.html", html())))


def test_redacted_words_can_no_longer_be_cited(desk: Call, bridge: str) -> None:
    run = desk("redact", bridge, "要求审计署介入调查", "--reason", "court order")
    told = f"redacted {bridge}: 9 characters can no longer be cited\n"
    assert (run.code, run.out, run.err) == (0, told, "")
    assert "审计署" not in held(desk)[bridge]
    assert "审计署" not in desk("ask", QUESTIONED).out
    (shown,) = desk("show", "--json", bridge).records
    assert "editor: court order" in {zone["reason"] for zone in shown["removed"]}


def test_a_redaction_holds_for_later_versions(desk: Call, bridge: str) -> None:
    desk("redact", bridge, "要求审计署介入调查")
    newer = tuple(words.replace("三亿六千万", "四亿一千万") for words in BRIDGE)
    assert desk("add", write("bridge.html", html(text=newer))).out.startswith("updated")
    assert "四亿一千万" in held(desk)[bridge]
    assert "审计署" not in held(desk)[bridge]


def test_ways_to_say_which_words(desk: Call, bridge: str) -> None:
    before = held(desk)[bridge]
    assert before.count("大桥") == 3
    desk("redact", bridge, "大桥", "--within", "这座大桥")
    assert held(desk)[bridge].count("大桥") == 2
    desk("redact", bridge, "大桥", "--every")
    assert "大桥" not in held(desk)[bridge]
    desk("redact", bridge, "反对者", "--to", "公开招标,")
    assert "反对者" not in held(desk)[bridge]
    assert "公开招标" not in held(desk)[bridge]
    assert "要求审计署介入调查" in held(desk)[bridge]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("",), "no words can be empty"),
        (("大桥", "--within", " "), "no words can be empty"),
        (("大桥", "--to", ""), "no words can be empty"),
        (("nosuch",), "does not occur in the page: copy"),
        (("蓝湖", "--to", "nosuch"), "does not occur in the page: copy"),
        (("大桥", "--within", "nosuch"), "--within “nosuch” does not occur"),
        (("大桥",), "occurs 3 times: say which by --within LONGER-WORDS, or take out --every"),
        (("首页",), "is not part of what can be cited"),
        (("蓝湖将", "--to", "介入调查。"), "use `whosaid remove"),
    ],
)
def test_a_redaction_that_cannot_be(
    words: tuple[str, ...], told: str, desk: Call, bridge: str
) -> None:
    before = held(desk)
    assert told in complaint(desk("redact", bridge, *words))
    assert held(desk) == before


def test_redacting_twice_and_elsewhere(desk: Call, bridge: str) -> None:
    assert desk("redact", bridge, "审计署").code == 0
    assert "nothing to take out" in complaint(desk("redact", bridge, "审计署"))
    assert "no article nosuch" in complaint(desk("redact", "nosuch", "审计署"))


# reindexing and the doctor


def test_pages_are_read_again(desk: Call, bridge: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.workspace.ensure_index", lambda *_, **__: True)
    assert desk("reindex").out.startswith("1 pages read again, 0 came out differently")
    with sqlite3.connect(desk.data / "store.sqlite") as database:
        changed = "UPDATE articles SET source = json_set(source, '$.title', 'x'), digest = '?'"
        database.execute(f"{changed} WHERE id = ?", [bridge])
    database.close()
    assert desk("reindex").out.startswith("1 pages read again, 1 came out differently")
    assert desk("show", "--json", bridge).records[0]["title"] == "蓝湖将建跨湖大桥"


def test_an_index_of_an_older_format_is_built_anew(desk: Call) -> None:
    manifest = desk.data / "index" / "current.json"
    older = json.loads(manifest.read_text(encoding="utf-8")) | {"format": 1}
    manifest.write_text(json.dumps(older), encoding="utf-8")
    assert "doctor" in complaint(desk("search", QUESTIONED))
    assert "index rebuilt" in desk("reindex").out
    assert desk("search", QUESTIONED).code == 0


@pytest.mark.usefixtures("bridge")
def test_a_sound_store_has_nothing_to_mend(desk: Call) -> None:
    builds = sorted((desk.data / "index").iterdir())
    run = desk("doctor")
    assert (run.code, run.out, run.err) == (0, "nothing to mend\n", "")
    assert desk("doctor", "--json") == Run(0, "", "")
    assert sorted((desk.data / "index").iterdir()) == builds


def test_what_was_mended_is_told(desk: Call, bridge: str) -> None:
    with sqlite3.connect(desk.data / "store.sqlite") as database:
        database.execute("DELETE FROM passages WHERE article = ?", [bridge])
    database.close()
    assert "审计署" not in desk("ask", QUESTIONED).out
    (mended,) = desk("doctor", "--json").records
    assert mended == {"what": "articles whose passages were not theirs, cut again", "count": 1}
    assert "审计署" in desk("ask", QUESTIONED).out


def test_the_doctor_of_a_new_folder_takes_the_seeds_in(desk: Call, tmp_path: Path) -> None:
    new = replace(desk, data=tmp_path / "new")
    assert new("doctor").code == 0
    assert held(new) == held(desk)


@pytest.mark.parametrize("command", [("doctor",), ("reindex",), ("remove", "x"), ("feeds",)])
def test_a_store_that_is_no_database(command: tuple[str, ...], desk: Call, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "store.sqlite").write_text("no database" * 900)
    assert "store.sqlite" in complaint(replace(desk, data=tmp_path / "other")(*command))


# feeds


def _rss(served: _Served, *paths: str) -> bytes:
    items = "".join(
        f"<item><title>{path}</title><link>{served.server.url(path)}</link></item>"
        for path in paths
    )
    return f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


def _feeds(desk: Call, *urls: str) -> None:
    text = "".join(f'[[feed]]\nurl = "{url}"\n' for url in urls)
    (desk.data.parent / "feeds.toml").write_text(text)


def test_no_feeds(desk: Call) -> None:
    run = desk("feeds")
    assert (run.code, run.err) == (0, "")
    assert run.out == f"no feeds: list them in {desk.data.parent / 'feeds.toml'}\n"
    assert desk("feeds", "--json") == Run(0, "", "")


def test_feeds_are_listed_and_polled(desk: Call, served: _Served) -> None:
    served.server.pages["/feed"] = page(_rss(served, "/bridge.html", "/lost.html"))
    url = served.server.url("/feed")
    _feeds(desk, url)
    assert desk("feeds", **served.environment).out == f"{url}: not read yet\n"
    run = desk("feeds", "--poll", **served.environment)
    assert (run.code, run.err) == (0, "")
    assert run.out == f"{url}: 1 taken in, 1 refused\n"
    (record,) = desk("feeds", "--json", **served.environment).records
    assert (record["url"], record["last_status"], record["trouble"]) == (url, 200, None)
    assert desk("feeds", **served.environment).out.startswith(f"{url}: read; again at ")


def test_a_feed_in_trouble_is_told_once(desk: Call, served: _Served) -> None:
    served.server.pages["/feed"] = page(_rss(served))
    served.server.pages["/page"] = status(200, html(), Content_Type="text/html")
    good, lost, none = (served.server.url(path) for path in ("/feed", "/lost-feed", "/page"))
    _feeds(desk, good, lost, none)
    run = desk("feeds", "--poll", **served.environment)
    assert run.code == 2
    assert run.out == f"{good}: 0 taken in, 0 refused\n"
    assert sorted(told.split(": ")[1] for told in run.err.splitlines()) == sorted([lost, none])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[feed", "not valid TOML"),
        ("x = 1", "[[feed]] entries and nothing else"),
        ("[[feed]]\n", "no public web address"),
        ('[[feed]]\nurl = "http://10.0.0.1/"', "no public web address"),
        ('[[feed]]\nurl = "https://a.example/"\nevery = 1', "whole minutes"),
        ('[[feed]]\nurl = "https://a.example/"\nname = "x"', "unknown key 'name'"),
        ('[[feed]]\nurl = "https://a.example/"\n' * 2, "stands there twice"),
    ],
)
def test_a_list_of_feeds_with_a_mistake(text: str, told: str, desk: Call) -> None:
    (desk.data.parent / "feeds.toml").write_text(text)
    assert told in complaint(desk("feeds"))
    assert told in complaint(desk("feeds", "--poll"))
