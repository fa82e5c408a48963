"""Putting questions to an answerer, and replies and figures as records."""

from typing import Any

from bot.answering.answerer import Answerer
from bot.answering.conversation import Chat
from bot.answering.evaluating.figures import Figure
from bot.answering.evaluating.marking import Marked, marked
from bot.answering.evaluating.questions import Expected
from bot.answering.records import reply_record


async def ask(answerer: Answerer, expected: Expected) -> Marked:
    """Return the marked reply to a question, asked in a conversation of its own."""
    chat = Chat()
    for earlier in expected.after:
        _, chat = await answerer.reply(earlier, chat)
    reply, _ = await answerer.reply(expected.question, chat)
    return marked(expected, reply, answerer.knowing.of(answerer.search))


def mark_record(mark: Marked) -> dict[str, Any]:
    """Return a reply and its marks as `whosaid eval --json` writes them."""
    return reply_record(mark.expected.question, mark.reply) | {
        "after": [question.text for question in mark.expected.after],
        "kind_of_question": mark.expected.kind,
        "managed": not mark.faults,
        "faults": list(mark.faults),
        "citation_recall": [each.recall for each in mark.cited],
        "citation_precision": [[int(p) for p in each.precise] for each in mark.cited],
    }


def figure_record(figure: Figure) -> dict[str, Any]:
    """Return a share with the number of its cases and its interval."""
    low, high = (round(end, 4) for end in figure.interval)
    value = None if figure.value is None else round(figure.value, 4)
    return {"value": value, "cases": len(figure.values), "low": low, "high": high}
