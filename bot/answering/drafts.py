"""A model's reply as drafts of statements, read whole or as far as it has come."""

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.answering.schemas import TEXT, every, fields, titled

_MOST = 8
_FENCE = re.compile(r"\A\s*```(?:json)?\s*(.*?)\s*```\s*\Z", re.DOTALL)
_BEGINNING = re.compile(r'\{\s*"statements"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")

SCHEMA = titled("answer", statements=every(fields(text=TEXT, sentences=every(TEXT))))


class Malformed(Exception):
    """A model's reply is not the JSON that was asked for."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One statement as a model wrote it, not yet checked."""

    text: str
    sentences: tuple[str, ...]


def parse(reply: str) -> tuple[Draft, ...]:
    """Return the drafts in a model's reply. Raises `Malformed`."""
    match read_json(reply):
        case {"statements": [*entries]}:
            return tuple(map(_draft, entries[:_MOST]))
        case _:
            raise Malformed("no statements")


def parse_begun(reply: str) -> tuple[Draft, ...]:
    """Return the drafts that are complete in a reply that is still being said."""
    beginning = _BEGINNING.search(reply)
    if beginning is None:
        return ()
    found: list[Draft] = []
    at, decoder = beginning.end(), json.JSONDecoder()
    while len(found) < _MOST:
        start = _end_of_gap(reply, at)
        try:
            entry, at = decoder.raw_decode(reply, start)
            found.append(_draft(entry))
        except (ValueError, RecursionError, Malformed):
            break
    return tuple(found)


def read_json(reply: str) -> Any:
    """Return what a model's reply holds, in a fence or not. Raises `Malformed`."""
    fenced = _FENCE.match(reply)
    try:
        return json.loads(fenced[1] if fenced else reply)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error


def _end_of_gap(reply: str, at: int) -> int:
    gap = _BETWEEN.match(reply, at)
    return gap.end() if gap else at


def _draft(entry: object) -> Draft:
    match entry:
        case {"text": str(text), "sentences": [*ids]} if all(isinstance(id, str) for id in ids):
            return Draft(text, tuple(dict.fromkeys(ids)))
        case _:
            raise Malformed("a statement without text or sentences")
