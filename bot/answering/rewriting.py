"""Asking a model to make a follow-up stand alone."""

from collections.abc import Sequence

from bot.answering.composing import visible
from bot.answering.drafts import Malformed, read_json
from bot.answering.schemas import TEXT, titled
from prompts.templates import Prompt, fill

REWRITE_SCHEMA = titled("rewrite", question=TEXT)

_LONGEST = 500  # characters


def rewrite_prompt(question: str, earlier: Sequence[str]) -> Prompt:
    """Return the prompt that asks for a question that stands alone."""
    listed = "\n".join(f"- {visible(text)}" for text in earlier)
    return fill("rewrite", earlier=listed, question=question)


def parse_rewrite(reply: str) -> str:
    """Return the rewritten question. Raises `Malformed`."""
    match read_json(reply):
        case {"question": str(question)} if 0 < len(question.strip()) <= _LONGEST:
            return visible(question)
        case _:
            raise Malformed("no question")
