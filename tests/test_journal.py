"""How answers came about: written down, explained, checked again, and given again."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import (
    Answer,
    Author,
    Evidence,
    Point,
    Position,
    Question,
    Refusal,
    Relation,
    Statement,
)
from bot.answering.drafts import parse
from bot.answering.journal import Journal, Pages
from bot.answering.labels import Cited
from bot.answering.models import Completion, Hear, Usage, unheard
from bot.answering.records import trace_record
from bot.answering.traces import Asked, Trace
from bot.answering.verdicts import Examiner
from bot.settings import Settings
from bot.telegram.explaining import explanation_of
from bot.workspace import opened_answerer, opened_store, outlets_of
from prompts.phrases import phrases
from prompts.templates import Prompt
from retrieval.articles import Sentence
from retrieval.languages import LANGUAGES, Language, in_script
from tests.replay.replay import findable
from tests.servers.telegram_html import read

ASKED = Question("英伟达股价跌了多少?", "zh-Hans")


@dataclass
class Quoting:
    """A model that says one true thing and one that is not, and counts how often it is asked."""

    name: str = "quoting"
    prompts: list[Prompt] = field(default_factory=list)

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        self.prompts.append(prompt)
        if prompt.name == "mend":
            return Completion('{"statements": []}', Usage(100, 0, 5))
        line = next(line for line in prompt.user.splitlines() if "股价暴跌近17%" in line)
        id = line[1:7]
        said = [{"text": f"英伟达股价暴跌近{n}%。", "sentences": [id]} for n in (17, 71)]
        return Completion(json.dumps({"statements": said}), Usage(1_000, 800, 50))


@dataclass
class Kept:
    """An answerer that writes down, and the pages."""

    answerer: Answerer
    model: Quoting
    pages: Pages

    async def ask(self, question: Question = ASKED) -> tuple[Answer | Refusal, str]:
        reply, chat = await self.answerer.reply(question)
        return reply, chat.turns[-1].answer


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Iterator[Kept]:
    model, pages = Quoting(), Pages(tmp_path / "answers")
    with opened_answerer(settings) as opened:
        assert isinstance(opened.journal, Journal)
        journal = replace(opened.journal, pages=pages, prices=(2.0, 0.5, 8.0))
        yield Kept(replace(opened, model=model, journal=journal), model, pages)


async def test_the_same_question_is_answered_from_what_is_written(kept: Kept) -> None:
    first, id = await kept.ask()
    asked = len(kept.model.prompts)
    again, same = await kept.ask()
    assert (again, same) == (first, id)
    assert len(kept.model.prompts) == asked


@pytest.mark.parametrize(
    "other",
    [
        lambda k: replace(k.answerer, model=Quoting("another")),
        lambda k: replace(k.answerer, judge=Quoting("judging")),
        lambda k: replace(k.answerer, budget=replace(k.answerer.budget, tokens=9_000)),
    ],
)
async def test_another_model_judge_or_budget_answers_anew(kept: Kept, other) -> None:  # type: ignore[no-untyped-def]
    _, id = await kept.ask()
    kept.answerer = other(kept)
    _, another = await kept.ask()
    assert another != id


async def test_what_an_index_that_changes_meanwhile_answered_is_not_given_again(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete, version = kept.model.complete, kept.answerer.search.version

    async def changing(*told: Any) -> Completion:
        monkeypatch.setattr(type(kept.answerer.search), "version", version + " changed")
        return await complete(*told)

    monkeypatch.setattr(kept.model, "complete", changing)
    _, before = await kept.ask()
    monkeypatch.setattr(kept.model, "complete", complete)
    _, after = await kept.ask()
    assert after != before


async def test_another_question_or_language_is_answered_anew(kept: Kept) -> None:
    _, id = await kept.ask()
    _, english = await kept.ask(replace(ASKED, language="en"))
    _, longer = await kept.ask(replace(ASKED, text=ASKED.text + "?"))
    assert len({id, english, longer}) == 3


async def test_what_was_written_of_an_article_that_changed_is_not_given(kept: Kept) -> None:
    _, id = await kept.ask()
    record = kept.pages.read(id)
    assert record
    record["kept"][0]["evidence"][0]["end"] = 10**9
    kept.pages.write(id, record)
    asked = len(kept.model.prompts)
    await kept.ask()
    assert len(kept.model.prompts) > asked


async def test_a_refusal_is_written_down_and_made_anew(kept: Kept) -> None:
    asked = Question("约基奇昨天得了多少分?", "zh-Hans")
    first, id = await kept.ask(asked)
    again, same = await kept.ask(asked)
    assert isinstance(first, Refusal)
    assert (again, same) == (first, id)


async def test_pages_that_cannot_be_read_are_no_answer(kept: Kept) -> None:
    first, id = await kept.ask()
    (kept.pages.folder / f"{id}.json").write_text("{", encoding="utf-8")
    assert kept.pages.read(id) is None
    again, _ = await kept.ask()
    assert again == first


async def test_what_is_written_is_enough_to_check_the_reply_again(kept: Kept) -> None:
    reply, id = await kept.ask()
    record = kept.pages.read(id)
    assert record
    assert isinstance(reply, Answer)
    store = kept.answerer.search.store  # type: ignore[attr-defined]
    cited = {}
    for key, place in record["sentences"].items():
        sentence = Sentence(place["article"], place["number"], place["start"], place["end"])
        cited[key] = Cited(store.article(place["article"]), sentence)
    examiner = Examiner(cited, record["language"], kept.answerer.knowing.of(kept.answerer.search))
    (call, _) = record["calls"]
    verdicts = [examiner.examine(draft) for draft in parse(call["reply"])]
    assert tuple(v.held for v in verdicts if v.held) == reply.statements
    assert [v.held is not None for v in verdicts] == [d["kept"] for d in record["drafts"]]
    assert call["prompt"]["user"] == kept.model.prompts[0].user


async def test_tokens_and_cost_are_written_down(kept: Kept) -> None:
    _, id = await kept.ask()
    record = kept.pages.read(id)
    assert record
    assert record["usage"] == {"sent": 1_100, "cached": 800, "written": 55}
    assert record["cost"] == pytest.approx((300 * 2 + 800 * 0.5 + 55 * 8) / 1_000_000)


async def test_an_answer_without_a_model_is_written_down_too(kept: Kept) -> None:
    kept.answerer = replace(kept.answerer, model=None)
    reply, id = await kept.ask()
    assert reply.answered_by is Author.EXTRACTIVE
    record = kept.pages.read(id)
    assert record
    assert record["calls"] == []
    assert record["passages"]


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "answers", most=3)
    for number in range(6):
        pages.write(str(number), {"n": number})
    assert sum(pages.read(str(n)) is not None for n in range(6)) == 3
    assert pages.latest() == "5"


@pytest.mark.parametrize("id", ["", "../../etc/passwd", "/etc/passwd", "nosuch", "a\0b"[:1]])
def test_an_id_names_a_page_and_nothing_else(id: str, tmp_path: Path) -> None:
    assert Pages(tmp_path / "answers").read(id) is None


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_explanation_of_a_refusal_tells_of_no_sentences(
    language: Language, kept: Kept
) -> None:
    kept.answerer = replace(kept.answerer, model=None)
    reply, id = await kept.ask(Question("约基奇昨天得了多少分?", language))
    record = kept.pages.read(id)
    assert isinstance(reply, Refusal)
    assert record
    (message,) = explanation_of(record, language, {})
    assert phrases(language).say("why_declined") in read(message).text


def test_a_comparison_is_made_anew(answerer: Answerer) -> None:
    evidence = Evidence(next(iter(findable(answerer))), 0, 20)
    statement = Statement("跌了。", (evidence,))
    point = Point(Relation.ALONE, (Position((statement,)),))
    trace = Trace("?", Asked(ASKED))
    for points, kept in (((), 1), ((point,), 0)):
        trace.reply = Answer((statement,), Author.MODEL, points=points)
        assert len(trace_record(trace)["kept"]) == kept


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_explanation_tells_what_was_kept_and_why_not(
    language: Language, kept: Kept
) -> None:
    _, id = await kept.ask()
    record = kept.pages.read(id)
    assert record
    (message,) = explanation_of(record, language, {})
    text = read(message).text
    assert in_script("✓ 英伟达股价暴跌近17%。", language) in text
    assert in_script("✗ 英伟达股价暴跌近71%。", language) in text
    assert "71%" in text.partition("✗")[2].partition("。")[2]
    assert "quoting" in text


async def test_an_explanation_of_hostile_words_is_text(kept: Kept) -> None:
    _, id = await kept.ask()
    record = kept.pages.read(id)
    assert record
    record["question"] = record["drafts"][0]["text"] = (
        "<b>@evil_bot</b> https://evil.example &\u202e"
    )
    record["drafts"][0]["kept"] = False
    for message in explanation_of(record, "en", {}):
        assert "<b>@evil" not in message
        assert {e["type"] for e in read(message).entities} <= {"bold", "code"}


@dataclass
class Silent:
    """A model that finds nothing anywhere."""

    name: str = "silent"

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        return Completion('{"statements": []}')


async def test_of_a_comparison_it_is_told_whose_sentences_each_call_was_shown(
    kept: Kept, settings: Settings
) -> None:
    kept.answerer = replace(kept.answerer, model=Silent())
    _, id = await kept.ask(Question("DeepSeek的训练成本,各家怎么说?", "zh-Hans"))
    record = kept.pages.read(id)
    assert record
    outlets = {call["outlet"] for call in record["calls"]}
    assert outlets >= {"rfa", "takungpao", "voa"}
    with opened_store(settings) as store:
        names = outlets_of(store, record, "en")
    told = read("\n".join(explanation_of(record, "en", names))).text
    assert "Written from Ta Kung Pao alone, by: silent" in told
    assert told.count(" alone, by: silent") == len(record["calls"])


async def test_a_call_that_is_shown_everything_has_no_outlet(kept: Kept) -> None:
    _, id = await kept.ask()
    record = kept.pages.read(id)
    assert record
    assert {call["outlet"] for call in record["calls"]} == {None}
