"""A rerank endpoint on loopback, in either of the two dialects, that fails on order."""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Body = dict[str, Any]
Answer = Callable[[Body], "Reply"]


@dataclass(frozen=True)
class Reply:
    """What is sent back, after so many seconds; a body that is no bytes goes out as JSON."""

    body: object
    status: int = 200
    pause: float = 0


@dataclass(frozen=True)
class Request:
    """One request as it came, the names of its headers in lower case."""

    path: str
    body: Body
    headers: Mapping[str, str]


def likeness(query: str, text: str) -> float:
    """Return the share of the query's characters that a text has."""
    return len(set(query) & set(text)) / max(1, len(set(query)))


def common(body: Body) -> Reply:
    """Answer as Cohere, Jina, vLLM and the like do: best first."""
    if "documents" not in body:
        return Reply({"message": "documents is missing"}, 422)
    scored = _best_first(body["query"], body["documents"], "relevance_score")
    return Reply({"id": "x", "results": scored[: body["top_n"]], "usage": {"total_tokens": 1}})


def tei(body: Body) -> Reply:
    """Answer as text-embeddings-inference does: a bare list, and at most 32 texts."""
    if "texts" not in body:
        return Reply(b"Failed to deserialize the JSON body: missing field `texts`", 422)
    if len(body["texts"]) > 32:
        return Reply({"error": "batch size > maximum", "error_type": "Validation"}, 422)
    return Reply(_best_first(body["query"], body["texts"], "score"))


def always(reply: Reply) -> Answer:
    """Answer everything with this."""
    return lambda _: reply


def _best_first(query: str, texts: Sequence[str], name: str) -> list[Body]:
    scored = [{"index": i, name: likeness(query, text)} for i, text in enumerate(texts)]
    return sorted(scored, key=lambda row: -row[name])


class RerankServer:
    """Answers ``POST /v1/rerank`` while the ``with`` block lasts, and keeps the ``requests``."""

    def __init__(self, answer: Answer = common) -> None:
        self.answer = answer
        self.requests: list[Request] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.path, json.loads(content), headers)
                server.requests.append(request)
                known = self.path == "/v1/rerank"
                with suppress(ConnectionError):  # the client had enough
                    self._send(server.answer(request.body) if known else Reply(b"", 404))

            def _send(self, reply: Reply) -> None:
                body = reply.body if isinstance(reply.body, bytes) else _json(reply.body)
                time.sleep(reply.pause)
                self.send_response(reply.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def _json(body: object) -> bytes:
    return json.dumps(body).encode()
