"""Tell what format some bytes are in: by what they hold, then by what they are said to be."""

import json
import re
from collections.abc import Mapping
from enum import StrEnum

from retrieval.pages.charsets import BOMS
from retrieval.pages.formats.jsonl import LONGEST_LINE
from retrieval.pages.page import Unfit, Why


class Media(StrEnum):
    """A format that there is a reader for."""

    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    PDF = "pdf"
    JSONL = "jsonl"


_HEAD = 4096  # bytes that tell a format
_FEW = 3  # zeros, in what is no UTF-16
_READABLE = 0.05  # of the head may be control characters, in a text

_PDF = re.compile(rb"\A[^<]{0,1024}?(?:\A|[\r\n\x00]|\xef\xbb\xbf)\s*%PDF-\d")
_MAGIC: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), what)
    for pattern, what in (
        (rb"\x89PNG\r\n", "an image (PNG)"),
        (rb"\xff\xd8\xff", "an image (JPEG)"),
        (rb"GIF8[79]a", "an image (GIF)"),
        (rb"RIFF.{4}WEBP", "an image (WebP)"),
        (rb"II\*\x00|MM\x00\*", "an image (TIFF)"),
        (rb"BM.{4}\x00\x00\x00\x00", "an image (BMP)"),
        (rb"\x00\x00[\x01\x02]\x00", "an image (icon)"),
        (rb"8BPS\x00", "an image (Photoshop)"),
        (rb".{4}ftyp(?:hei|hev|mif1|msf1|avif)", "an image (HEIF)"),
        (rb".{4}ftyp", "a video (MP4)"),
        (rb"\x1a\x45\xdf\xa3", "a video (Matroska)"),
        (rb"RIFF.{4}AVI ", "a video (AVI)"),
        (rb"FLV\x01", "a video (Flash)"),
        (rb"\x00\x00\x01[\xb3\xba]", "a video (MPEG)"),
        (rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2][^\x00]", "audio (MP3)"),
        (rb"OggS\x00", "audio (Ogg)"),
        (rb"fLaC\x00", "audio (FLAC)"),
        (rb"RIFF.{4}WAVE", "audio (WAV)"),
        (rb"PK\x03\x04.{26}mimetypeapplication/epub", "an electronic book (EPUB)"),
        (rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis", "an office file (OpenDocument)"),
        (
            rb"PK\x03\x04.{0,4000}?(?:word/|xl/|ppt/|\[Content_Types\])",
            "an office file (Word, Excel or PowerPoint)",
        ),
        (rb"PK(?:\x03\x04|\x05\x06)", "an archive (ZIP)"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office file (Word, Excel or PowerPoint)"),
        (rb"\{\\rtf", "an office file (RTF)"),
        (rb"\x1f\x8b\x08", "an archive (gzip)"),
        (rb"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)"),
        (rb"Rar!\x1a\x07", "an archive (RAR)"),
        (rb"BZh[1-9]1AY&SY", "an archive (bzip2)"),
        (rb"\xfd7zXZ\x00", "an archive (xz)"),
        (rb"\x28\xb5\x2f\xfd", "an archive (Zstandard)"),
        (rb".{257}ustar", "an archive (tar)"),
        (rb"\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\x00asm", "a program"),
        (rb"MZ[^\n]{0,62}\x00", "a program"),
        (rb"wOF[F2]|OTTO\x00|\x00\x01\x00\x00\x00", "a font"),
        (rb"SQLite format 3\x00|PAR1[\x00-\x1f]", "a database"),
    )
)
_TAGS = (
    "html|head|body|title|meta|link|script|style|article|main|section|header|div|p|h[1-6]"
    "|table|span|ul|ol|a|img|br|center|font|iframe"
)
_BEFORE_ROOT = r"\s*(?:(?:<\?xml[^>]*>|<!--.{0,2000}?-->)\s*)*"
_HTML = re.compile(rf"{_BEFORE_ROOT}<(?:!doctype\s+html|(?:{_TAGS})[\s>/])", re.I | re.S)
_FEED = re.compile(rf"{_BEFORE_ROOT}<(?:rss|feed|rdf:rdf)[\s>]", re.I | re.S)
_DRAWING = re.compile(rf"{_BEFORE_ROOT}(?:<!doctype\s+svg[^>]*>\s*)?<svg[\s>]", re.I | re.S)
_WEB_ARCHIVE = re.compile(r"(?:[\w-]+:[^\n]*\n\s*){0,12}Content-Type:\s*multipart/related", re.I)
_FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\r?\n[^\n]*[:=].*?\n\1[ \t]*(?:\r?\n|\Z)", re.S)
_HEADING = re.compile(r"\s*#{1,3} +\S")
_BEFORE_PATH = re.compile(r"[a-z]+://[^/]*", re.I)
_WHITE = re.compile(rb"[\s\x00]*")
_DECLARED: Mapping[str, Media] = {
    "text/html": Media.HTML,
    "application/xhtml+xml": Media.HTML,
    "text/markdown": Media.MARKDOWN,
    "text/x-markdown": Media.MARKDOWN,
    "application/pdf": Media.PDF,
    "application/x-pdf": Media.PDF,
    "application/jsonl": Media.JSONL,
    "application/x-jsonlines": Media.JSONL,
    "application/x-ndjson": Media.JSONL,
    "application/ndjson": Media.JSONL,
}
_ENDINGS: Mapping[str, Media] = {
    "html": Media.HTML,
    "htm": Media.HTML,
    "xhtml": Media.HTML,
    "shtml": Media.HTML,
    "md": Media.MARKDOWN,
    "markdown": Media.MARKDOWN,
    "pdf": Media.PDF,
    "jsonl": Media.JSONL,
    "ndjson": Media.JSONL,
    "txt": Media.PLAIN,
    "text": Media.PLAIN,
}


def media_of(body: bytes, declared: str | None = None, name: str | None = None) -> Media | Unfit:
    """Return the format of `body`, or why there is no reader for it.

    `declared` is a Content-Type and `name` a file name or the path of a URL; both are asked only
    where the bytes leave it open.
    """
    bom, encoding = _encoding(body)
    if _WHITE.fullmatch(body, bom):
        return Unfit(Why.EMPTY, "there is nothing in it; save the article again and add that")
    if _PDF.match(body[:_HEAD]):
        return Media.PDF
    if what := _binary(body[:_HEAD], encoding):
        return Unfit(Why.NOT_TEXT, f"{what}, not an article; add the article as HTML, PDF or text")
    head = body[bom:_HEAD].decode(encoding or "utf-8", "replace")
    return _marked(head) or _listed(body) or _said(declared, name) or _guessed(head)


def binary_of(head: bytes) -> str | None:
    """Return what a body is whose first bytes are those of no text, as an image or an archive."""
    return next((what for magic, what in _MAGIC if magic.match(head)), None)


def _encoding(body: bytes) -> tuple[int, str]:
    """Return the length of the byte order mark and what it stands for, "" if that is open."""
    for bom, encoding in BOMS:
        if body.startswith(bom):
            return len(bom), encoding
    return 0, _wide(body[:_HEAD])


def _wide(head: bytes) -> str:
    """Name the UTF-16 that it seems to be without a mark: zeros on one side only, and many."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) or max(even, odd) <= max(_FEW, len(head) / 20):
        return ""
    return "utf-16-be" if even else "utf-16-le"


def _binary(head: bytes, encoding: str) -> str | None:
    what = binary_of(head)
    if what or encoding:
        return what
    control = sum(byte < 32 and byte not in b"\t\n\f\r\x1b" for byte in head)
    return "a binary file" if control > len(head) * _READABLE or 0 in head else None


def _marked(head: str) -> Media | Unfit | None:
    if _FEED.match(head):
        detail = "a news feed, not an article; add the articles that it lists"
        return Unfit(Why.NO_ARTICLE, detail)
    if _DRAWING.match(head):
        return Unfit(Why.NOT_TEXT, "an image (SVG), not an article; add the article itself")
    if _WEB_ARCHIVE.match(head):
        return Unfit(Why.NOT_TEXT, "a web archive (MHTML); save the page as HTML only and add that")
    return Media.HTML if _HTML.match(head) else None


def _listed(body: bytes) -> Media | None:
    """Return JSONL if the first line that is not blank is a whole JSON object."""
    start = re.match(rb"(?:\xef\xbb\xbf)?\s*", body)
    begin = start.end() if start else 0
    if body[begin : begin + 1] != b"{":
        return None
    end = body.find(b"\n", begin, begin + LONGEST_LINE)
    try:
        value = json.loads(body[begin : end if end != -1 else begin + LONGEST_LINE])
    except (ValueError, RecursionError):
        return None
    return Media.JSONL if isinstance(value, dict) else None


def _said(declared: str | None, name: str | None) -> Media | None:
    kind = (declared or "").partition(";")[0].strip().casefold()
    path = _BEFORE_PATH.sub("", name or "").partition("?")[0].partition("#")[0]
    ending = path.rpartition(".")[2].casefold()
    return _DECLARED.get(kind) or _ENDINGS.get(ending)


def _guessed(head: str) -> Media:
    is_markdown = _FRONT_MATTER.match(head) or _HEADING.match(head)
    return Media.MARKDOWN if is_markdown else Media.PLAIN
