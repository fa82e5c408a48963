"""Windows of a passage: the few sentences that an answer stands in, ready to be looked through."""

from retrieval.articles import Passage
from retrieval.passages import grouped
from retrieval.tokens import searched

_TARGET = 120  # characters; a question's words stand closer together than a passage is long


def windows_of(passage: Passage) -> tuple[str, ...]:
    """Return a passage as `searched` texts: its header, then its windows."""
    begin = passage.sentences[0].start if passage.sentences else 0
    groups = grouped(passage.sentences, _TARGET)
    spans = [(group[0].start - begin, group[-1].end - begin) for group in groups]
    texts = [passage.text[start:end] for start, end in spans] or [passage.text]
    return (searched(passage.header), *map(searched, texts))
