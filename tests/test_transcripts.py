"""Every transcript, replayed whole and compared to the letter."""

import os
import re
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.models import ChatModel
from retrieval.languages import to_simplified, to_traditional
from tests.replay.replay import LIVE_MODEL, replay
from tests.replay.transcript import parse

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.md"))
WRITTEN = [path for path in TRANSCRIPTS if path.name != "README.md"]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
async def test_transcript(path: Path, answerer: Answerer, request: pytest.FixtureRequest) -> None:
    mode = request.config.getoption("--transcripts")
    live = _live_model() if mode == "record" else None
    written = path.read_text(encoding="utf-8")
    replayed = str(await replay(parse(written), answerer, live))
    if mode != "check":
        path.write_text(replayed, encoding="utf-8")
    assert mode != "check" or replayed == written


def test_there_are_enough() -> None:
    assert len(WRITTEN) >= 20


def _live_model() -> ChatModel:
    from bot.answering.chat_models import start_chat_model

    name = os.environ.get(LIVE_MODEL)
    if not name:
        pytest.fail(f"recording asks a real model: set {LIVE_MODEL}")
    key, url = os.environ.get("OPENAI_API_KEY"), os.environ.get("OPENAI_BASE_URL")
    return start_chat_model(name, key, url, timeout=60)


_QUOTED = re.compile(
    r"<blockquote.*?</blockquote>|《[^》]*》|“[^”]*”(?=\n|$)|<code>.*?</code>", re.DOTALL
)


_LISTING = ("commands-", "editor-is-no-editor")  # of articles, whose titles are theirs


@pytest.mark.parametrize(
    "path", [p for p in WRITTEN if not p.name.startswith(_LISTING)], ids=lambda path: path.stem
)
def test_everything_outside_quotes_is_in_one_script(path: Path) -> None:
    for section in parse(path.read_text(encoding="utf-8")).sections:
        if section.kind == "bot" and "<code>" not in section.body:
            own = _QUOTED.sub(" ", section.body)
            taiwans = to_traditional(own).replace("臺", "台")
            assert own in (to_simplified(own), taiwans), own
