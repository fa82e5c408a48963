"""Text that is not final yet: drawn at the end of a terminal, and taken away again."""

import logging
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_FAINT, _NOT_FAINT = "\033[2m", "\033[22m"
_ERASE_BELOW = "\033[J"
_MORE = "…"


class Preview:
    """Draws text below all that is printed, each time in the place of what it drew before."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rows = 0

    def draw(self, text: str) -> None:
        """Show the end of a text, as much as can be taken away again."""
        columns, lines = shutil.get_terminal_size()
        rows = [*wrapped(text, columns), _MORE][-max(lines - 1, 1) :]
        self._write("".join((self._erasure(), _FAINT, "\n".join(rows), _NOT_FAINT, "\n")))
        self._rows = len(rows)

    def clear(self) -> None:
        """Take away what is shown."""
        if self._rows:
            self._write(self._erasure())
            self._rows = 0

    def _erasure(self) -> str:
        return f"\r\033[{self._rows}A{_ERASE_BELOW}" if self._rows else ""

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


@contextmanager
def previewing(stream: TextIO) -> Iterator[Preview]:
    """Give a preview that is gone when the block ends, and that makes way for what is logged."""
    preview = Preview(stream)
    handlers = list(logging.getLogger().handlers)

    def make_way(_: logging.LogRecord) -> bool:
        preview.clear()
        return True

    for handler in handlers:
        handler.addFilter(make_way)
    try:
        yield preview
    finally:
        for handler in handlers:
            handler.removeFilter(make_way)
        preview.clear()


def wrapped(text: str, columns: int) -> list[str]:
    """Return a text's rows in a terminal, none wider, so that they can be counted."""
    rows: list[str] = []
    for line in text.split("\n"):
        row, width = "", 0
        for character in line:
            needed = _width(character)
            if row and width + needed > columns:
                rows.append(row)
                row, width = "", 0
            row, width = row + character, width + needed
        rows.append(row)
    return rows


def _width(character: str) -> int:
    """Return how many columns a character takes at most; quotation marks are wide to some."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
