"""A scripted OpenAI-compatible server on loopback: says what a test wrote, fails on order."""

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.servers.openai_wire import (
    Answer,
    Body,
    chunks,
    complaint_about_chat,
    complaint_about_embeddings,
    completion,
    embeddings,
    error,
    event,
    said_chunks,
    schema_unknown,
    wants_schema,
)

_STOP_SECONDS = 10
_NOTHING_LEFT = "this test scripted no further reply for {path}"


@dataclass(frozen=True)
class Status:
    """An error status instead of an answer."""

    code: int
    retry_after: float | None = None


@dataclass(frozen=True)
class Stall:
    """Silence, then a closed connection; a stream says ``after`` first."""

    seconds: float
    after: str = ""


@dataclass(frozen=True)
class Drop:
    """A connection closed at once; a stream says ``after`` first."""

    after: str = ""


@dataclass(frozen=True)
class Cut:
    """An answer that the token limit ended after ``at`` characters."""

    text: str
    at: int


@dataclass(frozen=True)
class NoSchema:
    """The refusal of servers that know no JSON schemas; requests without one pass over it."""


Fault = Status | Stall | Drop
Reply = str | Callable[[Body], str] | Cut | NoSchema | Fault


@dataclass(frozen=True)
class Request:
    """One request as it came, the names of its headers in lower case."""

    path: str
    body: Body
    headers: Mapping[str, str]


class OpenAIServer:
    """A model that speaks from ``replies`` in order, while the ``with`` block lasts.

    Chat takes from ``replies``, embeddings from ``embedding_faults`` (none: vectors).
    """

    def __init__(
        self,
        replies: Iterable[Reply] = (),
        embedding_faults: Iterable[Fault] = (),
        dimensions: int = 256,
    ) -> None:
        self.url = ""
        self.dimensions = dimensions
        self.requests: list[Request] = []
        self._replies = deque(replies)
        self._embedding_faults = deque(embedding_faults)
        self._changed = threading.Condition()
        self.stopping = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            args=(0.05,),
            name="openai-api",
            daemon=True,
        )

    def __enter__(self) -> Self:
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join(_STOP_SECONDS)

    def reply(self, *replies: Reply) -> None:
        """Adds to what the model will say."""
        with self._changed:
            self._replies.extend(replies)

    def wait_for_requests(self, n: int, path: str = "", timeout: float = 20) -> list[Request]:
        """The requests (whose path ends so) once there are at least ``n``; all else may go on."""

        def enough() -> list[Request] | None:
            requests = [request for request in self.requests if request.path.endswith(path)]
            return requests if len(requests) >= n else None

        with self._changed:
            found = self._changed.wait_for(enough, timeout)
        if found is None:
            raise TimeoutError(f"{len(self.requests)} requests in {timeout} s, not {n}")
        return found

    def take(self, request: Request) -> Reply | None:
        """The next reply for a request, noted down; None when the script is at its end."""
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()
            if request.path.endswith("/embeddings"):
                return self._embedding_faults.popleft() if self._embedding_faults else ""
            return self._next_reply(request.body)

    def _next_reply(self, body: Body) -> Reply | None:
        while self._replies:
            reply = self._replies.popleft()
            if not isinstance(reply, NoSchema) or wants_schema(body):
                return reply
        return None


class _Server(ThreadingHTTPServer):
    """Remembers its connections, so that none outlives the test."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, script: OpenAIServer) -> None:
        self.script = script
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests; other errors show as a failed request."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test asks ``requests``."""

    def do_GET(self) -> None:
        if self.path.endswith("/models"):
            model = {
                "id": "scripted",
                "object": "model",
                "created": 1,
                "owned_by": "tests",
            }
            self._send(200, {"object": "list", "data": [model]})
        else:
            self._send(404, error(f"Invalid URL (GET {self.path})"))

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, json.loads(self.rfile.read(size)), headers)
        if not self.headers.get("Authorization", "").startswith("Bearer "):
            self._send(401, error("You didn't provide an API key."))
        elif self.path.endswith("/chat/completions"):
            self._chat(request)
        elif self.path.endswith("/embeddings"):
            self._embed(request)
        else:
            self._send(404, error(f"Invalid URL (POST {self.path})"))

    def _chat(self, request: Request) -> None:
        reply = self.server.script.take(request)
        if complaint := complaint_about_chat(request.body):
            self._send(400, error(complaint))
        elif reply is None:
            self._send(500, error(_NOTHING_LEFT.format(path=self.path), "server_error"))
        elif isinstance(reply, NoSchema):
            self._send(400, schema_unknown())
        elif isinstance(reply, Status | Stall | Drop):
            self._fail(request.body, reply)
        else:
            self._say(request.body, _answer(reply, request.body))

    def _embed(self, request: Request) -> None:
        fault = self.server.script.take(request)
        if isinstance(fault, Status | Stall | Drop):
            self._fail({}, fault)
        elif complaint := complaint_about_embeddings(request.body):
            self._send(400, error(complaint))
        else:
            self._send(200, embeddings(request.body, self.server.script.dimensions))

    def _say(self, body: Body, answer: Answer) -> None:
        if not body.get("stream"):
            self._send(200, completion(body, answer))
            return
        self._start_stream()
        for part in chunks(body, answer):
            self.wfile.write(event(part))
        self.wfile.write(b"data: [DONE]\n\n")

    def _fail(self, body: Body, fault: Fault) -> None:
        if isinstance(fault, Status):
            self._send(
                fault.code,
                error(f"scripted {fault.code}", "scripted"),
                fault.retry_after,
            )
            return
        if fault.after and body.get("stream"):
            self._start_stream()
            for part in said_chunks(body, fault.after):
                self.wfile.write(event(part))
        if isinstance(fault, Stall):
            self.server.script.stopping.wait(fault.seconds)
        self.close_connection = True

    def _start_stream(self) -> None:
        """A stream ends where the connection does, so a dropped one looks like a real one."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()

    def _send(self, status: int, body: Body, retry_after: float | None = None) -> None:
        content = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(content)


def _answer(reply: str | Cut | Callable[[Body], str], body: Body) -> Answer:
    if isinstance(reply, Cut):
        return Answer(reply.text[: reply.at], "length")
    return Answer(reply if isinstance(reply, str) else reply(body))
