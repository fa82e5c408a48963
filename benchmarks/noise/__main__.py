"""Ask 500 questions of a model that talks noise, behind a real OpenAI-compatible server.

Run: make noise. The server and what it needs live in an environment of their own; nothing of it
is needed to run or to test whosaid. What a random model writes under a schema is well-formed and
senseless: every reply must be the outlets' own words, marked so, or a refusal.
"""

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from bot.answering.answerer import Answerer
from bot.answering.answers import Answer, Author, Question
from bot.answering.chat_models import start_chat_model
from bot.answering.checks.gate import flaws_of
from bot.answering.traces import Trace
from bot.answering.writing import Budget
from bot.progress import shown_progress
from bot.settings import read_settings
from bot.workspace import bring_up_to_date, opened_answerer
from retrieval.faults import Fault
from retrieval.languages import in_script, language_of

_HERE = Path(__file__).parent
_QUESTIONS = Path(__file__).parents[2] / "tests" / "eval" / "seeds.yaml"
_STARTUP = 60.0  # seconds
_BUDGET = Budget(tokens=3_000, attempts=1, seconds=20.0)


def main() -> None:
    """Ask, and print what became of the replies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", required=True, help="the Python that has the server")
    parser.add_argument("--questions", type=int, default=500)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, _server(asked.python, Path(folder)) as url:
        settings = read_settings(Path(folder) / "data")
        with shown_progress() as progress:
            bring_up_to_date(settings, progress)
        with opened_answerer(settings) as opened:
            model = start_chat_model("noise", "none", url, _BUDGET.seconds)
            written = _Written()
            answerer = replace(opened, model=model, budget=_BUDGET, journal=written)
            counts = asyncio.run(_ask(answerer, asked.questions))
    print(json.dumps({**counts, **written.counts}, indent=1, ensure_ascii=False))
    sys.exit(1 if counts.get("wrong statements shown") else 0)


class _Written:
    """Counts what a model wrote and what was wrong with it; answers nothing again."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def recall(self, trace: Trace) -> None:
        """Return nothing: every question is asked anew."""

    def keep(self, trace: Trace) -> str:
        """Count the statements that a model wrote for an answer."""
        for verdict in trace.verdicts:
            self.counts["statements written"] += 1
            self.counts["... that cite what there is"] += verdict.statement is not None
            self.counts.update(f"... stopped: {kind}" for kind in {f.kind for f in verdict.flaws})
        return ""

    def asked(self, id: str) -> None:
        """Return nothing: no answer is written down."""


async def _ask(answerer: Answerer, number: int) -> Counter[str]:
    counts: Counter[str] = Counter({"wrong statements shown": 0})
    started = time.monotonic()
    for n, question in enumerate(islice(cycle(_questions()), number), 1):
        reply, _ = await answerer.reply(question)
        counts[f"{type(reply).__name__.lower()}, {reply.answered_by}"] += 1
        counts["the model did not deliver"] += reply.model_failed
        if isinstance(reply, Answer) and reply.answered_by is Author.MODEL:
            counts["statements of the model shown"] += len(reply.statements)
            counts["wrong statements shown"] += _wrong(answerer, reply, question)
            for statement in reply.statements:
                print(f"shown: {statement.text!r}", file=sys.stderr)
        if n % 25 == 0:
            print(f"{n} questions, {time.monotonic() - started:.0f} s", file=sys.stderr)
    return counts


def _wrong(answerer: Answerer, reply: Answer, question: Question) -> int:
    """Count statements that are not held by what they cite, looked at once more."""
    knowledge = answerer.knowing.of(answerer.search)
    return sum(bool(flaws_of(s, question.language, knowledge)) for s in reply.statements)


def _questions() -> list[Question]:
    """Return the example questions, each in both scripts where it is Chinese."""
    listed = yaml.safe_load(_QUESTIONS.read_text(encoding="utf-8"))
    texts = [entry["ask"] for entry in listed["questions"]]
    both = [t for text in texts for t in (in_script(text, "zh-Hans"), in_script(text, "zh-Hant"))]
    return [Question(text, language_of(text)) for text in dict.fromkeys(both)]


@contextmanager
def _server(python: str, folder: Path) -> Iterator[str]:
    """Run the server on a free port for the length of a block; give its URL."""
    model, log = folder / "noise.gguf", folder / "server.log"
    subprocess.run([python, _HERE / "tiny_model.py", model], check=True)
    port = _free_port()
    command = [python, _HERE / "serve.py", model, str(port)]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as run:
        try:
            _wait_for(port, run, log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            run.kill()  # it may be in the middle of a reply that nobody waits for
            run.wait(timeout=30)


def _wait_for(port: int, run: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _STARTUP
    while time.monotonic() < until and run.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=2):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.3)
    raise Fault(f"the server did not start: {log.read_text(errors='replace')[-500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
