"""A lot of things, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def portions(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield all items in order, `size` at a time; only the last may be fewer."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
