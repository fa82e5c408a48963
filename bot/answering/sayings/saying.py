"""What a text gives to somebody to say."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

BLANK = "\u25a1"  # stands for every character that is none of the reader's business

_QUOTED = re.compile(r"“[^“”\n]*”|「[^「」\n]*」|『[^『』\n]*』|\"[^\"\n]*\"")
_SHORT = 12  # characters of a quotation that may be a name


@dataclass(frozen=True, slots=True)
class Saying:
    """Who speaks, in the words of a folded text, and from where to where.

    `start` and `end` hold the speaker and the verb, `first` and `last` what is said, up to the
    next who speaks in the same sentence. `within`: it is said inside what the saying before says.
    """

    subject: str
    start: int
    end: int
    first: int
    last: int
    told: str = ""
    within: bool = False

    def moved(self, by: int) -> "Saying":
        """Return the same in a text that has so many characters before it."""
        return Saying(
            self.subject,
            self.start + by,
            self.end + by,
            self.first + by,
            self.last + by,
            self.told,
            self.within,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A verb or an account such as 据, and who belongs to it."""

    subject: str
    start: int
    end: int
    told: str = ""
    is_behind: bool = False  # what is said stands before


def in_order(found: Sequence[Found], text: str, joins: Callable[[str], bool]) -> Iterator[Saying]:
    """Yield who speaks in a sentence, in order.

    `joins` tells of the text between two of them whether the one says that the other says.
    """
    for number, one in enumerate(found):
        before = found[number - 1].end if number else 0
        following = found[number + 1].start if number + 1 < len(found) else len(text)
        first, last = (before, one.start) if one.is_behind else (one.end, following)
        within = number > 0 and joins(text[before : one.start])
        yield Saying(one.subject, one.start, one.end, first, last, one.told, within)


@cache
def words() -> dict[str, Any]:
    """Return the reader's word lists."""
    text = resources.files("bot.answering.sayings").joinpath("words.toml")
    return tomllib.loads(text.read_text(encoding="utf-8"))


def alternatives(forms: Iterable[str]) -> str:
    """Return a pattern for any of these, the longest that fits."""
    return "|".join(map(re.escape, sorted(set(forms), key=lambda form: (-len(form), form))))


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """Return a text with blanks of the same length for what a pattern finds."""
    return pattern.sub(lambda found: BLANK * len(found.group()), text)


def without_quotations(text: str) -> str:
    """Return a text with blanks for what stands in quotation marks, marks and names left."""
    return _QUOTED.sub(_emptied, text)


def _emptied(found: re.Match[str]) -> str:
    inside = found.group()[1:-1]
    kept = (
        inside
        if len(inside) <= _SHORT and not re.search(r"[,。!?]", inside)
        else BLANK * len(inside)
    )
    return found.group()[0] + kept + found.group()[-1]
