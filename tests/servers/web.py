"""A web server on loopback that misbehaves on order: a test says what each path sends."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

Send = Callable[[bytes], Awaitable[None]]
Page = Callable[["Request", Send], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    """One request as it came, the names of its headers in lower case."""

    method: str
    path: str
    headers: dict[str, str]


class WebServer:
    """Serves `pages` by path while the ``async with`` block lasts, one request a connection.

    `requests` are those that came, and `together` is the most that were in work at once.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Page] = {}
        self.requests: list[Request] = []
        self.connections = 0
        self.together = 0
        self._tls = tls
        self._busy = 0
        self._server: asyncio.Server
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a path, by any name that the test resolves to loopback."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{host}:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self.connections += 1
        self._busy += 1
        self.together = max(self.together, self._busy)
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client had enough
        finally:
            self._busy -= 1
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = _read(await reader.readuntil(b"\r\n\r\n"))
        self.requests.append(request)

        async def send(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        path = request.path.partition("?")[0]
        await self.pages.get(path, status(404))(request, send)


def _read(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    return Request(method, path, headers)


def _head(code: int, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {code} Spoken", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("utf-8")


def page(body: bytes, media_type: str = "text/html; charset=utf-8", **headers: str) -> Page:
    """A page of `body`; headers by their names with `_` for `-`."""
    return status(200, body, Content_Type=media_type, **headers)


def status(code: int, body: bytes = b"", **headers: str) -> Page:
    """An answer with this status."""

    async def answer(request: Request, send: Send) -> None:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        await send(_head(code, {"Content-Length": str(len(body)), **given}) + body)

    return answer


def redirect(location: str, code: int = 302) -> Page:
    """A redirect to `location`, as it is spelt."""
    return status(code, Location=location)


def conditional(body: bytes, etag: str = "", modified: str = "") -> Page:
    """A page that answers 304 to those who have this ETag or this date."""

    async def answer(request: Request, send: Send) -> None:
        known_tag = etag and request.headers.get("if-none-match") == etag
        known_date = modified and request.headers.get("if-modified-since") == modified
        headers = {"ETag": etag, "Last_Modified": modified}
        told = {name: value for name, value in headers.items() if value}
        found = (
            status(304, b"", **told) if known_tag or known_date else page(body, "text/html", **told)
        )
        await found(request, send)

    return answer


def raw(*pieces: bytes, pause: float = 0) -> Page:
    """These very bytes, with a pause of so many seconds before each."""

    async def answer(request: Request, send: Send) -> None:
        for piece in pieces:
            await asyncio.sleep(pause)
            await send(piece)

    return answer


def endless(pieces: Iterable[bytes], pause: float = 0, media_type: str = "text/html") -> Page:
    """A body of unknown length that does not end before `pieces` do."""

    async def answer(request: Request, send: Send) -> None:
        await send(_head(200, {"Content-Type": media_type}))
        for piece in pieces:
            await asyncio.sleep(pause)
            await send(piece)

    return answer
