"""A long question is about a whole article, a short one about a place in it."""

from collections.abc import Sequence

import pytest

from retrieval.articles import Article, Passage, Source
from retrieval.glossary.glossary import Glossary
from retrieval.index.keywords import Hit, KeywordIndex
from retrieval.outlets import Outlet
from retrieval.passages import passages_of
from retrieval.search.queries import QuestionReader
from retrieval.search.relevance import relevance
from retrieval.search.wholes import by_article
from retrieval.terms import Lexicon

PAPER = Outlet("harbour", {"zh-Hans": "海港报", "zh-Hant": "海港報", "en": "Harbour Post"}, "paper")
FILLER = "市政府公布了明年的预算。会议在上午举行。" * 22
OPENED = "一只企鹅昨天清晨离开了城南动物园的北门，饲养员在码头边的仓库旁找到了它。"
DOCTORS = "三名兽医用渔网和拖车把它送回水池，警方封锁了滨江大道两个小时，公交改道。"
KEEPER = "饲养员在码头边的仓库旁和滨江大道找到了企鹅，警方封锁了北门，兽医用渔网和拖车送走了它。"
LONG = (
    "企鹅昨天清晨离开城南动物园北门后饲养员在码头边仓库旁找到它，"
    "三名兽医用渔网和拖车送回水池，警方封锁滨江大道两个小时公交改道，是怎么回事？"
)


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    texts = {"whole": f"{OPENED}{FILLER}{DOCTORS}", "part": f"{OPENED}{KEEPER}{FILLER}预算。"}
    articles = [Article(id, Source(PAPER, "标题", "zh-Hans"), text) for id, text in texts.items()]
    return [passage for article in articles for passage in passages_of(article)]


def test_the_passages_of_articles_are_found_by_their_ids(passages: list[Passage]) -> None:
    index = KeywordIndex.in_memory(passages, {})
    ids = [passage.id for passage in passages if passage.article == "whole"]
    assert len(ids) > 1
    assert sorted(hit.id for hit in index.of_articles(["whole"])) == ids
    assert index.of_articles([]) == []


def test_a_long_question_prefers_the_article_that_holds_all_of_it(
    passages: list[Passage],
) -> None:
    index = KeywordIndex.in_memory(passages, {})
    query = QuestionReader(Lexicon(), Glossary(()), len(index), index.frequency).read(LONG)
    hits = index.of_articles(["part", "whole"])
    alone = relevance(query, hits)
    again = by_article(query, hits, alone, index.of_articles)
    assert max(alone, key=alone.__getitem__).startswith("part#")
    assert max(again, key=again.__getitem__).startswith("whole#")


def test_a_short_question_is_not_looked_for_in_whole_articles(passages: list[Passage]) -> None:
    def none(_: Sequence[str]) -> Sequence[Hit]:
        raise AssertionError("nothing is to be read")

    index = KeywordIndex.in_memory(passages, {})
    query = QuestionReader(Lexicon(), Glossary(()), len(index), index.frequency).read("企鹅在哪？")
    hits = index.best(query.tokens, 20)
    alone = relevance(query, hits)
    assert by_article(query, hits, alone, none) == alone
