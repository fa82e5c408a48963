"""The chat model at the rim: any provider that LangChain can start."""

import json
import warnings
from collections.abc import AsyncIterator, Mapping
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from bot.answering.models import Completion, Hear, ModelFault, Usage, unheard
from prompts.templates import Prompt
from retrieval.faults import Fault

_JSON_ONLY = "Reply with one JSON object and nothing else, of this JSON schema:\n"
_LACKS_SCHEMAS = {400, 404, 415, 422, 501}
_MAY_LACK_SCHEMAS = {*_LACKS_SCHEMAS, 500}  # some servers fail where they should refuse
_FINAL = {401, 403}  # the key is wrong, and stays so
_LONGEST_WAIT = 20.0  # seconds; a model that asks for more is not waited for


class LangChainModel:
    """A chat model behind LangChain; asks for structured output, and for plain JSON if it must."""

    def __init__(self, model: BaseChatModel, name: str) -> None:
        self._model = model
        self._name = name
        self._structured = True

    @property
    def name(self) -> str:
        """What the model is called in the settings."""
        return self._name

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        """Return the model's JSON. Raises `ModelFault`."""
        if self._structured:
            try:
                return await self._complete_structured(prompt, schema, hear)
            except Exception as error:  # every provider raises its own kinds
                lacks = _status(error) in _LACKS_SCHEMAS or isinstance(error, NotImplementedError)
                if not lacks and _status(error) not in _MAY_LACK_SCHEMAS:
                    raise _fault(error) from error
                completion = await self._complete_plain(prompt, schema, hear)
                self._structured = not lacks  # it answers, but not to schemas: ask no more
                return completion
        return await self._complete_plain(prompt, schema, hear)

    async def _complete_structured(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear
    ) -> Completion:
        asked: Any = self._model.with_structured_output(dict(schema))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # LangChain warns before it raises
            # Its parser, which comes after, says nothing before the reply is whole.
            return await _heard(asked.first.astream(_messages(prompt)), hear)

    async def _complete_plain(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear
    ) -> Completion:
        shape = json.dumps(schema, ensure_ascii=False)
        messages = [*_messages(prompt), ("user", _JSON_ONLY + shape)]
        try:
            return await _heard(self._model.astream(messages), hear)
        except Exception as error:  # every provider raises its own kinds
            raise _fault(error) from error


async def _heard(chunks: AsyncIterator[Any], hear: Hear) -> Completion:
    """Return what a stream of chunks says, telling `hear` as it comes."""
    whole: Any = None
    async for chunk in chunks:
        whole = chunk if whole is None else whole + chunk
        if chunk.text or getattr(chunk, "tool_call_chunks", ()):
            hear(_said(whole))
    if whole is None:
        raise ModelFault("an empty reply")
    if whole.response_metadata.get("finish_reason") == "length":
        raise ModelFault("the reply was cut off")
    text = _said(whole)
    if not text.strip():
        raise ModelFault("an empty reply")
    return Completion(text, _usage(whole.usage_metadata))


def _said(message: Any) -> str:
    """Return a message's text; some providers put structured output into a tool's arguments."""
    calls = getattr(message, "tool_call_chunks", ())
    return str(message.text) or "".join(call["args"] or "" for call in calls)


def _usage(counted: Mapping[str, Any] | None) -> Usage | None:
    if counted is None:
        return None
    cached = counted.get("input_token_details", {}).get("cache_read") or 0
    return Usage(counted["input_tokens"], cached, counted["output_tokens"])


def start_chat_model(
    name: str, api_key: str | None, base_url: str | None, timeout: float
) -> LangChainModel:
    """Return the model called `name`: `provider:model`, or a model of the OpenAI-compatible server.

    Raises `Fault` where LangChain does not know the provider or its package is missing.
    """
    options: dict[str, Any] = {"timeout": timeout, "max_retries": 0}
    provider, colon, model_name = name.partition(":")
    if colon and not model_name:
        raise Fault(f"WHOSAID_CHAT_MODEL={name} names no model: write provider:model")
    if base_url or provider == "openai":
        model = name.removeprefix("openai:")
        options |= {
            "model_provider": "openai",
            "base_url": base_url,
            "api_key": api_key or "none",
            "stream_usage": True,
        }
    else:
        model = name
    try:
        return LangChainModel(init_chat_model(model, **options), name)
    except (ImportError, AttributeError) as error:  # a package may be there and lack the class
        raise Fault(f"WHOSAID_CHAT_MODEL={name}: {str(error).splitlines()[0]}") from error
    except ValueError as error:
        raise Fault(
            f"WHOSAID_CHAT_MODEL={name} names no provider that LangChain knows: "
            "write provider:model, such as openai:gpt-4.1-mini"
        ) from error


def _messages(prompt: Prompt) -> list[tuple[str, str]]:
    return [("system", prompt.system), ("user", prompt.user)]


def _status(error: Exception) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _fault(error: Exception) -> ModelFault:
    """Return a vendor's exception in our words; its own text may hold keys and prompts."""
    if isinstance(error, ModelFault):
        return error
    status = _status(error)
    what = f"{type(error).__name__}" + (f" (HTTP {status})" if status else "")
    wait = _asked_to_wait(error) if status == 429 else 0.0
    return ModelFault(what, wait, is_final=status in _FINAL or wait > _LONGEST_WAIT)


def _asked_to_wait(error: Exception) -> float:
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        seconds = float(headers.get("retry-after", 1))
    except ValueError:
        seconds = 1.0
    return seconds
