"""Dates: every form that pages write, what is stated, what is worked out, and what is none."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import Known
from retrieval.pages.facts.dates import date_in_url, read_date

TODAY = date(2025, 2, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-31", "2025-01-31"),
        ("2025-01-31T07:12:00+08:00", "2025-01-31T07:12:00+08:00"),
        ("2025-01-31T07:12:00.000Z", "2025-01-31T07:12:00+00:00"),
        ("2025-01-31T07:12:00-0500", "2025-01-31T07:12:00-05:00"),
        ("发布时间: 2025-1-31 07:12| 查看: 864", "2025-01-31T07:12"),
        ("2025年1月31日 07:12", "2025-01-31T07:12"),
        ("2025年1月31日07时12分", "2025-01-31T07:12"),
        ("2025年1月31日 星期五 下午3:05", "2025-01-31T15:05"),
        ("北京时间2025年1月31日 07:12", "2025-01-31T07:12+08:00"),
        ("公元2025年1月31日", "2025-01-31"),
        ("民國114年1月31日", "2025-01-31"),
        ("二〇二五年一月三十一日", "2025-01-31"),
        ("二零二五年一月廿一日", "2025-01-21"),
        ("20250131", "2025-01-31"),
        ("2025/1/5", "2025-01-05"),
        ("2025.1.5", "2025-01-05"),
        ("Jan. 31, 2025 7:12 p.m. ET", "2025-01-31T19:12"),
        ("January 31st, 2025", "2025-01-31"),
        ("Friday 31 January 2025 07:12 GMT", "2025-01-31T07:12+00:00"),
        ("Fri, 31 Jan 2025 12:00:00 +0530", "2025-01-31T12:00:00+05:30"),
        ("Jan 31, 2025 12:05 a.m. EST", "2025-01-31T00:05-05:00"),
        ("31/01/2025", "2025-01-31"),
        ("1/31/2025", "2025-01-31"),
        ("2025-01-31 25:99", "2025-01-31"),
        ("2025-01-31 07:12 +99:00", "2025-01-31T07:12"),
        ("2025-01-31 07:12 CST", "2025-01-31T07:12"),
        ("2099-01-01，更新于2025-01-31", "2025-01-31"),
    ],
)
def test_a_full_date_is_stated(text: str, expected: str) -> None:
    assert read_date(text, TODAY) == (expected, Known.STATED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1月30日", "2025-01-30"),
        ("一月三十日", "2025-01-30"),
        ("2月2日", "2025-02-02"),
        ("2月5日", "2024-02-05"),
        ("12月31日", "2024-12-31"),
        ("2月29日", "2024-02-29"),
        ("30日", "2025-01-30"),
        ("10-08 12:00", "2024-10-08"),
        ("May 5", "2024-05-05"),
        ("昨日", "2025-01-31"),
        ("前天", "2025-01-30"),
        ("yesterday", "2025-01-31"),
        ("3小时前", "2025-02-01"),
        ("1日前", "2025-01-31"),
        ("2 days ago", "2025-01-30"),
        ("两周前发布，2周前", "2025-01-18"),
    ],
)
def test_the_rest_is_worked_out_from_a_known_day(text: str, expected: str) -> None:
    assert read_date(text, TODAY) == (expected, Known.INFERRED)
    assert read_date(text, None) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "版本 1.2.3", "GPT-4o 2.0", "2025", "2025年1月", "浙B2-20181004", "电话 13812345678"),
        *("2025-02-30", "2025年02月30日", "2025-13-01", "2025-02-03", "2025年3月1日", "1850-01-01"),
        *("01/02/2025", "二月三十日", "32日", "20日本队"),
    ],
)
def test_what_is_impossible_in_the_future_or_no_date_is_none(text: str) -> None:
    assert read_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/2025/01/31/story", "2025-01-31"),
        ("https://example.com/world/2024/nov/18/story", "2024-11-18"),
        ("http://example.com/a/20250131/14526474_0.shtml", "2025-01-31"),
        ("https://example.com/c/2025-01-31/doc-1.shtml", "2025-01-31"),
        ("https://example.com/c/2025_01_31_516923.shtml", "2025-01-31"),
        ("https://example.com/2026/01/31/story", None),
        ("https://example.com/202501/1220000.shtml", None),
        ("https://example.com/story-11574168580", None),
        ("https://example.com/2024/13/45/story", None),
    ],
)
def test_a_date_in_an_address(url: str, expected: str | None) -> None:
    assert date_in_url(url, TODAY) == expected


@settings(deadline=None)  # our machines may be busy
@given(st.text("0123456789年月日-/:. T+Z昨天前小时 janJANago", max_size=40), st.dates())
def test_no_date_is_after_tomorrow_and_every_one_is_iso(text: str, day: date) -> None:
    reference = min(day, date.max - timedelta(days=2))
    found = read_date(text, reference)
    if found:
        assert date.fromisoformat(found[0][:10]) <= reference + timedelta(days=1)
