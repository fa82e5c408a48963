"""This project's search over a set: taken in as an editor would, asked by the command."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.retrieval.data import UNKNOWN, Corpus, Document
from benchmarks.retrieval.scoring import Hit
from bot.settings import Settings, read_settings
from bot.workspace import embedder, intake, opened_store
from retrieval.index.build import ensure_index
from retrieval.index.manifest import FORMAT
from retrieval.ingest.aliases import read_aliases
from retrieval.ingest.intake import RULES
from retrieval.outlets import Registry

OURS = "whosaid"

_PROJECT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "bot")
_BUILT = "built.json"
# What a kept store was made by; an index is built anew where its own code changed.
_MAKES_STORE = (
    "articles.py",
    "embedding",
    "embedding.py",
    "ingest",
    "languages.py",
    "pages",
    "passages.py",
    "sentences.py",
    "store",
)
_MAKES_INDEX = ("index", "tokens.py")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A data folder's making: seconds taken, and bytes on disk."""

    articles: int
    passages: int
    intake_seconds: float
    index_seconds: float
    store_bytes: int
    index_bytes: int

    @property
    def seconds(self) -> float:
        return self.intake_seconds + self.index_seconds


@dataclass(frozen=True, slots=True)
class Kept:
    """Where data folders are kept between runs; `reuse` takes them although the code changed.

    `made` are those of this run, which are not looked at again.
    """

    folder: Path
    reuse: bool = False
    made: dict[str, tuple[Path, Built]] = field(default_factory=dict)


def prepare_environment() -> None:
    """Make this process and those it starts use the local embedder unless one is named."""
    os.environ.pop("WHOSAID_BENCH", None)  # the command refuses settings it does not know
    os.environ.setdefault("WHOSAID_EMBEDDING_MODEL", "local")
    os.environ["WHOSAID_CHAT_MODEL"] = "none"


@contextmanager
def kept_in(folder: Path | None, reuse: bool) -> Iterator[Kept]:
    """Yield where to keep data folders: in `folder`, or for the length of a block."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield Kept(folder.resolve(), reuse)
        return
    with tempfile.TemporaryDirectory() as scratch:
        yield Kept(Path(scratch))


def built(corpus: Corpus, kept: Kept, say: Say) -> tuple[Path, Built]:
    """Return a data folder that holds a corpus, and what it took to make it."""
    if corpus.name not in kept.made:
        kept.made[corpus.name] = _found_or_built(corpus, kept, say)
    return kept.made[corpus.name]


def _found_or_built(corpus: Corpus, kept: Kept, say: Say) -> tuple[Path, Built]:
    settings = read_settings()
    folder = _folder_of(corpus, settings, kept)
    record, index_code = folder / _BUILT, _digest_of_code(_MAKES_INDEX)
    made: dict[str, Any] = json.loads(record.read_text()) if record.is_file() else {}
    if made and (kept.reuse or made["index_code"] == index_code):
        return folder, Built(**made["built"])
    earlier = made["built"]["intake_seconds"] if made else None
    if earlier is None:
        _remove_outdated(folder)
    done = _build(corpus, replace_data(settings, folder), earlier, say)
    record.write_text(json.dumps({"index_code": index_code, "built": asdict(done)}))
    return folder, done


def replace_data(settings: Settings, folder: Path) -> Settings:
    """Return settings with another data folder."""
    return settings.model_copy(update={"data": folder})


def search_all(folder: Path, questions: Sequence[str], limit: int) -> list[list[Hit]]:
    """Ask the command `whosaid search` every question over a data folder, in one process."""
    asked = [" ".join(question.split()) for question in questions]
    options = ("search", "--json", "--limit", str(limit), "--data", str(folder), "-")
    ended = subprocess.run(
        (*_COMMAND, *options),
        input="".join(f"{question}\n" for question in asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=_PROJECT,
        check=False,
    )
    if ended.returncode != 0:
        sys.exit(f"whosaid search failed: {ended.stderr.strip()[-500:]}")
    records = [json.loads(line) for line in ended.stdout.splitlines()]
    if len(records) != len(asked):
        sys.exit(f"whosaid search answered {len(records)} of {len(asked)} lines")
    return [[_hit(match) for match in record["matches"][:limit]] for record in records]


def named_by(corpus: Corpus, results: Sequence[Sequence[Hit]]) -> list[list[Hit]]:
    """Return results with the outlets as the corpus names them, as the peers have them."""
    outlets = {document.id: document.outlet for document in corpus.documents}
    return [
        [replace(hit, outlet=outlets.get(hit.article, hit.outlet)) for hit in hits]
        for hits in results
    ]


def _hit(match: dict[str, Any]) -> Hit:
    outlet = match["outlet"]
    name = outlet if isinstance(outlet, str) else str(outlet.get("name", ""))
    return Hit(match["article"], name, float(match["score"]))


def _build(corpus: Corpus, settings: Settings, earlier: float | None, say: Say) -> Built:
    with opened_store(settings) as store:
        started = time.perf_counter()
        if earlier is None:
            store.sync(Registry.load(settings.seeds / "outlets.toml"), [])
            store.replace_aliases(read_aliases(settings.seeds / "aliases.toml"))
            _take_in(corpus, settings, store, say)
        taken = time.perf_counter()
        say(f"{corpus.name}: indexing")
        ensure_index(store, settings.data / "index", embedder(settings), _silent, anew=True)
        passages = len(store.passage_digests())
    indexed = time.perf_counter() - taken
    return Built(
        articles=len(corpus.documents),
        passages=passages,
        intake_seconds=round(taken - started if earlier is None else earlier, 2),
        index_seconds=round(indexed, 2),
        store_bytes=sum(path.stat().st_size for path in settings.data.glob("store.sqlite*")),
        index_bytes=_size(settings.data / "index"),
    )


def _take_in(corpus: Corpus, settings: Settings, store: Any, say: Say) -> None:
    lines = (_line(document) for document in corpus.documents)
    done = 0
    for tally in intake(settings, store).take_list(lines, {"outlet": UNKNOWN}, "file"):
        done += tally.count
        say(f"{corpus.name}: {done:,} of {len(corpus.documents):,} taken in")
        for refusal in tally.first:
            say(f"{corpus.name}: refused: {refusal.detail}")


def _line(document: Document) -> bytes:
    said = {key: value for key, value in asdict(document).items() if key != "id"}
    if document.outlet == UNKNOWN:
        del said["outlet"]
    return json.dumps({"doc_id": document.id, **said}, ensure_ascii=False).encode() + b"\n"


def _folder_of(corpus: Corpus, settings: Settings, kept: Kept) -> Path:
    digest = hashlib.sha256()
    for document in corpus.documents:
        digest.update(_line(document))
    for table in ("outlets.toml", "aliases.toml"):
        digest.update((settings.seeds / table).read_bytes())
    digest.update(repr((RULES, FORMAT, embedder(settings).name)).encode())
    name = f"{corpus.name}-{digest.hexdigest()[:12]}"
    of_now = kept.folder / f"{name}-{_digest_of_code(_MAKES_STORE)}"
    others = [path.parent for path in kept.folder.glob(f"{name}-*/{_BUILT}")]
    return others[0] if kept.reuse and others else of_now


def _remove_outdated(folder: Path) -> None:
    """Remove what is kept of the same corpus, whole or not, by other code."""
    name = folder.name.rpartition("-")[0].rpartition("-")[0]
    for other in folder.parent.glob(f"{name}-????????????-????????????"):
        shutil.rmtree(other, ignore_errors=True)


def _digest_of_code(names: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        place = _PROJECT / "retrieval" / name
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _silent(stage: str, done: int, total: int) -> None:
    pass
