"""Logging for people: one line an event on standard error, and never a secret."""

import logging
import sys
from collections.abc import Collection
from urllib.parse import quote

_QUIET = (
    "chromadb",
    "httpx",
    "httpx2",
    "openai",
    "pypdf",
    "telegram",
    "trafilatura",
)  # we report what matters ourselves


class _Redacting(logging.Formatter):
    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__("whosaid: %(message)s")
        written = (form for secret in secrets for form in (secret, quote(secret, safe="")))
        self._secrets = [form for form in written if form]

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text


def configure(secrets: Collection[str]) -> None:
    """Log warnings to standard error; `secrets` are blotted out of everything."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
