"""What others would build: LangChain's default chain, the same with jieba's words, plain bm25s."""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import Stemmer

from benchmarks.retrieval.data import Corpus, Document
from benchmarks.retrieval.scoring import LIMIT, Hit
from retrieval.embedding import Embedder
from retrieval.languages import HAN, fold

if TYPE_CHECKING:
    import bm25s  # type: ignore[import-untyped]
    from langchain_chroma import Chroma

CHAIN, JIEBA = "LangChain", "LangChain, jieba"
BM25, BM25_TEXT, BM25_HEADER = "bm25s", "bm25s, no title", "bm25s, outlet and date too"
CHAINS, KEYWORDS = (CHAIN, JIEBA), (BM25, BM25_TEXT, BM25_HEADER)
COMPARED = (CHAIN, JIEBA, BM25)  # ours is set against these
PACKAGES = (
    "langchain",
    "langchain-community",
    "langchain-classic",
    "langchain-chroma",
    "langchain-text-splitters",
    "rank-bm25",
    "rjieba",
    "bm25s",
    "chromadb",
)

# As LangChain's tutorials have it; the class itself has 4,000 and 200, which hardly cuts news.
_CHUNK, _OVERLAP = 1_000, 200
_CHROMA_AT_ONCE = 2_000
_TOKEN = re.compile(rf"(?P<han>[{HAN}]+)|[^\W_{HAN}]+")

Search = Callable[[str], list[Hit]]


def missing() -> list[str]:
    """Return the packages that the peers need and that are not installed."""
    return [name for name in PACKAGES if version_of(name) is None]


def version_of(package: str) -> str | None:
    """Return a package's version, None where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


@contextmanager
def opened(name: str, corpus: Corpus, embedder: Embedder) -> Iterator[Search]:
    """Yield a peer's search over a corpus, for the length of a block."""
    if name in CHAINS:
        with _chain(corpus.documents, embedder, with_jieba=name == JIEBA) as search:
            yield search
    else:
        yield _bm25s(corpus.documents, _INDEXED[name])


@contextmanager
def _chain(documents: Sequence[Document], embedder: Embedder, with_jieba: bool) -> Iterator[Search]:
    import rjieba
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_core.documents import Document as Page
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    pages = [
        Page(page_content=with_title(d), metadata={"article": d.id, "outlet": d.outlet})
        for d in documents
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP)
    chunks = splitter.split_documents(pages)
    words: dict[str, Any] = {"preprocess_func": rjieba.cut} if with_jieba else {}
    keywords = BM25Retriever.from_documents(chunks, k=LIMIT, **words)
    with _chroma(embedder) as store:
        for start in range(0, len(chunks), _CHROMA_AT_ONCE):
            store.add_documents(chunks[start : start + _CHROMA_AT_ONCE])
        vectors = store.as_retriever(search_kwargs={"k": LIMIT})
        both = EnsembleRetriever(retrievers=[keywords, vectors], weights=[0.5, 0.5])
        yield lambda question: [
            Hit(page.metadata["article"], page.metadata["outlet"]) for page in both.invoke(question)
        ]


@contextmanager
def _chroma(embedder: Embedder) -> Iterator["Chroma"]:
    from chromadb.config import Settings
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    class SameEmbeddings(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, row)) for row in embedder.embed(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    store = Chroma(
        collection_name=f"peer-{uuid.uuid4().hex}",  # collections outlive their client
        embedding_function=SameEmbeddings(),
        client_settings=Settings(anonymized_telemetry=False),
    )
    yield store
    store.delete_collection()


def with_title(document: Document) -> str:
    """Return what a peer is given to read."""
    return f"{document.title}\n\n{document.text}" if document.title else document.text


def _text_alone(document: Document) -> str:
    return document.text


def _with_header(document: Document) -> str:
    return f"{document.outlet} {document.date}\n{with_title(document)}"


_INDEXED: Mapping[str, Callable[[Document], str]] = {
    BM25: with_title,
    BM25_TEXT: _text_alone,
    BM25_HEADER: _with_header,
}


def _bm25s(documents: Sequence[Document], read: Callable[[Document], str]) -> Search:
    import bm25s

    vocabulary: dict[str, int] = {}
    stem = Stemmer.Stemmer("english")
    ids = [
        [vocabulary.setdefault(token, len(vocabulary)) for token in _tokens(read(document), stem)]
        for document in documents
    ]
    index = bm25s.BM25()
    index.index((ids, vocabulary), show_progress=False)
    return partial(_ask_bm25s, index, documents, stem)


def _ask_bm25s(
    index: "bm25s.BM25",
    documents: Sequence[Document],
    stem: Stemmer.Stemmer,
    question: str,
) -> list[Hit]:
    """Return hits with the score over the question's length, so that it can be held to a floor."""
    tokens = _tokens(question, stem)
    wanted = min(LIMIT, len(documents))
    found, scores = index.retrieve([tokens], k=wanted, show_progress=False, n_threads=0)
    return [
        Hit(documents[place].id, documents[place].outlet, float(score) / max(1, len(tokens)))
        for place, score in zip(found[0], scores[0], strict=True)
        if score > 0
    ]


def _tokens(text: str, stem: Stemmer.Stemmer) -> list[str]:
    """Return Chinese characters and pairs, and English stems."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        words = match.group()
        if match.lastgroup == "han":
            tokens += words
            tokens += (words[at : at + 2] for at in range(len(words) - 1))
        else:
            tokens.append(stem.stemWord(words))
    return tokens
