"""What the tests share: one built index, the transcripts' modes, and no way out of the machine."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.settings import Settings
from bot.workspace import bring_up_to_date, opened_answerer

SEEDS = Path(__file__).parents[1] / "seeds"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--transcripts",
        choices=("check", "update", "record"),
        default="check",
        help="check them; write what the bot does now; ask WHOSAID_CHAT_MODEL again",
    )


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Take the developer's own settings away."""
    if request.config.getoption("--transcripts") == "record":
        return
    for name in list(os.environ):
        if name.startswith(("WHOSAID_", "OPENAI_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with an index of the seeds, built once."""
    data = tmp_path_factory.mktemp("data")
    settings = Settings.model_construct(
        **{name: field.default for name, field in Settings.model_fields.items()}
        | {"data": data, "seeds": SEEDS}
    )
    bring_up_to_date(settings, lambda *_: None)
    return settings


@pytest.fixture(scope="session")
def answerer(settings: Settings) -> Iterator[Answerer]:
    """The extractive answerer over the seeds."""
    with opened_answerer(settings) as opened:
        yield replace(opened, journal=None)
