"""Bytes to text: the character set that makes words, whatever a page declares."""

import codecs
import re
from collections import Counter

from retrieval.pages.page import Unfit, Why

_SAMPLE = 16_000  # bytes that readings are judged by
_CONTEXT = 40  # bytes of ASCII before an odd one
_HEAD = 4096  # bytes in which a page declares its character set
_TRACE = 1000  # one broken character in so many is a trace
_PLAUSIBLE = 0.25  # of 1; Chinese read right scores 0.7, read wrong below 0.1
_NO_WORDS = 0.1  # valid UTF-8 below this is a misreading that cannot be undone
_SYMBOL = 0.3  # what a lone ° or © says for a reading
_PLAINLY = 0.3  # what a reading must be better by, to be believed against valid UTF-8
_FEW = 0.08  # of the characters; fewer odd ones do not make a text unreadable
_DECLARED = 0.1  # what a declaration counts for

_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "cp1252", "cp932", "euc_jp", "cp949")
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LABELS = {  # of the web, without case and marks
    "utf-8": "utf8",
    "utf-16-le": "utf16 utf16le",
    "utf-16-be": "utf16be",
    "gb18030": "gb18030 gbk xgbk gb2312 gb231280 cp936",
    "hz": "hzgb2312",
    "big5hkscs": "big5 big5hkscs xxbig5 cp950",
    "cp932": "shiftjis sjis xsjis windows31j",
    "euc_jp": "eucjp xeucjp",
    "iso2022_jp": "iso2022jp",
    "cp949": "euckr ksc5601 ksc56011987 windows949",
    "cp1252": "ascii usascii latin1 iso88591",
    "koi8_r": "koi8r",
    "koi8_u": "koi8u",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_SIXTEEN_BITS = ("utf-16-le", "utf-16-be")
_FAMILY = re.compile(r"(?:windows|cp)(125\d|874)|iso8859(\d{1,2})")
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.I,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LOST = re.compile(r"\ufffd|锟斤拷|烫烫烫|ï¿½")
_ESCAPED = re.compile(rb"\x1b\$[@B]|~\{")
_LATIN = "\u00a0-\u024f\u0152\u0153\u0192\u02c6\u02dc\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122"
_LATIN_RUN = re.compile(f"[{_LATIN}]+")
_LETTERS = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]{1,2}")
_MARKS = re.compile("[\u00a0\u00b7\u2013-\u2026]+")
_ODD_LINE = re.compile(rb"[\x80-\xff][^\n\r<>]*")
_C1_AS_BYTES = {number: 0xDC00 + number for number in range(0x80, 0xA0)}
_MISREADINGS = tuple(
    (wrong, right)
    for wrong in ("cp1252", "gb18030")
    for right in ("utf-8", "gb18030", "big5hkscs")
    if wrong != right
)
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能"
    "下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加"
    "量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与"
    "关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者"
    "最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少"
    "图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光"
    "门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采"
    "转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节"
    "话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际"
    "商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精"
    "值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住"
    "调满县局照参红细引听该铁价严警媒网访谈星言讲举企司银投股票疫医患病毒闻息香港台湾俄罗韩欧"
    "盟英德印這爲個國時來們於對會發動過說產種後學經進電裏現實兩體機當點從業應開還義間樣與關線"
    "內數麼質氣變條沒結問無軍並題黨員總設長頭資邊級圖統較將組見計別論運農幾區強決幹戰則據處隊"
    "給門規熱領東導壓爭濟階術極聯認權證採轉單風帶場車務萬達積議聲報鬥類離華確張馬節話況溫傳許"
    "羣廣記觀織裝衆書覆兒須際驗連斷難礦備辦習響約勞團歷構稱準號維劃選標寫親養層卻專狀廠識適屬"
    "圓調滿縣參紅細聽該鐵價嚴網訪談講舉銀醫聞臺灣羅韓歐裡啲嘅喺佢咗"
    "，！？：；（）"
    "이다는에가을를의고하지은도로한그사서어나기리인일자아시대수있것해들전정보부장"
)
_WEIGHTS = (  # of a character that is not common, by the range it stands in
    (0x0370, 0x052F, 0.6),  # Greek, Cyrillic
    (0x0530, 0x1FFF, 0.6),
    (0x3000, 0x303F, 1.0),
    (0x3040, 0x30FF, 0.7),  # kana
    (0x4E00, 0x9FFF, 0.0),
    (0xAC00, 0xD7A3, 0.1),
    (0xE000, 0xF8FF, -2.0),  # private use
    (0xFF01, 0xFF5E, 0.5),
    (0xFF61, 0xFF9F, -1.0),  # half-width kana, the mark of a wrong Shift_JIS
    (0xFFFD, 0xFFFD, -4.0),
    (0x0080, 0x009F, -4.0),
    (0x3400, 0x4DBF, -0.5),
    (0x1F000, 0x1FAFF, 0.5),  # emoji
    (0x20000, 0x3FFFF, -0.5),
)


def decode(body: bytes, declared: str | None) -> str | Unfit:
    """Return the text of `body`, read by the character set that makes the plainest words of it.

    `declared` is the charset of the HTTP header; a byte order mark, valid UTF-8 and the page's own
    declaration count too, and none of them against the words. Text that was decoded wrongly once
    and saved is read back where that loses nothing. The text holds at most a trace of U+FFFD.
    """
    marked = _marked(body)
    if marked is not None:
        return _checked(marked)
    if b"\x00" in body:
        return _sixteen_bits(body, declared)
    if _ESCAPED.search(body):
        return _best(body, [*_declared(body, declared), "iso2022_jp", "hz"])
    text = _utf8(body)
    if text is None:
        return _best(body, _declared(body, declared))
    return _checked(text) if text.isascii() else _unmangled(text)


def _marked(body: bytes) -> str | None:
    for mark, codec in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    return None


def _sixteen_bits(body: bytes, declared: str | None) -> str | Unfit:
    codec = _codec(declared or "")
    return _checked(body.decode(codec, "replace")) if codec in _SIXTEEN_BITS else _not_text()


def _declared(body: bytes, declared: str | None) -> list[str]:
    """Return the codecs that the header and the page itself declare."""
    found = [declared or ""]
    for match in _META.finditer(body[:_HEAD]):
        found.append((match[1] or match[2]).decode("ascii", "replace"))
    return [codec for codec in map(_codec, found) if codec and codec not in _SIXTEEN_BITS]


def _codec(label: str) -> str | None:
    """Return the codec for a label of the web; None for what text is never sent in."""
    plain = re.sub(r"[^a-z0-9]", "", label.lower())
    family = _FAMILY.fullmatch(plain)
    if family is None:
        return _CODECS.get(plain)
    name = f"cp{family[1]}" if family[1] else f"iso8859_{family[2]}"
    return name if _exists(name) else None


def _exists(codec: str) -> bool:
    try:
        codecs.lookup(codec)
    except LookupError:
        return False
    return True


def _utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _unmangled(text: str) -> str | Unfit:
    """Return `text` as it was before it was read in a wrong character set and saved as UTF-8."""
    sample = _sample(text.encode()).decode("utf-8", "ignore")
    score = _score(sample)
    for wrong, right in _MISREADINGS:
        if _score(_undone(sample, wrong, right)) >= max(score + _PLAINLY, _PLAUSIBLE):
            whole = _undone(text, wrong, right)
            return _unmangled(whole) if whole else text
    is_garbled = score < _NO_WORDS and _odd_share(text) > _FEW
    return _garbled() if is_garbled else _checked(text)


def _undone(text: str, wrong: str, right: str) -> str:
    """Return `text` written by `wrong` and read by `right`; nothing where `wrong` cannot write it.

    The controls that Windows-1252 leaves undefined go through as bytes.
    """
    try:
        written = text.translate(_C1_AS_BYTES).encode(wrong, "surrogateescape")
    except UnicodeEncodeError:
        return ""
    return written.decode(right, "replace")


def _best(body: bytes, names: list[str]) -> str | Unfit:
    sample = _sample(body)
    scores = {
        codec: _score(sample.decode(codec, "replace")) + _DECLARED * (codec in names)
        for codec in dict.fromkeys([*names, *_CANDIDATES])
    }
    codec = max(scores, key=scores.__getitem__)
    if scores[codec] < _PLAUSIBLE and _odd_share(sample.decode(codec, "replace")) > _FEW:
        return _garbled()
    return _checked(body.decode(codec, "replace"))


def _checked(text: str) -> str | Unfit:
    """Return `text` without its trace of control characters; with more than a trace it is none."""
    trace = 1 + len(text) // _TRACE
    if len(_CONTROL.findall(text)) > trace:
        return _not_text()
    if len(_LOST.findall(text)) > trace:
        return _garbled()
    return _CONTROL.sub("", text)


def _sample(body: bytes) -> bytes:
    """Return the first lines and texts between tags that are not ASCII, if any, one to a line."""
    if body.isascii():
        return body[:_SAMPLE]
    pieces: list[bytes] = []
    left, end = _SAMPLE, 0
    while left > 0 and (odd := _ODD_LINE.search(body, end)):
        pieces.append(body[max(end, odd.start() - _CONTEXT) : odd.end()][:_SAMPLE])
        left, end = left - len(pieces[-1]), odd.end()
    return b"\n".join(pieces)


def _odd_share(text: str) -> float:
    return sum(character > "\x7f" for character in text) / max(1, len(text))


def _score(text: str) -> float:
    """Return how plainly the characters beyond ASCII make words: 1 if all do, below 0 if none."""
    rest = Counter(_LATIN_RUN.sub("", text))
    runs = Counter(_LATIN_RUN.findall(text))
    total = sum(n * _run_weight(run) * len(run) for run, n in runs.items())
    total += sum(n * _weight(character) for character, n in rest.items() if character > "\x7f")
    return total / max(1, sum(character > "\x7f" for character in text))


def _run_weight(run: str) -> float:
    """Weigh Western letters and marks in a row: words have one or two, wrong readings many."""
    if _LETTERS.fullmatch(run) or _MARKS.fullmatch(run):
        return 1.0
    return _SYMBOL if len(run) == 1 else -1.0


def _weight(character: str) -> float:
    if character in _COMMON:
        return 1.0
    number = ord(character)
    for first, last, weight in _WEIGHTS:
        if first <= number <= last:
            return weight
    return 0.0 if character.isprintable() else -2.0


def _garbled() -> Unfit:
    return Unfit(Why.GARBLED, "no character set makes words of this: save the page as UTF-8")


def _not_text() -> Unfit:
    return Unfit(Why.NOT_TEXT, "this is not text: give a page or a text file")
