"""Near-duplicates: what a sketch costs, which copies it finds, and how many it finds wrongly.

Usage: python benchmarks/reprints.py [FOLDER] [--sample N] [--most N]. The folder, else
../shared/bench/crud, holds corpus.jsonl.gz ({doc_id, text}) and questions.jsonl ({gold_doc_ids,
near_dup_doc_ids}). `--sample` prints that many pairs found in the corpus, to judge by eye.
"""

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from retrieval.languages import to_traditional
from retrieval.pages.shingles import BANDS, CONTAINED, ROWS, bands, is_reprint, overlap, sketch

_CANDIDATES = 20  # of an article, those that share most keys
_COPIED = 1_000
_FRAME = "原标题：{}\n来源：某某网 责任编辑：李四\n{}\n免责声明：本文转载自网络，不代表本站观点。"
_SENTENCE = re.compile(r"[^。！？]+[。！？]*")

Pair = tuple[str, str]


def main() -> None:
    options = _options()
    if not (options.folder / "corpus.jsonl.gz").exists():
        sys.exit(f"no corpus.jsonl.gz in {options.folder}: nothing measured")
    texts = dict(_texts(options.folder / "corpus.jsonl.gz", options.most))
    keys = _sketched(texts)
    _compare_libraries(list(texts.values())[:500])
    _recall_of_copies([text for text in texts.values() if len(text) > 300])
    _recall_of_known(options.folder / "questions.jsonl", texts, keys)
    found = _scan(texts, keys)
    for one, two in random.Random(1).sample(found, min(options.sample, len(found))):  # noqa: S311
        shared = overlap(texts[one], texts[two])
        share = max(shared.first, shared.second)
        print(f"{one} {two} {share:.2f}\n  {_head(texts[one])}\n  {_head(texts[two])}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/bench/crud"))
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--most", type=int, default=sys.maxsize)
    return parser.parse_args()


def _texts(path: Path, most: int) -> Iterator[Pair]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= most:
                return
            row = json.loads(line)
            yield row["doc_id"], row["text"]


def _sketched(texts: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    sketch("预热")
    started = time.process_time()
    keys = {id: bands(sketch(text)) for id, text in texts.items()}
    each = (time.process_time() - started) / len(texts) * 1000
    mean = sum(map(len, texts.values())) / len(texts)
    print(f"{len(texts)} articles of {mean:.0f} characters: sketch and bands {each:.3f} ms each")
    return keys


def _compare_libraries(texts: list[str]) -> None:
    """Time the signature alone, of the same shingles, in both libraries."""
    import rensa

    sets = [list({text[at : at + 4] for at in range(len(text) - 3)}) for text in texts]
    count = BANDS * ROWS
    _timed("rensa R-MinHash", sets, lambda found: rensa.RMinHash(count, 1).update(found))
    _timed("rensa C-MinHash", sets, lambda found: rensa.CMinHash(count, 1).update(found))
    try:
        from datasketch import MinHash
    except ImportError:
        print("  datasketch is not installed: left out")
        return

    def signed(found: list[str]) -> None:
        MinHash(num_perm=count, seed=1).update_batch([word.encode() for word in found])

    _timed("datasketch", sets, signed)


def _timed(name: str, sets: list[list[str]], sign: Callable[[list[str]], object]) -> None:
    started = time.process_time()
    for found in sets:
        sign(found)
    print(f"  {name:16} {(time.process_time() - started) / len(sets) * 1000:.3f} ms a signature")


def _recall_of_copies(texts: list[str]) -> None:
    chosen = random.Random(2).sample(texts, min(_COPIED, len(texts)))  # noqa: S311
    for name, edit in _EDITS.items():
        copies = [(text, edit(text)) for text in chosen]
        candidates = [(a, b) for a, b in copies if set(bands(sketch(a))) & set(bands(sketch(b)))]
        confirmed = sum(is_reprint(overlap(a, b)) for a, b in candidates)
        likeness = sum(overlap(a, b).jaccard for a, b in copies) / len(copies)
        print(
            f"  {name:36} likeness {likeness:.2f}, candidates {len(candidates) / len(copies):.3f},"
            f" reprints {confirmed / len(copies):.3f}"
        )


def _dropped(text: str, share: float) -> str:
    draw = random.Random(len(text))  # noqa: S311
    return "".join(part for part in _SENTENCE.findall(text) if draw.random() >= share)


def _replaced(text: str, every: int) -> str:
    pieces = [text[at : at + every] for at in range(0, len(text), every)]
    return "".join(piece[:-2] + "某些" for piece in pieces)


_EDITS: Mapping[str, Callable[[str], str]] = {
    "the other script": to_traditional,
    "headline and boilerplate added": lambda text: _FRAME.format(text[:20], text),
    "15 % of the sentences dropped": lambda text: _dropped(text, 0.15),
    "40 % of the sentences dropped": lambda text: _dropped(text, 0.4),
    "2 of 40 characters replaced": lambda text: _replaced(text, 40),
    "all of these, 15 %, 2 of 50": lambda text: to_traditional(
        _FRAME.format(text[:20], _replaced(_dropped(text, 0.15), 50))
    ),
}


def _recall_of_known(
    path: Path, texts: Mapping[str, str], keys: Mapping[str, tuple[int, ...]]
) -> None:
    with path.open(encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    pairs = [
        (gold, near)
        for row in rows
        for gold in row["gold_doc_ids"]
        for near in row.get("near_dup_doc_ids", [])
        if gold in texts and near in texts
    ]
    found = [(a, b) for a, b in pairs if set(keys[a]) & set(keys[b])]
    confirmed = sum(is_reprint(overlap(texts[a], texts[b])) for a, b in found)
    print(f"  {len(pairs)} known pairs: {len(found)} candidates, {confirmed} reprints")


def _scan(texts: Mapping[str, str], keys: Mapping[str, tuple[int, ...]]) -> list[Pair]:
    started = time.process_time()
    pairs = set(_candidates(keys))
    measured = {pair: overlap(texts[pair[0]], texts[pair[1]]) for pair in sorted(pairs)}
    found = [pair for pair, shared in measured.items() if is_reprint(shared)]
    held_back = sum(
        max(shared.first, shared.second) >= CONTAINED and not is_reprint(shared)
        for shared in measured.values()
    )
    print(
        f"  the whole corpus: {len(pairs)} candidate pairs, {len(found)} reprints, {held_back} as"
        f" alike but with other figures or too short; {time.process_time() - started:.0f} s"
    )
    return found


def _candidates(keys: Mapping[str, tuple[int, ...]]) -> Iterable[Pair]:
    holders = defaultdict(list)
    for id, held in keys.items():
        for key in held:
            holders[key].append(id)
    for id, held in keys.items():
        shared = Counter(other for key in held for other in holders[key] if other != id)
        yield from (
            (min(id, other), max(id, other)) for other, _ in shared.most_common(_CANDIDATES)
        )


def _head(text: str) -> str:
    return " ".join(text.split())[:110]


if __name__ == "__main__":
    main()
