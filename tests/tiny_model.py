"""An embedding model small enough for a test to make: a vector for each character, by lot."""

import json
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

DIMENSIONS = 16
_SPECIAL = ("[PAD]", "[UNK]")
_FLOAT, _INT64 = 1, 7  # ONNX's numbers for types
_IR, _OPSET = 8, 13  # versions that every onnxruntime of these years reads


def write_model(folder: Path, characters: str, seed: int = 1) -> Path:
    """Write a folder that fastembed can load; another seed makes another model."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = [*_SPECIAL, *dict.fromkeys(characters)]
    table = np.random.default_rng(seed).standard_normal((len(vocabulary), DIMENSIONS))
    (folder / "model.onnx").write_bytes(_model(table.astype("<f4")))
    _write_tokenizer(folder, vocabulary)
    return folder


def _write_tokenizer(folder: Path, vocabulary: list[str]) -> None:
    numbers = {word: number for number, word in enumerate(vocabulary)}
    tokenizer = Tokenizer(WordLevel(numbers, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    described = {"model_max_length": 512, "pad_token": "[PAD]"}
    (folder / "tokenizer_config.json").write_text(json.dumps(described))
    (folder / "config.json").write_text(json.dumps({"pad_token_id": 0}))
    (folder / "special_tokens_map.json").write_text(json.dumps({"pad_token": "[PAD]"}))


def _model(table: np.ndarray) -> bytes:
    """Return ONNX that looks each token up in a table: `Gather`, and nothing else."""
    names = (b"table", b"input_ids", b"last_hidden_state")
    node = _bytes(1, names[0]) + _bytes(1, names[1]) + _bytes(2, names[2]) + _bytes(4, b"Gather")
    tensor = b"".join(_number(1, size) for size in table.shape) + _number(2, _FLOAT)
    tensor += _bytes(8, names[0]) + _bytes(9, table.tobytes())
    inputs = [_value(name, _INT64, b"batch", b"length") for name in (names[1], b"attention_mask")]
    output = _value(names[2], _FLOAT, b"batch", b"length", b"dimensions")
    graph = _bytes(1, node) + _bytes(2, b"tiny") + _bytes(5, tensor)
    graph += b"".join(_bytes(11, value) for value in inputs) + _bytes(12, output)
    return _number(1, _IR) + _bytes(7, graph) + _bytes(8, _number(2, _OPSET))


def _value(name: bytes, kind: int, *dimensions: bytes) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, dimension)) for dimension in dimensions)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _bytes(field: int, content: bytes) -> bytes:
    """Return a protobuf field of bytes."""
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    """Return a protobuf field of a number."""
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
