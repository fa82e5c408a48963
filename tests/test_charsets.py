"""Character sets: bytes are read as the words they are, whatever a page says they are."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.pages.charsets import decode
from retrieval.pages.page import Unfit, Why

HANS = (
    "国务院发言人周三在北京说，新规定将从下个月起实行，各地政府要做好准备工作。有专家认为，这会增加企业的成本；"
    "也有人表示欢迎：“早就应该这样了。”一家公司的经理告诉记者，他们已经用了三个月来检查自己的产品。"
)
HANT = (
    "國務院發言人週三在北京說，新規定將從下個月起實行，各地政府要做好準備工作。有專家認為，這會增加企業的成本；"
    "也有人表示歡迎：「早就應該這樣了。」一家公司的經理告訴記者，他們已經用了三個月來檢查自己的產品。"
)
SHORT = (
    "昨天夜里，江边的渔民看见一只白鳍豚。老人说，四十年没见过了；"
    "年轻人忙着拍照，谁也不信。县里派人去查，至今没有下文，大家仍在等。"
)
JAPANESE = (
    "日本政府は三日、新しい人工知能の規制案を発表した。"
    "専門家は「この法律は企業の負担を増やす」と話している。"
)
KOREAN = (
    "정부는 3일 인공지능 규제안을 발표했다. 전문가들은 이 법이 기업의 부담을 늘릴 것이라고 말했다."
)
FRENCH = (
    "Le gouvernement a annoncé mardi une réforme attendue. « Où allons-nous ? » a demandé l’élu."
)
GERMAN = (
    "Die Regierung kündigte größere Änderungen an; die Öffentlichkeit müsse früher gehört werden."
)
SPANISH = (
    "¿Qué pasó? El señor Núñez dijo que la educación pública está en peligro; ¡todos lo saben!"
)
RUSSIAN = "Правительство объявило о реформе. Эксперты считают, что закон увеличит расходы компаний."
POLISH = "Rząd ogłosił we wtorek zmiany. Żółć, źdźbło i gęś są trudne, mówią cudzoziemcy."
ENGLISH = "The minister said on Tuesday – as “expected” – that the café’s owner owes £20 at 5°C."

WRITTEN = [
    (HANS, "utf-8"),
    (HANS, "gb18030"),
    (HANS, "gbk"),
    (HANS, "gb2312"),
    (HANT, "utf-8"),
    (HANT, "big5"),
    (HANT, "big5hkscs"),
    (HANT, "gb18030"),
    (SHORT, "utf-8"),
    (SHORT, "gb18030"),
    (JAPANESE, "utf-8"),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "euc_jp"),
    (JAPANESE, "iso2022_jp"),
    (KOREAN, "utf-8"),
    (KOREAN, "euc_kr"),
    (FRENCH, "utf-8"),
    (FRENCH, "cp1252"),
    (GERMAN, "cp1252"),
    (SPANISH, "cp1252"),
    (ENGLISH, "cp1252"),
    (RUSSIAN, "utf-8"),
    (POLISH, "utf-8"),
]
DECLARED = [
    None,
    "",
    "utf-8",
    "UTF8",
    "GB2312",
    "gbk",
    "Big5",
    "iso-8859-1",
    "windows-1252",
    "nonsense",
]


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize(("text", "codec"), WRITTEN)
def test_words_are_read_whatever_is_declared(text: str, codec: str, declared: str | None) -> None:
    assert decode(text.encode(codec), declared) == text


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "iso-8859-1"])
@pytest.mark.parametrize(("text", "codec"), WRITTEN)
def test_words_are_read_whatever_the_page_itself_declares(
    text: str, codec: str, declared: str
) -> None:
    for head in (f'<meta charset="{declared}">', f"<?xml version='1.0' encoding='{declared}'?>"):
        page = f"{head}<p>{text}</p>"
        assert decode(page.encode(codec), None) == page


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("length", [60, 75, 90])
def test_sixty_characters_are_enough(codec: str, length: int) -> None:
    text = HANT if codec == "big5hkscs" else HANS
    for start in range(0, len(text) - length, 3):
        piece = text[start : start + length]
        assert decode(piece.encode(codec), "iso-8859-1") == piece


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
        (POLISH, "iso8859_2", "iso-8859-2"),
        (POLISH, "cp1250", "windows-1250"),
        (HANS, "hz", "hz-gb-2312"),
    ],
)
def test_a_declared_set_that_is_not_among_the_usual_is_believed(
    text: str, codec: str, label: str
) -> None:
    assert decode(text.encode(codec), label) == text
    page = f'<meta http-equiv=Content-Type content="text/html; charset={label}">{text}'
    assert decode(page.encode(codec), None) == page


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("declared", [None, "gbk"])
def test_a_byte_order_mark_settles_it(codec: str, declared: str | None) -> None:
    assert decode(HANS.encode(codec), declared) == HANS


@pytest.mark.parametrize(("codec", "label"), [("utf-16-le", "utf-16"), ("utf-16-be", "UTF-16BE")])
def test_sixteen_bits_without_a_mark_must_be_declared(codec: str, label: str) -> None:
    page = f"<p>{HANS}</p>"
    assert decode(page.encode(codec), label) == page
    found = decode(page.encode(codec), None)
    assert isinstance(found, Unfit) and found.why is Why.NOT_TEXT


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        *((text, "utf-8") for text in (HANS, HANT, SHORT, FRENCH, GERMAN)),
        (HANS, "gb18030"),
        (HANT, "big5hkscs"),
    ],
)
def test_what_was_read_as_western_and_saved_is_read_back(text: str, codec: str) -> None:
    by_latin = text.encode(codec).decode("latin-1")
    by_cp1252 = "".join(_by_cp1252(byte) for byte in text.encode(codec))
    assert decode(by_latin.encode(), "utf-8") == text
    assert decode(by_cp1252.encode(), "utf-8") == text


def _by_cp1252(byte: int) -> str:
    """Read a byte as browsers do: the five that Windows-1252 leaves open are controls."""
    return bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252")


LOST = HANS.encode("gb18030").decode("utf-8", "replace")


@pytest.mark.parametrize(
    "text",
    [
        LOST,
        LOST.encode().decode("gb18030", "replace"),  # 锟斤拷
        HANS.encode().decode("gb18030", "replace"),  # 鍥藉姟
        HANS.encode().decode("cp1252", "ignore"),
        HANT.encode("gb18030").decode("big5hkscs", "ignore"),
    ],
)
def test_what_nobody_can_read_back_is_refused(text: str) -> None:
    found = decode(text.encode(), "utf-8")
    assert isinstance(found, Unfit), found
    assert found.why is Why.GARBLED


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\x01\x02",
        b"text and \x00 more",
        b"\x7fELF" + bytes(60),
        bytes(range(1, 32)) * 20,
        b"<p>" + b"\x01\x02" * 50,
    ],
)
def test_bytes_that_are_no_text_are_refused(body: bytes) -> None:
    found = decode(body, "utf-8")
    assert isinstance(found, Unfit) and found.why is Why.NOT_TEXT


@pytest.mark.parametrize(
    "body", [b"\xff" * 100, bytes(range(128, 256)) * 4, b"\xff\xfe" + b"\xd8" * 90]
)
def test_bytes_that_make_no_words_are_refused(body: bytes) -> None:
    found = decode(body, None)
    assert isinstance(found, Unfit) and found.why in (Why.GARBLED, Why.NOT_TEXT)


@pytest.mark.parametrize(
    "text", ["", "a", "Plain ASCII.\r\n\tSecond line.\f", "~{ not HZ }", "中文", "é"]
)
def test_short_and_plain_texts_stay_as_they_are(text: str) -> None:
    assert decode(text.encode(), None) == text


def test_a_few_odd_characters_do_not_make_a_page_unreadable() -> None:
    page = "A long page in English, as many are. " * 20 + "© 2025\xa0Acme"
    assert decode(page.encode("cp1252"), None) == page
    assert decode(page.encode(), "gbk") == page


@pytest.mark.parametrize(
    ("text", "codec"), [(HANS, "utf-8"), (HANS, "gb18030"), (HANT, "big5hkscs")]
)
def test_a_trace_of_damage_is_passed_over(text: str, codec: str) -> None:
    lines = [text] * 40
    encoded = [line.encode(codec) for line in lines]
    encoded[7] = encoded[7][:-1]  # the last character cut in two, as a summary often is
    found = decode(b"\n".join(encoded), None)
    assert isinstance(found, str)
    assert found.count(text) == 39
    assert found.count("\ufffd") == 1


def test_a_stray_control_character_is_dropped() -> None:
    assert decode((HANS + "\x0b\x08"[:1] + HANS).encode(), None) == HANS + HANS


def test_a_declaration_settles_what_the_words_leave_open() -> None:
    name = "戴夫》、《PROJECT TB》"
    assert decode(name.encode("gbk"), None) != name
    assert decode(name.encode("gbk"), "gbk") == name


def test_labels_that_name_no_character_set_run_nothing() -> None:
    for label in (
        "rot13",
        "base64",
        "zlib",
        "unicode_escape",
        "utf-7",
        "idna",
        "undefined",
        "\x00",
    ):
        assert decode(HANS.encode("gbk"), label) == HANS
        assert decode(b"+ADw-script+AD4- \\u0041", label) == "+ADw-script+AD4- \\u0041"


@settings(deadline=None)  # our machines may be busy
@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode), st.sampled_from(DECLARED))
def test_what_comes_back_is_clean_text_or_a_refusal(body: bytes, declared: str | None) -> None:
    found = decode(body, declared)
    if isinstance(found, str):
        found.encode()  # no lone surrogates
        assert found.count("\ufffd") <= 1
        assert not any(character < "\t" for character in found)


@pytest.mark.parametrize(
    ("text", "codec"), [(HANS, "utf-8"), (HANS, "gb18030"), (HANT, "big5hkscs")]
)
@pytest.mark.parametrize("form", ["<p class='x'>{}</p>\n", "{}"])
def test_a_large_page_is_read_quickly(text: str, codec: str, form: str) -> None:
    piece = form.format(text).encode(codec)
    body = piece * (1_000_000 // len(piece))
    assert min(_seconds(body) for _ in range(5)) < 0.3  # 0.05 on a machine at rest


@pytest.mark.parametrize(
    "body", [b"<meta " * 160_000, b"<" * 1_000_000 + b"\xff", b"a\xe9\n" * 300_000]
)
def test_a_hostile_page_takes_no_longer(body: bytes) -> None:
    assert min(_seconds(body) for _ in range(3)) < 0.3


def _seconds(body: bytes) -> float:
    begun = time.perf_counter()
    decode(body, None)
    return time.perf_counter() - begun


def test_a_page_of_plain_words_may_hold_a_few_odd_characters() -> None:
    page = (
        "The harbour authority said on Friday that trade had recovered. " * 40
        + "\ue801\ue802 ⍰⌗⍯ " * 3
    )
    assert decode(page.encode(), None) == page
