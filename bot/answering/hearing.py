"""A comparison with a model: each outlet is read by itself, so that none leaks into another."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.answering.answers import Author, Point, Reason, Refusal, Reply, Statement
from bot.answering.asking import ask
from bot.answering.comparing import (
    Inquiry,
    by_figures,
    compared,
    extracts,
    only,
    outlets_of,
)
from bot.answering.composing import Material, compose
from bot.answering.drafts import SCHEMA, Draft, Malformed, parse
from bot.answering.grouping import GROUPS, group_prompt, grouped, parse_groups, with_ids
from bot.answering.labels import Cited
from bot.answering.models import ChatModel, ModelFault, Recorded
from bot.answering.refusing import refuse
from bot.answering.tokens import TokenCounter
from bot.answering.verdicts import Examiner, Verdict, held
from retrieval.outlets import Outlet

_MOST_OUTLETS = 6
_MOST_OF_OUTLET = 3  # statements

_log = logging.getLogger("whosaid.answering")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a comparison may cost: tokens of all prompts, and seconds for each of its two steps."""

    count: TokenCounter
    tokens: int
    attempts: int
    reading: float
    grouping: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model wrote of one outlet's sentences, which it saw by ids, and what that is worth."""

    outlet: Outlet
    cited: Mapping[str, Cited]
    verdicts: tuple[Verdict, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What of it stands."""
        return held(self.verdicts)[:_MOST_OF_OUTLET]


async def hear(inquiry: Inquiry, model: Recorded, salt: bytes, limits: Limits) -> tuple[Heard, ...]:
    """Return what a model finds in each outlet by itself.

    Raises `ModelFault`, `Malformed` or `TimeoutError` where it does not deliver.
    """
    outlets = outlets_of(inquiry.findings)[:_MOST_OUTLETS]
    tokens = limits.tokens // len(outlets)
    materials = [
        compose(inquiry.question, only(inquiry.findings, o.id), salt, limits.count, tokens)
        for o in outlets
    ]
    asking = (
        ask(model.of(outlet.id), material.prompt, SCHEMA, parse, limits.attempts)
        for outlet, material in zip(outlets, materials, strict=True)
    )
    async with asyncio.timeout(limits.reading):
        drafts = await asyncio.gather(*asking)
    return tuple(map(partial(_heard, inquiry), outlets, materials, drafts))


def _heard(inquiry: Inquiry, outlet: Outlet, material: Material, drafts: Sequence[Draft]) -> Heard:
    examiner = Examiner(material.cited, inquiry.question.language, inquiry.knowledge)
    return Heard(outlet, material.cited, tuple(map(examiner.examine, drafts)))


async def compare_by_model(
    inquiry: Inquiry, heard: Sequence[Heard], model: ChatModel, salt: bytes, limits: Limits
) -> Reply:
    """Return what was heard of each outlet, with the points they meet on.

    Without the model's grouping, statements stand outlet by outlet.
    """
    if not any(one.verdicts for one in heard):
        return replace(refuse(inquiry.findings), answered_by=Author.MODEL)
    if not any(one.statements for one in heard):
        nearest = refuse(inquiry.findings).nearest
        return Refusal(Reason.NOT_HELD, nearest, answered_by=Author.MODEL)
    statements = [statement for one in heard for statement in _told(inquiry, one)]
    points = await _points(inquiry, model, salt, limits, statements)
    answer = compared(inquiry, points, Author.MODEL)
    unread = {one.outlet for one in heard if one.verdicts}
    return replace(answer, silent=tuple(o for o in answer.silent if o not in unread))


def _told(inquiry: Inquiry, heard: Heard) -> Iterator[Statement]:
    """Yield an outlet's statements; its own words where what a model wrote of it does not hold."""
    told = heard.statements or (extracts(inquiry, heard.outlet) if heard.verdicts else ())
    yield from dict.fromkeys(told)


async def _points(
    inquiry: Inquiry,
    model: ChatModel,
    salt: bytes,
    limits: Limits,
    statements: Sequence[Statement],
) -> list[Point]:
    by_id = with_ids(statements, salt)

    def read(reply: str) -> list[Point]:
        return grouped(inquiry, parse_groups(reply), by_id)

    if len({s.evidence[0].source.outlet for s in statements}) > 1:
        try:
            async with asyncio.timeout(limits.grouping):
                prompt = group_prompt(inquiry, by_id)
                return await ask(model, prompt, GROUPS, read, limits.attempts)
        except (ModelFault, Malformed, TimeoutError) as error:
            _log.warning("comparing without the model: %s", str(error) or "it took too long")
    return by_figures(inquiry, statements)
