"""PDFs made by hand: paragraphs come back whole, and no file raises or hangs."""

import io
import zlib
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from retrieval.articles import Kind
from retrieval.languages import has_han
from retrieval.pages.formats import pdf
from retrieval.pages.formats.pdf import read_pdf
from retrieval.pages.formats.pdf_child import MOST_PAGES
from retrieval.pages.page import Page, Unfit, Why

Placed = tuple[float, float, float, str]  # x, y, size, text

LOREM = "The ministry said on Tuesday that the figures would be published later this week"


def document(objects: Sequence[bytes], info: int | None = None) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    told = b"/Info %d 0 R" % info if info else b""
    trailer = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + rows + trailer % (size, told, len(out))


def stream(content: bytes, filters: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content)


def shown(lines: Sequence[Placed]) -> bytes:
    parts = []
    for x, y, size, text in lines:
        literal = (
            b"<" + text.encode("utf-16-be").hex().encode() + b">"
            if has_han(text)
            else b"(" + text.encode("cp1252") + b")"
        )
        font = b"/F2" if has_han(text) else b"/F1"
        parts.append(b"BT %s %g Tf 1 0 0 1 %g %g Tm %s Tj ET" % (font, size, x, y, literal))
    return b"\n".join(parts)


def to_unicode(pages: Sequence[Sequence[Placed]]) -> bytes:
    han = {c for page in pages for *_, text in page if has_han(text) for c in text}
    rows = b"\n".join(b"<%04x> <%04x>" % (ord(c), ord(c)) for c in sorted(han))
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"%d beginbfchar\n%s\nendbfchar\nendcmap end end" % (len(han), rows)
    )


def made(pages: Sequence[Sequence[Placed]], info: bytes = b"<< >>") -> bytes:
    """Return a PDF of these lines; codes of Chinese letters are told by a ToUnicode map alone."""
    fixed = 7
    kids = b" ".join(b"%d 0 R" % (fixed + 1 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
        b" /DescendantFonts [6 0 R] /ToUnicode 5 0 R >>",
        stream(to_unicode(pages)),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        info,
    ]
    for number, lines in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (fixed + 2 + 2 * number)
        )
        packed = zlib.compress(shown(lines))
        objects.append(stream(packed, b"/Filter /FlateDecode"))
    return document(objects, fixed)


def set_solid(texts: Sequence[str], top: float = 700, leading: float = 16) -> list[Placed]:
    return [(72, top - leading * number, 12, text) for number, text in enumerate(texts)]


def read(body: bytes) -> Page:
    page = read_pdf(body)
    assert isinstance(page, Page), page
    return page


def zones(page: Page) -> list[tuple[Kind, str]]:
    return [(zone.kind, page.raw[zone.start : zone.end]) for zone in page.zones]


def test_english_lines_become_paragraphs_and_hyphens_go() -> None:
    lines = [
        *set_solid([LOREM, "and that the depart-", "ment had no further comment."]),
        *set_solid(["A second paragraph begins here and goes", "on, said no-", "One."], top=640),
    ]
    assert read(made([lines])).raw.split("\n\n") == [
        f"{LOREM} and that the department had no further comment.",
        "A second paragraph begins here and goes on, said no- One.",
    ]


def test_chinese_lines_are_joined_without_a_space_by_their_indents() -> None:
    first = ["发言人星期二表示，有关的统计数字将在本周稍后公布，", "并称该部门没有进一步的评论"]
    lines = [
        (96, 700, 12, first[0]),
        (72, 684, 12, f"{first[1]}，训练花了557.6"),
        (72, 668, 12, "万美元。这一句把这一行填到了纸页的最右边的边上。"),
        (96, 652, 12, "第二段从这里开始，它没有空行，只有缩进，"),
        (72, 636, 12, "到此为止。"),
    ]
    raw = read(made([lines])).raw
    assert raw.split("\n\n") == [
        f"{first[0]}{first[1]}，训练花了557.6万美元。这一句把这一行填到了纸页的最右边的边上。",
        "第二段从这里开始，它没有空行，只有缩进，到此为止。",
    ]


def test_a_wider_gap_parts_paragraphs_that_nothing_else_parts() -> None:
    first, second = ["第一段没有句号的一行字", "接着的一行"], ["第二段的第一行字", "最后一行"]
    page = read(made([[*set_solid(first), *set_solid(second, top=660)]]))
    assert page.raw.split("\n\n") == ["".join(first), "".join(second)]


def test_a_sentence_goes_on_over_the_running_heads_of_two_pages() -> None:
    def page(number: int, body: list[str]) -> list[Placed]:
        head, foot = (72, 760, 9, "某某日报 2025年1月30日"), (290, 40, 9, f"- {number} -")
        return [head, *set_solid(body), foot]

    body = ["第一段在这一页上开始，到了页末还没有说完的一句话，", "它在下一页"]
    read_page = read(made([page(1, body), page(2, ["继续说完。"]), page(3, ["末段在此结束了。"])]))
    assert "它在下一页继续说完。" in read_page.raw
    noise = sorted((zone.reason, read_page.raw[zone.start : zone.end]) for zone in read_page.zones)
    assert noise == [
        *[("page header", "某某日报 2025年1月30日")] * 3,
        *[("page number", f"- {number} -") for number in (1, 2, 3)],
    ]


def test_words_of_the_body_that_repeat_are_no_running_head() -> None:
    pages = [
        set_solid([f"第{n}页的开头。", "他说不知道。", "结尾各不相同。" * n]) for n in (1, 2, 3)
    ]
    assert not read(made(pages)).zones


def test_the_largest_type_is_the_headline() -> None:
    lines: list[Placed] = [
        (72, 740, 22, "海边小城的灯塔重新亮了"),
        *set_solid(["正文很长。" * 6] * 4),
    ]
    page = read(made([lines]))
    assert zones(page) == [(Kind.HEADLINE, "海边小城的灯塔重新亮了")]
    assert page.clues.title == "海边小城的灯塔重新亮了"


@pytest.mark.parametrize(
    ("info", "clues"),
    [
        (b"/Title (A lighthouse) /Author (Jane Roe)", ("A lighthouse", "Jane Roe", None)),
        (b"/Title <FEFF706F5854> /Author <FEFF674E56DB>", ("灯塔", "李四", None)),
        (b"/Title (Microsoft Word - a.docx) /Author (Administrator)", (None, None, None)),
        (b"/Title (final.indd) /Author (roe@example.org)", (None, None, None)),
        (b"/CreationDate (D:20250130101500+08'00')", (None, None, "2025-01-30T10:15:00+08:00")),
        (b"/CreationDate (D:20250130)", (None, None, "2025-01-30")),
        (b"/CreationDate (D:20251399101500Z)", (None, None, None)),
        (b"/CreationDate (D:20250130) /Producer (Skia/PDF m120)", (None, None, None)),
    ],
)
def test_what_the_file_says_of_itself_is_believed_where_plausible(
    info: bytes, clues: tuple[str | None, ...]
) -> None:
    page = read(made([set_solid([LOREM])], b"<< %s >>" % info))
    assert (page.clues.title, page.clues.author, page.clues.published) == clues


def scanned() -> bytes:
    return made([[], []])


def locked() -> bytes:
    crypt = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"00" * 32, b"11" * 32)
    body = made([set_solid([LOREM])])
    start = body.index(b"/Root")
    ids = b"/ID [<%s> <%s>] /Encrypt " % (b"22" * 16, b"22" * 16)
    return body[:start] + ids + crypt + b" " + body[start:]


def looping() -> bytes:
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 /Parent 2 0 R >>",
        ]
    )


def form_loop() -> bytes:
    form = b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>"
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R"
            b" /Resources << /XObject << /X 4 0 R >> >> >>",
            stream(b"/X Do /X Do", form),
            stream(b"/X Do"),
        ]
    )


def bomb() -> bytes:
    packed = zlib.compress(b"BT (a) Tj ET\n" * 12_000_000, 9)
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>",
            stream(packed, b"/Filter /FlateDecode"),
        ]
    )


def unmapped() -> bytes:
    """Codes that are numbers of glyphs, and nothing that says which letters they draw."""
    glyphs = "".join(chr(0xE000 + n) for n in range(40))
    return made([[(72, 700, 12, "公布"), (72, 684, 12, f"字{glyphs}")]])


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (scanned(), Why.NO_TEXT),
        (locked(), Why.NO_TEXT),
        (looping(), Why.GARBLED),
        (made([set_solid([LOREM])])[:700], Why.GARBLED),
        (b"%PDF-1.7\nnothing\n%%EOF", Why.GARBLED),
        (b"%%EOF", Why.GARBLED),
        (made([[(72, 700, 12, "x")]] * (MOST_PAGES + 1)), Why.TOO_LARGE),
    ],
    ids=["scanned", "locked", "looping", "cut", "no body", "not a PDF", "too many pages"],
)
def test_what_cannot_be_read_says_why(body: bytes, why: Why) -> None:
    unfit = read_pdf(body)
    assert isinstance(unfit, Unfit)
    assert unfit.why is why
    assert "\n" not in unfit.detail


@pytest.mark.parametrize("body", [bomb(), form_loop(), unmapped()], ids=["bomb", "form", "fonts"])
def test_a_hostile_file_is_refused(body: bytes) -> None:
    assert isinstance(read_pdf(body), Unfit)


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_SECONDS", 0.01)
    unfit = read_pdf(made([set_solid([LOREM])]))
    assert isinstance(unfit, Unfit) and unfit.why is Why.TOO_LARGE


def test_a_file_encrypted_with_no_password_is_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made([set_solid([LOREM])]))))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert LOREM in read(out.getvalue()).raw


@settings(max_examples=12, deadline=None)  # each starts a process
@given(st.data())
def test_a_damaged_file_never_raises(data: st.DataObject) -> None:
    body = bytearray(made([set_solid([LOREM, "二〇二五年的第一天。"])]))
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(9, len(body) - 10))] = data.draw(st.integers(0, 255))
    page = read_pdf(bytes(body))
    if isinstance(page, Page):
        assert all(one.end <= two.start for one, two in pairwise(page.zones))
        assert all(0 <= zone.start < zone.end <= len(page.raw) for zone in page.zones)
