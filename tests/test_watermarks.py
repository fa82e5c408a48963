"""Scraper watermarks are taken out to the letter, and ordinary articles are left alone."""

import re
from collections.abc import Sequence

import pytest

from retrieval.languages import to_traditional
from retrieval.pages.zones.watermarks import find_watermarks

TITLE = "海峡渡轮停航三天 乡亲们盼早日恢复"
CLAUSES = (
    "连日来的大风让两岸的船只都留在港里,码头上堆满了没有送出的蔬菜和鲜鱼。卖鱼的老陈说,他已经两天没有开张,"
    "冰块化了又添,添了又化。气象部门预计风力在周四夜里减弱,不过浪高仍会超过三米。“如果周五还走不了,我们只好"
    "把货便宜卖给岛上的饭馆,”他说。航运公司表示,安全第一,开船的时间要等海事部门的通知;已经买了票的旅客可以"
    "全额退款,也可以改签。学校把考试推迟到下周,因为有十几名学生被困在对岸的亲戚家里。镇政府开放了体育馆,给"
    "没有地方住的游客过夜,志愿者送来了被子、热水和方便面。上一次停航这么久是在六年前,当时一场台风毁掉了半个"
    "栈桥,修了四个月才重新通航。居民们希望新的防波堤早点建好,设计图去年就画完了,钱却一直没有着落。省里的"
    "专家上个月来看过,他们认为旧堤还能再用几年,只是需要加固。"
)
ADVERTS = ("大xz", "欧洲tubewoqi喷浆", "免费看av", "国产精品")


def sliced(title: str, size: int) -> list[str]:
    letters = re.sub(r"[\W_]", "", title)
    return [letters[at : at + size] for at in range(0, len(letters) - size + 1, size)]


def marked(text: str, slices: Sequence[str], after: str, every: int) -> tuple[str, list[str]]:
    """A text with slices put in after marks, and what was put in."""
    put: list[str] = []
    marks = 0

    def mark(match: re.Match[str]) -> str:
        nonlocal marks
        marks += 1
        if marks % every:
            return match.group()
        put.append(slices[len(put) % len(slices)])
        return match.group() + put[-1]

    return re.sub(f"[{after}]", mark, text), put


def found(text: str, title: str) -> list[str]:
    return [text[start:end] for start, end in find_watermarks(text, title)]


def cleaned(text: str, title: str) -> str:
    kept, position = "", 0
    for start, end in find_watermarks(text, title):
        kept, position = kept + text[position:start], end
    return kept + text[position:]


@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("after", [",。", ",。;“", ",。的"])
@pytest.mark.parametrize("every", [1, 2, 3])
def test_slices_in_order_are_found_to_the_letter(size: int, after: str, every: int) -> None:
    text, put = marked(CLAUSES, sliced(TITLE, size), after, every)
    assert found(text, TITLE) == put
    assert cleaned(text, TITLE) == CLAUSES


def test_slices_in_traditional_characters_are_found() -> None:
    title, clauses = to_traditional(TITLE), to_traditional(CLAUSES)
    text, put = marked(clauses, sliced(title, 2), ",。", 1)
    assert found(text, title) == put


def test_slices_may_leave_letters_of_the_headline_out_and_hold_its_signs() -> None:
    title = "Ferry停航❸/从盼望到抱怨 乡亲对Ferry失望"
    text, put = marked(CLAUSES, ["航❸", "从盼", "抱怨", "乡亲", "失望"], ",。", 1)
    assert found(text, title) == put


@pytest.mark.parametrize("advert", ADVERTS)
def test_an_advert_behind_a_slice_goes_with_it(advert: str) -> None:
    slices = sliced(TITLE, 2)
    slices[2] += advert
    text, put = marked(CLAUSES, slices, ",。", 1)
    assert found(text, TITLE) == put
    assert cleaned(text, TITLE) == CLAUSES


@pytest.mark.parametrize("word", ["DeepSeek", "AI", "360", "wifi", "3km", "免费"])
def test_the_clause_behind_a_slice_stays(word: str) -> None:
    clauses = CLAUSES.replace("。上一次", f"。{word}上一次")
    text, _ = marked(clauses, sliced(TITLE, 2), ",。", 1)
    assert cleaned(text, TITLE) == clauses


def test_a_word_that_the_article_uses_is_no_advert() -> None:
    clauses = CLAUSES.replace("。上一次", "。ferry上一次") + "镇上的人都说这艘ferry很旧。"
    text, _ = marked(clauses, sliced(TITLE, 2), ",。", 1)
    assert cleaned(text, TITLE) == clauses


def test_words_of_the_headline_at_other_places_stay() -> None:
    clauses = CLAUSES + "这次停航让海峡两岸的乡亲们发愁。大家都说,三天太久。"
    text, _ = marked(clauses, sliced(TITLE, 2), ",。", 2)
    assert cleaned(text, TITLE) == clauses


@pytest.mark.parametrize(
    "clauses",
    [
        CLAUSES,
        TITLE + "。" + CLAUSES + TITLE,
        CLAUSES.replace(",", ",海峡"),
        CLAUSES.replace("。", "。停航"),
        "海峡今天有风,渡轮今天没有开,停航要到周五,乡亲们都在等。" * 2,
        "“海峡渡轮”停航,“三天”后恢复。乡亲们说,“海峡渡轮”要停三天。" * 3,
    ],
)
def test_an_ordinary_article_is_left_alone(clauses: str) -> None:
    assert found(clauses, TITLE) == []


def test_items_of_a_headline_told_one_after_the_other_are_left_alone() -> None:
    title = "苹果、华为、小米发布新机"
    told = ("苹果的手机卖了一千万台", "华为的手机卖了九百万台", "小米的手机卖了八百万台")
    text = "。".join((*told, "发布会在周五,新机很贵", *(clause[::-1] for clause in told)))
    more = "苹果涨了一成,华为涨了两成,小米跌了半成。苹果又说,华为也说,小米没有说。"
    assert found(text + "。" + more, title) == []


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_slices_prove_nothing(count: int) -> None:
    text, _ = marked(CLAUSES, sliced(TITLE, 2), ",。", 50 // count)
    assert found(text, TITLE) == []


@pytest.mark.parametrize("title", ["", "海", "。", "海峡", "Ferry stops"])
def test_a_headline_too_short_for_slices_proves_nothing(title: str) -> None:
    text, _ = marked(CLAUSES, sliced(TITLE, 2), ",。", 1)
    assert found(text, title) == []
