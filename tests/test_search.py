"""Ranks put together, and the slots that every outlet has."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.search.fusing import ANSWER, Slots, deal, fuse

SLOTS, LIMIT = 6, 40


def passages(*outlets: str) -> dict[str, str]:
    """The outlets of passages p0, p1, …"""
    return {f"p{n}": outlet for n, outlet in enumerate(outlets)}


def dealt(found: dict[str, str], slots: Slots = ANSWER) -> list[str]:
    return deal(found, found, slots)


@pytest.mark.parametrize(
    ("legs", "order"),
    [
        ([], []),
        ([([], 1.0)], []),
        ([(["a", "b"], 1.0)], ["a", "b"]),
        ([(["a", "b"], 1.0), (["b"], 1.0)], ["b", "a"]),
        ([(["a"], 1.0), (["b"], 0.2)], ["a", "b"]),
        ([(["a"], 0.2), (["b"], 1.0)], ["b", "a"]),
        ([(["b"], 1.0), (["a"], 1.0)], ["a", "b"]),  # a tie is settled by id
    ],
)
def test_fusing_ranks(legs: list[tuple[list[str], float]], order: list[str]) -> None:
    assert list(fuse(legs)) == order


def test_a_score_is_the_weighted_sum_of_reciprocal_ranks() -> None:
    assert fuse([(["a", "b"], 1.0), (["b"], 0.5)]) == pytest.approx(
        {"b": 1 / 62 + 0.5 / 61, "a": 1 / 61}
    )


IDS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@settings(deadline=None)  # our machines may be busy
@given(st.lists(st.tuples(IDS, st.floats(0.1, 2)), max_size=3))
def test_fusing_keeps_every_id_once_best_first(legs: list[tuple[list[str], float]]) -> None:
    scores = fuse(legs)
    assert set(scores) == {id for ids, _ in legs for id in ids}
    assert list(scores.values()) == sorted(scores.values(), reverse=True)


def test_no_outlet_holds_more_than_its_slots() -> None:
    found = passages(*["loud"] * 20, "quiet")
    assert dealt(found) == [*list(found)[:SLOTS], "p20"]


def test_a_search_has_a_limit() -> None:
    found = passages(*[f"o{n}" for n in range(LIMIT + 5)])
    assert dealt(found) == list(found)[:LIMIT]


def test_the_same_words_in_two_outlets_are_two_matches() -> None:
    assert dealt(passages("jia", "yi")) == ["p0", "p1"]


def test_few_outlets_that_were_asked_for_share_the_places() -> None:
    found = passages(*["loud"] * 50)
    assert len(dealt(found, ANSWER.for_outlets({"loud"}))) == LIMIT
    assert len(dealt(found, ANSWER.for_outlets({"loud", "quiet"}))) == LIMIT // 2


def articles(*places: str) -> dict[str, str]:
    """The outlets of a passage of each of these articles, `outlet/article`, by its id."""
    return {f"{place}#{n}": place.partition("/")[0] for n, place in enumerate(places)}


def test_a_list_for_people_shows_other_articles_before_a_second_passage() -> None:
    found = articles("jia/1", "jia/1", "jia/1", "yi/1", "jia/2")
    assert dealt(found, Slots.listing(3)) == ["jia/1#0", "yi/1#3", "jia/2#4"]


def test_a_list_for_people_is_full_while_there_is_anything() -> None:
    found = articles(*["jia/1"] * 4, "yi/1")
    assert dealt(found, Slots.listing(4)) == ["jia/1#0", "jia/1#1", "jia/1#2", "yi/1#4"]
    assert len(dealt(articles(*[f"jia/{n}" for n in range(20)]), Slots.listing(10))) == 10


def test_a_quiet_outlet_has_a_place_in_a_list_for_people() -> None:
    found = articles(*[f"loud/{n}" for n in range(20)], "quiet/1")
    assert dealt(found, Slots.listing(5))[-1] == "quiet/1#20"


def test_a_passage_of_no_known_outlet_is_passed_over() -> None:
    assert deal(["gone", "p1", "p0"], {"p0": "jia", "p1": "yi"}) == ["p1", "p0"]
