"""`whosaid why`: how an answer came about."""

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from bot.console import AsJson, Data, print_json, settings_for
from bot.settings import Settings
from retrieval.faults import Fault
from retrieval.languages import language_of_locale


def why(
    answer: Annotated[
        str | None, typer.Argument(help="An answer's id, as `ask --json` has it; else the last.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Tell how an answer came about: what was found, what a model said, what was kept and why.

    --json writes everything: the prompts, the replies, the sentences behind the ids, so that the
    checks can be run again on the same words.
    """
    settings = settings_for(data)
    from bot.workspace import pages

    known = pages(settings)
    record = known.read(answer or known.latest() or "")
    if record is None:
        raise Fault(
            f"no answer {answer} is written down here: `ask --json` tells ids"
            if answer
            else "no answer is written down yet: ask something first"
        )
    if as_json:
        print_json([record])
    else:
        _explain(settings, record)


def _explain(settings: Settings, record: Mapping[str, Any]) -> None:
    from bot.telegram.explaining import explanation_of
    from bot.terminal import as_text, can_style, locale_code
    from bot.workspace import opened_store, outlets_of

    language = language_of_locale(locale_code())
    with opened_store(settings) as store:
        outlets = outlets_of(store, record, language)
    for html in explanation_of(record, language, outlets):
        print(as_text(html, can_style(sys.stdout)), end="\n\n")
