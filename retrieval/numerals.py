"""Numerals: how much 557.6万, 五百多万, 1亿2000万 and "two hundred million" are."""

import re
from decimal import Decimal

_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}  # 兆 as Taiwan's press counts
_FACTORS = _SMALL | _BIG
_DIGITS = dict(zip("零〇一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_TO_ARABIC = str.maketrans("零〇一二三四五六七八九两点", "001234567892.")

_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORDS = {word: value for value, word in enumerate(_TO_TWENTY.split())} | {"a": 1, "an": 1}
_WORDS |= {word: value for value, word in zip(range(20, 100, 10), _TENS.split("|"), strict=True)}
_SCALES = {"dozen": 12, "hundred": 100}
_SCALES |= dict.fromkeys(("thousand", "k"), 10**3)
_SCALES |= dict.fromkeys(("million", "m", "mn"), 10**6)
_SCALES |= dict.fromkeys(("billion", "b", "bn"), 10**9)
_SCALES |= dict.fromkeys(("trillion", "t", "tn"), 10**12)

_NAMED = "|".join(sorted(set(_WORDS) - {"a", "an"}, key=len, reverse=True))
_NAMED = rf"(?:{_TENS})[ -](?:one|two|three|four|five|six|seven|eight|nine)(?![a-z])|{_NAMED}"
SCALED = "dozen|hundred|thousand|million|billion|trillion"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
_HAN_DIGIT = "[零〇一二两三四五六七八九]"
HAN = (
    rf"(?:(?:[零〇一二两三四五六七八九十百千万亿兆]|(?<=[十百千])[多余几来](?=[万亿]))+"
    rf"(?:点{_HAN_DIGIT}+[万亿兆]*)?)"
)
ENGLISH = (
    rf"(?<![a-z])(?:half an? (?:{SCALED})|(?:an? (?={SCALED}))?(?:{_NAMED}|{SCALED})"
    rf"(?:[ -](?:{SCALED})|(?:(?<=hundred)|(?<=thousand)|(?<=million))(?: and)? (?:{_NAMED}))*)"
    r"(?![a-z])"
)
_ARABIC_ENGLISH = rf"{ARABIC}[\s-]?(?:{SCALED}|mn|bn|tn|[kmbt])(?![a-z0-9])"
_ARABIC_HAN = (
    rf"{ARABIC}(?:\s?[多余]?[十百千]?[万亿兆]+(?:\d+[十百千万]+)*|\s?[百千](?![a-z米克瓦]))?"
)
_IN_CHINESE = rf"(?<![\d.])(?:{_ARABIC_ENGLISH}|{_ARABIC_HAN})|{HAN}"
NUMERAL_IN_CHINESE = re.compile(_IN_CHINESE)
NUMERAL = re.compile(rf"{_IN_CHINESE}|{ENGLISH}")

_DIGIT_BY_DIGIT = re.compile(rf"{_HAN_DIGIT}{{2,}}(?:点{_HAN_DIGIT}+)?")
_HAN_DECIMAL = re.compile(rf"([零〇一二两三四五六七八九十百千万亿兆]+)点({_HAN_DIGIT}+)")
_HAN_PIECE = re.compile(rf"{ARABIC}|.")
_ENGLISH_PIECE = re.compile(rf"{ARABIC}|[a-z]+")
_MORE = re.compile("[多余几来 ]")
_SCALE_END = re.compile(rf"(?:[万亿兆]+|{SCALED}|mn|bn|tn|(?<=\d)[kmbt])$")
_NEIGHBOURS = re.compile("一二|二三|两三|三四|三五|四五|五六|六七|七八|八九")
_ZERO_OR_POINT = re.compile("[零〇点]")
_FACTOR_OR_POINT = re.compile("[十百千万亿兆点]")


def amount(numeral: str) -> Decimal:
    """Return the value of a folded numeral."""
    if numeral.isascii():
        return _english(numeral)
    return _han(_MORE.sub("", numeral))


def scale(numeral: str) -> Decimal:
    """Return the factor that a numeral ends on: 亿 in 10亿, million in 5 million, else 1."""
    match = _SCALE_END.search(numeral)
    return amount("1" + match.group()) if match else Decimal(1)


def spans(numeral: str) -> bool:
    """Tell a numeral that stands for a span: 三四十, 七八, 三五."""
    if _NEIGHBOURS.search(numeral) and not _ZERO_OR_POINT.search(numeral):
        return True
    return len(numeral) > 1 and not _FACTOR_OR_POINT.search(numeral)


def _english(numeral: str) -> Decimal:
    total, current = Decimal(0), Decimal(0)
    for piece in _ENGLISH_PIECE.findall(numeral):
        if piece in _SCALES:
            current = (current or 1) * Decimal(_SCALES[piece])
            if _SCALES[piece] > 100:
                total, current = total + current, Decimal(0)
        elif piece == "half":
            return Decimal("0.5") * _english(numeral.replace("half", ""))
        elif piece != "and":
            current += Decimal(_WORDS[piece] if piece in _WORDS else piece.replace(",", ""))
    return total + current


def _han(numeral: str) -> Decimal:
    if _DIGIT_BY_DIGIT.fullmatch(numeral):
        return Decimal(numeral.translate(_TO_ARABIC))
    numeral = _HAN_DECIMAL.sub(_arabic_decimal, numeral)
    total = section = Decimal(0)
    number: Decimal | None = None
    largest, previous = 0, ""
    for piece in _HAN_PIECE.findall(numeral):
        if piece in _SMALL:
            section += (1 if number is None else number) * _SMALL[piece]
            number = None
        elif piece in _BIG:
            total = _raised(total, section + (number or 0), _BIG[piece], largest)
            section, number = Decimal(0), None
            largest = max(largest, _BIG[piece])
        else:
            number = _digit(piece, previous, last=numeral.endswith(piece))
        previous = piece
    return total + section + (number or 0)


def _arabic_decimal(match: re.Match[str]) -> str:
    return f"{_han(match[1])}.{match[2].translate(_TO_ARABIC)}"


def _raised(total: Decimal, part: Decimal, factor: int, largest: int) -> Decimal:
    if factor > largest:  # 1万亿: all that stands before is multiplied
        return ((total + part) or Decimal(1)) * factor
    return total + part * factor


def _digit(piece: str, previous: str, last: bool) -> Decimal:
    """Read a digit; at the end of 一万二 or 三百五 it counts tenths of the unit before it."""
    if piece not in _DIGITS:
        return Decimal(piece.replace(",", ""))
    unit = _FACTORS.get(previous, 10)
    tenths = last and unit >= 100
    return Decimal(_DIGITS[piece]) * (unit // 10 if tenths else 1)
