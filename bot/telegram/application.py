"""The Telegram bot: which updates go where."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import BotCommand
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.telegram.buttons import COMPARE, WHY
from bot.telegram.conversation import ChatMemory, Conversation
from bot.telegram.editing import Editing
from bot.telegram.order import InOrderPerChat
from bot.telegram.pacing import WaitWhenTold
from prompts.phrases import phrases
from retrieval.faults import Fault
from retrieval.languages import Language

COMMANDS = ("start", "help", "sources", "why")

_BOOTSTRAP_RETRIES = 2
_TELEGRAM_LANGUAGES: dict[Language, str | None] = {"zh-Hans": "zh", "en": None}

App = Application[Any, Any, Any, Any, Any, Any]


def build_application(
    token: str,
    conversation: Conversation,
    base_url: str | None = None,
    request: BaseRequest | None = None,
    editing: Editing | None = None,
    beside: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
) -> App:
    """Return the bot, ready to run; `request` replaces the way to Telegram.

    With `editing`, editors' links, forwarded posts and documents are taken in as articles. What
    is `beside` runs while the bot does.
    """
    running: list[asyncio.Task[None]] = []

    async def begin(application: App) -> None:
        await _name_commands(application)
        running.extend(asyncio.create_task(work()) for work in beside)

    async def end(_: App) -> None:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    builder = (
        ApplicationBuilder()
        .token(token)
        .context_types(ContextTypes(chat_data=ChatMemory))
        .concurrent_updates(InOrderPerChat())
        .rate_limiter(WaitWhenTold())
        .post_init(begin)
        .post_stop(end)
    )
    if base_url:
        files = f"{base_url.removesuffix('/bot')}/file/bot"
        builder = builder.base_url(base_url).base_file_url(files)
    if request:
        builder = builder.request(request).get_updates_request(request)
    application = builder.build()
    new = filters.UpdateType.MESSAGE
    private = filters.ChatType.PRIVATE
    if editing:
        application.add_handler(MessageHandler(new & editing.filter, editing.take))
    application.add_handler(CommandHandler("start", conversation.start, new))
    application.add_handler(CommandHandler("help", conversation.help, new))
    application.add_handler(CommandHandler("sources", conversation.sources, new))
    application.add_handler(CommandHandler("why", conversation.why, new))
    application.add_handler(CallbackQueryHandler(conversation.pressed, f"^{WHY}"))
    application.add_handler(CallbackQueryHandler(conversation.compare, f"^{COMPARE}"))
    application.add_handler(MessageHandler(new & filters.COMMAND & private, conversation.other))
    application.add_handler(
        MessageHandler(
            new & (filters.TEXT | filters.CAPTION) & ~filters.COMMAND, conversation.question
        )
    )
    application.add_handler(
        MessageHandler(new & private & ~filters.StatusUpdate.ALL, conversation.other)
    )
    application.add_error_handler(conversation.failed)
    return application


def run(application: App) -> None:
    """Poll Telegram until interrupted. Raises `Fault` where Telegram cannot be had."""
    try:
        application.run_polling(
            bootstrap_retries=_BOOTSTRAP_RETRIES,
            allowed_updates=["message", "callback_query"],
            drop_pending_updates=False,
        )
    except InvalidToken:
        raise Fault(
            "Telegram refuses the token: check TELEGRAM_BOT_TOKEN (from @BotFather)"
        ) from None
    except NetworkError as error:
        raise Fault(
            f"Telegram cannot be reached ({type(error).__name__}): check the network, a proxy, or "
            "WHOSAID_TELEGRAM_URL"
        ) from None
    except TelegramError as error:
        raise Fault(f"Telegram refuses to serve the bot: {type(error).__name__}") from None


async def _name_commands(application: App) -> None:
    for language, code in _TELEGRAM_LANGUAGES.items():
        say = phrases(language).say
        commands = [BotCommand(name, say(f"command_{name}")) for name in COMMANDS]
        await application.bot.set_my_commands(commands, language_code=code)
