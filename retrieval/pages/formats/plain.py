"""Plain text as a page, and lines that were broken to fit made one again."""

import re
from collections.abc import Iterable

from retrieval.languages import HAN
from retrieval.pages.page import Page

_WIDE = rf"[{HAN}\u3000-\u303f\u3040-\u30ff\uff00-\uffef\u2014\u2018-\u201d\u2026]"
_BREAK = re.compile(rf"(?<={_WIDE})\n|(?<={_WIDE}[,;:!?)])\n|\n(?={_WIDE})")


def read_plain(text: str) -> Page:
    """Return `text` as it came, nothing in it marked."""
    return Page(text)


def joined(lines: Iterable[str]) -> str:
    """Return lines as one: words with a blank between them, Chinese without."""
    text = "\n".join(stripped for line in lines if (stripped := line.strip()))
    return _BREAK.sub("", text).replace("\n", " ")
