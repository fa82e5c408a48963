"""What models were trained to see before a question and before a passage."""

from typing import NamedTuple


class Prefixes(NamedTuple):
    """Words put before a text, so that the model knows what it is."""

    question: str = ""
    passage: str = ""


_SEARCHING = Prefixes("Represent this sentence for searching relevant passages: ")
_FAMILIES = {  # by a part of the model's name, as each model's card tells; the first counts
    "e5-": Prefixes("query: ", "passage: "),
    "nomic-embed": Prefixes("search_query: ", "search_document: "),
    "embeddinggemma": Prefixes("task: search result | query: ", "title: none | text: "),
    "qwen3-embedding": Prefixes(
        "Instruct: Given a web search query, retrieve relevant passages that answer the query\n"
        "Query:"
    ),
    "snowflake-arctic": _SEARCHING,
    "mxbai-embed": _SEARCHING,
}


def prefixes_of(model: str) -> Prefixes:
    """Return the prefixes of a model's family; most models want none."""
    name = model.casefold()
    return next((found for part, found in _FAMILIES.items() if part in name), Prefixes())
