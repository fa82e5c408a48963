"""One chat stays in order while many run side by side."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_AT_ONCE = 256


class InOrderPerChat(BaseUpdateProcessor):
    """Handles up to 256 updates at once, but those of one chat one after another."""

    def __init__(self) -> None:
        super().__init__(max_concurrent_updates=_AT_ONCE)
        self._queues: dict[int, list[asyncio.Event]] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the update's handlers once all earlier updates of its chat are done."""
        chat = (
            update.effective_chat.id if isinstance(update, Update) and update.effective_chat else 0
        )
        queue = self._queues.setdefault(chat, [])
        done = asyncio.Event()
        earlier = queue[-1] if queue else None
        queue.append(done)
        try:
            if earlier:
                await earlier.wait()
            await coroutine
        finally:
            done.set()
            queue.remove(done)
            if not queue:
                del self._queues[chat]
