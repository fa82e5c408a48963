"""Putting the parts together: settings in, an answerer and its store out."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bot.answering.answerer import Answerer
from bot.answering.checking import Checker
from bot.answering.journal import Journal, Pages
from bot.answering.models import ChatModel
from bot.answering.searching import Knowing
from bot.answering.tokens import bound, token_counter
from bot.answering.writing import Budget
from bot.settings import FASTEMBED, Settings
from retrieval.articles import article_of
from retrieval.embedding import Embedder, NGramEmbedder
from retrieval.faults import Fault
from retrieval.index.build import ensure_index
from retrieval.index.delta import MOST
from retrieval.index.manifest import IndexFault, read_manifest
from retrieval.index.server import ChromaServer
from retrieval.ingest.aliases import read_aliases
from retrieval.ingest.intake import Intake
from retrieval.ingest.seeds import read_seeds
from retrieval.languages import Language
from retrieval.outlets import Registry
from retrieval.pages.facts.directory import Directory
from retrieval.progress import Progress
from retrieval.reranking import Reranker
from retrieval.search import ServedSearch
from retrieval.store import Changes, Store

_FEW = 50  # articles beside the index that cost a question nothing to speak of


@dataclass(frozen=True, slots=True)
class Indexed:
    """What bringing store and index up to date did."""

    changes: Changes
    rebuilt: bool
    articles: int


def bring_up_to_date(settings: Settings, progress: Progress) -> Indexed:
    """Make the store hold the seeds, beside what was added, and the index match the store."""
    registry, articles = read_seeds(settings.seeds)
    aliases = read_aliases(settings.seeds / "aliases.toml")
    with opened_store(settings) as store:
        changes = store.sync(registry, articles)
        store.replace_aliases(aliases)
        rebuilt = ensure_index(
            store,
            settings.data / "index",
            embedder(settings),
            progress,
            server=chroma_server(settings),
        )
        return Indexed(changes, rebuilt, store.count())


def index_if_due(settings: Settings, store: Store, progress: Progress) -> bool:
    """Build the index where more was added than is well held in memory; return whether it was."""
    return ensure_index(
        store,
        settings.data / "index",
        embedder(settings),
        progress,
        most_outside=_most_outside(store),
        server=chroma_server(settings),
    )


def is_index_due(settings: Settings, store: Store) -> bool:
    """Tell at little cost whether more was added than that; what is damaged it may not see."""
    try:
        served = read_manifest(settings.data / "index")
    except IndexFault:
        return True
    state = store.state()
    if served is None or served.store != state.store or served.revision > state.revision:
        return True
    most = _most_outside(store)
    return len(store.changed_since(served.revision, most + 1)) > most


def _most_outside(store: Store) -> int:
    return min(MOST, max(_FEW, store.count() // 100))


def rebuild(settings: Settings, store: Store, progress: Progress) -> None:
    """Build the index from nothing, whatever there is."""
    ensure_index(
        store,
        settings.data / "index",
        embedder(settings),
        progress,
        anew=True,
        server=chroma_server(settings),
    )


def intake(settings: Settings, store: Store) -> Intake:
    """Return what takes articles into a store."""
    editors = Registry.load(settings.seeds / "outlets.toml")
    return Intake(store, Directory.load(editors))


def is_indexed(settings: Settings) -> bool:
    """Tell whether an index has been built at all."""
    return read_manifest(settings.data / "index") is not None


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """Open the store for the length of a block."""
    store = Store.in_folder(settings.data)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_search(settings: Settings) -> Iterator[ServedSearch]:
    """Open the search over the served index for the length of a block."""
    with opened_store(settings) as store:
        folder, server = settings.data / "index", chroma_server(settings)
        yield ServedSearch(store, folder, embedder(settings), server, reranker(settings))


@contextmanager
def opened_answerer(settings: Settings) -> Iterator[Answerer]:
    """Open everything that answering needs for the length of a block."""
    with opened_search(settings) as search:
        model = chat_model(settings, settings.chat_model_name)
        judge = chat_model(settings, settings.judge) if model else None
        budget = Budget(tokens=settings.prompt_tokens, seconds=settings.model_seconds)
        count = token_counter() if model else bound
        kept = journal(settings, search)
        yield Answerer(search, model, judge, budget, count, kept)


def outlets_of(store: Store, record: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Return the outlets' names of the articles found for an answer, by ids of both."""
    ids = {article_of(passage["passage"]) for passage in record["passages"]}
    found = [(article.id, article.source.outlet) for article in store.articles(ids)]
    return {key: outlet.name(language) for id, outlet in found for key in (id, outlet.id)}


@contextmanager
def opened_checker(settings: Settings) -> Iterator[tuple[Checker, Store]]:
    """Open what checking statements needs, and the store, for the length of a block."""
    with opened_search(settings) as search:
        yield Checker(search, Knowing().of(search)), search.store


def embedder(settings: Settings) -> Embedder:
    """Return the embedder that the settings name."""
    model = settings.embedding_model_name
    if model is None:
        return NGramEmbedder()
    if model.startswith(FASTEMBED):
        from retrieval.embedding.fastembedded import FastEmbedder  # an extra, only where named

        return FastEmbedder(model.removeprefix(FASTEMBED), settings.data / "models")
    from retrieval.embedding.endpoint import (
        EndpointEmbedder,
    )  # loads LangChain, only where it is used

    return EndpointEmbedder(model, *_endpoint(settings))


def chroma_server(settings: Settings) -> ChromaServer | None:
    """Return the Chroma server that holds the vectors; without one, each build holds its own."""
    if settings.chroma_url is None:
        return None
    token = settings.chroma_token.get_secret_value() if settings.chroma_token else None
    return ChromaServer(str(settings.chroma_url).rstrip("/"), token)


def reranker(settings: Settings) -> Reranker | None:
    """Return the reranker that the settings name, if any. Raises `Fault` where its URL lacks."""
    if settings.reranker is None:
        return None
    from retrieval.reranking.endpoint import EndpointReranker  # loads httpx, as above

    other_key, other_url = _endpoint(settings)
    key = settings.reranker_key.get_secret_value() if settings.reranker_key else None
    if settings.reranker_url:  # a key of the other endpoint is not for this one
        return EndpointReranker(settings.reranker, key, str(settings.reranker_url))
    if other_url is None:
        raise Fault("WHOSAID_RERANKER needs an endpoint: set WHOSAID_RERANKER_URL")
    return EndpointReranker(settings.reranker, key or other_key, other_url)


def pages(settings: Settings) -> Pages:
    """Return where it is written down how answers came about."""
    return Pages(settings.data / "answers")


def journal(settings: Settings, search: ServedSearch) -> Journal:
    """Return what writes that down, and gives answers again."""
    store = search.store
    return Journal(pages(settings), store.article, lambda: search.lexicon, settings.prices)


def chat_model(settings: Settings, name: str | None) -> ChatModel | None:
    """Return the chat model of a name, at the endpoint that the settings name; None of none."""
    if name is None:
        return None
    from bot.answering.chat_models import start_chat_model  # loads LangChain, as above

    attempt_seconds = settings.model_seconds / 2
    return start_chat_model(name, *_endpoint(settings), attempt_seconds)


def _endpoint(settings: Settings) -> tuple[str | None, str | None]:
    key, url = settings.openai_api_key, settings.openai_base_url
    return key.get_secret_value() if key else None, str(url) if url else None
