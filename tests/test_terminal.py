"""The bot in a terminal: Telegram's messages as text, styled only where a terminal shows it."""

import io
import re
from collections.abc import Callable

import pytest

from bot.answering.answerer import Answerer
from bot.telegram.conversation import Conversation
from bot.terminal import as_text, can_style, chat, locale_code
from retrieval.holdings import Holdings
from tests.replay.replay import findable

QUOTED = (
    "<b>美国之音</b>（2025）：\n<blockquote expandable>一 &lt;b&gt; &amp; 二。\n三。</blockquote>"
    "\n\n"
    "<b>大公报</b>：\n<blockquote expandable>四。</blockquote>"
)


def test_quotes_stand_behind_a_bar() -> None:
    assert as_text(QUOTED, styled=False).split("\n") == [
        "美国之音（2025）：",
        "│ 一 <b> & 二。",
        "│ 三。",
        "",
        "大公报：",
        "│ 四。",
    ]


def test_two_quotes_in_a_row_are_both_behind_it() -> None:
    html = "<blockquote>一。</blockquote>\n<blockquote>二。</blockquote>\n三。"
    assert as_text(html, styled=False) == "│ 一。\n│ 二。\n三。"


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("", ""),
        ("a &lt; b &gt; c &amp; d &quot;e&quot;", 'a < b > c & d "e"'),
        ('<a href="https://example.com/?a=1&amp;b=2"><b>雷歌</b></a>', "雷歌"),
        ("<code>问题?</code> <i>斜</i>", "问题? 斜"),
        ("&lt;script&gt;", "<script>"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_tags_go_and_references_are_read(html: str, plain: str) -> None:
    assert as_text(html, styled=False) == plain
    assert re.sub("\033\\[\\d+m", "", as_text(html, styled=True)) == plain


def test_styles_are_switched_on_and_off_again() -> None:
    assert as_text("<b>一</b><i>二</i>", styled=True) == "\033[1m一\033[22m\033[3m二\033[23m"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "styled"),
    [
        (Terminal, {"TERM": "xterm"}, True),
        (Terminal, {}, True),
        (Terminal, {"TERM": "dumb"}, False),
        (Terminal, {"NO_COLOR": "1"}, False),
        (Terminal, {"NO_COLOR": ""}, True),  # as no-color.org has it
        (io.StringIO, {"TERM": "xterm"}, False),
    ],
)
def test_styles_are_for_terminals_that_want_them(
    stream: Callable[[], io.StringIO],
    environment: dict[str, str],
    styled: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert can_style(stream()) is styled


@pytest.mark.parametrize(
    ("environment", "tag"),
    [
        ({}, "zh-Hans"),
        ({"LANG": "C"}, "zh-Hans"),
        ({"LANG": "POSIX"}, "zh-Hans"),
        ({"LANG": "C.UTF-8"}, "zh-Hans"),
        ({"LANG": "en_GB.UTF-8"}, "en-GB"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-TW"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_HK"}, "zh-HK"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en-US"),
    ],
)
def test_the_terminals_language(
    environment: dict[str, str], tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert locale_code() == tag


@pytest.fixture
def conversation(answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return Conversation(answerer, lambda: Holdings((), findable(answerer)))


def test_piped_questions_are_answered_one_by_one(
    conversation: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    piped = "Grok3是什么时候发布的?\n\n  \nWhat is Stargate?\n/help\n"
    chat(conversation, io.StringIO(piped))
    said = capsys.readouterr().out
    assert "│ 馬斯克旗下的人工智能公司xAI於2月18日發佈了新的大語言模型Grok3。" in said
    assert "Voice of America" in said
    assert "怎么问" in said
    assert said.index("Grok3") < said.index("Voice of America") < said.index("怎么问")
    assert "\033" not in said
    assert "<" not in said.replace("<b>", "")


def test_what_follows_leans_on_what_was_asked(
    conversation: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    chat(conversation, io.StringIO("DeepSeek的训练成本是多少?\n那美国之音呢?\n"))
    first, second = capsys.readouterr().out.rsplit("美国之音", 1)
    assert "大公报" in first
    assert "557.6萬美元" in second


@pytest.mark.parametrize("word", ["/quit", "quit", "exit", "/exit"])
def test_one_can_leave(
    word: str, conversation: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    chat(conversation, io.StringIO(f"{word}\nWhat is Stargate?\n"))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("line", ["🙂🙂", "\0\x07", "/nosuch", "。。。？", "问" * 100_000])
def test_odd_lines_get_a_polite_reply(
    line: str, conversation: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    chat(conversation, io.StringIO(f"{line}\n"))
    said = capsys.readouterr().out
    assert said.startswith(("请用文字", "问题太长"))
    assert "Traceback" not in said
