"""From a question to a reply: search, then a model where there is one, then the outlets' words."""

import asyncio
import logging
import secrets
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

from bot.answering.answers import (
    LONGEST_QUESTION,
    Answer,
    Author,
    Question,
    Reason,
    Refusal,
    Reply,
    Statement,
)
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.meanings import Meanings
from bot.answering.comparing import Inquiry, asks_to_compare, compare_by_extract
from bot.answering.composing import (
    SCHEMA,
    Malformed,
    Material,
    compose,
    hold,
    parse,
    visible,
)
from bot.answering.conversation import Chat, Turn, is_courtesy, leans_back, stand_alone
from bot.answering.extractive import answer_by_extract, lead
from bot.answering.hearing import Limits, compare_by_model
from bot.answering.refusing import articles_of, refuse
from bot.answering.rewriting import REWRITE_SCHEMA, parse_rewrite, rewrite_prompt
from bot.answering.tokens import TokenCounter, bound
from prompts.templates import Prompt
from retrieval.glossary.glossary import Glossary
from retrieval.outlets import Registry
from retrieval.search import Findings
from retrieval.search.floor import is_under_floor
from retrieval.terms import Lexicon

_NEW_CHAT = Chat()
T = TypeVar("T")

_log = logging.getLogger("whosaid.answering")


class Search(Protocol):
    """Finds passages, and knows the words and outlets that questions name."""

    @property
    def registry(self) -> Registry: ...

    @property
    def everyone(self) -> Registry: ...

    @property
    def lexicon(self) -> Lexicon: ...

    @property
    def glossary(self) -> Glossary: ...

    def asked(self, question: str) -> Collection[str]:
        """Return ids of the outlets whose words a question asks for."""
        ...

    def find(self, question: str, outlets: Collection[str] = ()) -> Findings:
        """Return what was found for a question; `outlets` (ids) keeps to those."""
        ...


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

    async def complete(self, prompt: Prompt, schema: Mapping[str, object]) -> str:
        """Return the reply, JSON of the given schema if the model obeys. Raises `ModelFault`."""
        ...


@dataclass(frozen=True, slots=True)
class Budget:
    """What one answer may cost a model."""

    tokens: int = 12_000  # of article text in the prompt
    attempts: int = 2
    seconds: float = 60.0  # for all attempts together


class Knowing:
    """What the checks know of a search: made again only where its words or outlets changed."""

    def __init__(self) -> None:
        self._last: Knowledge | None = None

    def of(self, search: Search) -> Knowledge:
        """Return what the checks know."""
        registry, lexicon, last = search.registry, search.lexicon, self._last
        if last and last.meanings.lexicon is lexicon and last.registry == registry:
            return last
        self._last = Knowledge(registry, Meanings(lexicon, search.glossary))
        return self._last


@dataclass(frozen=True)
class Answerer:
    """Answers questions; holds no conversation of its own."""

    search: Search
    model: ChatModel | None = None
    budget: Budget = Budget()
    count: TokenCounter = bound
    knowing: Knowing = field(default_factory=Knowing)
    salt: bytes | None = None  # of the ids a model sees; without one, new for every question

    @property
    def registry(self) -> Registry:
        """The outlets that a question can name."""
        return self.search.registry

    @property
    def lexicon(self) -> Lexicon:
        """How questions are read."""
        return self.search.lexicon

    async def reply(self, question: Question, chat: Chat = _NEW_CHAT) -> tuple[Reply, Chat]:
        """Return the reply to a question and the chat as it is to be remembered."""
        reason = unanswerable(question.text)
        if reason:
            return Refusal(reason), chat
        text = visible(question.text)
        outlets = self._outlets(text)
        terms = self.lexicon.terms(text)
        alone, about = text, text
        if chat.turns and leans_back(text, terms):
            alone = await self._stand_alone(text, chat)
            about = alone if terms else chat.turns[-1].question
            outlets = outlets or chat.turns[-1].outlets
        reply = await self._answer(replace(question, text=alone), outlets)
        return reply, chat.after(Turn(about, outlets, question.language))

    def _outlets(self, text: str) -> frozenset[str]:
        return frozenset(self.search.asked(text))

    async def _answer(self, question: Question, outlets: frozenset[str]) -> Reply:
        findings = await asyncio.to_thread(self.search.find, question.text, outlets)
        reply = await self._from(question, findings, outlets)
        if isinstance(reply, Answer) or reply.reason is Reason.NOT_HELD or not outlets:
            return reply
        anywhere = await asyncio.to_thread(self.search.find, question.text)
        told = self._by_extract(question, anywhere)
        nearest = articles_of(told) if isinstance(told, Answer) else told.nearest
        asked = tuple(self.search.everyone[id] for id in sorted(outlets))
        reason = Reason.NOT_COVERED if isinstance(told, Answer) else told.reason
        return replace(reply, reason=reason, nearest=nearest, asked=asked)

    async def _from(self, question: Question, findings: Findings, outlets: frozenset[str]) -> Reply:
        if not findings.terms and outlets:
            opening = lead(findings.articles.values())
            return opening or refuse(findings)
        if is_under_floor(findings):
            return refuse(findings)
        if asks_to_compare(question.text, outlets, findings.terms, self.lexicon):
            return await self._compare(question, findings, outlets)
        if self.model is None:
            return self._by_extract(question, findings)
        return await self._by_model(self.model, question, findings)

    def _by_extract(self, question: Question, findings: Findings) -> Reply:
        names = self.lexicon
        return answer_by_extract(question, findings, names.people, names.organisations)

    async def _by_model(self, model: ChatModel, question: Question, findings: Findings) -> Reply:
        salt = self.salt or secrets.token_bytes(16)
        material = compose(question, findings, salt, self.count, self.budget.tokens)
        try:
            async with asyncio.timeout(self.budget.seconds):
                statements = await self._statements(model, question, material)
        except (ModelFault, Malformed, TimeoutError) as error:
            _log.warning("answering without the model: %s", str(error) or "it took too long")
            return replace(self._by_extract(question, findings), model_failed=True)
        if statements is None:
            return replace(refuse(findings), answered_by=Author.MODEL)
        if not statements:
            return replace(refuse(findings), reason=Reason.NOT_HELD, answered_by=Author.MODEL)
        return Answer(statements, Author.MODEL)

    async def _statements(
        self, model: ChatModel, question: Question, material: Material
    ) -> tuple[Statement, ...] | None:
        """Return the statements that hold; None where the model says the articles do not tell."""
        for attempt in range(1, self.budget.attempts + 1):
            try:
                drafts = parse(await model.complete(material.prompt, SCHEMA))
            except (ModelFault, Malformed) as error:
                if attempt == self.budget.attempts or getattr(error, "is_final", False):
                    raise
                await asyncio.sleep(getattr(error, "wait", 0.0))
                continue
            held = hold(drafts, material, question.language, self.knowing.of(self.search))
            return held if drafts else None
        raise ModelFault("no attempt was allowed")

    async def _compare(
        self, question: Question, findings: Findings, outlets: frozenset[str]
    ) -> Reply:
        asked = tuple(self.search.everyone[id] for id in sorted(outlets))
        inquiry = Inquiry.of(question, findings, asked, self.knowing.of(self.search))
        if self.model is None:
            return await asyncio.to_thread(compare_by_extract, inquiry)
        seconds = self.budget.seconds
        limits = Limits(self.count, self.budget.tokens, seconds * 2 / 3, seconds / 3)
        salt = self.salt or secrets.token_bytes(16)
        try:
            return await compare_by_model(inquiry, partial(self._ask, self.model), salt, limits)
        except (Malformed, TimeoutError) as error:
            _log.warning("comparing without the model: %s", str(error) or "it took too long")
            told = await asyncio.to_thread(compare_by_extract, inquiry)
            return replace(told, model_failed=True)

    async def _ask(
        self,
        model: ChatModel,
        prompt: Prompt,
        schema: Mapping[str, object],
        read: Callable[[str], T],
    ) -> T:
        """Return what `read` makes of a reply. Raises `Malformed` after as many as are allowed."""
        for attempt in range(1, self.budget.attempts + 1):
            try:
                return read(await model.complete(prompt, schema))
            except (ModelFault, Malformed) as error:
                if attempt == self.budget.attempts or getattr(error, "is_final", False):
                    raise Malformed(str(error)) from error
                await asyncio.sleep(getattr(error, "wait", 0.0))
        raise Malformed("no attempt was allowed")

    async def _stand_alone(self, question: str, chat: Chat) -> str:
        if self.model:
            earlier = [turn.question for turn in chat.turns]
            try:
                async with asyncio.timeout(self.budget.seconds / 3):
                    prompt = rewrite_prompt(question, earlier)
                    return parse_rewrite(await self.model.complete(prompt, REWRITE_SCHEMA))
            except (ModelFault, Malformed, TimeoutError) as error:
                _log.warning("rewriting without the model: %s", str(error) or "it took too long")
        return stand_alone(question, chat.turns[-1].question, self.lexicon.terms)


def unanswerable(text: str) -> Reason | None:
    """Return why a text cannot be taken as a question, or None."""
    if len(text) > LONGEST_QUESTION:
        return Reason.TOO_LONG
    if not any(unicodedata.category(character)[0] in "LN" for character in text):
        return Reason.NO_QUESTION
    if is_courtesy(text):
        return Reason.COURTESY
    return None
