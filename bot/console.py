"""What all commands share: their options, the settings, and how they write."""

import difflib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.logs import configure
from bot.settings import Settings, read_settings
from retrieval.faults import Fault

_LISTED = 20  # ids that an error names

Data = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Where store and index live.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]


def settings_for(data: Path | None) -> Settings:
    """Return the settings, `--data` before what is set, with this process made ready for text."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    settings = read_settings(data)
    configure(settings.secrets())
    return settings


def prepared(data: Path | None, only_if_missing: bool = False) -> Settings:
    """Return the settings, with an index to go with them."""
    from bot.workspace import bring_up_to_date, is_indexed

    settings = settings_for(data)
    if not only_if_missing or not is_indexed(settings):
        from bot.progress import shown_progress

        with shown_progress() as progress:
            bring_up_to_date(settings, progress)
    return settings


def decoded(text: str) -> str:
    """Return an argument or a line with what was not UTF-8 replaced."""
    return text.encode(errors="surrogateescape").decode(errors="replace")


def print_json(records: Iterable[Mapping[str, Any]]) -> None:
    """Write records, one a line."""
    for record in records:
        print(json.dumps(record, ensure_ascii=False), flush=True)


def no_such_article(id: str, held: Sequence[str]) -> Fault:
    """Return the fault of an id that no article has, and how to find one that some article has."""
    if not held:
        return Fault(
            f"there is no article {id}: there is none at all; `whosaid index` takes some in"
        )
    if len(held) <= _LISTED:
        return Fault(f"there is no article {id}; there are {', '.join(held)}")
    near = ", ".join(difflib.get_close_matches(id, held, n=3))
    hint = f"did you mean {near}?" if near else "`whosaid sources --json` lists them"
    return Fault(f"there is no article {id}: {hint}")


def complain(what: str) -> None:
    """Say in one line on standard error what is wrong."""
    print("whosaid:", printable(" ".join(what.split())), file=sys.stderr)


def printable(text: str) -> str:
    """Return a line without what could steer a terminal or hide what it says."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)
