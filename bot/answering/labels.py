"""Opaque ids under which a model sees sentences: new for every question, not to be guessed."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from retrieval.articles import Article, Sentence

_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence that may be cited, with its article."""

    article: Article
    sentence: Sentence

    @property
    def text(self) -> str:
        return self.article.words_of(self.sentence)


def label(sentences: Iterable[Cited], salt: bytes) -> Mapping[str, Cited]:
    """Return the sentences by id, in order; the same salt gives the same ids."""
    return {_id(cited, salt): cited for cited in sentences}


def _id(cited: Cited, salt: bytes) -> str:
    place = f"{cited.article.id}:{cited.sentence.number}"
    digest = hashlib.blake2b(place.encode(), key=salt, digest_size=10).digest()
    return base64.b32encode(digest).decode().lower()[:_LENGTH]
