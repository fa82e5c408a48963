"""The word lists of the checks, read from their files when they are first asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.answering.checks.words import table


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
    return WordList(table(name))
