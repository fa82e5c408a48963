"""The bot's own request seam, with a strict Telegram behind it that runs in this process."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.telegram.local import InProcess
from tests.servers.chats import Chats
from tests.servers.contract import check_request, check_result, decode
from tests.servers.telegram_rules import Malformed, Refused


class StrictTelegram(InProcess):
    """Refuses what Telegram refuses; `sent` hears of every message that it accepts."""

    def __init__(self, chats: Chats, sent: Callable[[dict[str, Any]], None]) -> None:
        self._chats = chats
        self._sent = sent
        self.refusals: list[tuple[int, dict[str, Any]]] = []

    async def do_request(
        self, url: str, method: str, *arguments: Any, **more: Any
    ) -> tuple[int, bytes]:
        """Return what `answer` does, or the bytes of a file."""
        _, found, path = url.partition("/file/bot")
        if found:
            return 200, self._chats.files[path.partition("/")[2]]
        return await super().do_request(url, method, *arguments, **more)

    def answer(self, method: str, parameters: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """Return what Telegram would; fail the test where the bot is at fault."""
        faults = check_request(method, parameters)
        assert not faults, faults
        if method == "sendMessage" and self.refusals:
            return self.refusals.pop(0)
        decoded = decode(method, parameters)
        try:
            result = self._chats.methods[method](decoded)
        except Malformed as error:
            raise AssertionError(f"{method}: {error}") from error
        except Refused as error:
            return 400, {"ok": False, "error_code": 400, "description": f"Bad Request: {error}"}
        assert not check_result(method, result)
        assert not self._chats.take_dropped()
        if method == "sendMessage":
            self._sent(decoded)
        return 200, {"ok": True, "result": result}


def put_off(seconds: int) -> tuple[int, dict[str, Any]]:
    """Return Telegram's 429."""
    return 429, {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {seconds}",
        "parameters": {"retry_after": seconds},
    }
