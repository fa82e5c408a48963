"""What a search costs, measured in a process that does nothing else.

Usage: python -m benchmarks.retrieval.speed DATA; the questions come on standard input, one a line,
the figures go to standard output as JSON. It is run by the benchmark.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.retrieval import ours
from bot.settings import read_settings

_COLD = 20  # questions
_WARM = 500  # at least


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds a question, seconds to open after imports, and memory in MiB."""

    open_seconds: float
    cold_p50: float
    cold_most: float
    p50: float
    p95: float
    peak_mib: float
    anonymous_mib: float


def measured(data: Path, questions: Sequence[str]) -> Speed:
    """Measure in a child process; the answers are thrown away."""
    ended = subprocess.run(
        (sys.executable, "-m", "benchmarks.retrieval.speed", str(data)),
        input="".join(f"{question}\n" for question in questions),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode != 0:
        sys.exit(f"measuring {data.name} failed: {ended.stderr.strip()[-500:]}")
    return Speed(**json.loads(ended.stdout.splitlines()[-1]))


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time under which a share of the times lies."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _measure(data: Path, questions: Sequence[str]) -> Speed:
    import chromadb  # noqa: F401 -- so that opening is timed without the imports
    import tantivy  # noqa: F401

    from bot.workspace import opened_answerer

    settings = ours.replace_data(read_settings(), data)
    started = time.perf_counter()
    with opened_answerer(settings) as answerer:
        opened = time.perf_counter() - started
        find = answerer.search.find
        times = [_timed(find, question) for question in _repeated(questions)]
    cold, warm = times[:_COLD], times[_COLD:]
    return Speed(
        open_seconds=round(opened, 3),
        cold_p50=round(statistics.median(cold), 2),
        cold_most=round(max(cold), 2),
        p50=round(statistics.median(warm), 2),
        p95=round(percentile(warm, 0.95), 2),
        peak_mib=round(_status("VmHWM"), 1),
        anonymous_mib=round(_status("RssAnon"), 1),
    )


def _timed(find: Callable[[str], object], question: str) -> float:
    started = time.perf_counter()
    find(question)
    return (time.perf_counter() - started) * 1000


def _repeated(questions: Sequence[str]) -> list[str]:
    """Return the first few for the cold part, then all, often enough."""
    rounds = -(-_WARM // len(questions))
    return [*questions[:_COLD], *([*questions[_COLD:], *questions[:_COLD]] * rounds)]


def _status(name: str) -> float:
    """Return a figure of this process's memory in MiB; 0 where the system does not tell."""
    path = Path("/proc/self/status")
    for line in path.read_text().splitlines() if path.is_file() else ():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    ours.prepare_environment()
    questions = [line.rstrip("\n") for line in sys.stdin]
    print(json.dumps(asdict(_measure(Path(sys.argv[1]), questions))))


if __name__ == "__main__":
    main()
