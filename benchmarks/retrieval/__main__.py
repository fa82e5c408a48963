"""Retrieval on public sets: this project beside LangChain's default chain and plain bm25s.

Usage: python -m benchmarks.retrieval [--sets drcd,ntrex] [--sizes 6500,65001] [--no-peers]
Writes a page, a JSON and a section of Markdown. `--bench` (or WHOSAID_BENCH) names the folder of
the sets; `--keep` a folder where built data stays for the next run. The embedder is the local one,
or what WHOSAID_EMBEDDING_MODEL names; the peers get the same.
"""

import argparse
import logging
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.retrieval import ours, peers, report
from benchmarks.retrieval.costs import Size
from benchmarks.retrieval.data import SETS, Corpus, Question, has, sized, trials_of
from benchmarks.retrieval.running import Runner, grouped
from benchmarks.retrieval.speed import measured
from bot.settings import read_settings
from bot.workspace import embedder

_PROJECT = Path(__file__).resolve().parents[2]
_BENCH = _PROJECT.parent / "shared" / "bench"
_RESULTS = _PROJECT / "benchmarks" / "RESULTS.md"
_SIZES = "6500,20000,65001"
_SAMPLE = 10_000  # articles that a chain with rank_bm25 can be asked in reasonable time


def main() -> None:
    arguments = _arguments()
    folder: Path = arguments.bench or Path(os.environ.get("WHOSAID_BENCH") or _BENCH)
    ours.prepare_environment()
    names = [name for name in arguments.sets.split(",") if has(folder, name)]
    if not names:
        print(f"skipped: {folder} holds none of {arguments.sets}; name the folder with --bench")
        return
    absent = [] if arguments.no_peers else peers.missing()
    if absent:
        sys.exit(f"the peers need {', '.join(absent)}: install the extra bench, or use --no-peers")
    logging.disable(logging.WARNING)
    with ours.kept_in(arguments.keep, arguments.reuse) as kept:
        run = _run(arguments, folder, names, kept)
    is_whole = set(names) == set(SETS) and not arguments.no_peers and bool(run.sizes)
    for path in report.write(run, arguments.out, arguments.results if is_whole else None):
        print(path)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bench", type=Path, help="the folder of the sets")
    parser.add_argument("--sets", default=",".join(SETS), help=f"of {', '.join(SETS)}")
    parser.add_argument("--sizes", default=_SIZES, help="articles of crud; none to leave it out")
    parser.add_argument("--sample", type=int, default=_SAMPLE, help="articles of crud for chains")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    parser.add_argument("--no-speed", action="store_true", help="recall alone")
    parser.add_argument("--keep", type=Path, help="keep built data here for the next run")
    parser.add_argument("--reuse", action="store_true", help="… and take it though code changed")
    parser.add_argument("--out", type=Path, default=_PROJECT / "benchmarks" / "out")
    parser.add_argument(
        "--results", type=Path, default=_RESULTS, help="the Markdown that a whole run rewrites"
    )
    return parser.parse_args()


def _run(
    arguments: argparse.Namespace, folder: Path, names: Sequence[str], kept: ours.Kept
) -> report.Run:
    used = embedder(read_settings())
    runner = Runner(kept, used, not arguments.no_peers, _say)
    trials = [trial for name in names for trial in trials_of(folder, name, arguments.sample)]
    sheets = runner.run(trials)
    by_corpus: dict[str, Size] = {}
    sizes: list[Size] = []
    if not arguments.no_speed:
        asked = {trial.corpus.name: (trial.corpus, trial.questions) for trial in trials[::-1]}
        by_corpus = {name: _size(*both, kept) for name, both in reversed(asked.items())}
        for count in _sizes(arguments.sizes, names):
            corpus, questions = sized(folder, count)
            sizes.append(by_corpus.get(corpus.name) or _size(corpus, questions, kept))
    return report.Run(
        used.name, sheets, grouped(sheets), runner.costs, by_corpus, sizes, arguments.sample
    )


def _sizes(given: str, names: Sequence[str]) -> list[int]:
    if "crud" not in names or given == "none":
        return []
    return sorted(int(count) for count in given.split(","))


def _size(corpus: Corpus, questions: Sequence[Question], kept: ours.Kept) -> Size:
    data, built = ours.built(corpus, kept, _say)
    _say(f"{corpus.name}: timing")
    return Size(built, measured(data, [question.text for question in questions]))


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
