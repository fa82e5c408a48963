"""From a reader's message, in its conversation, to a reply."""

import asyncio
import logging
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.answering.answers import LONGEST_QUESTION, Question, Reason, Refusal, Reply
from bot.answering.asides import asks_who_said, read, without_hidden
from bot.answering.composing import visible
from bot.answering.conversation import Chat, Turn, cited_in, is_about_bot, is_courtesy, recalled
from bot.answering.coverage import parts_of, put_together
from bot.answering.drafts import Malformed
from bot.answering.follow_ups import follow, standing
from bot.answering.models import ChatModel, ModelFault, Recorded
from bot.answering.refusing import without_opinion
from bot.answering.rewriting import REWRITE_SCHEMA, parse_rewrite, rewrite_prompt
from bot.answering.searching import Knowing, Search
from bot.answering.telling import Teller
from bot.answering.tokens import TokenCounter, bound
from bot.answering.traces import Asked, Trace
from bot.answering.writing import Budget, Show, unshown

_NEW_CHAT = Chat()
_BUDGET = Budget()

_log = logging.getLogger("whosaid.answering")


class Journal(Protocol):
    """Remembers how answers came about, and answers again what was asked before."""

    def recall(self, trace: Trace, version: str) -> Reply | None:
        """Return the reply that a model gave to the same question, if all else is the same."""
        ...

    def keep(self, trace: Trace, version: str) -> str:
        """Write down how an answer came about; return its id."""
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
        text = visible(without_hidden(question.text))
        if asks_who_said(text):
            return recalled(chat), chat
        said = read(text)
        asked = follow(said.question, chat, self.search.lexicon, self._outlets)
        if not asked.question:
            return Refusal(Reason.OPINION if said.wants_opinion else Reason.NO_QUESTION), chat
        trace = Trace(text, Asked(replace(question, text=asked.question), asked.outlets))
        if asked.leans and said.question:
            alone = await self._stand_alone(said.question, chat, trace)
            trace.asked = Asked(replace(question, text=alone), asked.outlets)
        reply = await self._remembered(trace, show)
        about = trace.asked.question.text if asked.about == asked.question else asked.about
        turn = Turn(about, asked.outlets, question.language, cited_in(reply), self._keep(trace))
        if said.wants_opinion:
            reply = without_opinion(reply, said.wants_verdict)
        return reply, chat.after(turn)

    def _outlets(self, text: str) -> frozenset[str]:
        return frozenset(self.search.asked(text))

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
        known = self.journal.recall(trace, self._version) if self.journal else None
        trace.is_from_cache = known is not None
        trace.reply = known or await self._in_parts(trace, show)
        return trace.reply

    def _keep(self, trace: Trace) -> str:
        return self.journal.keep(trace, self._version) if self.journal else ""

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
