"""Taking words of an article out of what can be cited, and keeping them out of later versions."""

from dataclasses import asdict, replace

from retrieval.faults import Fault
from retrieval.pages.zones.editing import with_edits
from retrieval.pages.zones.layers import Edit, by_hand
from retrieval.store import Store, writing


def redact(store: Store, id: str, edit: Edit) -> int:
    """Take an edit's words out of an article; return how many characters that were.

    Raises `Fault` where the words do not occur, or occur more often than the edit says.
    """
    article = store.article(id)
    _check(article.raw, edit)
    redacted = with_edits(article, [edit])
    gone = len(article.text) - len(redacted.text)
    if not gone:
        raise Fault(f"“{edit.first}” is not part of what can be cited of {id}: nothing to take out")
    if not redacted.text.strip():
        raise Fault(f"that is all there is of {id}: use `whosaid remove {id}`")
    writing.redact(store.database, redacted, asdict(edit))
    return gone


def _check(raw: str, edit: Edit) -> None:
    """Raise `Fault` for what an editor at a command line may get wrong, in the words used there."""
    if not all(
        words.strip() for words in (edit.first, edit.last, edit.within) if words is not None
    ):
        raise Fault("no words can be empty: copy those to take out exactly")
    if edit.within and edit.within not in raw:
        raise Fault(f"--within “{edit.within[:30]}” does not occur in the page: copy it exactly")
    places = len(by_hand(raw, [replace(edit, every=True)]))
    if places > 1 and not edit.every:
        times = f"“{edit.first[:30]}” occurs {places} times"
        raise Fault(f"{times}: say which by --within LONGER-WORDS, or take out --every one")
