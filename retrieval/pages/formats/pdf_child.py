"""The child process that reads a PDF: one that never ends, or takes all memory, costs nothing.

Run by its path with the PDF on standard input; writes one JSON object. It imports nothing of ours.
"""

import io
import json
import sys
from typing import Any

MOST_PAGES = 300
MOST_CHARACTERS = 2_000_000

_SECONDS = 20  # of one processor
_MEMORY = 1_500_000_000  # bytes


def main() -> None:
    _bound()
    body = sys.stdin.buffer.read()
    try:
        told = _told(body)
    except BaseException as error:  # noqa: BLE001 - a broken file raises anything, MemoryError too
        told = {"refused": "broken", "because": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(told).encode())


def _bound() -> None:
    try:
        import resource
    except ImportError:  # not on Windows; there the parent's clock alone holds it
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _told(body: bytes) -> dict[str, Any]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(body))
    if reader.is_encrypted and not _unlocked(reader):
        return {"refused": "locked"}
    if len(reader.pages) > MOST_PAGES:
        return {"refused": "pages", "because": len(reader.pages)}
    lines, characters = [], 0
    for number, page in enumerate(reader.pages):
        found = _lines(page)
        characters += sum(len(line[-1]) for line in found)
        if characters > MOST_CHARACTERS:
            return {"refused": "characters"}
        lines += [(number, *line) for line in found]
    return {"lines": lines, **_said(reader)}


def _unlocked(reader: Any) -> bool:
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False


def _lines(page: Any) -> list[tuple[float, float, float, str]]:
    """Return x, y, font size and text of each line, in the order of the content, in points."""
    lines: list[tuple[float, float, float, str]] = []
    is_open = False

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        nonlocal is_open
        for number, part in enumerate(text.split("\n")):
            if number:
                is_open = False
            if is_open and part:
                lines[-1] = (*lines[-1][:3], lines[-1][3] + part)
            elif part.strip():
                lines.append((*_placed(cm, tm), abs(size * tm[3] * cm[3]), part))
                is_open = True

    page.extract_text(visitor_text=visit)
    return [line for line in lines if line[3].strip()]


def _placed(cm: list[float], tm: list[float]) -> tuple[float, float]:
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    return x, y


def _said(reader: Any) -> dict[str, str]:
    try:
        info = reader.metadata or {}
    except Exception:  # noqa: BLE001 - the text is good without it
        return {}
    keys = ("Title", "Author", "CreationDate", "Creator", "Producer")
    return {key.casefold(): str(info[f"/{key}"]) for key in keys if f"/{key}" in info}


if __name__ == "__main__":
    main()
