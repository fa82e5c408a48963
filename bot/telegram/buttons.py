"""The buttons under an answer, and what is known of one that was pressed."""

import logging

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, TelegramError

from bot.answering.answers import Answer, Reply
from bot.answering.conversation import Chat, Turn
from prompts.phrases import phrases
from retrieval.languages import LANGUAGES, Language

WHY = "why:"  # begins what a button sends that asks how an answer came about
COMPARE = "compare:"  # that asks what all outlets say

_log = logging.getLogger("whosaid.telegram")


def buttons_under(reply: Reply, chat: Chat) -> InlineKeyboardMarkup | None:
    """Return the buttons of the last reply of a chat; none where nothing is kept of it."""
    if not isinstance(reply, Answer) or not chat.turns[-1].answer:
        return None
    turn = chat.turns[-1]
    compare = [_button("button_compare", COMPARE, turn)] if turn.can_compare else []
    return InlineKeyboardMarkup([[*compare, _button("button_why", WHY, turn)]])


def pressed_on(query: CallbackQuery, otherwise: Language) -> tuple[str, Language]:
    """Return the id of the answer above the button that was pressed, and its language."""
    _, id, language = [*(query.data or "").split(":"), "", ""][:3]
    return id, next((each for each in LANGUAGES if each == language), otherwise)


async def acknowledge(query: CallbackQuery) -> None:
    """Let a reader see that a button was heard."""
    try:
        await query.answer()
    except TelegramError as error:  # it waited behind others for too long; the reply matters
        _log.info("no answer to a button: %s", type(error).__name__)


async def taken_away(message: Message, what: str) -> bool:
    """Take a button away from a message; tell whether it was there until now."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    left = [[b for b in row if not str(b.callback_data).startswith(what)] for row in rows]
    try:
        await message.edit_reply_markup(InlineKeyboardMarkup(left))
    except BadRequest as error:
        return "not modified" not in str(error)
    except TelegramError as error:
        _log.info("a button stays: %s", type(error).__name__)
    return True


def _button(label: str, what: str, turn: Turn) -> InlineKeyboardButton:
    words = phrases(turn.language).say(label)
    return InlineKeyboardButton(words, callback_data=f"{what}{turn.answer}:{turn.language}")
