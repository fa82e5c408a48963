"""`whosaid search`: passages by outlet and day, as JSON, whatever is asked."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from bot.cli import main
from bot.settings import Settings
from bot.workspace import opened_search, opened_store
from retrieval.scope import Scope
from retrieval.search import ServedSearch, Slots

Found = list[dict[str, Any]]
Searched = Callable[..., Found]

COST = "DeepSeek的训练成本是多少?"


@pytest.fixture
def run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    def _run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        argv = ["whosaid", "search", *arguments, "--data", str(settings.data)]
        monkeypatch.setattr(sys, "argv", argv)
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return _run


@pytest.fixture
def searched(run: Callable[..., tuple[int, str, str]]) -> Searched:
    def _searched(*arguments: str, stdin: str = "") -> Found:
        code, out, err = run("--json", *arguments, stdin=stdin)
        assert (code, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()]

    return _searched


@pytest.fixture(scope="module")
def search(settings: Settings) -> Iterator[ServedSearch]:
    with opened_search(settings) as opened:
        yield opened


def test_a_match_is_a_slice_of_its_article(searched: Searched, settings: Settings) -> None:
    (found,) = searched(COST)
    assert found["query"] == COST
    with opened_store(settings) as store:
        for match in found["matches"]:
            article = store.article(match["article"])
            assert article.text[match["start"] : match["end"]] == match["text"]
            assert article.source.outlet.id == match["outlet"]
            assert match["passage"].startswith(match["article"])


def test_matches_come_best_first_with_scores_that_can_be_compared(searched: Searched) -> None:
    told, other = searched("-", stdin=f"{COST}\n约基奇昨天得了多少分?\n")
    scores = [match["score"] for match in told["matches"]]
    assert scores == sorted(scores, reverse=True)
    assert 1 >= scores[0] > max((match["score"] for match in other["matches"]), default=0)


def test_each_line_is_a_query_of_its_own(searched: Searched) -> None:
    queries = ["蒸馏", "", "Stargate", "  "]
    assert [found["query"] for found in searched("-", stdin="\n".join(queries))] == queries


def test_a_limit(searched: Searched) -> None:
    assert len(searched(COST, "--limit", "3")[0]["matches"]) == 3


def test_other_articles_come_before_a_second_passage(searched: Searched) -> None:
    articles = [match["article"] for match in searched(COST, "--limit", "5")[0]["matches"]]
    assert len(set(articles)) == len(articles) == 5


@pytest.mark.parametrize(
    ("arguments", "outlets"),
    [
        (["蒸馏", "--outlet", "rfa"], {"rfa"}),
        (["蒸馏", "--outlet", "自由亞洲電台"], {"rfa"}),
        (["DeepSeek", "--outlet", "VOA", "--outlet", "大公报"], {"voa", "takungpao"}),
        (["大公报怎么说DeepSeek?", "--outlet", "voa"], {"voa"}),
    ],
)
def test_an_outlet_is_kept_to(searched: Searched, arguments: list[str], outlets: set[str]) -> None:
    (found,) = searched(*arguments)
    assert {match["outlet"] for match in found["matches"]} == outlets


@pytest.mark.parametrize(
    ("query", "outlet"),
    [
        ("大公报怎么说DeepSeek?", "takungpao"),
        ("What did Radio Free Asia say about distillation?", "rfa"),
    ],
)
def test_an_outlet_that_is_asked_has_half_of_the_places(
    searched: Searched, query: str, outlet: str
) -> None:
    outlets = [match["outlet"] for match in searched(query, "--limit", "6")[0]["matches"]]
    assert outlets.count(outlet) >= 3
    assert len(outlets) == 6


def test_days_are_kept_to(searched: Searched) -> None:
    for arguments in (["--since", "2025-01-28", "--until", "2025-02-10"],):
        days = [match["published"] for match in searched("蒸馏", *arguments)[0]["matches"]]
        assert days and all("2025-01-28" <= day <= "2025-02-10" for day in days)


@pytest.mark.parametrize(
    "question",
    ["2025年2月的报道怎么说DeepSeek?", "What was reported in February 2025 about DeepSeek?"],
)
def test_a_question_for_the_reports_of_a_month_gets_those(
    search: ServedSearch, question: str
) -> None:
    findings = search.find(question)
    assert findings.matches
    assert {a.source.published[:7] for a in findings.articles.values() if a.source.published} == {
        "2025-02"
    }


def test_a_month_without_reports_keeps_nothing_back(search: ServedSearch) -> None:
    assert search.find("2019年3月的报道怎么说DeepSeek?").matches


def test_days_without_anything_find_nothing(search: ServedSearch) -> None:
    scope = Scope(since=date(2019, 1, 1), until=date(2019, 12, 31))
    assert search.within("DeepSeek", scope).matches == ()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["x", "--since", "yesterday"], "--since 'yesterday' is no day: write it as 2025-01-31"),
        (["x", "--until", "2025-02-30"], "write it as 2025-01-31"),
        (["x", "--outlet", "Nowhere Post"], "`whosaid sources` lists them"),
    ],
)
def test_a_wrong_option_is_one_line(
    run: Callable[..., tuple[int, str, str]], arguments: list[str], told: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


def test_for_people_a_match_is_two_lines(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run("蒸馏", "--limit", "2")
    assert code == 0
    assert len(out.splitlines()) == 4
    assert "2025-01-31" in out


@pytest.mark.parametrize(
    "query",
    [
        "",
        "的",
        "?",
        "AND",
        "OR NOT",
        '"',
        "*",
        "text:DeepSeek",
        "id:* AND words:[a TO z]",
        "DeepSeek^9999",
        "((((",
        "a{1,99999}b|(.*)+$",
        "\\",
        "\x00\x01",
        "\u202e蒸馏\u200f",
        "🐳🐳🐳 DeepSeek 🤖",
        "的 了 吗 the of",
        "دیپ‌سیک 蒸餾 Ди́псик",
        "\ud800蒸馏",
        "$where: {'$gt': 1}",
        "%' OR 1=1 --",
        "千亿万兆" * 30,
        "蒸馏" * 50_000,
        "9" * 100_000,
        "年" * 100_000,
        "a " * 50_000,
    ],
)
def test_no_query_is_an_error(search: ServedSearch, query: str) -> None:
    matches = search.find(query, slots=Slots.listing(5)).matches
    assert len(matches) <= 5


@given_settings(deadline=None, max_examples=150)
@given(st.text(max_size=80))
def test_no_text_is_an_error(search: ServedSearch, query: str) -> None:
    assert all(0 <= match.score <= 1 for match in search.find(query).matches)


def test_an_english_question_finds_chinese_coverage_by_its_names(search: ServedSearch) -> None:
    first = search.find("What did Sacks tell Fox News about distillation?").matches[0].passage
    assert "萨克斯" in first.text


@pytest.mark.parametrize(
    "asked",
    ["557.6 万美元", "5.576 million dollars", "五百五十七万六千美元", "五百五十七萬六千美元"],
)
def test_a_number_is_found_however_it_is_written(search: ServedSearch, asked: str) -> None:
    found = [match.passage for match in search.find(asked).matches[:2]]
    assert {passage.outlet for passage in found} == {"leige", "voa"}
    assert all("557.6" in passage.text for passage in found)


def test_queries_with_half_a_character_come_from_a_pipe(
    settings: Settings, tmp_path: Path, searched: Searched
) -> None:
    (found,) = searched("-", stdin="\udcff蒸馏\n")
    assert found["matches"]
