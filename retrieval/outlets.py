"""The outlet registry: who publishes, under which names."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import cast

from retrieval.faults import Fault
from retrieval.languages import LANGUAGES, Language, fold

UNNAMED_SITE = "unnamed site"
"""`Source.republished_by` of a page that reprints an article and does not say its own name."""

_NOT_ADDRESSED = {"unlisted", "platform", "portal"}
_KEYS = {"id", "kind", "names", "aliases", "domains"}


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes; `aliases` are other ways readers and pages name it."""

    id: str
    names: Mapping[Language, str] = field(hash=False)
    kind: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    def name(self, language: Language) -> str:
        """Return the display name for a reader of `language`."""
        return self.names[language]


@dataclass(frozen=True)
class Registry:
    """Every outlet we know, by id and by the names found in a text.

    A name that two of them bear is the first one's.
    """

    outlets: tuple[Outlet, ...]

    def __post_init__(self) -> None:
        _refuse_repeated_ids(self.outlets)

    def __getitem__(self, outlet_id: str) -> Outlet:
        for outlet in self.outlets:
            if outlet.id == outlet_id:
                return outlet
        known = ", ".join(outlet.id for outlet in self.outlets)
        raise Fault(f"no outlet has the id {outlet_id!r}: add it to outlets.toml or use {known}")

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self.outlets)

    def __len__(self) -> int:
        return len(self.outlets)

    @classmethod
    def load(cls, path: Path) -> "Registry":
        """Return the registry that an `outlets.toml` holds, where no two share a name."""
        document = read_toml(path)
        try:
            registry = cls(tuple(_outlet(entry) for entry in _entries(document)))
            _refuse_repeated_names(registry)
        except Fault as fault:
            raise Fault(f"{path}: {fault}") from None
        return registry

    @property
    def addressable(self) -> "Registry":
        """The outlets that readers address by name: a portal's is mostly the firm's, or a word."""
        return Registry(tuple(o for o in self.outlets if o.kind not in _NOT_ADDRESSED))

    def named_in(self, text: str) -> tuple[Outlet, ...]:
        """Return the outlets that `text` names, in either script, in the order it names them."""
        found = (_squeeze(match.group()) for match in self._names.finditer(fold(text)))
        return tuple(dict.fromkeys(self._owner[name] for name in found))

    @cached_property
    def _owner(self) -> dict[str, Outlet]:
        owners: dict[str, Outlet] = {}
        for outlet in self.outlets:
            for key in keys_of(outlet):
                owners.setdefault(key, outlet)
        return owners

    @cached_property
    def _names(self) -> re.Pattern[str]:
        folded = {fold(name) for outlet in self.outlets for name in names_of(outlet)}
        names = filter(_squeeze, folded)  # one of marks alone would be found everywhere
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        return re.compile("|".join(map(_name_pattern, longest_first)) or r"(?!)")


def names_of(outlet: Outlet) -> tuple[str, ...]:
    """Return every name of an outlet: those shown and the aliases."""
    return (*outlet.names.values(), *outlet.aliases)


def name_key(name: str) -> str:
    """Return what two spellings of one name share: script, width, case; no blanks, no hyphens."""
    return _squeeze(fold(name))


@lru_cache(maxsize=20_000)  # every transaction of the store asks for those of all outlets
def keys_of(outlet: Outlet) -> tuple[str, ...]:
    """Return what an outlet's names are known by, each once."""
    return tuple(dict.fromkeys(map(name_key, names_of(outlet))))


def read_toml(path: Path) -> dict[str, object]:
    """Return what a TOML file holds; a file that cannot be read or parsed is a fault."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise Fault(f"{path} is missing: add it or point to the folder that has it") from None
    except OSError as error:
        raise Fault(
            f"{path} cannot be read ({error.strerror}): put a readable file there"
        ) from None
    except UnicodeDecodeError:
        raise Fault(f"{path} is not UTF-8: save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        message = " ".join(str(error).split())
        raise Fault(f"{path} is not valid TOML ({message}): mend it there") from None


def _entries(document: Mapping[str, object]) -> list[dict[str, object]]:
    entries = document.get("outlet")
    tables = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
    if not entries or not tables or set(document) != {"outlet"}:
        raise Fault("this file holds [[outlet]] entries and nothing else: add or mend them")
    return cast("list[dict[str, object]]", entries)


def _outlet(entry: dict[str, object]) -> Outlet:
    outlet_id = entry.get("id")
    if not isinstance(outlet_id, str) or not re.fullmatch(r"[a-z0-9-]+", outlet_id):
        raise Fault(f"outlet id {outlet_id!r}: give each [[outlet]] an id of a-z, 0-9 and -")
    if unknown := sorted(set(entry) - _KEYS):
        raise Fault(f"outlet {outlet_id} has an unknown key {unknown[0]!r}: remove it")
    kind = entry.get("kind")
    if not isinstance(kind, str) or not kind.strip():
        raise Fault(f"outlet {outlet_id} has no kind: say in a few words what it is")
    return Outlet(
        id=outlet_id,
        names=_display_names(outlet_id, entry.get("names")),
        kind=kind,
        aliases=_strings(outlet_id, entry, "aliases"),
        domains=_strings(outlet_id, entry, "domains"),
    )


def _display_names(outlet_id: str, names: object) -> dict[Language, str]:
    given = names if isinstance(names, dict) else {}
    if unknown := sorted(set(given) - set(LANGUAGES)):
        raise Fault(f"outlet {outlet_id} is named in {unknown[0]!r}: use {', '.join(LANGUAGES)}")
    for language in LANGUAGES:
        name = given.get(language)
        if not isinstance(name, str) or not name.strip():
            raise Fault(f"outlet {outlet_id} has no {language} name: add it to its names")
    return {language: given[language] for language in LANGUAGES}


def _strings(outlet_id: str, entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = entry.get(key, [])
    if not isinstance(values, list):
        raise Fault(f"outlet {outlet_id}: write {key} as a list of strings")
    if not all(isinstance(value, str) and _squeeze(value) for value in values):
        raise Fault(f"outlet {outlet_id}: {key} holds an empty or non-string value: remove it")
    return tuple(values)


def _refuse_repeated_ids(outlets: Iterable[Outlet]) -> None:
    seen = set()
    for outlet in outlets:
        if outlet.id in seen:
            raise Fault(f"two outlets have the id {outlet.id!r}: rename or remove one")
        seen.add(outlet.id)


def _refuse_repeated_names(outlets: Iterable[Outlet]) -> None:
    owners: dict[str, Outlet] = {}
    for outlet in outlets:
        for name in names_of(outlet):
            other = owners.setdefault(name_key(name), outlet)
            if other.id != outlet.id:
                raise Fault(f"{name!r} names both {other.id} and {outlet.id}: leave it to one")


def _squeeze(name: str) -> str:
    return re.sub(r"[\s-]+", "", name)


def _name_pattern(name: str) -> str:
    words = r"[\s-]*".join(re.escape(word) for word in re.split(r"[\s-]+", name.strip()))
    before = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", name) else ""
    after = r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", name) else ""
    return before + words + after
