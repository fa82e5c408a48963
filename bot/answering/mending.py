"""What the checks stop is put to the model once more, with the reasons."""

from collections.abc import Sequence
from itertools import chain

from bot.answering.answers import Question
from bot.answering.checks.flaws import DOUBTS
from bot.answering.composing import visible
from bot.answering.drafts import SCHEMA, parse
from bot.answering.models import ChatModel
from bot.answering.verdicts import Examiner, Verdict
from prompts.phrases import phrases
from prompts.templates import Prompt, fill


async def mended(
    model: ChatModel, question: Question, verdicts: Sequence[Verdict], examiner: Examiner
) -> tuple[Verdict, ...]:
    """Return verdicts with the model's second wording behind each draft that was stopped.

    One that was only doubtful gives way to it. Raises `ModelFault` or `Malformed`.
    """
    reply = await model.complete(mend_prompt(question, verdicts, examiner), SCHEMA)
    anew = [examiner.examine(draft) for draft in parse(reply.text) if draft.text]
    stopped = [place for place, verdict in enumerate(verdicts) if verdict.flaws]
    if len(anew) != len(stopped):
        return (*verdicts, *anew)
    second = dict(zip(stopped, anew, strict=True))
    both = (_both(verdict, second.get(place)) for place, verdict in enumerate(verdicts))
    return tuple(dict.fromkeys(chain.from_iterable(both)))


def _both(first: Verdict, second: Verdict | None) -> tuple[Verdict, ...]:
    if second is None:
        return (first,)
    is_doubtful = all(flaw.kind in DOUBTS for flaw in first.flaws)
    return (second,) if is_doubtful else (first, second)


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
