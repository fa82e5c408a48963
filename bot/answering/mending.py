"""What the checks stop is put to the model once more, with the reasons."""

from collections.abc import Sequence

from bot.answering.answers import Question
from bot.answering.composing import visible
from bot.answering.drafts import SCHEMA, parse
from bot.answering.models import ChatModel
from bot.answering.verdicts import Examiner, Verdict
from prompts.phrases import phrases
from prompts.templates import Prompt, fill


async def mended(
    model: ChatModel, question: Question, verdicts: Sequence[Verdict], examiner: Examiner
) -> tuple[Verdict, ...]:
    """Return verdicts in which stopped drafts gave way to the model's second wording.

    Raises `ModelFault` or `Malformed`.
    """
    reply = await model.complete(mend_prompt(question, verdicts, examiner), SCHEMA)
    anew = [examiner.examine(draft) for draft in parse(reply.text) if draft.text]
    stopped = [place for place, verdict in enumerate(verdicts) if verdict.flaws]
    if len(anew) != len(stopped):
        return (*verdicts, *anew)
    in_place = dict(zip(stopped, anew, strict=True))
    return tuple(in_place.get(place, verdict) for place, verdict in enumerate(verdicts))


def mend_prompt(question: Question, verdicts: Sequence[Verdict], examiner: Examiner) -> Prompt:
    """Return the prompt that asks for another wording of what was stopped."""
    stopped = [verdict for verdict in verdicts if verdict.flaws]
    cited = dict.fromkeys(id for verdict in stopped for id in verdict.draft.sentences)
    sentences = [
        f"[{id}] {visible(examiner.cited[id].text)}" for id in cited if id in examiner.cited
    ]
    return fill(
        "mend",
        language=phrases(question.language).say("language_name"),
        sentences="\n".join(sentences),
        statements="\n".join(map(_shown, stopped)),
        question=visible(question.text),
    )


def _shown(verdict: Verdict) -> str:
    reasons = "; ".join(f"{flaw.kind} ({visible(flaw.detail)})" for flaw in verdict.flaws)
    ids = " ".join(f"[{visible(id)}]" for id in verdict.draft.sentences)
    return f"- {visible(verdict.draft.text)} {ids}\n  stopped for: {reasons}"
