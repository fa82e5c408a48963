"""Fetching one page or feed from the public web, within bounds of size, time and reach."""

import asyncio
import re
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from importlib.metadata import version

import httpcore
import httpx

from retrieval.pages.page import Unfit, Why
from retrieval.web.addresses import Target, joined, target_of
from retrieval.web.bodies import is_media, not_text, read_body, too_large
from retrieval.web.connecting import (
    HostGate,
    NotPublicError,
    PublicNetwork,
    Resolver,
    system_resolver,
)

MAX_BODY = 16 * 2**20  # bytes, raw and decoded
MAX_REDIRECTS = 5

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_MISSING = {404, 410}
_MAX_VALIDATOR = 1000  # characters of an ETag or date that is sent back
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:+-]{1,40})""", re.I)
_NETWORK_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch: seconds in all, to connect, and of silence; bytes of body."""

    total: float = 30
    connect: float = 10
    read: float = 10
    body: int = MAX_BODY


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent; `url` is where the last redirect led.

    `media_type` is lower case and empty where nothing is declared; `retry_after` is in seconds.
    """

    url: str
    status: int
    media_type: str
    charset: str | None
    body: bytes
    etag: str | None = None
    modified: str | None = None
    retry_after: float | None = None
    moved_to: str | None = None  # where the page now lives for good
    not_modified: bool = False


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: str
    permanent: bool


class Fetcher:
    """Fetches pages and feeds of the public internet, one at a time from each host.

    Nothing is kept from one fetch to the next but the turn of each host: no cookies, no
    connections. Proxies of the environment are not used, since they would look names up unchecked.
    """

    def __init__(
        self,
        allowed_hosts: frozenset[str] = frozenset(),
        *,
        resolve: Resolver = system_resolver,
        gate: HostGate | None = None,
        limits: Limits = Limits(),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._allowed_hosts = frozenset(host.lower() for host in allowed_hosts)
        self._network = PublicNetwork(self._allowed_hosts, resolve)
        self._gate = gate or HostGate()
        self._limits = limits
        self._given_tls = tls

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._given_tls or httpx.create_ssl_context(trust_env=False)

    @cached_property
    def _user_agent(self) -> str:
        return f"whosaid/{version('whosaid')} (+news reader bot)"

    async def fetch(
        self, url: str, etag: str | None = None, modified: str | None = None
    ) -> Fetched | Unfit:
        """Return what `url` serves, over at most five redirects, or why it cannot be had.

        `etag` and `modified` are those of an earlier `Fetched`: a page unchanged since comes back
        `not_modified`, without a body. Waiting for a host's turn does not count as time spent.
        """
        wanted, moved_to, for_good, left = url, None, False, self._limits.total
        for hop in range(MAX_REDIRECTS + 1):
            target = target_of(wanted, self._allowed_hosts)
            if isinstance(target, Unfit):
                return target
            moved_to = target.url if for_good else moved_to
            async with self._gate.turn(target.host):
                begun = time.monotonic()
                found = await self._answer(target, _conditions(etag, modified), left)
            left -= time.monotonic() - begun
            if isinstance(found, Unfit):
                return found
            if isinstance(found, Fetched):
                return replace(found, moved_to=moved_to)
            wanted = found.to
            for_good = found.permanent and (for_good or hop == 0)
        return Unfit(Why.UNREACHABLE, "this page redirects without end: give the page it leads to")

    async def _answer(
        self, target: Target, conditions: Mapping[str, str], seconds: float
    ) -> Fetched | _Redirect | Unfit:
        try:
            async with asyncio.timeout(seconds), self._response(target, conditions) as response:
                return await self._read(target, response, conditions)
        except NotPublicError:
            name = target.host
            return Unfit(
                Why.NOT_PUBLIC, f"{name} is not on the public internet: give a public page"
            )
        except (TimeoutError, httpcore.TimeoutException):
            return _unreachable(target, "takes too long")
        except _NETWORK_ERRORS as error:
            return _unreachable(target, _told(error))

    @asynccontextmanager
    async def _response(
        self, target: Target, conditions: Mapping[str, str]
    ) -> AsyncIterator[httpcore.Response]:
        tls = self._tls if target.scheme == "https" else None
        pool = httpcore.AsyncConnectionPool(tls, network_backend=self._network)
        async with pool:
            request = self._request(target, conditions)
            response = await pool.handle_async_request(request)
            try:
                yield response
            finally:
                await response.aclose()

    def _request(self, target: Target, conditions: Mapping[str, str]) -> httpcore.Request:
        headers = {
            "Host": target.authority,
            "User-Agent": self._user_agent,
            "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **conditions,
        }
        limits = self._limits
        timeout = {"connect": limits.connect, "read": limits.read, "write": limits.read}
        return httpcore.Request(
            "GET",
            httpcore.URL(
                scheme=target.scheme, host=target.host, port=target.port, target=target.path
            ),
            headers=list(headers.items()),
            extensions={"timeout": timeout},
        )

    async def _read(
        self, target: Target, response: httpcore.Response, conditions: Mapping[str, str]
    ) -> Fetched | _Redirect | Unfit:
        headers, status = _headers(response), response.status
        if status in _REDIRECTS and "location" in headers:
            return _Redirect(joined(target, headers["location"]), status in _PERMANENT)
        if status == 304 and conditions:
            return _fetched(target, status, headers, b"")
        if not 200 <= status < 300:
            wait = seconds_until(headers.get("retry-after", ""), time.time())
            why = Why.MISSING if status in _MISSING else Why.UNREACHABLE
            refused = _unreachable(target, f"answers {status}")
            return replace(refused, why=why, status=status, retry_after=wait)
        body = await self._body(response, headers)
        return body if isinstance(body, Unfit) else _fetched(target, status, headers, body)

    async def _body(self, response: httpcore.Response, headers: Mapping[str, str]) -> bytes | Unfit:
        length = headers.get("content-length", "")
        if is_media(_media_type(headers)):
            return not_text()
        if length.isdecimal() and int(length[:20]) > self._limits.body:
            return too_large(self._limits.body)
        coding = headers.get("content-encoding", "").strip().lower()
        return await read_body(response.aiter_stream(), coding, self._limits.body)


def seconds_until(retry_after: str, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks to wait: a number of them, or a date.

    `now` is in seconds since 1970. None where the header says neither.
    """
    value = retry_after.strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, _aware(moment).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _conditions(etag: str | None, modified: str | None) -> dict[str, str]:
    """Return the headers that ask for news only; what a header cannot carry is left out."""
    given = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in given.items() if value and _is_validator(value)}


def _is_validator(value: str) -> bool:
    return len(value) <= _MAX_VALIDATOR and value.isascii() and value.isprintable()


def _headers(response: httpcore.Response) -> dict[str, str]:
    """Return the headers by lower-case name; the first of a name counts."""
    headers: dict[str, str] = {}
    for name, value in response.headers:
        headers.setdefault(name.decode("ascii").lower(), _header_text(value))
    return headers


def _header_text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _fetched(target: Target, status: int, headers: Mapping[str, str], body: bytes) -> Fetched:
    charset = _CHARSET.search(headers.get("content-type", ""))
    return Fetched(
        url=target.url,
        status=status,
        media_type=_media_type(headers),
        charset=charset[1].lower() if charset else None,
        body=body,
        etag=headers.get("etag"),
        modified=headers.get("last-modified"),
        retry_after=seconds_until(headers.get("retry-after", ""), time.time()),
        not_modified=status == 304,
    )


def _told(error: Exception) -> str:
    if isinstance(error, httpcore.ConnectError):
        return "cannot be connected to"
    return "breaks off or does not speak HTTP"


def _unreachable(target: Target, reason: str) -> Unfit:
    return Unfit(Why.UNREACHABLE, f"{target.host} {reason}: check the address or try again later")
