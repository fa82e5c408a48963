"""What is settled of a page: who published it, under which title, by whom, when, on whose site."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from retrieval.articles import Known, Source
from retrieval.faults import Fault
from retrieval.languages import LANGUAGES, Language, language_of
from retrieval.outlets import UNNAMED_SITE
from retrieval.pages.facts import sites
from retrieval.pages.facts.dates import date_in_url, read_date
from retrieval.pages.facts.directory import UNLISTED, Directory, host_and_path, new_outlet
from retrieval.pages.facts.opening import Opening
from retrieval.pages.facts.publishers import (
    Publisher,
    is_same,
    origin_of_page,
    programme_of_page,
    site_of_page,
)
from retrieval.pages.page import Page, Unfit, Why

FIELDS = ("outlet", "title", "author", "published", "url", "republished_by", "language")
_LONGEST = 300  # characters of a value
_READ_FOR_LANGUAGE = 4_000  # characters
_SENTENCE = 40  # characters of the shortest line that tells the text's language
_TITLE_FROM_TEXT = 40  # characters

Value = tuple[str, Known]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a citation of the page will show, and of each field how it is known."""

    source: Source


def settle(
    page: Page, url: str | None, given: Mapping[str, str], directory: Directory, today: date
) -> Facts | Unfit:
    """Return the source of the article on `page`, or that nobody can be named as its outlet.

    `url` is where the page was found; `given` holds an editor's values by field name, which win;
    a value that cannot be is a fault. `today` is the day the page was fetched: no date is later,
    and without a `url` it is no day to reckon “yesterday” from.

    The outlet is whom the page names as the origin (来源：X, a reporter's byline, a dateline, an
    author who is a known outlet), and the site is then its republisher; without an origin it is
    the site. On a platform (公众号, 头条号, 百家号, 网易号) that is the platform, with the account
    as the author, unless the account is itself a known outlet or the page names an origin.
    """
    values = {name: _checked(name, value, today) for name, value in given.items()}
    settling = _Settling(page, values.get("url") or url, values, directory, today, Opening(page))
    if settling.publisher is None:
        return Unfit(Why.NO_OUTLET, "the page does not say who published it: pass --outlet NAME")
    return Facts(settling.source(settling.publisher))


def _checked(name: str, value: str, today: date) -> str:
    """Return an editor's value as it is kept; one that cannot be is a fault."""
    value = " ".join(value.split())
    if name not in FIELDS:
        raise Fault(f"{name!r} is not a fact of an article: use {', '.join(FIELDS)}")
    if not 0 < len(value) <= _LONGEST:
        raise Fault(f"{name} is empty or too long: give 1 to {_LONGEST} characters")
    if name == "language" and value not in LANGUAGES:
        raise Fault(f"language {value!r} is unknown: use {', '.join(LANGUAGES)}")
    if name == "url" and not sites.is_address(value):
        raise Fault(f"url {value!r} is not an address: give one with http:// or https://")
    return _checked_date(value, today) if name == "published" else value


def _checked_date(value: str, today: date) -> str:
    found = read_date(value, today)
    if not found or found[1] is not Known.STATED:
        raise Fault(f"published {value!r} is no date up to today: write it as 2025-01-31")
    return found[0]


@dataclass(frozen=True)
class _Settling:
    """One page, and what is settled of it so far; each part is read once, and only if asked."""

    page: Page
    url: str | None
    given: Mapping[str, str]
    directory: Directory
    today: date
    opening: Opening

    def source(self, publisher: Publisher) -> Source:
        fields = {
            "title": self._title(),
            "published": self._given("published") or self._published(),
            "author": self._given("author") or self._author(publisher),
            "republished_by": self._given("republished_by") or self._republisher(publisher),
            "url": self._given("url") or self._address(),
        }
        known = {name: value[1] for name, value in fields.items() if value}
        known |= {"outlet": publisher.known, "language": self.language[1]}
        text = {name: value[0] if value else None for name, value in fields.items()}
        return Source(
            outlet=publisher.outlet,
            title=text["title"] or "",
            language=cast("Language", self.language[0]),
            published=text["published"],
            author=text["author"],
            republished_by=text["republished_by"],
            url=text["url"],
            known=known,
        )

    @cached_property
    def publisher(self) -> Publisher | None:
        if "outlet" in self.given:
            return self._given_publisher(self.given["outlet"])
        origin = origin_of_page(self.page.clues, self.site, self.url, self.opening, self.directory)
        return origin or self.site or programme_of_page(self.opening, self.directory)

    @cached_property
    def site(self) -> Publisher | None:
        return site_of_page(self.page.clues, self.url, self.opening, self.directory)

    @cached_property
    def language(self) -> Value:
        if given := self._given("language"):
            return given
        long = [line for line in self.opening.lines if len(line) >= _SENTENCE]
        text = "\n".join(long or self.opening.lines)[:_READ_FOR_LANGUAGE]
        return language_of(text, self.page.clues.language or "zh-Hans"), Known.STATED

    def _given(self, name: str) -> Value | None:
        return (self.given[name], Known.EDITOR) if name in self.given else None

    def _given_publisher(self, name: str) -> Publisher:
        outlet = self.directory.by_id(name) or self.directory.by_name(name)
        return Publisher(outlet or new_outlet(name), Known.EDITOR)  # whose host it is, is unsaid

    def _title(self) -> Value:
        if given := self._given("title"):
            return given
        if stated := self.page.clues.title or self.opening.title:
            return stated[:_LONGEST], Known.STATED
        first = next(iter(self.opening.lines), "")
        return re.split(r"(?<=[。！？!?])", first)[0][:_TITLE_FROM_TEXT], Known.INFERRED

    def _published(self) -> Value | None:
        """Return the date: stated in markup or text, else in the address, else worked out."""
        stated = self.page.clues.published
        if stated and (found := read_date(stated, self.today)):
            return found
        shown = self.opening.published(self.today)
        if shown and shown[1] is Known.STATED:
            return shown
        address = self.url or self.page.clues.url
        in_address = date_in_url(address, self.today) if address else None
        if in_address:
            return in_address, Known.INFERRED
        return shown if self.url else None  # “yesterday” on a page saved who knows when

    def _author(self, publisher: Publisher) -> Value | None:
        for name in (self.page.clues.author, self.opening.author()):
            if name and not self._is_outlets(name, publisher):
                return name, Known.STATED
        return None

    def _is_outlets(self, name: str, publisher: Publisher) -> bool:
        """Tell whether what signs is the outlet or the site itself, and so is nobody.

        A blog's writer can be an alias of the blog.
        """
        blog = "blog" in publisher.outlet.kind and name not in publisher.outlet.names.values()
        if blog and self.directory.by_name(name) == publisher.outlet:
            return False
        outlet = self.directory.resolve(name) or new_outlet(name)
        return any(one and is_same(outlet, one.outlet) for one in (publisher, self.site))

    def _republisher(self, publisher: Publisher) -> Value | None:
        if site := self.site:
            only_a_host = site.known is Known.INFERRED and site.outlet.kind == UNLISTED
            if is_same(site.outlet, publisher.outlet) or (
                only_a_host and publisher.known is Known.EDITOR
            ):
                return None
            return site.outlet.name(cast("Language", self.language[0])), site.known
        if self.opening.is_reprint:
            return UNNAMED_SITE, Known.STATED
        return (UNNAMED_SITE, Known.INFERRED) if publisher.labelled else None

    def _address(self) -> Value | None:
        """Return the page's own address; the root of a site is none."""
        for address in (self.url, self.page.clues.url, self.opening.address(self.directory)):
            if address and host_and_path(address)[1]:
                return address, Known.STATED
        return None
