"""The check that every number in a statement is held by the sentences it cites."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.quantities.calendar import holds_date, inherit_months, parts
from bot.answering.quantities.dates import Date
from bot.answering.quantities.designations import Designation, same_designation
from bot.answering.quantities.quantity import Quantity
from bot.answering.quantities.rates import Rate
from bot.answering.quantities.reading import Reading, read
from bot.answering.quantities.units import COUNTS, TIME, agree

_CLASHES = {
    "over": ("under", "near"),
    "under": ("over",),
    "near": ("over",),
}
_FEW = 10
_CLAUSE = re.compile(r"[;!?。]|(?<!\d)[,.:]|[,.:](?!\d)")
_JOINED = re.compile(r"和|及|与|或|(?<![a-z])(?:and|or)(?![a-z])")
_THE_TWO = re.compile(  # whom the evidence may name without counting them: 美中
    r"(?<![a-z])(?:the|these|those) two(?= (?:countries|nations|powers|sides|parties|rivals"
    r"|governments|economies|outlets)(?![a-z]))",
    re.IGNORECASE,
)
_ILLIONS = re.compile("(?<!of )(?:m|b|tr)illions")
_ENGLISH_LIST = re.compile(r"(?:[^,.;:]+,\s)+(?:and|or)\s|[^,.;:]+(?:,\s[^,.;:]+)+\s(?:and|or)\s")


def check_numbers(claim: Claim) -> Iterator[Flaw]:
    """Find numbers, dates and numbered names that no quote of a statement holds."""
    days = {evidence.source.day for evidence in claim.evidence}
    published = days.pop() if len(days) == 1 else None
    quotes = [evidence.quote for evidence in claim.evidence]
    for number in unsupported_numbers(claim.text, quotes, published=published):
        yield Flaw(FlawKind.NUMBER, number)


def unsupported_numbers(
    statement: str, quotes: Sequence[str], published: str | None = None
) -> tuple[str, ...]:
    """Return the slices of a statement whose number, date or numbered name no quote holds.

    `published` (ISO 8601) is the day of the quotes; it tells what 去年 and a bare 28日 mean.
    """
    said = read(_THE_TWO.sub(lambda found: " " * len(found.group()), statement))
    held = _Held([read(quote) for quote in quotes])
    missing = [
        *((item.start, item.text) for item in said.quantities if not held.quantity(item)),
        *((item.start, item.text) for item in said.dates if not held.date(item, published)),
        *((item.start, item.text) for item in said.designations if not held.designation(item)),
        *((item.start, item.text) for item in said.rates if not held.rate(item)),
    ]
    return tuple(dict.fromkeys(text for _, text in sorted(missing)))


class _Held:
    """What the quotes of a statement hold, together."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self._quantities = [item for reading in readings for item in reading.quantities]
        self._dates = [item for reading in readings for item in inherit_months(reading.dates)]
        self._designations = [item for reading in readings for item in reading.designations]

    def quantity(self, said: Quantity) -> bool:
        if said.loose:
            return True
        if _is_one(said):
            return said.spelled or not self._is_counted_otherwise(said)
        if said.unit.startswith("#"):
            return self._ordinal(said)
        if any(_holds(said, held) for held in self._quantities):
            return True
        if said.unit in COUNTS | {""} and self._bare(said.value):
            return True
        return _is_small(said) and self._small(said)

    def date(self, said: Date, published: str | None) -> bool:
        if said.loose or holds_date(said, self._dates, published):
            return True
        told = parts(said)
        if len(told) != 1 or said.ago is not None:
            return False
        if any(item.number == str(said.year) for item in self._designations):
            return True
        return any(
            item.value in told and (item.unit == "" or (said.day and item.unit == "#"))
            for item in self._quantities
        )

    def designation(self, said: Designation) -> bool:
        if any(same_designation(said.key, held.key) for held in self._designations):
            return True
        if not said.number or any(_is_sibling(said.key, held.key) for held in self._designations):
            return False
        number = Decimal(said.number)
        if self._bare(number):
            return True
        return any(item.value == number and item.unit in ("", "#") for item in self._quantities)

    def rate(self, said: Rate) -> bool:
        return any(said.period in reading.periods() for reading in self._readings)

    def _bare(self, value: Decimal) -> bool:
        """Tell whether a number without a unit is part of a date or heads a name: 2024, 36Kr."""
        if any(value in parts(item) for item in self._dates):
            return True
        return any(item.number == str(value) for item in self._designations)

    def _ordinal(self, said: Quantity) -> bool:
        if said.value == 1 and said.spelled and said.unit == "#":
            return True
        if self._is_counted_otherwise(said):
            return False
        return (
            said.value == 1
            or self._bare(said.value)
            or any(
                item.value == said.value and _orders(said.unit, item.unit)
                for item in self._quantities
            )
        )

    def _is_counted_otherwise(self, said: Quantity) -> bool:
        """Tell whether the quotes number the same things in the same way, and have no such one."""
        alike = (said.unit, "#") if said.unit.startswith("#") else (said.unit,)
        rivals = [i for i in self._quantities if i.unit in alike and i.spelled == said.spelled]
        return bool(rivals) and not any(
            i.value == said.value and (i.spelled == said.spelled or i.text[-1] == said.text[-1])
            for i in self._quantities
        )

    def _small(self, said: Quantity) -> bool:
        """Look for a small number in any form, or for a list of that many things."""
        if any(item.value == said.value for item in self._quantities):
            return True
        if said.value == len(self._readings):
            return True
        return any(said.value in _list_lengths(reading.folded) for reading in self._readings)


def _is_sibling(said: str, held: str) -> bool:
    """Tell whether two designations differ in nothing but their last number: GPT-4 and GPT-5."""
    one, other = said.rstrip("0123456789."), held.rstrip("0123456789.")
    return said != held and one == other and one.isalpha()


def _is_one(said: Quantity) -> bool:
    """Tell "one" and "a", which say nothing that can be wrong, from 1% and 1月."""
    return said.value == 1 and (
        said.unit in COUNTS or (said.spelled and not said.unit.startswith("#"))
    )


def _orders(said: str, held: str) -> bool:
    """Tell whether a number in one unit may be meant as an ordinal: 50周年, 65分钟."""
    if said == "#" or held == "#":
        return held.startswith("#") or held in COUNTS | TIME | {""}
    return held in COUNTS | {"", said, said[1:]}


def _is_small(said: Quantity) -> bool:
    return said.unit in COUNTS | {""} and said.value in range(2, 11) and said.hedge != "vague"


def _holds(said: Quantity, held: Quantity) -> bool:
    if held.loose and (said.unit not in COUNTS | {""} or said.value > _FEW):
        return False  # 百花齐放
    if not agree(said.unit, held.unit) or held.hedge in _CLASHES.get(said.hedge, ()):
        return False
    if said.hedge == "vague" or held.hedge == "vague":
        return _same_magnitude(said, held)
    return said.value == held.value or _rounds(said, held)


def _same_magnitude(said: Quantity, held: Quantity) -> bool:
    if said.hedge != "vague":
        return False
    top = 1000 if _ILLIONS.search(said.text.lower()) else 10
    return said.value <= held.value < said.value * top


def _rounds(said: Quantity, held: Quantity) -> bool:
    """Tell whether a number marked as inexact is an exact one, rounded to the digits written."""
    if held.hedge not in ("", "about") or not said.hedge:
        return False
    place = Decimal(1).scaleb(int(said.value.normalize().as_tuple().exponent))
    above = held.value - said.value
    if said.hedge == "over":
        return 0 <= above < place
    if said.hedge == "under":
        return 0 < -above < place
    if said.hedge == "near" and above > 0:
        return False
    return abs(above) <= place / 2 and abs(above) * 20 <= held.value


def _list_lengths(folded: str) -> set[int]:
    """Return how many things the lists of a text may name: A、B和C is three, or two and a pair."""
    lengths: set[int] = set()
    for clause in _CLAUSE.split(folded):
        lengths |= _clause_lengths(clause)
    for found in _ENGLISH_LIST.finditer(folded):
        lengths |= {found.group().count(",") + 1, found.group().count(",") + 2}
    return lengths - {1}


def _clause_lengths(clause: str) -> set[int]:
    *marked, last = clause.split("、")
    if _JOINED.search(last[:12] if marked else last):
        return {len(marked) + 2}
    return {len(marked) + 1, len(marked) + 1 + bool(_JOINED.search(clause))}
