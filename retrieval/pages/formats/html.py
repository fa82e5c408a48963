"""From an HTML document to a page: every visible block, and what each of them is."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from retrieval.articles import Kind, Zone
from retrieval.pages.facts.clues import clues_of
from retrieval.pages.formats.blocks import Block, blocks_of, heading_level, is_heading, parse
from retrieval.pages.formats.furniture import (
    Verdict,
    heads_others,
    leads_elsewhere,
    says,
    shares,
    signs_of,
    verdicts,
)
from retrieval.pages.formats.mainpart import main_part
from retrieval.pages.page import Clues, Page, Unfit, Why

_BETWEEN = "\n\n"
_GIVES_WAY = frozenset((Kind.QUOTE, Kind.CAPTION))
_LINKED = 0.8  # of a line's characters: a larger share and the line is a link
_LONGEST_TITLE, _SHORTEST_TITLE = 300, 4  # characters
_MOST_OF_TITLE = 0.4  # the rest of a document's title is the names of the site and its parts
_WORDS = re.compile(r"\w+")


def read_html(html: str, url: str | None = None) -> Page | Unfit:
    """Return the page that an HTML document shows, or why it cannot be an article.

    `raw` holds every visible block, a paragraph each. The article is what trafilatura finds,
    mended by what the markup says of each part.
    """
    tree = parse(html)
    # held, or lxml makes each one anew whenever it is asked for
    elements = [] if tree is None else list(tree.iter())
    if tree is None or not (blocks := blocks_of(tree)):
        return Unfit(Why.EMPTY, "the page shows no text: give the address of an article")
    clues = clues_of(tree, url)
    verdict = _verdicts(elements, blocks, _titles(tree, clues))
    if not any(found is None or found[0] is Kind.QUOTE for found in verdict):
        return Unfit(Why.NO_ARTICLE, "no article is on this page: give the address of one")
    return _page(blocks, verdict, clues)


def _page(blocks: Sequence[Block], verdict: Sequence[Verdict | None], clues: Clues) -> Page:
    zones, position = [], 0
    for block, found in zip(blocks, verdict, strict=True):
        end = position + len(block.text)
        if found:
            zones.append(Zone(position, end, *found))
        position = end + len(_BETWEEN)
    return Page(_BETWEEN.join(block.text for block in blocks), tuple(zones), clues)


def _verdicts(
    elements: Sequence[HtmlElement], blocks: Sequence[Block], titles: Sequence[str]
) -> list[Verdict | None]:
    signs = signs_of(blocks)
    body = main_part(elements, blocks, signs)
    said = verdicts(blocks, signs, shares(blocks, body))
    first, last = min(body, default=0), max(body, default=-1)
    settled = [
        _settled(block, number in body, first <= number <= last, found)
        for number, (block, found) in enumerate(zip(blocks, said, strict=True))
    ]
    _name_headline(blocks, settled, titles)
    _name_labels(blocks, settled)
    return settled


def _settled(block: Block, in_body: bool, in_reach: bool, said: Verdict | None) -> Verdict | None:
    if said and said[0] not in _GIVES_WAY:
        return said
    if said and said[0] is Kind.CAPTION and in_reach:
        return said
    if not in_body:
        return _outside(block)
    return _elsewhere(block) or said


def _outside(block: Block) -> Verdict:
    if block.link_share >= 0.5:
        return Kind.NAVIGATION, "links outside the article"
    return Kind.NOISE, "outside the article"


def _elsewhere(block: Block) -> Verdict | None:
    """Tell a line of the article that leads away from it."""
    if not _WORDS.search(block.text):
        return Kind.NOISE, "no words"
    if found := says(block.text):
        return found
    if block.link_share >= 0.5 and leads_elsewhere(block.text):
        return Kind.RELATED, "a link to read elsewhere"
    if block.link_share >= _LINKED and not is_heading(block):
        return Kind.RELATED, "a line that is a link"
    return None


def _name_labels(blocks: Sequence[Block], settled: list[Verdict | None]) -> None:
    """Name the short lines that head what is not the article."""
    following: Verdict | None = None
    for number in range(len(blocks) - 1, -1, -1):
        is_open = settled[number] is None
        if following and is_open and heads_others(blocks[number].text):
            settled[number] = Kind.RELATED, "heads a list of links"
        following = settled[number]


def _titles(tree: HtmlElement, clues: Clues) -> list[str]:
    stated = tree.xpath("//meta[@property='og:title']/@content | //head/title/text()")
    return [_letters(title) for title in (clues.title, *map(str, stated)) if title]


def _name_headline(
    blocks: Sequence[Block], settled: list[Verdict | None], titles: Sequence[str]
) -> None:
    """Name the headline: the heading that the document's own titles repeat, or its first h1."""
    candidates = [n for n, block in enumerate(blocks) if _is_titled(block, titles)]
    reason = "the document's title"
    if not candidates:
        candidates = [n for n, block in enumerate(blocks) if heading_level(block) == 1][:1]
        reason = "the first h1"
    best = sorted(candidates, key=lambda n: (_is_furniture(settled[n]), heading_level(blocks[n])))
    for number in best[:1]:
        settled[number] = Kind.HEADLINE, reason
    for number in best[1:]:
        again = _letters(blocks[number].text) == _letters(blocks[best[0]].text)
        if again and settled[number] is None:
            settled[number] = Kind.NOISE, "the headline again"


def _is_furniture(found: Verdict | None) -> bool:
    return found is not None and found[0] is not Kind.NOISE


def _is_titled(block: Block, titles: Sequence[str]) -> bool:
    if len(block.text) > _LONGEST_TITLE:
        return False
    text = _letters(block.text)
    return len(text) >= _SHORTEST_TITLE and any(
        title.startswith(text) and len(text) >= _MOST_OF_TITLE * len(title) for title in titles
    )


def _letters(text: str) -> str:
    return "".join(_WORDS.findall(text)).casefold()
