"""Which build of the index is served, and how to tell that it is whole."""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.faults import Fault

FORMAT = 2
MEND = "run `whosaid doctor` to mend it"

_NAME = "current.json"
_LISTING = "passages.txt"
_DATABASE = "chroma.sqlite3"  # rewritten by Chroma at every open, although nothing is added
_HASHED_UP_TO = 32 * 2**20  # bytes; the files of a larger index are held to their sizes alone


class IndexFault(Fault):
    """The served index is missing, damaged, or of another kind than the settings ask for."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the served index was built from and with: a store, as it was at a revision."""

    build: str
    embedder: str
    passages: int
    store: str
    revision: int
    files: Mapping[str, str]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Switch this build in, all at once."""
        draft = folder / f"{_NAME}.new"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / _NAME)

    def check(self, folder: Path) -> None:
        """Raise `IndexFault` unless the build's files are those that were proved."""
        build = (folder / self.build).resolve()
        database = build / "vectors" / _DATABASE
        if fingerprints(build) != dict(self.files) or not _holds(database, self.passages):
            raise IndexFault(f"the index in {folder} is damaged; {MEND}")


def read_manifest(folder: Path) -> Manifest | None:
    """Return the served manifest, or None where nothing was built. Raises `IndexFault`."""
    try:
        record = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        manifest = Manifest(**record)
        if not isinstance(manifest.files, dict) or not isinstance(manifest.build, str):
            raise TypeError("fields of the wrong type")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError) as error:
        raise IndexFault(f"the index in {folder} has an unreadable manifest; {MEND}") from error
    if manifest.format != FORMAT:
        raise IndexFault(f"the index in {folder} is of another version; {MEND}")
    return manifest


def fingerprints(build: Path) -> dict[str, str]:
    """Return a digest (of a large build: the size) of each file of a build, by its name."""
    files = [path for path in sorted(build.rglob("*")) if _is_constant(path)]
    sizes = {path: path.stat().st_size for path in files}
    small = sum(sizes.values()) <= _HASHED_UP_TO
    return {
        path.relative_to(build).as_posix(): _sha256(path) if small else f"{sizes[path]} bytes"
        for path in files
    }


def write_listing(build: Path, digests: Mapping[str, str]) -> None:
    """Keep which passages a build holds, as digests by passage id."""
    lines = (f"{digest} {id}\n" for id, digest in digests.items())
    with (build / _LISTING).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def read_listing(build: Path) -> dict[str, str]:
    """Return the digests of the passages that a build holds, by passage id."""
    with (build / _LISTING).open(encoding="utf-8", newline="\n") as file:
        pairs = (line.rstrip("\n").partition(" ") for line in file)
        return {id: digest for digest, _, id in pairs}


def remove_other_builds(folder: Path, *keep: str) -> int:
    """Delete builds that nothing serves any more; return how many there were."""
    gone = [path for path in folder.iterdir() if path.is_dir() and path.name not in keep]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def _holds(database: Path, passages: int) -> bool:
    """Tell whether Chroma's database is whole and has as many records as there are passages."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            count = connection.execute("SELECT count(*) FROM embeddings").fetchone()
    except sqlite3.Error:
        return False
    return bool(sound and count == (passages,))


def _is_constant(path: Path) -> bool:
    name = path.name.removesuffix("-wal").removesuffix("-shm").removesuffix("-journal")
    return path.is_file() and name != _DATABASE


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
