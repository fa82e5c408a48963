"""The Bot API as a checkable contract.

``bot_api.json`` holds it, trimmed from a machine-readable copy of Telegram's own pages (see
``README.md``). To trim a newer copy: ``python -m tests.servers.contract api.json``.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CONTRACT_FILE = Path(__file__).with_name("bot_api.json")

_ARRAY = "Array of "
_INTEGER = re.compile(r"-?\d+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Shape:
    """The fields of a method or of a type, each with the types it may have."""

    fields: Mapping[str, Sequence[str]]
    required: Sequence[str] = ()
    returns: Sequence[str] = ()
    subtypes: Sequence[str] = ()


@dataclass(frozen=True)
class Contract:
    """What Telegram promises about one version of its Bot API."""

    version: str
    methods: Mapping[str, Shape]
    types: Mapping[str, Shape]


@cache
def contract() -> Contract:
    """The contract the servers hold both sides to, read once."""
    pages = json.loads(CONTRACT_FILE.read_text(encoding="utf-8"))
    return Contract(
        version=pages["version"],
        methods={name: _shape(entry) for name, entry in pages["methods"].items()},
        types={name: _shape(entry) for name, entry in pages["types"].items()},
    )


def decode(method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as values: what a form carried as text becomes a number, a list, an object."""
    shape = contract().methods.get(method, Shape({}))
    return {
        name: _decoded(value, shape.fields.get(name, ())) if isinstance(value, str) else value
        for name, value in parameters.items()
    }


def check_request(method: str, parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with a request, one line a fault; numbers may still be text, as in a form."""
    shape = contract().methods.get(method)
    if shape is None:
        return [f"unknown method {method}"]
    return list(_object_faults(decode(method, parameters), shape, method))


def check_result(method: str, result: Any) -> list[str]:
    """What is wrong with an answer to a method, one line a fault."""
    shape = contract().methods.get(method)
    if shape is None:
        return [f"unknown method {method}"]
    return list(_faults(result, shape.returns, f"{method} result"))


def _faults(value: Any, types: Sequence[str], where: str) -> Iterator[str]:
    """The faults under the type that fits best, so that the report names the field at fault."""
    fewest = min((list(_type_faults(value, name, where)) for name in types), key=len)
    if fewest and len(types) > 1:
        yield f"{where} fits none of {', '.join(types)}"
    yield from fewest


def _type_faults(value: Any, name: str, where: str) -> Iterator[str]:
    if name.startswith(_ARRAY):
        yield from _array_faults(value, name.removeprefix(_ARRAY), where)
    elif name in _FITS:
        if not _FITS[name](value):
            yield f"{where} should be {name}, not {type(value).__name__} {value!r:.60}"
    elif subtypes := contract().types[name].subtypes:
        yield from _faults(value, subtypes, where)
    elif not isinstance(value, Mapping):
        yield f"{where} should be {name}, not {type(value).__name__} {value!r:.60}"
    else:
        yield from _object_faults(value, contract().types[name], where)


def _array_faults(value: Any, item: str, where: str) -> Iterator[str]:
    if not isinstance(value, list | tuple):
        yield f"{where} should be an array of {item}, not {type(value).__name__}"
        return
    for number, entry in enumerate(value):
        yield from _faults(entry, [item], f"{where}[{number}]")


def _object_faults(value: Mapping[str, Any], shape: Shape, where: str) -> Iterator[str]:
    for name in shape.required:
        if name not in value:
            yield f"{where} lacks {name}"
    for name, entry in value.items():
        if name in shape.fields:
            yield from _faults(entry, shape.fields[name], f"{where}.{name}")
        else:
            yield f"{where} has no field {name}"


_FITS = {
    "Boolean": lambda value: isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "InputFile": lambda value: not isinstance(value, Mapping),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
}


def _decoded(text: str, types: Sequence[str]) -> Any:
    if "Integer" in types and _INTEGER.fullmatch(text):
        return int(text)
    if "Float" in types and _NUMBER.fullmatch(text):
        return float(text)
    if "Boolean" in types and text in ("true", "false"):
        return text == "true"
    if text[:1] in ("[", "{") and set(types) - _FITS.keys():
        return _json_or_text(text)
    return text


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def _shape(entry: Mapping[str, Any]) -> Shape:
    return Shape(
        fields={name: types.split(" or ") for name, types in entry.get("fields", {}).items()},
        required=entry.get("required", ()),
        returns=entry["returns"].split(" or ") if "returns" in entry else (),
        subtypes=entry.get("subtypes", ()),
    )


def trim(pages: Mapping[str, Any]) -> str:
    """The contract file for a full copy of the pages: one line a method or type, in order."""
    parts = [
        f'"{part}": {{\n' + ",\n".join(_lines(pages[part])) + "\n}" for part in ("methods", "types")
    ]
    return "{\n" + ",\n".join([*parts, f'"version": {json.dumps(pages["version"])}']) + "\n}\n"


def _lines(entries: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(entries):
        entry = json.dumps(_trimmed(entries[name]), sort_keys=True, separators=(",", ":"))
        yield f"{json.dumps(name)}: {entry}"


def _trimmed(entry: Mapping[str, Any]) -> dict[str, Any]:
    fields = entry.get("fields", [])
    kept = {
        "fields": {field["name"]: " or ".join(field["types"]) for field in fields},
        "required": sorted(field["name"] for field in fields if field["required"]),
        "returns": " or ".join(entry.get("returns", [])),
        "subtypes": entry.get("subtypes", []),
    }
    return {name: value for name, value in kept.items() if value}


if __name__ == "__main__":
    CONTRACT_FILE.write_text(trim(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
