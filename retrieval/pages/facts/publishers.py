"""Who published a page and whose text it is: the site, and the origin that it names."""

from dataclasses import dataclass

from retrieval.articles import Known
from retrieval.languages import has_han
from retrieval.outlets import Outlet, names_of
from retrieval.pages.facts.directory import (
    Directory,
    host_and_path,
    name_key,
    new_outlet,
)
from retrieval.pages.facts.opening import Opening
from retrieval.pages.page import Clues

_SAME_NAME = 4  # letters of the shortest name that tells an organisation inside a longer one


@dataclass(frozen=True, slots=True)
class Publisher:
    """An outlet, and how it is known; `labelled` where a label such as 来源 names it."""

    outlet: Outlet
    known: Known
    labelled: bool = False


def site_of_page(
    clues: Clues, url: str | None, opening: Opening, directory: Directory
) -> Publisher | None:
    """Return the outlet on whose site the page stands; None if nothing tells.

    An address of a known outlet comes first, then the name the page gives itself, then the host
    alone. A name that the address does not bear out is not the site's.
    """
    shown = None if url or clues.url else opening.address(directory)
    home = url or clues.url or shown
    name = clues.site or (None if home else opening.masthead(directory)) or opening.owner
    named = directory.resolve(name) if name else None
    at = directory.by_url(home) if home else None
    if at and not (named and clues.site and _is_only_linked(clues, url)):
        return Publisher(at, Known.STATED if shown else _how(at, named))
    if named and not (url and named.domains):
        return Publisher(named, Known.STATED)
    host = host_and_path(home)[0] if home else ""
    if name and not named:
        return Publisher(new_outlet(name, host or None), Known.STATED)
    return Publisher(new_outlet(host, host), Known.INFERRED) if host else None


def origin_of_page(
    clues: Clues, site: Publisher | None, url: str | None, opening: Opening, directory: Directory
) -> Publisher | None:
    """Return whose text it is where the page names somebody other than its site.

    In this order: a label (来源：X), a reporter's byline or dateline of a known outlet, an author
    who is a known outlet, the name or address that belongs to another outlet than the page's.
    """
    for found in _origins(clues, url, opening, directory):
        if found and not (site and is_same(found.outlet, site.outlet)):
            return found
    return None


def _origins(
    clues: Clues, url: str | None, opening: Opening, directory: Directory
) -> list[Publisher | None]:
    label = clues.source or opening.source()
    signed = opening.reporter(directory)
    return [
        _labelled(label, directory),
        _known(signed[0] if signed else None, directory),
        _known(clues.author, directory),
        *_elsewhere(clues, url, directory),
    ]


def _labelled(name: str | None, directory: Directory) -> Publisher | None:
    if not name:
        return None
    outlet = directory.resolve(name)
    if outlet is None and not has_han(name) and " " in name:
        return None  # “Source: company data”
    return Publisher(outlet or new_outlet(name), Known.STATED, labelled=True)


def _known(name: str | None, directory: Directory) -> Publisher | None:
    outlet = directory.resolve(name) if name else None
    return Publisher(outlet, Known.STATED) if outlet else None


def _elsewhere(clues: Clues, url: str | None, directory: Directory) -> list[Publisher | None]:
    """Return whom a page found at `url` claims to be by its markup, if that is another site."""
    if url is None:
        return []
    canonical = directory.by_url(clues.url) if clues.url else None
    named = directory.resolve(clues.site) if clues.site else None
    return [Publisher(outlet, Known.STATED) for outlet in (canonical, named) if outlet]


def programme_of_page(opening: Opening, directory: Directory) -> Publisher | None:
    """Return the outlet whose programme leads the interview that the page is, as inferred."""
    programme = opening.programme(directory)
    outlet = directory.by_name(programme) if programme else None
    return Publisher(outlet, Known.INFERRED) if outlet else None


def is_same(one: Outlet, other: Outlet) -> bool:
    """Tell whether two outlets are one: by id, or because a name of one begins with the other's.

    “中国地理学会官网” is “中国地理学会”; “新华日报” is not “新华社”.
    """
    if one.id == other.id:
        return True
    mine, theirs = (set(map(name_key, names_of(outlet))) for outlet in (one, other))
    return any(_begins(a, b) or _begins(b, a) for a in mine for b in theirs)


def _begins(longer: str, shorter: str) -> bool:
    extra = len(longer) - len(shorter)
    return (extra == 0 and longer == shorter) or (
        len(shorter) >= _SAME_NAME and 0 < extra < len(shorter) and longer.startswith(shorter)
    )


def _is_only_linked(clues: Clues, url: str | None) -> bool:
    """Tell whether the address is but the root of the site to which the page's links lead."""
    return url is None and bool(clues.url) and not host_and_path(clues.url or "")[1]


def _how(at: Outlet, named: Outlet | None) -> Known:
    return Known.STATED if named and is_same(at, named) else Known.INFERRED
