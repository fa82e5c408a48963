"""How many tokens a text costs: tiktoken's count, or a bound where its table is not at hand."""

import logging
import math
import re
import threading
from collections.abc import Callable

from retrieval.languages import HAN

TokenCounter = Callable[[str], int]

_PER_HAN = 1.6  # tokens a character; the densest measured is 1.56 (Traditional, cl100k)
_PARTS = re.compile(rf"(?P<han>[{HAN}])|(?P<word>[A-Za-z]+)|(?P<digits>\d{{1,3}})|(?P<mark>\S)")
_ENCODING = "o200k_base"

_log = logging.getLogger("whosaid.tokens")


def bound(text: str) -> int:
    """Return an upper bound of the tokens of a text, for any of OpenAI's encodings."""
    total = 0.0
    for part in _PARTS.finditer(text):
        match part.lastgroup:
            case "han":
                total += _PER_HAN
            case "word":
                total += max(1, len(part.group()) / 2)
            case "digits":
                total += 1
            case _:
                total += len(part.group().encode())
    return math.ceil(total)


def token_counter(patience: float = 5.0) -> TokenCounter:
    """Return tiktoken's counter, or `bound` where its table cannot be had in `patience` seconds."""
    found: list[TokenCounter] = []
    loading = threading.Thread(target=_load, args=(found,), daemon=True)
    loading.start()
    loading.join(patience)  # the download has no timeout of its own
    if not found:
        _log.warning("tiktoken's table cannot be had; counting tokens by an upper bound")
        return bound
    return found[0]


def _load(found: list[TokenCounter]) -> None:
    import tiktoken

    try:
        encoding = tiktoken.get_encoding(_ENCODING)
    except Exception:  # noqa: BLE001  whatever the download raises, there is no table
        return
    found.append(lambda text: len(encoding.encode(text, disallowed_special=())))
