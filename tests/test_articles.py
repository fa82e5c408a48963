"""Articles: text is raw less its removals, and offsets lead back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import Article, Kind, Source, Zone
from retrieval.outlets import Outlet

OUTLET = Outlet("jia", {"zh-Hans": "甲报", "zh-Hant": "甲報", "en": "Jia"}, "daily")
SOURCE = Source(OUTLET, "标题", "zh-Hans")


def article(raw: str, *spans: tuple[int, int]) -> Article:
    zones = tuple(Zone(*span, Kind.ADVERT, "advert") for span in spans)
    return Article("a", SOURCE, raw, zones)


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ((), "廣告甲乙\r\n丙廣告"),
        (((0, 2),), "甲乙\r\n丙廣告"),
        (((0, 2), (7, 9)), "甲乙\r\n丙"),
        (((2, 4), (4, 6)), "廣告丙廣告"),
        (((0, 9),), ""),
    ],
)
def test_text_is_raw_less_the_removals(spans: tuple[tuple[int, int], ...], text: str) -> None:
    assert article("廣告甲乙\r\n丙廣告", *spans).text == text


@pytest.mark.parametrize("kind", Kind)
def test_only_what_is_not_reporting_is_removed(kind: Kind) -> None:
    page = Article("a", SOURCE, "廣告甲乙", (Zone(0, 2, kind, "x"),))
    reporting = kind in (Kind.HEADLINE, Kind.BODY, Kind.CAPTION, Kind.QUOTE)
    assert page.text == ("廣告甲乙" if reporting else "甲乙")
    assert bool(page.removals) is not reporting


def test_an_offset_leads_past_the_removals_before_it() -> None:
    page = article("廣告甲乙廣告丙", (0, 2), (4, 6))
    assert [page.raw_offset(offset) for offset in range(3)] == [2, 3, 6]


@st.composite
def pages(draw: st.DrawFn) -> Article:
    raw = draw(st.text(max_size=80))
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=12)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return article(raw, *(span for span in spans if span[0] < span[1]))


@settings(deadline=None)  # our machines may be busy
@given(pages())
def test_every_character_of_the_text_is_found_in_raw(page: Article) -> None:
    offsets = [page.raw_offset(offset) for offset in range(len(page.text))]
    assert [page.raw[offset] for offset in offsets] == list(page.text)
    assert offsets == sorted(set(offsets))
    assert not any(r.start <= offset < r.end for r in page.removals for offset in offsets)
    assert len(page.text) == len(page.raw) - sum(r.end - r.start for r in page.removals)
