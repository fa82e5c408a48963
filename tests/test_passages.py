"""Passages: every sentence of an article once, in order, in pieces of a size worth ranking."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import Article, Source
from retrieval.outlets import Outlet
from retrieval.passages import TARGET, header_of, passages_of, sentences_of

OUTLET = Outlet("jia", {"zh-Hans": "甲报", "zh-Hant": "甲報", "en": "Jia Daily"}, "daily")
SOURCE = Source(OUTLET, "谁说的", "zh-Hans")


def article(raw: str, source: Source = SOURCE) -> Article:
    return Article("a", source, raw)


PARTS = st.sampled_from(
    ["天气很好。", "Rain fell. ", "「真的？」他說。", "\n", "长" * 130 + "。", "3.5%"]
)


@settings(deadline=None)  # our machines may be busy
@given(st.lists(PARTS, max_size=40).map("".join))
def test_passages_hold_every_sentence_once_in_order(raw: str) -> None:
    whole = article(raw)
    passages = passages_of(whole)
    assert tuple(s for p in passages for s in p.sentences) == sentences_of(whole)
    assert [p.id for p in passages] == [f"a#{number}" for number in range(len(passages))]
    for passage in passages:
        assert passage.text == whole.text[passage.sentences[0].start : passage.sentences[-1].end]
        assert len(passage.text) <= TARGET or len(passage.sentences) == 1


def test_sentences_are_numbered_and_know_their_article() -> None:
    found = sentences_of(article("第一句。第二句!\n\nThe third."))
    assert [(s.article, s.number) for s in found] == [("a", 0), ("a", 1), ("a", 2)]


def test_short_sentences_share_a_passage_until_it_is_full() -> None:
    passages = passages_of(article("一二三四五六七八九。" * 64))
    assert [len(passage.sentences) for passage in passages] == [32, 32]


@pytest.mark.parametrize("raw", ["", "\n\n", "...", "01"])
def test_an_article_without_words_has_no_passages(raw: str) -> None:
    assert passages_of(article(raw)) == ()


def test_the_header_names_outlet_title_author_and_date() -> None:
    source = Source(OUTLET, "谁说的", "zh-Hans", "2025-01-27", "张三", "某站")
    assert header_of(article("", source)) == "甲报 甲報 Jia Daily 谁说的 张三 2025-01-27"


def test_the_header_leaves_out_what_is_not_known() -> None:
    same = Outlet("bbs", {"zh-Hans": "论坛", "zh-Hant": "论坛", "en": "论坛"}, "forum")
    assert header_of(article("", Source(same, "谁说的", "zh-Hans"))) == "论坛 谁说的"


def test_what_an_embedder_reads_begins_with_the_header() -> None:
    (passage,) = passages_of(article("天气很好。"))
    assert passage.searchable == "甲报 甲報 Jia Daily 谁说的\n天气很好。"
    assert passage.outlet == "jia"
