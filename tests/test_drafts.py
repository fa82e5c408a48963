"""A model's reply, read while it is being said."""

import json

import pytest

from bot.answering.drafts import Draft, Malformed, parse, parse_begun

REPLY = (
    '{"statements": [{"text": "跌了17%。", "sentences": ["a"]}, '
    '{"text": "“}],”", "sentences": []}]}'
)
DRAFTS = (Draft("跌了17%。", ("a",)), Draft("“}],”", ()))


@pytest.mark.parametrize("at", range(len(REPLY) + 1))
def test_a_draft_is_there_as_soon_as_it_is_complete_and_never_before(at: int) -> None:
    ends = [REPLY.index('["a"]}') + len('["a"]}'), REPLY.rindex("[]}") + len("[]}")]
    assert parse_begun(REPLY[:at]) == DRAFTS[: sum(at >= end for end in ends)]


@pytest.mark.parametrize("before", ["", " \n", "```json\n", "Here you are: "])
@pytest.mark.parametrize("indent", [None, 1, 4])
def test_blanks_and_fences_do_not_matter(before: str, indent: int | None) -> None:
    assert parse_begun(before + json.dumps(json.loads(REPLY), indent=indent)) == DRAFTS


@pytest.mark.parametrize(
    "said",
    [
        "",
        "null",
        "[]",
        '{"statements": "x"}',
        '{"statements": [1]}',
        '{"statements": [{}]}',
        "[" * 9_999,
    ],
)
def test_what_is_no_draft_is_not_taken_for_one(said: str) -> None:
    assert parse_begun(said) == ()


def test_what_was_begun_is_what_is_parsed_in_the_end() -> None:
    many = json.dumps({"statements": [{"text": str(n), "sentences": ["a"]} for n in range(50)]})
    assert parse_begun(many) == parse(many)
    assert len(parse(many)) == 8


def test_a_reply_that_is_cut_is_malformed() -> None:
    with pytest.raises(Malformed):
        parse(REPLY[:-1])
