"""The public sets: their documents, their questions, and what is asked of which documents."""

import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import opencc

UNKNOWN = "unknown"  # the outlet of a line that names none
SETS = ("drcd", "multihop", "ntrex", "crud")

_SEED = 20
_LANGUAGES = {"en": "English", "zhCN": "zh-CN", "zhTW": "zh-TW"}


@dataclass(frozen=True, slots=True)
class Document:
    """One article of a set."""

    id: str
    outlet: str
    title: str
    date: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what is right: `near` tells the same as `gold`, in another outlet."""

    id: str
    text: str
    gold: frozenset[str]
    near: frozenset[str]
    outlets: frozenset[str]
    kind: str
    is_answerable: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents that are searched together; `with_chains`: small enough for rank_bm25."""

    name: str
    documents: tuple[Document, ...]
    with_chains: bool = True


@dataclass(frozen=True, slots=True)
class Trial:
    """Questions asked of one corpus; trials of the same `groups` are also counted together."""

    name: str
    corpus: Corpus
    questions: tuple[Question, ...]
    groups: tuple[str, ...] = ()


def trials_of(folder: Path, name: str, sample: int) -> list[Trial]:
    """Return a set's trials; `sample` is how many articles of a large set the chains get."""
    documents, questions = _documents(folder / name), _questions(folder / name)
    match name:
        case "drcd":
            return list(_in_both_scripts("drcd", Corpus("drcd", documents), questions, "tw2sp"))
        case "ntrex":
            return list(_by_languages(documents, questions))
        case "crud":
            return list(_of_pool(documents, questions, sample))
        case _:
            return [Trial(name, Corpus(name, documents), questions)]


def sized(folder: Path, size: int) -> tuple[Corpus, tuple[Question, ...]]:
    """Return so many articles of `crud`, those asked for among them, and the questions."""
    documents, questions = _documents(folder / "crud"), _questions(folder / "crud")
    part = _sample(documents, questions, size)
    return Corpus(f"crud-{len(part)}", part, with_chains=False), questions


def has(folder: Path, name: str) -> bool:
    """Tell whether a set is there."""
    return (folder / name / "questions.jsonl").is_file() and _corpus_file(folder / name).is_file()


def _of_pool(
    documents: tuple[Document, ...], questions: tuple[Question, ...], sample: int
) -> Iterator[Trial]:
    part = _sample(documents, questions, sample)
    whole = Corpus(f"crud-{len(documents)}", documents, with_chains=False)
    for corpus in (Corpus(f"crud-{len(part)}", part), whole):
        yield from _in_both_scripts(
            f"crud, {len(corpus.documents):,} articles", corpus, questions, "s2twp"
        )


def _in_both_scripts(
    name: str, corpus: Corpus, questions: tuple[Question, ...], conversion: str
) -> Iterator[Trial]:
    yield Trial(f"{name}, as asked", corpus, questions)
    other = "Simplified" if conversion.startswith("tw") else "Traditional"
    convert = opencc.OpenCC(conversion).convert
    yield Trial(f"{name}, asked in {other}", corpus, _rewritten(questions, convert))


def _rewritten(
    questions: Iterable[Question], convert: Callable[[str], str]
) -> tuple[Question, ...]:
    return tuple(replace(question, text=convert(question.text)) for question in questions)


def _by_languages(documents: Sequence[Document], questions: Sequence[Question]) -> Iterator[Trial]:
    for target, to in _LANGUAGES.items():
        part = tuple(d for d in documents if d.id.startswith(f"ntrex_{target}_"))
        corpus = Corpus(f"ntrex-{target}", part)
        for source, of in _LANGUAGES.items():
            asked = tuple(q for q in questions if q.kind == f"headline_{source}2{target}")
            yield Trial(f"ntrex, {of} → {to}", corpus, asked, _groups(source, target))


def _groups(source: str, target: str) -> tuple[str, ...]:
    if source == target:
        return ("ntrex, same language",)
    return ("ntrex, Chinese ↔ English",) if "en" in (source, target) else ()


def _sample(
    documents: Sequence[Document], questions: Sequence[Question], size: int
) -> tuple[Document, ...]:
    """Return `size` documents in their order, with all that some question is about."""
    wanted = {id for question in questions for id in question.gold | question.near}
    others = [document.id for document in documents if document.id not in wanted]
    draw = random.Random(_SEED)  # noqa: S311 -- for statistics
    draw.shuffle(others)
    kept = wanted | set(others[: max(0, size - len(wanted))])
    return tuple(document for document in documents if document.id in kept)


def _documents(folder: Path) -> tuple[Document, ...]:
    return tuple(map(_document, _rows(_corpus_file(folder))))


def _questions(folder: Path) -> tuple[Question, ...]:
    return tuple(map(_question, _rows(folder / "questions.jsonl")))


def _corpus_file(folder: Path) -> Path:
    plain = folder / "corpus.jsonl"
    return plain if plain.is_file() else folder / "corpus.jsonl.gz"


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    read = gzip.open if path.suffix == ".gz" else open
    with read(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _document(row: Mapping[str, Any]) -> Document:
    def said(key: str) -> str:
        return (row.get(key) or "").strip()

    outlet = said("outlet") or UNKNOWN
    return Document(row["doc_id"], outlet, said("title"), said("date"), said("url"), row["text"])


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        id=row["qid"],
        text=" ".join(row["question"].split()),
        gold=frozenset(row["gold_doc_ids"]),
        near=frozenset(row.get("near_dup_doc_ids") or ()),
        outlets=frozenset(row["gold_outlets"]),
        kind=row["type"],
        is_answerable=row["answerable"],
    )
