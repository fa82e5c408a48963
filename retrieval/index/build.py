"""Building an index: embeddings kept in the store, the rest in a child process, then the switch."""

import logging
import os
import subprocess
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock

from retrieval.embedding import Embedder
from retrieval.faults import Fault
from retrieval.index.manifest import (
    EMBEDDED,
    IndexFault,
    Manifest,
    fingerprints,
    other_builds,
    read_listing,
    read_manifest,
    remove_other_builds,
)
from retrieval.index.server import ChromaServer, collection_name, environment_of
from retrieval.portions import portions
from retrieval.progress import Progress
from retrieval.store import State, Store

_log = logging.getLogger("whosaid.index")

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
    server: ChromaServer | None = None,
) -> bool:
    """Make the served index match the store and the embedder; return whether it had to be built.

    Up to `most_outside` articles that changed since the served build are left to the delta; `anew`
    builds whatever there is; `server` is to hold the vectors, else the build does itself. Raises
    `Fault` where a build cannot be made or proved; the index served before stays in service.
    """
    _make(folder)
    with FileLock(folder / "build.lock"):
        state = store.state()
        served = _sound(folder)
        if served and not anew and _will_do(served, store, embedder, most_outside, server):
            return False
        if server:
            server.check()
        _embed_missing(store, embedder, store.passage_digests(), progress)
        manifest = _build(store, state, folder, embedder, progress, server)
        manifest.write(folder)
        tidy(folder, state.store, server, manifest.build, served.build if served else "")
        return True


def tidy(folder: Path, store: str, server: ChromaServer | None, *keep: str) -> int:
    """Delete builds that nothing serves any more, with their collections; return how many.

    A server's other collections are not looked at; a build whose own cannot be deleted stays.
    """
    if server is None:
        return remove_other_builds(folder, *keep)
    names = [build.name for build in other_builds(folder, *keep)]
    left = [name for name in names if not _deleted(server, collection_name(store, name))]
    return remove_other_builds(folder, *keep, *left)


def _deleted(server: ChromaServer, collection: str) -> bool:
    try:
        server.delete(collection)
    except Fault as fault:
        _log.warning("the collection %s stays: %s", collection, fault)
        return False
    return True


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexFault(f"{folder} cannot be a folder for the index: {error.strerror}") from error


def _will_do(
    served: Manifest,
    store: Store,
    embedder: Embedder,
    most_outside: int,
    server: ChromaServer | None,
) -> bool:
    state = store.state()
    if (
        served.embedder != embedder.name
        or served.store != state.store
        or served.revision > state.revision
        or served.server != (server.url if server else None)
        or (server and not _is_there(served, server))
    ):
        return False
    if served.revision == state.revision:
        return True
    outside = store.changed_since(served.revision, most_outside + 1)
    return 0 < most_outside >= len(outside)


def _is_there(served: Manifest, server: ChromaServer) -> bool:
    """Tell whether a server has not lost a build's vectors; while it is away they count as kept."""
    try:
        return server.collection(served.collection).count() == served.passages
    except IndexFault:
        return False
    except Fault as fault:
        _log.warning("%s", fault)
        return True


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
    for batch in portions(missing, _EMBED_AT_ONCE):
        passages = store.passages(missing[digest] for digest in batch)
        texts = [passages[missing[digest]].searchable for digest in batch]
        store.add_vectors(embedder.name, dict(zip(batch, embedder.embed(texts), strict=True)))
        done += len(batch)
        progress("embedding", done, len(missing))


def _build(
    store: Store,
    state: State,
    folder: Path,
    embedder: Embedder,
    progress: Progress,
    server: ChromaServer | None,
) -> Manifest:
    """Build what the store holds now; what changes after `state` is the delta's, built or not."""
    name = uuid.uuid4().hex[:12]
    build = folder / name
    _child("write", store.url, build, embedder.name, server)
    progress("building", 1, 1 + _OPENINGS)
    files = fingerprints(build)
    for opening in range(_OPENINGS):
        _child("prove", store.url, build, embedder.name, server)
        progress("proving", 2 + opening, 1 + _OPENINGS)
    return Manifest(
        name,
        embedder.name,
        len(read_listing(build)),
        state.store,
        state.revision,
        files,
        server.url if server else None,
        collection_name(state.store, name) if server else EMBEDDED,
    )


def _child(task: str, url: str, build: Path, embedder: str, server: ChromaServer | None) -> None:
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
        command,
        capture_output=True,
        text=True,
        timeout=_BUILD_SECONDS,
        check=False,
        env={**os.environ, **environment_of(server)},
    )
    if ended.returncode != 0:
        last = (ended.stderr.strip().splitlines() or [f"exit {ended.returncode}"])[-1]
        raise IndexFault(f"could not {task} the index in {build.parent}: {last}")
