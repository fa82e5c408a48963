"""Comparing store and index with what they must be, and mending what differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from filelock import FileLock

from retrieval.articles import Article, article_of
from retrieval.embedding import Embedder
from retrieval.index.build import ensure_index, tidy
from retrieval.index.delta import MOST
from retrieval.index.manifest import (
    IndexFault,
    Manifest,
    read_listing,
    read_manifest,
)
from retrieval.index.server import ChromaServer
from retrieval.portions import portions
from retrieval.progress import Progress
from retrieval.store import Store, repair

_AT_ONCE = 200  # articles compared in one go
_NAMED = 10  # lost articles that are named
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError)  # what damaged rows come to


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was not as it must be, and now is."""

    what: str
    count: int


def examine(
    store: Store,
    folder: Path,
    embedder: Embedder,
    progress: Progress,
    server: ChromaServer | None = None,
) -> tuple[Finding, ...]:
    """Compare everything derived with the articles, mend it, and return what was found.

    Raises `Fault` where the store's file itself is damaged.
    """
    repair.check_database(store.database)
    found = [
        *_unreadable(store, progress),
        *_articles(store, progress),
        *_rows(store),
        *_index(store, folder, embedder, progress, server),
    ]
    return tuple(finding for finding in found if finding.count)


def _unreadable(store: Store, progress: Progress) -> Iterator[Finding]:
    lost: list[str] = []
    for some in _lots(store, progress, "reading articles"):
        unreadable = _read(store, some)[1]
        if unreadable:
            repair.drop(store.database, unreadable)
        lost += unreadable
    yield Finding(f"unreadable articles, taken out; add them again: {_named(lost)}", len(lost))


def _articles(store: Store, progress: Progress) -> Iterator[Finding]:
    cut = 0
    for some in _lots(store, progress, "comparing passages"):
        wrong = _wrong(store, _read(store, some)[0])
        if wrong:
            repair.recut(store.database, wrong)
        cut += len(wrong)
    yield Finding("articles whose passages were not theirs, cut again", cut)


def _lots(store: Store, progress: Progress, stage: str) -> Iterator[Sequence[str]]:
    ids, done = store.article_ids(), 0
    for some in portions(ids, _AT_ONCE):
        yield some
        done += len(some)
        progress(stage, done, len(ids))


def _read(store: Store, ids: Sequence[str]) -> tuple[list[Article], list[str]]:
    """Return the articles of these ids, and the ids of those whose rows are damaged."""
    try:
        return list(store.articles(ids)), []
    except _UNREADABLE:
        if len(ids) == 1:
            return [], list(ids)
    middle = len(ids) // 2
    (some, lost), (others, more) = (_read(store, part) for part in (ids[:middle], ids[middle:]))
    return some + others, lost + more


def _wrong(store: Store, articles: Sequence[Article]) -> list[Article]:
    """Return the articles that are not kept as they are cut; one that went meanwhile is not."""
    ids = [article.id for article in articles]
    kept = {id: (digest, cut) for id, digest, cut in repair.kept_states(store.database, ids)}
    return [
        article
        for article in articles
        if article.id in kept and not repair.is_as_kept(article, *kept[article.id])
    ]


def _named(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_NAMED]) + (f" and {len(ids) - _NAMED} more" if ids[_NAMED:] else "")


def _rows(store: Store) -> Iterator[Finding]:
    yield Finding(
        "reprints whose original is gone, grouped again", repair.mend_origins(store.database)
    )
    for name, count in repair.drop_orphans(store.database).items():
        yield Finding(f"{name} of articles that are not there, dropped", count)


def _index(
    store: Store,
    folder: Path,
    embedder: Embedder,
    progress: Progress,
    server: ChromaServer | None,
) -> Iterator[Finding]:
    problem = _problem(store, folder, embedder, server)
    anew = problem is not None
    built = ensure_index(
        store, folder, embedder, progress, most_outside=MOST, anew=anew, server=server
    )
    yield Finding(problem or "index far behind the store, built", int(built))
    with FileLock(folder / "build.lock"):
        manifest = cast("Manifest", read_manifest(folder))
        kept = manifest.build, *_former(folder, manifest)
        left = tidy(folder, manifest.store, server, *kept)
    yield Finding("builds left over, deleted", left)


def _former(folder: Path, served: Manifest) -> list[str]:
    """Return the name of the build served before, which somebody may still be reading."""
    others = [path for path in folder.iterdir() if path.is_dir() and path.name != served.build]
    return [max(others, key=lambda path: path.stat().st_mtime_ns).name] if others else []


def _problem(
    store: Store, folder: Path, embedder: Embedder, server: ChromaServer | None
) -> str | None:
    try:
        manifest = read_manifest(folder)
        if manifest is None:
            return "no index, built"
        if manifest.server != (server.url if server else None):
            return "index with its vectors elsewhere, built anew"
        manifest.check(folder, thoroughly=True)
        if server and server.collection(manifest.collection).count() != manifest.passages:
            return "index whose vectors differ on the server, built anew"
        if manifest.embedder != embedder.name:
            return f"index of the embedder {manifest.embedder}, built anew"
        if not _agrees(store, folder, manifest):
            return "index that differs from the store, built anew"
    except IndexFault:
        return "damaged index, built anew"
    return None


def _agrees(store: Store, folder: Path, manifest: Manifest) -> bool:
    """Tell whether a build holds the passages of all articles that did not change since."""
    state = store.state()
    if manifest.store != state.store or manifest.revision > state.revision:
        return False
    changed = set(store.changed_since(manifest.revision))
    held = store.article_ids()
    same = set(held) - changed

    def of_same(digests: dict[str, str]) -> dict[str, str]:
        return {id: d for id, d in digests.items() if article_of(id) in same}

    return of_same(read_listing(folder / manifest.build)) == of_same(store.passage_digests())
