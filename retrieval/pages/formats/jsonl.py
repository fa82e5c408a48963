"""Articles listed one JSON object a line, read as a stream."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from retrieval.pages.page import Unfit, Why

LONGEST_LINE = 2_000_000  # bytes
LONGEST_ID = 200  # characters

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_KEYS = ("doc_id", "outlet", "title", "date", "url", "text")


@dataclass(frozen=True, slots=True)
class Record:
    """One listed article, as the list says it; `line` counts from 1."""

    line: int
    doc_id: str
    outlet: str | None
    title: str | None
    date: str | None
    url: str | None
    text: str


def read_jsonl(lines: Iterable[bytes]) -> Iterator[Record | Unfit]:
    """Yield what each line holds, or what is wrong with it; blank lines are passed over.

    Holds one line at a time. Keys other than `doc_id`, `outlet`, `title`, `date`, `url` and
    `text` are left out; `text` must be there. An article without a `doc_id` gets one that is made
    of what it says, the same each time.
    """
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            detail = f"line {number} is over {LONGEST_LINE:,} bytes; split or shorten it"
            yield Unfit(Why.TOO_LARGE, detail)
        elif not line.isspace() and line:
            yield _read(number, line)


def bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of `stream`; of an over-long one only so much that it shows as such."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)
            if not line:
                return


def _read(number: int, line: bytes) -> Record | Unfit:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Unfit(Why.GARBLED, f"line {number} is not UTF-8; save the file as UTF-8")
    except (ValueError, RecursionError):
        return Unfit(Why.GARBLED, f"line {number} is not JSON; write one object a line")
    if not isinstance(fields, dict):
        return Unfit(Why.GARBLED, f"line {number} is not a JSON object; write one object a line")
    return _wrong(number, fields) or _record(number, fields)


def _wrong(number: int, fields: Mapping[str, object]) -> Unfit | None:
    for key in _KEYS:
        value = fields.get(key)
        if value is not None and not isinstance(value, str):
            return Unfit(Why.GARBLED, f"line {number}: {key} is not a string; write it as one")
        if value and _SURROGATE.search(value):
            return Unfit(Why.GARBLED, f"line {number}: {key} holds half a character; mend it")
    return _lacking(number, fields) or _unusable(number, str(fields.get("doc_id") or ""))


def _lacking(number: int, fields: Mapping[str, object]) -> Unfit | None:
    if not str(fields.get("text") or "").strip():
        return Unfit(Why.EMPTY, f"line {number} has no text; add it or remove the line")
    return None


def _unusable(number: int, doc_id: str) -> Unfit | None:
    if len(doc_id) > LONGEST_ID:
        detail = f"line {number}: doc_id is over {LONGEST_ID} characters; shorten it"
        return Unfit(Why.TOO_LARGE, detail)
    if _CONTROL.search(doc_id):
        detail = f"line {number}: doc_id holds a control character; remove it"
        return Unfit(Why.GARBLED, detail)
    return None


def _record(number: int, fields: Mapping[str, str | None]) -> Record:
    said = {key: (fields.get(key) or "").strip() for key in _KEYS[:-1]}
    text = fields["text"] or ""
    return Record(
        line=number,
        doc_id=said["doc_id"] or _digest(*said.values(), text),
        outlet=said["outlet"] or None,
        title=said["title"] or None,
        date=said["date"] or None,
        url=said["url"] or None,
        text=text,
    )


def _digest(*fields: str) -> str:
    said = json.dumps(fields, ensure_ascii=True)
    return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()
