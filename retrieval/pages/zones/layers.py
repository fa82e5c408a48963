"""Zones laid over each other: what an editor takes out, what was known, and the blanks between."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.articles import Kind, Zone
from retrieval.faults import Fault


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry of an editor's list: words to take out of one page, and why.

    The slice is `first`, or runs from `first` to `last` inclusive. `within` is a longer exact
    slice that tells which occurrence is meant; `every` takes them all.
    """

    reason: str
    first: str
    last: str | None = None
    within: str | None = None
    every: bool = False


_KINDS = {"advert": Kind.ADVERT, "navigation": Kind.NAVIGATION, "related": Kind.RELATED}


def by_hand(raw: str, edits: Iterable[Edit]) -> list[Zone]:
    """Return the zones of an editor's list; an entry that does not fit the page is a fault."""
    return disjoint(zone for edit in edits for zone in _edited(raw, edit))


def with_edit(raw: str, zones: Sequence[Zone], edit: Edit) -> tuple[Zone, ...]:
    """Return the zones of a page after one more edit, which goes before what they said."""
    return tidied(raw, layered(by_hand(raw, [edit]), zones))


def disjoint(zones: Iterable[Zone]) -> list[Zone]:
    """Return zones in order and apart: the one that starts first keeps what two share."""
    kept: list[Zone] = []
    position = 0
    for zone in sorted(zones, key=lambda zone: (zone.start, -zone.end)):
        if zone.end > position:
            kept.append(replace(zone, start=max(zone.start, position)))
            position = zone.end
    return kept


def layered(*layers: Iterable[Zone]) -> list[Zone]:
    """Return zones in order and apart: an earlier layer keeps what two share."""
    kept: list[Zone] = []
    for layer in layers:
        kept = sorted([*kept, *_left_by(kept, disjoint(layer))], key=lambda zone: zone.start)
    return kept


def covered(start: int, end: int, zones: Sequence[Zone]) -> bool:
    """Tell whether one of the zones, which are in order and apart, holds the whole slice."""
    number = _before(zones, start)
    return number >= 0 and end <= zones[number].end


def tidied(raw: str, zones: Sequence[Zone]) -> tuple[Zone, ...]:
    """Return zones with the blanks that removing some of them would leave twice or at an edge."""
    removed = _bridged(raw, [zone for zone in zones if not zone.kind.is_reporting])
    blocks = [_with_blanks(raw, block) for block in _blocks(removed)]
    removed = [zone for block in blocks for zone in block]
    return _merged(layered(removed, [zone for zone in zones if zone.kind.is_reporting]))


def _edited(raw: str, edit: Edit) -> Iterator[Zone]:
    spans = list(_spans(raw, edit))
    if not spans:
        raise Fault(f"“{_brief(edit)}” does not occur in the page: copy the words exactly")
    if len(spans) > 1 and not edit.every:
        count = f"“{_brief(edit)}” occurs {len(spans)} times"
        raise Fault(f"{count}: give the words it stands within, or every = true")
    kind = _KINDS.get(edit.reason, Kind.NOISE)
    return (Zone(start, end, kind, f"editor: {edit.reason}") for start, end in spans)


def _spans(raw: str, edit: Edit) -> Iterator[tuple[int, int]]:
    between = "" if edit.last is None else "(?s:.*?)" + re.escape(edit.last)
    words = re.compile(re.escape(edit.first) + between)
    for start, end in _windows(raw, edit.within):
        yield from (match.span() for match in words.finditer(raw, start, end))


def _windows(raw: str, within: str | None) -> Iterator[tuple[int, int]]:
    if within is None:
        return iter([(0, len(raw))])
    return (match.span() for match in re.finditer(re.escape(within), raw))


def _brief(edit: Edit) -> str:
    ends = [edit.first] if edit.last is None else [edit.first, edit.last]
    return " … ".join(" ".join(words.split())[:30] for words in ends)


def _before(zones: Sequence[Zone], position: int) -> int:
    return bisect_right(zones, position, key=lambda zone: zone.start) - 1


def _left_by(zones: Sequence[Zone], layer: Iterable[Zone]) -> Iterator[Zone]:
    for zone in layer:
        position, number = zone.start, max(_before(zones, zone.start), 0)
        while number < len(zones) and zones[number].start < zone.end:
            if position < zones[number].start:
                yield replace(zone, start=position, end=zones[number].start)
            position = max(position, zones[number].end)
            number += 1
        if position < zone.end:
            yield replace(zone, start=position)


def _bridged(raw: str, removed: list[Zone]) -> list[Zone]:
    """Let removals with nothing but blanks between them touch."""
    bridged = [
        replace(one, end=two.start) if not raw[one.end : two.start].strip() else one
        for one, two in pairwise(removed)
    ]
    return bridged + removed[-1:]


def _blocks(removed: Iterable[Zone]) -> list[list[Zone]]:
    blocks: list[list[Zone]] = []
    for zone in removed:
        if blocks and blocks[-1][-1].end == zone.start:
            blocks[-1].append(zone)
        else:
            blocks.append([zone])
    return blocks


def _with_blanks(raw: str, block: Sequence[Zone]) -> list[Zone]:
    start, end = _widened(raw, block[0].start, block[-1].end)
    widened = [*block]
    widened[0] = replace(widened[0], start=start)
    widened[-1] = replace(widened[-1], end=end)
    return widened


def _widened(raw: str, start: int, end: int) -> tuple[int, int]:
    before, after = start, end
    while before and raw[before - 1].isspace():
        before -= 1
    while after < len(raw) and raw[after].isspace():
        after += 1
    if before == 0:
        return 0, after
    if after == len(raw):
        return before, after
    above, below = raw.count("\n", before, start), raw.count("\n", end, after)
    if not above or not below:
        return start, end
    return (start, after) if above > below else (before, end)


def _merged(zones: Iterable[Zone]) -> tuple[Zone, ...]:
    merged: list[Zone] = []
    for zone in zones:
        last = merged[-1] if merged else None
        if last and (last.end, last.kind, last.reason) == (zone.start, zone.kind, zone.reason):
            merged[-1] = replace(last, end=zone.end)
        else:
            merged.append(zone)
    return tuple(merged)
