"""What a page's markup says about it: title, author, site, origin, date, address, language."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from retrieval.languages import Language, has_han, language_of_locale
from retrieval.pages.facts import bylines, sites
from retrieval.pages.facts.dates import read_date
from retrieval.pages.facts.headlines import Nearby, headline_of, nearby, text_of, visible_in
from retrieval.pages.page import Clues

_JSON = 200_000  # characters: no page describes itself at greater length
_TITLES = ("og:title", "articletitle", "dc.title", "twitter:title", "parsely-title")
_SITES = {"og:site_name": 4, "sitename": 4, "application-name": 2, "apple-mobile-web-app-title": 1}
_AUTHORS = ("author", "article:author", "og:article:author", "dc.creator", "parsely-author", "byl")
_SOURCES = ("source", "contentsource", "mediaid", "article:source", "dc.source", "original-source")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "pubdate",
    "firstpublishedtime",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "publish-date",
    "date",
    "apub:time",
    "og:time",
    "weibo:article:create_at",
    "og:release_date",
)
_ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|NewsItem|LiveBlog|WebPage$")
_FOOTER = 400  # elements at the end of a page in which its owner is named
_LONGEST_LINE = 300  # characters
_RIGHTS = re.compile(r"©|opyright|版[权權]所有|ights reserved|\(c\)", re.IGNORECASE)
_RIGHTS_META = re.compile(r"版[权權]所有$")


def clues_of(tree: HtmlElement, url: str | None) -> Clues:
    """Return what a page's markup says of it; nothing here is settled.

    From JSON-LD, meta elements, canonical links, `<title>`, and the elements around the
    headline. `url` of the clues is the address the page states, else `url`, else only the root
    of the site to which its links lead (its path is then `/`).
    """
    metas, graph = _metas(tree), _graph(tree)
    page_title = text_of(next(tree.iter("title"), None))
    address = _address(tree, metas, graph, url)
    headline = headline_of(tree, _title(metas, graph), page_title)
    visible = visible_in(tree)
    near = nearby(visible, headline)
    return Clues(
        title=headline or None,
        author=_author(metas, graph, near),
        site=_site(visible, metas, graph, page_title, headline),
        source=_source(metas, graph, near),
        published=_published(metas, graph, near),
        url=address,
        language=_language(tree, metas),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Return the first value of each meta element, by its name in lower case without blanks."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = " ".join(unescape(meta.get("content") or "").split())
        if name and content:
            metas.setdefault("".join(name.lower().split()), content)
    return metas


def _graph(tree: HtmlElement) -> dict[str, Any]:
    """Return the JSON-LD object that describes the article; empty if there is none."""
    described: dict[str, Any] = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        for thing in _things(_parsed(script.text or "")):
            if _ARTICLE_TYPES.search(str(thing.get("@type", ""))) or "pubDate" in thing:
                described = {**thing, **described}
    return described


def _parsed(text: str) -> object:
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*;?\s*$", "", text[:_JSON])
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _things(document: object) -> Iterator[dict[str, Any]]:
    if isinstance(document, list):
        for item in document[:50]:
            yield from _things(item)
    elif isinstance(document, dict):
        yield document
        if isinstance(document.get("@graph"), list):
            yield from _things(document["@graph"])


def _names(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:10] for name in _names(item)]
    if isinstance(value, dict):
        value = value.get("name")
        return _names(value) if isinstance(value, list | str) else []
    return [" ".join(unescape(value).split())] if isinstance(value, str) and value.strip() else []


def _title(metas: Mapping[str, str], graph: Mapping[str, Any]) -> str:
    stated = [*(metas.get(key, "") for key in _TITLES), *_names(graph.get("headline"))]
    return next(filter(None, stated), "")


def _address(
    tree: HtmlElement, metas: Mapping[str, str], graph: Mapping[str, Any], url: str | None
) -> str | None:
    canonical = [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]
    described = graph.get("url") or graph.get("@id") or graph.get("mainEntityOfPage")
    if isinstance(described, dict):
        described = described.get("@id")
    base = [element.get("href") for element in tree.iter("base")]
    stated = (*canonical[:1], metas.get("og:url"), url, described, metas.get("url"), *base[:1])
    for address in stated:
        if isinstance(address, str) and sites.is_address(address.strip()):
            return address.strip()
    home = sites.home_of_links(tree)
    return f"https://{home}/" if home else None


def _site(
    visible: list[HtmlElement],
    metas: Mapping[str, str],
    graph: Mapping[str, Any],
    page_title: str,
    headline: str,
) -> str | None:
    stated = [(metas[key], weight) for key, weight in _SITES.items() if key in metas]
    stated += [(name, 4) for name in _names(graph.get("publisher"))[:1]]
    rights = [value for key in ("copyright", "author") if (value := metas.get(key))]
    stated += [(_RIGHTS_META.sub("", value), 3) for value in rights if _RIGHTS_META.search(value)]
    stated += _after_title(page_title)
    holders = [name for line in _rights_lines(visible) if (name := sites.holder(line))]
    named = [(sites.short_name(name), weight) for name, weight in stated if name != headline]
    return sites.best_name(named, holders)


def _after_title(page_title: str) -> list[tuple[str, int]]:
    """Return the site's name at the end of a `<title>`, before or instead of its host name."""
    after = [part for part in sites.split_title(page_title)[1] if sites.is_name(part)]
    chinese = [part for part in after if not sites.is_host(part) and has_han(part)]
    last = (chinese if after and sites.is_host(after[-1]) and chinese else after)[-1:]
    return [(part, 2 if len(part) > 2 else 1) for part in last]


def _rights_lines(visible: list[HtmlElement]) -> list[str]:
    """Return the texts in the last elements of a page that claim rights in it."""
    lines = []
    for element in visible[-_FOOTER:]:
        if _RIGHTS.search(element.text or ""):
            lines.append(_line_of(element, element.text or ""))
        if _RIGHTS.search(element.tail or ""):
            lines.append(_line_of(element.getparent(), element.tail or ""))
    return lines[-6:]


def _line_of(element: HtmlElement | None, text: str) -> str:
    around = text_of(element)
    return around if len(around) < _LONGEST_LINE else " ".join(text.split())[:_LONGEST_LINE]


def _author(metas: Mapping[str, str], graph: Mapping[str, Any], near: Nearby) -> str | None:
    stated = [", ".join(_names(graph.get("author"))), *(metas.get(key, "") for key in _AUTHORS)]
    people = [bylines.person(text) for text in stated if "://" not in text]
    plain = [name for name in people if name and not _RIGHTS_META.search(name)]
    return plain[0] if plain else near.author


def _source(metas: Mapping[str, str], graph: Mapping[str, Any], near: Nearby) -> str | None:
    stated = [bylines.named(_unlabelled(metas.get(key, ""))) for key in _SOURCES]
    based_on = [bylines.named(name) for name in _names(graph.get("isBasedOn"))]
    return next(filter(None, [near.source, *stated, *based_on]), None)


def _unlabelled(text: str) -> str:
    return re.sub(r"^(?:来源|來源|source)\s*[:：]\s*", "", text, flags=re.IGNORECASE)


def _published(metas: Mapping[str, str], graph: Mapping[str, Any], near: Nearby) -> str | None:
    stated = [graph.get("datePublished"), graph.get("pubDate"), *(metas.get(key) for key in _DATES)]
    for text in stated:
        if isinstance(text, str) and (found := read_date(text, None)):
            return found[0]
    return near.published


def _language(tree: HtmlElement, metas: Mapping[str, str]) -> Language | None:
    root = tree.getroottree().getroot()
    code = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    code = code or metas.get("og:locale") or metas.get("content-language") or ""
    tag = code.strip().lower().replace("_", "-")
    return language_of_locale(tag) if tag.startswith(("zh", "en")) else None
