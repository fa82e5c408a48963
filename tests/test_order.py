"""Updates of one chat are handled in order, those of several at once."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from telegram import Chat, Message, Update

from bot.telegram.order import InOrderPerChat


def update(chat: int) -> Update:
    message = Message(1, date=None, chat=Chat(chat, "private"))  # type: ignore[arg-type]
    return Update(1, message=message)


class Diary:
    """Writes down what begins and ends; work ends when it is let go."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}

    async def work(self, name: str) -> None:
        self.lines.append(f"{name} begins")
        await self.gates.setdefault(name, asyncio.Event()).wait()
        self.lines.append(f"{name} ends")

    def let_go(self, name: str) -> None:
        self.gates.setdefault(name, asyncio.Event()).set()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def start(
    processor: InOrderPerChat, update: object, work: Coroutine[Any, Any, None]
) -> "asyncio.Task[None]":
    return asyncio.ensure_future(processor.process_update(update, work))


async def test_one_chat_is_handled_in_order() -> None:
    processor, diary = InOrderPerChat(), Diary()
    tasks = [start(processor, update(7), diary.work(name)) for name in "abc"]
    await settle()
    assert diary.lines == ["a begins"]
    diary.let_go("c")
    diary.let_go("b")
    await settle()
    assert diary.lines == ["a begins"]
    diary.let_go("a")
    await asyncio.gather(*tasks)
    assert diary.lines == [f"{name} {does}" for name in "abc" for does in ("begins", "ends")]


async def test_other_chats_do_not_wait() -> None:
    processor, diary = InOrderPerChat(), Diary()
    slow = start(processor, update(1), diary.work("slow"))
    others = [start(processor, update(chat), diary.work(str(chat))) for chat in range(2, 101)]
    await settle()
    assert len(diary.lines) == 100
    for chat in range(2, 101):
        diary.let_go(str(chat))
    await asyncio.gather(*others)
    assert not slow.done()
    diary.let_go("slow")
    await slow


async def test_a_failure_does_not_hold_up_the_chat() -> None:
    async def fail() -> None:
        raise ValueError("no")

    processor, diary = InOrderPerChat(), Diary()
    first = start(processor, update(1), fail())
    second = start(processor, update(1), diary.work("second"))
    diary.let_go("second")
    results = await asyncio.gather(first, second, return_exceptions=True)
    assert isinstance(results[0], ValueError)
    assert diary.lines == ["second begins", "second ends"]


async def test_a_cancelled_update_does_not_hold_up_the_chat() -> None:
    processor, diary = InOrderPerChat(), Diary()
    first = start(processor, update(1), diary.work("first"))
    second = start(processor, update(1), diary.work("second"))
    await settle()
    first.cancel()
    diary.let_go("second")
    await second
    assert diary.lines == ["first begins", "second begins", "second ends"]


async def test_nothing_is_kept_of_a_chat_that_is_done() -> None:
    processor = InOrderPerChat()
    for chat in range(50):
        diary = Diary()
        diary.let_go("x")
        await start(processor, update(chat), diary.work("x"))
    assert not processor._queues


async def test_what_is_no_update_is_handled_too() -> None:
    processor, diary = InOrderPerChat(), Diary()
    diary.let_go("x")
    await start(processor, object(), diary.work("x"))
    assert diary.lines == ["x begins", "x ends"]
