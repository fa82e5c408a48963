"""How much of the article, and how little else, is read from real pages: ours beside others.

Usage: python -m benchmarks.extraction [FOLDER] [--json FILE]; the folder holds pages.jsonl
({id, set, url, html, gold_text}) and the pages. Ours is the text that no zone, or a quotation,
names: the reference has no headlines and few captions, so both are left out. Times are of the
processor; ours include the metadata, theirs do not.
"""

import argparse
import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import trafilatura

from benchmarks.extraction.scoring import Overlap, margin, overlap, score
from retrieval.articles import Kind
from retrieval.pages.formats.html import read_html
from retrieval.pages.page import Page
from retrieval.pages.zones.zoning import find_zones

Extract = Callable[[str, str], str]

_FOLDER = Path("../shared/bench/extraction")
_COUNTED = (Kind.QUOTE,)


@dataclass(frozen=True, slots=True)
class Run:
    """What one extractor made of every page; milliseconds of processor time."""

    name: str
    overlaps: tuple[Overlap, ...]
    times: tuple[float, ...]

    def summary(self) -> dict[str, Any]:
        found, ordered = score(self.overlaps), sorted(self.times)
        return {
            "name": self.name,
            "precision": round(found.precision, 4),
            "recall": round(found.recall, 4),
            "f1": round(found.f1, 4),
            "margin": round(margin(self.overlaps), 4),
            "p50_ms": round(ordered[len(ordered) // 2], 1),
            "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
        }


def main() -> None:
    arguments = _arguments()
    if not (arguments.folder / "pages.jsonl").is_file():
        print(f"skipped: {arguments.folder} holds no pages.jsonl; give the folder that does")
        return
    logging.disable(logging.CRITICAL)
    pages = list(_pages(arguments.folder))
    summaries = [_run(name, extract, pages).summary() for name, extract in _extractors().items()]
    print(f"{len(pages)} pages, F1 of 4-word shingles ± 95 % by bootstrap")
    for row in summaries:
        print(
            f"{row['name']:<24} precision {row['precision']:.3f}  recall {row['recall']:.3f}  "
            f"F1 {row['f1']:.3f} ± {row['margin']:.3f}  "
            f"p50 {row['p50_ms']:.0f} ms  p95 {row['p95_ms']:.0f} ms"
        )
    if arguments.json:
        report = {"pages": len(pages), "extractors": summaries}
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, nargs="?", default=_FOLDER)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _extractors() -> Mapping[str, Extract]:
    precise = partial(_trafilatura, favor_precision=True)
    return {
        "ours, markup alone": _of_markup,
        "ours, as kept": _as_kept,
        "trafilatura": _trafilatura,
        "trafilatura precision": precise,
        "… without comments": partial(precise, include_comments=False),
        "trafilatura recall": partial(_trafilatura, favor_recall=True),
        **dict(_installed()),
    }


def _of_markup(html: str, url: str) -> str:
    page = read_html(html, url)
    return cited(page) if isinstance(page, Page) else ""


def _as_kept(html: str, url: str) -> str:
    """Return what an added article is quoted from: the rules for plain text on top."""
    page = read_html(html, url)
    if not isinstance(page, Page):
        return ""
    zones = find_zones(page.raw, (), page.zones, page.clues.title)
    return cited(replace(page, zones=zones))


def cited(page: Page) -> str:
    """Return the body and the quotations of a page."""
    kept, position = [], 0
    for zone in page.zones:
        if zone.kind not in _COUNTED:
            kept.append(page.raw[position : zone.start])
            position = zone.end
    return "\n".join((*kept, page.raw[position:]))


def _trafilatura(html: str, url: str, **settings: Any) -> str:
    return trafilatura.extract(html, **settings) or ""


def _installed() -> Iterator[tuple[str, Extract]]:
    """Yield the alternatives that this environment has."""
    try:
        from resiliparse.extract.html2text import extract_plain_text
    except ImportError:
        return
    yield "resiliparse", lambda html, url: str(extract_plain_text(html, main_content=True))


def _run(name: str, extract: Extract, pages: Sequence[Mapping[str, Any]]) -> Run:
    overlaps, times = [], []
    for page in pages:
        started = time.process_time()
        text = extract(page["html"], page["url"])
        times.append((time.process_time() - started) * 1000)
        overlaps.append(overlap(page["gold_text"], text))
    return Run(name, tuple(overlaps), tuple(times))


def _pages(folder: Path) -> Iterator[Mapping[str, Any]]:
    with (folder / "pages.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["gold_text"]:
                html = (folder / row["html"]).read_text(encoding="utf-8", errors="replace")
                yield {**row, "html": html}


if __name__ == "__main__":
    main()
