"""The seeds folder: the outlet registry, and articles with their source records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from retrieval.articles import Article, Known, Source
from retrieval.faults import Fault
from retrieval.languages import LANGUAGES, Language
from retrieval.outlets import Registry, read_toml
from retrieval.pages.zones.layers import Edit
from retrieval.pages.zones.zoning import find_zones

_REQUIRED = ("outlet", "title", "language")
_FACTS = (*_REQUIRED, "author", "published", "republished_by", "url")
_EDIT_KEYS = {"text", "from", "to", "within", "every", "reason"}


@dataclass(frozen=True, slots=True)
class _Fact:
    value: str
    inferred: bool


def read_seeds(folder: Path) -> tuple[Registry, tuple[Article, ...]]:
    """Return the registry and the cleaned articles of a seeds folder, in the order of their names.

    The folder holds `outlets.toml` and, in `articles/`, pairs of `<id>.txt` and `<id>.toml`.
    """
    pages = _pages(folder)
    registry = Registry.load(folder / "outlets.toml")
    return registry, tuple(_article(page, registry) for page in pages)


def _pages(folder: Path) -> list[Path]:
    articles = folder / "articles"
    if not folder.is_dir():
        raise Fault(f"{folder} is not a folder: point to one with outlets.toml and articles/")
    pages = sorted(articles.glob("*.txt"))
    if not pages:
        raise Fault(f"{articles} holds no articles: add a .txt and its .toml there")
    for record in sorted(articles.glob("*.toml")):
        if not record.with_suffix(".txt").exists():
            page = record.with_suffix(".txt")
            raise Fault(f"{record} has no article: add {page} or remove the record")
    return pages


def _article(page: Path, registry: Registry) -> Article:
    record = page.with_suffix(".toml")
    if not record.exists():
        raise Fault(f"{page} has no source record: add {record}")
    raw, entries = _read_page(page), read_toml(record)
    try:
        source = _source(_facts(entries), registry)
        zones = find_zones(raw, _edits(entries.get("remove", [])), title=source.title)
    except Fault as fault:
        raise Fault(f"{record}: {fault}") from None
    return _not_empty(Article(page.stem, source, raw, zones), page)


def _read_page(page: Path) -> str:
    try:
        return page.read_bytes().decode("utf-8")  # not read_text, which changes line ends
    except OSError as error:
        raise Fault(
            f"{page} cannot be read ({error.strerror}): put a readable file there"
        ) from None
    except UnicodeDecodeError:
        raise Fault(f"{page} is not UTF-8: save it as UTF-8") from None


def _not_empty(article: Article, page: Path) -> Article:
    if not article.text.strip():
        raise Fault(f"{page} has no words left after cleaning: put the article in, or remove it")
    return article


def _facts(entries: Mapping[str, object]) -> dict[str, _Fact]:
    if unknown := sorted(set(entries) - set(_FACTS) - {"remove"}):
        raise Fault(f"unknown key {unknown[0]!r}: use {', '.join(_FACTS)} or [[remove]]")
    if missing := [key for key in _REQUIRED if key not in entries]:
        raise Fault(f"{missing[0]} is missing: add it")
    return {key: _fact(key, entries[key]) for key in _FACTS if key in entries}


def _fact(key: str, entry: object) -> _Fact:
    match entry:
        case {"value": str(value), "known": "stated" | "inferred" as known, **rest}:
            if value.strip() and not rest:
                return _Fact(value, known == "inferred")
    raise Fault(f'{key} must read {key} = {{ value = "…", known = "stated" }}, or "inferred"')


def _source(facts: Mapping[str, _Fact], registry: Registry) -> Source:
    values = {key: fact.value for key, fact in facts.items()}
    return Source(
        outlet=registry[values["outlet"]],
        title=values["title"],
        language=_language(values["language"]),
        published=_published(values.get("published")),
        author=values.get("author"),
        republished_by=values.get("republished_by"),
        url=values.get("url"),
        known={key: Known.INFERRED for key, fact in facts.items() if fact.inferred},
    )


def _language(value: str) -> Language:
    for language in LANGUAGES:
        if value == language:
            return language
    raise Fault(f"unknown language {value!r}: use {', '.join(LANGUAGES)}")


def _published(value: str | None) -> str | None:
    try:
        return value and date.fromisoformat(value).isoformat()
    except ValueError:
        raise Fault(f"published {value!r} is no date: write it as 2025-01-31") from None


def _edits(entries: object) -> list[Edit]:
    if not isinstance(entries, list):
        raise Fault("write what to remove as [[remove]] entries")
    return [_edit(entry) for entry in entries]


def _edit(entry: object) -> Edit:
    if not isinstance(entry, dict):
        raise Fault("write what to remove as [[remove]] entries")
    if unknown := sorted(set(entry) - _EDIT_KEYS):
        raise Fault(f"[[remove]] has an unknown key {unknown[0]!r}: remove it")
    every = entry.get("every", False)
    if not isinstance(every, bool):
        raise Fault("[[remove]]: every must be true or false")
    reason, within = _words(entry, "reason"), _words(entry, "within")
    first, last = _ends(entry)
    if not reason:
        raise Fault("[[remove]] has no reason: add one")
    return Edit(reason, first, last, within, every)


def _ends(entry: Mapping[str, object]) -> tuple[str, str | None]:
    text, first, last = (_words(entry, key) for key in ("text", "from", "to"))
    if text and not first and not last:
        return text, None
    if first and last and not text:
        return first, last
    raise Fault("[[remove]] needs either text, or from and to: add what is missing")


def _words(entry: Mapping[str, object], key: str) -> str | None:
    words = entry.get(key)
    if key in entry and (not isinstance(words, str) or not words.strip()):
        raise Fault(f"[[remove]]: {key} must be words in quotation marks")
    return words if isinstance(words, str) else None
