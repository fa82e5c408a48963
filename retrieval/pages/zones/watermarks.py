"""Scraper watermarks: slices of the headline pushed into the text, in order, again and again."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from retrieval.languages import HAN
from retrieval.pages.zones.slices import (
    CLAUSE,
    LONGEST,
    PHRASE,
    SHORTEST,
    Headline,
    Place,
    chain,
    places,
    unlikely_words,
)

Span = tuple[int, int]

_TITLE, _TEXT = 120, 60_000  # characters looked at
_SIZES = (2, 3, 4, 0)  # letters of a slice; 0: it varies
_VARIES = 2.0  # slices of several lengths fit by chance more often
_CUT, _UNCUT, _MOST_UNCUT = 1.0, 0.8, 6.0  # for the edges of a slice: is a word cut in two?
_FEW, _TOO_FEW = 4, 2.0  # fewer different slices than this prove that much less
_SUSPECT, _PROVED, _PROVED_IN_PHRASES = 5.0, 6.5, 8.0
_KNOWN, _NEW = -0.4, -2.6
_INSIDE = 0.7  # behind 的, 是 and the like
_BY_CHANCE = 2  # letters that may agree with the headline beyond a slice

# The adverts that are put behind a slice: Latin letters with at most two Chinese ones before
# them, or words of their trade, two or more.
_TRADE = (
    "欧洲|欧美|日本|日韩|韩国|亚洲|国产|精品|免费|在线|高清|无码|有码|中文|字幕|成人|色情|黄色|"
    "美女|少妇|人妻|喷[浆水]|做爱|性爱|视频|观看|看|大片|[一二三]区|博彩|彩票|棋牌|娱乐城?|平台|"
    "开户|注册|下载|澳门|赌[场博]|真人|百家乐|老虎机|代理"
)
_LATIN = r"(?<![a-z0-9])(?:www\.[a-z0-9.-]+|bet\d+|\d*[a-z]+(?:\.[a-z]+)*)(?![a-z])"
_SPAM = re.compile(
    rf"(?:(?:{_TRADE}){{0,4}}|[{HAN}]{{0,2}})(?P<latin>{_LATIN})(?:{_TRADE}){{0,6}}"
    rf"|\d*(?:{_TRADE}){{2,6}}"
)
_UNIT = re.compile(r"\d*(?:[cdkmn]?m|k?g|m?l|k?w|[kmgt]b|app|iphone|ipad|wifi|vs|pm|am|x)")
_RESIDUE = re.compile(r"\\(?!&)")
_TAIL = re.compile(rf"[{HAN}]{{0,2}}(?=[”」』\n]|\Z)")


def find_watermarks(text: str, title: str) -> tuple[Span, ...]:
    """Return the slices of its title that a scraper put into a text, with the adverts after them.

    Spans are in order. One slice proves nothing: the words of a headline return in any article.
    The evidence is that slices of 2 to 4 letters follow each other in the order of the headline,
    at the starts of clauses, and that they cut its words in two.
    """
    text, title = text[:_TEXT], title[:_TITLE]
    headlines = [Headline.of(title, marks=marks) for marks in (False, True)]
    if headlines[0].letters == headlines[1].letters:
        headlines.pop()
    proofs = (_proof_from(text, headline) for headline in headlines)
    proof, slices, headline = max(proofs, key=lambda one: one[0])
    return tuple(_with_adverts(text, _all(text, headline, slices))) if proof else ()


def _proof_from(text: str, headline: Headline) -> tuple[float, dict[int, int], Headline]:
    """Return how well it is proved that slices were put in, and their lengths by offset."""
    for starts, enough in ((CLAUSE, _PROVED), (PHRASE, _PROVED_IN_PHRASES)):
        found = unlikely_words(text, headline, places(text, headline, starts))
        if len(found) < LONGEST or chain(found, headline)[0] < _SUSPECT:
            break
        proof, slices = _proof(found, headline)
        if proof >= enough:
            return proof, slices, headline
    return 0, {}, headline


def _proof(found: Sequence[Place], headline: Headline) -> tuple[float, dict[int, int]]:
    chains = [(*chain(found, headline, size), size) for size in _SIZES]
    order, linked, size = max(chains, key=lambda one: one[0] - (0 if one[2] else _VARIES))
    slices = _lengths(linked, size)
    if order < _SUSPECT:
        return 0, slices
    edges = [edge for offset, length in slices.items() for edge in (offset, offset + length)]
    cuts = sum(edge not in headline.edges for edge in edges)
    words = min(_UNCUT * (len(edges) - cuts), _MOST_UNCUT)
    doubts = (0 if size else _VARIES) + (_TOO_FEW if len(slices) < _FEW else 0)
    return order + _CUT * cuts - words - doubts, slices


def _lengths(linked: Sequence[Place], size: int) -> dict[int, int]:
    seen: dict[int, Counter[int]] = {}
    for place in linked:
        seen.setdefault(place.offset, Counter())[size or min(place.length, LONGEST)] += 1
    lengths = {offset: counts.most_common(1)[0][0] for offset, counts in seen.items()}
    for one, two in pairwise(sorted(lengths)):
        lengths[one] = min(lengths[one], max(two - one, SHORTEST))
    return lengths


def _all(text: str, headline: Headline, slices: Mapping[int, int]) -> list[Place]:
    """Return every slice put in, now that some are known: within a clause too, or seen once."""
    ((size, count),) = Counter(slices.values()).most_common(1)
    size = size if 2 * count > len(slices) else 0
    candidates, turn, start = [], 0, -1
    for place in places(text, headline, PHRASE):
        fitting = _fitting(place, headline, slices, size)
        if fitting:
            turn += place.start != start
            start = place.start
            inside = _INSIDE if text[start - 1 : start].isalnum() else 0
            candidates.append(replace(fitting, turn=turn, worth=fitting.worth - inside))
    return chain(candidates, headline)[1]


def _fitting(
    place: Place, headline: Headline, slices: Mapping[int, int], size: int
) -> Place | None:
    known = slices.get(place.offset, 0)
    if known and known <= place.length <= known + _BY_CHANCE:
        return replace(place, length=known, worth=place.worth + _KNOWN)
    if size and size <= place.length < size + _BY_CHANCE:
        return replace(place, length=size, worth=place.worth + _NEW)
    is_last = place.offset + place.length == len(headline.letters)
    return replace(place, worth=place.worth + _NEW) if 1 < place.length < size and is_last else None


def _with_adverts(text: str, linked: Sequence[Place]) -> Iterator[Span]:
    adverts = [_SPAM.match(text, place.end) for place in linked]
    words = Counter(advert["latin"] for advert in adverts if advert)
    for place, advert in zip(linked, adverts, strict=True):
        residue = _RESIDUE.match(text, place.end)
        if residue:
            yield place.start, residue.end()
        elif advert and _is_advert(text, advert["latin"], words):
            yield place.start, _to_quotation_end(text, advert.end())
        else:
            yield place.start, place.end


def _is_advert(text: str, latin: str | None, words: Mapping[str, int]) -> bool:
    if latin is None:
        return True
    return 3 * text.count(latin) <= 4 * words[latin] and not _UNIT.fullmatch(latin)


def _to_quotation_end(text: str, end: int) -> int:
    """Take two more letters when the quotation or the paragraph ends right after them."""
    tail = _TAIL.match(text, end)
    return tail.end() if tail else end
