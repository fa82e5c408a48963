"""The bot in a terminal: the same handlers, the same messages, shown as text."""

import asyncio
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import TextIO

from bot.answering.answers import Answer, Author, Statement
from bot.answering.writing import Show, unshown
from bot.telegram.application import build_application
from bot.telegram.conversation import Conversation
from bot.telegram.local import LOCAL_TOKEN, LocalTelegram
from bot.telegram.markup import messages_of
from bot.terminal_preview import previewing
from retrieval.languages import Language

_TAG = re.compile(r"<(/?)([a-z]+)([^>]*)>")
_STYLES = {"b": ("\033[1m", "\033[22m"), "i": ("\033[3m", "\033[23m"), "a": ("\033[4m", "\033[24m")}
_BAR = "│ "
_QUIT = {"/quit", "/exit", "quit", "exit"}


def as_text(html: str, styled: bool) -> str:
    """Return a message of our Telegram HTML as terminal text, quotes behind a bar."""
    lines: list[str] = []
    quoting = False
    for line in html.split("\n"):
        opens, closes = "<blockquote" in line, "</blockquote>" in line
        quoting = quoting or opens
        text = unescape(_TAG.sub(lambda tag: _style(tag) if styled else "", line))
        lines.append(f"{_BAR}{text}" if quoting else text)
        quoting = quoting and not closes
    return "\n".join(lines)


def can_style(stream: TextIO) -> bool:
    """Tell whether a stream shows styles: a terminal, unless NO_COLOR or TERM forbids."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def locale_code() -> str:
    """Return the terminal's language as an IETF tag, `zh-Hans` where it does not say."""
    name = next((os.environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(v)), "")
    tag = name.partition(".")[0].replace("_", "-")
    return tag if tag and tag not in {"C", "POSIX"} else "zh-Hans"


@contextmanager
def shown_as_written(language: Language) -> Iterator[Show]:
    """Give a function that shows statements, where there is a terminal, until the block ends."""
    if not can_style(sys.stdout):
        yield unshown
        return
    with previewing(sys.stdout) as preview:

        def show(statements: tuple[Statement, ...]) -> None:
            if statements:
                html, *_ = messages_of(Answer(statements, Author.MODEL), language)
                preview.draw(as_text(html, styled=False))

        yield show


def chat(conversation: Conversation, source: TextIO) -> None:
    """Answer line by line until the source ends; a terminal is greeted and prompted."""
    styled = can_style(sys.stdout)
    sent: list[str] = []
    with asyncio.Runner() as runner, previewing(sys.stdout) as preview:

        def draw(html: str) -> None:
            if styled:
                preview.draw(as_text(html, styled=False))

        telegram = LocalTelegram(sent.append, draw)
        application = build_application(LOCAL_TOKEN, conversation, request=telegram)
        runner.run(application.initialize())
        for line in _lines(source):  # read outside the runner, where one Ctrl-C ends it
            runner.run(telegram.say(application, line, locale_code()))
            preview.clear()
            while sent:
                print(as_text(sent.pop(0), styled), end="\n\n", flush=True)
        runner.run(application.shutdown())


def _lines(source: TextIO) -> Iterator[str]:
    prompted = source.isatty()
    if prompted:
        yield "/start"
    while True:
        try:
            line = input("› ") if prompted else source.readline()
        except EOFError:
            print()
            return
        if not prompted and not line:
            return
        if line.strip() in _QUIT:
            return
        if line.strip():
            yield line.strip()


def _style(tag: re.Match[str]) -> str:
    on, off = _STYLES.get(tag[2], ("", ""))
    return off if tag[1] else on
