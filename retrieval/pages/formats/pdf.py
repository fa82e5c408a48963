"""A PDF as a page: its text in paragraphs, running heads marked, or why there is none."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from retrieval.pages.facts.dates import read_date
from retrieval.pages.formats.typeset import Line, Paragraph, laid_out, paragraphs
from retrieval.pages.page import Clues, Page, Unfit, Why

_CHILD = Path(__file__).with_name("pdf_child.py")
_SECONDS = 30  # by the clock, for the child to start, read and answer
_TAIL = 4096  # bytes at the end that hold the end mark of a whole file
_LEAST_TEXT = 20  # characters; a scan has none, or a stamp
_UNREADABLE = 0.2  # of the characters, in a file whose fonts do not say which letters they draw

_UNMAPPED = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|\(cid:\d+\)|/[gG]\d{1,4}\b")
_NO_TITLE = re.compile(
    r"untitled|无标题|無標題|microsoft (?:word|powerpoint|excel)\b.*|slide \d+|document\d*|文档\d*"
    r"|新建.*|.*\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|html?|txt|wps|rtf|tex|ai)|.*://\S+|[\W\d_]*",
    re.I | re.DOTALL,
)
_NO_AUTHOR = re.compile(
    r"users?|admin(?:istrator)?|owner|unknown|anonymous|author|default|guest|root|pc|hp|dell"
    r"|lenovo|asus|作者|用户|用戶|未知|匿名|[\W\d_]*|.*(?:://|@|\\).*",
    re.I | re.DOTALL,
)
_PRINTED = re.compile(
    r"skia|chrom|mozilla|firefox|safari|webkit|wkhtml|quartz|print to pdf|edge|weasy", re.I
)
_STAMP = re.compile(r"D:(?P<day>\d{8})(?P<time>\d{4}(?:\d\d)?)?(?P<zone>Z|[+-]\d\d'?\d\d)?", re.I)

_REFUSALS = {
    "locked": (Why.NO_TEXT, "a PDF locked by a password; save a copy without one and add that"),
    "pages": (Why.TOO_LARGE, "a PDF of too many pages; add the pages of the article alone"),
    "characters": (Why.TOO_LARGE, "a PDF with too much text; add the pages of the article alone"),
    "slow": (Why.TOO_LARGE, "a PDF that takes too long to read; add the article as text"),
    "broken": (Why.GARBLED, "a broken PDF; save it again, or add the article as text"),
    "cut": (Why.GARBLED, "a PDF that is cut short; fetch the whole file again"),
    "scanned": (Why.NO_TEXT, "a PDF of pictures without text; recognise its text and add that"),
    "unmapped": (Why.GARBLED, "a PDF whose letters cannot be copied; add the article as text"),
}


def read_pdf(body: bytes) -> Page | Unfit:
    """Return the text of a PDF of up to 300 pages and 2 million characters, or why there is none.

    Takes at most 30 seconds; the file is read in a process of its own, with bounded memory.
    """
    if b"%%EOF" not in body[-_TAIL:]:
        return _refusal("cut")
    told = _told(body)
    if "refused" in told:
        return _refusal(told["refused"])
    lines = [Line(*line) for line in told["lines"]]
    text = "".join("".join(line.text.split()) for line in lines)
    if len(text) < _LEAST_TEXT:
        return _refusal("scanned")
    if sum(map(len, _UNMAPPED.findall(text))) > len(text) * _UNREADABLE:
        return _refusal("unmapped")
    return _page(paragraphs(lines), told)


def _told(body: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter on our own module
            [sys.executable, "-I", str(_CHILD)],
            check=False,
            input=body,
            capture_output=True,
            timeout=_SECONDS,
            env={},  # a hostile file gets no secret of ours
        )
    except subprocess.TimeoutExpired:
        return {"refused": "slow"}
    if done.returncode < 0:  # stopped by the limit on processor time, or a crash
        return {"refused": "slow"}
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return {"refused": "broken"}
    return told if isinstance(told, dict) else {"refused": "broken"}


def _refusal(because: str) -> Unfit:
    return Unfit(*_REFUSALS[because])


def _page(made: list[Paragraph], info: Mapping[str, str]) -> Page:
    raw, zones = laid_out(made)
    headline = next(
        (raw[zone.start : zone.end] for zone in zones if zone.reason == "largest type"), None
    )
    title, author = _named(info.get("title"), _NO_TITLE), _named(info.get("author"), _NO_AUTHOR)
    return Page(raw, zones, Clues(title or headline, author, published=_created(info)))


def _named(said: str | None, unlikely: re.Pattern[str]) -> str | None:
    name = " ".join((said or "").split()).strip("()[]<>")
    return None if unlikely.fullmatch(name) or not 2 <= len(name) <= 200 else name


def _created(info: Mapping[str, str]) -> str | None:
    """Return when the file was made, unless a browser printed it: that is when it was saved."""
    if _PRINTED.search(f"{info.get('creator', '')} {info.get('producer', '')}"):
        return None
    stamp = _STAMP.match(info.get("creationdate", ""))
    if not stamp:
        return None
    zone = (stamp["zone"] or "").replace("'", "")
    clock = ":".join(re.findall("..", stamp["time"] or ""))
    day = f"{stamp['day'][:4]}-{stamp['day'][4:6]}-{stamp['day'][6:]}"
    found = read_date(f"{day}T{clock}{zone}" if clock else day, None)
    return found[0] if found else None
