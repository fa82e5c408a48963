"""The JSON schemas that a model's replies are asked to keep to."""

from collections.abc import Mapping

Schema = Mapping[str, object]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}


def every(item: Schema) -> Schema:
    """Return the schema of a list whose items all have one schema."""
    return {"type": "array", "items": item}


def one_of(*texts: str) -> Schema:
    """Return the schema of a text that is one of a few."""
    return {"type": "string", "enum": list(texts)}


def fields(**properties: Schema) -> Schema:
    """Return the schema of an object with these properties, all of them and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def titled(title: str, **properties: Schema) -> Schema:
    """Return the schema of a whole reply."""
    return {"title": title, **fields(**properties)}
