"""What the visible lines of a page say about it, above all those around its headline."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from retrieval.articles import Kind, Known
from retrieval.languages import HAN
from retrieval.pages.facts import bylines, sites
from retrieval.pages.facts.dates import read_date
from retrieval.pages.facts.directory import Directory, name_key
from retrieval.pages.page import Page

_OTHERS = frozenset([Kind.COMMENT, Kind.RELATED, Kind.ADVERT])
_PARAGRAPH = 90  # characters; a longer line is text, not a headline or a byline
_HEAD_LINES = 30
_BEFORE, _AFTER = 8, 14  # lines around a headline that can belong to it
_LEAD = 4  # paragraphs in which a dateline or a reporter's name can stand
_LAST_LINES = 25
_ASIDE = 24  # characters that a date's line holds beside the date
_REPRINT = re.compile(
    r"(?:本文|文章|内容|稿件|声明|聲明)[^\n。]{0,12}(?:转载自|轉載自|转自|轉自|转载于|转载|轉載)[^\n。]{0,20}(?:媒体|媒體|网站|網站|作者|平台|来源)"
    r"|^(?:转载|轉載|转自|轉自)",
    re.MULTILINE,
)
_MENU = re.compile(
    r"首\s*页|首\s*頁|登录|登錄|注册|註冊|搜索|广告服务|收藏|退出|Home\b|Login|Menu|APP", re.I
)
_CRUMBS = re.compile(
    rf"^(?P<site>[{HAN}A-Za-z0-9.]{{2,20}})\s*(?:[>»›/|]\s*)?(?:网站)?(?:首页|首頁|Home)\b"
)
_ADDRESS = re.compile(r"https?://[^\s<>，。）)】]+")
_DATE_LABEL = re.compile(
    r"(?:发布|發布|發佈|发表|發表|时间|時間|日期|更新|刊登|上传|published|posted|updated|\bdate\b"
    r"|(?:来源|來源)\s*[:：]\s*\S{2,20})"
    r"(?:于|於|在|\s+on)?\s*[:：]?\s*(?=[\d〇一二三四五六七八九十昨今前]|[A-Z][a-z]{2})"
    r"|\d\s*日?\s*(?:发布|發布|發佈|发表|發表|更新)\s*$",
    re.IGNORECASE,
)
_DATE_TEXT = re.compile(r"[\d〇零一二三四五六七八九十年月日号時时分秒:：\-/.T+Z,，\s]+")
_TITLE_WORD = re.compile(rf"[{HAN}]{{3}}|[A-Za-z]{{2,}}\s+[A-Za-z]{{2,}}")
_LABELLED = ("来源", "來源", "本文来源", "本文來源", "稿源", "转自", "轉自")
_INTERVIEW = re.compile(r"专访|專訪|访谈|訪談|对话|對話|采访|採訪")
_PROGRAMME = re.compile(
    r"(?<![据據受对對])[《「](?P<name>[^》」\n]{2,16})[》」]\s*(?:节目|節目)?(?:专访|專訪|采访|採訪|邀请|邀請|对话|對話)"
)
_BARS = re.compile(r"[\s|｜·•,，]+")
_TIME_WORD = re.compile(
    r"发布|發布|發佈|发表|發表|时间|時間|日期|更新|刊登|上传|星期|published|posted|updated"
    r"|\b(?:[ap]m|gmt?|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|march|april|august"
    r"|\w+(?:uary|tember|ober|ember)|\w+day)\b",
    re.IGNORECASE,
)
_PERSON_ONLY = re.compile(rf"^(?:[{HAN}·]{{2,5}}|[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){{1,3}})$")


@dataclass(frozen=True)
class Opening:
    """The lines of a page in which it speaks of itself, and what they say; read when asked."""

    page: Page

    @cached_property
    def lines(self) -> list[str]:
        """Every line that is not comment, related or advert, without white space around."""
        return [line for _, line in self._placed]

    @cached_property
    def head(self) -> list[str]:
        """The lines around the headline, those after it first; the first lines if none is known."""
        start = self._headline_at
        if start is None:
            return [*self.lines[:_HEAD_LINES]]
        after = self.lines[start + 1 : start + 1 + _AFTER]
        return [*after, *reversed(self.lines[max(0, start - _BEFORE) : start + 1])]

    @cached_property
    def lead(self) -> list[str]:
        """The first paragraphs."""
        start = -1 if self._headline_at is None else self._headline_at
        paragraphs = (line for line in self.lines[start + 1 :] if len(line) > _ASIDE)
        return [line for line, _ in zip(paragraphs, range(_LEAD), strict=False)]

    @cached_property
    def title(self) -> str | None:
        """The headline: marked as such, said twice, or the last line above byline or text."""
        marked = next(iter(self._headings), None)
        if marked:
            return marked
        position = self._headline_at
        return None if position is None else self.lines[position]

    def source(self) -> str | None:
        """Return whom the page names as the origin, near the headline or on a line of its own."""
        for line in (*self.head, *self._labelled):
            if name := bylines.source_in(line):
                return name
        return None

    def reporter(self, directory: Directory) -> tuple[str, str | None] | None:
        """Return the outlet whose reporter signs or whose dateline opens the text, and who."""
        for line in self.head:
            if found := _signed(line, directory):
                return found
        for line in self.lead:
            if found := _signed(line, directory) or _dateline(line, directory):
                return found
        short = (line for line in self.lines if len(line) < _PARAGRAPH // 2)
        return next(filter(None, (_signed(line, directory) for line in short)), None)

    def author(self) -> str | None:
        """Return the person who signs: a label, a reporter's byline, a name beside the date."""
        for line in self.head:
            if name := bylines.author_in(line) or _beside_date(line):
                return name
        for line in (*self.head, *self.lead):
            if found := bylines.reporter_in(line):
                return found[1]
            if own := bylines.own_reporter_in(line):
                return own
        return None

    def published(self, today: date) -> tuple[str, Known] | None:
        """Return the date on a line around the headline, stated ones first."""
        dates = [found for line in self.head if (found := _date(line, today))]
        stated = (found for found in dates if found[1] is Known.STATED)
        return next(stated, next(iter(dates), None))

    def masthead(self, directory: Directory) -> str | None:
        """Return the site's name above its menu, or alone on a line before the text."""
        for line in self.lines[:_HEAD_LINES]:
            if crumbs := _CRUMBS.match(line):
                return crumbs["site"]
        before = self.lines[: self._headline_at or 0]
        alone = [outlet for line in before if (outlet := directory.by_name(line))]
        return alone[0].names["zh-Hans"] if len({outlet.id for outlet in alone}) == 1 else None

    @property
    def owner(self) -> str | None:
        """Return the owner of the page that its last lines name."""
        owners = (sites.holder(line) for line in reversed(self.lines[-_LAST_LINES:]))
        return next(filter(None, owners), None)

    def address(self, directory: Directory) -> str | None:
        """Return the page's own address where a line around the headline gives it."""
        for line in self.lines[:_HEAD_LINES]:
            match = _ADDRESS.search(line)
            if match and len(line) < _PARAGRAPH and directory.by_url(match.group()):
                return match.group()
        return None

    @property
    def is_reprint(self) -> bool:
        """Tell whether the page says that its text was taken from elsewhere."""
        return _REPRINT.search(self.page.raw) is not None

    def programme(self, directory: Directory) -> str | None:
        """Return the programme of a known outlet that leads the interview which the page is."""
        if not _INTERVIEW.search(self.title or self.page.clues.title or ""):
            return None
        names = {match["name"] for match in _PROGRAMME.finditer(self.page.raw)}
        known = [name for name in sorted(names) if directory.by_name(name)]
        return known[0] if len(known) == 1 else None

    @cached_property
    def _placed(self) -> list[tuple[int, str]]:
        foreign = iter([zone for zone in self.page.zones if zone.kind in _OTHERS])
        zone, placed = next(foreign, None), []
        for match in re.finditer(r"[^\n]+", self.page.raw):
            while zone and zone.end <= match.start():
                zone = next(foreign, None)
            inside = zone and zone.start <= match.start() and match.end() <= zone.end
            if not inside and (line := match.group().strip()):
                placed.append((match.start(), line))
        return placed

    @cached_property
    def _headings(self) -> list[str]:
        marked = (zone for zone in self.page.zones if zone.kind is Kind.HEADLINE)
        texts = (" ".join(self.page.raw[zone.start : zone.end].split()) for zone in marked)
        return [text for text in texts if text]

    @cached_property
    def _headline_at(self) -> int | None:
        for zone in self.page.zones:
            if zone.kind is Kind.HEADLINE:
                return _first(i for i, (at, _) in enumerate(self._placed) if at >= zone.start)
        if title := self.page.clues.title:
            return _repeats_title(self.lines, title)
        return _headline_by_place(self.lines)

    @property
    def _labelled(self) -> Iterator[str]:
        """Lines further down that are an origin's label and little else: （来源：X）."""
        for line in self.lines:
            text = line.lstrip("（([【* ")
            if len(line) < _PARAGRAPH // 2 and text.startswith(
                ("来源", "來源", "本文来源", "本文來源", "稿源", "转自", "轉自")
            ):
                yield line


def _first(positions: Iterable[int]) -> int | None:
    return next(iter(positions), None)


def _repeats_title(lines: list[str], title: str) -> int | None:
    """Return where a page that has a title in its markup shows it, the last of the first lines."""
    key = name_key(title)[:16]
    found = [i for i, line in enumerate(lines) if key and name_key(line[:80]).startswith(key)]
    return found[0] if found else None


def _headline_by_place(lines: list[str]) -> int | None:
    """Return which line is the headline: one said twice, else the last above byline or text."""
    text_at = _first(i for i, line in enumerate(lines) if len(line) > _PARAGRAPH)
    text_at = len(lines) if text_at is None else text_at
    candidates = [i for i, line in enumerate(lines[:text_at][:_HEAD_LINES]) if _can_head(line)]
    said: dict[str, int] = {}
    for i in candidates:
        if (first := said.setdefault(lines[i], i)) != i or lines[i] in lines[text_at : text_at + 5]:
            return first
    bylined = [i for i in candidates if i + 1 < len(lines) and _is_byline(lines[i + 1])]
    return bylined[-1] if bylined else candidates[0] if candidates else None


def _can_head(line: str) -> bool:
    plain = _TITLE_WORD.search(line) and not _MENU.search(line) and not _ADDRESS.search(line)
    return bool(plain) and not _is_byline(line)


def _is_byline(line: str) -> bool:
    if len(line) > _PARAGRAPH:
        return False
    dated = _DATE_TEXT.sub("", line)
    date_only = len(dated) <= _ASIDE // 2 and read_date(line, None) is not None
    return date_only or bool(bylines.source_in(line) or bylines.author_in(line))


def _signed(line: str, directory: Directory) -> tuple[str, str | None] | None:
    found = bylines.reporter_in(line)
    return found if found and found[0] and directory.resolve(found[0]) else None


def _dateline(line: str, directory: Directory) -> tuple[str, str | None] | None:
    if agency := bylines.wire_in(line):
        return (agency, None) if directory.by_name(agency) else None
    led = directory.leading(bylines.without_bracket(line[:_PARAGRAPH]))
    return (led[0].names["zh-Hans"], None) if led and bylines.opens_report(led[1]) else None


def _beside_date(line: str) -> str | None:
    if len(line) > _ASIDE * 2 or not read_date(line, None):
        return None
    words = [word for word in _BARS.split(line) if not re.search(r"\d", word)]
    rest = " ".join(word for word in words if not _TIME_WORD.search(word))
    return rest if _PERSON_ONLY.match(rest) else None


def _date(line: str, today: date) -> tuple[str, Known] | None:
    if len(line) > _PARAGRAPH or sites.claims_rights(line):
        return None
    found = read_date(line, today)
    if found is None or _DATE_LABEL.search(line):
        return found
    aside = len(_DATE_TEXT.sub("", line))
    if found[1] is Known.INFERRED:  # “Today” alone is a menu
        return found if aside <= _ASIDE // 2 and re.search(r"\d", line) else None
    at_an_end = _DATE_TEXT.match(line) or _DATE_TEXT.search(line[-2:])
    return found if (aside <= _ASIDE and at_an_end) or "T" in found[0] else None
