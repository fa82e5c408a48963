"""From a question that stands alone to a reply: by a model where there is one, else by extract."""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.answering.answers import Answer, Author, Question, Reason, Refusal, Reply
from bot.answering.comparing import Inquiry, asks_to_compare, compare_by_extract
from bot.answering.composing import compose
from bot.answering.conversation import cited_in
from bot.answering.coverage import as_written, parted, uncovered
from bot.answering.drafts import Malformed
from bot.answering.extractive import answer_by_extract
from bot.answering.hearing import Limits, compare_by_model, hear
from bot.answering.models import ChatModel, ModelFault, Recorded
from bot.answering.nearest import helped
from bot.answering.openings import lead
from bot.answering.refusing import articles_of, refuse
from bot.answering.searching import Knowing, Search
from bot.answering.tokens import TokenCounter, bound
from bot.answering.traces import Asked, Trace
from bot.answering.unheld import demanded, tell_who_cites, without
from bot.answering.verdicts import Examiner, held
from bot.answering.writing import Budget, Show, Writer, unshown
from retrieval.languages import in_script
from retrieval.outlets import Outlet
from retrieval.search import Findings
from retrieval.search.floor import is_under_floor

_BUDGET = Budget()

_log = logging.getLogger("whosaid.answering")


@dataclass(frozen=True)
class Teller:
    """Tells what outlets say on questions that stand alone, or why it cannot."""

    search: Search
    model: ChatModel | None = None
    judge: ChatModel | None = None
    budget: Budget = _BUDGET
    count: TokenCounter = bound
    knowing: Knowing = field(default_factory=Knowing)
    salt: bytes | None = None  # of the ids a model sees; without one, new for every question

    async def tell(self, asked: Asked, trace: Trace, show: Show = unshown) -> Reply:
        """Return the reply to a question; what led to it is written into the trace."""
        question, outlets = asked.question, asked.outlets
        named = demanded(question.text, self.search.everyone)
        if held := self._held_beside(asked, named):
            return _beside(await self.tell(held, trace, show), named, question)
        findings = await asyncio.to_thread(self.search.find, question.text, outlets)
        trace.findings.append(findings)
        unheld = None if outlets else self._unheld(named, findings)
        if unheld and unheld.citing:
            return unheld
        reply = await self._from(asked, findings, trace, show)
        if isinstance(reply, Answer) and reply.points:
            return reply  # the silent are named, and words such as "agree" are not what it is about
        if isinstance(reply, Answer):
            missing = uncovered(findings.terms, reply)
            return replace(reply, uncovered=as_written(missing, question.text, question.language))
        if reply.answered_by is Author.EXTRACTIVE and (
            part := await self._in_part(asked, findings, trace, show)
        ):
            return part
        return unheld or await self._helped(reply, asked, findings)

    def _held_beside(self, asked: Asked, unheld: Sequence[Outlet]) -> Asked | None:
        """Return what is asked of our own outlets beside some that are not ours, if anything."""
        if not unheld:
            return None
        question = asked.question
        left = without(question.text, unheld)
        held = frozenset(self.search.asked(left)) if left != question.text else None
        return replace(asked, question=replace(question, text=left), outlets=held) if held else None

    def _unheld(self, named: Sequence[Outlet], findings: Findings) -> Refusal | None:
        """Return what is told of outlets that a question demands and that we do not hold."""
        people = self.search.lexicon.people
        return tell_who_cites(named, findings.articles.values(), people) if named else None

    async def _from(self, asked: Asked, findings: Findings, trace: Trace, show: Show) -> Reply:
        if not findings.terms and asked.outlets:
            return lead(asked.question.text, findings.articles.values()) or refuse(findings)
        if is_under_floor(findings):
            return refuse(findings)
        if asked.compares or self._asks_to_compare(asked, findings):
            return await self._compare(asked, findings, trace)
        if self.model is None:
            return self._by_extract(asked.question, findings, bool(asked.outlets))
        return await self._by_model(self.model, asked.question, findings, trace, show)

    def _asks_to_compare(self, asked: Asked, findings: Findings) -> bool:
        text, lexicon = asked.question.text, self.search.lexicon
        return asks_to_compare(text, asked.outlets, findings.terms, lexicon)

    def _by_extract(self, question: Question, findings: Findings, of_asked: bool = False) -> Reply:
        """Return the outlets' own sentences; those `of_asked` outlets in other words, too."""
        names, glossary = self.search.lexicon, self.search.glossary
        told = answer_by_extract(question, findings, names.people, names.organisations, glossary)
        if not of_asked or isinstance(told, Answer):
            return told
        return answer_by_extract(
            question, findings, names.people, names.organisations, glossary, beside=True
        )

    async def _by_model(
        self, model: ChatModel, question: Question, findings: Findings, trace: Trace, show: Show
    ) -> Reply:
        material = compose(question, findings, self._salt(), self.count, self.budget.tokens)
        trace.cited.update(material.cited)
        examiner = Examiner(material.cited, question.language, self.knowing.of(self.search))
        judge = self.judge and Recorded(self.judge, trace.calls)
        writer = Writer(Recorded(model, trace.calls), judge, self.budget)
        try:
            verdicts = await writer.write(question, material, examiner, show)
        except (ModelFault, Malformed, TimeoutError) as error:
            _log.warning("answering without the model: %s", str(error) or "it took too long")
            return replace(self._by_extract(question, findings), model_failed=True)
        trace.verdicts.extend(verdicts)
        if not verdicts:
            return replace(refuse(findings), answered_by=Author.MODEL)
        if statements := held(verdicts):
            return Answer(statements, Author.MODEL)
        return replace(refuse(findings), reason=Reason.NOT_HELD, answered_by=Author.MODEL)

    async def _compare(self, asked: Asked, findings: Findings, trace: Trace) -> Reply:
        named = tuple(self.search.everyone[id] for id in sorted(asked.outlets))
        knowledge = self.knowing.of(self.search)
        inquiry = Inquiry.of(asked.question, findings, named, knowledge)
        if self.model is None:
            return await asyncio.to_thread(compare_by_extract, inquiry)
        model, salt, limits = Recorded(self.model, trace.calls), self._salt(), self._limits()
        try:
            heard = await hear(inquiry, model, salt, limits)
        except (ModelFault, Malformed, TimeoutError) as error:
            _log.warning("comparing without the model: %s", str(error) or "it took too long")
            told = await asyncio.to_thread(compare_by_extract, inquiry)
            return replace(told, model_failed=True)
        for one in heard:
            trace.cited.update(one.cited)
            trace.verdicts.extend(one.verdicts)
        return await compare_by_model(inquiry, heard, model, salt, limits)

    def _limits(self) -> Limits:
        budget = self.budget
        seconds = budget.seconds
        return Limits(self.count, budget.tokens, budget.attempts, seconds * 2 / 3, seconds / 3)

    def _salt(self) -> bytes:
        return self.salt or secrets.token_bytes(16)

    async def _in_part(
        self, asked: Asked, findings: Findings, trace: Trace, show: Show
    ) -> Answer | None:
        """Return the answer to what is left of a question without what no article holds."""
        question = asked.question
        both = parted(findings.terms, question.text)
        if both is None:
            return None
        less, besides = both
        left = replace(asked, question=replace(question, text=less))
        found = await asyncio.to_thread(self.search.find, less, asked.outlets)
        part = await self._from(left, found, trace, show)
        if isinstance(part, Refusal):
            return None
        return replace(part, uncovered=(in_script(besides, question.language),))

    async def _helped(self, refusal: Refusal, asked: Asked, findings: Findings) -> Refusal:
        reply = helped(refusal, asked.question, findings, self.search.lexicon.people)
        if refusal.reason is Reason.NOT_HELD or not asked.outlets:
            return reply
        return await self._of_others(reply, asked)

    async def _of_others(self, refusal: Refusal, asked: Asked) -> Refusal:
        """Return the refusal of outlets that were asked, with what all the others tell."""
        anywhere = await asyncio.to_thread(self.search.find, asked.question.text)
        told = self._by_extract(asked.question, anywhere)
        named = tuple(self.search.everyone[id] for id in sorted(asked.outlets))
        if isinstance(told, Refusal):
            return replace(refusal, reason=told.reason, nearest=told.nearest, asked=named)
        return replace(
            refusal,
            reason=Reason.NOT_COVERED,
            nearest=articles_of(told),
            asked=named,
            told_by_others=True,
            sentences=cited_in(told)[:1],
        )


def _beside(reply: Reply, unheld: Sequence[Outlet], question: Question) -> Reply:
    """Return a reply that tells that some of the outlets asked are not ours."""
    names = tuple(outlet.name(question.language) for outlet in unheld)
    if isinstance(reply, Answer):
        return replace(reply, uncovered=(*names, *reply.uncovered))
    return reply
