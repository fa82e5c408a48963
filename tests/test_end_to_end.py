"""The installed bot over real HTTP: a Bot API server and an OpenAI-compatible one on loopback."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from tests.conftest import SEEDS
from tests.servers.bot_api import BotApiServer
from tests.servers.openai_api import OpenAIServer

WHOSAID = Path(sys.executable).with_name("whosaid")
_LINE = re.compile(r"^\[(\w+)\] (.*)$", re.MULTILINE)
_PATIENCE = 90  # seconds; the bot builds its index first


def model_reply(body: dict[str, Any]) -> str:
    """Return a statement with the id of the sentence that tells of Nvidia's fall."""
    shown = body["messages"][-1]["content"]
    ids = [id for id, text in _LINE.findall(shown) if "暴跌近17%" in text]
    text = "Nvidia fell by almost 17%." if "English" in shown else "英伟达股价暴跌近17%。"
    return json.dumps({"statements": [{"text": text, "sentences": ids}]})


@contextmanager
def running_bot(data: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    bot = subprocess.Popen(
        [WHOSAID, "bot", "--data", data],
        env={**os.environ, "WHOSAID_SEEDS": str(SEEDS), "NO_PROXY": "127.0.0.1", **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=data,
    )
    try:
        yield bot
    finally:
        bot.send_signal(signal.SIGTERM)
        try:
            bot.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            bot.kill()
            bot.communicate()


def test_a_model_answers_in_telegram(tmp_path: Path) -> None:
    with BotApiServer() as telegram, OpenAIServer([model_reply] * 3) as openai:
        settings = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "WHOSAID_TELEGRAM_URL": telegram.url.removesuffix("/bot"),
            "OPENAI_BASE_URL": openai.url,
            "OPENAI_API_KEY": "sk-secret",
            "WHOSAID_CHAT_MODEL": "a-model",
            "WHOSAID_EMBEDDING_MODEL": "an-embedder",
        }
        with running_bot(tmp_path, **settings) as bot:
            telegram.say("英伟达股价跌了多少?", chat=1)
            telegram.say("How far did Nvidia's stock fall?", chat=2, language_code="en")
            telegram.say("nobody asked the bot", chat=-7, chat_type="supergroup")
            telegram.say("英伟达股价跌了多少?", chat=-7, chat_type="supergroup", mention=True)
            sent = telegram.wait_for_messages(3, timeout=_PATIENCE)
            bot.send_signal(signal.SIGTERM)
            out, err = bot.communicate(timeout=20)
        by_chat = {message.chat: message for message in sent}
        assert "雷歌视角：英伟达股价暴跌近17%。" in by_chat[1].text
        assert "市值一天内就蒸发近6000亿美元。" in by_chat[1].text
        assert "Leige Shijiao (雷歌视角): Nvidia fell by almost 17%." in by_chat[2].text
        assert by_chat[-7].reply_to is not None
        assert any(entity["type"] == "expandable_blockquote" for entity in by_chat[1].entities)
        assert len(telegram.messages) == 3
        assert not telegram.violations
        assert telegram.token not in out + err
        assert "sk-secret" not in out + err
        assert any(request.path.endswith("/embeddings") for request in openai.requests)
        assert bot.returncode == 0


@pytest.fixture
def indexed(tmp_path: Path, settings: Settings) -> Path:
    """A data folder with an index of its own, already built."""
    return Path(shutil.copytree(settings.data, tmp_path / "data"))


def test_without_a_model_the_outlets_speak(indexed: Path) -> None:
    with BotApiServer() as telegram:
        settings = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "WHOSAID_TELEGRAM_URL": telegram.url.removesuffix("/bot"),
        }
        with running_bot(indexed, **settings):
            telegram.say("/start", chat=1)
            telegram.say("DeepSeek的訓練成本是多少?", chat=2, language_code="zh-hant")
            telegram.say("约基奇昨天得了多少分?", chat=3)
            sent = telegram.wait_for_messages(3, timeout=_PATIENCE)
        by_chat = {message.chat: message.text for message in sent}
        assert "谁说的" in by_chat[1]
        assert all(name in by_chat[2] for name in ("自由亞洲電台", "大公報", "美國之音"))
        assert "收录的文章没有谈到这个话题" in by_chat[3]
        assert not telegram.violations


@pytest.mark.parametrize(
    ("token", "url", "names"),
    [
        ("123456:wrong", None, "TELEGRAM_BOT_TOKEN"),
        ("123456:whatever", "http://127.0.0.1:9", "WHOSAID_TELEGRAM_URL"),
    ],
    ids=["a wrong token", "an unreachable Telegram"],
)
def test_one_line_where_telegram_cannot_be_had(
    indexed: Path, token: str, url: str | None, names: str
) -> None:
    with BotApiServer() as telegram:
        address = url or telegram.url.removesuffix("/bot")
        settings = {"TELEGRAM_BOT_TOKEN": token, "WHOSAID_TELEGRAM_URL": address}
        with running_bot(indexed, **settings) as bot:
            out, err = bot.communicate(timeout=_PATIENCE)
    assert bot.returncode == 2
    assert not out
    assert len(err.strip().splitlines()) == 1
    assert names in err
    assert token not in err
