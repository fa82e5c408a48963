"""The editors' commands: what is taken in, taken out, and kept in order."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.console import (
    AsJson,
    Data,
    complain,
    no_such_article,
    prepared,
    print_json,
    printable,
    settings_for,
)
from bot.settings import Settings

if TYPE_CHECKING:
    from retrieval.ingest.polling import Polled
    from retrieval.store import Store


def _fact(help: str) -> Any:
    return typer.Option(metavar="TEXT", help=help)


def register(app: typer.Typer) -> None:
    """Add the editors' commands to the command line."""
    for command in (index, add, remove, redact, feeds, reindex, doctor):
        app.command()(command)


def index(data: Data = None) -> None:
    """Bring store and index in line with the seeds; a second run changes nothing."""
    from bot.progress import shown_progress
    from bot.workspace import bring_up_to_date

    with shown_progress() as progress:
        done = bring_up_to_date(settings_for(data), progress)
    changes = done.changes
    counts = (len(changes.added), len(changes.updated), len(changes.removed))
    told = ", ".join(
        f"{n} {what}" for n, what in zip(counts, ("new", "updated", "removed"), strict=True) if n
    )
    state = "index rebuilt" if done.rebuilt else "index up to date"
    print(f"{done.articles} articles ({told or 'no change'}), {state}")


def add(
    what: Annotated[
        list[str], typer.Argument(metavar="URL|FILE|-", help="Pages, files, standard input (-).")
    ],
    outlet: Annotated[
        str | None, _fact("Who published it: an id or a name; a name nobody has is a new outlet.")
    ] = None,
    title: Annotated[str | None, _fact("Its headline.")] = None,
    author: Annotated[str | None, _fact("Who wrote it.")] = None,
    published: Annotated[str | None, _fact("The day, as 2025-01-31.")] = None,
    language: Annotated[str | None, _fact("zh-Hans, zh-Hant or en.")] = None,
    url: Annotated[str | None, _fact("Its address, where it is not added from there.")] = None,
    republished_by: Annotated[str | None, _fact("Who took it over from the outlet.")] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Take articles in: web pages, HTML, text, Markdown, PDF or JSON Lines.

    The options win over what a page says. JSON Lines hold {"doc_id", "outlet", "title", "date",
    "url", "text"}; --outlet is then for the lines that name none. What is there already is brought
    up to date; a list that was interrupted goes on when it is added again.
    """
    facts = {
        "outlet": outlet,
        "title": title,
        "author": author,
        "published": published,
        "language": language,
        "url": url,
        "republished_by": republished_by,
    }
    given = {name: value for name, value in facts.items() if value is not None}
    settings = prepared(data, only_if_missing=True)
    from bot.adding import Adding
    from bot.outcomes import show
    from bot.progress import shown_progress
    from bot.workspace import index_if_due, intake, opened_store

    refused = False
    with _resumable(), shown_progress() as progress, opened_store(settings) as store:
        for outcome in Adding(intake(settings, store), settings, given, progress).all(what):
            refused = refused or outcome.is_refusal
            show(outcome, as_json)
        index_if_due(settings, store, progress)
    if refused:
        raise typer.Exit(2)


def remove(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="Ids of articles.")],
    data: Data = None,
) -> None:
    """Take articles out, with all that was kept of them.

    Feeds and seeds do not bring them back; adding them by hand does.
    """
    from bot.workspace import opened_store
    from retrieval.store import writing

    with opened_store(settings_for(data)) as store:
        _refuse_unknown(store, articles)
        removed = writing.remove(store.database, articles).removed
    print(f"removed {', '.join(removed)}")


def redact(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The id of an article.")],
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help="The words to take out, to the letter.")
    ],
    to: Annotated[str | None, _fact("Take out all from WORDS to these.")] = None,
    within: Annotated[str | None, _fact("Longer words that WORDS stand in.")] = None,
    every: Annotated[bool, typer.Option("--every", help="Wherever WORDS stand.")] = False,
    reason: Annotated[str, _fact("Why, for the record.")] = "redacted",
    data: Data = None,
) -> None:
    """Take words of an article out of what can be cited; the page stays as it came."""
    from bot.workspace import opened_store
    from retrieval.ingest.redacting import redact as take_out
    from retrieval.pages.zones.layers import Edit

    with opened_store(settings_for(data)) as store:
        _refuse_unknown(store, [article])
        taken = take_out(store, article, Edit(reason, words, to, within, every))
    print(f"redacted {article}: {taken} characters can no longer be cited")


def feeds(
    poll: Annotated[bool, typer.Option("--poll", help="Read them all now.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """List the feeds of feeds.toml and where each stands; the running bot reads them when due."""
    settings = prepared(data, only_if_missing=True)
    from bot.newsroom import opened_newsroom
    from bot.polling import feed_records, polling_of

    with opened_newsroom(settings) as newsroom:
        polling = polling_of(settings, newsroom)
        polled = asyncio.run(polling.poll(polling.feeds)) if poll else []
        newsroom.index()
        records = feed_records(polling)
    _show_feeds(settings, polled, records, as_json)
    if any(done.trouble for done in polled):
        raise typer.Exit(2)


def with_store(data: Path | None) -> Settings:
    """Return the settings, with a store to go with them; of the index nothing is asked."""
    from bot.workspace import bring_up_to_date

    settings = settings_for(data)
    if not (settings.data / "store.sqlite").exists():
        bring_up_to_date(settings, lambda *_: None)  # else the seeds would never be taken in
    return settings


def reindex(data: Data = None) -> None:
    """Read every kept page again by today's rules, then build the index from nothing."""
    from bot.progress import shown_progress
    from bot.workspace import intake, opened_store, rebuild

    settings = with_store(data)
    with shown_progress() as progress, opened_store(settings) as store:
        tally = intake(settings, store).read_again(progress)
        rebuild(settings, store, progress)
    print(f"{tally.count} pages read again, {tally.updated} came out differently; index rebuilt")


def doctor(as_json: AsJson = False, data: Data = None) -> None:
    """Compare store and index with what they must be, and mend what differs."""
    from bot.progress import shown_progress
    from bot.workspace import chroma_server, embedder, opened_store
    from retrieval.doctor import examine

    settings = with_store(data)
    with shown_progress() as progress, opened_store(settings) as store:
        folder, server = settings.data / "index", chroma_server(settings)
        found = examine(store, folder, embedder(settings), progress, server)
    if as_json:
        print_json({"what": finding.what, "count": finding.count} for finding in found)
        return
    for finding in found:
        print(f"mended: {finding.what} ({finding.count})")
    if not found:
        print("nothing to mend")


def _show_feeds(
    settings: Settings,
    polled: Sequence["Polled"],
    records: Sequence[Mapping[str, Any]],
    as_json: bool,
) -> None:
    from bot.polling import polled_line

    if as_json:
        print_json(records)
        return
    shown = [polled_line(done) for done in polled if not done.trouble]  # which was logged
    if not polled:
        shown = [f"{record['url']}: {record['told']}" for record in records]
    for line in shown if records else [f"no feeds: list them in {settings.feeds}"]:
        print(printable(line))


@contextmanager
def _resumable() -> Iterator[None]:
    """Say to whoever interrupts that it can be gone on with."""
    try:
        yield
    except KeyboardInterrupt:
        complain("interrupted: what was taken in stays; add the same again to go on")
        raise typer.Exit(130) from None


def _refuse_unknown(store: "Store", articles: Sequence[str]) -> None:
    held = {article.id for article in store.articles(articles)}
    for article in articles:
        if article not in held:
            raise no_such_article(article, store.article_ids())
