"""Chinese and English sentences as slices of a text, quotations kept whole."""

import re
from collections.abc import Iterator

from retrieval.languages import HAN

Span = tuple[int, int]

LONGEST = 400  # characters; a longer run without an end is cut at a clause
LONGEST_QUOTATION = 240  # a longer quotation is cut at its own sentence ends

_IN_REACH = 2 * LONGEST_QUOTATION  # characters back to look for an open quotation
_ABBREVIATED = 12  # characters of the longest abbreviation, with what stands before it
_HEADING = 8  # characters; a shorter quotation is a word of its sentence
_PARAGRAPH = re.compile(r"[^\n]+")
_END = re.compile(rf"[。！？!?]+|\.(?=[\s\"”’)\]]|$)|[”」](?=\s[{HAN}])")
_CLOSING = re.compile(r"[”’」』）)\]\"'》】]+")
_OPENING = {"“": "”", "「": "」", "『": "』", "《": "》", '"': '"'}
_QUOTATION_MARK = re.compile(f"[{''.join((*_OPENING, *_OPENING.values()))}]")
_CLAUSE = re.compile(r"[；;，、：]|[,:](?!\d)|\s")
_WORD = re.compile(rf"[{HAN}]|[A-Za-z]{{2}}")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|[A-Z](?:\.[A-Z])+|[a-z](?:\.[a-z])+|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|St|Jr|Sr|Inc"
    r"|Corp|Co|Ltd|No|vs|etc|al|Fig|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)$"
)
_GOES_ON = re.compile(r"\s*[，,、：:；;的]|\s+[a-z]")
_SPEAKER_FOLLOWS = re.compile(
    r"[^\s。！？!?，,：:“”]{1,12}(?:[说說称稱问問道]|表示|指出|认为|認為|坦言|强调|強調|写道|寫道|回应|回應|补充|補充)"
)


def split_sentences(text: str) -> list[Span]:
    """Return the (start, end) of each sentence of `text`, in order, without white space around."""
    return [
        sentence
        for paragraph in _PARAGRAPH.finditer(text)
        for piece in _pieces(text, *paragraph.span())
        for sentence in _bounded(text, *piece)
        if _WORD.search(text, *sentence)
    ]


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for mark in _END.finditer(text, start, end):
        if mark.start() < begin:
            continue
        stop = _after_closing(text, mark.end(), end)
        if _is_boundary(text, begin, mark.start(), stop, end):
            yield begin, stop
            begin = stop
    yield begin, end


def _after_closing(text: str, position: int, end: int) -> int:
    closing = _CLOSING.match(text, position, end)
    return closing.end() if closing else position


def _is_boundary(text: str, begin: int, mark: int, stop: int, end: int) -> bool:
    if text[mark] in "”」":  # a quotation for a heading, on the line of what it heads
        return _begins(text, begin, _open_quotation(text, begin, mark)) and mark - begin > _HEADING
    if text[mark] == "." and _ABBREVIATION.search(text, max(begin, mark - _ABBREVIATED), mark):
        return False
    if _inside_quotation(text, begin, stop, end):
        return False
    if text[mark] == ".":
        return not _GOES_ON.match(text, stop, end)
    opened = _open_quotation(text, begin, stop - 1)
    if opened is None:
        return True
    spoken_first = _begins(text, begin, opened) and _SPEAKER_FOLLOWS.match(text, stop, end)
    return not (spoken_first or _GOES_ON.match(text, stop, end))


def _begins(text: str, begin: int, opened: int | None) -> bool:
    return opened is not None and not text[begin:opened].strip()


def _inside_quotation(text: str, begin: int, stop: int, end: int) -> bool:
    opened = _open_quotation(text, begin, stop)
    if opened is None:
        return False
    closing = text.find(_OPENING[text[opened]], stop, end)
    return closing != -1 and closing - opened <= LONGEST_QUOTATION


def _open_quotation(text: str, begin: int, stop: int) -> int | None:
    expected, opened = "", None
    for mark in _QUOTATION_MARK.finditer(text, max(begin, stop - _IN_REACH), stop):
        character = mark.group()
        if opened is None and character in _OPENING:
            expected, opened = _OPENING[character], mark.start()
        elif character == expected:
            expected, opened = "", None
    return opened


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    start, end = _trimmed(text, start, end)
    while end - start > LONGEST:
        cut = _clause_end(text, start + LONGEST // 2, start + LONGEST)
        yield _trimmed(text, start, cut)
        start, end = _trimmed(text, cut, end)
    if start < end:
        yield start, end


def _clause_end(text: str, earliest: int, latest: int) -> int:
    ends = [clause.end() for clause in _CLAUSE.finditer(text, earliest, latest)]
    if ends:
        return ends[-1]
    while text[latest - 1 : latest + 1].isdigit() and latest > earliest:
        latest -= 1
    return latest


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
