"""Who does what to whom in a text, as far as the order of its words tells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.answering.checks.deeds import Deed, deeds_in, foremost
from bot.answering.checks.mentions import readable
from bot.answering.checks.naming import Names
from bot.answering.checks.parties import Party, parties_in
from retrieval.languages import HAN

_CLAUSE_ENDS = re.compile(r"(?P<sentence>[!?。;…\n]|\.(?=\s|$))|[:()]|,(?!\d)")
_WITH = re.compile(r"(?:[和与跟同]|\b(?:with|alongside|versus|vs|between)(?: the)?)\s*$")
_ASIDE = re.compile(
    r"(?:[对向给从在据比]|针对|关于|至于|根据"
    r"|\b(?:about|against|in|at|to|than|on|of)(?: the)?)\s*$"
)
_WHERE = re.compile(r"(?:在|位于|根据|据)\s*$")
_TO = re.compile(  # before the one to whom it is done; the verb follows
    r"(?:[把将](?:[^,]{1,6}[名位个艘家架枚])?|[向对为从就替比拿]|(?<![交送卖还借发颁转递捐授])给|针对)\s*$"
)
_ON = re.compile(r"\s*(?:from|to)(?: the)?\s*")
_BY_HAN = re.compile(  # before the one who does it; the verb follows
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
_MOVES = re.compile(r"[把将][^,]{0,8}$")
_FROM = re.compile(r"(?:[从向]|\bfrom(?: the)?)\s*$")
_BROUGHT = re.compile(r"\b(?:brought|filed|made|launched|led)\b")
_TURNED = {"#take": frozenset({"#give", "#sell"}), "#buy": frozenset({"#sell"})}
_BEFORE_VERB = re.compile(
    r"\s*(?:在.{1,12}?[上中里内时间]|[\d年月日周初底]{2,8}|[将已并也还又再就曾都])*\s*"
)


@dataclass(frozen=True, slots=True)
class Dealing:
    """What one party does to another."""

    by: Party
    deed: Deed
    to: Party


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
            for one, over, other in zip(parties, parties[1:], parties[2:], strict=False):
                yield from self._over(one, over, other)
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
        if is_to or is_by:
            deed = foremost(deeds)[0]
        else:
            deed = (foremost(deeds) if _FROM.search(between) else deeds)[-1]
        if is_by or (not is_to and _is_passive(between, deed)):
            yield Dealing(other, deed, one)
        else:
            yield _dealing(one, deed, other, between)

    def _over(self, one: Party, over: Party, other: Party) -> Iterator[Dealing]:
        """Yield what is done to the third of three: signed Bellingham from Madrid, 把甲交给乙."""
        first, then = self._text[one.end : over.start], self._text[over.end : other.start]
        if _DENIED.search(first) or _DENIED.search(then):
            return
        moved = deeds_in(then, self._meanings) if _MOVES.search(first) else []
        done = deeds_in(first, self._meanings) if _ON.fullmatch(then) else moved
        if done and not _BY_LATIN.search(first):
            yield _dealing(one, foremost(done)[-1], other, then)

    def _is_by(self, between: str) -> bool:
        """Tell whether the second of two acts: 被 or 受到 stands before it, and no verb."""
        found = _BY_HAN.search(between)
        return found is not None and not deeds_in(found["of"], self._meanings)


def _dealing(one: Party, deed: Deed, other: Party, between: str) -> Dealing:
    """Return a dealing; what is taken from somebody is given by him."""
    for taken, given in _TURNED.items():
        if taken in deed.keys and _FROM.search(between):
            return Dealing(other, replace(deed, keys=given), one)
    return Dealing(one, deed, other)


def _is_denied(text: str, deeds: Sequence[Deed]) -> bool:
    """Tell whether a stretch denies something, 不敌 and its like apart."""
    for deed in deeds:
        text = text.replace(deed.text, " ")
    return _DENIED.search(text) is not None


def _is_passive(between: str, deed: Deed) -> bool:
    """Tell whether English has the one who acts behind: fined by Italy, faces a lawsuit from it."""
    by = _BY_LATIN.search(between, deed.start)
    if by is None:
        return _FROM_LATIN.search(between) is not None and _TURNED.keys().isdisjoint(deed.keys)
    is_next = not _BROUGHT.sub("", between[deed.start + len(deed.text) : by.start()]).strip()
    return is_next or _PASSIVE.search(between, 0, deed.start) is not None
