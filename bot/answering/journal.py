"""How answers came about, written down: to be explained, done again, or given again."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from operator import mul
from pathlib import Path, PurePath
from typing import Any

from bot.answering.answers import (
    Answer,
    Author,
    Evidence,
    Question,
    Reply,
    Statement,
    Translation,
    Untranslated,
)
from bot.answering.models import Usage
from bot.answering.quoting import evidence_at
from bot.answering.records import reply_record, trace_record
from bot.answering.traces import Asked, Trace
from retrieval.articles import Article
from retrieval.terms import Lexicon

_MOST = 1_000  # answers kept
_ID = 12  # characters of an id


@dataclass(frozen=True)
class Pages:
    """A folder with a JSON file for each answer, the newest `most` of them."""

    folder: Path
    most: int = _MOST

    def read(self, id: str) -> dict[str, Any] | None:
        """Return what is written under an id, if there is anything that can be read."""
        try:
            record = json.loads(self._file(id).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return record if isinstance(record, dict) else None

    def latest(self) -> str | None:
        """Return the id of the answer written last."""
        return max(self._files(), key=_age, default=Path()).stem or None

    def write(self, id: str, record: Mapping[str, Any]) -> None:
        """Write an answer down; the oldest make room."""
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self.folder / f".{id}.{os.getpid()}"
        new.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        new.replace(self._file(id))
        files = self._files()
        if len(files) > self.most:
            for old in sorted(files, key=_age)[: len(files) - self.most]:
                old.unlink(missing_ok=True)

    def touch(self, id: str) -> None:
        """Make an answer the one given last."""
        os.utime(self._file(id))

    def _file(self, id: str) -> Path:
        return self.folder / f"{PurePath(id).name}.json"

    def _files(self) -> list[Path]:
        return list(self.folder.glob("*.json"))


@dataclass(frozen=True)
class Journal:
    """Writes answers down on pages; `article` finds articles by id.

    An answer's id is made of all that it depends on, so that the same question finds it again for
    as long as nothing has changed.
    """

    pages: Pages
    article: Callable[[str], Article]
    lexicon: Callable[[], Lexicon]
    prices: Sequence[float] = ()  # of a million tokens: sent, of those cached, written

    def recall(self, trace: Trace) -> Reply | None:
        """Return the answer that a model gave to the same question, if all else is the same."""
        record = self.pages.read(_id_of(trace))
        if record is None or not _is_models(record["reply"]) or not record["kept"]:
            return None
        try:
            reply = self._answer(record["kept"], record["reply"])
        except (KeyError, ValueError):  # an article is gone, or no longer as it was
            return None
        trace.known = frozenset(record["found"])
        return reply

    def keep(self, trace: Trace) -> str:
        """Write down how an answer came about; return its id."""
        id = _id_of(trace)
        if trace.is_from_cache:
            self.pages.touch(id)
        elif trace.reply:
            record = {
                "id": id,
                "written": datetime.now(UTC).isoformat(timespec="seconds"),
                "version": trace.version,
                **trace_record(trace),
                "cost": _cost(trace.usage, self.prices),
                "reply": reply_record(trace.asked.question, trace.reply),
            }
            self.pages.write(id, record)
        return id

    def asked(self, id: str) -> Asked | None:
        """Return what an answer that is written down was asked for."""
        record = self.pages.read(id)
        if record is None:
            return None
        question = Question(record["question"], record["language"])
        return Asked(question, frozenset(record["outlets"]))

    def _answer(self, kept: Sequence[Mapping[str, Any]], reply: Mapping[str, Any]) -> Answer:
        untranslated = reply["untranslated"]
        return Answer(
            tuple(map(self._statement, kept)),
            Author(reply["answered_by"]),
            uncovered=tuple(reply["uncovered"]),
            translations=tuple(map(self._translation, reply["translations"])),
            untranslated=Untranslated(untranslated) if untranslated else None,
        )

    def _statement(self, kept: Mapping[str, Any]) -> Statement:
        return Statement(kept["text"], tuple(map(self._evidence, kept["evidence"])))

    def _translation(self, made: Mapping[str, Any]) -> Translation:
        return Translation(self._evidence(made), made["language"], made["text"] or "")

    def _evidence(self, place: Mapping[str, Any]) -> Evidence:
        article, people = self.article(place["article"]), self.lexicon().people
        return evidence_at(article, place["start"], place["end"], people)


def _is_models(reply: Mapping[str, Any]) -> bool:
    """Tell whether a reply that is written down took a model, to write it or to translate it."""
    return reply["answered_by"] == Author.MODEL or bool(reply["translations"])


def _cost(usage: Usage, prices: Sequence[float]) -> float | None:
    """Return what tokens cost; providers charge less for what they had cached."""
    if not prices:
        return None
    counts = (usage.sent - usage.cached, usage.cached, usage.written)
    return round(float(sum(map(mul, counts, prices))) / 1_000_000, 6)


def _age(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:  # another process was quicker
        return 0


def _id_of(trace: Trace) -> str:
    asked, question = trace.asked, trace.asked.question
    wanted = question.text, question.language, sorted(asked.outlets), asked.compares, asked.into
    quotes = [(piece.article.id, piece.start, piece.end) for piece in asked.quotes]
    told = (*wanted, quotes, trace.version, _code())
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:_ID]


@cache
def _code() -> str:
    """Return a digest of the checks, the prompts and all else that answers are made by."""
    digest = hashlib.sha256()
    for package in ("bot", "prompts", "retrieval"):
        for name, content in sorted(_written(resources.files(package), package)):
            digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()


def _written(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir() and not entry.name.startswith(("_", ".")):
            found += _written(entry, name)
        elif entry.name.endswith((".py", ".md", ".toml", ".txt")):
            found.append((name, entry.read_bytes()))
    return found
