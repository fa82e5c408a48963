"""Bodies off the wire: decompressed within bounds, and told from images and archives."""

import re
import zlib
from collections.abc import AsyncIterable, Iterable, Iterator

from retrieval.pages.media import binary_of
from retrieval.pages.page import Unfit, Why

_PIECE = 1 << 16  # bytes decompressed at a time
_MAX_MEMBERS = 100  # gzip files in a row
_SNIFFED = 64  # bytes that tell what a body is
_PLAIN = ("", "identity")
_CODINGS = (*_PLAIN, "gzip", "x-gzip", "deflate")

_MEDIA = re.compile(
    r"(image|video|audio|font|model)/"
    r"|application/(zip|gzip|x-(zip|gzip|bzip|7z|rar|tar|xz|shockwave|msdownload|font)"
    r"|vnd\.(rar|android|apple|ms-|openxml|oasis)|wasm|java-archive|epub|msword|vnd\.microsoft)"
)


def is_media(media_type: str) -> bool:
    """Tell whether a content type, in lower case, names what cannot be read as text or PDF."""
    return _MEDIA.match(media_type) is not None


async def read_body(chunks: AsyncIterable[bytes], coding: str, limit: int) -> bytes | Unfit:
    """Return the body that `chunks` carry in `coding`: at most `limit` bytes, raw and decoded.

    Holds the decoded body and one piece of 64 kB, however far the rest would unfold.
    """
    if coding not in _CODINGS:
        return _broken(f"the page comes as {coding[:20]!r}, which was not asked for")
    decoder = _Decoder(coding)
    pieces: list[bytes] = []
    raw = 0
    async for chunk in chunks:
        raw += len(chunk)
        try:
            fits = raw <= limit and _take(decoder.feed(chunk), pieces, limit)
        except zlib.error:
            return _broken("the page's compression is broken")
        if not fits:
            return too_large(limit)
        if binary_of(_start(pieces)):
            return not_text()
    return b"".join(pieces) if decoder.is_done else _broken("the page breaks off")


def too_large(limit: int) -> Unfit:
    """Say that a body is too large."""
    return Unfit(
        Why.TOO_LARGE, f"the page is larger than {limit / 2**20:g} MB: give a single article"
    )


def not_text() -> Unfit:
    """Say that a body is no text."""
    return Unfit(Why.NOT_TEXT, "this is an image, film, sound or archive: give a page with text")


def _broken(reason: str) -> Unfit:
    return Unfit(Why.UNREACHABLE, f"{reason}: try again later")


def _take(found: Iterable[bytes], pieces: list[bytes], limit: int) -> bool:
    """Add what is found to `pieces`; stop and say no where that would pass the limit."""
    size = sum(map(len, pieces))
    for piece in found:
        size += len(piece)
        if size > limit:
            return False
        pieces.append(piece)
    return True


def _start(pieces: list[bytes]) -> bytes:
    return b"".join(piece[:_SNIFFED] for piece in pieces[:_SNIFFED])[:_SNIFFED]


class _Decoder:
    """Undoes one content coding, piece by piece."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._member: zlib._Decompress | None = None
        self._members = 0

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is missing at the end."""
        return self._member is None or self._member.eof

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what `chunk` unfolds to. Raises `zlib.error`."""
        if self._coding in _PLAIN:
            yield chunk
            return
        while chunk:
            member = self._member_for(chunk)
            if member is None:
                return
            yield from _unfolded(member, chunk)
            chunk = member.unused_data

    def _member_for(self, chunk: bytes) -> "zlib._Decompress | None":
        """Return the file that `chunk` continues or begins; None for what trails the last one."""
        if self._member is None or (self._member.eof and self._begins_another(chunk)):
            self._members += 1
            if self._members > _MAX_MEMBERS:
                raise zlib.error("too many files in a row")
            self._member = zlib.decompressobj(self._window(chunk))
        return None if self._member.eof else self._member

    def _begins_another(self, chunk: bytes) -> bool:
        return self._coding != "deflate" and chunk[0] == 0x1F

    def _window(self, chunk: bytes) -> int:
        if self._coding != "deflate":
            return 16 + zlib.MAX_WBITS
        has_header = chunk[0] & 0x0F == zlib.DEFLATED  # some servers send it bare
        return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS


def _unfolded(member: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    while piece := member.decompress(chunk, _PIECE):
        yield piece
        chunk = member.unconsumed_tail
