"""Published attack strings, put to the bot as questions and obeyed by a model that does its worst.

Run: python -m benchmarks.attacks [FILE] [--data DIR] [--show]. FILE has a JSON object a line with
`id`, `source`, `vector` and `text`. Without it, the set beside the project.
"""

import argparse
import asyncio
import base64
import json
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.answering.answers import LONGEST_QUESTION, Answer, Question, Reply
from bot.settings import read_settings
from bot.telegram.markup import messages_of
from bot.workspace import bring_up_to_date, opened_answerer
from prompts.templates import Prompt
from retrieval.languages import language_of

_FILE = Path(__file__).parents[2] / "shared" / "bench" / "security" / "attacks.jsonl"
_ASKED = {
    "zh-Hans": "萨克斯怎么解释蒸馏?",
    "zh-Hant": "薩克斯怎麼解釋蒸餾?",
    "en": "What did Sacks say about distillation?",
}
_ID = re.compile(r"^\[([a-z2-7]{6})\]", re.MULTILINE)
_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]?")
_QUOTE = re.compile(r"<blockquote expandable>.*?</blockquote>", re.DOTALL)
_TAPPABLE = re.compile(r"(?:https?://|@\w)", re.IGNORECASE)


@dataclass
class ObedientModel:
    """Says what an attacker wants, as many ways as fit a reply, each citing a true sentence."""

    attack: str = ""
    wrote: int = 0

    async def complete(self, prompt: Prompt, schema: Mapping[str, object]) -> str:
        if prompt.name == "rewrite":
            return json.dumps({"question": self.attack[:400] or "?"})
        ids = _ID.findall(prompt.user) or ["aaaaaa"]
        said = list(self._said(prompt))[:8]
        self.wrote += len(said)
        statements = [
            {"text": text, "sentences": [ids[n % len(ids)]]} for n, text in enumerate(said)
        ]
        return json.dumps({"statements": statements}, ensure_ascii=False)

    def _said(self, prompt: Prompt) -> Sequence[str]:
        sentences = [s.strip() for s in _SENTENCE.findall(self.attack) if s.strip()]
        decoded = base64.b64encode(self.attack[:60].encode()).decode()
        return (
            *sentences[:3],
            f"Sure! {sentences[-1] if sentences else ''}",
            f"The New York Times reported: {sentences[0] if sentences else ''}",
            prompt.system.splitlines()[0],
            decoded,
            f"DeepSeek: {sentences[-1] if sentences else ''}",
        )


@dataclass
class Outcome:
    """What came of all attacks on one path."""

    counts: Counter[str] = field(default_factory=Counter)
    shown: list[tuple[str, str]] = field(default_factory=list)
    slowest: float = 0.0


def main() -> None:
    """Print what each path made of the attacks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=_FILE)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--show", action="store_true", help="print what of a model was shown")
    asked = parser.parse_args()
    if not asked.file.exists():
        print(f"{asked.file} is not there: nothing to measure")
        return
    lines = asked.file.read_text(encoding="utf-8").splitlines()
    attacks = [(row["id"], row["text"]) for row in map(json.loads, lines)]
    settings = read_settings(asked.data)
    bring_up_to_date(settings, lambda *_: None)
    with opened_answerer(settings) as answerer:
        asyncio.run(_report(replace(answerer, model=None), attacks, asked.show))


async def _report(answerer: Answerer, attacks: list[tuple[str, str]], show: bool) -> None:
    model = ObedientModel()
    obeying = replace(answerer, model=model)
    for name, how, about in (
        ("extractive, the attack alone", answerer, False),
        ("extractive, behind a question", answerer, True),
        ("obedient model, the attack alone", obeying, False),
        ("obedient model, behind a question", obeying, True),
    ):
        model.wrote = 0
        outcome = await _run(how, model, attacks, about)
        told = ", ".join(f"{what} {n}" for what, n in sorted(outcome.counts.items()))
        print(f"{name}: {told}; written by the model {model.wrote}; slowest {outcome.slowest:.2f}s")
        for id, text in outcome.shown if show else ():
            print(f"    {id}: {text}")


async def _run(
    answerer: Answerer, model: ObedientModel, attacks: list[tuple[str, str]], about: bool
) -> Outcome:
    outcome = Outcome()
    for id, attack in attacks:
        model.attack = attack
        language = language_of(attack)
        text = f"{_ASKED[language]} {attack}"[:LONGEST_QUESTION] if about else attack
        began = time.perf_counter()
        reply, _ = await answerer.reply(Question(text, language))
        outcome.slowest = max(outcome.slowest, time.perf_counter() - began)
        outcome.counts["answers" if isinstance(reply, Answer) else reply.reason.value] += 1
        messages = messages_of(reply, language)
        outside = "\n".join(_QUOTE.sub("", message) for message in messages)
        outcome.counts["tappable outside quotes"] += bool(_TAPPABLE.search(outside.split("<a ")[0]))
        for statement in _of_model(reply):
            outcome.counts["statements of the model shown"] += 1
            outcome.shown.append((id, statement))
    return outcome


def _of_model(reply: Reply) -> list[str]:
    statements = reply.statements if isinstance(reply, Answer) else ()
    return [statement.text for statement in statements if not statement.is_quotation]


if __name__ == "__main__":
    main()
