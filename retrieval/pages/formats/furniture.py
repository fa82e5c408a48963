"""What tags, roles, classes and ids say of a part of a page: comments, menus, adverts, captions."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from lxml.html import HtmlElement

from retrieval.articles import Kind
from retrieval.languages import fold
from retrieval.pages.formats.blocks import Block, lineage
from retrieval.pages.zones.shapes import ending, shape

Verdict = tuple[Kind, str]
Signs = Mapping[HtmlElement, Verdict | None]

_WORD_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_WRAPPERS = frozenset(("html", "body", "main"))
_MOST = 0.35  # of an article: what holds more is not furniture, whatever its name
_MOST_BY_KIND = {Kind.NOISE: 0.1, Kind.CAPTION: 0.15, Kind.QUOTE: 0.8}
_STRENGTH = {Kind.CAPTION: 1, Kind.QUOTE: 0}

_BY_TAG: Mapping[str, Verdict] = {
    "nav": (Kind.NAVIGATION, "a nav element"),
    "menu": (Kind.NAVIGATION, "a menu element"),
    "footer": (Kind.NAVIGATION, "a footer element"),
    "figcaption": (Kind.CAPTION, "a figcaption element"),
    "caption": (Kind.CAPTION, "a table's caption"),
    "figure": (Kind.CAPTION, "inside a figure"),
    "blockquote": (Kind.QUOTE, "a blockquote element"),
    "button": (Kind.NOISE, "a button"),
    "select": (Kind.NOISE, "a form field"),
    "textarea": (Kind.NOISE, "a form field"),
    "label": (Kind.NOISE, "a form field"),
    "form": (Kind.NOISE, "a form"),
    "time": (Kind.NOISE, "a time element"),
}
_BY_ROLE: Mapping[str, Verdict] = {
    "navigation": (Kind.NAVIGATION, "role navigation"),
    "menu": (Kind.NAVIGATION, "role menu"),
    "menubar": (Kind.NAVIGATION, "role menubar"),
    "search": (Kind.NAVIGATION, "role search"),
    "banner": (Kind.NAVIGATION, "role banner"),
    "contentinfo": (Kind.NAVIGATION, "role contentinfo"),
    "dialog": (Kind.NOISE, "role dialog"),
    "alert": (Kind.NOISE, "role alert"),
}
_BY_ITEM: Mapping[str, Verdict] = {
    "comment": (Kind.COMMENT, "microdata: comment"),
    "usercomments": (Kind.COMMENT, "microdata: comment"),
    "wpadblock": (Kind.ADVERT, "microdata: advert"),
    "sitenavigationelement": (Kind.NAVIGATION, "microdata: navigation"),
    "breadcrumblist": (Kind.NAVIGATION, "microdata: breadcrumbs"),
    "author": (Kind.NOISE, "microdata: author"),
    "publisher": (Kind.NOISE, "microdata: publisher"),
    "datepublished": (Kind.NOISE, "microdata: date"),
    "datemodified": (Kind.NOISE, "microdata: date"),
}
# Words of classes and ids, the first that fits decides. A hyphen joins words that stand in a row.
_BY_WORD: tuple[tuple[Kind, str, str], ...] = (
    (
        Kind.COMMENT,
        "comments",
        "comment comments commentlist commentary-list commenting disqus dsq livefyre replies"
        " pinglun liuyan guestbook comentarios kommentare commentaires",
    ),
    (
        Kind.ADVERT,
        "an advert",
        "ad ads adv advert adverts advertisement advertising adsbygoogle adbox adslot sponsor"
        " sponsored sponsors promo promos promotion outbrain taboola dfp newsletter newsletters"
        " subscribe subscription signup sign-up mailinglist cta guanggao ggao qrcode qr-code"
        " erweima download-app app-download open-app openapp appdown donate donation",
    ),
    (
        Kind.RELATED,
        "related articles",
        "related relate relates relatedposts recommend recommended recommendation recommendations"
        " recommends recirc most-read most-popular most-viewed trending read-more readmore"
        " read-next also-read see-also more-stories more-on more-news you-may jeg-read up-next"
        " next-article next-post latest-news hot-news hotnews hot-list popular-posts xiangguan"
        " tuijian related-news paihang guess-like",
    ),
    (
        Kind.NAVIGATION,
        "navigation",
        "nav navbar navigation subnav menu submenu breadcrumb breadcrumbs crumb crumbs"
        " footer foot share sharing sharebar sharebox shares social sociable sns bdshare"
        " bdsharebuttonbox"
        " jiathis bshare addthis addtoany tags taglist tag-list post-tags pager pagination paging"
        " pagenav toolbar toolbox topbar skip-link site-header masthead sitemap mianbaoxie",
    ),
    (Kind.DISCLAIMER, "a disclaimer", "disclaimer disclaimers mianze shengming disclosure"),
    (
        Kind.CAPTION,
        "an image caption",
        "caption captions wp-caption-text imgcaption img-caption image-caption photo-caption"
        " credit image-credit photo-credit img-desc pic-desc picdesc tuzhu",
    ),
    (
        Kind.NOISE,
        "byline, date or page tools",
        "byline bylines author authors author-bio authorbox dateline timestamp pubtime pub-time"
        " publish-time pubdate pub-date post-meta entry-meta article-meta post-info postinfo"
        " article-info read-time reading-time view-count views-count counter cookie cookies gdpr"
        " consent print-header print-only fontsize font-size video-player audio-player media-player"
        " jwplayer editor bianji copyright",
    ),
)

# Lines that only pages have, beside those of plain text; folded: Simplified and half width.
_LINES: tuple[tuple[Kind, str, re.Pattern[str]], ...] = tuple(
    (kind, reason, re.compile(rf"[\W_]*(?:{pattern})"))
    for kind, reason, pattern in (
        (
            Kind.DISCLAIMER,
            "a disclaimer",
            r"免责声明|特别声明|郑重声明|版权声明|声明:|本文仅代表|(?:以上|本文|文章)内容(?:仅|不代表)|风险提示:"
            r"|the (?:views|opinions)(?: and \w+)? expressed",
        ),
        (
            Kind.NOISE,
            "an editor's or source line",
            r"(?:本文)?原标?题(?:为|:|《)|(?:本文|文章|信息)来源于?:|来源(?:于:|[:|丨].{1,30}$)|发布日期:"
            r"|浏览次数:|最后更新|source:.{1,60}$",
        ),
        (
            Kind.NAVIGATION,
            "a line of page tools",
            r"(?:您|你)?(?:所在|现在|当前)?的?位置:|打印本页|关闭窗口|添加收藏夹|上一篇:|下一篇:|点击进入",
        ),
        (
            Kind.ADVERT,
            "an app or account to follow",
            r"打开.{0,8}(?:app|客户端)|[^。]{0,60}扫描(?:下方|上方|图中|以下)|[^。]{0,60}请下载.{0,12}(?:app|客户端)",
        ),
    )
)
_LABEL = 40  # characters of the longest label that heads a list of links
_ELSEWHERE = re.compile(
    r"[\W_]*(?:read (?:more|also|next|on)|see (?:more|also)|also (?:see|read|on)|also:|related"
    r"|more (?:on|from|about|news|stories|coverage)|recommended|watch(?: now| more| also)?:"
    r"|listen:|don.?t miss|you (?:may|might) (?:also )?like|most (?:read|popular)|popular on"
    r"|trending|more:|click here|相[关關]|延伸|推[荐薦]|[扩擴]展|更多|[热熱][门門]|精彩|往期"
    r"|猜你|[为為][您你]推|[点點][击擊]|查看|看更多|另[见見]|[详詳][见見]|[参參][见見]|[阅閱][读讀]更多"
    r"|此前[报報]道|作者最新|最近文章|最新文章)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?。！？…][\"”’」』）)]*$")
_LINE = 160  # characters of the longest line that these rules judge; a disclaimer may be longer


def _words(phrases: str) -> re.Pattern[str]:
    return re.compile(rf"-(?:{'|'.join(map(re.escape, phrases.split()))})-")


_PATTERNS = tuple((kind, reason, _words(phrases)) for kind, reason, phrases in _BY_WORD)


def named(element: HtmlElement) -> Verdict | None:
    """Return what an element's own tag and attributes say it holds, or None if they do not tell."""
    if element.tag in _WRAPPERS:
        return None
    role = _BY_ROLE.get(element.get("role", "").lower())
    if role is None and element.tag != "form" and _asks_address(element):
        return Kind.ADVERT, "a sign-up form"
    if element.tag == "article" and next(element.iterancestors("article"), None) is not None:
        return Kind.RELATED, "an article inside another"  # as HTML defines it
    return role or _by_item(element) or _by_name(element) or _BY_TAG.get(element.tag)


def says(text: str) -> Verdict | None:
    """Return what a line's own words say it is, if it is no part of an article."""
    if len(text) > 3 * _LINE:
        return None
    line = fold(text)
    if found := shape(line, in_head=False) or next(iter(ending(line) or ()), None):
        return found.kind, found.reason
    for kind, reason, pattern in _LINES:
        if pattern.match(line) and (len(line) <= _LINE or kind is Kind.DISCLAIMER):
            return kind, reason
    return None


def heads_others(text: str) -> bool:
    """Tell whether a short line is the label of a list of other articles."""
    return len(text) <= _LABEL and not _SENTENCE.search(text) and bool(_ELSEWHERE.match(text))


def leads_elsewhere(text: str) -> bool:
    """Tell whether a line begins as an invitation to read something else."""
    return bool(_ELSEWHERE.match(text))


def signs_of(blocks: Iterable[Block]) -> Signs:
    """Return what each element around a block says of itself."""
    signs: dict[HtmlElement, Verdict | None] = {}
    for block in blocks:
        for element in lineage(block.element):
            if element in signs:
                break
            signs[element] = named(element)
    return signs


def verdicts(
    blocks: Iterable[Block], signs: Signs, trusted: Mapping[HtmlElement, float]
) -> list[Verdict | None]:
    """Return for each block what its surroundings say of it.

    `trusted` is the share of the article that an element holds: one that holds much of it is not
    furniture, whatever its name. The outermost name decides; a caption or a quotation gives way.
    """
    known: dict[HtmlElement, Verdict | None] = {}
    for block in blocks:
        fresh = list(takewhile(lambda element: element not in known, lineage(block.element)))
        for element in reversed(fresh):
            own, share = signs[element], trusted.get(element, 0)
            fits = own is not None and share < _MOST_BY_KIND.get(own[0], _MOST)
            known[element] = _stronger(known.get(element.getparent()), own if fits else None)
    return [known[block.element] for block in blocks]


def shares(blocks: Sequence[Block], article: Iterable[int]) -> dict[HtmlElement, float]:
    """Return for each element the share of the article's characters that it holds, 0 to 1."""
    held: Counter[HtmlElement] = Counter()
    for number in article:
        for element in lineage(blocks[number].element):
            held[element] += len(blocks[number].text)
    total = max(held.values(), default=1)
    return {element: size / total for element, size in held.items()}


def _stronger(outer: Verdict | None, own: Verdict | None) -> Verdict | None:
    if outer is None or own is None:
        return outer or own
    return own if _STRENGTH.get(own[0], 2) > _STRENGTH.get(outer[0], 2) else outer


def _asks_address(element: HtmlElement) -> bool:
    """Tell whether an element is a form for an e-mail address and the words around it."""
    forms = (child for child in element if child.tag == "form")
    return any(field.get("type") == "email" for form in forms for field in form.iter("input"))


def _by_item(element: HtmlElement) -> Verdict | None:
    names = f"{element.get('itemprop', '')} {element.get('itemtype', '')}".lower().split()
    found = (_BY_ITEM.get(name.rsplit("/", 1)[-1]) for name in names)
    return next(filter(None, found), None)


def _by_name(element: HtmlElement) -> Verdict | None:
    return _of_names(f"{element.get('id', '')} {element.get('class', '')}")


@lru_cache(maxsize=4096)
def _of_names(names: str) -> Verdict | None:
    words = " ".join(f"-{'-'.join(_WORD_PARTS.findall(name)).lower()}-" for name in names.split())
    return next(((kind, why) for kind, why, words_of in _PATTERNS if words_of.search(words)), None)
