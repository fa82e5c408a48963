"""Telegram without Telegram: the same bot, its messages handed to a function in this process."""

import json
import time
from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from telegram import Update
from telegram.request import BaseRequest, RequestData

from bot.telegram.application import App

LOCAL_TOKEN = "1:local"

_CHAT = 1
_BOT = {"id": 1, "is_bot": True, "first_name": "whosaid", "username": "whosaid_bot"}

Deliver = Callable[[str], None]


def _undelivered(_: str) -> None:
    """Show nobody a draft."""


class InProcess(BaseRequest):
    """A way to a Telegram that is in this process: a subclass answers each method."""

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_timeouts: Any,
        **_more_timeouts: Any,
    ) -> tuple[int, bytes]:
        """Return what `answer` does, as it would come over the wire."""
        parameters = request_data.json_parameters if request_data else {}
        status, reply = self.answer(url.rpartition("/")[2], parameters)
        return status, json.dumps(reply).encode()

    @abstractmethod
    def answer(self, method: str, parameters: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
        """Return an HTTP status and a reply for a method of the Bot API; parameters are as sent."""


class LocalTelegram(InProcess):
    """Answers for Telegram, as far as one private chat needs it.

    Sent HTML goes to `deliver`, that of drafts of it to `preview`.
    """

    def __init__(self, deliver: Deliver, preview: Deliver = _undelivered) -> None:
        self._deliver = deliver
        self._preview = preview
        self._messages = 0

    def answer(self, method: str, parameters: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
        """Return what Telegram would."""
        return 200, {"ok": True, "result": self._result(method, parameters)}

    def _result(self, method: str, parameters: Mapping[str, str]) -> object:
        match method:
            case "getMe":
                return _BOT
            case "sendMessage":
                self._deliver(parameters["text"])
                return self._message(parameters["text"])
            case "sendMessageDraft":
                self._preview(parameters["text"])
                return True
            case _:
                return True

    def _message(self, text: str) -> dict[str, Any]:
        self._messages += 1
        return {
            "message_id": self._messages,
            "date": int(time.time()),
            "chat": {"id": _CHAT, "type": "private", "first_name": "you"},
            "text": text,
        }

    async def say(self, application: App, text: str, language_code: str) -> None:
        """Hand the bot what a reader typed and wait until it has replied."""
        message = self._message(text) | {
            "from": {
                "id": _CHAT,
                "is_bot": False,
                "first_name": "you",
                "language_code": language_code,
            }
        }
        if text.startswith("/"):
            name = text.split(maxsplit=1)[0]
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(name)}]
        record = {"update_id": self._messages, "message": message}
        update = Update.de_json(record, application.bot)
        await application.process_update(update)
