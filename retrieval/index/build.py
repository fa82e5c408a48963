"""Building an index: embeddings kept in the store, the rest in a child process, then the switch."""

import hashlib
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from filelock import FileLock

from retrieval.embedding import Embedder
from retrieval.index.manifest import (
    IndexFault,
    Manifest,
    fingerprints,
    read_manifest,
    remove_other_builds,
)
from retrieval.store import Store

Progress = Callable[[str, int, int], None]  # stage, done, of how many

_EMBED_AT_ONCE = 64
_BUILD_SECONDS = 6 * 3600
_OPENINGS = 2  # a damaged Chroma folder can open well once and crash at the second open


def ensure_index(store: Store, folder: Path, embedder: Embedder, progress: Progress) -> bool:
    """Make the served index match the store and the embedder; return whether it had to be built.

    Raises `IndexFault` where a build cannot be proved; the index served before stays in service.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "build.lock"):
        digests = store.passage_digests()
        served = _sound(folder)
        if served and served.embedder == embedder.name and served.content == _content(digests):
            return False
        _embed_missing(store, embedder, digests, progress)
        manifest = _build(store, folder, embedder, digests, progress)
        manifest.write(folder)
        remove_other_builds(folder, manifest.build, served.build if served else "")
        return True


def _sound(folder: Path) -> Manifest | None:
    try:
        manifest = read_manifest(folder)
        if manifest:
            manifest.check(folder)
    except IndexFault:
        return None
    return manifest


def _content(digests: Mapping[str, str]) -> str:
    joined = "\n".join(f"{id} {digest}" for id, digest in sorted(digests.items()))
    return hashlib.sha256(joined.encode()).hexdigest()


def _embed_missing(
    store: Store, embedder: Embedder, digests: Mapping[str, str], progress: Progress
) -> None:
    known = store.embedded(embedder.name)
    missing = {digest: id for id, digest in digests.items() if digest not in known}
    done = 0
    for batch in _batches(list(missing), _EMBED_AT_ONCE):
        passages = store.passages(missing[digest] for digest in batch)
        texts = [passages[missing[digest]].searchable for digest in batch]
        store.add_vectors(embedder.name, dict(zip(batch, embedder.embed(texts), strict=True)))
        done += len(batch)
        progress("embedding", done, len(missing))


def _build(
    store: Store,
    folder: Path,
    embedder: Embedder,
    digests: Mapping[str, str],
    progress: Progress,
) -> Manifest:
    name = uuid.uuid4().hex[:12]
    build = folder / name
    _child("write", store.url, build, embedder.name)
    progress("building", 1, 1 + _OPENINGS)
    files = fingerprints(build)
    for opening in range(_OPENINGS):
        _child("prove", store.url, build, embedder.name)
        progress("proving", 2 + opening, 1 + _OPENINGS)
    return Manifest(name, embedder.name, len(digests), _content(digests), files)


def _child(task: str, url: str, build: Path, embedder: str) -> None:
    command = [
        sys.executable,
        "-m",
        "retrieval.index.child",
        task,
        url,
        str(build),
        embedder,
    ]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=_BUILD_SECONDS, check=False
    )
    if ended.returncode != 0:
        last = (ended.stderr.strip().splitlines() or [f"exit {ended.returncode}"])[-1]
        raise IndexFault(f"could not {task} the index in {build.parent}: {last}")


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
