"""Lines set on pages made into paragraphs again: hyphens undone, running heads told apart."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from retrieval.articles import Kind, Zone
from retrieval.languages import HAN
from retrieval.pages.formats.plain import joined

_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
_HEAD_GAP = 1.5  # times the usual distance of lines, between a running head and the text
_SAME_PLACE = 6.0  # points
_REPEATED = 0.4  # of the pages, for a running head
_TIGHT = 0.9  # times the font size: less is a superscript or the same line
_GAP = 1.25  # times the usual distance of lines, between paragraphs
_SPACED_OUT = 2.1  # times the font size: the most that lines of one paragraph are apart
_OTHER_SIZE = 1.12  # times the font size
_INDENT = 1.2  # times the font size
_SHORT = 0.85  # of the width of a full line
_HEADLINE = 1.15  # times the font size of the body
_LONGEST_HEADLINE = 200  # characters

_PAGE_NUMBER = re.compile(
    r"[-–—·•\s|/]*(?:(?:p(?:age|g)?\.?|第)?\s*\d{1,3}\s*(?:页|頁|版)?"
    r"(?:\s*(?:/|of|,|，|共|\|)\s*(?:共\s*)?\d{1,3}\s*(?:页|頁)?)?|[ivxl]{1,6})[-–—·•\s|/]*",
    re.I,
)
_HYPHEN = re.compile(r"(?<=[A-Za-z]{2})[-\u00ad\u2010]\n(?=[a-z])|\u00ad\n?")
_ENDED = re.compile(r"[。！？!?.…][\"'”’」』）)]*$")
_OLD_FORMS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff]")
_APART = re.compile(rf"(?<=[{HAN}])[ \t]+(?=[{HAN}])")
_TOUCHING = re.compile(rf"[{HAN}](?=[{HAN}])")
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, from 0; `x`, `y` (upwards) and `size` are in points."""

    page: int
    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the lines are set: their distance in font sizes, and each page's margin and width."""

    leading: float
    pages: int
    left: Mapping[int, float]
    full: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, as one text; `reason` says what it is if it is no body."""

    text: str
    size: float
    reason: str = ""


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Return the paragraphs in reading order; a running head stands after the one it breaks."""
    setting = _setting(lines)
    heads = _running_heads(lines, setting)
    made: list[Paragraph] = []
    begun: list[Line] = []
    waiting: list[Paragraph] = []
    for number, line in enumerate(lines):
        if number in heads:
            waiting.append(Paragraph(clean(line.text), line.size, heads[number]))
            continue
        if begun and _begins(begun, line, setting):
            made += [_made(begun), *waiting]
            begun, waiting = [], []
        begun.append(line)
    return made + ([_made(begun)] if begun else []) + waiting


def laid_out(made: Sequence[Paragraph]) -> tuple[str, tuple[Zone, ...]]:
    """Return the text of a page, blank lines between paragraphs, and the zones in it."""
    headline = _headline(made)
    zones, position = [], 0
    for number, paragraph in enumerate(made):
        end = position + len(paragraph.text)
        if paragraph.reason:
            zones.append(Zone(position, end, Kind.NOISE, paragraph.reason))
        elif number == headline:
            zones.append(Zone(position, end, Kind.HEADLINE, "largest type"))
        position = end + len(_BETWEEN)
    return _BETWEEN.join(paragraph.text for paragraph in made), tuple(zones)


def clean(text: str) -> str:
    """Return the text of a line without what fonts leave in it: old forms, controls, gaps."""
    text = _OLD_FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)
    text = " ".join(_CONTROL.sub("", text).split())
    is_set_apart = len(_APART.findall(text)) > len(_TOUCHING.findall(text))
    return _APART.sub("", text) if is_set_apart else text


def _setting(lines: Sequence[Line]) -> _Setting:
    ratios = sorted(
        (a.y - b.y) / a.size
        for a, b in pairwise(lines)
        if a.page == b.page and a.size and a.y - b.y > a.size * _TIGHT
    )
    left, full = {}, {}
    for page, on_page in groupby(lines, key=lambda line: line.page):
        here = list(on_page)
        left[page] = min(_often([round(line.x) for line in here]))
        widths = sorted(map(_width, here))
        full[page] = widths[len(widths) * 9 // 10]
    leading = min(ratios[len(ratios) // 10], _SPACED_OUT) if ratios else _SPACED_OUT
    return _Setting(leading, len(left), left, full)


def _often(values: Sequence[int]) -> list[int]:
    """Return the values that make up a good share of all: margins, not one line that juts out."""
    counts = Counter(values)
    return [value for value, count in counts.items() if count * 8 >= len(values)] or list(counts)


def _running_heads(lines: Sequence[Line], setting: _Setting) -> dict[int, str]:
    needed = max(2, setting.pages * _REPEATED)
    edges = dict(_edges(lines, setting.leading * _HEAD_GAP))
    masked = {number: re.sub(r"\d+", "#", clean(lines[number].text)) for number in edges}
    repeats = Counter((masked[number], edges[number]) for number in edges)
    heads = {}
    for number, edge in edges.items():
        if _PAGE_NUMBER.fullmatch(clean(lines[number].text)):
            heads[number] = "page number"
        elif repeats[masked[number], edge] >= needed and _stays(lines, number, masked):
            heads[number] = f"page {edge}"
    return heads


def _edges(lines: Sequence[Line], apart: float) -> Iterator[tuple[int, str]]:
    """Yield the lines that stand apart at the top and at the bottom of each page."""
    for _, on_page in groupby(enumerate(lines), key=lambda pair: pair[1].page):
        downwards = sorted(on_page, key=lambda pair: -pair[1].y)
        yield from ((number, "header") for number in _set_apart(downwards, apart))
        yield from ((number, "footer") for number in _set_apart(downwards[::-1], apart))


def _set_apart(inwards: Sequence[tuple[int, Line]], apart: float) -> list[int]:
    for count in range(min(_EDGE, len(inwards) - 1), 0, -1):
        outer, inner = inwards[count - 1][1], inwards[count][1]
        if abs(outer.y - inner.y) > apart * inner.size:
            return [number for number, _ in inwards[:count]]
    return []


def _stays(lines: Sequence[Line], number: int, masked: dict[int, str]) -> bool:
    """Tell whether another page has the same words in the same place."""
    here = lines[number]
    return any(
        words == masked[number]
        and lines[other].page != here.page
        and abs(lines[other].y - here.y) <= _SAME_PLACE
        for other, words in masked.items()
    )


def _width(line: Line) -> float:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in line.text)
    return (len(line.text) + wide) * line.size / 2


def _begins(begun: Sequence[Line], line: Line, setting: _Setting) -> bool:
    """Tell whether `line` begins a paragraph after the lines of `begun`."""
    before = begun[-1]
    sizes = sorted((before.size, line.size))
    if sizes[1] > sizes[0] * _OTHER_SIZE:
        return True
    is_short = _width(before) < setting.full[before.page] * _SHORT
    ends = is_short and bool(_ENDED.search(before.text.strip()))
    if line.page != before.page or line.y > before.y + before.size:  # a new page or column
        return ends or (_is_indented(line, setting) and is_short)
    if before.y - line.y > setting.leading * _GAP * before.size:
        return True
    goes_on = _is_indented(before, setting) and not (is_short or len(begun) == 1)
    return ends or (_is_indented(line, setting) and not goes_on)


def _is_indented(line: Line, setting: _Setting) -> bool:
    """Tell whether it stands to the right of the margin, or has blanks for an indent."""
    by_blanks = line.text.startswith(("\u3000", "    "))
    return by_blanks or line.x - setting.left[line.page] > _INDENT * line.size


def _made(lines: Sequence[Line]) -> Paragraph:
    text = _HYPHEN.sub("", "\n".join(clean(line.text) for line in lines))
    return Paragraph(joined(text.split("\n")), median(line.size for line in lines))


def _headline(made: Sequence[Paragraph]) -> int | None:
    """Return which paragraph is in the largest type, among the first, if it is a headline."""
    body = [paragraph for paragraph in made if not paragraph.reason]
    usual = _usual_size(body)
    first = [paragraph for paragraph in body if len(paragraph.text) <= _LONGEST_HEADLINE][:5]
    largest = max(first, key=lambda paragraph: paragraph.size, default=None)
    if largest is None or largest.size < usual * _HEADLINE:
        return None
    return next(number for number, paragraph in enumerate(made) if paragraph is largest)


def _usual_size(made: Iterable[Paragraph]) -> float:
    sizes: Counter[float] = Counter()
    for paragraph in made:
        sizes[round(paragraph.size, 1)] += len(paragraph.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
