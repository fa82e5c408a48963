"""Fetching: what comes back, what is refused, and that nothing private is ever connected to."""

import asyncio
import gzip
import shutil
import ssl
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Sequence
from itertools import repeat
from pathlib import Path

import httpcore
import pytest

from retrieval.pages.page import Unfit, Why
from retrieval.web.connecting import HostGate, NotPublicError, PublicNetwork
from retrieval.web.fetching import Fetched, Fetcher, Limits, seconds_until
from tests.servers.web import (
    Page,
    Request,
    Send,
    WebServer,
    conditional,
    endless,
    page,
    raw,
    redirect,
    status,
)

QUICK = Limits(total=2, connect=0.5, read=0.3, body=100_000)
HTML = b"<p>One page.</p>"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    async with WebServer() as server:
        yield server


@pytest.fixture
def fetcher(server: WebServer) -> Fetcher:
    return Fetcher(frozenset({server.authority}), gate=HostGate(0), limits=QUICK)


def stranger(resolve: "Names | None" = None) -> Fetcher:
    """A fetcher that may not go to loopback."""
    return Fetcher(resolve=resolve or Names(), gate=HostGate(0), limits=QUICK)


class Names:
    """A resolver with a script: each look-up of a name gives its next answer, the last for ever."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self.answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        answers = self.answers.get(host, [()])
        return answers.pop(0) if len(answers) > 1 else answers[0]


def good(found: Fetched | Unfit) -> Fetched:
    assert isinstance(found, Fetched), found
    return found


def bad(found: Fetched | Unfit, why: Why) -> Unfit:
    assert isinstance(found, Unfit), found
    assert found.why is why, found
    assert "\n" not in found.detail and len(found.detail) < 200
    return found


async def test_a_page_comes_with_what_its_headers_say(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/a"] = page(
        HTML,
        'Text/HTML; Charset="GB2312"',
        ETag='"1"',
        Last_Modified="Mon, 03 Feb 2025 08:00:00 GMT",
    )
    found = await fetcher.fetch(server.url("/a") + "?q=1#part")
    assert found == Fetched(
        url=server.url("/a?q=1"),
        status=200,
        media_type="text/html",
        charset="gb2312",
        body=HTML,
        etag='"1"',
        modified="Mon, 03 Feb 2025 08:00:00 GMT",
    )


async def test_a_request_is_honest_and_carries_nothing_over(
    server: WebServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY")
    server.pages["/"] = page(HTML, Set_Cookie="seen=1")
    for _ in range(2):
        good(await fetcher.fetch(server.url()))
    headers = server.requests[1].headers
    assert headers["user-agent"].startswith("whosaid/0.")
    assert headers["user-agent"].endswith("(+news reader bot)")
    assert headers["accept-encoding"] == "gzip, deflate"
    assert headers["host"] == server.authority
    assert not {"cookie", "authorization", "referer", "if-none-match"} & set(headers)


@pytest.mark.parametrize("known", [{"etag": '"7"'}, {"modified": "Mon, 03 Feb 2025 08:00:00 GMT"}])
async def test_an_unchanged_page_is_not_sent_again(
    server: WebServer, fetcher: Fetcher, known: dict[str, str]
) -> None:
    server.pages["/"] = conditional(HTML, **({"etag": "", "modified": ""} | known))
    assert good(await fetcher.fetch(server.url())).body == HTML
    again = good(await fetcher.fetch(server.url(), **known))
    assert (again.status, again.not_modified, again.body) == (304, True, b"")
    assert (again.etag, again.modified) == (known.get("etag"), known.get("modified"))


@pytest.mark.parametrize("etag", ['"a\r\nX: 1"', '"中"', '"' + "a" * 2000])
async def test_a_validator_that_no_header_can_carry_is_left_out(
    server: WebServer, fetcher: Fetcher, etag: str
) -> None:
    server.pages["/"] = page(HTML)
    good(await fetcher.fetch(server.url(), etag=etag))
    assert not {"if-none-match", "x"} & set(server.requests[0].headers)


async def test_nobody_asked_for_a_304(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/"] = status(304)
    assert bad(await fetcher.fetch(server.url()), Why.UNREACHABLE).status == 304


@pytest.mark.parametrize("code", [300, 400, 403, 404, 410, 418, 451, 500, 502, 503, 599])
async def test_an_error_is_told_with_its_status(
    server: WebServer, fetcher: Fetcher, code: int
) -> None:
    server.pages["/"] = status(code, HTML)
    why = Why.MISSING if code in (404, 410) else Why.UNREACHABLE
    found = bad(await fetcher.fetch(server.url()), why)
    assert found.status == code and str(code) in found.detail
    assert found.retry_after is None


async def test_a_server_may_ask_for_time(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/"] = status(429, Retry_After="120")
    found = bad(await fetcher.fetch(server.url()), Why.UNREACHABLE)
    assert (found.status, found.retry_after) == (429, 120)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Mon, 03 Feb 2025 08:00:30 GMT", 30),
        ("Mon, 03 Feb 2025 08:00:30", 30),
        ("Mon, 03 Feb 2025 07:00:00 GMT", 0),
        ("Mon, 03 Feb 2025 16:00:30 +0800", 30),
        ("", None),
        ("-5", None),
        ("1e9", None),
        ("soon", None),
        ("9" * 400, None),
        ("Mon, 99 Feb 2025 08:00:30 GMT", None),
        ("Mon, 03 Feb 99999 08:00:30 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert seconds_until(header, 1738569600.0) == seconds


async def test_redirects_lead_on(server: WebServer, fetcher: Fetcher) -> None:
    server.pages |= {
        "/a": redirect("b?x=1"),
        "/b": redirect(server.url("/c"), 303),
        "/c": redirect("/页", 307),
        "/%E9%A1%B5": page(HTML),
    }
    found = good(await fetcher.fetch(server.url("/a")))
    assert found.url == server.url("/%E9%A1%B5")
    assert found.moved_to is None
    assert [request.path for request in server.requests][1] == "/b?x=1"


@pytest.mark.parametrize(
    ("codes", "moved_to"),
    [
        ([301], "/1"),
        ([308, 301], "/2"),
        ([301, 302], "/1"),
        ([302, 301], None),
        ([301, 302, 301], "/1"),
        ([307], None),
    ],
)
async def test_a_page_moved_for_good_as_far_as_every_redirect_says_so(
    server: WebServer, fetcher: Fetcher, codes: list[int], moved_to: str | None
) -> None:
    for number, code in enumerate(codes):
        server.pages[f"/{number}"] = redirect(f"/{number + 1}#part", code)
    server.pages[f"/{len(codes)}"] = page(HTML)
    found = good(await fetcher.fetch(server.url("/0")))
    assert found.moved_to == (moved_to and server.url(moved_to))


async def test_five_redirects_are_followed_and_six_are_not(
    server: WebServer, fetcher: Fetcher
) -> None:
    server.pages |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": page(HTML)}
    good(await fetcher.fetch(server.url("/1")))
    server.requests.clear()
    bad(await fetcher.fetch(server.url("/0")), Why.UNREACHABLE)
    assert len(server.requests) == 6


async def test_a_redirect_to_itself_ends(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/"] = redirect("/")
    bad(await fetcher.fetch(server.url()), Why.UNREACHABLE)


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{other}/",
        "http://localhost:{other}/",
        "http://2130706433:{other}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "//[::1]:{port}/",
        "http://user@127.0.0.1:{port}/",
        "http://169.254.169.254/latest/",
        "http://10.0.0.1/",
        "http://internal.example/",
        "file:///etc/passwd",
        "ftp://127.0.0.1:{port}/",
        "data:text/html,hello",
        "http://8.8.8.8:22/",
        "http://[",
    ],
)
async def test_every_redirect_is_checked_anew(server: WebServer, location: str) -> None:
    names = Names(localhost=[["127.0.0.1"]], internal_example=[["10.0.0.1"]])
    fetcher = Fetcher(frozenset({server.authority}), resolve=names, gate=HostGate(0), limits=QUICK)
    async with WebServer() as other:
        server.pages["/"] = redirect(location.format(port=server.port, other=other.port))
        bad(await fetcher.fetch(server.url()), Why.NOT_PUBLIC)
        assert other.connections == 0 and server.connections == 1


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "localhost",
        "LOCALHOST.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "public@127.0.0.1",
        "8.8.8.8@127.0.0.1",
        "127。0。0。1",
        "１２７.0.0.1",
        "127.0.0.1\t",
        "127.0.0.1%00",
        "8.8.8.8\\@127.0.0.1",
        "mapped.example",
        "mixed.example",
        "中文.example",
    ],
)
async def test_no_spelling_reaches_loopback(server: WebServer, host: str) -> None:
    loopback = [["127.0.0.1"]]
    mapped, mixed = [["::ffff:127.0.0.1"]], [["8.8.8.8", "127.0.0.1"]]
    names = Names(localhost=loopback, mapped_example=mapped, mixed_example=mixed)
    names.answers["xn--fiq228c.example"] = list(loopback)
    server.pages["/"] = page(HTML)
    bad(await stranger(names).fetch(f"http://{host}:{server.port}/"), Why.NOT_PUBLIC)
    assert server.connections == 0


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f.1", "127.1", "localhost", "localhost.", "0", "::1", "127.0.0.1"]
)
async def test_this_machines_own_resolver_leads_nowhere_private(
    server: WebServer, host: str
) -> None:
    with pytest.raises((NotPublicError, httpcore.ConnectError)):
        await PublicNetwork().connect_tcp(host, server.port)
    assert server.connections == 0


async def test_a_name_that_turns_private_between_look_ups_is_not_connected_to(
    server: WebServer,
) -> None:
    dialled: list[str] = []

    class Dialler(httpcore.AsyncNetworkBackend):
        """Pretends that the public address is the server on loopback."""

        async def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> Stream:
            dialled.append(host)
            stream = await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", port)
            return Stream(stream, host)

    names = Names(rebinding_example=[["8.8.8.8"], ["127.0.0.1"]])
    fetcher = stranger(names)
    fetcher._network = PublicNetwork(resolve=names, dialler=Dialler())
    server.pages["/"] = redirect(server.url("/again", "rebinding.example"))
    server.pages["/again"] = page(HTML)
    bad(await fetcher.fetch(server.url("/", "rebinding.example")), Why.NOT_PUBLIC)
    assert names.asked == ["rebinding.example"] * 2
    assert dialled == ["8.8.8.8"]
    assert [request.path for request in server.requests] == ["/"]


class Stream(httpcore.AsyncNetworkStream):
    """A real stream that names the peer it is told to name."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, peer: str) -> None:
        self._stream = stream
        self._peer = peer
        self.closed = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        self.closed = True
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> object:
        known = info == "server_addr"
        return (self._peer, 80) if known else self._stream.get_extra_info(info)


@pytest.mark.parametrize("peer", ["127.0.0.1", "8.8.4.4", "::ffff:8.8.8.8"])
async def test_a_peer_that_is_not_the_address_checked_is_hung_up_on(
    server: WebServer, peer: str
) -> None:
    streams: list[Stream] = []

    class Dialler(httpcore.AsyncNetworkBackend):
        async def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> Stream:
            stream = await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", port)
            streams.append(Stream(stream, peer))
            return streams[0]

    network = PublicNetwork(resolve=Names(a_example=[["8.8.8.8"]]), dialler=Dialler())
    with pytest.raises(NotPublicError):
        await network.connect_tcp("a.example", server.port)
    assert streams[0].closed


async def test_an_allowed_name_is_asked_for_by_its_name(server: WebServer) -> None:
    names = Names(intranet_example=[["::1", "127.0.0.1"]])  # nobody listens at the first
    allowed = frozenset({f"Intranet.Example:{server.port}"})
    fetcher = Fetcher(allowed, resolve=names, gate=HostGate(0), limits=QUICK)
    server.pages["/"] = page(HTML)
    found = good(await fetcher.fetch(f"http://INTRANET.example.:{server.port}"))
    assert found.url == server.url("/", "intranet.example")
    assert server.requests[0].headers["host"] == f"intranet.example:{server.port}"
    assert names.asked == ["intranet.example"]


async def test_a_name_nobody_knows_and_a_port_nobody_listens_at(server: WebServer) -> None:
    bad(await stranger().fetch("http://nobody.example/"), Why.UNREACHABLE)
    async with WebServer() as gone:
        url, allowed = gone.url(), frozenset({gone.authority})
    fetcher = Fetcher(allowed, gate=HostGate(0), limits=QUICK)
    bad(await fetcher.fetch(url), Why.UNREACHABLE)


async def test_a_slow_look_up_ends() -> None:
    async def slow(host: str) -> Sequence[str]:
        await asyncio.sleep(60)
        return ()

    fetcher = Fetcher(resolve=slow, gate=HostGate(0), limits=QUICK)
    begun = time.monotonic()
    bad(await fetcher.fetch("http://slow.example/"), Why.UNREACHABLE)
    assert time.monotonic() - begun < 1.5


SILENT = raw(b"", pause=60)
DRIPPED_HEADERS = raw(b"HTTP/1.1 200 OK\r\n", *[b"X-A: 1\r\n"] * 1000, pause=0.05)
DRIPPED_BODY = raw(OK + b"Content-Length: 5000\r\n\r\n", *[b"x"] * 5000, pause=0.05)


@pytest.mark.parametrize(
    "slow",
    [
        SILENT,
        DRIPPED_HEADERS,
        DRIPPED_BODY,
        raw(OK + b"Content-Length: 5\r\n\r\n", b"a", *[b"x"] * 5, pause=0.6),
        endless(repeat(b"x"), pause=0.05),
        raw(*[b"HTTP/1.1 102 Processing\r\n\r\n"] * 1000, pause=0.01),
    ],
    ids=["silent", "headers", "body", "gaps", "endless", "informing"],
)
async def test_a_slow_server_is_left(server: WebServer, slow: Page) -> None:
    limits = Limits(total=0.8, connect=0.5, read=0.3, body=100_000)
    fetcher = Fetcher(frozenset({server.authority}), gate=HostGate(0), limits=limits)
    server.pages["/"] = slow
    begun = time.monotonic()
    bad(await fetcher.fetch(server.url()), Why.UNREACHABLE)
    assert time.monotonic() - begun < 1.6


@pytest.mark.parametrize("answer", [SILENT, raw(OK + b"\r\n", b"a", pause=1.5)])
async def test_silence_ends_long_before_the_deadline(server: WebServer, answer: Page) -> None:
    limits = Limits(total=30, connect=0.5, read=0.2)
    fetcher = Fetcher(frozenset({server.authority}), gate=HostGate(0), limits=limits)
    server.pages["/"] = answer
    begun = time.monotonic()
    bad(await fetcher.fetch(server.url()), Why.UNREACHABLE)
    assert time.monotonic() - begun < 1.2


async def test_redirects_share_one_deadline(server: WebServer) -> None:
    limits = Limits(total=0.5, read=0.4)
    fetcher = Fetcher(frozenset({server.authority}), gate=HostGate(0), limits=limits)
    answer = b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"
    server.pages["/"] = raw(answer, pause=0.2)
    bad(await fetcher.fetch(server.url()), Why.UNREACHABLE)
    assert len(server.requests) <= 3


@pytest.mark.parametrize(
    "answer",
    [
        raw(),
        raw(b"no HTTP at all\r\n\r\n"),
        raw(b"\x16\x03\x01" + bytes(100)),
        raw(OK + b"Content-Length: 100\r\n\r\nshort"),
        raw(OK + b"Content-Length: ten\r\n\r\nshort"),
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"),
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nshort\r\n"),
        raw(OK, b"X-Long: " + b"a" * 300_000 + b"\r\n\r\n"),
        raw(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(HTML)[:-9]),
        raw(OK + b"Content-Encoding: gzip\r\n\r\nno gzip"),
        raw(OK + b"Content-Encoding: br\r\n\r\n\x0b\x02\x80hello\x03"),
        raw(OK + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(gzip.compress(HTML))),
        raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
    ],
)
async def test_a_broken_answer_is_no_page(
    server: WebServer, fetcher: Fetcher, answer: Page
) -> None:
    server.pages["/"] = answer
    bad(await fetcher.fetch(server.url()), Why.UNREACHABLE)


async def test_what_follows_the_declared_length_is_not_the_page(
    server: WebServer, fetcher: Fetcher
) -> None:
    server.pages["/"] = raw(OK + b"Content-Length: 5\r\n\r\nshort and more")
    assert good(await fetcher.fetch(server.url())).body == b"short"


def bare_deflate(data: bytes) -> bytes:
    return zlib.compress(data)[2:-4]


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(HTML)),
        ("GZIP", gzip.compress(HTML)),
        ("x-gzip", gzip.compress(HTML)),
        ("gzip", gzip.compress(HTML[:5]) + gzip.compress(HTML[5:])),
        ("gzip", gzip.compress(HTML) + b"trailing rubbish"),
        ("deflate", zlib.compress(HTML)),
        ("deflate", bare_deflate(HTML)),
        ("identity", HTML),
        ("", HTML),
    ],
)
@pytest.mark.parametrize("piece", [1, 7, 1000])
async def test_compression_is_undone(
    server: WebServer, fetcher: Fetcher, coding: str, body: bytes, piece: int
) -> None:
    head = OK + f"Content-Encoding: {coding}\r\n\r\n".encode()
    pieces = [body[start : start + piece] for start in range(0, len(body), piece)]
    server.pages["/"] = raw(head, *pieces)
    assert good(await fetcher.fetch(server.url())).body == HTML


async def test_a_body_may_be_as_large_as_the_limit(server: WebServer, fetcher: Fetcher) -> None:
    body = b"x" * QUICK.body
    server.pages |= {
        "/fits": page(body),
        "/large": page(body + b"x"),
        "/chunks": endless([b"x" * 1000] * 101),
        "/gzip": page(gzip.compress(body), Content_Encoding="gzip"),
        "/gzip-large": page(gzip.compress(body + b"x"), Content_Encoding="gzip"),
    }
    assert good(await fetcher.fetch(server.url("/fits"))).body == body
    assert good(await fetcher.fetch(server.url("/gzip"))).body == body
    for path in ("/large", "/chunks", "/gzip-large"):
        bad(await fetcher.fetch(server.url(path)), Why.TOO_LARGE)


async def test_an_endless_body_ends(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/"] = endless(repeat(b"x" * 10_000))
    bad(await fetcher.fetch(server.url()), Why.TOO_LARGE)


async def test_bytes_that_unfold_to_nothing_count_too(server: WebServer, fetcher: Fetcher) -> None:
    """Deflate has blocks of no content, and what trails a gzip file is passed over."""
    empty_blocks = gzip.compress(b"")[:10] + b"\x00\x00\x00\xff\xff" * 30_000
    for body in (empty_blocks, gzip.compress(HTML) + b"x" * 150_000):
        pieces = [body[start : start + 10_000] for start in range(0, len(body), 10_000)]
        server.pages["/"] = raw(OK + b"Content-Encoding: gzip\r\n\r\n", *pieces)
        bad(await fetcher.fetch(server.url()), Why.TOO_LARGE)


async def test_a_hundred_gzip_files_in_a_row_are_read_and_no_more(
    server: WebServer, fetcher: Fetcher
) -> None:
    server.pages["/"] = page(gzip.compress(b"ab") * 100, "text/html", Content_Encoding="gzip")
    assert good(await fetcher.fetch(server.url())).body == b"ab" * 100
    server.pages["/"] = page(gzip.compress(b"ab") * 101, "text/html", Content_Encoding="gzip")
    bad(await fetcher.fetch(server.url()), Why.UNREACHABLE)


async def test_a_bomb_costs_no_more_than_a_page(server: WebServer) -> None:
    """2 MB on the wire are 2 GB unfolded."""
    bomb = _bomb(2**31)
    assert 1_900_000 < len(bomb) < 2_200_000
    fetcher = Fetcher(frozenset({server.authority}), gate=HostGate(0))
    server.pages["/"] = page(bomb, Content_Encoding="gzip")
    tracemalloc.start()
    try:
        bad(await fetcher.fetch(server.url()), Why.TOO_LARGE)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * 2**20


def _bomb(size: int) -> bytes:
    """A gzip file that unfolds to so many zeros; one block of it, again and again."""
    compressor = zlib.compressobj(9, wbits=31)
    zeros = bytes(2**22)
    first = compressor.compress(zeros) + compressor.flush(zlib.Z_FULL_FLUSH)
    again = compressor.compress(zeros) + compressor.flush(zlib.Z_FULL_FLUSH)
    return first + again * (size // len(zeros) - 1)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (PNG, "image/png"),
        (HTML, "image/svg+xml"),
        (HTML, "IMAGE/PNG"),
        (HTML, "video/mp4"),
        (HTML, "audio/mpeg; charset=utf-8"),
        (HTML, "application/zip"),
        (HTML, "application/x-7z-compressed"),
        (HTML, "application/vnd.ms-excel"),
        (PNG, "text/html"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "text/html"),
        (b"GIF89a" + bytes(20), "text/plain"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "text/html"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(20), "application/octet-stream"),
        (b"PK\x03\x04" + bytes(20), ""),
        (gzip.compress(HTML), "text/html"),
        (b"\x7fELF" + bytes(20), "text/html"),
        (b"OggS" + bytes(20), "text/html"),
        (b"Rar!\x1a\x07" + bytes(20), "text/html"),
    ],
)
async def test_what_is_no_text_is_refused_by_type_and_by_its_first_bytes(
    server: WebServer, fetcher: Fetcher, body: bytes, media_type: str
) -> None:
    server.pages["/"] = page(body, media_type)
    bad(await fetcher.fetch(server.url()), Why.NOT_TEXT)


async def test_first_bytes_may_come_one_by_one(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/"] = raw(OK + b"\r\n", *[bytes([byte]) for byte in PNG])
    bad(await fetcher.fetch(server.url()), Why.NOT_TEXT)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"%PDF-1.7\n" + bytes(20), "application/pdf"),
        (HTML, "application/octet-stream"),
        (HTML, ""),
        (b"<rss/>", "application/rss+xml"),
        (b"OTTO and PK and GIF8 and ID3 are words.", "text/plain"),
        ("文字".encode("utf-16"), "text/html"),
        (b"", "text/html"),
    ],
)
async def test_text_and_pdf_are_taken(
    server: WebServer, fetcher: Fetcher, body: bytes, media_type: str
) -> None:
    server.pages["/"] = page(body, media_type)
    found = good(await fetcher.fetch(server.url()))
    assert (found.body, found.media_type) == (body, media_type)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for ``good.example``, and its key."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("needs the openssl command")
    folder = tmp_path_factory.mktemp("tls")
    chain, key = folder / "chain.pem", folder / "key.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    named = ["-subj", "/CN=good.example", "-addext", "subjectAltName=DNS:good.example"]
    subprocess.run(
        [openssl, *made.split(), *named, "-out", str(chain), "-keyout", str(key)],
        check=True,
        capture_output=True,
    )
    return chain, key


@pytest.mark.parametrize(
    ("name", "trusted", "reached"),
    [("good.example", True, True), ("good.example", False, False), ("bad.example", True, False)],
)
async def test_a_certificate_must_be_trusted_and_name_the_host(
    certificate: tuple[Path, Path], name: str, trusted: bool, reached: bool
) -> None:
    chain, key = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    asked: list[object] = []
    context.sni_callback = lambda _, host, __: asked.append(host)
    async with WebServer(context) as server:
        server.pages["/"] = page(HTML)
        allowed = frozenset({f"{name}:{server.port}"})
        names = Names(**{name.replace(".", "_"): [["127.0.0.1"]]})
        tls = ssl.create_default_context(cafile=str(chain)) if trusted else None
        fetcher = Fetcher(allowed, resolve=names, gate=HostGate(0), limits=QUICK, tls=tls)
        found = await fetcher.fetch(server.url("/", name))
        assert asked == [name]
        assert isinstance(found, Fetched) is reached
        assert len(server.requests) == int(reached)
        if not reached:
            bad(found, Why.UNREACHABLE)


class Clock:
    """A clock that sleep moves on."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


async def test_a_host_gets_one_request_at_a_time_with_a_gap(server: WebServer) -> None:
    clock = Clock()
    fetcher = Fetcher(frozenset({server.authority}), gate=HostGate(1.5, clock, clock.sleep))

    async def answer(request: Request, send: Send) -> None:
        await asyncio.sleep(0.02)
        await page(HTML)(request, send)

    server.pages["/"] = answer
    await asyncio.gather(*(fetcher.fetch(server.url()) for _ in range(4)))
    assert server.together == 1
    assert clock.slept == [1.5, 1.5, 1.5]


async def test_hosts_do_not_wait_for_each_other() -> None:
    clock = Clock()
    gate = HostGate(1, clock, clock.sleep)
    async with gate.turn("a.example"), gate.turn("b.example"):
        assert clock.slept == []
    clock.now += 0.25
    async with gate.turn("a.example"):
        assert clock.slept == [0.75]


async def test_a_turn_that_fails_or_is_given_up_is_passed_on() -> None:
    gate = HostGate(0)
    with pytest.raises(ValueError):
        async with gate.turn("a.example"):
            raise ValueError
    async with gate.turn("a.example"):
        waiting = asyncio.ensure_future(gate.turn("a.example").__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
    async with asyncio.timeout(1), gate.turn("a.example"):
        pass


async def test_a_gate_forgets_hosts_that_it_has_not_seen_for_a_while() -> None:
    clock = Clock()
    gate = HostGate(1, clock, clock.sleep)
    async with gate.turn("held.example"):
        for number in range(3000):
            clock.now += 1
            async with gate.turn(f"{number}.example"):
                pass
        assert len(gate._hosts) <= 1001
        assert "held.example" in gate._hosts


async def test_a_cancelled_fetch_leaves_nothing_open(server: WebServer, fetcher: Fetcher) -> None:
    server.pages |= {"/slow": SILENT, "/": page(HTML)}
    task = asyncio.create_task(fetcher.fetch(server.url("/slow")))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    good(await fetcher.fetch(server.url()))
