"""Putting the parts together: settings in, an answerer and its store out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.answering.answerer import Answerer, Budget, ChatModel
from bot.answering.tokens import bound, token_counter
from bot.settings import Settings
from retrieval.embedding import Embedder, NGramEmbedder
from retrieval.holdings import holdings_of
from retrieval.index.build import ensure_index
from retrieval.index.delta import MOST
from retrieval.index.manifest import read_manifest
from retrieval.ingest.aliases import read_aliases
from retrieval.ingest.intake import Intake
from retrieval.ingest.seeds import read_seeds
from retrieval.outlets import Registry
from retrieval.pages.facts.directory import Directory
from retrieval.progress import Progress
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
        rebuilt = ensure_index(store, settings.data / "index", embedder(settings), progress)
        return Indexed(changes, rebuilt, holdings_of(store).count)


def index_if_due(settings: Settings, store: Store, progress: Progress) -> bool:
    """Build the index where more was added than is well held in memory; return whether it was."""
    count = holdings_of(store).count
    outside = min(MOST, max(_FEW, count // 100))
    folder = settings.data / "index"
    return ensure_index(store, folder, embedder(settings), progress, most_outside=outside)


def rebuild(settings: Settings, store: Store, progress: Progress) -> None:
    """Build the index from nothing, whatever there is."""
    ensure_index(store, settings.data / "index", embedder(settings), progress, anew=True)


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
def opened_answerer(settings: Settings) -> Iterator[Answerer]:
    """Open everything that answering needs for the length of a block."""
    with opened_store(settings) as store:
        search = ServedSearch(store, settings.data / "index", embedder(settings))
        model = chat_model(settings)
        budget = Budget(tokens=settings.prompt_tokens, seconds=settings.model_seconds)
        count = token_counter() if model else bound
        yield Answerer(search, model, budget, count)


def embedder(settings: Settings) -> Embedder:
    """Return the embedder that the settings name."""
    if settings.embedding_model_name is None:
        return NGramEmbedder()
    from retrieval.endpoint import (
        EndpointEmbedder,
    )  # loads LangChain, only where it is used

    return EndpointEmbedder(settings.embedding_model_name, *_endpoint(settings))


def chat_model(settings: Settings) -> ChatModel | None:
    """Return the chat model that the settings name, if any."""
    if settings.chat_model_name is None:
        return None
    from bot.answering.chat_models import start_chat_model  # loads LangChain, as above

    attempt_seconds = settings.model_seconds / 2
    return start_chat_model(settings.chat_model_name, *_endpoint(settings), attempt_seconds)


def _endpoint(settings: Settings) -> tuple[str | None, str | None]:
    key, url = settings.openai_api_key, settings.openai_base_url
    return key.get_secret_value() if key else None, str(url) if url else None
