"""Replies as Telegram HTML: nothing cut, nothing live, nothing too long."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answers import Answer, Author, Evidence, Reason, Refusal, Statement
from bot.telegram.listing import listing
from bot.telegram.markup import ENTITIES, LIMIT, messages_of, pack, units
from retrieval.articles import Article, Source
from retrieval.holdings import Holdings
from retrieval.languages import LANGUAGES, Language
from retrieval.outlets import Registry
from tests.servers.telegram_html import parse, read, utf16

REGISTRY = Registry.load(Path(__file__).parents[1] / "seeds" / "outlets.toml")
MARKUP = "<b>&amp;\"'</blockquote> &lt; $outlet {0} %s"
NASTY = f"{MARKUP} \u202e\u200b"


def article(
    text: str, outlet: str = "voa", title: str = "標題", url: str | None = None, **facts: Any
) -> Article:
    return Article(outlet, Source(REGISTRY[outlet], title, "zh-Hant", url=url, **facts), text)


def holdings(*articles: Article) -> Holdings:
    counts = Counter(article.source.outlet.id for article in articles)
    outlets = {article.source.outlet.id: article.source.outlet for article in articles}
    return Holdings(tuple((outlets[id], n) for id, n in counts.items()), articles)


def quotation(text: str, outlet: str = "voa", speaker: str | None = None) -> Statement:
    evidence = Evidence(article(text, outlet), 0, len(text), speaker)
    return Statement(text, (evidence,))


def answer(*statements: Statement, author: Author = Author.EXTRACTIVE) -> Answer:
    return Answer(statements, author)


# lengths


@pytest.mark.parametrize(
    ("html", "length"),
    [
        ("", 0),
        ("跌了17%", 5),
        ("👍", 2),
        ("👩‍🚀", 5),
        ("<b>跌</b>", 1),
        ('<a href="https://example.com/?a=1&amp;b=2">跌</a>', 1),
        ("<blockquote expandable>跌</blockquote>", 1),
        ("&lt;b&gt; &amp; &quot;", 7),
        ("𠮷野家", 4),
    ],
)
def test_a_length_is_what_telegram_counts(html: str, length: int) -> None:
    assert units(html) == length == utf16(parse(f"{html}.")[0]) - 1


@pytest.mark.parametrize(
    ("first", "second", "messages"),
    [
        ("a" * 2_000, "b" * 2_094, 1),  # with the gap, 4,096
        ("a" * 2_000, "b" * 2_095, 2),
        ("👍" * 1_000, "👍" * 1_047, 1),
        ("👍" * 1_000, "👍" * 1_048, 2),
        ("&lt;" * 2_000, "&lt;" * 2_094, 1),
        ("<b>a</b>" * 50, "<b>b</b>" * 50, 1),
        ("<b>a</b>" * 50, "<b>b</b>" * 51, 2),
    ],
)
def test_blocks_are_packed_up_to_the_limits(first: str, second: str, messages: int) -> None:
    packed = pack([first, second])
    assert len(packed) == messages
    assert "\n\n".join(packed) == f"{first}\n\n{second}"
    for html in packed:
        reading = read(html)
        assert utf16(reading.text) <= LIMIT
        assert not reading.dropped


def test_blocks_keep_their_order_and_are_never_parted() -> None:
    blocks = [f"<b>{number}</b> {'跌👍' * (number * 37 % 900)}" for number in range(60)]
    packed = pack(blocks)
    assert "\n\n".join(packed).split("\n\n") == blocks
    assert all(utf16(parse(html)[0]) <= LIMIT for html in packed)
    assert len(packed) < len(blocks)


def test_nothing_is_nothing() -> None:
    assert pack([]) == []


def test_a_long_answer_is_split_between_statements() -> None:
    said = [quotation(f"第{n}句:" + "跌👍" * 120 + "。") for n in range(40)]
    spoken = [quotation(s.text, speaker=f"甲{n}") for n, s in enumerate(said)]
    for statements in (spoken, [*reversed(spoken)]):
        messages = messages_of(answer(*statements), "zh-Hans")
        assert len(messages) > 1
        for html in messages:
            reading = read(html)
            assert utf16(reading.text) <= LIMIT
            assert len(reading.entities) <= ENTITIES
            assert not reading.dropped
        assert sum(html.count("<blockquote") for html in messages) == 40


@pytest.mark.parametrize(
    "statements",
    [
        [quotation("跌" * 400 + "。", speaker="甲")] * 11,  # under one heading
        [quotation("跌" * 4_100)],
        [Statement("涨" * 600, tuple(quotation("𠮷" * 300).evidence[0] for _ in range(6)))],
    ],
    ids=["eleven of one speaker", "one long quotation", "astral characters"],
)
def test_no_message_is_ever_too_long(statements: list[Statement]) -> None:
    for html in messages_of(answer(*statements), "zh-Hans"):
        assert utf16(parse(html)[0]) <= LIMIT


# words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("author", Author)
def test_whatever_is_in_them_texts_are_shown_as_text(author: Author, language: Language) -> None:
    of = article(f"跌 {NASTY} 了", title=NASTY, author=NASTY, republished_by=MARKUP)
    evidence = Evidence(of, 0, len(of.text), speaker=NASTY)
    statements = Statement(of.text, (evidence,)), Statement(NASTY, (evidence, evidence))
    shown = [
        *messages_of(answer(*statements, author=author), language),
        *messages_of(Refusal(Reason.NOT_COVERED, (of,)), language),
        *listing(holdings(of), language),
    ]
    for html in shown:
        reading = read(html)
        kinds = {entity["type"] for entity in reading.entities}
        assert kinds <= {"bold", "italic", "expandable_blockquote"}
        assert "<b>&amp;" in reading.text
        assert "\u202e" not in reading.text
        assert "\u200b" not in reading.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_republishers_name_has_no_unseen_characters(language: Language) -> None:
    of = article("跌了。", republished_by="蒙城\u202e华人网")
    (html,) = messages_of(answer(Statement("跌了。", (Evidence(of, 0, 3),))), language)
    assert "\u202e" not in html


def test_a_quotation_is_the_outlets_words_to_the_letter() -> None:
    (html,) = messages_of(answer(quotation("“跌了” <17%> & 更多。\n\n  第二段。")), "zh-Hans")
    text, entities = parse(html)
    (quote,) = [e for e in entities if e["type"] == "expandable_blockquote"]
    shown = text[quote["offset"] : quote["offset"] + quote["length"]]
    assert shown == "“跌了” <17%> & 更多。\n第二段。"


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("zh-Hans", "美国之音引述杜奕瑾："),
        ("zh-Hant", "美國之音引述杜奕瑾："),
        ("en", "Voice of America, quoting 杜奕瑾:"),
    ],
)
def test_the_heading_says_who_said_it_and_where(language: Language, heading: str) -> None:
    (html,) = messages_of(answer(quotation("算力重要。", speaker="杜奕瑾")), language)
    assert heading in parse(html)[0]


def test_neighbouring_words_of_one_speaker_stand_under_one_heading() -> None:
    said = [quotation("一。", speaker="甲"), quotation("一。", speaker="甲")]
    (html,) = messages_of(answer(*said, quotation("一。", speaker="乙")), "zh-Hans")
    assert html.count("美国之音") == 2
    assert html.count("<blockquote") == 3


def test_a_link_is_the_sources_own() -> None:
    of = article("跌了。", "leige", url='https://example.com/?a=1&b="2"')
    said = Statement("跌了。", (Evidence(of, 0, 3),))
    (html,) = messages_of(answer(said), "zh-Hans")
    (link,) = [entity for entity in parse(html)[1] if entity["type"] == "text_link"]
    assert link["url"] == 'https://example.com/?a=1&b="2"'


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://resolve?domain=x", "https://a b", ""])
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    said = Statement("跌了。", (Evidence(article("跌了。", "leige", url=url), 0, 3),))
    (html,) = messages_of(answer(said), "zh-Hans")
    assert "<a" not in html


def test_every_piece_of_evidence_is_shown_with_its_outlet() -> None:
    evidence = [quotation("跌了。", outlet).evidence[0] for outlet in ("rfa", "voa", "leige")]
    said = Statement("三家都说跌了。", tuple(evidence))
    (html,) = messages_of(answer(said, author=Author.MODEL), "zh-Hans")
    text, entities = parse(html)
    assert text.startswith("自由亚洲电台、美国之音、雷歌视角：三家都说跌了。")
    quotes = [e for e in entities if e["type"] == "expandable_blockquote"]
    ends = [text[e["offset"] : e["offset"] + e["length"]].split("\n")[-1] for e in quotes]
    assert ends == ["—— 自由亚洲电台", "—— 美国之音", "—— 雷歌视角"]


def test_an_outlet_that_a_statement_names_itself_is_named_once() -> None:
    said = Statement("VOA said <it> fell.", quotation("跌了。").evidence)
    (html,) = messages_of(answer(said, author=Author.MODEL), "en")
    assert html.startswith("<b>Voice of America</b> said &lt;it&gt; fell.\n<blockquote")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_is_one_message(reason: Reason, language: Language) -> None:
    near = tuple(article("跌了。", outlet) for outlet in ("rfa", "voa", "leige"))
    (html,) = messages_of(Refusal(reason, near), language)
    reading = read(html)
    assert not reading.dropped
    assert all(a.source.outlet.name(language) in reading.text for a in near)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_listing_is_split(language: Language) -> None:
    many = [article("跌了。", "rfa", title=f"第{n}篇 " + "标题" * 40) for n in range(120)]
    messages = listing(holdings(*many), language)
    assert len(messages) > 1
    for html in messages:
        reading = read(html)
        assert utf16(reading.text) <= LIMIT
        assert not reading.dropped
    assert sum(html.count("标题标题") > 0 for html in messages) == len(messages)


def test_no_articles_are_said_to_be_none() -> None:
    for language in LANGUAGES:
        assert len(listing(holdings(), language)) == 1
