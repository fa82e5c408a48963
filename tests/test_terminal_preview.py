"""Statements shown in a terminal before the answer is whole: gone without a trace when it is."""

import asyncio
import io
import json
import logging
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Evidence, Statement
from bot.answering.models import Completion, Hear, ModelFault, unheard
from bot.cli import main
from bot.settings import Settings
from bot.telegram.conversation import Conversation
from bot.terminal import chat, shown_as_written
from bot.terminal_preview import previewing, wrapped
from prompts.templates import Prompt
from retrieval.articles import Article, Source
from retrieval.holdings import Holdings
from tests.replay.replay import findable
from tests.test_markup import REGISTRY

_STEP = re.compile(r"\033\[(\d*)([A-Za-z])|(\r)|(\n)|([^\033\r\n])")


class Screen(io.StringIO):
    """A terminal of a few lines: what went off its top cannot be reached any more."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__()
        self.columns, self.lines = columns, lines
        self.rows, self.row, self.column = [""], 0, 0
        self.seen: set[str] = set()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        for step in _STEP.finditer(text):
            self._take(*step.groups())
        self.seen.update(self.rows)
        return super().write(text)

    def _take(self, number: str, code: str, back: str, down: str, character: str) -> None:
        if code == "A":
            top = max(len(self.rows) - self.lines, 0)
            self.row = max(self.row - int(number or 1), top)
        elif code == "J":
            self.rows = [*self.rows[: self.row], self.rows[self.row][: self.column]]
        elif back:
            self.column = 0
        elif down:
            self._down()
        elif character:
            self._put(character)

    def _down(self) -> None:
        self.row, self.column = self.row + 1, 0
        self.rows += [""] * (self.row + 1 - len(self.rows))

    def _put(self, character: str) -> None:
        wide = len(wrapped(character + "x", 2))  # 2 where it takes both columns
        used = sum(len(wrapped(c + "x", 2)) for c in self.rows[self.row][: self.column])
        if used + wide > self.columns:
            self._down()
        self.rows[self.row] = self.rows[self.row][: self.column] + character
        self.column += 1

    @property
    def text(self) -> str:
        return "\n".join(self.rows)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    return terminal(monkeypatch, 20, 8)


def terminal(monkeypatch: pytest.MonkeyPatch, columns: int, lines: int) -> Screen:
    for name in ("NO_COLOR", "TERM", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", str(lines))
    screen = Screen(columns, lines)
    monkeypatch.setattr(sys, "stdout", screen)
    return screen


def said(text: str) -> Statement:
    article = Article("a", Source(REGISTRY["voa"], "标题", "zh-Hans"), text)
    return Statement(f"有人说{text}", (Evidence(article, 0, len(text)),))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [""]),
        ("abcd", ["abcd"]),
        ("abcde", ["abcd", "e"]),
        ("跌了。", ["跌了", "。"]),
        ("a跌了", ["a跌", "了"]),
        ("“跌”", ["“跌", "”"]),
        ("a\n\nbcdef", ["a", "", "bcde", "f"]),
        ("éé", ["éé"]),
        ("e\u0301" * 4, ["e\u0301" * 4]),
    ],
)
def test_no_row_is_wider_than_the_terminal(text: str, rows: list[str]) -> None:
    assert wrapped(text, 4) == rows


@pytest.mark.parametrize("lengths", [(1, 3), (3, 1), (7, 7), (60, 200), (200, 1), (20, 21, 19)])
def test_what_was_drawn_is_gone(lengths: tuple[int, ...], screen: Screen) -> None:
    print("前面的话。", file=screen)
    with previewing(screen) as preview:
        for length in lengths:
            preview.draw("跌" * length + "\n完")
            assert screen.rows[0] == "前面的话。"
            assert len(screen.rows) <= 1 + screen.lines
            assert "完" in screen.rows[-3:]
    assert screen.text == "前面的话。\n"


def test_nothing_drawn_writes_nothing(screen: Screen) -> None:
    with previewing(screen) as preview:
        preview.clear()
    assert screen.getvalue() == ""


def test_what_is_logged_stands_where_the_preview_was(screen: Screen) -> None:
    handler = logging.StreamHandler(screen)
    logging.getLogger().addHandler(handler)
    try:
        with previewing(screen) as preview:
            preview.draw("跌了。")
            logging.getLogger("whosaid").warning("slow")
            preview.draw("跌了。")
    finally:
        logging.getLogger().removeHandler(handler)
    assert screen.text == "slow\n"
    assert not handler.filters


def test_statements_are_shown_with_their_outlets(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch, 60, 20)
    with shown_as_written("zh-Hans") as show:
        show(())
        assert screen.getvalue() == ""
        show((said("跌了。"),))
        show((said("跌了。"), said("涨了。")))
    assert {"美国之音：有人说跌了。", "美国之音：有人说涨了。", "│ 涨了。"} <= screen.seen
    assert screen.text == ""


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_where_nothing_can_be_taken_away_nothing_is_shown(
    variable: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = terminal(monkeypatch, 60, 20)
    monkeypatch.setenv(*variable)
    with shown_as_written("zh-Hans") as show:
        show((said("跌了。"),))
    assert screen.getvalue() == ""


def test_a_pipe_gets_the_answer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.StringIO()
    monkeypatch.setattr(sys, "stdout", piped)
    with shown_as_written("zh-Hans") as show:
        show((said("跌了。"),))
    assert piped.getvalue() == ""


# in a chat


@dataclass
class Speaking:
    """A model that says a true thing bit by bit, and then delivers or does not."""

    delivers: bool = True
    name: str = "speaking"

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        line = next(line for line in prompt.user.splitlines() if "股价暴跌近17%" in line)
        said = [{"text": "英伟达股价暴跌近17%。", "sentences": [line[1:7]]}]
        reply = json.dumps({"statements": said})
        for end in range(len(reply) + 1):
            hear(reply[:end])
        await _turns_of_others()
        if not self.delivers:
            raise ModelFault("the reply was cut off", is_final=True)
        return Completion(reply)


async def _turns_of_others() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.mark.parametrize("delivers", [True, False])
def test_a_chat_in_a_terminal_ends_as_one_in_a_pipe(
    delivers: bool, answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking = replace(answerer, model=Speaking(delivers))
    conversation = Conversation(speaking, lambda: Holdings((), findable(answerer)))
    screen = terminal(monkeypatch, 10_000, 40)
    chat(conversation, io.StringIO("英伟达股价跌了多少?\n"))
    piped = io.StringIO()
    monkeypatch.setattr(sys, "stdout", piped)
    chat(conversation, io.StringIO("英伟达股价跌了多少?\n"))
    assert "雷歌视角：英伟达股价暴跌近17%。" in screen.seen
    assert screen.text == piped.getvalue()
    assert "\033" not in piped.getvalue()


def run(monkeypatch: pytest.MonkeyPatch, data: Path, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["whosaid", *arguments, "--data", str(data)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_one_question_in_a_terminal_is_answered_as_in_a_pipe(
    options: list[str], settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.workspace.chat_model", lambda _, name: name and Speaking())
    monkeypatch.setenv("WHOSAID_CHAT_MODEL", "speaking")
    asked = ["ask", "英伟达股价跌了多少?", *options]
    one, other = (Path(shutil.copytree(settings.data, tmp_path / name)) for name in "ab")
    screen = terminal(monkeypatch, 10_000, 40)
    run(monkeypatch, one, *asked)
    piped = io.StringIO()
    monkeypatch.setattr(sys, "stdout", piped)
    run(monkeypatch, other, *asked)
    assert screen.text == piped.getvalue()
    assert ("\033[J" in screen.getvalue()) is not bool(options)
    assert "\033" not in piped.getvalue()
