"""What a question is about: its content words, each with the forms that name the same thing."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib import resources

import rjieba

from retrieval.languages import HAN, fold, has_han
from retrieval.outlets import Outlet, Registry
from retrieval.tokens import latin_words, stems

NAME_KINDS = ("person", "organisation", "place", "product")
OUTLET = "outlet"  # named in a question, it says whose words are wanted, not what they are about

_RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<latin>[^{HAN}]+)")
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])[·・•](?=[{HAN}])")  # in names: 山姆·奥特曼
_DOTS = frozenset("·・•")
_LATIN_OR_DIGIT = re.compile(r"[a-z0-9]")
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})
_UNITED_STATES = re.compile(r"\bU\.S\.(?:A\.)?|\bUSA?\b")  # in lower case a stop word
_PLURAL = re.compile(r"\b([A-Z]{2,})s\b")  # GPUs: stemming leaves that s
_CLIPPED = frozenset({"s", "t", "re", "ve"})  # what an apostrophe leaves
_EMPTY_TAGS = frozenset("mqrtdpcuyeof")  # numerals, pronouns, times, adverbs, particles
_MONTHS = "January February March April May June July August September October November December"
_START = 2  # characters by which words are looked up
_LOOSE_NEVER = frozenset({"m", "q"})  # numerals and measure words do not make names


@dataclass(frozen=True, slots=True)
class Alias:
    """Ways to write one thing. `names` are folded; `forms` are what is looked for in texts:
    Chinese names as they are, Latin ones as stems."""

    kind: str
    names: tuple[str, ...]
    forms: tuple[str, ...]

    @classmethod
    def of(cls, kind: str, written: Iterable[str]) -> "Alias":
        """Return the alias for names as they are written."""
        names = tuple(dict.fromkeys(map(fold, written)))
        forms = dict.fromkeys(n if has_han(n) else " ".join(stems(n)) for n in names)
        return cls(kind, names, tuple(form for form in forms if form))


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question; any of its `forms` (see `Alias.forms`) in a text covers it."""

    text: str
    forms: tuple[str, ...]
    is_name: bool = False
    is_action: bool = False  # a verb or a number: articles may well put it in another way


@dataclass(frozen=True)
class Folded:
    """A folded text, ready to be asked which terms it covers."""

    folded: str

    @classmethod
    def of(cls, text: str) -> "Folded":
        """Return a text folded."""
        return cls(fold(text))

    @staticmethod
    def again(text: str) -> "Folded":
        """Return a text folded that is likely to be asked for again, such as an article's."""
        return _folded(text)

    @cached_property
    def _searched(self) -> str:
        return f"{self.folded}\n {' '.join(stems(self.folded))} "

    def covers(self, term: Term) -> bool:
        """Tell whether a form of the term stands here: Chinese anywhere, Latin as whole stems."""
        return any(map(self._searched.__contains__, _searchable(term.forms)))


@lru_cache(maxsize=10_000)
def _folded(text: str) -> Folded:
    return Folded.of(text)


@lru_cache(maxsize=1_000)
def _searchable(forms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form if has_han(form) else f" {form} " for form in forms)


@cache
def _stop_words() -> frozenset[str]:
    text = resources.files("retrieval").joinpath("stopwords.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def _months() -> Mapping[str, int]:
    return {name: number for number, name in enumerate(_MONTHS.split(), 1)}


@dataclass(frozen=True)
class Lexicon:
    """The alias table and the stop words, ready to read questions."""

    aliases: tuple[Alias, ...] = ()
    stop_words: frozenset[str] = field(default_factory=_stop_words)

    def terms(self, question: str) -> tuple[Term, ...]:
        """Return the content words of a question in order, without repeats or stop words."""
        found: dict[frozenset[str], Term] = {}
        text = _BETWEEN_HAN.sub("", question)
        folded = fold(text)
        for form in (form for form in self._mixed if form in folded):
            text = _without(form, text)
            found.update({frozenset(term.forms): term for term in self._named(form)})
        for run in _RUN.finditer(text):
            read = self._han_terms if run.lastgroup == "han" else self._latin_terms
            for term in read(run.group()):
                found.setdefault(frozenset(term.forms), term)
        return tuple(found.values())

    @classmethod
    def of(cls, aliases: Iterable[Alias], registry: Registry) -> "Lexicon":
        """Return a lexicon that also knows the outlets' names."""
        return cls((*aliases, *map(_outlet_alias, registry)))

    def words(self, run: str) -> list[str]:
        """Return the words of a folded run of Chinese, the alias table's forms kept whole."""
        return [word for word, _ in self.tagged(run)]

    def tagged(self, run: str) -> list[tuple[str, str]]:
        """Return the words of a folded run of Chinese, each with jieba's part of speech."""
        return list(self._segmenter.tagged(run))

    def knows(self, form: str) -> bool:
        """Tell whether a form names something in the alias table."""
        return form in self._by_form

    @property
    def forms(self) -> Collection[str]:
        """Every form in the alias table."""
        return self._by_form.keys()

    def kinds(self, form: str) -> frozenset[str]:
        """Return the kinds of what a form names in the alias table."""
        return frozenset(alias.kind for alias in self._by_form.get(form, ()))

    def other_forms(self, form: str) -> tuple[str, ...]:
        """Return the other forms of what a form names, outlets apart."""
        entries = [alias for alias in self._by_form.get(form, ()) if alias.kind != OUTLET]
        return tuple(dict.fromkeys(f for alias in entries for f in alias.forms if f != form))

    def begins(self, pair: str) -> bool:
        """Tell whether a form in the alias table begins with two characters."""
        return pair in self._heads

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(form[:2] for form in self._by_form)

    def is_listed(self, form: str) -> bool:
        """Tell whether a dictionary of Chinese words has a folded form."""
        return self._segmenter.is_listed(form)

    def entries(self, form: str) -> tuple[Alias, ...]:
        """Return what a form names in the alias table, outlets apart; Chinese forms undotted."""
        return tuple(alias for alias in self._by_form.get(form, ()) if alias.kind != OUTLET)

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Every folded form of a person's name."""
        return tuple(n for alias in self.aliases if alias.kind == "person" for n in alias.names)

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """Every folded form of an organisation's name."""
        return tuple(n for a in self.aliases if a.kind == "organisation" for n in a.names)

    @cached_property
    def _by_form(self) -> Mapping[str, tuple[Alias, ...]]:
        table: dict[str, list[Alias]] = defaultdict(list)
        for alias in self.aliases:
            for form in alias.forms:
                table[_undotted(form)].append(alias)
        return {form: tuple(entries) for form, entries in table.items()}

    @cached_property
    def _mixed(self) -> tuple[str, ...]:
        """The forms of both scripts, such as 36氪, which no run of a question holds whole."""
        return tuple(f for f in self._by_form if has_han(f) and _LATIN_OR_DIGIT.search(f))

    @cached_property
    def _longest(self) -> int:
        return max((form.count(" ") + 1 for form in self._by_form), default=1)

    @cached_property
    def _segmenter(self) -> "_Segmenter":
        words = (form for form in self._by_form if has_han(form) and " " not in form)
        return _Segmenter(words, self.stop_words | frozenset(self._by_form))

    def _han_terms(self, run: str) -> Iterator[Term]:
        for word, tag in self._segmenter.tagged(fold(run)):
            if word in self.stop_words or tag[0] in _EMPTY_TAGS:
                continue
            if word in self._by_form:
                yield from self._named(word)
            elif len(word) > 1:
                yield Term(word, (word,), tag in _NAME_TAGS, tag.startswith("v"))

    def _latin_terms(self, run: str) -> Iterator[Term]:
        words = latin_words(_PLURAL.sub(r"\1", _UNITED_STATES.sub("America", run)))
        position = 0
        while position < len(words):
            size, terms = self._longest_at(words, position)
            yield from terms
            position += size

    def _longest_at(
        self, words: list[tuple[str, str]], position: int
    ) -> tuple[int, Sequence[Term]]:
        for size in range(min(self._longest, len(words) - position), 0, -1):
            key = " ".join(stem for _, stem in words[position : position + size])
            if len(key) > 1 and key in self._by_form and key not in self.stop_stems:
                return size, self._named(key)
        written, stem = words[position]
        if stem in self.stop_stems or (len(stem) == 1 and not stem.isdigit()):
            return 1, ()
        if stem[0].isdigit() and not any(map(str.isalpha, stem)):
            return 1, [Term(stem, (stem,), is_action=True)]  # a number may be what is in doubt
        if month := _months().get(written):  # a date, and no name that an article must have
            return 1, [Term(stem, (stem, f"{month}月"))]
        begins = position == 0 and len(words) > 1
        return 1, [Term(stem, (stem,), _looks_like_name(written, begins))]

    @cached_property
    def stop_stems(self) -> frozenset[str]:
        """The English stop words as stems."""
        latin = (word for word in self.stop_words if not has_han(word))
        return frozenset(stem for word in latin for stem in stems(word)) | _CLIPPED

    def _named(self, key: str) -> Sequence[Term]:
        entries = self._by_form[key]
        if any(alias.kind == OUTLET for alias in entries):
            return ()
        forms = [form for alias in entries for form in alias.forms]
        asked = next(form for form in forms if _undotted(form) == key)
        return [Term(asked, tuple(dict.fromkeys((asked, *forms))), entries[0].kind in NAME_KINDS)]


class _Segmenter:
    """Chinese words of a folded run, the alias table's forms kept whole."""

    def __init__(self, words: Iterable[str], stop_words: Collection[str]) -> None:
        self._unknown: dict[str, set[str]] = defaultdict(set)  # to jieba, as far as was looked
        for word in words:
            self._unknown[word[:_START]].add(word)
        self._taught: set[str] = set()
        self._stop_words = stop_words

    def tagged(self, run: str) -> Iterator[tuple[str, str]]:
        """Yield words with their part of speech; characters of no known word are put together."""
        self._teach(run)
        loose = ""
        for word, tag in rjieba.tag(run, hmm=False):
            if len(word) == 1 and word not in self._stop_words and tag not in _LOOSE_NEVER:
                loose += word
                continue
            yield from self._put_together(loose)
            loose = ""
            yield word, tag
        yield from self._put_together(loose)

    def is_listed(self, form: str) -> bool:
        """Tell whether the dictionary has a word, those apart that it was taught."""
        return form not in self._taught and bool(rjieba.has_word(form))

    def _teach(self, run: str) -> None:
        for start in range(len(run) - 1):
            unknown = self._unknown.get(run[start : start + _START], ())
            found = [word for word in unknown if run.startswith(word, start)]
            for word in sorted(found, key=len):
                self._unknown[word[:_START]].discard(word)
                if not rjieba.has_word(word):
                    self._taught.add(word)
                    rjieba.add_word(word, rjieba.suggest_freq(word), "nz")

    def _put_together(self, loose: str) -> Iterator[tuple[str, str]]:
        if loose:
            yield loose, "x"


def _undotted(form: str) -> str:
    return _BETWEEN_HAN.sub("", form) if _DOTS.intersection(form) else form


def _without(form: str, text: str) -> str:
    """Return a text without a folded form, in its own script and case where that can be kept."""
    left = re.sub(re.escape(form), " ", text, flags=re.IGNORECASE)
    return left if left != text else fold(text).replace(form, " ")


def _looks_like_name(written: str, begins: bool) -> bool:
    """Tell whether a word is written as a name; the first of a question has a capital anyway."""
    capitals = sum(character.isupper() for character in written)
    return any(map(str.isdigit, written)) or capitals > begins


def outlet_term(outlet: Outlet) -> Term:
    """Return an outlet as what a question is about."""
    forms = _outlet_alias(outlet).forms
    return Term(forms[0], forms, is_name=True)


def _outlet_alias(outlet: Outlet) -> Alias:
    return Alias.of(OUTLET, (*outlet.names.values(), *outlet.aliases))
