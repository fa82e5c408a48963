"""An answer in a model's words: drafted, checked as it comes, mended once, judged by another."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.answering.answers import Question, Statement
from bot.answering.asking import ask
from bot.answering.composing import Material
from bot.answering.drafts import SCHEMA, Draft, Malformed, parse, parse_begun
from bot.answering.judging import judged
from bot.answering.mending import mended
from bot.answering.models import ChatModel, ModelFault
from bot.answering.verdicts import Examiner, Verdict, held

Verdicts = tuple[Verdict, ...]
Show = Callable[[tuple[Statement, ...]], None]
"""Called with the statements that hold so far, whenever one more does."""

_log = logging.getLogger("whosaid.answering")


def unshown(_: tuple[Statement, ...]) -> None:
    """Show a reader nothing before an answer is whole."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one answer may cost a model."""

    tokens: int = 12_000  # of the prompt
    attempts: int = 2
    seconds: float = 60.0  # for all calls together


@dataclass(frozen=True)
class Writer:
    """Writes answers by a chat model; with a judge, by two that must agree."""

    model: ChatModel
    judge: ChatModel | None = None
    budget: Budget = Budget()

    async def write(
        self, question: Question, material: Material, examiner: Examiner, show: Show = unshown
    ) -> Verdicts:
        """Return a verdict on each draft; none at all where the model says nothing is told.

        Raises `ModelFault`, `Malformed` or `TimeoutError` where there is no reply to examine.
        """
        deadline = asyncio.get_running_loop().time() + self.budget.seconds
        examined = _Examined(examiner, unshown if self.judge else show)
        async with asyncio.timeout_at(deadline):
            drafts = await self._drafts(material, examined)
        verdicts = tuple(map(examined.verdict, drafts))
        if any(verdict.flaws for verdict in verdicts):
            mending = mended(self.model, question, verdicts, examiner)
            verdicts = await _or_as_it_was(verdicts, mending, deadline)
        if self.judge:
            judging = judged(self.judge, verdicts, examiner)
            verdicts = await _or_as_it_was(verdicts, judging, deadline)
        return verdicts

    async def _drafts(self, material: Material, examined: "_Examined") -> tuple[Draft, ...]:
        prompt, attempts = material.prompt, self.budget.attempts
        return await ask(self.model, prompt, SCHEMA, parse, attempts, examined.hear)


@dataclass(frozen=True)
class _Examined:
    """Examines each draft once, as soon as it is complete, and shows what holds."""

    examiner: Examiner
    show: Show
    known: dict[Draft, Verdict] = field(default_factory=dict)

    def hear(self, said: str) -> None:
        """Take up what a model has said so far."""
        if not said.rstrip().endswith(("}", "]")):
            return  # no draft can just have ended
        drafts = parse_begun(said)
        if any(draft not in self.known for draft in drafts):
            self.show(held(map(self.verdict, drafts)))

    def verdict(self, draft: Draft) -> Verdict:
        """Return what a draft is worth."""
        if draft not in self.known:
            self.known[draft] = self.examiner.examine(draft)
        return self.known[draft]


async def _or_as_it_was(
    verdicts: Verdicts, step: Coroutine[Any, Any, Verdicts], deadline: float
) -> Verdicts:
    """Return what a step makes of verdicts; a model that fails at it leaves them as they are."""
    try:
        async with asyncio.timeout_at(deadline):
            return await step
    except (ModelFault, Malformed, TimeoutError) as error:
        _log.warning("answering without a further look: %s", str(error) or "it took too long")
        return verdicts
