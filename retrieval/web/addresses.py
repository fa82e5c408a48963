"""Web addresses: which are on the public internet, and what a URL may say."""

import ipaddress
import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Literal
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from retrieval.pages.page import Unfit, Why

MAX_URL = 4096  # characters

_PORTS = {"http": 80, "https": 443}
_SYSTEM_PORTS = 1024
_GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")  # no other unicast is routed
_SPECIAL_IPV6 = (
    "2001::/23",  # IETF protocols: Teredo, benchmarking, ORCHID
    "2001:db8::/32",
    "2002::/16",  # 6to4: any IPv4 address may hide in it
    "3ffe::/16",  # the 6bone, handed back
    "3fff::/20",
)
_SPECIAL_IPV4 = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",  # carriers' NAT; one cloud serves its metadata here
    "127.0.0.0/8",
    "168.63.129.16/32",  # Azure answers its machines here, at a public number
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",  # 6to4 relays
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
)
_REFUSED_IPV4 = tuple(map(ipaddress.IPv4Network, _SPECIAL_IPV4))
_REFUSED_IPV6 = tuple(map(ipaddress.IPv6Network, _SPECIAL_IPV6))

_USERINFO = re.compile(r"\w+://[^/?#]*@")
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_NUMERIC = re.compile(r"(^|\.)(\d+|0x[0-9a-f]*)$")
_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|dclid|yclid|msclkid|igshid|mc_[ce]id)(=|$)", re.I)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: `host` is a lower-case ASCII name or an address without brackets."""

    scheme: Literal["http", "https"]
    host: str
    port: int
    path: str  # with the query, percent-encoded

    @property
    def authority(self) -> str:
        """The host, in brackets if need be, with the port unless it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def is_public(ip: str | IPv4Address | IPv6Address) -> bool:
    """Tell whether `ip` is a globally routed unicast address; what is no address is not.

    Addresses that carry an IPv4 address inside (mapped, 6to4, NAT64, Teredo) never are. Source:
    the IANA special-purpose registries, and the addresses at which clouds serve metadata.
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _REFUSED_IPV4)
    if address.scope_id is not None or address not in _GLOBAL_IPV6:
        return False
    return not any(address in network for network in _REFUSED_IPV6)


def is_allowed(host: str, port: int, allowed_hosts: frozenset[str]) -> bool:
    """Tell whether the operator named this host, as `host` or `host:port`."""
    bracketed = f"[{host}]" if ":" in host else host
    return not allowed_hosts.isdisjoint({host, f"{bracketed}:{port}"})


def target_of(url: str, allowed_hosts: frozenset[str] = frozenset()) -> Target | Unfit:
    """Return where a request for `url` goes, or why none may be made.

    Names are not looked up here: what a name stands for is checked when it is connected to.
    """
    target = read_url(url)
    if isinstance(target, Unfit) or is_allowed(target.host, target.port, allowed_hosts):
        return target
    return _unless_private(target)


def read_url(url: str) -> Target | Unfit:
    """Return where `url` leads, public or not, or why it is no web address."""
    parsed = _parsed(url.strip())
    if isinstance(parsed, Unfit):
        return parsed
    host = _host(parsed)
    if host is None:
        return _refused("its host is not a name or address: check the spelling")
    scheme: Literal["http", "https"] = "https" if parsed.scheme == "https" else "http"
    port = _PORTS[scheme] if parsed.port is None else parsed.port
    return Target(scheme, host, port, parsed.raw_path.decode("ascii"))


def joined(target: Target, location: str) -> str:
    """Return the absolute URL that a redirect from `target` leads to, if `location` is one."""
    try:
        return urljoin(target.url, location.strip())
    except ValueError:
        return location


def canonical_url(url: str) -> str:
    """Return `url` as it is compared: no fragment or tracking parameters, one spelling of the host.

    What is not an http(s) URL comes back as it is.
    """
    target = read_url(url)
    if isinstance(target, Unfit):
        return url
    parts = urlsplit(target.url)
    kept = [field for field in parts.query.split("&") if not _TRACKING.match(field)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(kept), ""))


def _parsed(url: str) -> httpx.URL | Unfit:
    if len(url) > MAX_URL:
        return _refused(f"it is longer than {MAX_URL} characters: give a shorter one")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        return _refused("it cannot be read as a URL: check the spelling")
    if parsed.scheme not in _PORTS:
        return _refused("only http and https are fetched: give the page's web address")
    if _USERINFO.match(url):
        return _refused("it holds a user name or password: leave that out")
    return parsed


def _host(parsed: httpx.URL) -> str | None:
    host = parsed.raw_host.decode("ascii").lower().removesuffix(".")
    if ":" in host or _NUMERIC.search(host):
        return _literal(host)
    return host if _NAME.fullmatch(host) else None


def _literal(host: str) -> str | None:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:  # decimal, octal and hexadecimal spellings among them
        return None


def _unless_private(target: Target) -> Target | Unfit:
    if not 0 < target.port <= 65535:
        return _refused("no such port exists: check the spelling")
    if target.port < _SYSTEM_PORTS and target.port not in _PORTS.values():
        return _refused(f"port {target.port} is not the web's: use 80, 443 or one from 1024 on")
    is_literal = ":" in target.host or _NUMERIC.search(target.host)
    if is_literal and not is_public(target.host):
        return _refused(f"{target.host} is not on the public internet: give a public page")
    return target


def _refused(reason: str) -> Unfit:
    return Unfit(Why.NOT_PUBLIC, f"this URL is not fetched: {reason}")
