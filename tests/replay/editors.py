"""The editors' side of a transcript: what they send, the pages fetched, a store of its own."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answering.answerer import Answerer
from bot.newsroom import Newsroom
from retrieval.embedding import NGramEmbedder
from retrieval.ingest.intake import Intake
from retrieval.ingest.seeds import read_seeds
from retrieval.outlets import Registry
from retrieval.pages.facts.directory import Directory
from retrieval.pages.page import Unfit, Why
from retrieval.search import ServedSearch
from retrieval.store import Store
from retrieval.web.addresses import canonical_url, target_of
from retrieval.web.fetching import Fetched, Fetcher
from tests.replay.transcript import Section
from tests.servers.chats import Chats, chat_of, from_channel, person, written
from tests.servers.telegram_rules import Wire

EDITOR = 2  # the user id, and the chat

_SEEDS = Path(__file__).parents[2] / "seeds"
_TODAY = date(2025, 3, 1)
_CHANNEL = re.compile(r"forwarded from (?P<title>.+?)(?: @(?P<name>\w+)/(?P<number>\d+))?")
_SEED = re.compile(r"^\{(\w+)\}$", re.MULTILINE)
_MEDIA_TYPES = {"txt": "text/plain", "jsonl": "application/jsonl", "png": "image/png"}
_IMAGE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


class Web(Fetcher):
    """The public web as a transcript has it; what is not public is refused as ever."""

    def __init__(self, fetched: Callable[[str], None]) -> None:
        super().__init__()
        self._fetched = fetched
        self._pages: dict[str, bytes] = {}

    def put(self, page: Section) -> None:
        """Have a page say what a section says; a line `{id}` stands for what a seed says."""
        self._pages[page.head[1]] = _SEED.sub(_seed, page.body).encode()

    async def fetch(
        self, url: str, etag: str | None = None, modified: str | None = None
    ) -> Fetched | Unfit:
        self._fetched(url)
        target = target_of(url)
        if isinstance(target, Unfit):
            return target
        body = self._pages.get(canonical_url(target.url))
        if body is None:
            return Unfit(Why.UNREACHABLE, f"{target.host} answers 404", status=404)
        return Fetched(target.url, 200, "text/html", "utf-8", body)


@contextmanager
def own_desk(answerer: Answerer, web: Web) -> Iterator[tuple[Answerer, Newsroom]]:
    """Open a copy of what an answerer searches, so that what is taken in stays in the copy."""
    assert isinstance(answerer.search, ServedSearch)
    with TemporaryDirectory() as folder:
        data = Path(shutil.copytree(answerer.search._folder.parent, Path(folder) / "data"))
        readers, editors = Store.in_folder(data), Store.in_folder(data)
        try:
            search = ServedSearch(readers, data / "index", NGramEmbedder())
            intake = Intake(editors, _directory(), lambda: _TODAY)
            yield replace(answerer, search=search), Newsroom(intake, web, lambda: None)
        finally:
            readers.close()
            editors.close()


@cache
def _directory() -> Directory:
    return Directory.load(Registry.load(_SEEDS / "outlets.toml"))


def sent_by_editor(chats: Chats, section: Section) -> None:
    """Send what a section says: `forwarded from …` and `document …` open, then the content."""
    language = section.head[-1] if len(section.head) > 1 else "zh-hans"
    first, _, rest = section.body.partition("\n")
    content = _content(chats, first, rest, section.body)
    chats.send(content, chat_of(EDITOR, "private"), person(EDITOR, language))


def _content(chats: Chats, first: str, rest: str, whole: str) -> Wire:
    if forwarded := _CHANNEL.fullmatch(first):
        title, name, number = forwarded.groups()
        return written(rest) | {"forward_origin": from_channel(title, name, int(number or 1))}
    if first.startswith("document "):
        name = first.removeprefix("document ")
        body = _IMAGE if name.endswith(".png") else rest.encode()
        media_type = _MEDIA_TYPES[name.rpartition(".")[2]]
        return {"document": chats.upload(body, name, media_type)}
    return written(whole)


def _seed(match: re.Match[str]) -> str:
    """Return the paragraphs of a seed as HTML."""
    lines = (line.strip() for line in _seed_texts()[match[1]].splitlines())
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines if line)


@cache
def _seed_texts() -> dict[str, str]:
    return {article.id: article.text for article in read_seeds(_SEEDS)[1]}
