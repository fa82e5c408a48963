"""The zones of a page of plain text: what of it is the article, and what the rest is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.articles import Kind, Zone
from retrieval.languages import fold
from retrieval.pages.zones.layers import Edit, by_hand, covered, layered, tidied, with_edit
from retrieval.pages.zones.shapes import (
    BYLINE,
    CAPTION,
    DISCLAIMER,
    NAVIGATION,
    RELATED,
    Shape,
    caption,
    ending,
    is_prose,
    menu_words,
    shape,
)
from retrieval.pages.zones.watermarks import find_watermarks

__all__ = ["Edit", "find_zones", "with_edit"]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str  # folded, so that one pattern serves both scripts and both widths


_Judged = list[tuple[_Line, Shape | None]]

_HEADLINE = Shape(Kind.HEADLINE, "headline")
_HEADLINE_AGAIN = Shape(Kind.NOISE, "headline again")
_WATERMARK = Shape(Kind.NOISE, "scraper watermark")
_CREDIT = Shape(Kind.NOISE, "photo credit")
_RESIDUE = Shape(Kind.NOISE, "typesetting residue")
_BLANK = Shape(Kind.NOISE, "blank")

_FOLDED = 600  # characters of a line that are looked at
_MENU = 3  # words; a line of so many is the menu of the site
_HEAD = 200  # lines in which the headline and the menu are looked for
_TITLE = 8  # characters of the shortest headline looked for below the menu
_RESUMES = 80  # characters of a paragraph that ends a list of other articles
_SIGNED_WITHIN = 60  # characters from the end of a line

_CONTENT = re.compile(r"\S(?:[^\n]*\S)?")
_BLANKS = "\ufeff \t\r\n\v\f\x85\xa0\u2028\u2029\u3000"
_STOPS = ("。", ".")
_MARKS = re.compile(r"[\W_]+")
_SENTENCE_ENDS = re.compile(r"[。!?.][”」\"')]*\Z")
_CAPTION_PART = re.compile(
    r"[图圖](?:片(?:说明|說明)?)?[:：](?:[^\n]{0,300}?[。\\](?P<credit>\\?(?:新华社|新華社|中新社|路透社|"
    r"法新社|美联社|美聯社|彭博社)[^\S\n]+)|[^\n。]{0,200}。)"
)
_TYPESETTING = re.compile(
    r"\\&[^\S\n]*(?:[^\n\\]{0,24}?(?:记者|記者)[^\S\n]*[\w·]{2,8}[^\S\n]*(?=\\&|\n|\Z))?"
    r"(?:\\&[^\S\n]*)*"
)
_SIGNED = re.compile(
    r"(?<=[。!?！？”」)）])\s*(?:返回[^\s。,，]{2,8}[,，]查看更多)?(?:\s*[(（【\[]?(?:责任编辑|責任編輯|责编|責編|"
    r"编辑|編輯|校对|校對|编译|編譯)\s*[:：/丨]\s*[^\s。,，;；:：()（）]{0,8}\s*[)）】\]]?){1,3}\s*\Z"
    r"|(?<=[。!?！？”」)）])\s*返回[^\s。,，]{2,8}首页>{0,3}\s*\Z"
)


def find_zones(
    raw: str, edits: Sequence[Edit] = (), given: Sequence[Zone] = (), title: str | None = None
) -> tuple[Zone, ...]:
    """Return what the stretches of a page are, in page order and apart; the rest is body.

    `given` are zones known from markup: the rules judge what they leave, and never undo them; an
    editor's list goes before both. `title` helps to find the headline. Blank lines between and
    around removed lines go with them, so the article starts and ends with its own words and its
    paragraphs stay apart as they were. Raises `Fault` for an edit that does not fit the page.
    """
    taken = layered(by_hand(raw, edits), given)
    judged = _judged([line for line in _lines(raw) if not _is_taken(line, taken)], title)
    article = [line for line, what in judged if what is None or what is CAPTION]
    zones = layered(
        taken,
        [*_edges(raw), *_of_lines(judged, reporting=False)],
        _of_lines(judged, reporting=True, but=CAPTION),
        _watermarks(raw, article, title or _headline_words(raw, judged)),
        (part for line in article for part in _parts(raw, line)),
        _of_lines(judged, reporting=True),
        (part for line in article for part in _captions(raw, line)),
    )
    return tidied(raw, zones)


def _lines(raw: str) -> list[_Line]:
    spans = [match.span() for match in _CONTENT.finditer(raw, _begin(raw))]
    folded = fold("\n".join(raw[start:end][:_FOLDED] for start, end in spans)).split("\n")
    return [_Line(*span, text) for span, text in zip(spans, folded, strict=True)] if spans else []


def _is_taken(line: _Line, taken: Sequence[Zone]) -> bool:
    return covered(line.start, line.end, taken)


def _edges(raw: str) -> Iterator[Zone]:
    start = _begin(raw)
    end = max(start, len(raw.rstrip()))
    for first, last in ((0, start), (end, len(raw))):
        if first < last:
            yield _zone(first, last, _BLANK)


def _begin(raw: str) -> int:
    return len(raw) - len(raw.lstrip(_BLANKS))


def _zone(start: int, end: int, what: Shape) -> Zone:
    return Zone(start, end, what.kind, what.reason)


def _of_lines(judged: _Judged, *, reporting: bool, but: Shape | None = None) -> Iterator[Zone]:
    for line, what in judged:
        if what and what.kind.is_reporting == reporting and what is not but:
            yield _zone(line.start, line.end, what)


def _headline_words(raw: str, judged: _Judged) -> str:
    lines = (raw[line.start : line.end] for line, what in judged if what is _HEADLINE)
    return next(lines, "")


def _judged(lines: Sequence[_Line], title: str | None) -> _Judged:
    """Return every line with what it is, `None` for a line of the article."""
    first = next((n for n, line in enumerate(lines) if _is_paragraph(line.text)), len(lines))
    named = _named(lines[: min(first, _HEAD) + 1], title)
    head = lines[: min(first, _HEAD)]
    menu = _menu_end(head)
    top = _headline(head, menu) if named is None else named
    above = _above(head, top, menu) if menu >= 0 or named is not None else set()
    headline = lines[top].text if top >= 0 else ""
    whats = [*_of_head(lines[: max(first, top + 1)], top, above)]
    whats += _of_rest(lines[len(whats) :], headline)
    return [*zip(lines, whats, strict=True)]


def _named(lines: Sequence[_Line], title: str | None) -> int | None:
    words = _MARKS.sub("", fold(title or ""))
    same = (n for n, line in enumerate(lines) if words and _MARKS.sub("", line.text) == words)
    return next(same, None)


def _menu_end(head: Sequence[_Line]) -> int:
    """Return the last line of navigation above an article, -1 if the site's menu is not there."""
    if all(menu_words(line.text) < _MENU for line in head):
        return -1
    return max(n for n, line in enumerate(head) if shape(line.text, in_head=True) == NAVIGATION)


def _headline(head: Sequence[_Line], menu: int) -> int:
    """Return which line is the headline, -1 if none: below the menu of the site, or the first."""
    able = (n for n, line in enumerate(head) if _is_headline(line.text))
    below = (n for n in able if n > menu and len(head[n].text) >= _TITLE)
    if menu >= 0 and (found := next(below, -1)) >= 0:
        return found
    return next((n for n, line in enumerate(head) if _is_headline(line.text)), -1)


def _above(head: Sequence[_Line], top: int, menu: int) -> set[int]:
    """Return the lines between the top of the page and its headline; sentences only by a menu."""
    if top < menu:
        return set()
    return {n for n in range(top) if menu >= 0 or not head[n].text.endswith(_STOPS)}


def _is_headline(text: str) -> bool:
    return not (shape(text, in_head=True) or caption(text) or text.endswith(_STOPS))


def _of_head(head: Sequence[_Line], top: int, above: set[int]) -> Iterator[Shape | None]:
    for number, line in enumerate(head):
        if number == top:
            yield _HEADLINE
        elif top >= 0 and number > top and line.text == head[top].text:
            yield _HEADLINE_AGAIN
        else:
            what = shape(line.text, in_head=True) or _disclaimer(line.text)
            yield what or (NAVIGATION if number in above else caption(line.text))


def _of_rest(lines: Sequence[_Line], headline: str) -> Iterator[Shape | None]:
    opened: Shape | None = None
    section: Shape | None = None
    for line in lines:
        if opened is RELATED and _resumes(line.text):
            opened = section = None
        if ends := ending(line.text):
            opened, section = ends
            yield opened
        elif section:
            yield section
        elif line.text == headline:
            yield _HEADLINE_AGAIN
        else:
            yield shape(line.text, in_head=False) or caption(line.text)


def _is_paragraph(text: str) -> bool:
    return is_prose(text) and not shape(text, in_head=False) and not _disclaimer(text)


def _disclaimer(text: str) -> Shape | None:
    ends = ending(text)
    return DISCLAIMER if ends and ends.line is DISCLAIMER else None


def _resumes(text: str) -> bool:
    return len(text) >= _RESUMES and is_prose(text) and bool(_SENTENCE_ENDS.search(text))


def _watermarks(raw: str, article: Sequence[_Line], title: str) -> Iterator[Zone]:
    if not article or not title:
        return
    start = article[0].start
    for begin, end in find_watermarks(raw[start : article[-1].end], title):
        yield _zone(start + begin, start + end, _WATERMARK)


def _parts(raw: str, line: _Line) -> Iterator[Zone]:
    """Return what inside a line is not the article: residue, credits, who edited it."""
    for residue in _TYPESETTING.finditer(raw, line.start, line.end):
        yield _zone(*residue.span(), _RESIDUE)
    part = _CAPTION_PART.match(raw, line.start, line.end)
    if part and part["credit"]:
        yield _zone(*part.span("credit"), _CREDIT)
    signed = _SIGNED.search(raw, max(line.start, line.end - _SIGNED_WITHIN), line.end)
    if signed:
        yield _zone(*signed.span(), BYLINE)


def _captions(raw: str, line: _Line) -> Iterator[Zone]:
    if part := _CAPTION_PART.match(raw, line.start, line.end):
        yield _zone(*part.span(), CAPTION)
