"""A reader in a private chat sees each statement as soon as it is checked."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ChatType, ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.answering.answers import Answer, Author, Statement
from bot.answering.writing import Show, unshown
from bot.telegram.markup import messages_of
from retrieval.languages import Language

_PAUSE = 1.0  # seconds between two previews, which is what Telegram bears in one chat

_log = logging.getLogger("whosaid.telegram")


@asynccontextmanager
async def preview(message: Message, bot: ExtBot[None], language: Language) -> AsyncIterator[Show]:
    """Give a function that shows statements beside the answer to come, while the block lasts."""
    if message.chat.type != ChatType.PRIVATE:
        yield unshown
        return
    shown = _Preview(message, bot, language)
    keeping_up = asyncio.create_task(shown.keep_up())
    try:
        yield shown.show
    finally:
        keeping_up.cancel()
        with suppress(asyncio.CancelledError):
            await keeping_up


class _Preview:
    """Sends the newest statements, not each of them, so that a quick model is no flood."""

    def __init__(self, message: Message, bot: ExtBot[None], language: Language) -> None:
        self._message = message
        self._bot = bot
        self._language = language
        self._newest: tuple[Statement, ...] = ()
        self._changed = asyncio.Event()

    def show(self, statements: tuple[Statement, ...]) -> None:
        if statements:
            self._newest = statements
            self._changed.set()

    async def keep_up(self) -> None:
        try:
            while True:
                await self._changed.wait()
                self._changed.clear()
                await self._send()
                await asyncio.sleep(_PAUSE)
        except TelegramError as error:  # a nicety; the answer matters
            _log.info("no preview: %s", type(error).__name__)

    async def _send(self) -> None:
        html, *_ = messages_of(Answer(self._newest, Author.MODEL), self._language)
        chat, id = self._message.chat_id, self._message.message_id
        await self._bot.send_message_draft(chat, id, html, parse_mode=ParseMode.HTML)
