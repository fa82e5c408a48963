"""The seam to chat models: what is asked of one, what comes back, what can go wrong."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from prompts.templates import Prompt

Hear = Callable[[str], None]
"""Called with all that a model has said so far, again and again while it speaks."""


def unheard(_: str) -> None:
    """Let a model speak without listening in."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a provider counted: sent, those of them it had cached, and written."""

    sent: int = 0
    cached: int = 0
    written: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.sent + other.sent, self.cached + other.cached, self.written + other.written
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model said, and what that took where the provider tells."""

    text: str
    usage: Usage | None = None


class ModelFault(Exception):
    """A chat model did not deliver.

    `wait`: after how many seconds it says to try again; `is_final`: it is no use to.
    """

    def __init__(self, what: str, wait: float = 0.0, is_final: bool = False) -> None:
        super().__init__(what)
        self.wait = wait
        self.is_final = is_final


class ChatModel(Protocol):
    """Writes a reply to a prompt."""

    @property
    def name(self) -> str:
        """What the model is called, so that another one's answers are not taken for its own."""
        ...

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        """Return the reply, JSON of the given schema if the model obeys. Raises `ModelFault`."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """One prompt that was sent, and what came back: a reply or a fault.

    `outlet` is the id of the one whose sentences alone were shown, where that was so.
    """

    model: str
    prompt: Prompt
    reply: str | None
    fault: str | None
    usage: Usage | None
    seconds: float
    outlet: str | None = None


@dataclass(frozen=True)
class Recorded:
    """A chat model whose calls are written down."""

    model: ChatModel
    calls: list[Call] = field(default_factory=list)
    outlet: str | None = None

    @property
    def name(self) -> str:
        """What the model is called."""
        return self.model.name

    def of(self, outlet: str) -> "Recorded":
        """Return the same model, shown the sentences of one outlet alone."""
        return replace(self, outlet=outlet)

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        """Return the reply and remember it. Raises `ModelFault`."""
        started = time.perf_counter()
        completion, fault = None, "it took too long"
        try:
            completion = await self.model.complete(prompt, schema, hear)
        except ModelFault as error:
            fault = str(error)
            raise
        finally:
            self.calls.append(
                Call(
                    self.name,
                    prompt,
                    completion.text if completion else None,
                    None if completion else fault,
                    completion.usage if completion else None,
                    round(time.perf_counter() - started, 3),
                    self.outlet,
                )
            )
        return completion
