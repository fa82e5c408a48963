"""Designations: names that hold a number, such as GPT-4o, H800 and Claude 3.5."""

import re
from dataclasses import dataclass
from functools import partial

from bot.answering.quantities.slate import Slate
from bot.answering.quantities.units import unit_after


@dataclass(frozen=True, slots=True)
class Designation:
    """A name with a number in it; `key` is what its spellings share, `number` its bare digits."""

    key: str
    number: str
    text: str
    start: int


_NOT_NAMES = (
    r"(?:rmb|usd|us|cny|mid|pre|post|early|late|over|under|about|top|no|non|sub|by|at|to|in)"
)
_NOT_VARIANTS = r"(?:[a-z]+(?:ed|ing|ly)|level|class|like|style|era|series|type|only|scale|size)"
_JOINED = re.compile(
    rf"(?<![a-z0-9$-])(?!{_NOT_NAMES}-?\d)[a-z]+(?:-[a-z]+)*-?\d[a-z0-9]*(?:\.\d+[a-z]*)?"
    rf"(?:-(?!{_NOT_VARIANTS}(?![a-z]))[a-z0-9]+(?:\.\d+[a-z]*)?)*(?![a-z])"
)
_SPACED = re.compile(
    r"(?<![a-z0-9])(?P<word>[a-z]+) (?P<number>\d+(?:\.\d+)?)(?P<mark>[ac-jln-su-wyz]?)"
    r"(?![a-z\d:]|,\d)"
)
_NUMBER_FIRST = re.compile(
    r"(?<![a-z0-9.,$])(?P<number>\d+)(?P<mark>[a-z]{1,4})(?![a-z0-9]|-\d)"
)  # fmt: skip
_MARKS = (
    "k m b t mn bn tn x st nd rd th s gb tb mb kb km kg nm mw gw kwh am pm h hr hrs usd fold "
    "rmb yuan gpu gpus mins min"
)
_MARKS_OF_NUMBERS = frozenset(_MARKS.split())
_PLAIN = (
    "a an the in on at by of to for from with and or but since until till after before during "
    "around about over under nearly almost some more than up only just between within as is was "
    "are were all these those its their his her our my your this that it they we roughly "
    "approximately another last first next top no number about below above least most exceeded "
    "through per every each version versus vs year page figure table usd rmb us nt hk cny "
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july "
    "august september october november december monday tuesday wednesday thursday friday saturday "
    "sunday use used uses training trained cost costs spending additionally however when while "
    "if because so then there here"
)
_GENERATIONS = frozenset(
    ["2g", "3g", "4g", "5g", "6g", "2d", "3d"]
)  # no part of the word before them
_PLAIN_WORDS = frozenset(_PLAIN.split())
_TAIL = re.compile(r"(?<=\d)(?:gpus?|apis?|chips?|app|s)$")
_QUARTER = re.compile(r"[qh][1-4]")
_LETTER = re.compile("[a-z]")
_DIGIT = re.compile(r"\d")
_ABUTS = re.compile(r"[a-z]{4,}\d+(?:\.\d+)?")  # a name before an amount: OpenAI130亿美元
_GOES_ON = re.compile(r"[\s-]?(?:[十百千万亿兆多余年月日]|hundred|thou|mill|bill|trill)")


def take_designations(slate: Slate) -> list[Designation]:
    """Return the names with numbers of a text, and wipe them from the slate."""
    if not (_LETTER.search(slate.left) and _DIGIT.search(slate.left)):
        return []
    found = slate.take(_SPACED, partial(_read_spaced, slate))
    found += slate.take(_JOINED, partial(_read_joined, slate))
    found += slate.take(_NUMBER_FIRST, partial(_read_number_first, slate))
    return [item for item in found if not _QUARTER.fullmatch(item.key)]


def same_designation(one: str, other: str) -> bool:
    """Tell whether two keys name one thing: gpt4 and chatgpt4, but not gpt4 and gpt4o."""
    short, long = sorted((one, other), key=len)
    return one == other or (short[0].isalpha() and long.endswith(short))


def _read_joined(slate: Slate, match: re.Match[str]) -> Designation | None:
    if _ABUTS.fullmatch(match.group()) and _GOES_ON.match(slate.left, match.end()):
        return None
    segments = match.group().split("-")
    while len(segments) > 1 and segments[0].isalpha() and segments[1][0].isalpha():
        segments.pop(0)
    digits = segments[-1] if segments[-1].isdigit() and len(segments) == 2 else ""
    return _designation(slate, match, _TAIL.sub("", "".join(segments)), digits)


def _read_spaced(slate: Slate, match: re.Match[str]) -> Designation | None:
    word, number, mark = match["word"], match["number"], match["mark"]
    written = slate.written(*match.span("word"))
    if word in _PLAIN_WORDS or written == written.lower():
        return None
    if number + mark in _GENERATIONS or (not mark and _counts(slate.left, match.end())):
        return None
    return _designation(slate, match, word + number + mark, "" if mark else number)


def _read_number_first(slate: Slate, match: re.Match[str]) -> Designation | None:
    if match["mark"] in _MARKS_OF_NUMBERS:
        return None
    return _designation(slate, match, match.group(), match["number"])


def _counts(text: str, position: int) -> bool:
    """Tell whether a number that ends here goes on to a scale or a unit."""
    return _GOES_ON.match(text, position) is not None or unit_after(text, position)[0] != ""


def _designation(slate: Slate, match: re.Match[str], key: str, number: str) -> Designation:
    return Designation(key, number, slate.written(*match.span()), match.start())
