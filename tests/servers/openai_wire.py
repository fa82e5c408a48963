"""What an OpenAI-compatible server puts on the wire, as pure functions of the request."""

import base64
import json
import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import Any

Body = dict[str, Any]

_MAX_INPUTS = 2048
_SCHEMA_UNKNOWN = "'response_format' of type 'json_schema' is not supported with this model."
_JSON_UNNAMED = (
    "'messages' must contain the word 'json' in some form, "
    "to use 'response_format' of type 'json_object'."
)


@dataclass(frozen=True)
class Answer:
    """What the model says, and why it stopped."""

    text: str
    finish_reason: str = "stop"


def complaint_about_chat(body: Body) -> str:
    """Why OpenAI would refuse this chat request, or nothing."""
    if not body.get("model"):
        return "you must provide a model parameter"
    if not body.get("messages"):
        return "Invalid 'messages': empty array. Expected an array with minimum length 1."
    if "stream_options" in body and not body.get("stream"):
        return "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    return _complaint_about_format(body)


def _complaint_about_format(body: Body) -> str:
    wanted = body.get("response_format") or {}
    if wanted.get("type") == "json_object" and "json" not in said(body).lower():
        return _JSON_UNNAMED
    schema = wanted.get("json_schema", {})
    if wanted.get("type") == "json_schema" and not {"name", "schema"} <= schema.keys():
        return "Missing required parameter: 'response_format.json_schema'."
    flaw = next(_flaws(schema["schema"], ()), "") if schema.get("strict") else ""
    return f"Invalid schema for response_format '{schema['name']}': {flaw}" if flaw else ""


def _flaws(schema: Any, path: tuple[str, ...]) -> Iterator[str]:
    """What strict mode refuses: objects that are open or have optional fields."""
    if isinstance(schema, Mapping):
        properties = schema.get("properties")
        if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
            yield f"In context={path}, 'additionalProperties' is required to be supplied and false."
        if isinstance(properties, Mapping) and set(properties) - set(schema.get("required", ())):
            yield f"In context={path}, 'required' must include every key in properties."
        for name, part in schema.items():
            yield from _flaws(part, (*path, name))
    elif isinstance(schema, list):
        for part in schema:
            yield from _flaws(part, path)


def said(body: Body) -> str:
    """All that the messages of a request say, one paragraph each."""
    return "\n".join(_content(message) for message in body.get("messages", []))


def _content(message: Body) -> str:
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


def wants_schema(body: Body) -> bool:
    """Whether a request asks for an answer that fits a JSON schema."""
    return bool((body.get("response_format") or {}).get("type") == "json_schema")


def schema_unknown() -> Body:
    """How a server answers that knows no JSON schemas."""
    return error(_SCHEMA_UNKNOWN, param="response_format")


def error(message: str, kind: str = "invalid_request_error", param: str | None = None) -> Body:
    """An error as OpenAI words one."""
    return {"error": {"message": message, "type": kind, "param": param, "code": None}}


def completion(body: Body, answer: Answer) -> Body:
    """A whole chat completion."""
    message = {"role": "assistant", "refusal": None, **_spoken(body, answer)}
    choice = {"index": 0, "message": message, "finish_reason": answer.finish_reason}
    return {**_envelope(body, ""), "choices": [choice], "usage": usage(body, answer)}


def chunks(body: Body, answer: Answer) -> Iterator[Body]:
    """The same completion as the parts of a stream, without its end mark."""
    yield _chunk(body, {"role": "assistant", "content": ""})
    spoken = _spoken(body, answer)
    if spoken.get("tool_calls"):
        yield _chunk(body, {"tool_calls": [{"index": 0, **spoken["tool_calls"][0]}]})
    else:
        yield from said_chunks(body, answer.text)
    yield _chunk(body, {}, answer.finish_reason)
    if (body.get("stream_options") or {}).get("include_usage"):
        yield {**_envelope(body, ".chunk"), "choices": [], "usage": usage(body, answer)}


def said_chunks(body: Body, text: str, size: int = 4) -> Iterator[Body]:
    """The parts of a stream that say a text, a few characters at a time."""
    for start in range(0, len(text), size):
        yield _chunk(body, {"content": text[start : start + size]})


def usage(body: Body, answer: Answer) -> Body:
    """Token counts, with a token for each character."""
    asked, spoken = len(said(body)), len(answer.text)
    return {
        "prompt_tokens": asked,
        "completion_tokens": spoken,
        "total_tokens": asked + spoken,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    }


def _spoken(body: Body, answer: Answer) -> Body:
    """The text as content, or as arguments of the function the request insists on."""
    choice = body.get("tool_choice")
    if choice == "required" or isinstance(choice, Mapping):
        name = body["tools"][0]["function"]["name"]
        function = {"name": name, "arguments": answer.text}
        return {
            "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        }
    return {"content": answer.text}


def _chunk(body: Body, delta: Body, finish_reason: str | None = None) -> Body:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {**_envelope(body, ".chunk"), "choices": [choice]}


def _envelope(body: Body, suffix: str) -> Body:
    kind = f"chat.completion{suffix}"
    return {
        "id": "chatcmpl-1",
        "object": kind,
        "created": 1_700_000_000,
        "model": body["model"],
    }


def complaint_about_embeddings(body: Body) -> str:
    """Why a server would refuse this embedding request, or nothing."""
    inputs = _inputs(body)
    if not body.get("model"):
        return "you must provide a model parameter"
    if not inputs or len(inputs) > _MAX_INPUTS:
        return f"'input' must hold 1 to {_MAX_INPUTS} texts"
    if not all(isinstance(text, str) for text in inputs):
        return "'input' must be text: this server has no tokenizer of yours and takes no token ids"
    if not all(inputs):
        return "'input' cannot be an empty string"
    return ""


def embeddings(body: Body, dimensions: int) -> Body:
    """One vector for each input, in the encoding asked for."""
    inputs = _inputs(body)
    size = body.get("dimensions") or dimensions
    encode = _base64 if body.get("encoding_format") == "base64" else list
    data = [
        {"object": "embedding", "index": index, "embedding": encode(vector(text, size))}
        for index, text in enumerate(inputs)
    ]
    tokens = sum(map(len, inputs))
    counts = {"prompt_tokens": tokens, "total_tokens": tokens}
    return {"object": "list", "model": body["model"], "data": data, "usage": counts}


def vector(text: str, dimensions: int) -> list[float]:
    """A unit vector that is the same in every run, and near that of a text of like bigrams.

    Feature hashing (Weinberger et al., 2009) of characters and of pairs of them.
    """
    values = [0.0] * dimensions
    letters = text.lower()
    for feature in [*letters, *("".join(pair) for pair in pairwise(letters))]:
        number = int.from_bytes(blake2b(feature.encode(), digest_size=8).digest(), "big")
        values[number % dimensions] += 1.0 if number >> 63 else -1.0
    norm = math.sqrt(sum(value * value for value in values)) or 1.0
    return [value / norm for value in values]


def _inputs(body: Body) -> Sequence[Any]:
    inputs = body.get("input", [])
    return inputs if isinstance(inputs, list) else [inputs]


def _base64(values: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def event(part: Body) -> bytes:
    """One event of a stream."""
    return b"data: " + json.dumps(part, ensure_ascii=False).encode() + b"\n\n"
