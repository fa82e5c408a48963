"""Which words of a clause are said, which are denied, and of which neither can be told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import inf

from bot.answering.checks.meanings import Clause, Meanings
from bot.answering.checks.vocabulary import Pole, Token, Vocabulary
from retrieval.languages import has_han
from retrieval.numerals import NUMERAL, amount
from retrieval.tokens import stems

SAID, DENIED, UNSURE = 1, -1, 0

_PREDICATES = ("v", "a", "i", "l", "z")
_NOUN_ENDS = ("法", "者", "性")  # jieba takes 说法 for a verb
_NAMES = ("nr", "ns", "nt")
_NEGATORS = ("not", "sentence", "refuse")
_PASSED = ("exists", "leading", "light", "affirm", "think", "open", "rhetorical")
_DENIES_NEXT = re.compile(
    r"(?:不|别|勿)(?:能|可以?|应该?|该|要|得|必|宜|会)?[仅只单]?(?:因为?|由于|凭|仅凭|看到|一看)"
)
_CONCLUDES = re.compile(r"\s*(?:就|便|而|进而|从而)")
_LIKE_THIS = re.compile(
    r"[像如][^,。;]{1,20}(?:这样|那样|这么|这般|那般|一样)(?:的|地)?"
)  # denied of others
_FALLS_SHORT = ("不及", "不如", "不敌", "未及", "没有")
_AMOUNT = re.compile(r"[^,。;]{0,14}?(?:分之|一半|零头|\d%|\d成|[一二三四五六七八九两半]成|\d\d)")
_NO_OBJECT = ("no", "nothing", "nobody", "neither", "none")  # published no evidence
_COPULAS = ("is", "was", "would", "will", "seems", "appears")
_BY_AMOUNT = frozenset(
    {"high", "large", "ahead", "enough"}
)  # 高达7800万 and 低于600万 may both be so
_TO_AMOUNT = re.compile(
    rf"(?:[达至出过了为约近]|于|than)*\s?(?:us)?\$?(?P<amount>(?!一(?![百千万亿])){NUMERAL.pattern})"
)
_CLOSE = 3  # words between a negator and whom it spares
_CLOSING = "也尚仍已均"  # 是否违法 is asked, 尚无定论 is told


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with its sign; `keys` are what it may be called, or an opposition it belongs to."""

    keys: frozenset[str]
    sign: int
    start: int
    end: int
    text: str  # with the negator, where there is one
    is_pole: bool = False
    is_possible: bool = False  # told as what may be
    is_denied: bool = False
    is_partly: bool = False  # denied as a whole: 并未完整公布
    poles: tuple[Pole, ...] = ()
    form: str = ""  # without it


@dataclass(frozen=True, slots=True)
class Reading:
    """A clause and the signs of its words."""

    clause: Clause
    marks: tuple[Mark, ...]
    negators: tuple[Token, ...]
    tokens: tuple[Token, ...]
    is_open: bool


@lru_cache(maxsize=4_000)
def read(clause: Clause, meanings: Meanings, vocabulary: Vocabulary) -> Reading:
    """Return the signs of a clause's words."""
    read_tokens = vocabulary.tokens(clause.text, meanings.lexicon.tagged)
    tokens = tuple(_measured(token, clause.text) for token in read_tokens)
    scope = _Scope(vocabulary, meanings, has_han(clause.text))
    signed = list(scope.read(tokens))
    if scope.awaited == DENIED and signed and signed[-1][0].start > scope.negators[-1].start:
        token, _, text = signed[-1]
        signed[-1] = token, DENIED if token.poles else UNSURE, text
    if scope.negators and (_spares_some(tokens, vocabulary) or _LIKE_THIS.search(clause.text)):
        signed = [(token, max(sign, UNSURE), text) for token, sign, text in signed]
    given_up = _given_up(tokens, vocabulary)
    signed = [(t, UNSURE if t.start > given_up else sign, text) for t, sign, text in signed]
    if scope.is_rhetorical:
        signed = _turned(signed, tokens, vocabulary)
    signed = [_settled(entry, signed, tokens, vocabulary) for entry in signed]
    possible = [token.start for token in tokens if token.text in vocabulary.sets["possible"]]
    first = min(possible, default=len(clause.text))
    marks = (m for token, sign, text in signed for m in _marks(token, sign, text, meanings))
    placed = (_placed(mark, clause.start, mark.start > first) for mark in marks)
    whole = {token.end for token in tokens if token.text in vocabulary.sets["degrees"]}
    placed = (replace(m, is_partly=m.start - clause.start in whole) for m in placed)
    return Reading(clause, tuple(placed), tuple(scope.negators), tokens, scope.is_open)


def read_all(
    clauses: Sequence[Clause], meanings: Meanings, vocabulary: Vocabulary
) -> list[Reading]:
    """Return the signs of clauses that follow each other: 不能因为下雨,就取消比赛."""
    readings = [read(clause, meanings, vocabulary) for clause in clauses]
    for at, (one, other) in enumerate(pairwise(readings)):
        if _DENIES_NEXT.search(one.clause.text) and _CONCLUDES.match(other.clause.text):
            readings[at + 1] = _denied(other)
    return readings


def _denied(reading: Reading) -> Reading:
    """Return a reading with the sign of its first word turned."""
    first = min((mark.start for mark in reading.marks if mark.sign), default=-1)
    marks = (
        replace(mark, sign=-mark.sign, is_denied=mark.sign > 0) if mark.start == first else mark
        for mark in reading.marks
    )
    return replace(reading, marks=tuple(marks))


def _measured(token: Token, text: str) -> Token:
    """Return a word that compares amounts as what it is: 不及去年的一半, 低于600万."""
    if token.text in _FALLS_SHORT and _AMOUNT.match(text, token.end):
        return replace(token, role="affirm", poles=())
    amounts = _TO_AMOUNT.match(text, token.end)
    if amounts and any(pole.axis in _BY_AMOUNT for pole in token.poles):
        of = amount(amounts["amount"])
        return replace(token, poles=tuple(Pole(f"{p.axis} {of}", p.side) for p in token.poles))
    return token


def _spares_some(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Tell whether what a clause denies, it denies of others than those it is about."""
    besides, others = vocabulary.sets["besides"], vocabulary.sets["others"]
    if any(token.text in besides for token in tokens):
        return True
    spared = [place for place, token in enumerate(tokens) if token.text in others]
    near = [token for place in spared for token in tokens[max(0, place - _CLOSE) : place]]
    return any(token.role in _NEGATORS for token in near)


def _given_up(tokens: Sequence[Token], vocabulary: Vocabulary) -> float:
    """Return from where a thing is told that was so and is given up: 放弃一味高投入的思维."""
    sets = vocabulary.sets
    verb = next((token.start for token in tokens if token.text in sets["gives_up"]), inf)
    things = (token.start for token in tokens if token.text in sets["given_up"])
    return verb if any(start > verb for start in things) else inf


def _placed(mark: Mark, offset: int, is_possible: bool) -> Mark:
    start, end = mark.start + offset, mark.end + offset
    return replace(mark, start=start, end=end, is_possible=is_possible)


def _marks(token: Token, sign: int, text: str, meanings: Meanings) -> Iterator[Mark]:
    form = token.text if has_han(token.text) else " ".join(stems(token.text))
    keys = meanings.senses(form) | {form}
    yield Mark(keys, sign, token.start, token.end, text, poles=token.poles, form=form)
    for pole in token.poles:
        keys = frozenset({f"@{pole.axis}"})
        yield Mark(
            keys, sign * pole.side, token.start, token.end, text, is_pole=True, is_denied=sign < 0
        )


Signed = tuple[Token, int, str]


class _Scope:
    """Walks over a clause; knows what the last negator still waits for."""

    def __init__(self, vocabulary: Vocabulary, meanings: Meanings, is_chinese: bool) -> None:
        self._vocabulary = vocabulary
        self._meanings = meanings
        self._is_chinese = is_chinese
        self.negators: list[Token] = []
        self.is_open = self.is_rhetorical = self._keeps = self._asks = False
        self._reset()

    def _reset(self) -> None:
        self._mode = ""  # of the last negator
        self._waits = self._led = self._exists = self._is_spent = False
        self._pending = SAID
        self._negator = ""

    def read(self, tokens: Sequence[Token]) -> Iterator[Signed]:
        """Yield content words with their signs, and their text with what denies it."""
        for number, token in enumerate(tokens):
            before = tokens[number - 1] if number else None
            after = tokens[number + 1] if number + 1 < len(tokens) else None
            yield from self._step(token, before, after)

    @property
    def awaited(self) -> int:
        """The sign of the last noun where a clause such as 不是它的强项 has no predicate."""
        return self._pending if self._waits and self._mode == "sentence" else SAID

    def _step(self, token: Token, before: Token | None, after: Token | None) -> Iterator[Signed]:
        self._note(token)
        if token.role == "turn":
            self._reset()
        elif token.role == "behind":
            self.negators.append(token)
            yield from self._poles_only(token, SAID)
        elif token.role in _NEGATORS or self._keeps_from(token):
            yield from self._deny(token)
        elif token.role == "think" and self._waits and self._mode != "refuse":
            self._mode = "sentence"
            yield from self._poles_only(token, self._pending)
        elif token.role in _PASSED:
            self._pass(token)
            is_partly = self._mode == "partly"
            outer = UNSURE if is_partly else self._pending if self._waits else SAID
            yield from self._poles_only(token, outer)
        elif kind := self._kind(token, before):
            sign = self._sign(token, kind, before, after)
            is_turned = kind == "predicate" and after is not None and after.text in _NO_OBJECT
            yield token, -sign if is_turned else sign, f"{self._negator}{token.text}"
        if token.text in self._vocabulary.sets["partly"]:
            self._mode, self._waits = "partly", False

    def _note(self, token: Token) -> None:
        self._asks = (self._asks and token.role != "turn") or token.text in self._vocabulary.sets[
            "requests"
        ]
        closes = token.text[0] in _CLOSING
        is_sentence = self._mode == "sentence" and not self._waits
        if self._mode == "refuse" and self._negator.endswith("ing ") and token.text in _COPULAS:
            self._reset()  # denying it is wrong
        self._is_spent = self._is_spent or (is_sentence and self._leads_noun(token))
        self.is_open = token.role == "open" or (self.is_open and not closes)
        self.is_rhetorical = self.is_rhetorical or token.role == "rhetorical"

    def _keeps_from(self, token: Token) -> bool:
        """Tell whether this is the *from* of keeping somebody from doing something."""
        self._keeps = self._keeps or token.text in self._vocabulary.sets["keeping"]
        return token.text == "from" and self._keeps

    def _poles_only(self, token: Token, sign: int) -> Iterator[Signed]:
        if token.poles:
            yield token, UNSURE if self.is_open else sign, token.text

    def _pass(self, token: Token) -> None:
        self._exists = self._exists or token.role == "exists"
        self._led = self._led or (self._waits and token.role == "leading")
        if token.text in self._vocabulary.sets["support"]:
            self._led = False
        self._revive(token)

    def _revive(self, token: Token) -> None:
        """No decision *has been made*: what follows the noun is denied as well."""
        if (
            self._mode == "no"
            and not self._waits
            and token.text in self._vocabulary.sets["auxiliary"]
        ):
            self._mode, self._waits = "not", True

    def _deny(self, token: Token) -> Iterator[Signed]:
        refuses = token.role == "refuse"
        sign = self._pending if self._waits else UNSURE if self._mode else SAID
        if refuses or token.poles:
            yield token, UNSURE if self.is_open else sign, f"{self._negator}{token.text}"
        self.negators.append(token)
        outer = self._pending if self._waits or self._mode == "sentence" else SAID
        self._pending = UNSURE if refuses and outer != SAID else -outer
        is_no = token.text in ("no", "neither") and not self._is_chinese
        self._mode = "no" if is_no else token.role
        self._waits, self._led, self._is_spent = True, False, False
        self._negator = token.text if has_han(token.text) else f"{token.text} "

    def _kind(self, token: Token, before: Token | None) -> str:
        if token.poles:
            return "predicate"
        if token.tag == "latin":
            return self._latin_kind(token, before)
        if token.tag.startswith(_NAMES) or self._meanings.is_name(token.text):
            return "name"
        if token.text.endswith(_NOUN_ENDS) and len(token.text) > 1:
            return "noun"
        if token.tag.startswith(_PREDICATES) or (token.tag == "nz" and len(token.text) > 3):
            return "predicate"
        return "noun" if token.tag[0] in "nx" and len(token.text) > 1 else ""

    def _latin_kind(self, token: Token, before: Token | None) -> str:
        form = " ".join(stems(token.text))
        if not form or any(map(str.isdigit, form)) or self._says_nothing(token.text, form):
            return ""
        if self._is_chinese or self._meanings.is_name(form):
            return "name"
        if token.text.endswith("ly"):
            return ""
        return "noun" if before and self._leads_noun(before) else "predicate"

    def _says_nothing(self, word: str, form: str) -> bool:
        is_asked = word in self._vocabulary.sets["asked"]
        return self._meanings.is_stop(form) and not is_asked

    def _leads_noun(self, token: Token) -> bool:
        return token.text.rpartition(" ")[2] in self._vocabulary.sets["nominal"]

    def _sign(self, token: Token, kind: str, before: Token | None, after: Token | None) -> int:
        if self.is_open or (self._asks and kind == "predicate"):
            return UNSURE
        if self._waits:
            return self._awaited(token, kind, before, after)
        if self._mode == "sentence" and not self._is_chinese and kind == "predicate":
            return UNSURE if self._is_spent else self._pending  # nobody showed proof of fraud
        if self._mode:
            return UNSURE
        if kind == "predicate":
            return UNSURE if self._is_nominal(token, before, after) else SAID
        return SAID if kind == "noun" and self._take_existing() else UNSURE

    def _take_existing(self) -> bool:
        found, self._exists = self._exists, False
        return found

    def _is_nominal(self, token: Token, before: Token | None, after: Token | None) -> bool:
        sets = self._vocabulary.sets
        if (
            after
            and after.start == token.end + (not self._is_chinese)
            and after.text in sets["heads"]
        ):
            return True
        if before is None or token.poles:
            return False
        return before.text == "to" or self._leads_noun(before)

    def _awaited(self, token: Token, kind: str, before: Token | None, after: Token | None) -> int:
        if kind == "name" and self._mode != "refuse":
            return UNSURE
        if before is not None and after is not None and _is_adverb(token, after):
            return UNSURE
        is_noun = kind == "noun" or (before is not None and before.text == "的")
        if is_noun and (self._mode == "sentence" or self._led):
            return UNSURE
        self._waits = False
        if self._mode == "refuse" and (kind != "predicate" or _is_object(before, after)):
            return UNSURE
        return self._pending


def _is_adverb(token: Token, after: Token) -> bool:
    """Tell whether 公开 or 完整 says how something is done, as in 没有公开回应."""
    is_manner = token.tag == "ad" or (token.tag == "a" and not token.poles)
    return is_manner and (after.tag.startswith("v") or after.text == "地")


def _is_object(before: Token | None, after: Token | None) -> bool:
    """Tell the verb from the noun in 拒绝回答 and 拒绝了请求, 拒绝回答的人."""
    return (before is not None and before.text in ("了", "过", "的")) or (
        after is not None and after.text == "的"
    )


def _settled(
    entry: Signed, signed: Sequence[Signed], tokens: Sequence[Token], vocabulary: Vocabulary
) -> Signed:
    """Return a word's sign by what stands behind it: 改变不了, 成立之前; or *before* it."""
    word, sign, text = entry
    following = [token for token in tokens if token.start >= word.end]
    others = (other.start for other, _, _ in signed if other.start >= word.end)
    until = min(others, default=word.end + _NEAR)
    for token in following:
        if token.start >= min(until, word.end + _NEAR) or _coordinates(token):
            break
        if token.text in vocabulary.sets["complement"] and token.start > word.end:
            break
        if token.role == "behind":
            return word, -sign, f"{text}{token.text}"
        if token.text in vocabulary.sets["before"] and word.tag != "latin":
            return word, UNSURE, text
        if len(token.text) > 1 and token.tag.startswith(("n", "v", "a")):
            break  # which is what it denies: 回答差别不大
    is_later = any(t.text in vocabulary.sets["before"] for t in tokens if t.end <= word.start)
    return (word, UNSURE, text) if is_later and word.tag == "latin" else entry


_NEAR = 4  # characters


def _coordinates(token: Token) -> bool:
    """Tell what sets two words side by side: 短暂而有限 denies neither."""
    return token.role == "turn" or token.text in ("又", "也", "和", "与", "及")


def _turned(signed: list[Signed], tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Signed]:
    """Return the signs of a question that denies: its main predicate's turned, no other's sure."""
    modals = [token.start for token in tokens if token.text in vocabulary.sets["modal"]]
    sure = [place for place, (_, sign, _) in enumerate(signed) if sign]
    after = [place for place in sure if modals and signed[place][0].start > modals[-1]]
    main = after[0] if after else sure[-1] if sure and not modals else None
    return [
        (token, -sign if place == main else UNSURE, text)
        for place, (token, sign, text) in enumerate(signed)
    ]
