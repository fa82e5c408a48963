"""Which blocks of a page are its article: trafilatura's choice, mended where pages defeat it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

import trafilatura
from lxml.html import HtmlElement

from retrieval.articles import Kind
from retrieval.languages import HAN
from retrieval.pages.formats.blocks import Block, Run, is_block, is_heading, is_seen, lineage
from retrieval.pages.formats.furniture import Signs, heads_others, says, shares, verdicts

_FIRST, _BASE = 0x2801, 250  # Braille: printable, no letters, and on no news page
_MOST_BLOCKS, _MOST_ELEMENTS = 10_000, 30_000  # past these the extractor's time is quadratic
_DIGIT = f"[{chr(_FIRST)}-{chr(_FIRST + _BASE - 1)}]"
_MARK = re.compile(f"({_DIGIT})({_DIGIT})")
_BRAILLE = re.compile("[\u2800-\u28ff]")

_CLAUSE = re.compile(r"[，。！？；、]|[,.!?;](?=[\s\"”’]|$)")
_WORD = re.compile(rf"[{HAN}]|\w+")
_PROSE = 12  # words or Chinese characters of a paragraph that can stand for an article
_TELLING = 6  # and of a row or line of one
_LINKED = 0.4  # of a paragraph's characters: with a larger share it leads elsewhere
_SCANT = 0.5  # of the densest part of a page: an extraction below it missed the article
_GATHERED = 0.75  # of the chosen text is in one element: what is outside it is not article
_TABULAR = 0.25  # of the chosen text is prose: with less the article is a table or a list
_TRUSTED = 0.2  # of the article: an element that holds so much of it holds nothing else
_NEUTRAL = frozenset(
    re.findall(
        r"\w+",
        "li ul ol dl dt dd tr td th tbody thead tfoot table blockquote center font figure",
    )
)
_CONTAINERS = frozenset(("div", "section", "article", "td", "body"))


def main_part(elements: Sequence[HtmlElement], blocks: Sequence[Block], signs: Signs) -> set[int]:
    """Return the numbers of the blocks that are the article; writes marks into the tree.

    `elements` are all of the tree, its root first. The extractor's choice stands unless the
    page's densest prose is elsewhere; what stands apart from it is left out, and what stands
    beside it is taken in.
    """
    chosen = _extracted(elements, blocks)
    running = [is_prose(block) and not says(block.text) for block in blocks]
    core = chosen or {number for number, prose in enumerate(running) if prose}
    said = verdicts(blocks, signs, shares(blocks, core))
    aside = [found is not None and found[0] is not Kind.QUOTE for found in said]
    prose = [runs and not apart for runs, apart in zip(running, aside, strict=True)]
    dense = _densest(blocks, prose)
    told = (number for number in chosen if running[number] or _tells(blocks[number]))
    if _size(blocks, told) < _SCANT * _size(blocks, dense):
        chosen = dense
    return _Growth(blocks, prose, aside).around(_gathered(blocks, prose, chosen))


def is_prose(block: Block) -> bool:
    """Tell running text from labels, menus and lists of headlines."""
    return _is_told(block, _PROSE) and bool(_CLAUSE.search(block.text))


def _is_told(block: Block, words: int) -> bool:
    return len(_WORD.findall(block.text)) >= words and block.link_share < _LINKED


def _tells(block: Block) -> bool:
    return _is_told(block, _TELLING) and not says(block.text)


def _size(blocks: Sequence[Block], chosen: Iterable[int]) -> int:
    return sum(len(blocks[number].text) for number in chosen)


def _densest(blocks: Sequence[Block], prose: Sequence[bool]) -> set[int]:
    """Return the prose under the element whose own paragraphs hold most of the page's."""
    scores: Counter[HtmlElement] = Counter()
    for block, counts in zip(blocks, prose, strict=True):
        if counts:
            host = _host(block)
            scores[host] += len(block.text)
            if host.getparent() is not None:
                scores[host.getparent()] += len(block.text) // 2
    best = max(scores, key=lambda element: scores[element], default=None)
    return {n for n, block in enumerate(blocks) if prose[n] and best in lineage(block.element)}


def _gathered(blocks: Sequence[Block], prose: Sequence[bool], chosen: set[int]) -> set[int]:
    """Leave out the few chosen blocks that stand apart from the most."""
    telling = {number for number in chosen if prose[number]}
    if _size(blocks, telling) < _TABULAR * _size(blocks, chosen):
        telling = chosen
    most = [element for element, share in shares(blocks, telling).items() if share >= _GATHERED]
    inner = max(most, key=lambda element: sum(1 for _ in lineage(element)), default=None)
    near = set() if inner is None else set(islice(lineage(inner), 3))

    def stays(number: int) -> bool:
        around = near.intersection(lineage(blocks[number].element))
        return inner in around or (prose[number] and bool(around))

    return {number for number in chosen if stays(number)}


class _Growth:
    """Taking in what stands beside the chosen paragraphs, or in containers of the same make."""

    def __init__(self, blocks: Sequence[Block], prose: Sequence[bool], aside: Sequence[bool]):
        self.blocks, self.prose, self.aside = blocks, prose, aside
        self.hosts = [_host(block) for block in blocks]
        self.articles = [_article(host) for host in self.hosts]

    def around(self, chosen: set[int]) -> set[int]:
        """Return the chosen blocks and what belongs to them."""
        if not chosen:
            return chosen
        trusted = self._trusted(chosen)
        beside = trusted | {host.getparent() for host in trusted}
        shapes = {_shape(host) for host in trusted}
        articles = {_article(host) for host in trusted}
        first, last = self._reach(chosen)
        grown = set(chosen)
        for number in range(first, last + 1):
            host = self.hosts[number]
            alike = host in beside or _shape(host) in shapes
            if self.prose[number] and alike and self.articles[number] in articles:
                grown.add(number)
        return grown | self._between(trusted, chosen)

    def _trusted(self, chosen: set[int]) -> set[HtmlElement]:
        held: Counter[HtmlElement] = Counter()
        for number in chosen:
            held[self.hosts[number]] += len(self.blocks[number].text)
        floor = _TRUSTED * held.total()
        return {host for host, size in held.items() if size >= floor}

    def _reach(self, chosen: set[int]) -> tuple[int, int]:
        """Return how far the article can go before another headline or a list of others."""
        first, last = min(chosen), max(chosen)
        while first > 0 and not self._ends(first - 1):
            first -= 1
        while last + 1 < len(self.blocks) and not self._ends(last + 1):
            last += 1
        return first, last

    def _ends(self, number: int) -> bool:
        block = self.blocks[number]
        is_title = any(element.tag == "h1" for element in lineage(block.element))
        return is_title or heads_others(block.text)

    def _between(self, trusted: set[HtmlElement], chosen: set[int]) -> set[int]:
        """Return short lines and headings between chosen ones of the same element."""
        spans: dict[HtmlElement, tuple[int, int]] = {}
        for number in sorted(chosen):
            host = self.hosts[number]
            spans[host] = (spans.get(host, (number, number))[0], number)
        return {
            number
            for number, host in enumerate(self.hosts)
            if host in trusted
            and not self.aside[number]
            and spans[host][0] < number < spans[host][1]
            and (self.blocks[number].link_share < 0.5 or is_heading(self.blocks[number]))
        }


def _article(host: HtmlElement) -> HtmlElement | None:
    return next((element for element in lineage(host) if element.tag == "article"), None)


def _shape(host: HtmlElement) -> tuple[str, ...]:
    return tuple(f"{e.tag}.{e.get('class', '')}" for e in islice(lineage(host), 2))


def _host(block: Block) -> HtmlElement:
    """Return the element that holds the block as one of several."""
    line = next((e for e in lineage(block.element) if is_block(e)), block.element)
    if line.tag in _CONTAINERS and list(islice(line, 3, 4)):  # text between others, or <br>
        return line
    outer = (element for element in line.iterancestors() if element.tag not in _NEUTRAL)
    return next(outer, line)


def _extracted(elements: Sequence[HtmlElement], blocks: Sequence[Block]) -> set[int]:
    """Return the numbers of the blocks that trafilatura takes for the article.

    Each block carries its number through the extractor as two characters, so no text has to be
    found again. A page too large for an article is not asked about.
    """
    if len(blocks) > _MOST_BLOCKS or len(elements) > _MOST_ELEMENTS:
        return set()
    for element in elements:
        if element.tag != "head" and not is_seen(element) and element.getparent() is not None:
            element.drop_tree()  # less work for the extractor, and the same result
    for number, block in enumerate(blocks):
        _write_mark(max(block.runs, key=_plain_length), number)
    found = trafilatura.bare_extraction(elements[0], favor_precision=True, include_comments=False)
    text = getattr(found, "text", None) or ""
    return {_number(mark) for mark in _MARK.finditer(text)}


def _plain_length(run: Run) -> tuple[bool, int]:
    return not run.linked, len(run.text)


def _write_mark(run: Run, number: int) -> None:
    text = _BRAILLE.sub(" ", run.text)
    blank = " " if text[:1].isspace() else ""
    high, low = divmod(number, _BASE)
    run.write(f"{blank}{chr(_FIRST + high)}{chr(_FIRST + low)}{text.lstrip()}")


def _number(mark: re.Match[str]) -> int:
    return (ord(mark[1]) - _FIRST) * _BASE + ord(mark[2]) - _FIRST
