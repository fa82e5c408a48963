"""A local folder with an embedding model: which files it has, and what they say of its use."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.embedding.prefixes import Prefixes, prefixes_of
from retrieval.faults import Fault

_MODELS = ("model.onnx", "onnx/model.onnx", "model_optimized.onnx")
_NEEDED = ("tokenizer.json", "tokenizer_config.json")
_POOLING = "1_Pooling/config.json"
_PROMPTS = "config_sentence_transformers.json"
_READ = (*_NEEDED, "config.json", "special_tokens_map.json", _POOLING, _PROMPTS)


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model in a folder; other files make another `digest`."""

    path: Path
    model_file: str
    digest: str
    pooling: str  # how one vector is made of those of the tokens: MEAN, CLS or LAST_TOKEN
    prefixes: Prefixes

    @classmethod
    def read(cls, path: Path) -> "ModelFolder":
        """Read what a folder holds. Raises `Fault` naming what it lacks."""
        if not path.is_dir():
            raise Fault(
                f"there is no folder {path}: name one with a model in WHOSAID_EMBEDDING_MODEL"
            )
        model_file = next((name for name in _MODELS if (path / name).is_file()), None)
        lacking = [name for name in _NEEDED if not (path / name).is_file()]
        if model_file is None or lacking:
            what = ", ".join(lacking if model_file else ["model.onnx", *lacking])
            raise Fault(f"the model folder {path} has no {what}: put what is missing there")
        try:
            pooling, prefixes = _pooling(_json(path / _POOLING)), _prefixes(path)
            return cls(path, model_file, _digest(path, model_file), pooling, prefixes)
        except OSError as error:
            raise Fault(f"the model folder {path} cannot be read: {error.strerror}") from error


def _digest(path: Path, model_file: str) -> str:
    """Return a digest of everything that vectors depend on, weights kept beside the model too."""
    model = path / model_file
    weights = sorted(file for file in model.parent.iterdir() if file.name.startswith(model.name))
    described = [path / name for name in _READ if (path / name).is_file()]
    digest = hashlib.sha256()
    for file in [*weights, *described]:
        with file.open("rb") as opened:
            content = hashlib.file_digest(opened, "sha256").hexdigest()
        digest.update(f"{file.relative_to(path).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:12]


def _pooling(config: Mapping[str, Any]) -> str:
    if config.get("pooling_mode_cls_token"):
        return "CLS"
    return "LAST_TOKEN" if config.get("pooling_mode_lasttoken") else "MEAN"


def _prefixes(path: Path) -> Prefixes:
    prompts = _json(path / _PROMPTS).get("prompts")
    if not isinstance(prompts, dict) or "query" not in prompts:
        return prefixes_of(path.name)
    passage = prompts.get("passage") or prompts.get("document") or ""
    return Prefixes(str(prompts["query"] or ""), str(passage))


def _json(path: Path) -> dict[str, Any]:
    """Return what a configuration file says; nothing where there is none."""
    if not path.is_file():
        return {}
    try:
        said = json.loads(path.read_bytes())
    except ValueError:
        raise Fault(f"{path} is no JSON: fetch the model folder anew") from None
    return said if isinstance(said, dict) else {}
