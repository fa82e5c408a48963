"""From a question to a reply: search, then a model where there is one, then the outlets' words."""

import asyncio
import logging
import secrets
import time
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.answering.answers import (
    LONGEST_QUESTION,
    Answer,
    Author,
    Question,
    Reason,
    Refusal,
    Reply,
)
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.meanings import Meanings
from bot.answering.composing import compose, visible
from bot.answering.conversation import Chat, Turn, is_courtesy, leans_back, stand_alone
from bot.answering.drafts import Malformed
from bot.answering.extractive import answer_by_extract, lead
from bot.answering.models import ChatModel, ModelFault, Recorded
from bot.answering.refusing import articles_of, refuse
from bot.answering.rewriting import REWRITE_SCHEMA, parse_rewrite, rewrite_prompt
from bot.answering.tokens import TokenCounter, bound
from bot.answering.traces import Trace
from bot.answering.unheld import demanded, tell_who_cites
from bot.answering.verdicts import Examiner, held
from bot.answering.writing import Budget, Show, Writer, unshown
from retrieval.glossary.glossary import Glossary
from retrieval.outlets import Registry
from retrieval.search import Findings
from retrieval.search.floor import is_under_floor
from retrieval.terms import Lexicon

_NEW_CHAT = Chat()
_BUDGET = Budget()

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

    @property
    def version(self) -> str:
        """What the same question finds the same by."""
        ...

    def asked(self, question: str) -> Collection[str]:
        """Return ids of the outlets whose words a question asks for."""
        ...

    def find(self, question: str, outlets: Collection[str] = ()) -> Findings:
        """Return what was found for a question; `outlets` (ids) keeps to those."""
        ...


class Journal(Protocol):
    """Remembers how answers came about, and answers again what was asked before."""

    def recall(self, trace: Trace, version: str) -> Reply | None:
        """Return the reply that a model gave to the same question, if all else is the same."""
        ...

    def keep(self, trace: Trace, version: str) -> str:
        """Write down how an answer came about; return its id."""
        ...


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
    judge: ChatModel | None = None
    budget: Budget = _BUDGET
    count: TokenCounter = bound
    journal: Journal | None = None
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

    async def reply(
        self, question: Question, chat: Chat = _NEW_CHAT, show: Show = unshown
    ) -> tuple[Reply, Chat]:
        """Return the reply to a question and the chat as it is to be remembered.

        `show` is given a model's statements as they are checked, before the reply is whole.
        """
        reason = unanswerable(question.text)
        if reason:
            return Refusal(reason), chat
        started = time.perf_counter()
        text = visible(question.text)
        trace = Trace(text)
        outlets = self._outlets(text)
        terms = self.lexicon.terms(text)
        alone, about = text, text
        if chat.turns and leans_back(text, terms):
            alone = await self._stand_alone(text, chat, trace)
            about = alone if terms else chat.turns[-1].question
            outlets = outlets or chat.turns[-1].outlets
        trace.question, trace.outlets = replace(question, text=alone), outlets
        trace.reply = await self._remembered(trace, show)
        trace.seconds = round(time.perf_counter() - started, 4)
        id = self.journal.keep(trace, self._version) if self.journal else ""
        return trace.reply, chat.after(Turn(about, outlets, question.language, id))

    @property
    def _version(self) -> str:
        """All that the same question is answered the same by."""
        models = [model.name for model in (self.model, self.judge) if model]
        return " ".join((self.search.version, *models, repr(self.budget)))

    def _outlets(self, text: str) -> frozenset[str]:
        return frozenset(self.search.asked(text))

    async def _remembered(self, trace: Trace, show: Show) -> Reply:
        known = self.journal.recall(trace, self._version) if self.journal else None
        if known:
            trace.is_from_cache = True
            return known
        return await self._answer(trace, show)

    async def _answer(self, trace: Trace, show: Show) -> Reply:
        question, outlets = _asked(trace), trace.outlets
        trace.findings = await asyncio.to_thread(self.search.find, question.text, outlets)
        if not outlets and (unheld := demanded(question.text, self.search.everyone)):
            articles = trace.findings.articles.values()
            return tell_who_cites(unheld, articles, self.lexicon.people)
        reply = await self._from(trace.findings, trace, show)
        if isinstance(reply, Answer) or reply.reason is Reason.NOT_HELD or not outlets:
            return reply
        anywhere = await asyncio.to_thread(self.search.find, question.text)
        told = self._by_extract(question, anywhere)
        nearest = articles_of(told) if isinstance(told, Answer) else told.nearest
        asked = tuple(self.search.everyone[id] for id in sorted(outlets))
        reason = Reason.NOT_COVERED if isinstance(told, Answer) else told.reason
        return replace(reply, reason=reason, nearest=nearest, asked=asked)

    async def _from(self, findings: Findings, trace: Trace, show: Show) -> Reply:
        if not findings.terms and trace.outlets:
            opening = lead(findings.articles.values())
            return opening or refuse(findings)
        if is_under_floor(findings):
            return refuse(findings)
        if self.model is None:
            return self._by_extract(_asked(trace), findings)
        return await self._by_model(self.model, findings, trace, show)

    def _by_extract(self, question: Question, findings: Findings) -> Reply:
        names = self.lexicon
        return answer_by_extract(
            question, findings, names.people, names.organisations, self.search.glossary
        )

    async def _by_model(
        self, model: ChatModel, findings: Findings, trace: Trace, show: Show
    ) -> Reply:
        question = _asked(trace)
        salt = self.salt or secrets.token_bytes(16)
        material = compose(question, findings, salt, self.count, self.budget.tokens)
        trace.cited = dict(material.cited)
        examiner = Examiner(material.cited, question.language, self.knowing.of(self.search))
        writer = Writer(
            Recorded(model, trace.calls),
            self.judge and Recorded(self.judge, trace.calls),
            self.budget,
        )
        try:
            trace.verdicts = await writer.write(question, material, examiner, show)
        except (ModelFault, Malformed, TimeoutError) as error:
            _log.warning("answering without the model: %s", str(error) or "it took too long")
            return replace(self._by_extract(question, findings), model_failed=True)
        if not trace.verdicts:
            return replace(refuse(findings), answered_by=Author.MODEL)
        statements = held(trace.verdicts)
        if not statements:
            return replace(refuse(findings), reason=Reason.NOT_HELD, answered_by=Author.MODEL)
        return Answer(statements, Author.MODEL)

    async def _stand_alone(self, question: str, chat: Chat, trace: Trace) -> str:
        if self.model:
            earlier = [turn.question for turn in chat.turns]
            try:
                async with asyncio.timeout(self.budget.seconds / 3):
                    prompt = rewrite_prompt(question, earlier)
                    model = Recorded(self.model, trace.calls)
                    return parse_rewrite((await model.complete(prompt, REWRITE_SCHEMA)).text)
            except (ModelFault, Malformed, TimeoutError) as error:
                _log.warning("rewriting without the model: %s", str(error) or "it took too long")
        return stand_alone(question, chat.turns[-1].question, self.lexicon.terms)


def _asked(trace: Trace) -> Question:
    assert trace.question is not None  # noqa: S101  set before anything is searched for
    return trace.question


def unanswerable(text: str) -> Reason | None:
    """Return why a text cannot be taken as a question, or None."""
    if len(text) > LONGEST_QUESTION:
        return Reason.TOO_LONG
    if not any(unicodedata.category(character)[0] in "LN" for character in text):
        return Reason.NO_QUESTION
    if is_courtesy(text):
        return Reason.COURTESY
    return None
