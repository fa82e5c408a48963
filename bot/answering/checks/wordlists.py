"""The word lists of the checks, read from their files when they are first asked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class WordList:
    """One file of words."""

    table: Mapping[str, Any]

    def words(self, key: str) -> frozenset[str]:
        """Return the words of an entry, which are parted by blanks."""
        return frozenset(str(self.table[key]).split())

    def characters(self, key: str) -> str:
        """Return the characters of an entry in one run."""
        return "".join(str(self.table[key]).split())

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Return a table."""
        return dict(self.table[key])


@cache
def word_list(name: str) -> WordList:
    """Return the words of `words/NAME.toml`."""
    file = resources.files("bot.answering.checks.words").joinpath(f"{name}.toml")
    return WordList(tomllib.loads(file.read_text(encoding="utf-8")))
