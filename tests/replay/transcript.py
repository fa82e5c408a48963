"""A transcript file: what comes before the first section, then sections that start with `## `."""

import re
from dataclasses import dataclass

_HEAD = re.compile(r"^## (.+)$", re.MULTILINE)
_SAID_BY_READERS = ("user", "group", "button", "edit", "telegram", "editor", "page")
_SAID_BY_EDITORS = ("editor", "page")
_SAID_BY_MODELS = ("model", "scripted")


@dataclass(frozen=True, slots=True)
class Section:
    """One section; `head` is what follows `## `, as words."""

    head: tuple[str, ...]
    body: str

    @property
    def kind(self) -> str:
        return self.head[0]

    @property
    def is_input(self) -> bool:
        return self.kind in _SAID_BY_READERS

    @property
    def is_editors(self) -> bool:
        return self.kind in _SAID_BY_EDITORS

    @property
    def is_reply_of_model(self) -> bool:
        return self.kind in _SAID_BY_MODELS

    def __str__(self) -> str:
        return f"## {' '.join(self.head)}\n{self.body}\n"


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation and the lines that introduce it."""

    opening: str
    sections: tuple[Section, ...]

    def __str__(self) -> str:
        return f"{self.opening}\n\n" + "\n".join(map(str, self.sections))


def parse(text: str) -> Transcript:
    """Read a transcript file."""
    opening, *rest = _HEAD.split(text)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    sections = tuple(Section(tuple(head.split()), body.strip("\n")) for head, body in pairs)
    return Transcript(opening.strip(), sections)
