"""Serve a model as OpenAI does, JSON schemas included. Run: python serve.py MODEL PORT.

The server takes a schema in a place of its own, and has no bound for a reply: both are put right
here, on the way in. Ids are narrowed to those of the prompt: noise would never hit one, and
statements that cite nothing say little about the checks.
"""

import json
import re
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from llama_cpp.server.app import create_app
from llama_cpp.server.settings import ModelSettings, ServerSettings

_MOST_TOKENS = 600
_ID = re.compile(r"^\[([a-z2-7]{6})\]", re.MULTILINE)
Message = MutableMapping[str, Any]


def translated(body: bytes) -> bytes:
    """Return a request with its schema where the server looks for it, and a bound."""
    asked = json.loads(body)
    form = asked.get("response_format") or {}
    if form.get("type") == "json_schema":
        ids = [id for message in asked["messages"] for id in _ID.findall(message["content"])]
        schema = _narrowed(form["json_schema"]["schema"], list(dict.fromkeys(ids)))
        asked["response_format"] = {"type": "json_object", "schema": schema}
    asked.setdefault("max_tokens", _MOST_TOKENS)
    return json.dumps(asked).encode()


def _narrowed(schema: Any, ids: list[str]) -> Any:
    """Return a schema whose lists of sentences hold ids that there are."""
    if not (ids and isinstance(schema, dict)):
        return schema
    cited = {"type": "array", "items": {"enum": ids}, "minItems": 1, "maxItems": 3}
    return {
        key: cited if key == "sentences" else _narrowed(part, ids) for key, part in schema.items()
    }


class Translating:
    """An application before another one, that translates the bodies of requests."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        body, given = translated(body), False

        async def whole() -> Message:
            nonlocal given
            if given:
                return await receive()  # the client hanging up
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        kept = [(name, value) for name, value in scope["headers"] if name != b"content-length"]
        headers = [*kept, (b"content-length", str(len(body)).encode())]
        await self._app({**scope, "headers": headers}, whole, send)


if __name__ == "__main__":
    model = ModelSettings(model=sys.argv[1], n_ctx=16_384, n_threads=1, verbose=False)
    app = create_app(server_settings=ServerSettings(), model_settings=[model])
    uvicorn.run(Translating(app), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
