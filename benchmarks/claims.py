"""How many true statements the gate stops, and how many distorted ones, by kind and language.

Run: python -m benchmarks.claims [FILE] [--errors KIND] [--data DIR]. Without FILE, the public set
beside the project.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.answering.checking import Checked, Quoted
from bot.settings import read_settings
from bot.workspace import bring_up_to_date, opened_checker

_FILE = Path(__file__).parents[2] / "shared" / "bench" / "claims" / "claims.jsonl"
_LANGUAGES = ("zh-Hans", "zh-Hant", "en")


def main() -> None:
    """Check every statement of a file and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=_FILE)
    parser.add_argument("--errors", metavar="KIND", help="print what went wrong, of this kind")
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    if not asked.file.exists():
        print(f"{asked.file} is not there: nothing to measure")
        return
    rows = list(_checked(asked.file, asked.data))
    _print_table(rows)
    for row, checked in rows:
        if asked.errors in (row["kind"], "all") and checked.supported != (
            row["label"] == "supported"
        ):
            _print_error(row, checked)


def _checked(file: Path, data: Path | None) -> Iterator[tuple[dict[str, Any], Checked]]:
    settings = read_settings(data)
    bring_up_to_date(settings, lambda *_: None)
    with opened_checker(settings) as (checker, _):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            quotes = [Quoted(piece["outlet"], piece["quote"]) for piece in row["evidence"]]
            yield row, checker.beside(row["statement"], quotes)


def _print_table(rows: list[tuple[dict[str, Any], Checked]]) -> None:
    stopped: dict[str, Counter[str]] = defaultdict(Counter)
    total: dict[str, Counter[str]] = defaultdict(Counter)
    by: dict[str, Counter[str]] = defaultdict(Counter)
    for row, checked in rows:
        total[row["kind"]][row["language"]] += 1
        stopped[row["kind"]][row["language"]] += not checked.supported
        by[row["kind"]].update({flaw.kind.value for flaw in checked.flaws})
    print(f"{'stopped':18}", *(f"{language:>9}" for language in _LANGUAGES), f"{'all':>9}", " by")
    for kind in sorted(total, key=lambda kind: (kind != "supported", kind)):
        cells = [f"{stopped[kind][x]:>4}/{total[kind][x]:<4}" for x in _LANGUAGES]
        share = stopped[kind].total() / total[kind].total()
        reasons = ", ".join(f"{reason} {n}" for reason, n in by[kind].most_common())
        print(f"{kind:18}", *cells, f"{share:8.1%}", "", reasons)


def _print_error(row: dict[str, Any], checked: Checked) -> None:
    print(f"\n{row['id']} [{row['kind']}] {row['statement']}")
    for piece in row["evidence"]:
        print(f"    {piece['outlet']}: {piece['quote']}")
    for flaw in checked.flaws:
        print(f"    - {flaw.kind}: {flaw.detail}")


if __name__ == "__main__":
    main()
