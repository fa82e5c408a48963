"""Connecting to the public internet only, whatever a name resolves to; one request a host."""

import asyncio
import ipaddress
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import httpcore

from retrieval.web.addresses import is_allowed, is_public

MAX_ADDRESSES = 4  # of a name, tried in turn

_MANY_HOSTS = 1000


class NotPublicError(Exception):
    """A name or a connected peer that is not on the public internet."""


class Resolver(Protocol):
    """Looks a name up."""

    async def __call__(self, host: str) -> Sequence[str]:
        """Return the addresses of `host`. Raises `OSError` where there are none."""


async def system_resolver(host: str) -> Sequence[str]:
    """Return the addresses that this machine's resolver knows for `host`."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class PublicNetwork(httpcore.AsyncNetworkBackend):
    """Connects to the very addresses it has checked, so that no second lookup can differ."""

    def __init__(
        self,
        allowed_hosts: frozenset[str] = frozenset(),
        resolve: Resolver = system_resolver,
        dialler: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allowed_hosts = allowed_hosts
        self._resolve = resolve
        self._dialler = dialler or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Return a stream to `host`. Raises `NotPublicError`, and httpcore's errors."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._addresses(host, port)
                return await self._first_of(addresses, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"no connection in {timeout:g} s") from None

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        addresses = [host] if _is_literal(host) else await self._looked_up(host)
        if not is_allowed(host, port, self._allowed_hosts):
            _require_public(addresses)
        return addresses[:MAX_ADDRESSES]

    async def _looked_up(self, host: str) -> Sequence[str]:
        try:
            addresses = await self._resolve(host)
        except (OSError, UnicodeError):
            addresses = ()
        if not addresses:
            raise httpcore.ConnectError("its name is not known")
        return addresses

    async def _first_of(self, addresses: Sequence[str], port: int) -> httpcore.AsyncNetworkStream:
        failure: Exception = httpcore.ConnectError("no connection")
        for address in addresses:
            try:
                stream = await self._dialler.connect_tcp(address, port)
            except (httpcore.ConnectError, OSError) as error:
                failure = error
                continue
            await _check_peer(stream, address)
            return stream
        raise httpcore.ConnectError("no connection") from failure


async def _check_peer(stream: httpcore.AsyncNetworkStream, address: str) -> None:
    """Hang up on a peer that is not at the address that was checked."""
    peer = str(stream.get_extra_info("server_addr")[0])
    if ipaddress.ip_address(peer) != ipaddress.ip_address(address):
        await stream.aclose()
        raise NotPublicError(peer)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _require_public(addresses: Sequence[str]) -> None:
    """Refuse the name if any of its addresses is private: an honest one has none."""
    for address in addresses:
        if not is_public(address):
            raise NotPublicError(address)


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    users: int = 0


class HostGate:
    """Lets one request at a time through to a host, `gap` seconds after the one before ended."""

    def __init__(
        self,
        gap: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._gap = gap
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn, and hold it while the block lasts."""
        self._forget_idle()
        entry = self._hosts.setdefault(host, _Host())
        entry.users += 1
        try:
            async with entry.lock:
                await self._wait(entry.free_at)
                try:
                    yield
                finally:
                    entry.free_at = self._clock() + self._gap
        finally:
            entry.users -= 1

    async def _wait(self, free_at: float) -> None:
        seconds = free_at - self._clock()
        if seconds > 0:
            await self._sleep(seconds)

    def _forget_idle(self) -> None:
        if len(self._hosts) < _MANY_HOSTS:
            return
        now = self._clock()
        busy = {
            name: host for name, host in self._hosts.items() if host.users or host.free_at > now
        }
        self._hosts = busy
