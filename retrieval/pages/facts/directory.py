"""Who publishes under a name or an address: the editor's outlets, then well-known ones."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from retrieval import outlets
from retrieval.languages import HAN, LANGUAGES, fold, in_script
from retrieval.outlets import Outlet, Registry, names_of

WELL_KNOWN = Path(__file__).with_name("directory.toml")
UNLISTED = "unlisted"

_SECOND_LEVEL = frozenset(
    ["ac", "co", "com", "edu", "gob", "gouv", "gov", "gv", "ne", "net", "nic", "or", "org"]
)
_SUFFIX = re.compile(rf"(?:{'|'.join(sorted(_SECOND_LEVEL))})\.[a-z]{{2}}")
_SLUG = re.compile(r"[^a-z0-9]+")
_APART = re.compile(rf"[·•・|/_｜丨]+|\s[—–-]\s|(?<=[{HAN}])[—–-]+")
_EDGES = " \t\u3000\"'“”‘’《》〈〉「」『』【】[]()（）.,，。:：;；|·-—@"
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
_HAN = re.compile(f"[{HAN}]")
_LONG_ENOUGH = 3
_REPORTS = "讯记电报独专"
_GENERIC = re.compile(
    r"(?:股份|有限|责任|控股|集团|公司|版权所有|官方|官网|门户|网站|首页|客户端|微信|公众平台|公众号|公号"
    r"|微博|频道|栏目|专栏|中文版|中文网|电子版|电子报|手机版|中国版|国际版|海外版|新闻中心|资讯中心"
    r"|新闻|资讯|快讯|财经|科技|娱乐|体育|军事|国际|国内|社会|教育|健康|汽车|房产|时尚|文化|评论"
    r"|观点|订阅|视频|原创稿?|自媒体|综合|app|讯|报道"
    r"|\s(?:corporation|corp|inc|ltd|limited|llc|company|co|group|plc|gmbh|online|website))$"
)


@dataclass(frozen=True)
class Directory:
    """Every outlet that can be recognised on a page, the editor's own before the well-known."""

    editors: Registry
    others: tuple[Outlet, ...] = ()

    @classmethod
    def load(cls, editors: Registry, path: Path = WELL_KNOWN) -> "Directory":
        """Return the directory of the editor's outlets and those of the file at `path`.

        An outlet that both have, by id, by a name or by a domain, is the editor's; the names and
        domains that only the file has lead to it too. Faults are those of `Registry.load`.
        """
        return cls(editors, tuple(Registry.load(path)))

    def __iter__(self) -> Iterator[Outlet]:
        """Every outlet once, the editor's first."""
        return iter(dict.fromkeys((*self.editors, *self._by_name.values())))

    def by_name(self, name: str) -> Outlet | None:
        """Return the outlet of exactly this name, in either script, case and width."""
        return self._by_name.get(name_key(name))

    def by_id(self, outlet_id: str) -> Outlet | None:
        """Return the outlet of this id, the editor's before a well-known one."""
        return self._by_id.get(outlet_id)

    def by_url(self, url: str) -> Outlet | None:
        """Return the outlet of an address or a bare host: the longest domain and path wins."""
        host, path = host_and_path(url)
        labels = host.split(".")
        for start in range(len(labels) - 1):
            paths = self._by_domain.get(".".join(labels[start:]), ())
            for prefix, outlet in paths:
                if not prefix or path == prefix or path.startswith(prefix + "/"):
                    return outlet
        return None

    def resolve(self, name: str) -> Outlet | None:
        """Return the outlet a page means by `name`: a channel or company of it counts as it.

        人民网-文化频道 is 人民网, 网易科技 is 网易, www.people.com.cn is 人民网.
        """
        shape = name_key(name)
        if found := self._by_name.get(shape):
            return found
        if _HOST.fullmatch(shape):
            return self.by_url(shape)
        return self._by_stem(fold(name)) or self._by_first_part(name)

    def named_in(self, line: str) -> tuple[Outlet, ...]:
        """Return the outlets that `line` names, in either script, in the order it names them."""
        text = fold(line)
        found, position = [], 0
        while position < len(text):
            name, outlet = self._name_at(text, position)
            if outlet:
                found.append(outlet)
            position += max(1, len(name))
        return tuple(dict.fromkeys(found))

    def leading(self, line: str) -> tuple[Outlet, str] | None:
        """Return the outlet whose name begins `line`, and the rest of the line, folded."""
        text = fold(line)
        name, outlet = self._name_at(text, 0)
        return (outlet, text[len(name) :]) if outlet else None

    def _name_at(self, text: str, position: int) -> tuple[str, Outlet | None]:
        for name in self._by_start.get(text[position : position + 2], ()):
            if text.startswith(name, position) and _stands_alone(text, position, name):
                return name, self._by_name[name_key(name)]
        return "", None

    def _by_stem(self, folded: str) -> Outlet | None:
        stem = folded.strip(_EDGES)
        while (shorter := _GENERIC.sub("", stem).strip(_EDGES)) != stem and len(shorter) > 1:
            stem = shorter
            if found := self._by_name.get(name_key(stem)):
                return found
        return None

    def _by_first_part(self, name: str) -> Outlet | None:
        """Return the outlet before a mark; a blank ends a name in Chinese only."""
        parts = [part.strip() for part in _APART.split(name.strip(_EDGES)) if part.strip()]
        first = parts[0] if parts else ""
        if _HAN.match(first):
            first = first.split()[0]
        return self.resolve(first) if first and first != name else None

    @cached_property
    def _owners(self) -> dict[str, Outlet]:
        """Which outlet each well-known one is: itself, or the editor's it shares a key with."""
        mine: dict[str, Outlet] = {}
        for outlet in self.editors:
            mine.update(dict.fromkeys(_keys(outlet), outlet))
        owners = {}
        for other in self.others:
            shared = dict.fromkeys(mine[key] for key in _keys(other) if key in mine)
            owners[other.id] = next(iter(shared), other)
        return owners

    @cached_property
    def _by_id(self) -> dict[str, Outlet]:
        return self._owners | {outlet.id: outlet for outlet in self.editors}

    @cached_property
    def _by_name(self) -> dict[str, Outlet]:
        names: dict[str, Outlet] = {}
        for outlet, owner in self._all:
            for name in names_of(outlet):
                names.setdefault(name_key(name), owner)
        return names

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        starts: dict[str, list[str]] = {}
        names = {fold(name) for outlet, _ in self._all for name in names_of(outlet)}
        for name in sorted(names, key=lambda name: (-len(name), name)):
            starts.setdefault(name[:2], []).append(name)
        return starts

    @cached_property
    def _by_domain(self) -> dict[str, list[tuple[str, Outlet]]]:
        domains: dict[str, dict[str, Outlet]] = {}
        for outlet, owner in self._all:
            for domain in outlet.domains:
                host, path = host_and_path(domain)
                domains.setdefault(host, {}).setdefault(path, owner)
        return {
            host: sorted(paths.items(), key=lambda path: -len(path[0]))
            for host, paths in domains.items()
        }

    @property
    def _all(self) -> Iterator[tuple[Outlet, Outlet]]:
        yield from ((outlet, outlet) for outlet in self.editors)
        yield from ((other, self._owners[other.id]) for other in self.others)


def new_outlet(name: str, domain: str | None = None) -> Outlet:
    """Return an outlet nobody listed, under the name a page gives it.

    The id is the domain in a-z, 0-9 and -, or a short digest of the folded name; the same name
    and domain give the same id on every run.
    """
    name = " ".join(name.split()).strip(_EDGES) or name.strip()
    host = host_and_path(domain)[0] if domain else ""
    slug = _SLUG.sub("-", host).strip("-") or _digest(name)
    names = {language: in_script(name, language) for language in LANGUAGES}
    return Outlet(slug, names, UNLISTED, domains=(host,) if host else ())


def host_and_path(url: str) -> tuple[str, str]:
    """Return the host of an address, without `www.`, and its path, without a slash at the end."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", ""
    bare = host.removeprefix("www.")
    registered = "." in bare and not _SUFFIX.fullmatch(bare)
    return bare if registered else host, parts.path.rstrip("/")


def site_of(host: str) -> str:
    """Return the part of a host name that one owner registers: `news.bbc.co.uk` → `bbc.co.uk`."""
    labels = host.split(".")
    if host.replace(".", "").isdigit():
        return host
    return ".".join(labels[-3 if _SUFFIX.fullmatch(".".join(labels[-2:])) else -2 :])


def name_key(name: str) -> str:
    """Return what two spellings of one name share: script, width, case, spaces, marks around."""
    return outlets.name_key(name).strip(_EDGES)


def _keys(outlet: Outlet) -> Iterable[str]:
    yield f"id {outlet.id}"
    yield from (f"name {name_key(name)}" for name in names_of(outlet))
    yield from (f"domain {'/'.join(host_and_path(domain))}" for domain in outlet.domains)


def _stands_alone(text: str, position: int, name: str) -> bool:
    before, after = text[max(0, position - 1) : position], text[position + len(name) :][:1]
    if not _HAN.match(name):
        return not re.search(r"[a-z0-9]", before + after)
    short = len(name) < _LONG_ENOUGH  # 早报, 上观, 见闻: also pieces of other words
    return not (short and (_HAN.match(before) or (_HAN.match(after) and after not in _REPORTS)))


def _digest(name: str) -> str:
    return "o-" + hashlib.blake2s(name_key(name).encode(), digest_size=5).hexdigest()
