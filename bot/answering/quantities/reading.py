"""Reading: all that a text says in numbers, dates and numbered names, in Chinese and English."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache, partial

from bot.answering.quantities.dates import Date, take_dates
from bot.answering.quantities.designations import Designation, take_designations
from bot.answering.quantities.phrases import take_phrases
from bot.answering.quantities.quantity import Quantity, quantity_at
from bot.answering.quantities.rates import Rate, read_rates, worded_periods
from bot.answering.quantities.slate import Slate
from bot.answering.quantities.units import unit_after
from retrieval.numerals import NUMERAL, NUMERAL_IN_CHINESE, amount, scale, spans


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a text says in numbers, and the text as it was folded for reading."""

    folded: str
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    designations: tuple[Designation, ...]
    rates: tuple[Rate, ...]

    def periods(self) -> set[str]:
        """Return all periods the text may count by, be it in words that mean more than that."""
        return {rate.period for rate in self.rates} | worded_periods(self.folded)


_RANGE = re.compile(r"-?\s?(?:到|至|-|~|–|—|to|or|或)\s?")
_LISTED = re.compile(r"\s?(?:、|和|与|及|and|,)\s?")
_MORE = re.compile("[多余几]")
_ROUGH = re.compile("(?<!成百)(?<!最)[上近逾]$|超过?$")  # before 百家, which is then a number
_FACTOR = re.compile("[十百千万亿兆]")
_ALONE = frozenset("零〇百千万亿兆")  # 零件, 百年, 千秋
_IN_WORDS = frozenset({"十一", "一百", "一千"})
_LIST_NUMBER = re.compile(r"^\s*[(]?\d{1,2}[).、](?=\s)")


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text with their units, in its order."""
    return read(text).quantities


@lru_cache(maxsize=1024)  # a quote is read once for all the statements that cite it
def read(text: str) -> Reading:
    """Return the quantities, dates, numbered names and rates of a text."""
    slate = Slate(text)
    slate.take(_LIST_NUMBER, re.Match.group)
    dates = take_dates(slate)
    designations = take_designations(slate)
    found = take_phrases(slate)
    numeral = NUMERAL if slate.is_english else NUMERAL_IN_CHINESE
    found += _shared_units(slate, slate.take(numeral, partial(_numeral, slate)))
    return Reading(
        slate.folded,
        tuple(sorted(found, key=lambda quantity: quantity.start)),
        tuple(dates),
        tuple(designations),
        tuple(read_rates(slate)),
    )


def _numeral(slate: Slate, match: re.Match[str]) -> Quantity:
    numeral, start, end = match.group(), *match.span()
    is_more = slate.folded[end : end + 1] in ("多", "余")
    unit, after = unit_after(slate.left, end + is_more)
    value = amount(numeral)
    if unit == "%" and slate.left[after - 1] == "成":
        value *= 10
    if unit == "decades":
        value, unit = value * 10, "year"
    is_spelled = not numeral[0].isdigit()
    quantity = quantity_at(slate, start, after if unit else end, value, unit, is_spelled)
    is_rough = _ROUGH.search(slate.folded, max(0, start - 3), start) is not None and bool(unit)
    return replace(
        quantity,
        hedge="over" if is_more or _MORE.search(numeral) else quantity.hedge,
        loose=not is_rough and _is_loose(numeral, unit or quantity.unit),
    )


def _is_loose(numeral: str, unit: str) -> bool:
    """Tell a run of Chinese numerals that may be part of a word: 万一, 千问, 三星, 百度."""
    if numeral.isascii() or numeral[0].isdigit():
        return False
    if spans(numeral) or (numeral[-1] in "二两" and unit == "people") or numeral in _ALONE:
        return True
    if len(numeral) > 1 and _FACTOR.search(numeral):
        return not unit and (numeral[0] in "百千万亿" or numeral in _IN_WORDS)
    return not unit


def _shared_units(slate: Slate, numbers: Sequence[Quantity]) -> list[Quantity]:
    """Give the first of 5至10亿 or 3、5和10% the unit, and in a range the scale, of the last."""
    result = list(numbers)
    for i in range(len(result) - 2, -1, -1):
        this, following = result[i], result[i + 1]
        between = slate.folded[this.end : following.start]
        if this.unit or _may_be_year(this.value):
            continue
        if _RANGE.fullmatch(between):
            result[i] = _of_range(this, following, slate)
        elif _LISTED.fullmatch(between) and following.unit:
            result[i] = replace(this, unit=following.unit, loose=False)
    return result


def _may_be_year(value: Decimal) -> bool:
    return 1900 <= value < 2100 and value == int(value)


def _of_range(this: Quantity, following: Quantity, slate: Slate) -> Quantity:
    numeral = NUMERAL.match(slate.folded, following.start)
    factor = scale(numeral.group()) if numeral else Decimal(1)
    if this.value * factor < following.value and this.value < 1000:
        this = replace(this, value=this.value * factor)
    return replace(this, unit=following.unit, loose=this.loose and not following.unit)
