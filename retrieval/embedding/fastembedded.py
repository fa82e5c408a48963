"""Embedding models that run in this process, through fastembed, which is an optional extra."""

import difflib
import importlib.util
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from retrieval.embedding.embedder import Vectors, bounded, unit
from retrieval.embedding.model_folder import ModelFolder
from retrieval.embedding.prefixes import prefixes_of
from retrieval.faults import Fault

if TYPE_CHECKING:
    from fastembed import TextEmbedding

_AT_ONCE = 32  # texts; large models need memory by the square of their length
_LONGEST = 10_000  # characters: beyond what any of the models reads, and quickly cut into tokens
_PROBE_SECONDS = 10

_log = logging.getLogger("whosaid.search")


class FastEmbedder:
    """A model that fastembed knows by name, or one in a local folder; loaded when first asked.

    Raises `Fault` where fastembed is not installed or the folder has no model.
    """

    weight = 1.0

    def __init__(self, model: str, cache: Path) -> None:
        if importlib.util.find_spec("fastembed") is None:
            raise Fault(
                f"fastembed:{model} needs the fastembed extra: pip install 'whosaid[fastembed]'"
            )
        folder = Path(model).expanduser()
        if folder.is_absolute() or model.startswith(".") or folder.is_dir():
            found = ModelFolder.read(folder.resolve())
            self.name = f"fastembed:{found.path.name}@{found.digest}"
            self._prefixes = found.prefixes
            self._load: Callable[[], TextEmbedding] = lambda: _from_folder(found)
        else:
            self.name = f"fastembed:{model}"
            self._prefixes = prefixes_of(model)
            self._load = lambda: _by_name(model, cache)
        self._lock = threading.Lock()
        self._model: TextEmbedding | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text. Raises `Fault` where the model cannot be had."""
        if not texts:
            return np.zeros((0, 0), np.float32)
        marked = [self._prefixes.passage + bounded(text, _LONGEST) for text in texts]
        return self._unit(lambda model: model.passage_embed(marked, batch_size=_AT_ONCE))

    def embed_question(self, question: str) -> Vectors:
        """Return a question's vector. Raises `Fault` where the model cannot be had."""
        marked = self._prefixes.question + bounded(question, _LONGEST)
        rows = self._unit(lambda model: model.query_embed([marked]))
        return np.asarray(rows[0], dtype=np.float32)

    def _unit(self, ask: Callable[["TextEmbedding"], Iterable[Any]]) -> Vectors:
        model = self._loaded()
        try:
            rows = np.array(list(ask(model)), dtype=np.float32)
        except Exception as error:  # onnxruntime's kinds are many
            raise self._fault("gives no embeddings", error) from error
        if rows.ndim != 2 or not np.isfinite(rows).all():
            raise Fault(f"{self.name} gives no vectors of numbers: it is no model of sentences")
        return unit(rows)

    def _loaded(self) -> "TextEmbedding":
        with self._lock:
            if self._model is None:
                try:
                    self._model = self._load()
                except Fault:
                    raise
                except Exception as error:  # a damaged file, a full disk, a reply cut short
                    raise self._fault("cannot be loaded", error) from error
            return self._model

    def _fault(self, what: str, error: Exception) -> Fault:
        return Fault(
            f"{self.name} {what} ({type(error).__name__}): fetch its files anew, or choose another "
            "WHOSAID_EMBEDDING_MODEL (`local` needs none)"
        )


def _from_folder(folder: ModelFolder) -> "TextEmbedding":
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType

    name = f"whosaid/{folder.digest}"
    if not _listed(name):
        TextEmbedding.add_custom_model(
            model=name,
            pooling=PoolingType(folder.pooling),
            normalization=True,
            sources=ModelSource(hf=name),  # asked for, but never looked at: the folder is given
            dim=0,  # told by the vectors
            model_file=folder.model_file,
        )
    return TextEmbedding(name, specific_model_path=str(folder.path))


def _by_name(name: str, cache: Path) -> "TextEmbedding":
    """Return a model from the cache, else fetched; a network that is not there is found at once."""
    from fastembed import TextEmbedding

    _hush()
    described = _listed(name)
    if described is None:
        raise Fault(f"fastembed does not know {name}: {_suggestion(name)}")
    try:
        return TextEmbedding(name, cache_dir=str(cache), local_files_only=True)
    except Exception:  # noqa: BLE001 - fastembed says in many ways that a model is not here
        _require_reachable(name, described["sources"]["hf"])
    _log.warning("fetching the model %s (%s GB) into %s", name, described["size_in_GB"], cache)
    return TextEmbedding(name, cache_dir=str(cache))


def _listed(name: str) -> dict[str, Any] | None:
    from fastembed import TextEmbedding

    models = TextEmbedding.list_supported_models()
    return next((m for m in models if m["model"].casefold() == name.casefold()), None)


def _suggestion(name: str) -> str:
    from fastembed import TextEmbedding

    known = [model["model"] for model in TextEmbedding.list_supported_models()]
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"did you mean {near[0]}?" if near else "name one it lists"
    return f"{meant} A folder is written with / or ./ before it"


def _require_reachable(name: str, repository: str | None) -> None:
    """Raise `Fault` where a model cannot be fetched; fastembed itself would try for 39 seconds."""
    from huggingface_hub import HfApi

    try:
        HfApi().model_info(repository or name, timeout=_PROBE_SECONDS)
    except Exception as error:
        raise Fault(
            f"the model {name} is not here and cannot be fetched ({type(error).__name__}): connect "
            "to huggingface.co once, or set WHOSAID_EMBEDDING_MODEL to fastembed:/a/model/folder"
        ) from error


def _hush() -> None:
    """Keep fastembed from writing to standard error itself, above all that nothing is cached."""
    from loguru import logger

    logger.disable("fastembed")
