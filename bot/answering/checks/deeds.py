"""The verbs of a text by which one does something to another, and which of them mean the same."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.checks.cues import cues
from bot.answering.checks.meanings import Meanings
from retrieval.languages import HAN, has_han
from retrieval.tokens import stems

_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_NOUN_BEHIND = re.compile(r"(?:\b(?:the|an?|its|their|his|her|of|this|these|any|some)|['’]s?)\s+$")
_VERB_BEHIND = re.compile(
    r"\b(?:to|will|would|had|has|have|can|could|may|might|must|should|did|does|do)\s+(?:[a-z]+ly\s+)?$"
)
_NOUN = re.compile(r"(?:er|or|ist|tion|sion|ment|ness|ity|ship|ance|ence)s?$")
_VERBAL = ("v", "a", "i", "l")
_MUTUAL, _LIGHT = "mutual", "light"


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb and everything it may be called; of a verb of the table, the group it is in."""

    keys: frozenset[str]
    text: str
    start: int
    is_listed: bool = False


def foremost(deeds: Sequence[Deed]) -> list[Deed]:
    """Return those of some verbs that the table knows; all where it knows none."""
    return [deed for deed in deeds if deed.is_listed] or list(deeds)


def deeds_in(text: str, meanings: Meanings) -> list[Deed]:
    """Return the verbs of a folded stretch, in order; none where both sides do the same."""
    listed = cues("deeds").find(text)
    if any(cue.kind == _MUTUAL for cue in listed):
        return []
    groups: dict[tuple[int, str], set[str]] = defaultdict(set)
    for cue in listed:
        if cue.kind != _LIGHT:
            groups[cue.start, cue.text].add(f"#{cue.kind}")
    found = [Deed(frozenset(keys), text, start, True) for (start, text), keys in groups.items()]
    for word, start in (*_han(text, meanings), *_latin(text, meanings)):
        if not any(cue.start < start + len(word) and start < cue.end for cue in listed):
            found.append(Deed(_senses(word, meanings), word, start))
    return sorted(found, key=lambda deed: deed.start)


def _han(text: str, meanings: Meanings) -> Iterator[tuple[str, int]]:
    """Yield the verbs of Chinese, and where they begin."""
    for run in _HAN_RUN.finditer(text):
        at = run.start()
        for word, tag in meanings.lexicon.tagged(run.group()):
            if len(word) > 1 and tag.startswith(_VERBAL):
                yield word, at
            at += len(word)


def _latin(text: str, meanings: Meanings) -> Iterator[tuple[str, int]]:
    """Yield the English words that may be verbs, and where they begin."""
    for found in _LATIN_WORD.finditer(text):
        word = found.group()
        before = text[: found.start()]
        if not _NOUN_BEHIND.search(before) and _is_verb(word, before, meanings):
            yield word, found.start()


def _is_verb(word: str, before: str, meanings: Meanings) -> bool:
    """Tell a verb by what stands before it, or by half of what it is called in Chinese."""
    if meanings.is_stop(" ".join(stems(word))) or _NOUN.search(word):
        return False
    if _VERB_BEHIND.search(before):
        return True
    forms = [form for form in _senses(word, meanings) if has_han(form)]
    verbs = [form for form in forms if _tag(form, meanings).startswith(_VERBAL)]
    return len(verbs) * 2 >= len(forms) > 0


def _tag(form: str, meanings: Meanings) -> str:
    tagged = meanings.lexicon.tagged(form)
    return tagged[0][1] if len(tagged) == 1 else ""


def _senses(word: str, meanings: Meanings) -> frozenset[str]:
    return meanings.senses(word if has_han(word) else " ".join(stems(word)))
