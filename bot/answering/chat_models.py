"""The chat model at the rim: any provider that LangChain can start."""

import json
import warnings
from collections.abc import Mapping
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from bot.answering.answerer import ModelFault
from prompts.templates import Prompt
from retrieval.faults import Fault

_JSON_ONLY = "Reply with one JSON object and nothing else, of this JSON schema:\n"
_LACKS_SCHEMAS = {400, 404, 415, 422, 501}
_MAY_LACK_SCHEMAS = {*_LACKS_SCHEMAS, 500}  # some servers fail where they should refuse
_FINAL = {401, 403}  # the key is wrong, and stays so
_LONGEST_WAIT = 20.0  # seconds; a model that asks for more is not waited for


class LangChainModel:
    """A chat model behind LangChain; asks for structured output, and for plain JSON if it must."""

    def __init__(self, model: BaseChatModel) -> None:
        self._model = model
        self._structured = True

    async def complete(self, prompt: Prompt, schema: Mapping[str, object]) -> str:
        """Return the model's JSON. Raises `ModelFault`."""
        if self._structured:
            try:
                return await self._complete_structured(prompt, schema)
            except Exception as error:  # every provider raises its own kinds
                lacks = _status(error) in _LACKS_SCHEMAS or isinstance(error, NotImplementedError)
                if not lacks and _status(error) not in _MAY_LACK_SCHEMAS:
                    raise _fault(error) from error
                text = await self._complete_plain(prompt, schema)
                self._structured = not lacks  # it answers, but not to schemas: ask no more
                return text
        return await self._complete_plain(prompt, schema)

    async def _complete_structured(self, prompt: Prompt, schema: Mapping[str, object]) -> str:
        model = self._model.with_structured_output(dict(schema), include_raw=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # LangChain warns before it raises
            result: Any = await model.ainvoke(_messages(prompt))
        if result.get("parsed") is not None:
            return json.dumps(result["parsed"], ensure_ascii=False)
        return _text(result["raw"])

    async def _complete_plain(self, prompt: Prompt, schema: Mapping[str, object]) -> str:
        messages = _messages(prompt)
        shape = json.dumps(schema, ensure_ascii=False)
        try:
            return _text(await self._model.ainvoke([*messages, ("user", _JSON_ONLY + shape)]))
        except ModelFault:
            raise
        except Exception as error:  # every provider raises its own kinds
            raise _fault(error) from error


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
        }
    else:
        model = name
    try:
        return LangChainModel(init_chat_model(model, **options))
    except ImportError as error:
        raise Fault(f"WHOSAID_CHAT_MODEL={name}: {str(error).splitlines()[0]}") from error
    except ValueError as error:
        raise Fault(
            f"WHOSAID_CHAT_MODEL={name} names no provider that LangChain knows: "
            "write provider:model, such as openai:gpt-4.1-mini"
        ) from error


def _messages(prompt: Prompt) -> list[tuple[str, str]]:
    return [("system", prompt.system), ("user", prompt.user)]


def _text(message: Any) -> str:
    if message.response_metadata.get("finish_reason") == "length":
        raise ModelFault("the reply was cut off")
    text = message.text
    if not text.strip():
        raise ModelFault("an empty reply")
    return str(text)


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
