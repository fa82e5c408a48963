"""Which build of the index is served, and how to tell that it is whole."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.faults import Fault

FORMAT = 1
MEND = "run `whosaid index` to build it anew"

_NAME = "current.json"
_REWRITTEN_AT_OPEN = {"chroma.sqlite3"}  # by Chroma, although nothing is added
_HASHED_UP_TO = 32 * 2**20  # bytes; the files of a larger index are held to their sizes alone


class IndexFault(Fault):
    """The served index is missing, damaged, or of another kind than the settings ask for."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the served index was built from and with. `content` is a digest of all passages."""

    build: str
    embedder: str
    passages: int
    content: str
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
        if fingerprints(folder / self.build) != dict(self.files):
            raise IndexFault(f"the index in {folder} is damaged; {MEND}")


def read_manifest(folder: Path) -> Manifest | None:
    """Return the served manifest, or None where nothing was built. Raises `IndexFault`."""
    try:
        record = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        manifest = Manifest(**record)
    except FileNotFoundError:
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


def remove_other_builds(folder: Path, *keep: str) -> None:
    """Delete builds that nothing serves any more."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


def _is_constant(path: Path) -> bool:
    name = path.name.removesuffix("-wal").removesuffix("-shm").removesuffix("-journal")
    return path.is_file() and name not in _REWRITTEN_AT_OPEN


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
