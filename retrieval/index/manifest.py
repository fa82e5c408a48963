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

FORMAT = 3
EMBEDDED = "passages"  # the collection of a build that holds its vectors itself
MEND = "run `whosaid doctor` to mend it"

_NAME = "current.json"
_LISTING = "passages.txt"
_DATABASE = "chroma.sqlite3"  # rewritten by Chroma at every open, although nothing is added
_PARTS = frozenset({"keywords", "vectors", _LISTING})  # what a build's folder holds
_HASHED_UP_TO = 32 * 2**20  # bytes; larger ones are held to sizes and counts, to open fast
_LOCK_SECONDS = 1  # others hold the database for milliseconds; Chroma would wait a minute


class IndexFault(Fault):
    """The served index is missing, damaged, or of another kind than the settings ask for."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the served index was built from and with: a store, as it was at a revision.

    `server` is the Chroma server that holds its vectors, if they are not in the build's folder.
    """

    build: str
    embedder: str
    passages: int
    store: str
    revision: int
    files: Mapping[str, str]
    server: str | None
    collection: str
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Switch this build in, all at once."""
        draft = folder / f"{_NAME}.new"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / _NAME)

    def check(self, folder: Path, thoroughly: bool = False) -> None:
        """Raise `IndexFault` unless the build's files are those that were proved.

        `thoroughly` reads a large database from end to end, too.
        """
        build = (folder / self.build).resolve()
        if fingerprints(build) != dict(self.files):
            raise IndexFault(f"the index in {folder} is damaged; {MEND}")
        if self.server is None:
            _check_database(build / "vectors" / _DATABASE, folder, self.passages, thoroughly)

    def check_place(self, folder: Path, server: str | None) -> None:
        """Raise `IndexFault` unless the vectors are where the settings say: a server, or here."""
        if self.server != server:
            raise IndexFault(
                f"the vectors of the index in {folder} are {_place(self.server)}, "
                f"but the settings say {_place(server)}; {MEND}"
            )


def _place(server: str | None) -> str:
    return f"on the Chroma server {server}" if server else "in its own folder"


def stamp(folder: Path) -> tuple[int, int] | None:
    """Return what tells the served manifest from the next one, None where there is none."""
    try:
        found = (folder / _NAME).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def read_manifest(folder: Path) -> Manifest | None:
    """Return the served manifest, or None where nothing was built. Raises `IndexFault`."""
    try:
        record = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        _check_format(record, folder)
        manifest = Manifest(**record)
        if not isinstance(manifest.files, dict) or not isinstance(manifest.build, str):
            raise TypeError("fields of the wrong type")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexFault(f"the index in {folder} has an unreadable manifest; {MEND}") from error
    return manifest


def _check_format(record: Mapping[str, int], folder: Path) -> None:
    written = record["format"]
    if written != FORMAT:
        version = "an older" if written < FORMAT else "a newer"
        raise IndexFault(f"the index in {folder} was written by {version} whosaid; {MEND}")


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


def other_builds(folder: Path, *keep: str) -> list[Path]:
    """Return the builds that nothing serves any more; folders of other programs are none."""
    return [
        path
        for path in folder.iterdir()
        if path.is_dir()
        and path.name not in keep
        and {part.name for part in path.iterdir()} <= _PARTS
    ]


def remove_other_builds(folder: Path, *keep: str) -> int:
    """Delete builds that nothing serves any more; return how many there were."""
    gone = other_builds(folder, *keep)
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def _check_database(database: Path, folder: Path, passages: int, thoroughly: bool) -> None:
    """Raise `IndexFault` unless Chroma can open its database and finds all passages in it."""
    try:
        with closing(_connect(database)) as connection:
            connection.execute("BEGIN EXCLUSIVE")  # as Chroma will
            connection.execute("ROLLBACK")
            sound = _is_whole(connection, database.stat().st_size, thoroughly)
            count = connection.execute("SELECT count(*) FROM embeddings").fetchone()
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise IndexFault(
                f"the index in {folder} is locked by another program: end that, or {MEND}"
            ) from error
        sound, count = False, None
    if not sound or count != (passages,):
        raise IndexFault(f"the index in {folder} is damaged; {MEND}")


def _connect(database: Path) -> sqlite3.Connection:
    uri = f"{database.as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=_LOCK_SECONDS, isolation_level=None)


def _is_whole(connection: sqlite3.Connection, size: int, thoroughly: bool) -> bool:
    if thoroughly or size <= _HASHED_UP_TO:
        return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    pages, of_bytes = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    return bool(pages * of_bytes == size)


def _is_constant(path: Path) -> bool:
    name = path.name.removesuffix("-wal").removesuffix("-shm").removesuffix("-journal")
    return path.is_file() and name != _DATABASE


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
