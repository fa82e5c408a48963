"""An HTML document as the blocks of text that a reader of the page sees, in page order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree, html
from lxml.html import HtmlElement

_NAME = re.compile(r"\w+")
_UNSEEN = frozenset(
    _NAME.findall(
        "head script style template noscript noframes iframe object embed applet svg canvas audio"
        " video map datalist rp"
    )
)
_BLOCKS = frozenset(
    _NAME.findall(
        "address article aside blockquote body button caption center dd details dialog dir div dl"
        " dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li"
        " listing main menu nav ol optgroup option p plaintext pre search section select summary"
        " table tbody textarea tfoot thead title tr ul xmp"
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NO_HEADING = 9
_CELLS = frozenset(("td", "th"))
_VOID = frozenset(_NAME.findall("area base br col hr img input link meta param source track wbr"))
_SELF_CLOSING = frozenset(_NAME.findall("p li td th tr dt dd option"))
_LEVELS = 50  # kept of a document that nests deeper than libxml2 follows, 256
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.I)
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|table)\b", re.I)
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)[^<>]*+>")
_OF_A_BODY = re.compile(
    r"<(?:article|main|section|header|nav|aside|footer|figure|dialog|search|picture)\b", re.I
)
_BODY = re.compile(r"</head\s*>|<(?:body|frameset|p|div|h[1-6]|table|ul|ol|form)\b", re.I)
_ENDED = re.compile(r"[.!?:。！？：]['\"”’»)）」』]*\s*$")
_GOES_ON = re.compile(r"\s*[a-zà-ÿ]")


@dataclass(frozen=True, slots=True)
class Run:
    """One text node of the tree: the text of `node`, or what follows it, its tail."""

    node: HtmlElement
    is_tail: bool
    linked: bool
    text: str

    @property
    def element(self) -> HtmlElement:
        """The element that the text stands in."""
        return self.node.getparent() if self.is_tail else self.node

    def write(self, text: str) -> None:
        """Put `text` in its place in the tree."""
        if self.is_tail:
            self.node.tail = text
        else:
            self.node.text = text


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, item, table row or other line of a page."""

    text: str
    element: HtmlElement  # the innermost that holds all of it
    runs: tuple[Run, ...]

    @property
    def link_share(self) -> float:
        """The share of its characters that are links, 0 to 1."""
        sizes = [(len("".join(run.text.split())), run.linked) for run in self.runs]
        return sum(size for size, linked in sizes if linked) / sum(size for size, _ in sizes)


def parse(document: str) -> HtmlElement | None:
    """Return the tree of an HTML document of any quality and depth, or None if it holds nothing."""
    document = _with_body(_NO_TEXT.sub("", document))
    tree, too_deep = _parsed(document)
    return _parsed(_levelled(document))[0] if too_deep else tree


def blocks_of(tree: HtmlElement) -> list[Block]:
    """Return every visible block in page order; none is blank, and white space is collapsed."""
    reader, hidden = _Reader(open_blocks=[tree]), False
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        if event == "start" and is_seen(node):
            reader.enter(node)
        elif event == "start":
            walk.skip_subtree()
            hidden = True
        else:
            reader.leave(node, hidden)
            hidden = False
    reader.flush()
    return reader.blocks


def is_seen(node: HtmlElement) -> bool:
    """Tell whether a browser shows this element, by its tag and its own attributes."""
    closed = node.tag == "dialog" and node.get("open") is None
    hidden = node.get("hidden") is not None or _NOT_SHOWN.search(node.get("style", ""))
    return not (node.tag in _UNSEEN or closed or hidden)


def is_block(node: HtmlElement) -> bool:
    """Tell whether a browser begins a new line for this element."""
    return node.tag in _BLOCKS or bool(_SHOWN_AS_BLOCK.search(node.get("style", "")))


def lineage(element: HtmlElement) -> Iterator[HtmlElement]:
    """Return the element and all that hold it, outwards."""
    yield element
    yield from element.iterancestors()


def heading_level(block: Block) -> int:
    """Return the level of the heading that a block stands in, 1 to 6, or 9 for none."""
    levels = (_HEADINGS.get(element.tag) for element in lineage(block.element))
    return next(filter(None, levels), _NO_HEADING)


def is_heading(block: Block) -> bool:
    """Tell whether a block is a heading of the text around it, and not of a card in a list."""
    in_list = any(element.tag == "li" for element in lineage(block.element))
    return heading_level(block) < _NO_HEADING and not in_list


@dataclass(slots=True)
class _Reader:
    """What a walk over the tree has read: the blocks so far, and the one still open."""

    open_blocks: list[HtmlElement]
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    plain_rows: list[bool] = field(default_factory=list)
    links: int = 0
    breaks: int = 0  # <br> since the last word
    cells: int = 0  # cells begun since the last word

    def enter(self, node: HtmlElement) -> None:
        if _is_link(node):
            self.links += 1
        elif node.tag == "br":
            self.breaks += 1
        elif node.tag in _CELLS and self.plain_rows and self.plain_rows[-1]:
            self.cells += 1
        elif node.tag in _CELLS or is_block(node):
            self.flush()
            self.open_blocks.append(node)
        if node.tag == "tr":
            self.plain_rows.append(_is_plain_row(node))
        self._read(Run(node, False, self.links > 0, node.text or ""))

    def leave(self, node: HtmlElement, hidden: bool) -> None:
        if not hidden:
            self._close(node)
        elif is_block(node):
            self.flush()
        self._read(Run(node, True, self.links > 0, node.tail or ""))

    def flush(self) -> None:
        """End the open block, where an element begins or ends."""
        text = _INVISIBLE.sub("", " ".join("".join(self.parts).split())).strip()
        if text:
            self.blocks.append(Block(text, self._holder(), tuple(self.runs)))
        self.runs, self.parts, self.breaks, self.cells = [], [], 0, 0

    def _close(self, node: HtmlElement) -> None:
        if _is_link(node):
            self.links -= 1
        elif node.tag == "tr":
            self.plain_rows.pop()
        if self.open_blocks[-1] is node:
            self.flush()
            self.open_blocks.pop()

    def _read(self, run: Run) -> None:
        if not run.text.strip():
            self.parts.append(run.text)
            return
        if self.runs:
            self._part(run.text)
        self.breaks = self.cells = 0
        self.parts.append(run.text)
        self.runs.append(run)

    def _part(self, text: str) -> None:
        if self.breaks and not self._goes_on(text):
            self.flush()
        elif self.cells:
            self.parts.append(" | ")
        elif self.breaks:
            self.parts.append(" ")

    def _goes_on(self, text: str) -> bool:
        """Tell whether a single <br> stands inside a sentence."""
        inside = _GOES_ON.match(text) and not _ENDED.search(self.runs[-1].text)
        return self.breaks == 1 and bool(inside)

    def _holder(self) -> HtmlElement:
        common = list(lineage(self.runs[0].element))
        for run in self.runs[1:]:
            around = set(lineage(run.element))
            common = [element for element in common if element in around]
        return common[0]


def _is_link(node: HtmlElement) -> bool:
    """Tell a link from one that was never closed, and so holds the page from there on."""
    return node.tag == "a" and not list(islice(node.iter("p"), 2, 3))


def _is_plain_row(row: HtmlElement) -> bool:
    """Tell a row of data from one that lays out a page: its cells hold text alone."""
    inside = (node for node in row.iter() if node.tag not in _CELLS and node is not row)
    return not any(is_block(node) or node.tag == "br" for node in inside)


def _with_body(document: str) -> str:
    """Begin the body where HTML5 does: libxml2 takes its elements for a part of an open head."""
    first = _OF_A_BODY.search(document)
    if first is None or _BODY.search(document, 0, first.end()):
        return document
    return f"{document[: first.start()]}<body>{document[first.start() :]}"


def _parsed(document: str) -> tuple[HtmlElement | None, bool]:
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, default_doctype=False
    )
    try:
        tree = html.document_fromstring(document.encode(), parser=parser)
    except etree.ParserError:
        return None, False
    return tree, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _levelled(document: str) -> str:
    """Leave out the tags below `_LEVELS`, so that the text they hold is kept."""
    level = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal level
        name = tag[2].lower()
        if name in _VOID or name in _SELF_CLOSING:
            return tag[0]
        level = max(0, level - 1) if tag[1] else level + 1
        return tag[0] if level + bool(tag[1]) <= _LEVELS else " "

    return _TAG.sub(kept, document)
