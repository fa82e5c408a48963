"""Writing by a model: shown as it is checked, mended once, judged by another model."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Question
from bot.answering.checks.flaws import FlawKind
from bot.answering.composing import Material, compose
from bot.answering.models import ChatModel, Completion, Hear, ModelFault, unheard
from bot.answering.tokens import bound
from bot.answering.verdicts import Examiner, Verdict
from bot.answering.writing import Budget, Show, Writer, unshown
from prompts.templates import Prompt

ASKED = Question("英伟达股价跌了多少?", "zh-Hans")
TRUE = "英伟达股价暴跌近17%。"
FALSE = "英伟达股价暴跌近71%。"
TRUE_TOO = "英伟达市值一天内蒸发近6000亿美元。"
WORDS = "股价暴跌近17%"


@dataclass
class Scripted:
    """A model that says what it was given, in order, bit by bit; a fault is raised."""

    replies: list[str | ModelFault]
    name: str = "scripted"
    prompts: list[Prompt] = field(default_factory=list)

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        self.prompts.append(prompt)
        reply = self.replies.pop(0)
        if isinstance(reply, ModelFault):
            raise reply
        for end in range(len(reply) + 1):
            hear(reply[:end])
        return Completion(reply)


@dataclass
class Slow:
    """A model that never comes to an end."""

    name: str = "slow"

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        await asyncio.Event().wait()
        raise AssertionError


@pytest.fixture(scope="module")
def material(answerer: Answerer) -> Material:
    return compose(ASKED, answerer.search.find(ASKED.text), b"salt", bound, 12_000)


@pytest.fixture(scope="module")
def examiner(answerer: Answerer, material: Material) -> Examiner:
    return Examiner(material.cited, "zh-Hans", answerer.knowing.of(answerer.search))


def drafts(material: Material, *texts: str, ids: Sequence[str] | None = None) -> str:
    known = ids or [id for id, cited in material.cited.items() if WORDS in cited.text][:1]
    return json.dumps({"statements": [{"text": text, "sentences": known} for text in texts]})


def rulings(*together: bool, **more: Any) -> str:
    entries = [
        {"statement": n, "together": says, "alone": [says], **more}
        for n, says in enumerate(together, 1)
    ]
    return json.dumps({"verdicts": entries})


async def write(
    material: Material,
    examiner: Examiner,
    model: ChatModel,
    judge: ChatModel | None = None,
    show: Show = unshown,
    seconds: float = 30,
) -> tuple[Verdict, ...]:
    writer = Writer(model, judge, Budget(seconds=seconds))
    return await writer.write(ASKED, material, examiner, show)


def told(verdicts: Sequence[Verdict]) -> list[str]:
    return [verdict.held.text for verdict in verdicts if verdict.held]


# shown


async def test_each_statement_is_shown_once_it_is_checked(
    material: Material, examiner: Examiner
) -> None:
    shown: list[list[str]] = []
    model = Scripted(
        [drafts(material, TRUE, FALSE, "英伟达市值一天内蒸发近6000亿美元。"), drafts(material)]
    )
    verdicts = await write(
        material, examiner, model, show=lambda held: shown.append([s.text for s in held])
    )
    assert shown == [[TRUE], [TRUE], told(verdicts)]


async def test_nothing_is_shown_before_a_judge_has_spoken(
    material: Material, examiner: Examiner
) -> None:
    shown: list[object] = []
    judge = Scripted([rulings(False)])
    await write(material, examiner, Scripted([drafts(material, TRUE)]), judge, shown.append)
    assert not shown


# mended


async def test_a_stopped_statement_is_worded_anew(material: Material, examiner: Examiner) -> None:
    model = Scripted([drafts(material, FALSE, TRUE), drafts(material, "股价暴跌近17%。")])
    verdicts = await write(material, examiner, model)
    assert told(verdicts) == ["股价暴跌近17%。", TRUE]
    assert [v.draft.text for v in verdicts if v.flaws] == [FALSE]  # to be told why
    _, mend = model.prompts
    assert mend.name == "mend"
    assert "number (71%)" in mend.user
    assert WORDS in mend.user
    assert TRUE not in mend.user


async def test_a_second_wording_is_checked_like_the_first(
    material: Material, examiner: Examiner
) -> None:
    model = Scripted([drafts(material, FALSE), drafts(material, "英伟达股价暴跌近72%。")])
    assert told(await write(material, examiner, model)) == []
    assert not model.replies


async def test_what_holds_is_not_put_to_the_model_again(
    material: Material, examiner: Examiner
) -> None:
    model = Scripted([drafts(material, TRUE)])
    assert told(await write(material, examiner, model)) == [TRUE]


@pytest.mark.parametrize("reply", ["no JSON", ModelFault("APIConnectionError")])
async def test_a_model_that_fails_to_mend_leaves_what_holds(
    reply: str | ModelFault, material: Material, examiner: Examiner
) -> None:
    model = Scripted([drafts(material, FALSE, TRUE), reply])
    assert told(await write(material, examiner, model)) == [TRUE]


async def test_more_wordings_than_were_asked_for_are_checked_too(
    material: Material, examiner: Examiner
) -> None:
    model = Scripted([drafts(material, FALSE), drafts(material, FALSE, TRUE)])
    assert told(await write(material, examiner, model)) == [TRUE]


# judged


async def test_what_the_judge_denies_is_dropped(material: Material, examiner: Examiner) -> None:
    judge = Scripted([rulings(True, False)])
    model = Scripted([drafts(material, TRUE, TRUE_TOO)])
    verdicts = await write(material, examiner, model, judge)
    assert told(verdicts) == [TRUE]
    assert [flaw.kind for flaw in verdicts[1].flaws] == [FlawKind.JUDGED]
    assert WORDS in judge.prompts[0].user


async def test_what_the_judge_passes_over_is_dropped(
    material: Material, examiner: Examiner
) -> None:
    model = Scripted([drafts(material, TRUE, TRUE_TOO)])
    assert told(await write(material, examiner, model, Scripted([rulings(True)]))) == [TRUE]


async def test_the_judge_cannot_save_what_the_checks_stopped(
    material: Material, examiner: Examiner
) -> None:
    model = Scripted([drafts(material, FALSE), drafts(material)])
    judge = Scripted([])
    assert told(await write(material, examiner, model, judge)) == []
    assert not judge.prompts


@pytest.mark.parametrize("reply", ["{}", '{"verdicts": [{"statement": 1}]}', ModelFault("down")])
async def test_without_a_judgement_the_checks_stand(
    reply: str | ModelFault, material: Material, examiner: Examiner
) -> None:
    model = Scripted([drafts(material, TRUE)])
    assert told(await write(material, examiner, model, Scripted([reply]))) == [TRUE]


async def test_evidence_that_says_nothing_of_it_is_left_out(
    material: Material, examiner: Examiner
) -> None:
    holds = next(id for id, cited in material.cited.items() if WORDS in cited.text)
    idle = next(id for id, cited in material.cited.items() if "英伟达" not in cited.text)
    model = Scripted([drafts(material, TRUE, ids=[holds, idle])])
    judge = Scripted([rulings(True, alone=[True, False])])
    (verdict,) = await write(material, examiner, model, judge)
    assert verdict.held
    assert [WORDS in evidence.quote for evidence in verdict.held.evidence] == [True]


# time


async def test_a_model_that_does_not_come_to_an_end_is_given_up(
    material: Material, examiner: Examiner
) -> None:
    with pytest.raises(TimeoutError):
        await write(material, examiner, Slow(), seconds=0.05)


async def test_a_judge_that_does_not_come_to_an_end_is_not_waited_for(
    material: Material, examiner: Examiner
) -> None:
    model = Scripted([drafts(material, TRUE)])
    assert told(await write(material, examiner, model, Slow(), seconds=2)) == [TRUE]
