"""The buttons under answers: which there are, pressed twice, pressed when an answer is gone."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from telegram import Update

from bot.answering.answerer import Answerer
from bot.answering.answers import Answer, Author, Question
from bot.answering.journal import Journal, Pages
from bot.settings import Settings
from bot.telegram.application import App, build_application
from bot.telegram.conversation import Conversation
from bot.workspace import opened_answerer
from retrieval.holdings import Holdings
from tests.replay.replay import Notebook, findable
from tests.replay.telegram import StrictTelegram
from tests.servers.chats import BOT_ID, Chats, SentMessage, chat_of, person
from tests.test_journal import ASKED, Quoting

COST = "DeepSeek的训练成本是多少?"
COMPARE = "各家怎么说"


@dataclass
class Chatting:
    """A reader's private chat with the bot."""

    chats: Chats
    application: App
    notebook: Notebook

    async def say(self, text: str) -> SentMessage:
        self.chats.say(text, chat_of(1, "private"), person(1), reply_to=None, edit_of=None)
        await self.handle()
        return self.last

    async def press(self, sent: SentMessage, label: str, times: int = 1) -> None:
        for _ in range(times):
            self.chats.press(sent.id, sent.buttons[label], None)
        await self.handle()

    async def handle(self) -> None:
        updates = self.chats.take_updates({})
        for wire in list(updates):
            update = Update.de_json(wire, self.application.bot)
            await self.application.process_update(update)
        self.chats.updates.clear()

    @property
    def last(self) -> SentMessage:
        return self.chats.sent[max(self.chats.sent)]


@asynccontextmanager
async def chatting(answerer: Answerer) -> AsyncIterator[Chatting]:
    chats, notebook = Chats(), Notebook()
    conversation = Conversation(
        replace(answerer, journal=notebook), lambda: Holdings((), findable(answerer))
    )
    telegram = StrictTelegram(chats, lambda _: None)
    application = build_application(f"{BOT_ID}:token", conversation, request=telegram)
    async with application:
        yield Chatting(chats, application, notebook)


async def test_what_several_outlets_tell_can_be_compared_once(answerer: Answerer) -> None:
    async with chatting(answerer) as reader:
        answer = await reader.say(COST)
        assert next(iter(answer.buttons)) == COMPARE
        await reader.press(answer, COMPARE)
        assert reader.last.reply_to == answer.id
        assert "数字大致相同" in reader.last.text
        assert COMPARE not in reader.last.buttons  # it is compared
        assert len(reader.chats.sent[answer.id].buttons) == 1


async def test_a_second_press_changes_nothing(answerer: Answerer) -> None:
    async with chatting(answerer) as reader:
        answer = await reader.say(COST)
        await reader.press(answer, COMPARE, times=3)
        assert [sent.reply_to for sent in reader.chats.sent.values()] == [None, answer.id]


async def test_of_an_answer_that_is_gone_that_is_said(answerer: Answerer) -> None:
    async with chatting(answerer) as reader:
        answer = await reader.say(COST)
        reader.notebook.written.clear()
        await reader.press(answer, COMPARE)
        assert reader.last.text.startswith("那条回答已经不在我这里了")
        assert not reader.last.buttons


@pytest.mark.parametrize("question", ["大公报怎么看偷窃指控?", "各家怎么看蒸馏?"])
async def test_one_outlet_alone_and_what_is_compared_already_have_no_such_button(
    question: str, answerer: Answerer
) -> None:
    async with chatting(answerer) as reader:
        answer = await reader.say(question)
        assert answer.buttons
        assert COMPARE not in answer.buttons


async def test_a_refusal_has_no_buttons(answerer: Answerer) -> None:
    async with chatting(answerer) as reader:
        assert not (await reader.say("约基奇昨天得了多少分?")).buttons


@pytest.fixture
def remembering(settings: Settings, tmp_path: Path) -> Iterator[Answerer]:
    with opened_answerer(settings) as opened:
        assert isinstance(opened.journal, Journal)
        yield replace(opened, journal=replace(opened.journal, pages=Pages(tmp_path / "answers")))


async def test_an_answer_given_again_can_be_compared_like_the_first(remembering: Answerer) -> None:
    answerer = replace(remembering, model=Quoting())
    (_, first), (_, again) = [await answerer.reply(ASKED) for _ in range(2)]
    assert first.turns[-1] == again.turns[-1]
    assert again.turns[-1].can_compare


async def test_a_comparison_is_written_down_beside_the_answer(remembering: Answerer) -> None:
    reply, chat = await remembering.reply(Question(COST, "zh-Hans"))
    compared = await remembering.compare(chat.turns[-1].answer, chat)
    assert compared
    comparison, after = compared
    assert isinstance(reply, Answer) and isinstance(comparison, Answer)
    assert comparison.points and comparison.answered_by is Author.EXTRACTIVE
    assert [turn.question for turn in after.turns] == [COST, COST]
    assert len({turn.answer for turn in after.turns}) == 2
    assert remembering.journal
    assert remembering.journal.asked(chat.turns[-1].answer)


async def test_of_an_id_that_nothing_is_written_under_there_is_no_comparison(
    remembering: Answerer, answerer: Answerer
) -> None:
    assert await remembering.compare("nosuch") is None
    assert await answerer.compare("nosuch") is None  # nothing is ever written down
