"""Telegram's HTML as Telegram reads it: strict about tags, silent about the rest.

The rules and the wording of refusals follow TDLib (``td/telegram/MessageEntity.cpp``): only its own
tags, closed in order, and only ``&lt; &gt; &amp; &quot;`` and numeric references. Telegram
*refuses*
broken tags but *drops* formatting it cannot show; ``read`` tells of both.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import urlsplit

MAX_ENTITIES = 100

Entity = dict[str, Any]

_TYPES = {
    "a": "text_link",
    "b": "bold",
    "blockquote": "blockquote",
    "code": "code",
    "del": "strikethrough",
    "em": "italic",
    "i": "italic",
    "ins": "underline",
    "pre": "pre",
    "s": "strikethrough",
    "span": "spoiler",
    "strike": "strikethrough",
    "strong": "bold",
    "tg-emoji": "custom_emoji",
    "tg-spoiler": "spoiler",
    "tg-time": "date_time",
    "u": "underline",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_QUOTES = ("blockquote", "expandable_blockquote")
_MONOSPACE = ("code", "pre")
_OUTER_FIRST = (
    *_QUOTES,
    "pre",
    "code",
    "text_link",
    "date_time",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "custom_emoji",
)
_AFTER_TOKEN = frozenset(("", ">", *" \t\r\n\v"))
_MAX_EMOJI_ID = 2**63

_SPACE = re.compile(r"[ \t\r\n\v]*")
_WORDS = re.compile(r"[^<&]+")
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<decimal>[0-9]+)|(?P<name>[a-zA-Z]+));?")
_TAG_NAME = re.compile(r"[^ \t\r\n\v>]*")
_ATTRIBUTE_NAME = re.compile(r"""[^ \t\r\n\v=>/"']*""")
_NAME_TOKEN = re.compile(r"[a-zA-Z0-9.-]*")


@dataclass(frozen=True)
class Reading:
    """What readers would see, and which formatting Telegram would drop without a word."""

    text: str
    entities: list[Entity]
    dropped: list[str]


@dataclass(frozen=True)
class _Open:
    """A start tag that waits for its end tag."""

    tag: str
    attributes: Mapping[str, str]
    offset: int
    position: int


def parse(html: str) -> tuple[str, list[Entity]]:
    """The text and entities readers would see; ValueError in Telegram's words for broken HTML."""
    reading = read(html)
    return reading.text, reading.entities


def read(html: str) -> Reading:
    """The same as ``parse``, with a line for every piece of formatting Telegram would drop."""
    parser = _Parser(html)
    parser.run()
    text, entities = trim(parser.text, parser.entities)
    entities.sort(key=_order)
    dropped = [*parser.dropped, *_conflicts(entities), *_surplus(entities)]
    return Reading(text, entities[:MAX_ENTITIES], dropped)


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _OUTER_FIRST.index(entity["type"])


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text without white space at its ends, its entities moved and cut to match."""
    shift = utf16(text) - utf16(text.lstrip())
    trimmed = text.strip()
    clipped = (_clip(entity, shift, utf16(trimmed)) for entity in entities)
    return trimmed, [entity for entity in clipped if entity["length"] > 0]


def _clip(entity: Entity, shift: int, size: int) -> Entity:
    start = max(0, entity["offset"] - shift)
    end = min(size, entity["offset"] + entity["length"] - shift)
    return {**entity, "offset": start, "length": end - start}


class _Parser:
    """Reads from left to right; ``text`` and ``entities`` grow as tags close."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self._open: list[_Open] = []
        self.text = ""
        self.entities: list[Entity] = []
        self.dropped: list[str] = []

    def run(self) -> None:
        self._check_encoding()
        while self._at < len(self._html):
            if self._html[self._at] == "<":
                self._tag()
            elif self._html[self._at] == "&":
                self.text += self._reference()
            else:
                self.text += self._take(_WORDS)
        if self._open:
            tag = self._open[-1].tag
            _refuse(f'Can\'t find end tag corresponding to start tag "{tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)

    def _check_encoding(self) -> None:
        try:
            self._html.encode()
        except UnicodeEncodeError as error:
            raise ValueError("strings must be encoded in UTF-8") from error

    def _tag(self) -> None:
        begin = self._at
        self._at += 1
        if self._peek() == "/":
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        tag = self._take(_TAG_NAME).lower()
        if not self._peek():
            _refuse(f"Unclosed start tag{self._offset(begin)}")
        if tag not in _TYPES:
            _refuse(f'Unsupported start tag "{tag}"{self._offset(begin)}')
        attributes = dict(self._attributes(tag, begin))
        self._at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            _refuse(f'Tag "span" must have class "tg-spoiler"{self._offset(begin)}')
        self._open.append(_Open(tag, attributes, utf16(self.text), len(self.text)))

    def _attributes(self, tag: str, begin: int) -> Iterator[tuple[str, str]]:
        self._take(_SPACE)
        while self._peek() != ">":
            name = self._take(_ATTRIBUTE_NAME).lower()
            if not name:
                _refuse(f'Empty attribute name in the tag "{tag}"{self._offset(begin)}')
            self._take(_SPACE)
            yield name, self._value(tag, begin) if self._peek() == "=" else ""
            self._take(_SPACE)
            if not self._peek():
                _refuse(f'Unclosed start tag "{tag}"{self._offset(begin)}')

    def _value(self, tag: str, begin: int) -> str:
        self._at += 1
        self._take(_SPACE)
        if not self._peek():
            _refuse(f'Unclosed start tag "{tag}"{self._offset(begin)}')
        value = self._quoted() if self._peek() in ('"', "'") else self._token()
        if not self._peek():
            _refuse(f"Unclosed start tag{self._offset(begin)}")
        return value

    def _token(self) -> str:
        begin = self._at
        token = self._take(_NAME_TOKEN).lower()
        if self._peek() not in _AFTER_TOKEN:
            _refuse(f"Unexpected end of name token{self._offset(begin)}")
        return token

    def _quoted(self) -> str:
        quote = self._peek()
        self._at += 1
        value = ""
        while self._peek() not in ("", quote):
            value += self._reference()
        self._at += 1
        return value

    def _end_tag(self, begin: int) -> None:
        if not self._open:
            _refuse(f"Unexpected end tag{self._offset(begin)}")
        self._at += 1
        tag = self._take(_TAG_NAME).lower()
        self._take(_SPACE)
        if self._peek() != ">":
            _refuse(f"Unclosed end tag{self._offset(begin)}")
        start = self._open.pop()
        if tag not in ("", start.tag):
            expected = f'expected "</{start.tag}>", found "</{tag}>"'
            _refuse(f"Unmatched end tag{self._offset(begin)}, {expected}")
        self._at += 1
        self._close(start)

    def _close(self, start: _Open) -> None:
        entity: Entity = {
            "type": _TYPES[start.tag],
            "offset": start.offset,
            "length": utf16(self.text) - start.offset,
        }
        if start.tag == "tg-emoji":
            _check_emoji(start.attributes)
        entity.update(self._details(start))
        if entity["length"] and not self._merged(entity):
            self._keep(entity, start)

    def _keep(self, entity: Entity, start: _Open) -> None:
        if entity["type"] == "text_link" and not entity["url"]:
            self.dropped.append(f"a link to {start.attributes.get('href', 'nothing')!r}")
        else:
            self.entities.append(entity)

    def _merged(self, entity: Entity) -> bool:
        """Whether this and the one just inside it are one block that names its language."""
        inner = self.entities[-1] if self.entities else entity
        same = (inner["offset"], inner["length"]) == (
            entity["offset"],
            entity["length"],
        )
        language = entity.get("language") or inner.get("language")
        if not same or not language or {entity["type"], inner["type"]} != {"code", "pre"}:
            return False
        inner.update(type="pre", language=language)
        return True

    def _details(self, start: _Open) -> Entity:
        attributes = start.attributes
        if start.tag == "a":
            return {"url": _checked_url(attributes.get("href") or self.text[start.position :])}
        if start.tag == "blockquote" and "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        if start.tag == "tg-emoji":
            return {"custom_emoji_id": attributes["emoji-id"]}
        if start.tag == "tg-time":
            return _time(attributes)
        if start.tag == "code" and attributes.get("class", "").startswith("language-"):
            return {"language": attributes["class"].removeprefix("language-")}
        return {}

    def _reference(self) -> str:
        """One character, decoded if it is a reference Telegram knows."""
        match = _REFERENCE.match(self._html, self._at)
        character = _character(match) if match else ""
        self._at = match.end() if match and character else self._at + 1
        return character or self._html[self._at - 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._html, self._at)
        taken = match.group() if match else ""
        self._at += len(taken)
        return taken

    def _peek(self) -> str:
        return self._html[self._at : self._at + 1]

    def _offset(self, position: int) -> str:
        return f" at byte offset {len(self._html[:position].encode())}"


def _refuse(reason: str) -> NoReturn:
    raise ValueError(f"can't parse entities: {reason}")


def _character(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED.get(match["name"], "")
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    if 0xD800 <= code <= 0xDFFF:
        _refuse(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code) if 0 < code < 0x10FFFF else ""


def _check_emoji(attributes: Mapping[str, str]) -> None:
    number = attributes.get("emoji-id", "")
    if not (number.isascii() and number.isdigit() and 0 < int(number) < _MAX_EMOJI_ID):
        _refuse("Invalid custom emoji identifier specified")


def _time(attributes: Mapping[str, str]) -> Entity:
    unix = attributes.get("unix", "")
    details: Entity = {"unix_time": int(unix) if unix.isdecimal() else 0}
    if "format" in attributes:
        details["date_time_format"] = attributes["format"]
    return details


def _checked_url(link: str) -> str:
    """The link as Telegram writes it, or nothing where it makes no link."""
    link = link.strip()
    try:
        parts = urlsplit(link if "://" in link else f"http://{link}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme == "tg" and host != "user":
        return link
    if parts.scheme not in ("http", "https") or "." not in host or re.search(r"\s", parts.netloc):
        return ""
    return parts._replace(path=parts.path or "/").geturl()


def _conflicts(entities: list[Entity]) -> Iterator[str]:
    """Telegram shows no quote inside a quote, and nothing inside or around code but a quote."""
    for number, outer in enumerate(entities):
        for inner in entities[number + 1 :]:
            if inner["offset"] >= outer["offset"] + outer["length"]:
                break
            if _conflict(outer["type"], inner["type"]):
                yield f"{inner['type']} within {outer['type']} at {inner['offset']}"


def _conflict(outer: str, inner: str) -> bool:
    if outer in _QUOTES:
        return inner in _QUOTES
    return outer in _MONOSPACE or inner in _MONOSPACE


def _surplus(entities: list[Entity]) -> Iterator[str]:
    if len(entities) > MAX_ENTITIES:
        yield f"entities after the first {MAX_ENTITIES} of {len(entities)}"
