"""Taking articles in: read, kept all or nothing, and told what became of each."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime

from retrieval.articles import Article
from retrieval.ingest.reading import Handed, Reading, read
from retrieval.ingest.records import article_of_record
from retrieval.pages.facts.directory import Directory
from retrieval.pages.facts.facts import settle
from retrieval.pages.formats.jsonl import Record, read_jsonl
from retrieval.pages.page import Clues, Page, Unfit, Why
from retrieval.portions import portions
from retrieval.progress import Progress
from retrieval.store import Changes, Draft, Original, Store, writing
from retrieval.store.feeds import was_removed

FEED = "feed"  # how an article came that nobody handed in

RULES = 1  # of reading; what was read by older ones is read again when it is handed in again

_AT_ONCE = 500  # records in one transaction
_NAMED = 10  # refusals of a list that are named


@dataclass(frozen=True, slots=True)
class Taken:
    """An article that was taken in: `what` is `added`, `updated` or `same`."""

    article: Article
    what: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of listed articles; of the `refused`, `first` names a few."""

    added: int = 0
    updated: int = 0
    same: int = 0
    refused: int = 0
    first: tuple[Unfit, ...] = ()

    @property
    def count(self) -> int:
        """How many lines there were."""
        return self.added + self.updated + self.same + self.refused

    def plus(self, other: "Tally") -> "Tally":
        """Return both as one."""
        return Tally(
            self.added + other.added,
            self.updated + other.updated,
            self.same + other.same,
            self.refused + other.refused,
            (*self.first, *other.first)[:_NAMED],
        )


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class Intake:
    """Takes articles into a store."""

    store: Store
    directory: Directory
    today: Callable[[], date] = _today

    def check(self, given: Mapping[str, str]) -> None:
        """Raise `Fault` for an editor's fact that cannot be of any article."""
        settle(Page(""), None, given, self.directory, self.today())

    def take(self, handed: Handed, via: str) -> Taken | Unfit:
        """Take one article in, or say why not; then nothing is kept of it."""
        read_from = f"{RULES}:{handed.digest}"
        held = self.store.article_read_from(read_from)
        if held:
            return Taken(held, "same")
        reading = read(handed, self.directory, self.today())
        if isinstance(reading, Unfit):
            return reading
        if via == FEED and was_removed(self.store.database, reading.article.id):
            return Unfit(Why.REMOVED, "an editor removed it: add it by hand to have it back")
        return self._keep(reading, handed, via, read_from)

    def take_list(
        self, lines: Iterable[bytes], given: Mapping[str, str], via: str
    ) -> Iterator[Tally]:
        """Take listed articles in, some at a time; yield what became of each lot.

        Those that are there unchanged are passed over, so a list that was interrupted is resumed
        by handing it in again.
        """
        for lot in portions(read_jsonl(lines), _AT_ONCE):
            yield self._take_lot(lot, given, via)

    def read_again(self, progress: Progress) -> Tally:
        """Read every page that was kept as it came again, by today's rules."""
        whole, ids = Tally(), self.store.ids_of_originals()
        for number, id in enumerate(ids, start=1):
            whole = whole.plus(self._read_again(id))
            progress("reading", number, len(ids))
        return whole

    def _read_again(self, id: str) -> Tally:
        original = self.store.original(id)
        fetched = date.fromisoformat(original.fetched)
        reading = read(_handed_again(original), self.directory, fetched)
        if isinstance(reading, Unfit):  # readers have seen it as an article
            return Tally(same=1)
        changes = writing.reread(self.store.database, replace(reading.article, id=id))
        return Tally(updated=len(changes.updated), same=len(changes.same))

    def _keep(self, reading: Reading, handed: Handed, via: str, read_from: str) -> Taken:
        fetched = self.today().isoformat()
        original = Original(reading.media, handed.body, _told(handed), fetched)
        draft = Draft(reading.article, via, read_from, original, has_own_id=False)
        changes = writing.put(self.store.database, [draft])
        what, id = _only(changes)
        return Taken(self.store.article(id), what)

    def _take_lot(self, lot: list[Record | Unfit], given: Mapping[str, str], via: str) -> Tally:
        refused = [record for record in lot if isinstance(record, Unfit)]
        records = {r.doc_id: r for r in lot if isinstance(r, Record)}
        digests = {id: _digest(record, given) for id, record in records.items()}
        held = self.store.read_from(records)
        fresh = [id for id in records if held.get(id) != digests[id]]
        drafts = []
        for id in fresh:
            article = article_of_record(
                records[id], self.directory, given.get("outlet"), self.today()
            )
            if isinstance(article, Unfit):
                refused.append(article)
            else:
                drafts.append(Draft(article, via, digests[id]))
        changes = writing.put(self.store.database, drafts) if drafts else Changes()
        same = len(records) - len(fresh) + len(changes.same)
        counts = (len(changes.added), len(changes.updated), same, len(refused))
        return Tally(*counts, tuple(refused[:_NAMED]))


def _told(handed: Handed) -> dict[str, object]:
    """Return what must be known to read the same bytes again."""
    told = {field.name: getattr(handed, field.name) for field in fields(handed)}
    return told | {"body": None, "given": dict(handed.given), "clues": asdict(handed.clues)}


def _handed_again(original: Original) -> Handed:
    clues = Clues(**original.told["clues"])
    return Handed(**{**original.told, "body": original.body, "clues": clues})


def _only(changes: Changes) -> tuple[str, str]:
    named = (("added", changes.added), ("updated", changes.updated), ("same", changes.same))
    return next((what, ids[0]) for what, ids in named if ids)


def _digest(record: Record, given: Mapping[str, str]) -> str:
    said = repr((replace(record, line=0), sorted(given.items())))
    return f"{RULES}:{hashlib.sha256(said.encode()).hexdigest()}"
