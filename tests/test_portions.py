"""Portions: all of it in order, some at a time."""

import pytest

from retrieval.portions import portions


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])]
)
def test_nothing_is_lost_and_only_the_last_is_smaller(count: int, sizes: list[int]) -> None:
    some = list(portions(iter(range(count)), 3))
    assert [len(each) for each in some] == sizes
    assert [number for each in some for number in each] == list(range(count))


def test_no_more_is_read_than_was_asked_for() -> None:
    numbers = iter(range(10))
    assert next(portions(numbers, 3)) == [0, 1, 2]
    assert next(numbers) == 3
