"""The `whosaid` command."""

import asyncio
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Annotated, Any

import typer
from typer import Abort, Exit
from typer.exceptions import TyperException

from bot import desk
from bot.checking import check
from bot.console import AsJson, Data, complain, decoded, no_such_article, prepared, print_json
from bot.evaluating import evaluate
from bot.explaining import why
from bot.searching import search
from bot.settings import Settings
from retrieval.faults import Fault
from retrieval.languages import Language

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Answers questions about the news and says, for every sentence, which outlet said it.",
)

app.command()(search)
app.command()(check)
app.command()(why)
app.command("eval")(evaluate)
desk.register(app)


def main() -> None:
    """Run the command; a fault is one line on standard error and exit code 2."""
    gc.set_threshold(100_000)  # the imports make many objects, and they stay
    try:
        code = app(standalone_mode=False)
    except Exit as ended:
        code = ended.exit_code
    except TyperException as error:
        code = _fail(error.format_message())
    except Fault as fault:
        code = _fail(str(fault))
    except (Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except OSError as error:
        code = _fail(f"cannot read or write: {error.strerror or error}")
    gc.freeze()  # nothing is worth collecting on the way out
    sys.exit(code or 0)


@app.command()
def bot(data: Data = None) -> None:
    """Run the Telegram bot; without TELEGRAM_BOT_TOKEN, the same bot in this terminal."""
    settings = prepared(data)
    if settings.telegram_bot_token is None:
        _in_terminal(settings)
        return
    from bot.newsroom import opened_newsroom
    from bot.polling import keep_polling, polling_of
    from bot.telegram.application import build_application, run
    from bot.telegram.editing import Editing

    token, url = settings.telegram_bot_token.get_secret_value(), settings.telegram_url
    base_url = f"{str(url).rstrip('/')}/bot" if url else None
    with _conversation(settings) as conversation, opened_newsroom(settings) as newsroom:
        beside = [partial(keep_polling, polling_of(settings, newsroom))]
        editing = Editing(newsroom, settings.editor_ids) if settings.editor_ids else None
        run(build_application(token, conversation, base_url, editing=editing, beside=beside))


@app.command()
def chat(data: Data = None) -> None:
    """Talk to the bot in this terminal; questions piped in are answered one by one."""
    _in_terminal(prepared(data))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads one a line.")],
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Answer one question, or each line of standard input."""
    settings = prepared(data, only_if_missing=True)
    questions = (line.rstrip("\r\n") for line in sys.stdin) if question == "-" else [question]
    from bot.answering.answers import Question, Reply
    from bot.answering.asides import language_wanted
    from bot.answering.writing import unshown
    from bot.workspace import opened_answerer
    from retrieval.languages import language_of

    show: Callable[[Question, Reply, str], None] = _print_record if as_json else _print_reply
    with opened_answerer(settings) as answerer, asyncio.Runner() as runner:
        for text in map(decoded, questions):
            asked = Question(text, language_wanted(text) or language_of(text))
            with nullcontext(unshown) if as_json else _preview(asked.language) as preview:
                reply, chat = runner.run(answerer.reply(asked, show=preview))
            show(asked, reply, chat.turns[-1].answer if chat.turns else "")


@app.command()
def sources(as_json: AsJson = False, data: Data = None) -> None:
    """List the outlets and their articles."""
    settings = prepared(data, only_if_missing=True)
    from bot.answering.records import source_record
    from bot.telegram.listing import listing
    from bot.terminal import as_text, can_style, locale_code
    from bot.workspace import opened_store
    from retrieval.holdings import holdings_of
    from retrieval.languages import language_of_locale

    with opened_store(settings) as store:
        if as_json:
            print_json(source_record(article) for article in store.articles())
            return
        for html in listing(holdings_of(store), language_of_locale(locale_code())):
            print(as_text(html, can_style(sys.stdout)))


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="An article's id, as `sources --json` lists it.")],
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Show an article as it can be quoted; --json adds what was removed from the page, and why."""
    settings = prepared(data, only_if_missing=True)
    from bot.answering.records import article_record
    from bot.workspace import opened_store

    with opened_store(settings) as store:
        try:
            found = store.article(article)
        except KeyError:
            raise no_such_article(article, store.article_ids()) from None
    if as_json:
        print_json([article_record(found)])
    else:
        print(found.text)


def _in_terminal(settings: Settings) -> None:
    from bot.terminal import chat as chat_in_terminal

    with _conversation(settings) as conversation:
        chat_in_terminal(conversation, sys.stdin)


@contextmanager
def _conversation(settings: Settings) -> Iterator[Any]:
    from bot.telegram.conversation import Conversation
    from bot.telegram.explaining import explanation_of
    from bot.workspace import opened_answerer, opened_store, outlets_of, pages
    from retrieval.holdings import holdings_of

    def explain(id: str, language: Language) -> list[str] | None:
        record = pages(settings).read(id) if id else None
        if record is None:
            return None
        return explanation_of(record, language, outlets_of(store, record, language))

    with opened_answerer(settings) as answerer, opened_store(settings) as store:
        yield Conversation(answerer, lambda: holdings_of(store), explain)


@contextmanager
def _preview(language: Language) -> Iterator[Any]:
    from bot.terminal import shown_as_written  # loads Telegram, which JSON needs not

    with shown_as_written(language) as show:
        yield show


def _print_record(question: Any, reply: Any, id: str) -> None:
    from bot.answering.records import reply_record

    print_json([reply_record(question, reply) | {"id": id or None}])


def _print_reply(question: Any, reply: Any, _: str) -> None:
    from bot.telegram.markup import messages_of
    from bot.terminal import as_text, can_style

    for html in messages_of(reply, question.language):
        print(as_text(html, can_style(sys.stdout)))


def _fail(what: str) -> int:
    complain(what)
    return 2
