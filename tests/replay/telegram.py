"""The bot's own request seam, with a strict Telegram behind it that runs in this process."""

import json
from collections.abc import Callable
from typing import Any

from telegram.request import BaseRequest, RequestData

from tests.servers.chats import Chats
from tests.servers.contract import check_request, check_result, decode
from tests.servers.telegram_rules import Malformed, Refused


class StrictTelegram(BaseRequest):
    """Refuses what Telegram refuses; `sent` hears of every message that it accepts."""

    def __init__(self, chats: Chats, sent: Callable[[dict[str, Any]], None]) -> None:
        self._chats = chats
        self._sent = sent
        self.refusals: list[tuple[int, dict[str, Any]]] = []

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
        name = url.rpartition("/")[2]
        status, reply = self._reply(name, request_data.json_parameters if request_data else {})
        return status, json.dumps(reply).encode()

    def _reply(self, method: str, wire: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        faults = check_request(method, wire)
        assert not faults, faults
        if method == "sendMessage" and self.refusals:
            return self.refusals.pop(0)
        parameters = decode(method, wire)
        try:
            result = self._chats.methods[method](parameters)
        except Malformed as error:
            raise AssertionError(f"{method}: {error}") from error
        except Refused as error:
            return 400, {"ok": False, "error_code": 400, "description": f"Bad Request: {error}"}
        assert not check_result(method, result)
        assert not self._chats.take_dropped()
        if method == "sendMessage":
            self._sent(parameters)
        return 200, {"ok": True, "result": result}


def put_off(seconds: int) -> tuple[int, dict[str, Any]]:
    """Return Telegram's 429."""
    return 429, {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {seconds}",
        "parameters": {"retry_after": seconds},
    }
