"""Waiting when Telegram says to, without halting any other chat."""

import asyncio
import warnings
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

_ATTEMPTS = 3
_LONGEST_WAIT = 90.0  # seconds

Arguments = dict[str, Any]


class WaitWhenTold(BaseRateLimiter[None]):
    """Repeats a call that Telegram put off, after the time it named, a few times."""

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: Arguments,
        endpoint: str,
        data: Arguments,
        rate_limit_args: None,
    ) -> Any:
        """Make the call. Raises `RetryAfter` when Telegram keeps refusing or asks for too long."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refused:
                wait = _seconds(refused)
                if wait > _LONGEST_WAIT:
                    raise
                await asyncio.sleep(wait)
        return await callback(*args, **kwargs)


def _seconds(refused: RetryAfter) -> float:
    with warnings.catch_warnings():  # of a change of type that both lines here allow for
        warnings.simplefilter("ignore")
        wait = refused.retry_after
    return float(wait if isinstance(wait, int | float) else wait.total_seconds())
