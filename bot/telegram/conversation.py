"""What the bot does with each kind of update."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from telegram import (
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import NetworkError, TelegramError
from telegram.ext import CallbackContext, ExtBot

from bot.answering.answerer import Answerer
from bot.answering.answers import Question
from bot.answering.asides import language_wanted, without_marks
from bot.answering.conversation import Chat
from bot.telegram.buttons import COMPARE, acknowledge, buttons_under, pressed_on, taken_away
from bot.telegram.listing import listing
from bot.telegram.markup import messages_of
from bot.telegram.preview import preview
from prompts.phrases import phrases
from retrieval.holdings import Holdings
from retrieval.languages import Language, language_of, language_of_locale

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)

_log = logging.getLogger("whosaid.telegram")


@dataclass
class ChatMemory:
    """What python-telegram-bot keeps for us of each chat."""

    chat: Chat = field(default_factory=Chat)


Context = CallbackContext[ExtBot[None], dict[object, object], ChatMemory, dict[object, object]]


@dataclass(frozen=True)
class Conversation:
    """The bot's side of every chat."""

    answerer: Answerer
    holdings: Callable[[], Holdings]
    explain: Callable[[str, Language], list[str] | None] | None = None  # an answer, by its id

    async def start(self, update: Update, context: Context) -> None:
        """Greet."""
        await send(update, [phrases(locale_of(update)).say("start")])

    async def help(self, update: Update, context: Context) -> None:
        """Explain."""
        await send(update, [phrases(locale_of(update)).say("help")])

    async def sources(self, update: Update, context: Context) -> None:
        """List outlets and articles."""
        await send(update, listing(self.holdings(), locale_of(update)))

    async def question(self, update: Update, context: Context) -> None:
        """Answer a question, if it is put to the bot."""
        message = update.effective_message
        if message is None or not is_for_us(message, context.bot):
            return
        memory = context.chat_data or ChatMemory()
        text = without_marks(without_mention(message, context.bot))
        question = Question(text, _language(text, memory.chat, update))
        await show_typing(message)
        async with preview(message, context.bot, question.language) as show:
            reply, memory.chat = await self.answerer.reply(question, memory.chat, show)
        await send(update, messages_of(reply, question.language), buttons_under(reply, memory.chat))

    async def why(self, update: Update, context: Context) -> None:
        """Tell how the last answer of a chat came about."""
        turns = (context.chat_data or ChatMemory()).chat.turns
        language = turns[-1].language if turns else locale_of(update)
        await self._explain(update, turns[-1].answer if turns else "", language)

    async def pressed(self, update: Update, context: Context) -> None:
        """Tell how the answer above a button came about."""
        if update.callback_query:
            await acknowledge(update.callback_query)
            await self._explain(update, *pressed_on(update.callback_query, locale_of(update)))

    async def compare(self, update: Update, context: Context) -> None:
        """Compare what outlets say on the question of the answer above a button, once."""
        query, message = update.callback_query, update.effective_message
        if query is None or message is None:
            return
        await acknowledge(query)
        if not await taken_away(message, COMPARE):
            return
        await show_typing(message)
        memory = context.chat_data or ChatMemory()
        id, language = pressed_on(query, locale_of(update))
        compared = await self.answerer.compare(id, memory.chat)
        if compared is None:
            await send(update, [phrases(language).say("compare_gone")], replies=True)
            return
        reply, memory.chat = compared
        language = memory.chat.turns[-1].language
        buttons = buttons_under(reply, memory.chat)
        await send(update, messages_of(reply, language), buttons, replies=True)

    async def _explain(self, update: Update, id: str, language: Language) -> None:
        told = self.explain(id, language) if self.explain else None
        await send(update, told or [phrases(language).say("why_nothing")])

    async def other(self, update: Update, context: Context) -> None:
        """Say what we answer, to a photograph, a sticker or an unknown command."""
        message = update.effective_message
        if message and (message.chat.type == ChatType.PRIVATE or is_for_us(message, context.bot)):
            await send(update, [phrases(locale_of(update)).say("refusal_no_question")])

    async def failed(self, update: object, context: Context) -> None:
        """Log what went wrong and apologise to the reader, once."""
        if isinstance(context.error, NetworkError):
            _log.warning("Telegram: %s", type(context.error).__name__)
        else:
            _log.error("an update failed", exc_info=context.error)
        if isinstance(update, Update) and update.effective_message:
            try:
                await send(update, [phrases(locale_of(update)).say("apology")])
            except TelegramError as error:
                _log.error("the apology was not delivered either: %s", type(error).__name__)


def is_for_us(message: Message, bot: ExtBot[None]) -> bool:
    """Tell whether a message asks the bot: in private always, in a group by mention or reply."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == bot.id:
        return True
    return any(_mentions(message, bot))


def without_mention(message: Message, bot: ExtBot[None]) -> str:
    """Return a message's text without the bot's own name in it."""
    text = message.text or message.caption or ""
    for mention in _mentions(message, bot):
        text = text.replace(mention, " ")
    return text.strip()


def _mentions(message: Message, bot: ExtBot[None]) -> list[str]:
    found = message.parse_entities([MessageEntity.MENTION]) | message.parse_caption_entities(
        [MessageEntity.MENTION]
    )
    name = f"@{bot.username}".casefold()
    return [text for text in found.values() if text.casefold() == name]


def _language(text: str, chat: Chat, update: Update) -> Language:
    before = chat.turns[-1].language if chat.turns else locale_of(update)
    return language_wanted(text) or language_of(_ADDRESS.sub(" ", text), otherwise=before)


def locale_of(update: Update) -> Language:
    """Return the language of whoever sent an update, as Telegram tells it."""
    user = update.effective_user
    return language_of_locale(user.language_code if user else None)


async def show_typing(message: Message) -> None:
    """Let a chat show that the bot is at work."""
    try:
        await message.chat.send_action(ChatAction.TYPING)
    except TelegramError as error:  # a nicety; the answer matters
        _log.info("no typing action: %s", type(error).__name__)


async def send(
    update: Update,
    messages: Sequence[str],
    buttons: InlineKeyboardMarkup | None = None,
    replies: bool = False,
) -> None:
    """Send messages of our HTML to where an update came from, buttons under the last.

    In a group, or where that is wished, they are shown as a reply to what the update is about.
    """
    message = update.effective_message
    if message is None:
        return
    replies = replies or message.chat.type != ChatType.PRIVATE
    reply_to = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    for number, html in enumerate(messages):
        await message.chat.send_message(
            html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_parameters=reply_to if replies and number == 0 else None,
            reply_markup=buttons if number == len(messages) - 1 else None,
        )
