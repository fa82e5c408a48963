"""The checks that a statement speaks of what its evidence speaks of, and not for the bot."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Meanings, Word, places
from bot.answering.quantities.reading import read
from bot.answering.quantities.units import COUNTS, agree
from bot.answering.sayings.stops import FULL_STOP
from retrieval.languages import has_han

# Of a statement's own words, names apart, the share that must stand in the evidence or mean what
# stands there. True statements of models have 0.29 and more in Chinese, 0.16 in English.
_LEAST = {"zh-Hans": 0.2, "zh-Hant": 0.2, "en": 0.1}
_END = re.compile(rf"(?<!\d)(?:[!?。]|{FULL_STOP})+\s*|[!?。]+")
_LARGE = 100
_QUOTED = re.compile(r"[“「『\"][^”」』\"]*[”」』\"]")
_OWN_VOICE = re.compile(
    r"(?:作为|身为)一?[个名款]?(?:不受限制的|人工智能|语言|智能|聊天|ai|大)*(?:模型|助手|机器人|ai)"
    r"|系统提示|提示词|我(?:的(?:指令|规则|设定|看法|观点|立场)|认为|觉得|建议|相信|无法|不能|支持|反对|是一)"
    r"|\b(?:i(?:'m|’m| am| think| believe| feel| support| can| can't| cannot| will| was told)"
    r"|in my (?:view|opinion)|as an? (?:ai|assistant|language model|unrestricted \w+)"
    r"|you (?:answer|rewrite)|numbered sentences|reply with json"
    r"|(?:my|system) (?:prompt|instructions?|rules|guidelines))\b"
)


def check_subject(claim: Claim) -> Iterator[Flaw]:
    """Find a statement hardly a word of which has to do with what it cites."""
    meanings, held = claim.knowledge.meanings, _Held(claim)
    for sentence in filter(None, _END.split(claim.folded)):
        words = [w for w in meanings.words(sentence) if is_own(w, meanings)]
        own = len(places(words))
        met = len(places(word for word in words if held.holds(word)))
        if own and met < _LEAST[claim.language] * own and not held.counts(sentence):
            yield Flaw(FlawKind.UNRELATED, sentence.strip())


def check_voice(claim: Claim) -> Iterator[Flaw]:
    """Find what only the bot itself could say: an opinion, its instructions."""
    said = _QUOTED.sub(" ", claim.folded)
    found = _OWN_VOICE.search(said)
    if found and not any(found.group() in quote for quote in claim.quotes):
        yield Flaw(FlawKind.VOICE, found.group())


class _Held:
    """What a claim's evidence speaks of."""

    def __init__(self, claim: Claim) -> None:
        text = "\n".join(claim.quotes)  # titles are not shown, and may be an attacker's
        words = claim.knowledge.meanings.words(text)
        self._senses = frozenset(sense for word in words for sense in word.senses)
        self._quantities = [item for quote in claim.quotes for item in read(quote).quantities]
        self._pairs = frozenset(a + b for a, b in pairwise(text) if has_han(a) and has_han(b))

    def counts(self, sentence: str) -> bool:
        """Tell whether a sentence has a number that stands here, with a unit or a large one."""
        read_in = read(sentence).quantities
        said = [i for i in read_in if i.unit not in COUNTS | {""} or i.value >= _LARGE]
        return any(
            one.value == other.value and agree(one.unit, other.unit)
            for one in said
            for other in self._quantities
        )

    def holds(self, word: Word) -> bool:
        """Tell whether a word, its like in the other language or two of its characters are here."""
        if not self._senses.isdisjoint(word.senses):
            return True
        return any(a + b in self._pairs for a, b in pairwise(word.text))


def is_own(word: Word, meanings: Meanings) -> bool:
    """Tell whether a word says what a statement is about; names and numbers are checked apart."""
    return not (meanings.is_name(word.text) or word.text[0].isdigit())
