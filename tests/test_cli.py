"""The `whosaid` command: what it prints, and what it ends with."""

import io
import json
import logging
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.settings import Settings
from tests.servers.bot_api import BotApiServer

WHOSAID = [sys.executable, "-m", "bot"]
ROOT = Path(__file__).parents[1]
COST = "DeepSeek的训练成本是多少?各家媒体说法一致吗?"
SPAM = ["大jb", "vodafone", "暴❷大规模"]
REFUSED = ["约基奇昨天得了多少分?", "蒙特利尔的家庭影院电影票多少钱?", "破棉袄认为什么最重要?"]
READERS = ("bot", "chat", "ask", "search", "check", "why", "sources", "show")
EDITORS = ("index", "add", "remove", "redact", "feeds", "reindex", "doctor")
NOWHERE = "http://127.0.0.1:9"  # the port of discarding: nobody listens


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def _environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {"HOME": str(home), "LANG": "C.UTF-8", "NO_PROXY": "127.0.0.1"}


@dataclass(frozen=True)
class Process:
    """Runs the command as a process, in an empty folder."""

    folder: Path
    data: Path

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*WHOSAID, *_located(arguments, self.data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=_environment(self.folder) | environment,
        )

    def __call__(self, *arguments: str, stdin: str = "", **environment: str) -> Run:
        return ended(
            self.start(*arguments, **environment), stdin.encode("utf-8", "surrogateescape")
        )


def ended(process: "subprocess.Popen[bytes]", stdin: bytes = b"") -> Run:
    out, err = process.communicate(stdin, timeout=120)
    return Run(process.returncode, out.decode(), err.decode())


def _located(arguments: tuple[str, ...], data: Path) -> tuple[str, ...]:
    if arguments[:1] in ((), ("--help",), ("nosuch",)):
        return arguments
    return (arguments[0], "--data", str(data), *arguments[1:])


@dataclass(frozen=True)
class Call:
    """Runs the command in this process, which spares a second or two of imports."""

    data: Path
    monkeypatch: pytest.MonkeyPatch
    capfd: pytest.CaptureFixture[str]

    def __call__(
        self, *arguments: str, stdin: str | bytes | io.BytesIO = "", **environment: str
    ) -> Run:
        with self.monkeypatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["whosaid", *_located(arguments, self.data)])
            patch.setattr(sys, "stdin", _readable(stdin))
            with pytest.raises(SystemExit) as ended:
                main()
        return Run(int(ended.value.code or 0), *self.capfd.readouterr())


def _readable(stdin: str | bytes | io.BytesIO) -> io.TextIOWrapper:
    binary = stdin.encode("utf-8", "surrogateescape") if isinstance(stdin, str) else stdin
    return io.TextIOWrapper(binary if isinstance(binary, io.BytesIO) else io.BytesIO(binary))


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Process:
    return Process(tmp_path_factory.mktemp("empty"), settings.data)


@pytest.fixture
def whosaid(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[Call]:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    with _logging_kept():
        yield Call(settings.data, monkeypatch, capfd)


@contextmanager
def _logging_kept() -> Iterator[None]:
    """Undo what the command does to the logging of its process."""
    loggers = [logging.getLogger(name) for name in (None, *logging.root.manager.loggerDict)]
    levels, handlers = [logger.level for logger in loggers], [*logging.root.handlers]
    yield
    logging.root.handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def elsewhere(whosaid: Call, tmp_path: Path) -> Call:
    """The command on a copy of store and index that a test may damage."""
    shutil.copytree(whosaid.data, tmp_path / "data")
    return replace(whosaid, data=tmp_path / "data")


def complaint(run: Run) -> str:
    """Return the one line that a command which failed has said."""
    assert "Traceback" not in run.err
    assert (run.code, run.out) == (2, "")
    (line,) = run.err.splitlines()
    assert line.startswith("whosaid: ")
    return line


# asking


def test_an_answer_is_text_for_people(process: Process) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = process("ask", COST)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (run.code, run.err) == (0, "")
    for name in ("自由亚洲电台", "大公报", "雷歌视角", "美国之音"):
        assert name in run.out
    assert "│ DeepSeek大模型训练成本估计不到600万美元" in run.out
    assert "\033" not in run.out
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    assert spent < 12  # 3 s on a quiet machine; here only what is out of all proportion is caught


@pytest.fixture(scope="module")
def many(process: Process) -> Run:
    """A conversation of odd lines with `ask --json -`."""
    lines = [
        COST,
        *REFUSED,
        "",
        "  ",
        "🙂🙂",
        "\x01\x02\x7f",
        "问" * 34_000,
        "¿?",
        "Grok3何時發佈?",
    ]
    return process("ask", "--json", "-", stdin="\n".join(lines) + "\nWhat is Stargate?")


def test_one_object_a_line(many: Run) -> None:
    assert (many.code, many.err) == (0, "")
    assert [(r["question"][:9], r["language"], r["kind"]) for r in many.records] == [
        ("DeepSeek的", "zh-Hans", "answer"),
        ("约基奇昨天得了多少", "zh-Hans", "refusal"),
        ("蒙特利尔的家庭影院", "zh-Hans", "refusal"),
        ("破棉袄认为什么最重", "zh-Hans", "refusal"),
        ("", "zh-Hans", "refusal"),
        ("  ", "zh-Hans", "refusal"),
        ("🙂🙂", "zh-Hans", "refusal"),
        ("\x01\x02\x7f", "zh-Hans", "refusal"),
        ("问" * 9, "zh-Hans", "refusal"),
        ("¿?", "zh-Hans", "refusal"),
        ("Grok3何時發佈", "zh-Hant", "answer"),
        ("What is S", "en", "answer"),
    ]


def test_each_refusal_says_why(many: Run) -> None:
    codes = [r["refusal"]["code"] for r in many.records if r["refusal"]]
    assert codes[3:] == [*["no_question"] * 4, "too_long", "no_question"]
    assert set(codes[:3]) <= {"not_covered", "off_topic", "only_comments"}
    assert all(r["refusal"]["reason"] for r in many.records if r["refusal"])


def test_quotes_are_found_where_show_says(many: Run, whosaid: Call) -> None:
    evidence = [e for r in many.records for s in r["statements"] for e in s["evidence"]]
    for article in sorted({e["article"] for e in evidence}):
        (shown,) = whosaid("show", article, "--json").records
        for each in (e for e in evidence if e["article"] == article):
            assert shown["text"][each["start"] : each["end"]] == each["quote"]
            assert shown["outlet"] == each["outlet"]


def test_at_least_four_outlets_give_the_cost(many: Run) -> None:
    cited = {e["outlet"] for s in many.records[0]["statements"] for e in s["evidence"]}
    assert cited >= {"rfa", "takungpao", "leige", "voa"}


@pytest.mark.parametrize("question", ["", " ", "🙂", "\x07", "问" * 5_000])
def test_what_is_no_question_is_politely_refused(question: str, whosaid: Call) -> None:
    run = whosaid("ask", question)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(("请用文字", "问题太长"))


def test_a_reader_who_leaves_early_sees_no_traceback(process: Process) -> None:
    with process.start("ask", "--json", "-") as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(b"DeepSeek?\n" * 200)
        running.stdin.flush()
        assert running.stdout.readline()
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [(("ask", "--json", "-"), "\udcb6\udce0\udcc9\udcd9?\n"), (("ask", "\udcff?", "--json"), "")],
    ids=["piped", "argument"],
)
def test_bytes_that_are_no_text(arguments: tuple[str, ...], stdin: str, process: Process) -> None:
    run = process(*arguments, stdin=stdin, PYTHONIOENCODING="utf-8:strict")
    assert "Traceback" not in run.err
    assert run.code in (0, 2)


# showing


def test_sources(whosaid: Call) -> None:
    records = whosaid("sources", "--json").records
    assert {r["outlet"] for r in records} == {"rfa", "takungpao", "bingchuan", "leige", "voa"}
    listed = whosaid("sources", LANG="en_US.UTF-8")
    assert listed.out.startswith("5 articles from 5 outlets")
    assert all(r["title"] in listed.out for r in records)


def test_show_is_the_articles_text(whosaid: Call) -> None:
    (record,) = whosaid("show", "002_f04227d52a326f09", "--json").records
    shown = whosaid("show", "002_f04227d52a326f09")
    assert shown.out == record["text"] + "\n"
    page = (ROOT / "seeds" / "articles" / "002_f04227d52a326f09.txt").read_bytes().decode()
    for removed in record["removed"]:
        assert page[removed["start"] : removed["end"]]


def test_spam_is_in_no_output(whosaid: Call, many: Run) -> None:
    asked = "\n".join(
        ["大公报说了什么?", "大公报怎么看偷窃指控?", "Ta Kung Pao", "大规模预训练", COST]
    )
    runs = [
        many,
        whosaid("ask", "-", stdin=asked),
        whosaid("chat", stdin=asked),
        whosaid("show", "001_e4714ae0cc70131e"),
        whosaid("sources", "--json"),
    ]
    for run in runs:
        assert run.code == 0
        assert not [spam for spam in SPAM if spam in run.out + run.err]


def test_spam_is_in_the_raw_page_alone(whosaid: Call) -> None:
    (page,) = whosaid("show", "001_e4714ae0cc70131e", "--json").records
    raw, told = page.pop("raw"), json.dumps(page, ensure_ascii=False)
    assert [spam for spam in SPAM if spam in raw] == SPAM
    assert not [spam for spam in SPAM if spam in told]


def test_without_a_token_the_bot_answers_what_is_piped_in(process: Process) -> None:
    run = process("bot", stdin="Grok3是什么时候发布的?\n\n那是谁发布的?\n")
    assert (run.code, run.err) == (0, "")
    assert "馬斯克旗下的人工智能公司xAI於2月18日發佈" in run.out


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Take SIGINT, which a shell has its jobs in the background ignore, and their children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_one_interrupt_ends_a_chat(process: Process) -> None:
    with process.start("chat") as running:
        assert running.stdin
        assert running.stdout
        try:
            running.stdin.write("🙂\n".encode())
            running.stdin.flush()
            assert running.stdout.readline()
            running.send_signal(signal.SIGINT)
            assert running.wait(30) == 130
        finally:
            running.kill()


# indexing


def test_a_second_index_changes_nothing(process: Process, tmp_path: Path) -> None:
    fresh = replace(process, data=tmp_path / "new" / "data")
    first = fresh("index")
    assert (first.code, first.err) == (0, "")
    assert first.out == "5 articles (5 new), index rebuilt\n"
    before = _files(fresh.data / "index")
    second = fresh("index")
    assert (second.code, second.err) == (0, "")
    assert second.out == "5 articles (no change), index up to date\n"
    assert _files(fresh.data / "index") == before


def _files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


# bad usage


def test_help_is_no_fault(process: Process) -> None:
    run = process("--help")
    assert (run.code, run.err) == (0, "")
    for command in (*READERS, *EDITORS):
        assert f"\n  {command} " in run.out


@pytest.mark.parametrize("command", [*READERS, *EDITORS])
def test_each_command_has_a_short_help(command: str, whosaid: Call) -> None:
    run = whosaid(command, "--help")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("Usage: ")
    assert f"whosaid {command} [OPTIONS]" in run.out.splitlines()[0]
    assert "  --data DIR " in run.out
    assert len(run.out.splitlines()) <= 35
    assert max(map(len, run.out.splitlines())) <= 100


def test_no_command_is_answered_with_the_commands(whosaid: Call) -> None:
    run = whosaid()
    assert run.code == 2
    assert "Traceback" not in run.err
    assert "sources" in run.err + run.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nosuch",), "nosuch"),
        (("ask",), "question"),
        (("ask", "--nosuch", "?"), "--nosuch"),
        (("ask", "一", "二"), "二"),
        (("show",), "article"),
        (("sources", "--json=yes"), "--json"),
        (("add",), "URL|FILE|-"),
        (("add", "x", "--outlet"), "--outlet"),
        (("remove",), "ARTICLE"),
        (("redact", "000_1f03a6c2bc1a6fca"), "WORDS"),
        (("reindex", "x"), "x"),
    ],
)
def test_bad_usage(arguments: tuple[str, ...], told: str, whosaid: Call) -> None:
    assert told in complaint(whosaid(*arguments))


def test_an_unknown_article(whosaid: Call) -> None:
    told = complaint(whosaid("show", "../voa"))
    assert "no article ../voa" in told
    assert "004_fc9c0504943a811e" in told


def test_an_unknown_article_on_two_lines(whosaid: Call) -> None:
    complaint(whosaid("show", "a\nb"))


# bad settings


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"WHOSAID_CHAT_MODLE": "x"}, "did you mean WHOSAID_CHAT_MODEL?"),
        ({"WHOSAID_TELEGRAM_URL": "nowhere"}, "WHOSAID_TELEGRAM_URL is wrong"),
        ({"WHOSAID_CHAT_MODEL": "nosuch:m-1"}, "WHOSAID_CHAT_MODEL=nosuch:m-1 names no provider"),
        ({"OPENAI_API_KEY": "sk-hush"}, "embedder"),
    ],
)
def test_a_bad_setting(environment: dict[str, str], told: str, whosaid: Call) -> None:
    line = complaint(whosaid("ask", "?啊", **environment))
    assert told in line
    assert "hush" not in line


def test_an_endpoint_that_is_not_there(elsewhere: Call) -> None:
    environment = {"OPENAI_API_KEY": "sk-hush", "OPENAI_BASE_URL": f"{NOWHERE}/v1"}
    line = complaint(elsewhere("index", **environment))
    assert "OPENAI_BASE_URL" in line
    assert "hush" not in line
    assert elsewhere("ask", COST).code == 0  # the index is as it was


# bad seeds


def _seeds(folder: Path) -> Path:
    return Path(shutil.copytree(ROOT / "seeds", folder / "seeds"))


def _without_seeds(folder: Path) -> Path:
    return folder / "nowhere"


def _empty(folder: Path) -> Path:
    (folder / "seeds").mkdir()
    return folder / "seeds"


def _without_articles(folder: Path) -> Path:
    seeds = _seeds(folder)
    shutil.rmtree(seeds / "articles")
    return seeds


def _without_record(folder: Path) -> Path:
    seeds = _seeds(folder)
    (seeds / "articles" / "004_fc9c0504943a811e.toml").unlink()
    return seeds


def _without_outlets(folder: Path) -> Path:
    seeds = _seeds(folder)
    (seeds / "outlets.toml").unlink()
    return seeds


def _with_bad_toml(folder: Path) -> Path:
    seeds = _seeds(folder)
    (seeds / "articles" / "004_fc9c0504943a811e.toml").write_text("outlet = {\n")
    return seeds


@pytest.mark.parametrize(
    ("arrange", "told"),
    [
        (_without_seeds, "nowhere is not a folder"),
        (_empty, "holds no articles"),
        (_without_articles, "holds no articles"),
        (_without_record, "004_fc9c0504943a811e.txt has no source record"),
        (_without_outlets, "outlets.toml is missing"),
        (_with_bad_toml, "004_fc9c0504943a811e.toml is not valid TOML"),
    ],
)
def test_bad_seeds(
    arrange: Callable[[Path], Path], told: str, whosaid: Call, tmp_path: Path
) -> None:
    before = _files(whosaid.data / "index")
    assert told in complaint(whosaid("index", WHOSAID_SEEDS=str(arrange(tmp_path))))
    assert _files(whosaid.data / "index") == before


# bad data


def _damage_manifest(data: Path) -> None:
    (data / "index" / "current.json").write_text("{")


def _other_version(data: Path) -> None:
    manifest = data / "index" / "current.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 99}))


def _other_embedder(data: Path) -> None:
    manifest = data / "index" / "current.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"embedder": "another"}))


def _damage_a_file(data: Path) -> None:
    largest = max((data / "index").rglob("keywords/*"), key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-7] + b"garbage")


def _lose_a_file(data: Path) -> None:
    next((data / "index").rglob("data_level0.bin")).unlink()


def _lose_the_build(data: Path) -> None:
    for path in (data / "index").iterdir():
        if path.is_dir():
            shutil.rmtree(path)


@pytest.mark.parametrize(
    "damage",
    [
        _damage_manifest,
        _other_version,
        _other_embedder,
        _damage_a_file,
        _lose_a_file,
        _lose_the_build,
    ],
)
def test_a_damaged_index_is_refused(damage: Callable[[Path], None], elsewhere: Call) -> None:
    damage(elsewhere.data)
    assert "run `whosaid doctor`" in complaint(elsewhere("ask", COST))


def _write_over(store: Path) -> None:
    store.write_bytes(b"no database" * 500)


def _cut_short(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:60_000])


@pytest.mark.parametrize("damage", [_write_over, _cut_short])
def test_a_damaged_store_is_refused(damage: Callable[[Path], None], elsewhere: Call) -> None:
    _drop_journal(elsewhere.data)
    damage(elsewhere.data / "store.sqlite")
    assert "store.sqlite" in complaint(elsewhere("ask", COST))


def test_a_lost_store_is_not_taken_for_silence(elsewhere: Call) -> None:
    _drop_journal(elsewhere.data)
    (elsewhere.data / "store.sqlite").unlink()
    run = elsewhere("ask", COST)
    assert run.code == 2 or "大公报" in run.out


def _drop_journal(data: Path) -> None:
    for path in data.glob("store.sqlite-*"):
        path.unlink()


def test_a_file_in_place_of_the_data_folder(whosaid: Call, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    complaint(replace(whosaid, data=tmp_path / "data")("ask", COST))


# Telegram


@pytest.mark.parametrize("token", ["123:hush", "令牌hush"])
def test_a_token_that_telegram_refuses(token: str, process: Process) -> None:
    with BotApiServer() as telegram:
        told = process("bot", TELEGRAM_BOT_TOKEN=token, WHOSAID_TELEGRAM_URL=telegram.url)
    line = complaint(told)
    assert "TELEGRAM_BOT_TOKEN" in line
    assert "hush" not in line


def test_a_telegram_that_cannot_be_reached(process: Process) -> None:
    told = process("bot", TELEGRAM_BOT_TOKEN="123:hush", WHOSAID_TELEGRAM_URL=NOWHERE)
    line = complaint(told)
    assert "WHOSAID_TELEGRAM_URL" in line
    assert "hush" not in line


# checking and explaining


def test_a_line_is_written_for_each_line_checked(whosaid: Call) -> None:
    quote = "今天英伟达股价暴跌近17%,市值一天内就蒸发近6000亿美元。"
    rows = [
        {"id": id, "statement": said, "evidence": [{"outlet": "leige", "quote": quote}]}
        for id, said in (("a", "英伟达跌近17%。"), (7, "英伟达跌近71%。"))
    ]
    read = "\n".join(map(json.dumps, rows)) + "\n\n"
    assert whosaid("check", "--json", "-", stdin=read).records == [
        {"id": "a", "supported": True, "reasons": []},
        {"id": 7, "supported": False, "reasons": [{"kind": "number", "detail": "71%"}]},
    ]
    assert len(whosaid("check", "--json", stdin=read).records) == len(rows)


@pytest.mark.parametrize(
    "line",
    ["x", "[]", "{}", '{"statement": 1, "evidence": []}', '{"statement": "x", "evidence": [1]}'],
)
def test_a_line_of_another_shape_is_not_checked(line: str, whosaid: Call) -> None:
    assert "line 1 is not what is read here" in complaint(whosaid("check", "-", stdin=line))


def test_a_bad_line_keeps_no_other_from_being_checked(whosaid: Call) -> None:
    good = json.dumps({"statement": "英伟达股价暴跌。", "evidence": []})
    called = whosaid("check", "--json", "-", stdin=f"x\n{good}\n")
    assert [record["id"] for record in called.records] == [2]
    assert called.code == 2
    assert "line 1 is not what is read here" in called.err


def test_a_statement_is_checked_beside_an_article(whosaid: Call) -> None:
    article = next(
        r["article"] for r in whosaid("sources", "--json").records if r["outlet"] == "leige"
    )
    held = whosaid("check", "英伟达股价暴跌近17%。", article)
    assert held.out.startswith("held\n  雷歌视角: ")
    stopped = whosaid("check", "英伟达股价暴跌近71%。", article)
    assert "number · 71%" in stopped.out
    assert "no article nosuch" in complaint(whosaid("check", "跌了。", "nosuch"))
    assert "name the article" in complaint(whosaid("check", "跌了。"))


def test_why_explains_the_last_answer_and_any_other(elsewhere: Call) -> None:
    shutil.rmtree(elsewhere.data / "answers", ignore_errors=True)
    assert "ask something first" in complaint(elsewhere("why"))
    first = elsewhere("ask", "--json", COST).records[0]["id"]
    second = elsewhere("ask", "--json", "英伟达股价跌了多少?").records[0]["id"]
    assert elsewhere("why", "--json").records[0]["id"] == second
    assert elsewhere("why", "--json", first).records[0]["question"] == COST
    assert COST in elsewhere("why", first).out
    assert "no answer nosuch" in complaint(elsewhere("why", "nosuch"))
