"""Which site a page belongs to, from what its markup says and where its links lead."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from retrieval.languages import HAN
from retrieval.pages.facts.directory import host_and_path, name_key, site_of

if TYPE_CHECKING:  # a plain text has its facts settled without a parser
    from lxml.html import HtmlElement

_LONGEST_NAME = 40
_ENOUGH_LINKS = 3
_WEIGHTS = {"a": 2, "link": 2, "script": 2, "form": 3}  # pictures often come from elsewhere
_ELSEWHERE = frozenset(
    [
        *("facebook.com", "twitter.com", "x.com", "youtube.com", "instagram.com", "linkedin.com"),
        *("pinterest.com", "reddit.com", "whatsapp.com", "t.me", "telegram.org", "tiktok.com"),
        *("google.com", "googleapis.com", "gstatic.com", "googletagmanager.com", "goo.gl"),
        *("google-analytics.com", "googlesyndication.com", "doubleclick.net", "gravatar.com"),
        *("weibo.com", "weibo.cn", "bshare.cn", "jiathis.com", "qzone.qq.com", "wpa.qq.com"),
        *(
            "cnzz.com",
            "hm.baidu.com",
            "share.baidu.com",
            "push.zhanzhang.baidu.com",
            "zz.bdstatic.com",
        ),
        *("12377.cn", "12321.cn", "beian.gov.cn", "beian.miit.gov.cn", "miit.gov.cn", "conac.cn"),
        *("myqcloud.com", "aliyuncs.com", "alicdn.com", "qiniucdn.com", "amazonaws.com", "w3.org"),
        *("cloudfront.net", "akamaihd.net", "cloudflare.com", "jsdelivr.net", "unpkg.com"),
        *("jquery.com", "bootstrapcdn.com", "fontawesome.com", "typekit.net", "wp.com", "w.org"),
        *("wordpress.org", "addthis.com", "sharethis.com", "disqus.com", "taboola.com"),
        *("outbrain.com", "scorecardresearch.com", "apple.com", "microsoft.com", "adobe.com"),
        *("schema.org", "gmpg.org", "ogp.me", "irs01.com", "tanx.com", "baike.baidu.com"),
    ]
)
_BREAKS = re.compile(r"\s+[-–—|·•»:：]\s+|[_|｜]+|\s*--+\s*|\s*[—–]{2,}\s*|\s+[»•]\s*")
_TIGHT = re.compile(rf"[-—–](?=[^-—–]{{2,20}}$)(?=[^-—–]*[{HAN}]|[A-Z][\w.]+$)")
_TIGHT_SECTION = re.compile(
    rf"[-—–](?=[{HAN}]{{2,6}}$)(?=.*(?:频道|頻道|栏目|新闻|新聞|资讯|中心)$)"
)
_SHORTEST_TITLE = 5
_SECTION = 8  # characters of the longest name of a section
_RIGHTS = re.compile(
    r"copyright|©|\(c\)|版权所有|版權所有|all rights reserved|权利保留|著作權", re.IGNORECASE
)
_FOR_A_PAGE = re.compile(r"(?:19|20)\d\d|版[权權]所有|rights reserved|ICP", re.IGNORECASE)
_MARK = re.compile(r"copyright|©|\([cC]\)", re.IGNORECASE)
_NOT_A_HOLDER = re.compile(
    r"copyright|©|\(c\)|all rights? reserved\.?|some rights reserved|版[权權]所有|your website"
    r"|不得[转轉][载載].*|未[经經].*|(?:19|20)\d\d(?:\s*[-–~至—]\s*(?:(?:19|20)\d\d|now|present|今))?"
    rf"|主办单位|主辦單位|主办方?|主辦|[{HAN}]{{0,2}}\s?(?:ICP|公网安备|B2-).*|备案.*|備案.*|\bby\b"
    r"|www\.\S+|https?:\S+|powered by.*|[{}]",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"公司|Ltd|Limited|Inc\b|LLC|Corporation|GmbH|Company|Group|Interactive|Media\b", re.IGNORECASE
)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/?", re.IGNORECASE)


def split_title(title: str) -> tuple[str, list[str]]:
    """Return the headline in a `<title>` and what stands after it: sections, the site's name.

    “标题_财经_腾讯网” gives “标题” and [“财经”, “腾讯网”]; a mark inside a headline stays.
    """
    marks = [*_BREAKS.finditer(title)] or _tight_marks(title)
    cut = _cut(title, marks)
    after = [mark for mark in marks if mark.start() >= cut]
    ends = [*(mark.start() for mark in after[1:]), len(title)]
    tail = [title[mark.end() : end] for mark, end in zip(after, ends, strict=False)]
    return title[:cut].strip(), [name for part in tail if (name := part.strip("-—– "))]


def _tight_marks(title: str) -> list[re.Match[str]]:
    tight = _TIGHT.search(title)
    section = tight and _TIGHT_SECTION.search(title, 0, tight.start())
    return [mark for mark in (section, tight) if mark and mark.start() >= _SHORTEST_TITLE]


def _cut(title: str, breaks: list[re.Match[str]]) -> int:
    """Return where the headline ends: before the last break, and before sections above it."""
    cut, end = len(title), len(title)
    for mark in reversed(breaks):
        last = cut == len(title)
        longest = _LONGEST_NAME if last else _SECTION
        name = title[mark.end() : end].strip()
        rest = title[: mark.start()].strip()
        if len(name) > longest or len(rest) < max(_SHORTEST_TITLE, len(name) // 2):
            break
        cut, end = mark.start(), mark.start()
    return cut


def claims_rights(line: str) -> bool:
    """Tell whether a line claims rights in the page, as “© 2024 X” does."""
    return _RIGHTS.search(line) is not None


def holder(line: str) -> str | None:
    """Return who a copyright line says owns the page: “© 2014~2019 The Paper All rights …”."""
    if not claims_rights(line) or not _FOR_A_PAGE.search(line):
        return None
    for part in re.split(r"[|｜丨。，,;；\n]|\s{2,}|主办方|地址|邮编", line):
        if _RIGHTS.search(part):
            after = _MARK.split(part)[-1]
            names = (_first_name(_bare(text)) for text in (after, part))
            if name := next(filter(is_name, names), None):
                return name
    return None


def _bare(text: str) -> str:
    return " ".join(_NOT_A_HOLDER.sub(" ", text).split()).strip(" .:：-–~·•")


def _first_name(text: str) -> str:
    """Return the first of several names in Chinese, which has no spaces inside one."""
    first = text.split(" ")[0]
    return first if re.search(f"[{HAN}]{{2}}", first) else re.split(rf"\s?[{HAN}]", text)[0]


def is_name(text: str) -> bool:
    """Tell whether `text` can be a site's name: short, with letters, not an address or a number."""
    shape = text.strip()
    if not 1 < len(shape) <= _LONGEST_NAME or "//" in shape or _RIGHTS.search(shape):
        return False
    return bool(re.search(rf"[{HAN}]{{2}}|[A-Za-z]{{3}}|[A-Z]{{2}}", shape))


def short_name(name: str) -> str:
    """Return a site's name without the motto that a long one carries after a bar or a dash."""
    return name if len(name) <= _LONGEST_NAME // 2 else _BREAKS.split(name)[0] or name


def is_host(text: str) -> bool:
    """Tell whether `text` is a bare host name, as “cjn.cn”."""
    return _HOST.fullmatch(text.strip()) is not None


def best_name(stated: list[tuple[str, int]], holders: list[str]) -> str | None:
    """Return the site's name among those stated, with what each statement weighs.

    A name that the owner's line repeats weighs more; the owner's own name comes after any
    other, a company's last.
    """
    weights: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    owners = [name_key(owner) for owner in holders]
    heavier = [(name, weight + _echoed(name_key(name), owners)) for name, weight in stated]
    for name, weight in [*heavier, *((owner, _owner_weight(owner)) for owner in holders)]:
        if is_name(name) and (key := name_key(name)):
            spelling.setdefault(key, name.strip())
            weights[key] = max(weights[key], weight)
    best = weights.most_common(1)
    return spelling[best[0][0]] if best else None


def _owner_weight(owner: str) -> int:
    return 1 if _COMPANY.search(owner) else 3


def _echoed(key: str, owners: list[str]) -> int:
    return int(len(key) > 2 and any(key in owner or owner in key for owner in owners))


def home_of_links(tree: "HtmlElement") -> str | None:
    """Return the host that most of a page's links and scripts lead to; None if none stands out."""
    hosts: Counter[str] = Counter()
    for tag, address in _addresses(tree):
        host = host_and_path(address)[0]
        if "." in host and not _is_elsewhere(host):
            hosts[host] += _WEIGHTS.get(tag, 1)
    sites: Counter[str] = Counter()
    for host, count in hosts.items():
        sites[site_of(host)] += count
    best = sites.most_common(1)
    if not best or best[0][1] < _ENOUGH_LINKS or best[0][1] * 4 < sites.total():
        return None
    return max(
        (host for host in hosts if site_of(host) == best[0][0]), key=lambda host: hosts[host]
    )


def _addresses(tree: "HtmlElement") -> Iterator[tuple[str, str]]:
    for element in tree.iter("a", "link", "script", "img", "form"):
        address = element.get("href") or element.get("src") or element.get("action") or ""
        if address.startswith(("http://", "https://", "//")):
            yield str(element.tag), address


def _is_elsewhere(host: str) -> bool:
    labels = host.split(".")
    return any(".".join(labels[start:]) in _ELSEWHERE for start in range(len(labels) - 1))


def is_address(text: str | None) -> bool:
    """Tell whether `text` is a whole http(s) address with a host."""
    try:
        parts = urlsplit(text or "")
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return False
