"""What on a page is not the article: rules on the shape of lines, then the editor's own list."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.articles import Removal
from retrieval.faults import Fault
from retrieval.languages import fold


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry of an editor's list: words to take out of one page, and why.

    The slice is `first`, or runs from `first` to `last` inclusive. `within` is a longer exact
    slice that tells which occurrence is meant; `every` takes them all.
    """

    reason: str
    first: str
    last: str | None = None
    within: str | None = None
    every: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str  # folded, so that one pattern serves both scripts and both widths


_CONTENT = re.compile(r"\S(?:[^\n]*\S)?")
_EDGE = re.compile(r"\A[\s\ufeff]+|\s+\Z")
_PROSE_LENGTH = 40

_MENU_WORD = re.compile(
    "首页|新闻|突发新闻|视频|音频|博客|论坛|分类广告|购物|搜索|发表日志|控制面板|个人相册|给我留言|"
    "帮助|退出|登录|注册|查看内容|网络日志正文|复制|收藏本页|广告服务|联系我们|关于我们|关于本站|"
    "招聘信息|网站导航|隐私保护|友情链接|无障碍链接"
)
_MENU_ONLY = re.compile(f"(?:{_MENU_WORD.pattern})+")
_SEPARATOR = re.compile(r"[\s|>»·/-]+")
_LABEL = re.compile(r"(?:发布时间|日期|查看|浏览|阅读|评论|来自|来源|作者|编辑|责编|责任编辑)\s*:")

_LINE_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("navigation", re.compile(r"https?://\S+(?:\s*>.*)?")),
    ("metadata", re.compile(r"[^。]*\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}:\d{2}")),
    ("player", re.compile(r"please wait|no media source currently available")),
    ("player", re.compile(r"(?:\d{1,2}:\d{2}(?::\d{2})?\s*)+")),
    ("noise", re.compile(r"a\+|xs|sm|md|lg")),
    ("noise", re.compile(r"图/\S*配图")),
)

# Only above the first paragraph: below it, the same shapes are the speakers of an interview.
_BYLINE = re.compile(
    r"(?:撰文|文|作者|记者|编辑|采写)\s*[丨|/:]\s*[\w·]{1,12}|\S{2,8} \d{4}年\d{1,2}月\d{1,2}日"
)

# What opens the rest of a page below an article: the reason of the line itself and of what follows.
_ENDINGS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("metadata", "metadata", re.compile(r"(?:标签|tags):.*")),
    ("metadata", "comment", re.compile(r"(?:浏览|阅读)\(\d+\).*")),
    ("comment", "comment", re.compile(r"(?:最新|文章|发表|网友|读者)评论")),
    ("disclaimer", "related", re.compile(r"免责声明:.*|声明:.*(?:本文|本站|转载).*")),
    ("disclaimer", "disclaimer", re.compile(r"copyright\s*(?:©|\(c\)|\d{4}).*")),
    ("related", "related", re.compile(r"-? ?(?:最近发表|最新发布|随机阅读)")),
    ("advert", "advert", re.compile(r"更多精彩(?:内容|文章).*:")),
    (
        "navigation",
        "navigation",
        re.compile(r"-? ?(?:我的名片|分类目录|存档目录|搜索|友情链接)"),
    ),
)


def find_removals(raw: str, edits: Sequence[Edit] = ()) -> tuple[Removal, ...]:
    """Return what to take out of a page so that only the article is left, in page order.

    The removals do not overlap. Blank lines between and around removed lines go with them, so the
    article starts and ends with its own words and its paragraphs stay apart as they were.
    """
    by_hand = list(_by_hand(raw, edits))
    lines = [line for line in _lines(raw) if not _covered(line, by_hand)]
    marks = [*_edges(raw), *by_hand, *_by_rule(lines)]
    return _merged(_swallow_blanks(raw, _bridged(raw, _disjoint(marks))))


def _edges(raw: str) -> Iterator[Removal]:
    return (Removal(*match.span(), "blank") for match in _EDGE.finditer(raw))


def _lines(raw: str) -> Iterator[_Line]:
    return (_Line(*match.span(), fold(match.group())) for match in _CONTENT.finditer(raw))


def _covered(line: _Line, marks: Iterable[Removal]) -> bool:
    return any(mark.start <= line.start and line.end <= mark.end for mark in marks)


def _by_rule(lines: Sequence[_Line]) -> Iterator[Removal]:
    end = _end_of_article(lines)
    reasons = [*_of_article(lines[:end]), *_after_article(lines[end:])]
    for line, reason in zip(lines, reasons, strict=True):
        if reason:
            yield Removal(line.start, line.end, reason)


def _end_of_article(lines: Sequence[_Line]) -> int:
    begun = False
    for number, line in enumerate(lines):
        if begun and _ending(line.text):
            return number
        begun = begun or _is_paragraph(line.text)
    return len(lines)


def _of_article(lines: Iterable[_Line]) -> Iterator[str | None]:
    headline, begun = "", False
    for line in lines:
        begun = begun or _is_paragraph(line.text)
        if not begun and _BYLINE.fullmatch(line.text):
            yield "byline"
        elif line.text == headline:
            yield "headline again"
        else:
            reason = _shape(line.text)
            headline = headline or ("" if reason else line.text)
            yield reason


def _after_article(lines: Iterable[_Line]) -> Iterator[str]:
    section = ""
    for line in lines:
        ending = _ending(line.text)
        section = ending[1] if ending else section
        yield ending[0] if ending else section


def _ending(text: str) -> tuple[str, str] | None:
    for reason, following, pattern in _ENDINGS:
        if pattern.fullmatch(text):
            return reason, following
    return None


def _shape(text: str) -> str | None:
    if _is_menu(text):
        return "navigation"
    if len(_LABEL.findall(text)) > 1 and "。" not in text:
        return "metadata"
    return next((reason for reason, rule in _LINE_RULES if rule.fullmatch(text)), None)


def _is_menu(text: str) -> bool:
    words = [word for word in _SEPARATOR.split(text) if word]
    known = sum(bool(_MENU_WORD.fullmatch(word)) for word in words)
    return bool(_MENU_ONLY.fullmatch("".join(words))) or (known > 1 and not _is_prose(text))


def _is_paragraph(text: str) -> bool:
    return _is_prose(text) and _shape(text) is None


def _is_prose(text: str) -> bool:
    return len(text) >= _PROSE_LENGTH and re.search(r"[。!?.]", text) is not None


def _by_hand(raw: str, edits: Iterable[Edit]) -> Iterator[Removal]:
    for edit in edits:
        spans = list(_spans(raw, edit))
        if not spans:
            raise Fault(f"“{_brief(edit)}” does not occur in the page: copy the words exactly")
        if len(spans) > 1 and not edit.every:
            count = f"“{_brief(edit)}” occurs {len(spans)} times"
            raise Fault(f"{count}: give the words it stands within, or every = true")
        yield from (Removal(start, end, edit.reason) for start, end in spans)


def _spans(raw: str, edit: Edit) -> Iterator[tuple[int, int]]:
    between = "" if edit.last is None else "(?s:.*?)" + re.escape(edit.last)
    words = re.compile(re.escape(edit.first) + between)
    for start, end in _windows(raw, edit.within):
        yield from (match.span() for match in words.finditer(raw, start, end))


def _windows(raw: str, within: str | None) -> Iterator[tuple[int, int]]:
    if within is None:
        return iter([(0, len(raw))])
    return (match.span() for match in re.finditer(re.escape(within), raw))


def _brief(edit: Edit) -> str:
    ends = [edit.first] if edit.last is None else [edit.first, edit.last]
    return " … ".join(" ".join(words.split())[:30] for words in ends)


def _disjoint(marks: Iterable[Removal]) -> list[Removal]:
    kept: list[Removal] = []
    position = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.end > position:
            kept.append(replace(mark, start=max(mark.start, position)))
            position = mark.end
    return kept


def _bridged(raw: str, removals: list[Removal]) -> list[Removal]:
    """Let removals with nothing but blanks between them touch."""
    bridged = [
        replace(one, end=two.start) if not raw[one.end : two.start].strip() else one
        for one, two in pairwise(removals)
    ]
    return bridged + removals[-1:]


def _swallow_blanks(raw: str, removals: list[Removal]) -> list[Removal]:
    swallowed = []
    for block in _blocks(removals):
        start, end = _with_blanks(raw, block[0].start, block[-1].end)
        block[0] = replace(block[0], start=start)
        block[-1] = replace(block[-1], end=end)
        swallowed += block
    return swallowed


def _blocks(removals: Iterable[Removal]) -> list[list[Removal]]:
    blocks: list[list[Removal]] = []
    for removal in removals:
        if blocks and blocks[-1][-1].end == removal.start:
            blocks[-1].append(removal)
        else:
            blocks.append([removal])
    return blocks


def _with_blanks(raw: str, start: int, end: int) -> tuple[int, int]:
    """Widen a slice over the blank space that would be left twice, or at an edge of the page."""
    before = len(raw[:start].rstrip())
    after = len(raw) - len(raw[end:].lstrip())
    if before == 0:
        return 0, after
    if after == len(raw):
        return before, after
    above, below = raw[before:start].count("\n"), raw[end:after].count("\n")
    if not above or not below:
        return start, end
    return (start, after) if above > below else (before, end)


def _merged(removals: Iterable[Removal]) -> tuple[Removal, ...]:
    merged: list[Removal] = []
    for removal in removals:
        last = merged[-1] if merged else None
        if last and last.end == removal.start and last.reason == removal.reason:
            merged[-1] = replace(last, end=removal.end)
        else:
            merged.append(removal)
    return tuple(merged)
