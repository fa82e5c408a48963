"""Comparing store and index with what they must be, and mending what differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from retrieval.embedding import Embedder
from retrieval.index.build import ensure_index
from retrieval.index.manifest import (
    IndexFault,
    Manifest,
    read_listing,
    read_manifest,
    remove_other_builds,
)
from retrieval.progress import Progress
from retrieval.store import Store, repair

_AT_ONCE = 200  # articles compared in one go


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was not as it must be, and now is."""

    what: str
    count: int


def examine(
    store: Store, folder: Path, embedder: Embedder, progress: Progress
) -> tuple[Finding, ...]:
    """Compare everything derived with the articles, mend it, and return what was found.

    Raises `Fault` where the store's file itself is damaged.
    """
    repair.check_database(store.database)
    found = [*_articles(store, progress), *_rows(store), *_index(store, folder, embedder, progress)]
    return tuple(finding for finding in found if finding.count)


def _articles(store: Store, progress: Progress) -> Iterator[Finding]:
    ids, mended = store.article_ids(), 0
    for start in range(0, len(ids), _AT_ONCE):
        wrong = _wrong(store, ids[start : start + _AT_ONCE])
        if wrong:
            repair.recut(store.database, list(store.articles(wrong)))
            mended += len(wrong)
        progress("articles", min(start + _AT_ONCE, len(ids)), len(ids))
    yield Finding("articles whose passages were not theirs, cut again", mended)


def _wrong(store: Store, ids: Sequence[str]) -> list[str]:
    kept = {id: (digest, cut) for id, digest, cut in repair.kept_states(store.database, ids)}
    return [
        article.id
        for article in store.articles(ids)
        if not repair.is_as_kept(article, *kept[article.id])
    ]


def _rows(store: Store) -> Iterator[Finding]:
    yield Finding(
        "reprints whose original is gone, grouped again", repair.mend_origins(store.database)
    )
    for name, count in repair.drop_orphans(store.database).items():
        yield Finding(f"{name} of articles that are not there, dropped", count)


def _index(store: Store, folder: Path, embedder: Embedder, progress: Progress) -> Iterator[Finding]:
    problem = _problem(store, folder, embedder)
    built = ensure_index(store, folder, embedder, progress, anew=problem is not None)
    yield Finding(problem or "index behind the store, built", int(built))
    with FileLock(folder / "build.lock"):
        manifest = read_manifest(folder)
        left = remove_other_builds(folder, manifest.build) if manifest else 0
    yield Finding("builds left over, deleted", left)


def _problem(store: Store, folder: Path, embedder: Embedder) -> str | None:
    try:
        manifest = read_manifest(folder)
        if manifest is None:
            return "no index, built"
        manifest.check(folder)
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
        return {id: d for id, d in digests.items() if id.rpartition("#")[0] in same}

    return of_same(read_listing(folder / manifest.build)) == of_same(store.passage_digests())
