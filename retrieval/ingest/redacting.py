"""Taking words of an article out of what can be cited, and keeping them out of later versions."""

from dataclasses import asdict

from retrieval.faults import Fault
from retrieval.pages.zones.editing import with_edits
from retrieval.pages.zones.layers import Edit
from retrieval.store import Store, writing


def redact(store: Store, id: str, edit: Edit) -> int:
    """Take an edit's words out of an article; return how many characters that were.

    Raises `Fault` where the words do not occur, or occur more often than the edit says.
    """
    article = store.article(id)
    redacted = with_edits(article, [edit])
    gone = len(article.text) - len(redacted.text)
    if not gone:
        raise Fault(f"“{edit.first}” is not part of what can be cited of {id}: nothing to take out")
    if not redacted.text.strip():
        raise Fault(f"that is all there is of {id}: use `whosaid remove {id}`")
    writing.redact(store.database, redacted, asdict(edit))
    return gone
