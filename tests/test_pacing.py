"""A call that Telegram puts off waits; no other call does."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter, TimedOut

from bot.telegram.pacing import WaitWhenTold


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds waited for, none of them really."""
    waited: list[float] = []
    really = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await really(0)

    monkeypatch.setattr("bot.telegram.pacing.asyncio.sleep", sleep)
    return waited


def call(*outcomes: Any) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Return a call that has these outcomes, one after another; errors are raised."""
    left = list(outcomes)

    async def made(*args: Any, **kwargs: Any) -> Any:
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return made


async def make(calling: Callable[..., Coroutine[Any, Any, Any]]) -> Any:
    return await WaitWhenTold().process_request(calling, (), {}, "sendMessage", {}, None)


@pytest.mark.parametrize(
    ("outcomes", "waited"),
    [
        (["sent"], []),
        ([RetryAfter(3), "sent"], [3]),
        ([RetryAfter(3), RetryAfter(5), "sent"], [3, 5]),
        ([RetryAfter(timedelta(seconds=7)), "sent"], [7]),
        ([RetryAfter(90), "sent"], [90]),
    ],
)
async def test_a_call_that_is_put_off_is_made_again(
    outcomes: list[Any], waited: list[float], waits: list[float]
) -> None:
    assert await make(call(*outcomes)) == "sent"
    assert waits == waited


@pytest.mark.parametrize(
    ("outcomes", "error"),
    [
        ([RetryAfter(1), RetryAfter(1), RetryAfter(1), "sent"], RetryAfter),
        ([RetryAfter(91), "sent"], RetryAfter),  # longer than anybody waits for an answer
        ([BadRequest("no"), "sent"], BadRequest),
        ([TimedOut(), "sent"], TimedOut),  # it may have been sent: not twice
    ],
)
async def test_other_calls_fail_as_they_did(
    outcomes: list[Any], error: type[Exception], waits: list[float]
) -> None:
    with pytest.raises(error):
        await make(call(*outcomes))
    assert sum(waits) <= 2


async def test_arguments_are_handed_on() -> None:
    async def made(*args: int, **kwargs: int) -> tuple[Any, Any]:
        return args, kwargs

    limiter = WaitWhenTold()
    assert await limiter.process_request(made, (1, 2), {"a": 3}, "x", {}, None) == (
        (1, 2),
        {"a": 3},
    )


async def test_one_call_waits_and_the_others_go_on() -> None:
    limiter, order = WaitWhenTold(), list[str]()

    async def make_and_note(name: str, calling: Callable[..., Coroutine[Any, Any, Any]]) -> None:
        await limiter.process_request(calling, (), {}, "sendMessage", {}, None)
        order.append(name)

    await asyncio.gather(
        make_and_note("put off", call(RetryAfter(0.2), "sent")),  # type: ignore[arg-type]
        *(make_and_note(str(n), call("sent")) for n in range(20)),
    )
    assert order == [*map(str, range(20)), "put off"]
