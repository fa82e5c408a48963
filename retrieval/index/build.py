"""Building an index: embeddings kept in the store, the rest in a child process, then the switch."""

import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from filelock import FileLock

from retrieval.embedding import Embedder
from retrieval.index.manifest import (
    IndexFault,
    Manifest,
    fingerprints,
    read_listing,
    read_manifest,
    remove_other_builds,
)
from retrieval.progress import Progress
from retrieval.store import State, Store

_EMBED_AT_ONCE = 64
_BUILD_SECONDS = 6 * 3600
_OPENINGS = 2  # a damaged Chroma folder can open well once and crash at the second open


def ensure_index(
    store: Store,
    folder: Path,
    embedder: Embedder,
    progress: Progress,
    most_outside: int = 0,
    anew: bool = False,
) -> bool:
    """Make the served index match the store and the embedder; return whether it had to be built.

    Up to `most_outside` articles that changed since the served build are left to the delta; `anew`
    builds whatever there is. Raises `IndexFault` where a build cannot be proved; the index served
    before stays in service.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "build.lock"):
        state = store.state()
        served = _sound(folder)
        if served and not anew and _will_do(served, store, embedder, most_outside):
            return False
        _embed_missing(store, embedder, store.passage_digests(), progress)
        manifest = _build(store, state, folder, embedder, progress)
        manifest.write(folder)
        remove_other_builds(folder, manifest.build, served.build if served else "")
        return True


def _will_do(served: Manifest, store: Store, embedder: Embedder, most_outside: int) -> bool:
    state = store.state()
    if (
        served.embedder != embedder.name
        or served.store != state.store
        or served.revision > state.revision
    ):
        return False
    if served.revision == state.revision:
        return True
    outside = store.changed_since(served.revision, most_outside + 1)
    return 0 < most_outside >= len(outside)


def _sound(folder: Path) -> Manifest | None:
    try:
        manifest = read_manifest(folder)
        if manifest:
            manifest.check(folder)
    except IndexFault:
        return None
    return manifest


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
    store: Store, state: State, folder: Path, embedder: Embedder, progress: Progress
) -> Manifest:
    """Build what the store holds now; what changes after `state` is the delta's, built or not."""
    name = uuid.uuid4().hex[:12]
    build = folder / name
    _child("write", store.url, build, embedder.name)
    progress("building", 1, 1 + _OPENINGS)
    files = fingerprints(build)
    for opening in range(_OPENINGS):
        _child("prove", store.url, build, embedder.name)
        progress("proving", 2 + opening, 1 + _OPENINGS)
    passages = len(read_listing(build))
    return Manifest(name, embedder.name, passages, state.store, state.revision, files)


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
