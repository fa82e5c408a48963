"""Lists of articles, a line each: what is taken, and what each bad line is told."""

import io
import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.pages.formats.jsonl import (
    LONGEST_ID,
    LONGEST_LINE,
    Record,
    bounded_lines,
    read_jsonl,
)
from retrieval.pages.page import Unfit, Why

FIELDS = {
    "doc_id": "a-1",
    "outlet": "甲报",
    "title": "灯塔",
    "date": "2025-01-30",
    "url": "https://example.org/1",
    "text": "灯塔亮了。",
}


def line(**changed: object) -> bytes:
    return json.dumps(FIELDS | changed, ensure_ascii=False).encode() + b"\n"


def only(body: bytes) -> Record | Unfit:
    (found,) = read_jsonl([body])
    return found


def test_a_line_is_a_record() -> None:
    record = Record(1, "a-1", "甲报", "灯塔", "2025-01-30", "https://example.org/1", "灯塔亮了。")
    assert only(line()) == record
    assert only(line(more={"x": 1}, tags=[1])) == record
    assert only(b"\xef\xbb\xbf" + line()) == record


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_title_date_and_url_need_not_be_there(nothing: str | None) -> None:
    record = only(line(title=nothing, date=nothing, url=nothing))
    assert isinstance(record, Record)
    assert (record.title, record.date, record.url) == (None, None, None)


def test_an_article_without_an_id_gets_the_same_one_each_time() -> None:
    first, again = only(line(doc_id=None)), only(line(doc_id=""))
    assert isinstance(first, Record) and isinstance(again, Record)
    assert first.doc_id == again.doc_id == "c670653638b1b4f6c5b6798e"
    for key in ("outlet", "title", "date", "url", "text"):
        other = only(line(doc_id=None, **{key: "别的"}))
        assert isinstance(other, Record) and other.doc_id != first.doc_id


@pytest.mark.parametrize(
    ("body", "why", "said"),
    [
        (b"{", Why.GARBLED, "not JSON"),
        (b"words", Why.GARBLED, "not JSON"),
        (b"[1]", Why.GARBLED, "not a JSON object"),
        (b"null", Why.GARBLED, "not a JSON object"),
        (b"[" * 100_000, Why.GARBLED, "not JSON"),
        (b'{"text": ' + b"9" * 5_000 + b"}", Why.GARBLED, "not JSON"),
        (line().decode().encode("gb18030"), Why.GARBLED, "not UTF-8"),
        (line().decode().encode("utf-16"), Why.GARBLED, "not UTF-8"),
        (line(text=None), Why.EMPTY, "no text"),
        (line(text=" \n"), Why.EMPTY, "no text"),
        (line(text=["a"]), Why.GARBLED, "text is not a string"),
        (line(doc_id=7), Why.GARBLED, "doc_id is not a string"),
        (line(date=20250130), Why.GARBLED, "date is not a string"),
        (line(doc_id="a" * (LONGEST_ID + 1)), Why.TOO_LARGE, "doc_id is over"),
        (line(doc_id="a\nb"), Why.GARBLED, "control character"),
        (line(doc_id="a\u202eb"), Why.GARBLED, "control character"),
        (json.dumps(FIELDS | {"text": "\ud83d."}).encode(), Why.GARBLED, "half a character"),
        (line(text="字" * LONGEST_LINE), Why.TOO_LARGE, "over 2,000,000 bytes"),
    ],
)
def test_a_bad_line_is_told_with_its_number(body: bytes, why: Why, said: str) -> None:
    good, bad, after = read_jsonl([line(), body, line()])
    assert isinstance(good, Record) and isinstance(after, Record)
    assert isinstance(bad, Unfit)
    assert bad.why is why
    assert bad.detail.startswith("line 2") and said in bad.detail
    assert "\n" not in bad.detail


def test_the_longest_id_is_taken() -> None:
    assert isinstance(only(line(doc_id="字" * LONGEST_ID)), Record)


def test_blank_lines_are_passed_over_and_counted() -> None:
    found = list(read_jsonl([b"\n", line(), b" \r\n", b"", line()]))
    assert [record.line for record in found if isinstance(record, Record)] == [2, 5]
    assert len(found) == 2


def test_lines_are_read_as_they_are_asked_for() -> None:
    read = 0

    def lines() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield line()

    records = read_jsonl(lines())
    next(records)
    next(records)
    assert read == 2


def test_an_endless_line_is_never_held_whole() -> None:
    stream = io.BytesIO(b"a" * (3 * LONGEST_LINE) + b"\n" + line())
    lines = list(bounded_lines(stream))
    assert [len(each) for each in lines] == [LONGEST_LINE + 1, len(line())]
    bad, good = read_jsonl(lines)
    assert isinstance(bad, Unfit) and bad.why is Why.TOO_LARGE
    assert isinstance(good, Record) and good.line == 2


@pytest.mark.parametrize("ending", [b"", b"\n"])
def test_an_endless_last_line_ends(ending: bytes) -> None:
    stream = io.BytesIO(line() + b"a" * (2 * LONGEST_LINE + 2) + ending)
    assert len(list(bounded_lines(stream))) == 2


@settings(deadline=None)  # our machines may be busy
@given(st.binary(max_size=60))
def test_any_line_is_judged(body: bytes) -> None:
    assert len(list(read_jsonl([body]))) <= 1
