"""Who does what to whom in a text, as far as the order of its words tells."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.answering.checks.deeds import Deed, deeds_in
from bot.answering.checks.mentions import Mention, han_mentions, latin_mentions, readable
from bot.answering.checks.naming import Names
from retrieval.languages import HAN

_CLAUSE_ENDS = re.compile(r"(?P<sentence>[!?。;…\n]|\.(?=\s|$))|[:()]|,(?!\d)")
_LISTED = re.compile(r"\s*(?:[、&和与及跟同]|以及|(?:and|or)(?: the)?)\s*")
_WITH = re.compile(r"(?:[和与跟同]|\b(?:with|alongside|versus|vs|between)(?: the)?)\s*$")
_ASIDE = re.compile(
    r"(?:[对向给从在据比]|针对|关于|至于|根据"
    r"|\b(?:about|against|in|at|to|than|on|of)(?: the)?)\s*$"
)
_WHERE = re.compile(r"(?:在|位于|根据|据)\s*$")
_TO = re.compile(r"(?:[把将向对给为从就替比拿]|针对)\s*$")
_BY_HAN = re.compile(
    r"(?:[被遭受由获经]|遭到|遭受|受到|面临|面对|获得|得到|赢得|引来|招致|来自)"
    rf"(?P<of>[{HAN}]*)$"
)
_BY_LATIN = re.compile(r"\bby\s+(?:(?!\w+ing\b|from\b|of\b|for\b|in\b|on\b)[a-z-]+\s+){0,3}$")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got)\b")
_FROM_LATIN = re.compile(  # faces a lawsuit from China
    r"\b(?:fac(?:e|es|ed|ing)|receiv(?:e|es|ed|ing)|gets?|got|draws?|drew|wins?|won|raise[sd]?"
    r"|secure[sd]?|obtain(?:s|ed)?|suffer(?:s|ed)?|under)\s.*\bfrom\s+(?:[a-z-]+\s+){0,2}$"
)
_DENIED = re.compile(
    r"[不没未无非]|否认|\b(?:not|never|no|less|least|den(?:y|ies|ied)|without)\b|n['’]t\b"
)
_GOVERNMENT = "政府"
_BEFORE_VERB = re.compile(
    r"\s*(?:在.{1,12}?[上中里内时间]|[\d年月日周初底]{2,8}|[将已并也还又再就曾都])*\s*"
)


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


@dataclass(frozen=True, slots=True)
class Dealing:
    """What one party does to another."""

    by: Party
    deed: Deed
    to: Party


def parties_in(text: str, names: Names) -> tuple[Party, ...]:
    """Return whom a text names, in order."""
    written = readable(text)
    folded = written.casefold()
    found = (*latin_mentions(written, names), *han_mentions(folded, names))
    mentions = sorted(found, key=lambda mention: mention.start)
    return tuple(_put_together((_party(mention, names) for mention in mentions), folded))


@lru_cache(maxsize=2_000)
def dealings(text: str, names: Names) -> tuple[Dealing, ...]:
    """Return who does what to whom in a text; what is denied there is left out."""
    return tuple(_Reader(text, names).read())


class _Reader:
    """Reads one text, clause by clause."""

    def __init__(self, text: str, names: Names) -> None:
        self._meanings = names.meanings
        self._text = readable(text).casefold()
        self._parties = parties_in(text, names)

    def read(self) -> Iterator[Dealing]:
        """Yield what is done, by place."""
        subject: Party | None = None
        for start, end, is_last in self._clauses():
            parties = list(self._within(start, end))
            if subject and parties and self._begins_with_verb(start, parties[0].start):
                yield from self._between(subject, start, parties[0], parties[0].end)
            edges = [*(party.start for party in parties[2:]), end]
            for (one, other), edge in zip(pairwise(parties), edges, strict=False):
                if not self._is_aside(start, one):
                    yield from self._between(one, one.end, other, edge)
            if parties and not self._is_aside(start, parties[0]):
                subject = parties[0]
            subject = None if is_last else subject

    def _clauses(self) -> Iterator[tuple[int, int, bool]]:
        """Yield where each clause begins and ends, and whether it is its sentence's last."""
        start = 0
        for mark in _CLAUSE_ENDS.finditer(self._text):
            yield start, mark.start(), mark["sentence"] is not None
            start = mark.end()
        yield start, len(self._text), True

    def _within(self, start: int, end: int) -> Iterator[Party]:
        """Yield the parties of a clause, those left out that say where something is."""
        for party in self._parties:
            if start <= party.start < end and not _WHERE.search(self._text, start, party.start):
                yield party

    def _is_aside(self, start: int, party: Party) -> bool:
        return _ASIDE.search(self._text, start, party.start) is not None

    def _begins_with_verb(self, start: int, end: int) -> bool:
        """Tell whether a clause goes on with what its sentence's subject does: ..., sued Intel."""
        told = _BEFORE_VERB.sub("", self._text[start:end], count=1)
        return any(deed.start == 0 for deed in deeds_in(told, self._meanings))

    def _between(self, one: Party, start: int, other: Party, edge: int) -> Iterator[Dealing]:
        """Yield what is done between two parties; `edge` is where what follows them ends."""
        between = self._text[start : other.start]
        if _WITH.search(between) or one.meets(other):
            return
        is_to = _TO.search(between) is not None
        is_by = not is_to and self._is_by(between)
        told = self._text[other.end : edge] if is_to or is_by else between
        deeds = deeds_in(told, self._meanings)
        if not deeds or _is_denied(between, deeds) or _is_denied(told, deeds):
            return
        deed = deeds[0] if is_to or is_by else deeds[-1]
        if is_by or (not is_to and _is_passive(between, deed)):
            one, other = other, one
        yield Dealing(one, deed, other)

    def _is_by(self, between: str) -> bool:
        """Tell whether the second of two acts: 被 or 受到 stands before it, and no verb."""
        found = _BY_HAN.search(between)
        return found is not None and not deeds_in(found["of"], self._meanings)


def _is_denied(text: str, deeds: Sequence[Deed]) -> bool:
    """Tell whether a stretch denies something, 不敌 and its like apart."""
    for deed in deeds:
        text = text.replace(deed.text, " ")
    return _DENIED.search(text) is not None


def _is_passive(between: str, deed: Deed) -> bool:
    """Tell whether English has the one who acts behind: fined by Italy, faces a lawsuit from it."""
    by = _BY_LATIN.search(between, deed.start)
    if by is None:
        return _FROM_LATIN.search(between) is not None
    is_next = not between[deed.start + len(deed.text) : by.start()].strip()
    return is_next or _PASSIVE.search(between, 0, deed.start) is not None


def _put_together(parties: Iterable[Party], text: str) -> Iterator[Party]:
    """Yield the parties that are named, those that are joined by *and* as one."""
    last: Party | None = None
    for party in parties:
        if last and party.start < last.end:
            continue
        if last and _LISTED.fullmatch(text, last.end, party.start):
            last = replace(last, keys=last.keys | party.keys, end=party.end)
            continue
        if last:
            yield last
        last = party
    if last:
        yield last


def _party(mention: Mention, names: Names) -> Party:
    things = (*mention.things, *names.of(mention.text.removesuffix(_GOVERNMENT)))
    forms = frozenset(form for thing in things for form in thing.forms)
    keys = forms or frozenset({mention.text.casefold()})
    return Party(keys, mention.text, mention.start, mention.end)
