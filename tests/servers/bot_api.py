"""A strict Bot API on loopback: the real bot talks to it, and a test plays the people."""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.servers.chats import BOT_ID, BOT_NAME, Chats, SentMessage, chat_of, person
from tests.servers.contract import check_request, check_result, contract, decode
from tests.servers.telegram_rules import Malformed, Refused

TOKEN = f"{BOT_ID}:AAE-a-token-for-tests-that-opens-nothing"
MAX_POLL_SECONDS = 50
DOWNLOAD = "download"  # a call that is no method

_START_SECONDS = 10
_STOP_SECONDS = 10
_CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """One request of the bot, its parameters decoded."""

    method: str
    parameters: Mapping[str, Any]
    at: float


@dataclass(frozen=True)
class Failure:
    """What becomes of the next call of a method; after ``applied`` only its answer is lost."""

    method: str
    status: int
    description: str
    retry_after: int | None
    drop: bool
    applied: bool


class BotApiServer:
    """A Bot API that runs in a thread of its own while the ``with`` block lasts.

    Calls block for moments; in an async test run ``wait_for`` and ``wait_for_messages`` in
    ``asyncio.to_thread``. Chat 1 has met the bot; others do when a person first speaks there.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.url = ""
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self._chats = Chats()
        self._failures: list[Failure] = []
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="bot-api", daemon=True)
        self._started: Future[str] = Future()
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self._polls = 0
        self._loop: asyncio.AbstractEventLoop

    def __enter__(self) -> Self:
        self._thread.start()
        self.url = self._started.result(_START_SECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_STOP_SECONDS)

    # What people do.

    def say(
        self,
        text: str,
        chat: int = 1,
        *,
        user: int | None = None,
        language_code: str = "zh-hans",
        chat_type: str = "private",
        reply_to: int | None = None,
        mention: bool = False,
        edit_of: int | None = None,
    ) -> int:
        """The number of a new message; in groups too the bot sees all, as an administrator does."""
        author = person(user or (chat if chat_type == "private" else 1), language_code)
        words = f"@{BOT_NAME} {text}" if mention else text
        return self._on_loop(
            lambda: self._chats.say(
                words,
                chat_of(chat, chat_type),
                author,
                reply_to=reply_to,
                edit_of=edit_of,
            )
        )

    def send(
        self,
        content: Mapping[str, Any],
        chat: int = 1,
        *,
        user: int | None = None,
        language_code: str = "zh-hans",
        chat_type: str = "private",
        edit_of: int | None = None,
    ) -> int:
        """The number of a message of any content, as the Bot API names its fields."""
        author = person(user or (chat if chat_type == "private" else 1), language_code)
        return self._on_loop(
            lambda: self._chats.send(
                dict(content), chat_of(chat, chat_type), author, edit_of=edit_of
            )
        )

    def upload(self, body: bytes, name: str, media_type: str = "text/plain") -> dict[str, Any]:
        """A document that a message may hold; its bytes are there to be downloaded."""
        return self._on_loop(lambda: self._chats.upload(body, name, media_type))

    def press(self, message_id: int, callback_data: str, user: int | None = None) -> str:
        """The id of the callback query; ValueError if the message shows no such button now."""
        presser = person(user) if user else None
        return self._on_loop(lambda: self._chats.press(message_id, callback_data, presser))

    # What a test asks.

    @property
    def messages(self) -> list[SentMessage]:
        """The bot's messages in the order sent, each as it stands now."""
        return list(self._chats.sent.values())

    @property
    def commands(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """The command menus the bot set, by scope and language."""
        return dict(self._chats.commands)

    def wait_for_messages(
        self, n: int, chat: int | None = None, timeout: float = 20
    ) -> list[SentMessage]:
        """The bot's messages (in one chat) once there are at least ``n`` in all."""

        def enough() -> list[SentMessage] | None:
            messages = [sent for sent in self.messages if chat in (None, sent.chat)]
            return messages if len(messages) >= n else None

        return self.wait_for(enough, timeout)

    def wait_for(self, ready: Callable[[], T | None], timeout: float = 20) -> T:
        """What ``ready`` gives once it is true; asked anew as calls come and are done."""
        with self._changed:
            found = self._changed.wait_for(ready, timeout)
        if not found:
            raise TimeoutError(f"not in {timeout} s; the bot {self._story()}")
        return found

    def fail_next(
        self,
        method: str,
        status: int = 502,
        description: str = "Bad Gateway",
        retry_after: int | None = None,
        drop: bool = False,
        applied: bool = False,
    ) -> None:
        """Makes the next call of the method fail, or with ``drop`` go unanswered.

        The method ``download`` is the download of a file.

        With ``applied`` the call takes effect all the same: the message is sent, and the bot
        cannot know.
        """
        failure = Failure(method, status, description, retry_after, drop, applied)
        self._on_loop(lambda: self._failures.append(failure))

    def _story(self) -> str:
        calls = ", ".join(call.method for call in self.calls[-12:]) or "nothing"
        return f"called {calls}; violations: {self.violations or 'none'}"

    # The thread.

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        app = web.Application(client_max_size=50 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        server = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await server.setup()
        await web.TCPSite(server, "127.0.0.1", 0).start()
        host, port = server.addresses[0][:2]
        self._started.set_result(f"http://{host}:{port}/bot")
        await self._stop.wait()
        self._wake.set()
        await server.cleanup()

    def _on_loop(self, act: Callable[[], T]) -> T:
        """Runs in the server's thread, so that what Telegram keeps changes in one thread only."""

        async def run() -> T:
            result = act()
            self._wake.set()
            return result

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(_START_SECONDS)

    # One request.

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _refusal(401, "Unauthorized")
        method = request.match_info["method"]
        if method not in contract().methods:
            self.violations.append(f"unknown method {method}")
            return _refusal(404, "Not Found: method not found")
        try:
            parameters = decode(method, await _parameters(request))
        except ValueError as error:
            self.violations.append(f"{method}: {error}")
            return _refusal(400, f"Bad Request: can't parse request parameters: {error}")
        self.calls.append(Call(method, parameters, time.monotonic()))
        self._tell()
        response = await self._failed_or_done(request, method, parameters)
        self._tell()
        return response

    async def _download(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        if request.match_info["token"] != self.token:
            return _refusal(401, "Unauthorized")
        self.calls.append(Call(DOWNLOAD, {"path": path}, time.monotonic()))
        self._tell()
        if failure := self._next_failure(DOWNLOAD):
            if failure.drop and request.transport:
                request.transport.abort()
            return _refusal(failure.status, failure.description, failure.retry_after)
        if path not in self._chats.files:
            return _refusal(404, "Not Found")
        return web.Response(body=self._chats.files[path], content_type="application/octet-stream")

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()

    async def _failed_or_done(
        self, request: web.Request, method: str, parameters: Mapping[str, Any]
    ) -> web.StreamResponse:
        failure = self._next_failure(method)
        if failure is None:
            return await self._done(method, parameters)
        if failure.applied:
            await self._done(method, parameters)
        if failure.drop and request.transport:
            request.transport.abort()
        return _refusal(failure.status, failure.description, failure.retry_after)

    def _next_failure(self, method: str) -> Failure | None:
        for number, failure in enumerate(self._failures):
            if failure.method == method:
                return self._failures.pop(number)
        return None

    async def _done(self, method: str, parameters: Mapping[str, Any]) -> web.Response:
        if faults := check_request(method, parameters):
            self.violations.extend(faults)
            return _refusal(400, f"Bad Request: {'; '.join(faults)}")
        if method == "getUpdates":
            return await self._poll(parameters)
        if method not in self._chats.methods:
            self.violations.append(f"{method} is not part of this server")
            return _refusal(501, f"Not Implemented: {method} is not part of this server")
        return self._result(method, parameters)

    def _result(self, method: str, parameters: Mapping[str, Any]) -> web.Response:
        try:
            result = self._chats.methods[method](parameters)
        except Refused as refusal:
            if isinstance(refusal, Malformed):
                self.violations.append(f"{method}: {refusal}")
            return _refusal(400, str(refusal))
        finally:
            self.violations.extend(f"{method} loses {lost}" for lost in self._chats.take_dropped())
        return self._success(method, result)

    async def _poll(self, parameters: Mapping[str, Any]) -> web.Response:
        """The updates, as soon as there are any; a later poll ends this one, as Telegram's does."""
        self._polls += 1
        poll = self._polls
        self._wake.set()
        deadline = time.monotonic() + min(parameters.get("timeout", 0), MAX_POLL_SECONDS)
        while not (updates := self._chats.take_updates(parameters)):
            left = deadline - time.monotonic()
            if left <= 0 or self._stop.is_set():
                break
            await self._woken(left)
            if poll != self._polls:
                return _refusal(409, _CONFLICT)
        return self._success("getUpdates", updates)

    async def _woken(self, seconds: float) -> None:
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    def _success(self, method: str, result: Any) -> web.Response:
        self.violations.extend(check_result(method, result))
        return web.json_response({"ok": True, "result": result})


async def _parameters(request: web.Request) -> dict[str, Any]:
    """The parameters from wherever Telegram takes them: the query, a form, or JSON."""
    parameters: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json() if request.can_read_body else {}
        if not isinstance(body, dict):
            raise ValueError("the body is no JSON object")
        parameters |= body
    else:
        parameters |= await request.post()
    return parameters


def _refusal(status: int, description: str, retry_after: int | None = None) -> web.Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": status,
        "description": description,
    }
    headers = {}
    if retry_after is not None:
        body["parameters"] = {"retry_after": retry_after}
        headers["Retry-After"] = str(retry_after)
    return web.json_response(body, status=status, headers=headers)
