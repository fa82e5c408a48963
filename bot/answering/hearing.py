"""A comparison with a model: each outlet is read by itself, so that none leaks into another."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from bot.answering.answers import Author, Point, Reason, Refusal, Reply, Statement
from bot.answering.comparing import (
    Inquiry,
    by_figures,
    compared,
    extracts,
    only,
    outlets_of,
)
from bot.answering.composing import SCHEMA, Draft, Malformed, Material, compose, hold, parse
from bot.answering.grouping import GROUPS, group_prompt, grouped, parse_groups, with_ids
from bot.answering.refusing import refuse
from bot.answering.tokens import TokenCounter
from prompts.templates import Prompt
from retrieval.outlets import Outlet

_MOST_OUTLETS = 6
_MOST_OF_OUTLET = 3  # statements

T = TypeVar("T")

_log = logging.getLogger("whosaid.answering")


class Ask(Protocol):
    """Asks a model and reads its reply."""

    def __call__(
        self, prompt: Prompt, schema: Mapping[str, object], read: Callable[[str], T]
    ) -> Awaitable[T]:
        """Return what `read` makes of the reply. Raises `Malformed` where none will do."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What a comparison may cost: tokens of article text, and seconds for each of its two steps."""

    count: TokenCounter
    tokens: int
    reading: float
    grouping: float


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a model wrote of one outlet, and what of it stands."""

    outlet: Outlet
    drafts: tuple[Draft, ...]
    statements: tuple[Statement, ...]


async def compare_by_model(inquiry: Inquiry, ask: Ask, salt: bytes, limits: Limits) -> Reply:
    """Return what a model finds in each outlet by itself, with the points they meet on.

    Raises `Malformed` or `TimeoutError` where it does not deliver the statements; without its
    grouping, they stand outlet by outlet.
    """
    async with asyncio.timeout(limits.reading):
        heard = await _hear(inquiry, ask, salt, limits)
    if not any(one.drafts for one in heard):
        return replace(refuse(inquiry.findings), answered_by=Author.MODEL)
    if not any(one.statements for one in heard):
        nearest = refuse(inquiry.findings).nearest
        return Refusal(Reason.NOT_HELD, nearest, answered_by=Author.MODEL)
    statements = [statement for one in heard for statement in _told(inquiry, one)]
    points = await _points(inquiry, ask, salt, limits, statements)
    answer = compared(inquiry, points, Author.MODEL)
    unread = {one.outlet for one in heard if one.drafts}
    return replace(answer, silent=tuple(o for o in answer.silent if o not in unread))


async def _hear(inquiry: Inquiry, ask: Ask, salt: bytes, limits: Limits) -> list[_Heard]:
    outlets = outlets_of(inquiry.findings)[:_MOST_OUTLETS]
    tokens = limits.tokens // len(outlets)
    materials = [
        compose(inquiry.question, only(inquiry.findings, o.id), salt, limits.count, tokens)
        for o in outlets
    ]
    drafts = await asyncio.gather(*(ask(m.prompt, SCHEMA, parse) for m in materials))
    return [
        _Heard(outlet, written, _held(inquiry, written, material))
        for outlet, written, material in zip(outlets, drafts, materials, strict=True)
    ]


def _held(inquiry: Inquiry, drafts: Sequence[Draft], material: Material) -> tuple[Statement, ...]:
    held = hold(drafts, material, inquiry.question.language, inquiry.knowledge)
    return held[:_MOST_OF_OUTLET]


def _told(inquiry: Inquiry, heard: _Heard) -> Iterator[Statement]:
    """Yield an outlet's statements; its own words where what a model wrote of it does not hold."""
    told = heard.statements or (extracts(inquiry, heard.outlet) if heard.drafts else ())
    yield from dict.fromkeys(told)


async def _points(
    inquiry: Inquiry, ask: Ask, salt: bytes, limits: Limits, statements: Sequence[Statement]
) -> list[Point]:
    by_id = with_ids(statements, salt)

    def read(reply: str) -> list[Point]:
        return grouped(inquiry, parse_groups(reply), by_id)

    if len({s.evidence[0].source.outlet for s in statements}) > 1:
        try:
            async with asyncio.timeout(limits.grouping):
                return await ask(group_prompt(inquiry, by_id), GROUPS, read)
        except (Malformed, TimeoutError) as error:
            _log.warning("comparing without the model: %s", str(error) or "it took too long")
    return by_figures(inquiry, statements)
