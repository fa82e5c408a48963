"""One prompt to a model, sent again where the reply will not do."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.answering.drafts import Malformed
from bot.answering.models import ChatModel, Hear, ModelFault, unheard
from prompts.templates import Prompt

T = TypeVar("T")


async def ask(
    model: ChatModel,
    prompt: Prompt,
    schema: Mapping[str, object],
    read: Callable[[str], T],
    attempts: int,
    hear: Hear = unheard,
) -> T:
    """Return what `read` makes of a reply. Raises `ModelFault` or `Malformed` after all attempts.

    A model that says when to try again is waited for; one that will never do is not asked again.
    """
    for attempt in range(1, attempts + 1):
        try:
            return read((await model.complete(prompt, schema, hear)).text)
        except (ModelFault, Malformed) as error:
            if attempt == attempts or getattr(error, "is_final", False):
                raise
            await asyncio.sleep(getattr(error, "wait", 0.0))
    raise ModelFault("no attempt was allowed")
