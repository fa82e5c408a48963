"""From a reader's message, in its conversation, to a reply."""

import asyncio
import logging
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.answering.answers import (
    LONGEST_QUESTION,
    Answer,
    Question,
    Reason,
    Refusal,
    Reply,
    Untranslated,
)
from bot.answering.asides import asks_who_said, read, without_addresses, without_hidden
from bot.answering.composing import visible
from bot.answering.conversation import (
    Chat,
    Turn,
    cited_in,
    is_about_bot,
    is_courtesy,
    quoted,
    recalled,
)
from bot.answering.coverage import parts_of, put_together
from bot.answering.drafts import Malformed
from bot.answering.follow_ups import follow, standing
from bot.answering.interpreting import Interpreter, foreign
from bot.answering.models import ChatModel, ModelFault, Recorded
from bot.answering.refusing import without_opinion
from bot.answering.rewriting import REWRITE_SCHEMA, parse_rewrite, rewrite_prompt
from bot.answering.searching import Knowing, Search
from bot.answering.telling import Teller
from bot.answering.tokens import TokenCounter, bound
from bot.answering.traces import Asked, Trace
from bot.answering.unheld import demanded
from bot.answering.writing import Budget, Show, unshown
from retrieval.languages import Language
from retrieval.outlets import Outlet

_NEW_CHAT = Chat()
_BUDGET = Budget()

_log = logging.getLogger("whosaid.answering")


class Journal(Protocol):
    """Remembers how answers came about, and answers again what was asked before."""

    def recall(self, trace: Trace) -> Reply | None:
        """Return the reply that a model gave to the same question, if all else is the same."""
        ...

    def keep(self, trace: Trace) -> str:
        """Write down how an answer came about; return its id."""
        ...

    def asked(self, id: str) -> Asked | None:
        """Return what an answer that is written down was asked for."""
        ...


@dataclass(frozen=True)
class Answerer:
    """Answers messages; holds no conversation of its own."""

    search: Search
    model: ChatModel | None = None
    judge: ChatModel | None = None
    budget: Budget = _BUDGET
    count: TokenCounter = bound
    journal: Journal | None = None
    knowing: Knowing = field(default_factory=Knowing)
    salt: bytes | None = None  # of the ids a model sees; without one, new for every question

    async def reply(
        self, question: Question, chat: Chat = _NEW_CHAT, show: Show = unshown
    ) -> tuple[Reply, Chat]:
        """Return the reply to a message and the chat as it is to be remembered.

        `show` is given a model's statements as they are checked, before the reply is whole.
        """
        reason = unanswerable(question.text)
        if reason:
            return Refusal(reason), chat
        text = visible(without_addresses(without_hidden(question.text)))
        if asks_who_said(text):
            return recalled(chat), chat
        said = read(text)
        into = (said.into or question.language) if said.translates else None
        if into and not said.question:
            return await self._quotes_again(text, question, into, chat)
        asked = follow(said.question, chat, self.search.lexicon, self._outlets, self._unheld)
        if not asked.question:
            return Refusal(Reason.OPINION if said.wants_opinion else Reason.NO_QUESTION), chat
        whole = Asked(replace(question, text=asked.question), asked.outlets, into=into)
        trace = Trace(text, whole, self._version)
        if asked.leans and said.question:
            alone = await self._stand_alone(said.question, chat, trace)
            trace.asked = replace(trace.asked, question=replace(question, text=alone))
        reply = await self._remembered(trace, show)
        about = trace.asked.question.text if asked.about == asked.question else asked.about
        after = chat.after(self._turn(about, trace, reply))
        if said.wants_opinion:
            reply = without_opinion(reply, said.wants_verdict)
        return reply, after

    async def compare(self, answer: str, chat: Chat = _NEW_CHAT) -> tuple[Reply, Chat] | None:
        """Return what outlets say side by side on the question of an answer, named by its id.

        None where nothing is written down of it.
        """
        asked = self.journal.asked(answer) if self.journal else None
        if asked is None:
            return None
        trace = Trace(asked.question.text, replace(asked, compares=True), self._version)
        trace.reply = await self._teller.tell(trace.asked, trace)
        return trace.reply, chat.after(self._turn(asked.question.text, trace, trace.reply))

    async def _quotes_again(
        self, text: str, question: Question, into: Language, chat: Chat
    ) -> tuple[Reply, Chat]:
        """Return what the last answer quotes, with translations."""
        if not chat.turns or not chat.turns[-1].cited:
            return Refusal(Reason.NOTHING_SAID), chat
        last = chat.turns[-1]
        again = replace(question, text=last.question)
        wanted = Asked(again, last.outlets, into=into, quotes=last.cited)
        trace = Trace(text, wanted, self._version)
        reply = await self._remembered(trace, unshown)
        return reply, chat.after(self._turn(last.question, trace, reply))

    def _turn(self, about: str, trace: Trace, reply: Reply) -> Turn:
        asked, cited = trace.asked, cited_in(reply)
        can_compare = isinstance(reply, Answer) and not (reply.points or reply.silent)
        voices = trace.outlets | {evidence.source.outlet.id for evidence in cited}
        return Turn(
            about,
            asked.outlets,
            asked.question.language,
            cited,
            self._keep(trace),
            can_compare and len(voices) > 1,
        )

    def _outlets(self, text: str) -> frozenset[str]:
        return frozenset(self.search.asked(text))

    def _unheld(self, text: str) -> Sequence[Outlet]:
        return demanded(text, self.search.everyone)

    @property
    def _version(self) -> str:
        """All that the same question is answered the same by."""
        models = [model.name for model in (self.model, self.judge) if model]
        return " ".join((self.search.version, *models, repr(self.budget)))

    @property
    def _teller(self) -> Teller:
        models = self.model, self.judge
        return Teller(self.search, *models, self.budget, self.count, self.knowing, self.salt)

    async def _remembered(self, trace: Trace, show: Show) -> Reply:
        known = self.journal.recall(trace) if self.journal else None
        trace.is_from_cache = known is not None
        trace.reply = known or await self._told(trace, show)
        return trace.reply

    async def _told(self, trace: Trace, show: Show) -> Reply:
        quotes = trace.asked.quotes
        reply = quoted(quotes) if quotes else await self._in_parts(trace, show)
        return await self._translated(reply, trace)

    async def _translated(self, reply: Reply, trace: Trace) -> Reply:
        into = trace.asked.into
        if into is None or not isinstance(reply, Answer):
            return reply
        quotes = foreign(cited_in(reply), into)
        if not quotes:
            return replace(reply, untranslated=Untranslated.SAME_LANGUAGE)
        if self.model is None:
            return replace(reply, untranslated=Untranslated.NO_MODEL)
        model, knowledge = Recorded(self.model, trace.calls), self.knowing.of(self.search)
        interpreter = Interpreter(model, into, knowledge, self.count, self.budget)
        try:
            trace.renderings.extend(await interpreter.render(quotes))
        except (ModelFault, Malformed, TimeoutError) as error:
            _log.warning("leaving quotes as they are: %s", str(error) or "it took too long")
            return replace(reply, untranslated=Untranslated.MODEL_FAILED)
        return replace(reply, translations=tuple(r.translation for r in trace.renderings))

    def _keep(self, trace: Trace) -> str:
        return self.journal.keep(trace) if self.journal else ""

    async def _in_parts(self, trace: Trace, show: Show) -> Reply:
        whole = trace.asked
        parts = parts_of(whole.question.text)
        alone: Sequence[str] = standing(parts, self.search.lexicon)
        if len(alone) == 1:
            return await self._teller.tell(whole, trace, show)
        asked = (
            Asked(replace(whole.question, text=part), self._outlets(part) or whole.outlets)
            for part in alone
        )
        return put_together(parts, [await self._teller.tell(part, trace) for part in asked])

    async def _stand_alone(self, question: str, chat: Chat, trace: Trace) -> str:
        by_rule = trace.asked.question.text
        if self.model is None:
            return by_rule
        prompt = rewrite_prompt(question, [turn.question for turn in chat.turns])
        model = Recorded(self.model, trace.calls)
        try:
            async with asyncio.timeout(self.budget.seconds / 3):
                return parse_rewrite((await model.complete(prompt, REWRITE_SCHEMA)).text)
        except (ModelFault, Malformed, TimeoutError) as error:
            _log.warning("rewriting without the model: %s", str(error) or "it took too long")
            return by_rule


def unanswerable(text: str) -> Reason | None:
    """Return why a text cannot be taken as a question, or None."""
    if len(text) > LONGEST_QUESTION:
        return Reason.TOO_LONG
    if not any(unicodedata.category(character)[0] in "LN" for character in text):
        return Reason.NO_QUESTION
    if is_courtesy(text):
        return Reason.COURTESY
    if is_about_bot(text):
        return Reason.ABOUT_BOT
    return None
