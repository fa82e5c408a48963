"""Which word a rise or a fall is of: the nearest that statement and evidence both have."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.checks.meanings import Clause, Word
from bot.answering.checks.signs import Mark
from retrieval.languages import has_han

_REACH_LATIN, _REACH_HAN = 12, 10  # characters between a word and what it is said of
_NEXT = 3  # characters, between words that stand side by side
_PARTS = re.compile(
    r"因为|所以|(?<![a-z])(?:when|while|whereas|because|since|if|after|before|as|but|than|though"
    r"|although|so|and)(?![a-z])"
)

Pair = tuple[Word, Word]


@dataclass(frozen=True, slots=True)
class Bond:
    """The evidence's word that is said of the same: 2 where what it is said of stands beside."""

    mark: Mark
    strength: int


def bond(
    mark: Mark, clause: Clause, found: Sequence[Mark], other: Clause, shared: Sequence[Pair]
) -> Bond | None:
    """Return which of the evidence's words is said of the same as a word of the statement.

    `shared` are the words that may be meant by the same: no names, no degrees.
    """
    pairs = [p for p in shared if not _overlaps(p, mark, found) and _is_joined(p[0], mark, clause)]
    near = min((_gap(mine, mark) for mine, _ in pairs), default=_REACH_LATIN)
    if near >= _reach(clause):
        return None
    ends = [its for mine, its in pairs if _gap(mine, mark) == near]
    placed = [(_gap(its, one), one) for its in ends for one in found]
    gap, nearest = min(placed, key=lambda place: place[0])
    return Bond(nearest, 1 + (near < _NEXT)) if gap < _reach(other) else None


def _is_joined(word: Word, mark: Mark, clause: Clause) -> bool:
    """Tell whether no conjunction parts a word from what it might be said of."""
    start, end = min(word.end, mark.end), max(word.start, mark.start)
    return not _PARTS.search(clause.text[start - clause.start : end - clause.start])


def _reach(clause: Clause) -> int:
    return _REACH_HAN if has_han(clause.text) else _REACH_LATIN


def _overlaps(pair: Pair, mark: Mark, found: Sequence[Mark]) -> bool:
    mine, its = pair
    return _gap(mine, mark) < 0 or any(_gap(its, one) < 0 for one in found)


def _gap(word: Word, mark: Mark) -> int:
    """Return the characters between two words, less than 0 where one lies on the other."""
    return max(word.start - mark.end, mark.start - word.end)
