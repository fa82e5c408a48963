"""Ten thousand distorted statements of the kinds that the checks name, and true ones among them.

Each sentence of each seed article, stated as it stands and citing itself, is true. One thing is
then made wrong in it: a digit, a unit, a name, a denial, an outlet, a quotation, the ids, the
language, the markup. None of these may be shown, and every true one must.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.flaws import FlawKind
from bot.answering.checks.gate import flaws_of
from bot.answering.composing import visible
from bot.answering.drafts import Malformed, parse, parse_begun
from bot.answering.quoting import quote
from retrieval.languages import Language, fold, in_script, to_simplified
from retrieval.passages import sentences_of
from retrieval.terms import Alias
from tests.replay.replay import findable

SCRIPTS: tuple[Language, ...] = ("zh-Hans", "zh-Hant")
AT_LEAST = 10_000


@dataclass(frozen=True)
class Told:
    """A true statement: a sentence of an article, in one script, citing itself."""

    text: str
    evidence: Evidence
    language: Language

    def saying(self, text: str, *evidence: Evidence) -> Statement:
        return Statement(text, evidence or (self.evidence,))


Distortion = Callable[[Told, "Seeds"], Iterator[Statement]]


@dataclass(frozen=True)
class Seeds:
    """All true statements, and what the checks know."""

    true: Sequence[Told]
    knowledge: Knowledge
    elsewhere: Sequence[Evidence]  # one sentence of each article

    def flaws(self, statement: Statement, language: Language) -> set[FlawKind]:
        return {flaw.kind for flaw in flaws_of(statement, language, self.knowledge)}


@pytest.fixture(scope="module")
def seeds(answerer: Answerer) -> Seeds:
    knowledge = answerer.knowing.of(answerer.search)
    people = knowledge.meanings.lexicon.people
    evidence = [
        quote(article, sentences_of(article), sentence.number, people)
        for article in findable(answerer)
        for sentence in sentences_of(article)
    ]
    true = [
        Told(in_script(visible(each.quote), script), each, script)
        for each in evidence
        for script in SCRIPTS
        if _is_told_in_chinese(each.quote)
    ]
    return Seeds(true, knowledge, evidence[::40])


def _is_told_in_chinese(text: str) -> bool:
    return len(re.findall("[\u4e00-\u9fff]", text)) >= 8 and "http" not in text


# One thing made wrong


def digits(true: Told, seeds: Seeds) -> Iterator[Statement]:
    held = fold(true.evidence.quote)
    for found in islice(re.finditer(r"\d+(?:\.\d+)?", true.text), 4):
        number = found.group()
        if _ENUMERATES.match(true.text, found.end()):
            continue
        for place, digit in product(range(len(number)), "0123456789"):
            other = number[:place] + digit + number[place + 1 :]
            if number[place] == "." or float(other) == float(number) or other[0] == "0":
                continue
            if other not in held and digit != number[place]:
                yield true.saying(true.text[: found.start()] + other + true.text[found.end() :])


_UNITS = [("万", "亿"), ("亿", "万"), ("萬", "億"), ("億", "萬"), ("美元", "欧元"), ("%", "倍")]


_ENUMERATES = re.compile(r"[、)）]")  # 1、 and 2) say nothing that can be wrong


def units(true: Told, seeds: Seeds) -> Iterator[Statement]:
    for unit, other in _UNITS:
        for found in re.finditer(rf"(?<=\d)( ?){unit}", true.text):
            yield true.saying(
                true.text[: found.start()] + found[1] + other + true.text[found.end() :]
            )


def names(true: Told, seeds: Seeds) -> Iterator[Statement]:
    aliases = seeds.knowledge.meanings.lexicon.aliases
    people = [alias for alias in aliases if alias.kind in ("person", "organisation")]
    folded = to_simplified(true.text).lower()
    if len(folded) != len(true.text):
        return
    for alias in people:
        for name in (n for n in alias.names if _stands_in(n, folded)):
            at = folded.index(name)
            for other in _others(alias, people, true):
                apart = f" {other} " if other.isascii() else other
                yield true.saying(true.text[:at] + apart + true.text[at + len(name) :])
            break


def _stands_in(name: str, folded: str) -> bool:
    if name.isascii():
        return re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", folded) is not None
    return len(name) > 1 and name in folded


def _others(alias: Alias, people: Sequence[Alias], true: Told) -> Iterator[str]:
    told = fold(f"{true.evidence.quote} {true.evidence.source.title} {true.evidence.speaker}")
    strangers = (
        a for a in people if a.kind == alias.kind and not any(name in told for name in a.names)
    )
    return (in_script(a.names[0], true.language) for a in islice(strangers, 6))


def outlets(true: Told, seeds: Seeds) -> Iterator[Statement]:
    own = true.evidence.source.outlet
    named = {outlet.id for outlet in seeds.knowledge.registry.named_in(true.evidence.quote)}
    for outlet in islice(seeds.knowledge.registry, 60):
        if outlet.id != own.id and outlet.id not in named:
            yield true.saying(f"据{outlet.name(true.language)}报道，{true.text}")


def other_ids(true: Told, seeds: Seeds) -> Iterator[Statement]:
    if not re.search(r"\d{2}", true.text):
        return
    numbers = set(re.findall(r"\d{2,}", fold(true.text)))
    for evidence in seeds.elsewhere:
        if not numbers & set(re.findall(r"\d+", fold(evidence.quote))):
            yield true.saying(true.text, evidence)


_INJECTED = (
    " https://evil.example/x ",
    " @evil_bot ",
    " /start ",
    "t.me/joinchat/abc",
    "www.evil.example",
)


def markup(true: Told, seeds: Seeds) -> Iterator[Statement]:
    for piece, place in product(_INJECTED, (0, len(true.text) // 2, len(true.text))):
        yield true.saying(f"{true.text[:place]}{piece}{true.text[place:]}")


def quotations(true: Told, seeds: Seeds) -> Iterator[Statement]:
    for found in re.finditer("[“「]([^”」]{8,})[”」]", true.text):
        words = found[1]
        for at in range(0, len(words) - 1, 3):
            if words[at] != words[at + 1] and words[at : at + 2].isalpha():
                swapped = words[:at] + words[at + 1] + words[at] + words[at + 2 :]
                yield true.saying(true.text.replace(words, swapped))


# A word that can only be denied, with its denial, in both directions.
_DENIED = [
    ("没有", "有"), ("沒有", "有"), ("并不", ""), ("並不", ""), ("不是", "是"), ("不会", "会"),
    ("不會", "會"), ("不能", "能"), ("尚未", "已经"), ("无法", "能够"), ("無法", "能夠"),
    ("并未", "已经"), ("並未", "已經"), ("不再", "仍然"), ("不可能", "可能"),
]  # fmt: skip


def denials(true: Told, seeds: Seeds) -> Iterator[Statement]:
    for denied, told in _DENIED:
        if true.text.count(denied) == 1 and not _asks(denied, true.text):
            yield true.saying(true.text.replace(denied, told))


def _asks(denied: str, text: str) -> bool:
    """Tell whether a denial is half of a question: 能不能, 有没有."""
    return denied[-1] + denied in text


DISTORTIONS: dict[str, Distortion] = {
    each.__name__: each
    for each in (digits, units, names, outlets, other_ids, markup, quotations, denials)
}


def test_every_sentence_of_the_seeds_holds_itself(seeds: Seeds) -> None:
    stopped = [
        (true.text, flaws)
        for true in seeds.true
        if (flaws := seeds.flaws(true.saying(true.text), true.language))
    ]
    assert not stopped


@pytest.mark.parametrize("distortion", DISTORTIONS)
def test_no_distorted_statement_passes(distortion: str, seeds: Seeds) -> None:
    passed = [
        (true.text, statement.text)
        for true in seeds.true
        for statement in DISTORTIONS[distortion](true, seeds)
        if not seeds.flaws(statement, true.language)
    ]
    assert not passed, f"{len(passed)}: {passed[:20]}"


def test_there_are_ten_thousand(seeds: Seeds) -> None:
    counts = Counter(
        name
        for name, distortion in DISTORTIONS.items()
        for true in seeds.true
        for _ in distortion(true, seeds)
    )
    assert min(counts.values()) >= 30, counts
    assert counts.total() >= AT_LEAST, counts


def test_a_chinese_statement_is_no_english_one(seeds: Seeds) -> None:
    for true in seeds.true:
        assert FlawKind.LANGUAGE in seeds.flaws(true.saying(true.text), "en")


def test_a_reply_cut_at_any_byte_gives_whole_statements_or_none(seeds: Seeds) -> None:
    texts = [true.text for true in seeds.true[:8]]
    entries = [{"text": text, "sentences": [f"id{n}"]} for n, text in enumerate(texts)]
    reply = json.dumps({"statements": entries}, ensure_ascii=False).encode()
    for end in range(len(reply)):
        begun = reply[:end].decode("utf-8", "ignore")
        assert [draft.text for draft in parse_begun(begun)] == texts[: len(parse_begun(begun))]
        with pytest.raises(Malformed):
            parse(begun)
