"""Embeddings from any OpenAI-compatible endpoint, through LangChain."""

from collections.abc import Iterator, Sequence

import numpy as np
from langchain_openai import OpenAIEmbeddings
from pydantic import SecretStr

from retrieval.embedding.embedder import Vectors, bounded, unit
from retrieval.faults import Fault

_TEXTS = 64  # in one request
_CHARACTERS = 100_000  # in one request: OpenAI takes 300,000 tokens, and a character is up to 1.6
_LONGEST = 5_000  # characters: OpenAI's models read 8,191 tokens


class EndpointEmbedder:
    """An embedding model behind an OpenAI-compatible endpoint; it is sent text, never token ids."""

    weight = 1.0

    def __init__(self, model: str, api_key: str | None, base_url: str | None) -> None:
        self.name = f"endpoint:{model}"
        self._length: int | None = None
        self._client = OpenAIEmbeddings(
            model=model,
            openai_api_key=SecretStr(api_key or "none"),
            openai_api_base=base_url,
            check_embedding_ctx_length=False,
            chunk_size=_TEXTS,
            request_timeout=30,
            max_retries=2,
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text. Raises `Fault` where the endpoint does not deliver."""
        parts = [self._asked(part) for part in _parts([bounded(text, _LONGEST) for text in texts])]
        return unit(np.concatenate(parts)) if parts else np.zeros((0, 0), np.float32)

    def embed_question(self, question: str) -> Vectors:
        """Return a question's vector: the same as of a passage that says it."""
        return np.asarray(self.embed([question])[0], dtype=np.float32)

    def _asked(self, texts: list[str]) -> Vectors:
        try:
            rows = np.array(self._client.embed_documents(texts), dtype=np.float32)
        except Exception as error:  # openai's kinds and bare ValueError for odd replies
            raise self._fault(type(error).__name__) from error
        if rows.ndim != 2 or len(rows) != len(texts) or not rows.size:
            raise self._fault(f"{len(rows)} vectors for {len(texts)} texts")
        if not np.isfinite(rows).all():
            raise self._fault("numbers that are none")
        self._keep_length(rows.shape[1])
        return rows

    def _fault(self, what: str) -> Fault:
        return Fault(
            f"{self.name} gives no embeddings ({what}): check OPENAI_API_KEY, OPENAI_BASE_URL "
            "and WHOSAID_EMBEDDING_MODEL (`local` needs no endpoint)"
        )

    def _keep_length(self, length: int) -> None:
        if self._length not in (None, length):
            raise Fault(
                f"{self.name} gives vectors of {length} numbers and gave {self._length} before, so "
                "another model answers now: set WHOSAID_EMBEDDING_MODEL to a name of its own, "
                "then run `whosaid doctor`"
            )
        self._length = length


def _parts(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the texts in parts that one request may hold."""
    part: list[str] = []
    characters = 0
    for text in texts:
        if part and (len(part) == _TEXTS or characters + len(text) > _CHARACTERS):
            yield part
            part, characters = [], 0
        part.append(text)
        characters += len(text)
    if part:
        yield part
