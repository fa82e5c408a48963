"""Outlets that are not held, named beside ours: what is left to ask of ours."""

import pytest

from bot.answering.answerer import Answerer
from bot.answering.unheld import demanded, without


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("大公报和纽约时报怎么说抄袭?", "大公报怎么说抄袭?"),
        ("纽约时报和大公报怎么说抄袭?", "大公报怎么说抄袭?"),
        ("《紐約時報》與美國之音怎麼說抄襲?", "美國之音怎麼說抄襲?"),
        ("What do VOA and the BBC say about the cost?", "What do VOA say about the cost?"),
        ("Compare what Reuters and RFA report.", "Compare what RFA report."),
        ("大公报、BBC、路透社怎么说抄袭?", "大公报怎么说抄袭?"),
    ],
)
def test_names_in_a_list_are_left_out(question: str, left: str, answerer: Answerer) -> None:
    assert without(question, demanded(question, answerer.search.everyone)) == left
    assert answerer.search.asked(left)


@pytest.mark.parametrize(
    "question",
    [
        "纽约时报怎么说抄袭?",
        "What does RFA say Bloomberg reported?",
        "大公报怎么说抄袭?",
    ],
)
def test_a_name_by_itself_stays(question: str, answerer: Answerer) -> None:
    assert without(question, demanded(question, answerer.search.everyone)) == question
