"""Formats are told by what the bytes hold, whatever they are said to be."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.pages.formats.jsonl import LONGEST_LINE
from retrieval.pages.media import Media, media_of
from retrieval.pages.page import Unfit, Why

HTML = "<!DOCTYPE html><html><head><title>灯塔</title></head><body>亮了</body></html>"
LISTED = json.dumps({"outlet": "甲报", "text": "灯塔亮了。"})


def unfit(body: bytes, declared: str | None = None, name: str | None = None) -> Unfit:
    found = media_of(body, declared, name)
    assert isinstance(found, Unfit), found
    assert "\n" not in found.detail
    return found


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (HTML, Media.HTML),
        (f"\n<!-- saved -->\n<?xml version='1.0'?>{HTML.lower()}", Media.HTML),
        ("<div class='a'>灯塔亮了。</div>", Media.HTML),
        ("<p>One</p>", Media.HTML),
        (f"{LISTED}\n{LISTED}\n", Media.JSONL),
        (f"\n\n{LISTED}", Media.JSONL),
        ("%PDF-1.7\n...", Media.PDF),
        ("\ufeff  %PDF-1.4\n...", Media.PDF),
        ("---\ntitle: 灯塔\n---\n亮了。", Media.MARKDOWN),
        ("+++\ntitle = 'a'\n+++\nb", Media.MARKDOWN),
        ("# 灯塔\n\n亮了。", Media.MARKDOWN),
        ("灯塔亮了。", Media.PLAIN),
        ("<3 you all", Media.PLAIN),
        ("{ not json }", Media.PLAIN),
        ("A story about %PDF-1.4 files.", Media.PLAIN),
        ("MZ世代的消费习惯正在改变。", Media.PLAIN),
        ("BM25 is a formula.", Media.PLAIN),
        ("PK大赛周六开始。", Media.PLAIN),
        ("---\n第一段。\n\n第二段。", Media.PLAIN),
        ("Content-Type is a header, and multipart/related is one kind.", Media.PLAIN),
    ],
)
def test_what_a_text_holds_tells_its_format(body: str, media: Media) -> None:
    assert media_of(body.encode()) is media


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_any_character_set_will_do(encoding: str) -> None:
    assert media_of(HTML.encode(encoding)) is Media.HTML
    assert media_of("灯塔亮了。\nIt shines again.\n".encode(encoding)) is Media.PLAIN


def test_a_byte_order_mark_of_gb18030_counts_too() -> None:
    mark = "\ufeff".encode("gb18030")
    assert media_of(mark + HTML.encode("gb18030")) is Media.HTML
    assert unfit(mark + b"\n").why is Why.EMPTY


@pytest.mark.parametrize(
    ("declared", "name", "media"),
    [
        ("text/html; charset=gbk", None, Media.HTML),
        ("TEXT/Markdown", "a.txt", Media.MARKDOWN),
        ("application/x-ndjson", None, Media.JSONL),
        ("application/pdf", None, Media.PDF),
        ("text/plain", "读我.MD", Media.MARKDOWN),
        ("application/octet-stream", "a.jsonl", Media.JSONL),
        (None, "notes.text", Media.PLAIN),
        (None, "https://example.md/news?id=1.pdf#a.html", Media.PLAIN),
        (None, "https://example.org/news/a.html?x=1", Media.HTML),
        (None, "https://example.html", Media.PLAIN),
        ("image/png", None, Media.PLAIN),
        (None, None, Media.PLAIN),
    ],
)
def test_where_the_bytes_leave_it_open_it_is_what_is_said(
    declared: str | None, name: str | None, media: Media
) -> None:
    assert media_of("灯塔亮了。".encode(), declared, name) is media


def test_the_bytes_outweigh_what_is_said() -> None:
    assert media_of(HTML.encode(), "application/pdf", "a.pdf") is Media.HTML
    assert media_of(b"%PDF-1.7\n", "text/html", "a.html") is Media.PDF
    assert unfit(b"\x89PNG\r\n\x1a\n\x00\x00", "text/html", "a.html").why is Why.NOT_TEXT


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "an image (PNG)"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "an image (JPEG)"),
        (b"GIF89a\x01\x00", "an image (GIF)"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "an image (WebP)"),
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36", "an image (BMP)"),
        (b"\x00\x00\x00\x1cftypheic", "an image (HEIF)"),
        (b"\x00\x00\x00\x20ftypisom", "a video (MP4)"),
        (b"\x1a\x45\xdf\xa3\x01", "a video (Matroska)"),
        (b"ID3\x04\x00\x00", "audio (MP3)"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "audio (WAV)"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"word/document.xml", "an office file (Word"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"mimetypeapplication/epub+zip", "an electronic book"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"a.txt", "an archive (ZIP)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office file (Word"),
        (b"{\\rtf1\\ansi hello}", "an office file (RTF)"),
        (b"\x1f\x8b\x08\x00", "an archive (gzip)"),
        (b"a.txt" + b"\x00" * 252 + b"ustar\x00", "an archive (tar)"),
        (b"\x7fELF\x02", "a program"),
        (b"MZ\x90\x00\x03\x00", "a program"),
        (b"SQLite format 3\x00", "a database"),
        (b"words\x00\x01\x02\x03 and words", "a binary file"),
        (bytes(range(256)) * 4, "a binary file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "an image (SVG)"),
    ],
)
def test_what_is_no_text_is_named(body: bytes, what: str) -> None:
    found = unfit(body)
    assert found.why is Why.NOT_TEXT
    assert found.detail.startswith(what)


@pytest.mark.parametrize(
    "body", [b"", b" \n\t\r", b"\xef\xbb\xbf\n", b"\xff\xfe\n\x00", b"\x00\x00"]
)
def test_nothing_is_empty(body: bytes) -> None:
    assert unfit(body).why is Why.EMPTY


def test_a_feed_and_a_web_archive_say_what_to_add() -> None:
    assert unfit(b"<?xml version='1.0'?>\n<rss version='2.0'></rss>").why is Why.NO_ARTICLE
    archive = b"From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=x\n"
    assert "HTML" in unfit(archive).detail


def test_a_first_line_too_long_to_be_read_is_not_parsed() -> None:
    body = b'{"text": "' + b"a" * LONGEST_LINE + b'"}'
    assert media_of(body) is Media.PLAIN
    assert media_of(b"[" * 100_000) is Media.PLAIN
    assert media_of(b'{"a":' * 100_000) is Media.PLAIN


@settings(deadline=None)  # our machines may be busy
@given(st.binary(max_size=400), st.none() | st.text(max_size=20), st.none() | st.text(max_size=20))
def test_any_bytes_are_judged(body: bytes, declared: str | None, name: str | None) -> None:
    found = media_of(body, declared, name)
    assert isinstance(found, (Media, Unfit))
