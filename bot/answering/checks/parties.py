"""Whom a text names, as those who do something or have it done to them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.answering.checks.mentions import Mention, han_mentions, latin_mentions, readable
from bot.answering.checks.naming import Names
from retrieval.languages import HAN

_LISTED = re.compile(r"\s*(?:[、&和与及跟同]|以及|(?:and|or)(?: the)?)\s*")
_TITLE = re.compile(rf"[{HAN}]{{0,8}}(?:长|员|总统|总理|首相|主席|大使|发言人|领袖)")
_LENGTHS = range(2, 6)  # characters of a country, before its ministry: 日本外务省


@dataclass(frozen=True, slots=True)
class Party:
    """One or several who stand side by side; `keys` are all that they may be called."""

    keys: frozenset[str]
    text: str
    start: int
    end: int

    def meets(self, other: "Party") -> bool:
        """Tell whether somebody may be one of both."""
        return not self.keys.isdisjoint(other.keys)


def parties_in(text: str, names: Names) -> tuple[Party, ...]:
    """Return whom a text names, in order."""
    written = readable(text)
    folded = written.casefold()
    found = (*latin_mentions(written, names), *han_mentions(folded, names))
    mentions = sorted(found, key=lambda mention: mention.start)
    return tuple(_put_together((_party(mention, names) for mention in mentions), folded))


def _put_together(parties: Iterable[Party], text: str) -> Iterator[Party]:
    """Yield the parties that are named, those that are joined by *and* as one."""
    last: Party | None = None
    for party in parties:
        if last and party.start < last.end:
            continue
        between = text[last.end : party.start] if last else "?"
        if last and (not between.strip() or _LISTED.fullmatch(between) or _is_titled(between)):
            last = replace(last, keys=last.keys | party.keys, end=party.end)
            continue
        if last:
            yield last
        last = party
    if last:
        yield last


def _is_titled(between: str) -> bool:
    """Tell whether a country stands before its minister: 俄罗斯外长拉夫罗夫."""
    return _TITLE.fullmatch(between) is not None


def _party(mention: Mention, names: Names) -> Party:
    lands = (thing for n in _LENGTHS for thing in names.of(mention.text[:n]) if thing.noun)
    forms = frozenset(form for thing in (*mention.things, *lands) for form in thing.forms)
    keys = forms or frozenset({mention.text.casefold()})
    return Party(keys, mention.text, mention.start, mention.end)
