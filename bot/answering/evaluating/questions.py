"""Questions with what their replies owe, read from YAML; `tests/eval/seeds.yaml` tells the form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.answering.answers import Question
from retrieval.faults import Fault
from retrieval.languages import language_of

_KEYS = ("ask", "after", "kind", "outlets", "also", "facts", "numbers", "refused", "miss")


@dataclass(frozen=True, slots=True)
class Expected:
    """A question and what its reply owes: outlets and words, or a refusal.

    Of each of `facts` one wording must stand in the answer or its quotes; `also` are outlets that
    may be cited besides; `miss`: it is known not to be managed yet.
    """

    question: Question
    after: tuple[Question, ...] = ()
    kind: str = ""
    outlets: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    facts: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[str, ...] = ()
    refused: bool = False
    miss: bool = False

    @property
    def is_comparison(self) -> bool:
        """Whether several outlets must be cited."""
        return len(self.outlets) > 1


def read_questions(path: Path, outlets: Collection[str]) -> list[Expected]:
    """Return the questions of a file; `outlets` are the ids there are. Raises `Fault`."""
    rows = _rows(path)
    read = [_expected(row, f"{path.name}, question {n}", outlets) for n, row in enumerate(rows, 1)]
    if not read:
        raise Fault(f"{path.name} holds no question")
    return read


def _rows(path: Path) -> list[object]:
    try:
        match yaml.safe_load(path.read_text(encoding="utf-8")):
            case {"questions": [*rows], **rest} if not rest:
                return rows
    except OSError as error:
        raise Fault(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Fault(f"{path.name} is not UTF-8 text: save it as that") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Fault(f"{path.name} is no YAML{_place(error)}") from None
    raise Fault(f"{path.name} needs a list called `questions`, and nothing beside it")


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f": look at line {mark.line + 1}" if mark else ""


def _expected(row: object, where: str, outlets: Collection[str]) -> Expected:
    if not isinstance(row, Mapping):
        raise Fault(f"{where} is no mapping that begins with `ask:`")
    if unknown := sorted(str(key) for key in row if key not in _KEYS):
        raise Fault(f"{where}: `{unknown[0]}` is no key; there are {', '.join(_KEYS)}")
    cells = _Cells(row, where, outlets)
    expected = Expected(
        question=_question(cells.text("ask")),
        after=tuple(map(_question, cells.texts("after"))),
        kind=cells.text("kind", "other"),
        outlets=cells.ids("outlets"),
        also=cells.ids("also"),
        facts=cells.choices("facts"),
        numbers=cells.texts("numbers"),
        refused=cells.truth("refused"),
        miss=cells.truth("miss"),
    )
    if expected.refused is bool(expected.outlets):
        raise Fault(f"{where}: give it either `outlets` or `refused: true`")
    return expected


def _question(text: str) -> Question:
    return Question(text, language_of(text))


@dataclass(frozen=True, slots=True)
class _Cells:
    row: Mapping[Any, Any]
    where: str
    known: Collection[str]

    def text(self, key: str, default: str = "") -> str:
        value = self.row.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self._fault(key, "must be text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return self._texts(key, self.row.get(key, []))

    def choices(self, key: str) -> tuple[tuple[str, ...], ...]:
        value = self.row.get(key, [])
        items = value if isinstance(value, list) else [value]
        return tuple(self._texts(key, item) for item in items)

    def ids(self, key: str) -> frozenset[str]:
        ids = frozenset(self.texts(key))
        if strangers := sorted(ids.difference(self.known)):
            raise self._fault(key, f"names {strangers[0]}; there are {', '.join(self.known)}")
        return ids

    def truth(self, key: str) -> bool:
        value = self.row.get(key, False)
        if not isinstance(value, bool):
            raise self._fault(key, "must be true or false")
        return value

    def _texts(self, key: str, value: object) -> tuple[str, ...]:
        items = [value] if _is_text(value) else value
        if not isinstance(items, list) or not all(map(_is_text, items)):
            raise self._fault(key, "must be text or a list of texts (put numbers in quotes)")
        return tuple(items)

    def _fault(self, key: str, what: str) -> Fault:
        return Fault(f"{self.where}: `{key}` {what}")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
