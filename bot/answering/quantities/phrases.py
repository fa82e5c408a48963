"""Numbers told in phrases: fractions, ordinals, multiples, decades, hours, "dozens of"."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

from bot.answering.quantities.quantity import Quantity, quantity_at
from bot.answering.quantities.slate import Slate
from bot.answering.quantities.units import unit_after
from retrieval.numerals import ARABIC, ENGLISH, HAN, SCALED, amount

_VAGUE_HAN = re.compile(r"(?:好几|[数几])(?P<scale>[十百千万亿兆]+)(?!分)|(?P<teens>十)几")
_VAGUE_ENGLISH = re.compile(
    r"(?<![a-z])(?:(?P<of>tens|dozens|scores|hundreds) of )?"
    r"(?P<scale>tens|dozens|scores|hundreds|thousands|millions|billions|trillions)(?![a-z])"
    r"|(?<![a-z])(?P<decades>decades)(?![a-z])"
    rf"|(?<![a-z])(?:a few|several|few) (?P<few>{SCALED})s?(?![a-z])"
)
_SOME_TENS = ("tens", "dozens", "scores", "dozen")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)
_PARTS = {word: number for number, word in enumerate(_ORDINALS, 1)}
_PARTS |= {"quarter": 4, "hundredth": 100, "thousandth": 1000}
_PERCENT_OF = re.compile(rf"百分之\s?(?P<part>{ARABIC}|{HAN})")
_FRACTION_HAN = re.compile(
    rf"(?P<whole>{ARABIC}|{HAN})\s?分之\s?(?P<part>{ARABIC}|{HAN})|(?P<half>一半|半数)"
)
_FRACTION_ENGLISH = re.compile(
    r"(?<![a-z])(?!an? (?:third|quarter)(?! of| the| as| its| that))"
    r"(?P<part>an?|one|two|three|four|five|seven|nine)[ -]"
    r"(?P<whole>(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth|thousandth)s?)"
    r"(?![a-z-])"
    r"|(?<!first )(?<!second )(?<!top )(?<!latter )(?<!other )(?<![a-z])half(?= of| the| its| that)"
)
_ONE_IN = re.compile(
    r"(?<![a-z\d.])(?P<part>\d+|one|two|three|four) (?:in|out of) "
    rf"(?P<whole>\d+|{ENGLISH})(?!\d|%|[.,]\d)"
)
_ORDINAL_HAN = re.compile(
    rf"第\s?(?P<number>\d+|{HAN})(?![方者])|首(?P<first>日|天)"
    r"|(?P<next>(?<![这此每首])次日|翌日|隔天)"
)
_ORDINAL_ENGLISH = re.compile(
    r"(?<![\d.,])(?P<number>\d+)(?:st|nd|rd|th)(?![a-z])|(?<![a-z])(?:no\. ?|number |#)(?P<no>\d+)"
    r"|(?<![a-z])(?<!per )(?<!gpu )(?P<loose>(?:an?|each|every|one) )?"
    rf"(?P<word>{'|'.join(_ORDINALS)}|(?:next|following)(?= day| morning))"
    r"(?![a-z,]|[ -](?:part|half|time|to|best|only|of all))"
)
_MULTIPLE = re.compile(
    r"(?P<zh>一倍|翻倍|翻番|翻一番|翻了一番|[加双]倍)|(?<![a-z])(?:"
    r"(?P<two>doubl(?:ed|ing)(?! down)|double (?:the|its|that))|(?P<twice>twice)"
    r"|(?P<three>tripl(?:ed|es|ing))|(?P<four>quadrupl(?:ed|es|ing))"
    r"|(?P<fold>[a-z]+|\d+)[ -]?fold)(?![a-z])"
)
_SPELLED = re.compile(ENGLISH)
_DECADE = re.compile(
    rf"(?<!\d)(?:(?:\d\d|{HAN})\s?世纪\s?)?(?P<zh>\d{{2,4}}|{HAN})\s?年代"
    r"|(?<!\d)(?P<en>\d{3}0|\d0)['’]?s(?![a-z])"
)
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?!\d)"
    r"|(?<!\d)(?P<h>1?\d)\.(?P<m>[0-5]\d) ?[ap]\.?m(?![a-z])"
)
_ONE = re.compile(r"(?<![a-z])an? (?P<unit>minute|hour|day|week|month|year|decade)(?![a-z])")


def take_phrases(slate: Slate) -> list[Quantity]:
    """Return the numbers told in phrases, and wipe them from the slate."""
    found: list[Quantity] = []
    for pattern, reader, needs in _READERS:
        if slate.has(*needs):
            found += slate.take(pattern, partial(reader, slate))
    for pattern, reader in _ENGLISH_READERS if slate.is_english else ():
        found += slate.take(pattern, partial(reader, slate))
    return found


def _vague_han(slate: Slate, match: re.Match[str]) -> Quantity:
    if match["teens"]:
        teens = _with_unit(slate, match, Decimal(10))
        return replace(teens, hedge="over", loose=teens.unit == "age")
    return replace(_with_unit(slate, match, amount(match["scale"])), hedge="vague")


def _vague_english(slate: Slate, match: re.Match[str]) -> Quantity:
    if match["decades"]:
        return Quantity(Decimal(10), "year", match.group(), "vague", *match.span(), True)
    value = _magnitude(match["few"] or match["scale"])
    if match["of"]:
        value *= _magnitude(match["of"])
    return replace(_with_unit(slate, match, value), hedge="vague")


def _magnitude(word: str) -> Decimal:
    return Decimal(10) if word in _SOME_TENS else amount(word.removesuffix("s"))


def _with_unit(slate: Slate, match: re.Match[str], value: Decimal) -> Quantity:
    unit, end = unit_after(slate.left, match.end())
    return quantity_at(slate, match.start(), end, value, unit, spelled=True)


def _percent_of(slate: Slate, match: re.Match[str]) -> Quantity:
    return quantity_at(slate, *match.span(), amount(match["part"]), "%")


def _fraction_han(slate: Slate, match: re.Match[str]) -> Quantity | None:
    part, whole = (1, Decimal(2)) if match["half"] else map(amount, match.group("part", "whole"))
    return quantity_at(slate, *match.span(), part / whole * 100, "%") if whole else None


def _fraction_english(slate: Slate, match: re.Match[str]) -> Quantity:
    if match["whole"] is None:
        return quantity_at(slate, *match.span(), Decimal(50), "%")
    share = amount(match["part"]) / _PARTS[match["whole"].removesuffix("s")]
    return quantity_at(slate, *match.span(), share * 100, "%")


def _one_in(slate: Slate, match: re.Match[str]) -> Quantity | None:
    part, whole = amount(match["part"]), amount(match["whole"])
    if not part < whole <= 1000:
        return None
    return quantity_at(slate, *match.span(), part / whole * 100, "%")


def _ordinal_han(slate: Slate, match: re.Match[str]) -> Quantity:
    if match["number"] is None:
        value = 1 if match["first"] else 2
        return Quantity(Decimal(value), "#day", slate.written(*match.span()), "", *match.span())
    return _ordinal(slate, match, amount(match["number"]))


def _ordinal_english(slate: Slate, match: re.Match[str]) -> Quantity:
    word = match["word"]
    if word in ("next", "following"):
        word = "second"
    value = _ORDINALS.index(word) + 1 if word else int(match["number"] or match["no"])
    return replace(_ordinal(slate, match, Decimal(value)), loose=bool(match["loose"]))


def _ordinal(slate: Slate, match: re.Match[str], value: Decimal) -> Quantity:
    unit, end = unit_after(slate.left, match.end())
    if unit == "century":
        return quantity_at(slate, match.start(), end, value, unit)
    if unit not in ("day", "week", "month", "year", "quarter"):
        unit, end = "", match.end()
    return Quantity(value, "#" + unit, slate.written(match.start(), end), "", match.start(), end)


def _multiple(slate: Slate, match: re.Match[str]) -> Quantity | None:
    fold = match["fold"]
    if fold is not None and not (fold.isdigit() or _SPELLED.fullmatch(fold)):
        return None
    value = amount(fold) if fold else Decimal(4 if match["four"] else 3 if match["three"] else 2)
    return quantity_at(slate, *match.span(), value, "times" if match["twice"] else "x")


def _clock(slate: Slate, match: re.Match[str]) -> Quantity:
    hour, minute = int(match["hour"] or match["h"]), int(match["minute"] or match["m"])
    return quantity_at(slate, *match.span(), Decimal(hour % 12 * 60 + minute), "clock")


def _one(slate: Slate, match: re.Match[str]) -> Quantity:
    decade = match["unit"] == "decade"
    value, unit = (10, "year") if decade else (1, match["unit"])
    return quantity_at(slate, *match.span(), Decimal(value), unit, spelled=True)


def _decade(slate: Slate, match: re.Match[str]) -> Quantity:
    return quantity_at(slate, *match.span(), amount(match["zh"] or match["en"]) % 100, "decade")


_Reader = Callable[[Slate, re.Match[str]], Quantity | None]
# each with the words one of which it needs: most sentences then skip most readers
_READERS: tuple[tuple[re.Pattern[str], _Reader, tuple[str, ...]], ...] = (
    (_CLOCK, _clock, (":", "am", "pm", "a.m", "p.m")),
    (_DECADE, _decade, ("年代", "0s", "0'", "0’")),
    (_MULTIPLE, _multiple, ("倍", "番", "doubl", "twice", "tripl", "quadrupl", "fold")),
    (_PERCENT_OF, _percent_of, ("分之",)),
    (_FRACTION_HAN, _fraction_han, ("分之", "半")),
    (_VAGUE_HAN, _vague_han, ("数", "几")),
    (_ORDINAL_HAN, _ordinal_han, ("第", "首", "次日", "翌", "隔")),
)
_ENGLISH_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_ONE, _one),
    (_FRACTION_ENGLISH, _fraction_english),
    (_ONE_IN, _one_in),
    (_VAGUE_ENGLISH, _vague_english),
    (_ORDINAL_ENGLISH, _ordinal_english),
)
