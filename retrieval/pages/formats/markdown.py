"""Markdown as a page: what it renders to, with its headline, quotations and captions marked."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from retrieval.articles import Kind, Zone
from retrieval.languages import Language, language_of_locale
from retrieval.pages.facts.dates import read_date
from retrieval.pages.formats.plain import joined
from retrieval.pages.page import Clues, Page

_MARKS = 10_000  # more than this is no article, and slow to parse
_LONGEST_HEADLINE = 200  # characters; a longer “heading” is a paragraph over a rule
_APART = "\n\n"

_FRONT_MATTER = re.compile(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)\n(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL
)
_FIELD = re.compile(r"(?P<key>\w[\w. -]*?)\s*[:=]\s*(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?P<value>.*)")
_OF_FIELDS = re.compile(r"\w[\w. -]{0,40}?\s*[:=]|\s*-\s|\s*#|\s+\S|[\]})]")
_ADDRESS = re.compile(r"https?://\S+")
_WRAPPING = " \t\"'“”[]"
_UNSHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.I | re.S
)
_HIDING = re.compile(r"<!--|</?(?:script|style|template)\b", re.I)
_BREAKING = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?h[1-6])\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LEFT_OVER = re.compile(r"\*\*|~~")  # marks beside Chinese quotation marks are not parsed as such
_NAMES = {
    "title": ("title", "headline", "标题", "標題"),
    "author": ("author", "authors", "byline", "作者", "记者", "記者"),
    "published": (
        "date",
        "published",
        "pubdate",
        "publish_date",
        "published_at",
        "datepublished",
        "日期",
        "发布时间",
        "發布時間",
        "发布日期",
        "發布日期",
    ),
    "site": ("outlet", "publisher", "site", "site_name", "媒体", "媒體"),
    "source": ("source", "来源", "來源"),
    "url": ("url", "link", "canonical", "canonical_url", "original_url", "链接", "連結"),
    "language": ("lang", "language", "语言", "語言"),
}


class Block(NamedTuple):
    """One paragraph of the page, and what it is by its markup; None is body."""

    text: str
    kind: Kind | None
    reason: str


def read_markdown(text: str) -> Page:
    """Return what `text` renders to, and what its front matter says.

    Links are their words, images their descriptions; comments and targets are left out.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").lstrip("\ufeff")
    fields, body = _parted(text)
    if sum(map(body.count, "[*_`<")) > _MARKS:
        return Page(body.strip("\n"), (), _clues(fields, None))
    blocks = _headlined(list(_blocks(_parser().parse(body))))
    headline = next((block.text for block in blocks if block.kind is Kind.HEADLINE), None)
    raw = _APART.join(block.text for block in blocks)
    return Page(raw, tuple(_zones(blocks)), _clues(fields, headline))


def _parser() -> MarkdownIt:
    """Without indented code: an indented line in an article is a paragraph."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")


def _parted(text: str) -> tuple[dict[str, list[str]], str]:
    found = _FRONT_MATTER.match(text)
    if found and all(map(_OF_FIELDS.match, found["fields"].split("\n"))):
        return _fields(found["fields"]), text[found.end() :]
    return {}, text


def _fields(lines: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    for line in lines.split("\n"):
        if item := _ITEM.fullmatch(line):
            values.append(item["value"])
        elif field := _FIELD.fullmatch(line):
            values = fields.setdefault(field["key"].casefold(), [])
            values.extend(_listed(field["value"]))
    return {key: kept for key, found in fields.items() if (kept := _unwrapped(found))}


def _listed(value: str) -> list[str]:
    is_list = value.startswith("[") and value.endswith("]")
    return value.strip("[]").split(",") if is_list else [value]


def _unwrapped(values: Iterable[str]) -> list[str]:
    return [stripped for value in values if (stripped := value.strip(_WRAPPING))]


def _clues(fields: dict[str, list[str]], headline: str | None) -> Clues:
    said = {
        clue: ", ".join(values)
        for clue, names in _NAMES.items()
        if (values := next((fields[name] for name in names if name in fields), None))
    }
    source, url = said.get("source"), said.get("url")
    if source and _ADDRESS.fullmatch(source):
        source, url = None, url or source
    published = read_date(said.get("published", ""), None)
    return Clues(
        title=said.get("title") or headline,
        author=said.get("author"),
        site=said.get("site"),
        source=source,
        published=published[0] if published else None,
        url=url if url and _ADDRESS.fullmatch(url) else None,
        language=_language(said.get("language")),
    )


def _language(tag: str | None) -> Language | None:
    known = tag and re.match(r"(?:zh|en)(?:\W|_|$)", tag, re.I)
    return language_of_locale(tag.replace("_", "-")) if tag and known else None


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    quotes, cells = 0, list[str]()
    for before, token in pairwise([Token("", "", 0), *tokens]):
        quotes += token.nesting if token.tag == "blockquote" else 0
        if token.type == "inline" and before.tag in ("td", "th"):
            cells.append(_shown(token.children or []))
        elif token.type == "tr_close":
            yield from _paragraphs(" ".join(cells), quotes > 0)
            cells.clear()
        else:
            yield from _of(token, before.tag, quotes > 0)


def _of(token: Token, parent: str, quoted: bool) -> Iterator[Block]:
    children = token.children or []
    match token.type:
        case "inline" if parent in ("h1", "h2", "h3", "h4", "h5", "h6") and not quoted:
            yield from (Block(text, None, parent) for text in _split(_shown(children)))
            yield from _captions(children)
        case "inline":
            yield from _paragraphs(_shown(children), quoted)
            yield from _captions(children)
        case "html_block":
            yield from _paragraphs(_bare(token.content), quoted)
        case "fence" if token.content.strip():
            yield Block(token.content.strip("\n"), Kind.NOISE, "code")


def _paragraphs(text: str, quoted: bool) -> Iterator[Block]:
    kind, reason = (Kind.QUOTE, "set off as a quotation") if quoted else (None, "")
    return (Block(paragraph, kind, reason) for paragraph in _split(text))


def _split(text: str) -> list[str]:
    return [text] if text else []


def _captions(children: Sequence[Token]) -> Iterator[Block]:
    for token in children:
        if token.type == "image" and (text := _shown(token.children or [])):
            yield Block(text, Kind.CAPTION, "description of an image")


def _shown(children: Sequence[Token]) -> str:
    """Return what a reader sees of a paragraph, less its images; a hard break ends a line."""
    lines = _UNSHOWN.sub("", "".join(map(_text_of, children))).split("\0")
    return "\n".join(line for part in lines if (line := joined(part.split("\n"))))


def _text_of(token: Token) -> str:
    match token.type:
        case "text":
            return _LEFT_OVER.sub("", token.content)
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "\0"
        case "html_inline":
            return "\0" if _BREAKING.fullmatch(token.content) else _hiding(token.content)
        case "code_inline" | "text_special":
            return token.content
    return ""


def _hiding(markup: str) -> str:
    """Return the tags of comments and scripts, which hide what stands between them; others go."""
    return markup if _HIDING.match(markup) else ""


def _bare(markup: str) -> str:
    shown = _BREAKING.sub("\0", _UNSHOWN.sub("", markup))
    lines = html.unescape(_TAG.sub("", shown)).split("\0")
    return "\n".join(line for part in lines if (line := joined(part.split("\n"))))


def _headlined(blocks: list[Block]) -> list[Block]:
    """Mark the headline: the first heading if nothing stands above it, or the first of level 1."""
    headings = [number for number, block in enumerate(blocks) if block.reason.startswith("h")]
    top = [number for number in headings if blocks[number].reason == "h1"] or headings[:1]
    for number in top[:1]:
        text, _, level = blocks[number]
        if len(text) <= _LONGEST_HEADLINE and (level == "h1" or number == 0):
            blocks[number] = Block(text, Kind.HEADLINE, "first heading")
    return blocks


def _zones(blocks: Sequence[Block]) -> Iterator[Zone]:
    position = 0
    for block in blocks:
        end = position + len(block.text)
        if block.kind:
            yield Zone(position, end, block.kind, block.reason)
        position = end + len(_APART)
