"""The headline of a page, and the small elements around it that name author, origin and date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from retrieval.pages.facts import bylines
from retrieval.pages.facts.dates import read_date
from retrieval.pages.facts.directory import name_key
from retrieval.pages.facts.sites import split_title

_AFTER = 160  # elements after the headline that can still belong to it
_WITHOUT_HEADLINE = 500  # elements to look through when the headline is not found
_DATE_WITHIN = 60  # elements after the headline: further down stand the dates of other articles
_LONGEST = 60  # characters of a byline element
_UNSEEN = ("script", "style", "noscript", "template", "head", "title")
_SOURCE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:source|sour|media[_-]?name|article[_-]?source|copyfrom|from)(?:$|[\s-])",
    re.IGNORECASE,
)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:author(?:[_-]?name)?|byline(?:[_-]?name)?|writer|js_name|nick_?name|reporter)(?:$|[\s-])",
    re.IGNORECASE,
)
_LIST_CLASS = re.compile(r"comment|recommend|related|footer|relate|hot|rank|list", re.IGNORECASE)
_DATE_CLASS = re.compile(r"date|time|publi", re.IGNORECASE)
_CREDIT = re.compile(r"credit|photo|image|getty|/|\d{4}|[:：]", re.IGNORECASE)
_BARE_LABEL = re.compile(r"(?:来源|來源|来自|來自|稿源|转自|轉自)\s*[:：]?$")


@dataclass(frozen=True, slots=True)
class Nearby:
    """What the elements around a headline say."""

    author: str | None = None
    source: str | None = None
    published: str | None = None


def text_of(element: HtmlElement | None) -> str:
    """Return an element's text in one line."""
    return " ".join(" ".join(_pieces(element)).split()) if element is not None else ""


def _pieces(element: HtmlElement) -> Iterator[str]:
    return element.itertext() if isinstance(element.tag, str) else iter(())


def headline_of(tree: HtmlElement, stated: str, page_title: str) -> str:
    """Return the article's headline: as stated, as shown, or out of the page's `<title>`.

    A heading of the page wins where the stated title or `<title>` repeats it or is cut short.
    """
    in_title = split_title(page_title)[0]
    short = [split_title(stated)[0], stated] if stated else []
    headings = [
        text for heading in tree.iter("h1", "h2") if 3 < len(text := text_of(heading)) < 200
    ]
    for title in filter(None, (*short, in_title)):
        for heading in headings:
            if _same(heading, title):
                return heading if len(heading) >= len(title) else title
    only = [text_of(heading) for heading in tree.iter("h1")]
    if stated:
        return in_title if in_title.startswith(short[0]) else short[0]
    if in_title:
        return in_title
    return next(filter(None, only), "")


def _same(heading: str, title: str) -> bool:
    one, two = name_key(heading), name_key(title)
    short, long = sorted((one, two), key=len)
    return len(short) > 3 and long.startswith(short) and len(short) * 4 > len(long)


def visible_in(tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements of a page that can show text, in page order."""
    elements = (element for element in tree.iter() if isinstance(element.tag, str))
    return [element for element in elements if element.tag not in _UNSEEN]


def nearby(visible: list[HtmlElement], headline: str) -> Nearby:
    """Return what stands in the elements after the headline, or in the first of the page."""
    author = source = published = None
    for distance, element in enumerate(_around(visible, headline)):
        text = _short_text(element)
        if not text or _in_list(element):
            continue
        marked = _marks(element)
        source = source or _source(element, text, marked)
        author = author or _author(element, text, marked)
        if distance < _DATE_WITHIN:
            published = published or _date(element, text, marked)
    return Nearby(author, source, published)


def _short_text(element: HtmlElement) -> str:
    """Return the text of an element short enough to be a byline; nothing of a longer one."""
    found: list[str] = []
    length = 0
    for piece in _pieces(element):
        words = piece.split()
        found += words
        length += sum(map(len, words))
        if length > _LONGEST:
            return ""
    return " ".join(found) if length > 1 else ""


def _around(visible: list[HtmlElement], headline: str) -> list[HtmlElement]:
    """Return the elements that can hold a byline, from the headline on."""
    start = _shown_at(visible, headline)
    return visible[start : start + (_AFTER if start else _WITHOUT_HEADLINE)]


def _shown_at(elements: list[HtmlElement], headline: str) -> int:
    wanted = headline[:12]
    found = 0
    for position, element in enumerate(elements):
        text = (element.text or "").strip()
        if wanted and text.startswith(wanted):
            if element.tag in ("h1", "h2", "h3"):
                return position
            found = found or position
    return found


def _marks(element: HtmlElement) -> str:
    return " ".join(filter(None, (element.get("class"), element.get("id"))))


def _in_list(element: HtmlElement) -> bool:
    return bool(_LIST_CLASS.search(_marks(element)))


def _source(element: HtmlElement, text: str, marked: str) -> str | None:
    if _BARE_LABEL.search(text):
        return _after_label(element)
    if found := bylines.source_in(text):
        return found
    classed = bool(marked) and _SOURCE_CLASS.search(marked) and not _CREDIT.search(text)
    return bylines.named(text) if classed and len(text) <= 30 else None


def _after_label(element: HtmlElement) -> str | None:
    following = element.getnext()
    return bylines.named((element.tail or "").strip() or text_of(following)[:40])


def _author(element: HtmlElement, text: str, marked: str) -> str | None:
    if found := bylines.author_in(text):
        return found
    stated = element.get("rel") == "author" or element.get("itemprop") == "author"
    classed = stated or bool(marked and _AUTHOR_CLASS.search(marked))
    return bylines.person(text) if classed and len(text) <= 40 else None


def _date(element: HtmlElement, text: str, marked: str) -> str | None:
    moment = element.get("datetime")
    if moment and (found := read_date(moment, None)):
        return found[0]
    digits = sum(map(str.isdigit, text))
    shown = found[0] if (found := read_date(text, None)) else None
    return shown if shown and (digits * 3 >= len(text) or _DATE_CLASS.search(marked)) else None
