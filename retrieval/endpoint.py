"""Embeddings from any OpenAI-compatible endpoint, through LangChain."""

from collections.abc import Sequence

import numpy as np
from langchain_openai import OpenAIEmbeddings
from pydantic import SecretStr

from retrieval.embedding import Vectors
from retrieval.faults import Fault


class EndpointEmbedder:
    """An embedding model behind an OpenAI-compatible endpoint; it is sent text, never token ids."""

    weight = 1.0

    def __init__(self, model: str, api_key: str | None, base_url: str | None) -> None:
        self.name = f"endpoint:{model}"
        self._client = OpenAIEmbeddings(
            model=model,
            openai_api_key=SecretStr(api_key or "none"),
            openai_api_base=base_url,
            check_embedding_ctx_length=False,
            request_timeout=30,
            max_retries=2,
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text. Raises `Fault` where the endpoint does not deliver."""
        try:
            vectors = np.array(self._client.embed_documents(list(texts)), dtype=np.float32)
        except Exception as error:  # openai's kinds and bare ValueError for odd replies
            kind = type(error).__name__
            raise Fault(
                f"{self.name} gives no embeddings ({kind}): check OPENAI_API_KEY, OPENAI_BASE_URL "
                "and WHOSAID_EMBEDDING_MODEL (`local` needs no endpoint)"
            ) from error
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
