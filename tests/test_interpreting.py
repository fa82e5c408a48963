"""Translations of quotes: asked for once, held to the quotes, kept, and never an outlet's."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import (
    Answer,
    Author,
    Evidence,
    Question,
    Statement,
    Translation,
    Untranslated,
)
from bot.answering.checks.flaws import FlawKind
from bot.answering.drafts import Malformed
from bot.answering.interpreting import Interpreter, Rendering, foreign, parse_translations
from bot.answering.journal import Journal, Pages
from bot.answering.models import ChatModel, Completion, Hear, ModelFault, Usage, unheard
from bot.answering.records import reply_record
from bot.answering.tokens import bound
from bot.answering.writing import Budget
from bot.settings import Settings
from bot.telegram.explaining import explanation_of
from bot.workspace import opened_answerer
from prompts.templates import Prompt
from retrieval.articles import Article, Source
from retrieval.languages import Language
from tests.servers.telegram_html import read
from tests.test_markup import REGISTRY

FELL = "也正因为此,今天英伟达股价暴跌近17%,市值一天内就蒸发近6000亿美元。"
FELL_EN = (
    "And for that very reason Nvidia's share price plunged nearly 17% today, and almost "
    "$600 billion of market value evaporated within one day."
)
SACKS = "当被问及 DeepSeek 是否窃取了美国的知识产权时,萨克斯说这是“可能的”。"
CURBS = "Nvidia warned on Monday that the curbs on its H20 chips would cost it 5.5 billion dollars."


@dataclass
class Translating:
    """A model that answers with a quote's figure, and translates by a table."""

    table: Mapping[str, str] = field(default_factory=lambda: {FELL: FELL_EN})
    name: str = "translating"
    prompts: list[Prompt] = field(default_factory=list)
    fault: ModelFault | None = None

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        self.prompts.append(prompt)
        if prompt.name == "translate":
            return self._translated(prompt)
        line = next(line for line in prompt.user.splitlines() if "股价暴跌近17%" in line)
        said = {"text": "Nvidia's stock plunged nearly 17%.", "sentences": [line[1:7]]}
        return Completion(json.dumps({"statements": [said]}), Usage(1_000, 0, 50))

    def _translated(self, prompt: Prompt) -> Completion:
        if self.fault:
            raise self.fault
        _, _, listed = prompt.user.partition("Quotes:\n")
        lines = (line.partition(". ") for line in listed.splitlines())
        made = [
            {"quote": int(number), "text": self.table[quote]}
            for number, _, quote in lines
            if quote in self.table
        ]
        return Completion(json.dumps({"translations": made}), Usage(200, 0, 40))

    @property
    def tasks(self) -> list[str]:
        return [prompt.name for prompt in self.prompts]


def quoted(text: str, language: Language = "zh-Hans") -> Evidence:
    article = Article("a", Source(REGISTRY["voa"], "标题", language, "2025-01-27"), text)
    return Evidence(article, 0, len(text))


async def rendered(
    answerer: Answerer,
    model: ChatModel,
    language: Language,
    quotes: Sequence[Evidence],
    tokens: int = 12_000,
) -> tuple[Rendering, ...]:
    knowledge = answerer.knowing.of(answerer.search)
    interpreter = Interpreter(model, language, knowledge, bound, Budget(tokens=tokens))
    return await interpreter.render(quotes)


# what a translation must not do


@pytest.mark.parametrize(
    ("language", "quote", "text"),
    [
        ("en", FELL, FELL_EN),
        (
            "en",
            SACKS,
            "When asked whether DeepSeek had stolen American intellectual property, Sacks said "
            'that was "possible".',
        ),
        ("en", "“关键在于创新而非借鉴。”", '"The key lies in innovation rather than borrowing."'),
        ("zh-Hans", CURBS, "英伟达周一警告,对其H20芯片的限制将使它损失55亿美元。"),
        ("zh-Hant", CURBS, "輝達週一警告,對其H20晶片的限制將使它損失55億美元。"),
    ],
)
async def test_a_faithful_translation_stands(
    language: Language, quote: str, text: str, answerer: Answerer
) -> None:
    model = Translating({quote: text})
    (made,) = await rendered(answerer, model, language, [quoted(quote)])
    assert made.flaws == ()
    assert made.translation.text
    assert made.translation.language == language


@pytest.mark.parametrize(
    ("language", "quote", "text", "kind"),
    [
        ("en", FELL, FELL_EN.replace("17%", "71%"), FlawKind.NUMBER),
        ("en", FELL, FELL_EN.replace("$600 billion", "$6 billion"), FlawKind.NUMBER),
        ("en", FELL, FELL_EN.replace(" nearly 17%", ""), FlawKind.NUMBER),  # left out
        ("en", FELL, FELL_EN.replace("Nvidia", "Microsoft"), FlawKind.NAME),
        ("en", FELL, f"{FELL_EN} See https://evil.example", FlawKind.LIVE),
        ("en", FELL, f"{FELL_EN} @evil_bot", FlawKind.LIVE),
        ("en", FELL, FELL, FlawKind.LANGUAGE),
        ("en", FELL, "It fell.", FlawKind.UNRELATED),
        ("en", FELL, FELL_EN * 4, FlawKind.UNRELATED),
        ("en", FELL, "", FlawKind.UNRELATED),
        (
            "zh-Hans",
            CURBS,
            "英伟达周一警告,对其H20芯片的限制将使它损失5.5亿美元。",
            FlawKind.NUMBER,
        ),
        ("zh-Hans", CURBS, "英特尔周一警告,对其H20芯片的限制将使它损失55亿美元。", FlawKind.NAME),
        ("zh-Hans", CURBS, CURBS, FlawKind.LANGUAGE),
    ],
)
async def test_what_is_not_in_the_quote_is_left_out(
    language: Language, quote: str, text: str, kind: FlawKind, answerer: Answerer
) -> None:
    model = Translating({quote: text})
    (made,) = await rendered(answerer, model, language, [quoted(quote)])
    assert kind in {flaw.kind for flaw in made.flaws}
    assert made.translation.text == ""


async def test_one_that_fails_takes_no_other_with_it(answerer: Answerer) -> None:
    model = Translating({FELL: FELL_EN, SACKS: "No."})
    made = await rendered(answerer, model, "en", [quoted(SACKS), quoted(FELL)])
    assert [rendering.translation.text for rendering in made] == ["", FELL_EN]


async def test_quotes_that_the_budget_does_not_hold_are_not_sent(answerer: Answerer) -> None:
    model = Translating()
    quotes = [quoted(FELL), quoted(FELL * 40), quoted(FELL)]
    made = await rendered(answerer, model, "en", quotes, tokens=1_200)
    assert [bool(rendering.translation.text) for rendering in made] == [True, False, False]
    (prompt,) = model.prompts
    assert bound(prompt.system) + bound(prompt.user) <= 1_200


@pytest.mark.parametrize(
    ("quote", "into", "is_foreign"),
    [
        (FELL, "en", True),
        (FELL, "zh-Hant", False),
        (CURBS, "zh-Hans", True),
        (CURBS, "en", False),
        ("17%", "en", True),  # as its article is
    ],
)
def test_which_quotes_need_a_translation(quote: str, into: Language, is_foreign: bool) -> None:
    assert bool(foreign([quoted(quote)], into)) is is_foreign


@pytest.mark.parametrize(
    "reply", ["", "[]", '{"translations": 1}', '{"translations": [{"quote": "1", "text": "x"}]}']
)
def test_a_reply_of_another_form_is_malformed(reply: str) -> None:
    with pytest.raises(Malformed):
        parse_translations(reply)


def test_only_what_is_quoted_is_translated() -> None:
    said = Statement(FELL, (quoted(FELL),))
    with pytest.raises(ValueError, match="quoted"):
        Answer((said,), Author.MODEL, translations=(Translation(quoted(SACKS), "en", "x"),))


# in a conversation


@dataclass
class Kept:
    answerer: Answerer
    model: Translating
    pages: Pages

    def record(self, id: str) -> dict[str, Any]:
        record = self.pages.read(id)
        assert record
        return record


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Iterator[Kept]:
    model, pages = Translating(), Pages(tmp_path / "answers")
    with opened_answerer(settings) as opened:
        assert isinstance(opened.journal, Journal)
        journal = replace(opened.journal, pages=pages)
        yield Kept(replace(opened, model=model, journal=journal), model, pages)


ASKED = Question("How far did Nvidia's stock fall?", "en")
WISH = Question("Translate the quotes", "en")


async def test_a_wish_afterwards_costs_one_call_and_no_search(kept: Kept) -> None:
    first, chat = await kept.answerer.reply(ASKED)
    again, after = await kept.answerer.reply(WISH, chat)
    assert kept.model.tasks == ["answer", "translate"]
    assert isinstance(first, Answer) and isinstance(again, Answer)
    assert [t.text for t in again.translations] == [FELL_EN]
    assert after.turns[-1].cited == chat.turns[-1].cited
    assert after.turns[-1].question == ASKED.text
    record = kept.record(after.turns[-1].answer)
    assert record["usage"] == {"sent": 200, "cached": 0, "written": 40}
    assert record["passages"] == []


async def test_what_was_translated_is_given_again(kept: Kept) -> None:
    _, chat = await kept.answerer.reply(ASKED)
    first, one = await kept.answerer.reply(WISH, chat)
    again, other = await kept.answerer.reply(WISH, chat)
    assert again == first
    assert one.turns[-1] == other.turns[-1]
    assert kept.model.tasks == ["answer", "translate"]
    plain, _ = await kept.answerer.reply(ASKED)
    assert isinstance(plain, Answer) and not plain.translations


async def test_a_question_with_that_wish_is_given_again_with_its_translations(kept: Kept) -> None:
    wishing = replace(ASKED, text=f"{ASKED.text} Translate the quotes.")
    first, _ = await kept.answerer.reply(wishing)
    again, _ = await kept.answerer.reply(wishing)
    assert again == first
    assert isinstance(first, Answer) and first.translations
    assert kept.model.tasks == ["answer", "translate"]


@pytest.mark.parametrize("wishes_first", [True, False])
async def test_who_does_not_wish_for_translations_gets_none(wishes_first: bool, kept: Kept) -> None:
    wishing = replace(ASKED, text=f"{ASKED.text} Translate the quotes.")
    questions = [wishing, ASKED] if wishes_first else [ASKED, wishing]
    for question in questions:
        reply, _ = await kept.answerer.reply(question)
        assert isinstance(reply, Answer)
        assert bool(reply.translations) is (question is wishing)


async def test_a_question_whose_quotes_were_not_translated_is_answered_anew(kept: Kept) -> None:
    wishing = replace(ASKED, text=f"{ASKED.text} Translate the quotes.")
    kept.model.fault = ModelFault("down", is_final=True)
    first, _ = await kept.answerer.reply(wishing)
    assert isinstance(first, Answer) and first.untranslated is Untranslated.MODEL_FAILED
    kept.model.fault = None
    again, _ = await kept.answerer.reply(wishing)
    assert isinstance(again, Answer) and again.translations and again.untranslated is None


async def test_a_translation_that_failed_is_tried_again(kept: Kept) -> None:
    _, chat = await kept.answerer.reply(ASKED)
    kept.model.fault = ModelFault("down", is_final=True)
    first, _ = await kept.answerer.reply(WISH, chat)
    assert isinstance(first, Answer) and first.untranslated is Untranslated.MODEL_FAILED
    kept.model.fault = None
    again, _ = await kept.answerer.reply(WISH, chat)
    assert isinstance(again, Answer) and again.translations


async def test_a_model_that_takes_too_long_leaves_the_quotes(kept: Kept) -> None:
    @dataclass
    class Slow(Translating):
        def _translated(self, prompt: Prompt) -> Completion:
            raise TimeoutError

    _, chat = await kept.answerer.reply(ASKED)
    slow = replace(kept.answerer, model=Slow())
    reply, _ = await slow.reply(WISH, chat)
    assert isinstance(reply, Answer) and reply.untranslated is Untranslated.MODEL_FAILED


async def test_the_explanation_tells_what_was_left_out_and_why(kept: Kept) -> None:
    kept.model.table = {FELL: FELL_EN.replace("17%", "71%")}
    _, chat = await kept.answerer.reply(ASKED)
    _, after = await kept.answerer.reply(WISH, chat)
    record = kept.record(after.turns[-1].answer)
    told = read("\n".join(explanation_of(record, "en", {}))).text
    assert "Quotes translated by: translating" in told
    assert "✗ And for that very reason" in told
    assert "71%" in told.partition("✗")[2].partition("—")[2]


async def test_json_has_the_translations_and_where_they_belong(kept: Kept) -> None:
    wishing = replace(ASKED, text=f"{ASKED.text} Translate the quotes.")
    reply, _ = await kept.answerer.reply(wishing)
    record = json.loads(json.dumps(reply_record(wishing, reply)))
    (translation,) = record["translations"]
    (evidence,) = record["statements"][0]["evidence"]
    assert translation.items() >= {"text": FELL_EN, "language": "en"}.items()
    assert all(translation[key] == evidence[key] for key in ("article", "start", "end"))
    assert record["untranslated"] is None
    assert evidence["quote"] == FELL
