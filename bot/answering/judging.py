"""A second model's look at what the checks let pass: does the evidence say it?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answering.answers import Statement
from bot.answering.checks.flaws import DOUBTS, Flaw, FlawKind
from bot.answering.checks.gate import flaws_of
from bot.answering.composing import visible
from bot.answering.drafts import Malformed, read_json
from bot.answering.models import ChatModel
from bot.answering.schemas import NUMBER, TRUTH, every, fields, titled
from bot.answering.verdicts import Examiner, Verdict
from prompts.templates import Prompt, fill

JUDGE_SCHEMA = titled(
    "judge", verdicts=every(fields(statement=NUMBER, together=TRUTH, alone=every(TRUTH)))
)

_Ruling = tuple[bool, tuple[bool, ...]]  # whether all quotes together say it, whether each alone


async def judged(
    judge: ChatModel, verdicts: Sequence[Verdict], examiner: Examiner
) -> tuple[Verdict, ...]:
    """Return verdicts without what the judge denies; doubts that it settles are gone.

    A statement that it says nothing of is denied. Raises `ModelFault` or `Malformed`.
    """
    open_ = {
        number: verdict.statement
        for number, verdict in enumerate(verdicts, 1)
        if verdict.statement and all(flaw.kind in DOUBTS for flaw in verdict.flaws)
    }
    if not open_:
        return tuple(verdicts)
    reply = await judge.complete(judge_prompt(open_), JUDGE_SCHEMA)
    rulings = parse_rulings(reply.text)
    return tuple(
        _ruled(verdict, rulings.get(number), examiner) if number in open_ else verdict
        for number, verdict in enumerate(verdicts, 1)
    )


def judge_prompt(statements: Mapping[int, Statement]) -> Prompt:
    """Return the prompt that puts statements and their quotes to the judge."""
    shown = (_shown(number, statement) for number, statement in statements.items())
    return fill("judge", statements="\n\n".join(shown))


def parse_rulings(reply: str) -> dict[int, _Ruling]:
    """Return the judge's rulings by the statements' numbers. Raises `Malformed`."""
    match read_json(reply):
        case {"verdicts": [*entries]}:
            return dict(map(_ruling, entries))
        case _:
            raise Malformed("no verdicts")


def _ruling(entry: object) -> tuple[int, _Ruling]:
    match entry:
        case {"statement": int(number), "together": bool(together), "alone": [*alone]}:
            return number, (together, tuple(each is True for each in alone))
        case _:
            raise Malformed("a verdict without its parts")


def _ruled(verdict: Verdict, ruling: _Ruling | None, examiner: Examiner) -> Verdict:
    statement = verdict.statement
    if statement is None or ruling is None or not ruling[0]:
        return replace(verdict, flaws=(Flaw(FlawKind.JUDGED),))
    enough = _enough(statement, ruling[1])
    if flaws_of(enough, examiner.language, examiner.knowledge):
        enough = statement
    return replace(verdict, statement=enough, flaws=())


def _enough(statement: Statement, alone: Sequence[bool]) -> Statement:
    """Return a statement with the evidence that says it alone, if the judge finds any."""
    pairs = zip(statement.evidence, alone, strict=False)
    kept = tuple(evidence for evidence, says in pairs if says)
    return replace(statement, evidence=kept) if kept else statement


def _shown(number: int, statement: Statement) -> str:
    quotes = "\n".join(
        f"  - {visible(evidence.source.outlet.name('en'))}: {visible(evidence.quote)}"
        for evidence in statement.evidence
    )
    return f"{number}. {statement.text}\n{quotes}"
