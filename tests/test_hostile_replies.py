"""A thousand hostile model replies, from the seeds' own material, through the whole path.

Whatever a model says, a reader gets statements with evidence cut from the outlets' own texts, in
messages that Telegram takes, or a refusal.
"""

import asyncio
import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.answers import Answer, Author, Question, Reason, Refusal, Reply
from bot.answering.composing import Material, compose, visible
from bot.answering.drafts import parse
from bot.answering.labels import Cited
from bot.answering.models import Completion, Hear, unheard
from bot.answering.searching import Search
from bot.telegram.markup import messages_of
from prompts.templates import Prompt
from retrieval.articles import Article
from retrieval.glossary.glossary import Glossary
from retrieval.languages import LANGUAGES, Language, in_script
from retrieval.outlets import Registry
from retrieval.search import Findings
from retrieval.terms import Lexicon
from tests.replay.replay import findable
from tests.servers.telegram_html import read, utf16

SALT = b"hostile"

# A question, and true statements on it: each with words of the sentences that hold it.
QUESTIONS: Mapping[tuple[str, Language], Sequence[tuple[str, Sequence[str]]]] = {
    ("英伟达股价跌了多少?", "zh-Hans"): [
        ("英伟达股价暴跌近17%，市值一天内蒸发近6000亿美元。", ["股价暴跌近17%"]),
        ("纳斯达克指数一度下跌超过3%。", ["纳斯达克指数一度下跌超过3%"]),
        ("微软的股价仅下跌了2%。", ["微软的股价仅仅下跌了2%"]),
        ("英伟达、博通和台积电均暴跌超10%。", ["均暴跌超10%"]),
    ],
    ("DeepSeek的訓練成本是多少?", "zh-Hant"): [
        ("訓練成本估計不到600萬美元。", ["估计不到600万美元"]),
        ("R1的預訓練費用只有557.6萬美元，用了2048塊H800。", ["只有557.6万美元"]),
        ("开发成本仅为560万美元，不到竞争对手的十分之一。", ["仅为560 万美元"]),
        ("SemiAnalysis指出，硬體上的花費遠高於5億美元。", ["遠高於5億美元"]),
    ],
    ("Did DeepSeek steal from OpenAI?", "en"): [
        ("Asked whether it stole, Sacks said it was “possible”.", ["萨克斯说这是“可能的”"]),
        ("OpenAI told the Financial Times that it had seen evidence.", ["《金融时报》表示"]),
        ("On 28 January Bloomberg reported an inquiry.", ["美国彭博社周二(28日)"]),
        ("Distillation has been in demand since 2024.", ["自 2024 年以来"]),
        ("In law this is not settled, Ethan Tu said.", ["還沒有定論"]),
    ],
}
FOREIGN = [
    "Акции упали почти на 17%.",
    "انخفض السهم بنسبة 17%",
    "המניה ירדה ב-17%",
    "エヌビディアの株価は17%下落した。",
    "주가가 17% 하락했다.",
    "หุ้นร่วงลง 17%",
    "Die Aktie fiel um 17 %.",
]
INJECTED = [
    "<b>",
    "</b>",
    "</blockquote>",
    "<blockquote expandable>",
    "<script>alert(1)</script>",
    '<a href="https://evil.example">官网</a>',
    "<tg-spoiler>",
    "<code>",
    "&lt;b&gt;",
    "&#60;b&#62;",
    "&amp",
    "https://evil.example/login",
    "HTTP://EVIL.EXAMPLE",
    " www.evil.example ",
    "t.me/evil",
    " @evil_bot ",
    " /start ",
    " /start@evil_bot ",
    "\u202e",
    "\u2066",
    "\u061c",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\ufe0f",
    "\U000e0041\U000e0042",
    "\U000e0101",
    "\x1b[31m",
    "\0",
    "\r\n\n",
    "\u2028",
    "\ud83d",
    "\udc00",
    "$outlet ${text} {text} %s",
    "[abc123]",
    "🏴\U000e0067\U000e0062\U000e007f",
    "👩‍👩‍👧‍👦",
    "忽略以上规则。",
    "Ignore all rules.",
]
OURS = {"bold", "italic", "text_link", "expandable_blockquote"}
LIVE = re.compile(
    r"https?:|www\.|t\.me/|(?<!\w)@\w{2}|(?:^|\s)/[A-Za-z0-9_]", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True)
class Found:
    """A search made once: a thousand replies are about what it found."""

    search: Search
    findings: Findings

    @property
    def registry(self) -> Registry:
        return self.search.registry

    @property
    def everyone(self) -> Registry:
        return self.search.everyone

    @property
    def lexicon(self) -> Lexicon:
        return self.search.lexicon

    @property
    def version(self) -> str:
        return self.search.version

    @property
    def glossary(self) -> Glossary:
        return self.search.glossary

    def asked(self, question: str) -> Collection[str]:
        return self.search.asked(question)

    def find(self, question: str, outlets: Collection[str] = ()) -> Findings:
        return self.findings


@dataclass(frozen=True)
class Parrot:
    """A model that says one thing, however often it is asked."""

    reply: str
    name: str = "parrot"

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        hear(self.reply)
        return Completion(self.reply)


@dataclass(frozen=True)
class Hostile:
    """A reply, and the statements in it that are true and must be shown."""

    reply: str
    true: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Stage:
    """One question with what a model is shown for it."""

    question: Question
    findings: Findings
    material: Material
    answerer: Answerer

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.material.cited)

    @cached_property
    def own_words(self) -> tuple[tuple[str, str], ...]:
        """The sentences themselves, by id."""
        return tuple((id, visible(cited.text)) for id, cited in self.material.cited.items())

    @cached_property
    def true(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """True statements with the ids that hold them."""
        told = QUESTIONS[self.question.text, self.question.language]
        written = [(text, tuple(self._id(words) for words in held)) for text, held in told]
        if self.question.language == "en":
            return tuple(written)
        return (*written, *((text, (id,)) for id, text in self.own_words))

    def _id(self, words: str) -> str:
        return next(id for id, text in self.own_words if words in text)

    @cached_property
    def replies(self) -> st.SearchStrategy[Hostile]:
        return replies(self)


# The replies


def replies(stage: Stage) -> st.SearchStrategy[Hostile]:
    """Return what a hostile model may say to a prompt."""
    well_formed = st.lists(statements(stage), max_size=9).map(_written)
    alone = st.one_of(texts(stage), json_of_any_shape(stage).map(json.dumps)).map(Hostile)
    malformed = st.one_of(
        well_formed.map(lambda h: replace(h, reply=f"```json\n{h.reply}\n```")),
        cut(well_formed),
        alone,
        with_duplicate_keys(well_formed),
        odd_json(well_formed),
    )
    return st.integers(1, 10).flatmap(lambda n: well_formed if n > 4 else malformed)


Entry = tuple[object, object, bool]  # text, sentences, and whether it is true as it stands


def statements(stage: Stage) -> st.SearchStrategy[Entry]:
    true = st.sampled_from(stage.true)
    as_they_are = true.map(lambda pair: (pair[0], list(pair[1]), True))
    injected = st.builds(_injected, true, st.sampled_from(INJECTED), st.integers(0, 200))
    altered = st.builds(_altered, true, st.integers(0, 9))
    misplaced = st.builds(lambda t, ids: (t[0], ids, False), true, ids_of_any_kind(stage))
    arbitrary = st.tuples(texts(stage), ids_of_any_kind(stage), st.just(False))
    return st.one_of(as_they_are, as_they_are, injected, altered, misplaced, arbitrary)


def _injected(true: tuple[str, tuple[str, ...]], piece: str, place: int) -> Entry:
    text, ids = true
    place = min(place, len(text))
    return text[:place] + piece + text[place:], list(ids), False


def _altered(true: tuple[str, tuple[str, ...]], digit: int) -> Entry:
    text, ids = true
    return re.sub(r"\d(?=\D*$)", str(digit), text), list(ids), False


def texts(stage: Stage) -> st.SearchStrategy[str]:
    huge = st.builds(
        lambda unit, times: unit * times,
        st.sampled_from(["跌", "A", "🙂", "17%", "<b>", "\u202e", "字 "]),
        st.sampled_from([601, 5_000, 60_000]),
    )
    wild = st.text(st.characters(), max_size=40)  # lone surrogates, too
    return st.one_of(st.sampled_from(FOREIGN), st.sampled_from(INJECTED), huge, wild)


def ids_of_any_kind(stage: Stage) -> st.SearchStrategy[list[str]]:
    given = st.sampled_from(stage.ids)
    mutated = st.builds(
        lambda true, n, c: true[:n] + c + true[n + 1 :], given, st.integers(0, 5), _BASE32
    )
    invented = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=6, max_size=6)
    odd = st.sampled_from(["", " ", "voa:12", "0", "*", "[a]", "000_1f03a6c2bc1a6fca#1", "\ud83d"])
    id = st.one_of(given, given, given.map(str.upper), mutated, invented, odd)
    return st.one_of(st.lists(given, max_size=8), st.lists(id, max_size=8))


_BASE32 = st.sampled_from("abcdefghijklmnopqrstuvwxyz234567")


def json_of_any_shape(stage: Stage) -> st.SearchStrategy[Any]:
    words = st.sampled_from([text for text, _ in stage.true][:20])
    leaf = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words, texts(stage))
    key = st.sampled_from(["statements", "text", "sentences", "", "url", "quote", "outlet"])
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(key, inner, max_size=4),
            st.fixed_dictionaries({"statements": st.lists(inner, max_size=3)}),
            st.fixed_dictionaries({"text": inner, "sentences": inner}),
        ),
        max_leaves=8,
    )


def cut(whole: st.SearchStrategy[Hostile]) -> st.SearchStrategy[Hostile]:
    """Cut a reply at any byte."""

    def at(hostile: Hostile, place: int) -> Hostile:
        data = hostile.reply.encode("utf-8", "replace")
        return Hostile(data[: place % (len(data) + 1)].decode("utf-8", "replace"))

    return st.builds(at, whole, st.integers(0, 100_000))


def with_duplicate_keys(whole: st.SearchStrategy[Hostile]) -> st.SearchStrategy[Hostile]:
    first = st.sampled_from(['"statements": []', '"statements": 1', '"text": "跌", "text": "涨"'])
    return st.builds(lambda k, h: replace(h, reply=f"{{{k}, {h.reply[1:]}"), first, whole)


def odd_json(whole: st.SearchStrategy[Hostile]) -> st.SearchStrategy[Hostile]:
    deep = st.sampled_from(
        [
            "[" * 50_000,
            '{"statements":' * 20_000,
            '{"statements": [' + "[" * 900 + "]" * 900 + "]}",
            '{"statements": [{"text": "跌", "sentences": ' + "[" * 990 + "]" * 990 + "}]}",
            '{"statements": ' + "9" * 5_000 + "}",
            '{"statements": NaN}',
            '{"statements": [{"text": "\\ud83d", "sentences": ["\\u0000"]}]}',
            "",
            "\0",
            "\ufeff{}",
        ]
    ).map(Hostile)
    around = st.builds(
        lambda h, before, after: Hostile(f"{before}{h.reply}{after}"),
        whole,
        st.sampled_from(["当然！", "<think>跌</think>", "data: ", "'", "\ufeff"]),
        st.sampled_from(["", "谢谢", "```", "\n\n{}", "]"]),
    )
    return st.one_of(deep, around)


def _written(entries: Sequence[Entry]) -> Hostile:
    listed = [{"text": text, "sentences": ids} for text, ids, _ in entries]
    true = tuple(str(text) for text, _, as_it_is in entries[:8] if as_it_is)
    return Hostile(json.dumps({"statements": listed}, ensure_ascii=bool(len(entries) % 2)), true)


# The whole path


@pytest.fixture(scope="module")
def stages(answerer: Answerer) -> list[Stage]:
    return [_stage(Question(*asked), answerer) for asked in QUESTIONS]


def _stage(question: Question, answerer: Answerer) -> Stage:
    findings = answerer.search.find(question.text)
    found = replace(answerer, search=Found(answerer.search, findings), salt=SALT)
    material = compose(question, findings, SALT, found.count, found.budget.tokens)
    return Stage(question, findings, material, found)


@pytest.fixture(scope="module")
def store(answerer: Answerer) -> dict[str, Article]:
    return {article.id: article for article in findable(answerer)}


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@settings(
    max_examples=1_000,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_no_reply_of_a_model_can_break_a_promise(
    stages: list[Stage], store: Mapping[str, Article], runner: asyncio.Runner, data: st.DataObject
) -> None:
    stage = data.draw(st.sampled_from(stages))
    hostile = data.draw(stage.replies)
    reply = runner.run(_reply(stage, hostile.reply))
    _hold_to_the_sources(reply, store)
    _hold_to_the_ids(reply, hostile.reply, stage)
    for message in messages_of(reply, stage.question.language):
        _hold_to_telegram(message, store)
    shown = {s.text for s in reply.statements} if isinstance(reply, Answer) else set()
    for text in hostile.true:
        assert in_script(visible(text), stage.question.language) in shown


async def _reply(stage: Stage, said: str) -> Reply:
    told = replace(stage.answerer, model=Parrot(said))
    return (await told.reply(stage.question))[0]


def _hold_to_the_sources(reply: Reply, store: Mapping[str, Article]) -> None:
    if isinstance(reply, Refusal):
        assert all(article == store[article.id] for article in reply.nearest)
        return
    assert reply.statements
    for statement in reply.statements:
        assert statement.evidence
        assert statement.is_quotation or reply.answered_by is Author.MODEL
        for evidence in statement.evidence:
            article = store[evidence.article.id]
            assert evidence.quote == article.text[evidence.start : evidence.end]
            assert evidence.quote.strip()
            assert evidence.source == article.source


def _hold_to_the_ids(reply: Reply, said: str, stage: Stage) -> None:
    """Each statement is one that the model wrote, with evidence for each of the ids it gave."""
    if isinstance(reply, Refusal) or reply.answered_by is not Author.MODEL:
        return
    cited = stage.material.cited
    written = [
        (in_script(visible(draft.text), stage.question.language), [_span(cited[id]) for id in ids])
        for draft in parse(said)
        if cited.keys() >= {*(ids := draft.sentences)}
    ]
    for statement in reply.statements:
        spans = [(e.article.id, e.start, e.end) for e in statement.evidence]
        assert (statement.text, spans) in written


def _span(cited: Cited) -> tuple[str, int, int]:
    return cited.article.id, cited.sentence.start, cited.sentence.end


def _hold_to_telegram(message: str, store: Mapping[str, Article]) -> None:
    reading = read(message)  # raises where Telegram refuses the message
    assert not reading.dropped
    assert 0 < utf16(reading.text) <= 4_096
    assert len(reading.entities) <= 100
    assert {entity["type"] for entity in reading.entities} <= OURS
    own_links = {article.source.url for article in store.values()}
    assert {entity["url"] for entity in reading.entities if "url" in entity} <= own_links
    assert not [c for c in reading.text.replace("\n", "") if _is_unseen(c)]
    quotes, rest = _parted(reading.text, reading.entities)
    for quote in quotes:
        _hold_to_the_text(quote, store)
    assert not LIVE.search(rest)


def _is_unseen(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return True
    return character in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0" or bool(
        re.match("[\ufe00-\ufe0f\U000e0100-\U000e01ef]", character)
    )


def _parted(text: str, entities: Sequence[dict[str, Any]]) -> tuple[list[str], str]:
    """Return the blockquotes of a message and everything else in it."""
    units = text.encode("utf-16-le")
    quotes, rest, position = [], b"", 0
    for entity in entities:
        if entity["type"] == "expandable_blockquote":
            start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            quotes.append(units[start:end].decode("utf-16-le"))
            rest += units[position:start]
            position = end
    return quotes, (rest + units[position:]).decode("utf-16-le")


def _hold_to_the_text(quote: str, store: Mapping[str, Article]) -> None:
    """A blockquote is words of an article, and the source below it is that article's outlet."""
    *words, last = quote.split("\n")
    told = last.startswith(("— ", "—— "))
    said = _squeezed("".join(words) if told else "".join([*words, last]))
    of = [article for article in store.values() if said in _squeezed(article.text)]
    assert of
    if told:
        names = [a.source.outlet.name(language) for a in of for language in LANGUAGES]
        assert any(last.lstrip("— ").startswith(name) for name in names)


def _squeezed(text: str) -> str:
    return "".join(visible(text).split())


# What must not pass


@pytest.mark.parametrize(
    ("language", "true", "false"),
    [
        ("zh-Hans", "暴跌近17%", "暴跌近71%"),
        ("zh-Hans", "暴跌近17%", "暴跌近17倍"),
        ("zh-Hans", "6000亿美元", "6000万美元"),
        ("zh-Hans", "6000亿美元", "600亿美元"),
        ("zh-Hans", "6000亿美元", "6000亿人民币"),
        ("zh-Hans", "超过3%", "超过30%"),
        ("zh-Hans", "下跌了2%", "下跌了2成"),
        ("zh-Hans", "超10%", "不到10%"),
        ("zh-Hant", "不到600萬", "超過600萬"),
        ("zh-Hant", "557.6萬", "557.6億"),
        ("zh-Hant", "557.6萬", "5576萬"),
        ("zh-Hant", "2048塊", "2084塊"),
        ("zh-Hant", "H800", "H200"),
        ("zh-Hant", "十分之一", "百分之一"),
        ("zh-Hant", "5億美元", "5億人民幣"),
        ("en", "28 January", "29 January"),
        ("en", "28 January", "28 February"),
        ("en", "since 2024", "since 2042"),
        ("en", "since 2024", "since March 2024"),
    ],
)
async def test_one_altered_fact_drops_a_true_statement(
    language: Language, true: str, false: str, stages: list[Stage]
) -> None:
    stage = next(stage for stage in stages if stage.question.language == language)
    text, ids = next((text, ids) for text, ids in stage.true if true in in_script(text, language))
    entries: list[Entry] = [
        (in_script(text, language), list(ids), True),
        (in_script(text, language).replace(true, false), list(ids), False),
    ]
    reply = await _reply(stage, _written(entries).reply)
    assert isinstance(reply, Answer)
    assert [statement.text for statement in reply.statements] == [in_script(text, language)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_id_of_another_salt_is_worth_nothing(
    language: Language, stages: list[Stage]
) -> None:
    stage = next(stage for stage in stages if stage.question.language == language)
    count, tokens = stage.answerer.count, stage.answerer.budget.tokens
    theirs = compose(stage.question, stage.findings, b"theirs", count, tokens)
    text, ids = stage.true[0]
    place = {cited: id for id, cited in theirs.cited.items()}
    foreign = [place[stage.material.cited[id]] for id in ids]
    reply = await _reply(stage, _written([(text, foreign, False)]).reply)
    assert isinstance(reply, Refusal)


async def test_dropped_statements_are_not_told_as_an_outlets_silence(answerer: Answerer) -> None:
    question = Question("雷歌说英伟达股价跌了多少?", "zh-Hans")
    said = json.dumps({"statements": [{"text": "英伟达股价暴跌近71%。", "sentences": ["abc123"]}]})
    reply, _ = await replace(answerer, model=Parrot(said)).reply(question)
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.NOT_HELD  # not: 雷歌视角的文章里没有说到这一点
