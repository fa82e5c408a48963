"""What became of what was handed in, for people and for scripts."""

from typing import Any

from bot.adding import Outcome
from bot.answering.records import source_record
from bot.answering.wording import provenance
from bot.console import complain, print_json, printable
from retrieval.articles import Article
from retrieval.ingest.intake import Taken, Tally
from retrieval.pages.page import Unfit


def show(outcome: Outcome, as_json: bool) -> None:
    """Write an outcome: what was taken in to standard output, what was refused to the other."""
    if as_json:
        print_json([outcome_record(outcome)])
        return
    match outcome.result:
        case Taken(article, what):
            print(printable(f"{_DONE[what]} {_told(article)}"))
        case Tally() as tally:
            _show_tally(outcome.what, tally)
        case Unfit() as unfit:
            complain(f"{outcome.what}: {unfit.detail}")


_DONE = {"added": "added", "updated": "updated", "same": "as it was:"}


def _told(article: Article) -> str:
    source = article.source
    where = provenance(source, "en")
    reprint = f"; the same story as {article.reprint_of}" if article.reprint_of else ""
    return f"{article.id}: {source.outlet.name('en')}{where}, “{source.title}”{reprint}"


def _show_tally(what: str, tally: Tally) -> None:
    counts = f"{tally.added} added, {tally.updated} updated, {tally.same} as they were"
    print(printable(f"{what}: {counts}, {tally.refused} refused"))
    for unfit in tally.first:
        complain(f"{what}: {unfit.detail}")
    if tally.refused > len(tally.first):
        complain(f"{what}: and {tally.refused - len(tally.first)} more lines")


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as `whosaid add --json` writes it."""
    match outcome.result:
        case Taken(article, what):
            return {"from": outcome.what, "outcome": what, **source_record(article)}
        case Tally() as tally:
            refused = [{"reason": unfit.why, "detail": unfit.detail} for unfit in tally.first]
            return {
                "from": outcome.what,
                "outcome": "list",
                "added": tally.added,
                "updated": tally.updated,
                "same": tally.same,
                "refused": tally.refused,
                "first_refused": refused,
            }
        case Unfit() as unfit:
            told = {"reason": unfit.why, "detail": unfit.detail}
            return {"from": outcome.what, "outcome": "refused", **told}
