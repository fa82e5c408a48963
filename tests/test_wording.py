"""The bot's own words: the same in three languages, each in its own script."""

import re
import tomllib
from pathlib import Path
from string import Template
from typing import Any

import pytest

from bot.answering.answers import LONGEST_QUESTION, Evidence, Reason, Refusal, Statement
from bot.answering.checks.flaws import FlawKind
from bot.answering.wording import attributed, nearest_heading, outlets_of, provenance, reason_of
from prompts.phrases import phrases
from retrieval.articles import Article, Known, Source
from retrieval.languages import LANGUAGES, Language, has_han, to_simplified, to_traditional
from retrieval.outlets import UNNAMED_SITE, Registry
from tests.servers.telegram_html import read

ROOT = Path(__file__).parents[1]
WORDING = ROOT / "prompts" / "wording"
REGISTRY = Registry.load(ROOT / "seeds" / "outlets.toml")
KEYS = sorted(phrases("en").templates)


def placeholders(text: str) -> set[str]:
    return set(Template(text).get_identifiers())


def test_there_is_a_file_for_each_language() -> None:
    assert {path.stem for path in WORDING.iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_keys(language: Language) -> None:
    assert sorted(phrases(language).templates) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_all_languages_have_the_same_placeholders(key: str) -> None:
    wanted = placeholders(phrases("en").templates[key])
    for language in LANGUAGES:
        template = Template(phrases(language).templates[key])
        assert template.is_valid()
        assert placeholders(template.template) == wanted


@pytest.mark.parametrize("key", KEYS)
def test_each_script_is_kept(key: str) -> None:
    simplified, traditional = (
        phrases(language).templates[key] for language in ("zh-Hans", "zh-Hant")
    )
    assert to_simplified(simplified) == simplified
    assert to_traditional(traditional) == traditional


@pytest.mark.parametrize("key", sorted(set(KEYS) - {"language_name"}))
def test_english_is_english(key: str) -> None:
    assert not has_han(phrases("en").templates[key])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_the_markup_is_telegrams(key: str, language: Language) -> None:
    values = dict.fromkeys(placeholders(phrases("en").templates[key]), "一")
    reading = read(phrases(language).say(key, **values))
    assert not reading.dropped
    assert {entity["type"] for entity in reading.entities} <= {"bold", "italic", "code"}


def test_no_sentence_is_left_in_another_language() -> None:
    tables = [tomllib.loads((WORDING / f"{language}.toml").read_text()) for language in LANGUAGES]
    for key in KEYS:
        values = [re.sub(r"<[^>]+>|\$\w+|\W", "", table[key]) for table in tables]
        assert all(values) or not values[0] or not values[2] or key == "original_words"


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        phrases("en").say("author")
    with pytest.raises(KeyError):
        phrases("en").say("no_such_phrase")


# what is made of them


def statement(*outlets: str) -> Statement:
    evidence = (
        Evidence(Article(outlet, Source(REGISTRY[outlet], "标题", "zh-Hans"), "跌了。"), 0, 3)
        for outlet in outlets
    )
    return Statement("跌了。", tuple(evidence))


@pytest.mark.parametrize(
    ("language", "outlets", "names"),
    [
        ("zh-Hans", ("rfa",), "自由亚洲电台"),
        ("zh-Hant", ("rfa", "voa"), "自由亞洲電台、美國之音"),
        ("en", ("voa", "takungpao", "voa"), "Voice of America, Ta Kung Pao"),
    ],
)
def test_outlets_are_named_once_in_the_readers_language(
    language: Language, outlets: tuple[str, ...], names: str
) -> None:
    assert outlets_of(statement(*outlets), language) == names
    assert attributed(statement(*outlets), language).startswith(names)


def worded(text: str, *outlets: str) -> Statement:
    return Statement(text, statement(*outlets).evidence)


@pytest.mark.parametrize(
    ("language", "text", "outlet", "shown"),
    [
        ("zh-Hans", "大公报说，股价跌了。", "takungpao", "大公报说，股价跌了。"),
        ("zh-Hans", "大公报：股价跌了。", "takungpao", "大公报：股价跌了。"),
        ("zh-Hant", "據《大公报》報道，股價跌了。", "takungpao", "據《大公報》報道，股價跌了。"),
        ("zh-Hant", "自由亚洲引述薩克斯說跌了。", "rfa", "自由亞洲電台引述薩克斯說跌了。"),
        ("en", "VOA reported that it fell.", "voa", "Voice of America reported that it fell."),
        ("en", "According to VOA, it fell.", "voa", "According to Voice of America, it fell."),
        (
            "en",
            "Leige says it fell.",
            "leige",
            "Leige Shijiao (雷歌视角) says it fell.",
        ),
    ],
)
def test_an_outlet_that_a_statement_begins_with_is_named_once(
    language: Language, text: str, outlet: str, shown: str
) -> None:
    assert attributed(worded(text, outlet), language) == shown


@pytest.mark.parametrize(
    ("language", "text", "outlets"),
    [
        ("zh-Hans", "大公报记者在北京说跌了。", ("takungpao",)),  # somebody else speaks
        ("zh-Hans", "大公报的股价跌了。", ("takungpao",)),
        ("zh-Hans", "大公报说跌了。", ("voa",)),
        ("zh-Hans", "大公报说跌了，美国之音说涨了。", ("takungpao", "voa")),
        ("en", "VOA's reporters say it fell.", ("voa",)),
        ("en", "It fell, VOA said.", ("voa",)),
    ],
)
def test_a_statement_that_does_not_say_who_says_it_is_given_its_outlets(
    language: Language, text: str, outlets: tuple[str, ...]
) -> None:
    said = worded(text, *outlets)
    names = outlets_of(said, language)
    assert attributed(said, language) in (f"{names}：{text}", f"{names}: {text}")


def test_a_quote_that_names_its_outlet_stays_as_it_is() -> None:
    text = "自由亚洲报道说跌了。"
    article = Article("a", Source(REGISTRY["rfa"], "标题", "zh-Hans"), text)
    quoted = Statement(text, (Evidence(article, 0, len(text)),))
    assert attributed(quoted, "zh-Hans") == f"自由亚洲电台：{text}"


@pytest.mark.parametrize(
    ("language", "facts", "shown"),
    [
        ("zh-Hans", {}, ""),
        ("zh-Hans", {"published": "2025-01-31"}, "（2025-01-31）"),
        (
            "zh-Hant",
            {"republished_by": "蒙城华人网", "published": "2025-01-31"},
            "（蒙城華人網轉載，2025-01-31）",
        ),
        ("en", {"republished_by": UNNAMED_SITE}, " (republished by an unnamed site)"),
        (
            "en",
            {"published": "2025-01-31T07:12+08:00", "known": {"published": Known.INFERRED}},
            " (c. 2025-01-31)",
        ),
        ("zh-Hans", {"known": {"outlet": Known.INFERRED}}, "（媒体系推断）"),
        ("zh-Hant", {"known": {"outlet": Known.EDITOR}}, "（媒體由編輯註明）"),
        ("en", {"known": {"outlet": Known.STATED}}, ""),
    ],
)
def test_provenance_says_how_a_text_came_to_us(
    language: Language, facts: dict[str, Any], shown: str
) -> None:
    source = Source(REGISTRY["rfa"], "标题", "zh-Hans", **facts)
    assert provenance(source, language) == shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_says_why(reason: Reason, language: Language) -> None:
    said = reason_of(Refusal(reason), language)
    assert said
    assert "$" not in said
    assert has_han(said) is (language != "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Reason)
def test_the_outlet_that_was_asked_is_named_where_it_is_silent(
    reason: Reason, language: Language
) -> None:
    name = REGISTRY["voa"].name(language)
    said = reason_of(Refusal(reason, asked=(REGISTRY["voa"],)), language)
    assert (name in said) is (reason in (Reason.NOT_COVERED, Reason.OFF_TOPIC, Reason.UNHELD))


def test_the_limit_is_told() -> None:
    for language in LANGUAGES:
        assert str(LONGEST_QUESTION) in reason_of(Refusal(Reason.TOO_LONG), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_far_is_not_called_near(language: Language) -> None:
    far = nearest_heading(Refusal(Reason.OFF_TOPIC), language)
    near = nearest_heading(Refusal(Reason.NOT_COVERED), language)
    assert far != near


@pytest.mark.parametrize("kind", FlawKind)
def test_every_flaw_has_its_words(kind: FlawKind) -> None:
    assert f"flaw_{kind.value}" in KEYS


@pytest.mark.parametrize("prompt", sorted(path.stem for path in WORDING.parent.glob("*.md")))
def test_every_call_of_a_model_has_its_words(prompt: str) -> None:
    assert f"why_task_{prompt}" in KEYS
