"""Near-duplicates: copies are found in either script, other news in the same words is not."""

import os
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.languages import to_traditional
from retrieval.pages.shingles import BANDS, SHORTEST, Overlap, bands, is_reprint, overlap, sketch

STORY = (
    "海边小城的灯塔星期二晚上重新亮了。市长说，修复工作用了三年零四个月，花费557.6万元，"
    "比原先的预算少了一成。“没有人想到它还能再亮。”看守灯塔的老人告诉记者，他的祖父在1911年"
    "点亮过同一盏灯。工程师认为，新的光源可以让30海里以外的船只看见，并且比旧灯省电。"
    "渔民则担心灯光会惊扰鱼群，要求推迟到禁渔期结束以后。市政府回应称，将在9月举行听证会。"
)
ENGLISH = (
    "The lighthouse of the small coastal town shone again on Tuesday night. The mayor said the"
    " repair took three years and cost 5.6 million yuan, a tenth below the budget. Nobody thought"
    " it would ever shine again, said the keeper, whose grandfather lit the same lamp in 1911."
    " Engineers believe that ships 30 miles away can see the new light. Fishers fear for the fish."
)
DAILY = (
    "截至{}日收盘，某某股份报收于{}元，上涨{}%，换手率{}%，成交量{}万手，成交额{}万元。当日的资金流向"
    "数据方面，主力资金净流入{}万元，占总成交额{}%。该股最近90天内共有8家机构给出评级，买入评级6家，"
    "增持评级2家；过去90天内机构目标均价为20.5元。该公司主营业务为海上灯塔的修复与维护，以及配套设备。"
)


def likely(first: str, second: str) -> bool:
    return bool(set(bands(sketch(first))) & set(bands(sketch(second))))


def is_copy(first: str, second: str) -> bool:
    return is_reprint(overlap(first, second))


def characters(count: int, seed: int) -> str:
    chosen = random.Random(seed)  # noqa: S311 - the same each time
    return "".join(chr(chosen.randrange(0x4E00, 0x9F00)) for _ in range(count))


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        to_traditional(STORY),
        STORY.replace("，", " , ").replace("。", "。\n\n"),
        "\u3000\u3000" + " ".join(STORY),
    ],
)
def test_script_spacing_and_punctuation_make_no_difference(copy: str) -> None:
    assert sketch(copy) == sketch(STORY)
    assert overlap(copy, STORY).jaccard == 1.0


def test_case_and_punctuation_make_no_difference_in_english() -> None:
    assert sketch(ENGLISH.upper().replace(". ", " — ")) == sketch(ENGLISH)


@pytest.mark.parametrize(
    "copy",
    [
        f"原标题：灯塔重亮\n来源：某某晚报 编辑：李四\n{STORY}\n（本文转载自网络，不代表本站观点）",
        STORY.replace("小城", "小镇").replace("老人", "老者").replace("担心", "忧虑"),
        "。".join(STORY.split("。")[1:]),
        to_traditional("。".join(STORY.split("。")[:-2])),
    ],
)
def test_an_edited_copy_is_a_reprint(copy: str) -> None:
    assert likely(copy, STORY)
    assert is_copy(copy, STORY)
    assert is_copy(STORY, copy)


def test_an_edited_english_copy_is_a_reprint() -> None:
    copy = "From our partners. " + ENGLISH.replace("small coastal", "little seaside")
    assert likely(copy, ENGLISH)
    assert is_copy(copy, ENGLISH)


def test_another_report_of_the_same_event_is_no_reprint() -> None:
    other = (
        "沉寂多年之后，灯塔在周二夜里再度发光。记者从市政府获悉，整个工程历时三年多，耗资五百余万元。"
        "不少居民到海边围观，有人落泪。当地渔业协会表示，新灯太亮，可能影响捕捞，希望暂缓启用。"
        "市府方面说，九月会听取各方意见，届时再作决定。灯塔建于二十世纪初，曾在战争中两次熄灭。"
    )
    assert not likely(other, STORY)
    assert not is_copy(other, STORY)


def test_a_daily_report_with_other_figures_is_no_reprint() -> None:
    first = DAILY.format(8, 17.28, 0.52, 0.85, 1.31, 2254.02, 75.12, 3.33)
    second = DAILY.format(9, 16.31, 0.24, 0.99, 29.22, 4771.9, 339.3, 7.12)
    found = overlap(first, second)
    assert max(found.first, found.second) > 0.6
    assert found.figures < 0.6
    assert not is_copy(first, second)
    assert is_copy(first, first.replace("某某股份", "某某公司"))


def test_figures_are_compared_after_the_same_words() -> None:
    assert overlap(STORY, f"2025-01-30 10:05:07 {STORY}").figures == 1.0
    same = "另有四人失踪，救援仍在继续，道路尚未恢复通行。当地医院已经收治全部伤员。"
    told = overlap(f"死者有12人，伤者30人，{same}", f"死者有19人，伤者30人，{same}")
    assert told.figures == 0.5
    assert overlap("死者有12人，伤者30人", "死者有30人，伤者12人").figures == 0.0
    assert overlap("灯塔亮了", "灯塔亮了").figures == 1.0


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Overlap(0.75, 0.3, 0.3, 0.8, SHORTEST), True),
        (Overlap(0.3, 0.75, 0.3, 0.8, SHORTEST), True),
        (Overlap(0.74, 0.74, 0.6, 1.0, 500), False),
        (Overlap(1.0, 1.0, 1.0, 0.79, 500), False),
        (Overlap(1.0, 0.1, 0.1, 1.0, SHORTEST - 1), False),
    ],
)
def test_what_makes_a_reprint(found: Overlap, expected: bool) -> None:
    assert is_reprint(found) is expected


def test_copies_of_likeness_one_half_are_found() -> None:
    found = 0
    for seed in range(200):
        shared = characters(406, seed)
        one, two = characters(200, seed + 1_000), characters(200, seed + 2_000)
        found += likely(shared + one, shared + two)
    assert found >= 194  # 99.2 % of 200, less what chance allows


def test_other_texts_are_not_candidates() -> None:
    texts = [bands(sketch(characters(500, seed))) for seed in range(60)]
    assert len({key for keys in texts for key in keys}) == 60 * BANDS


def test_likeness_is_estimated() -> None:
    shared = characters(600, 1)
    one, two = sketch(shared + characters(300, 2)), sketch(shared + characters(300, 3))
    assert abs(one.likeness(two) - 0.5) < 0.15
    assert one.likeness(one) == 1.0
    assert one.likeness(sketch("")) == 0.0


def test_stored_keys_stay_what_they_are() -> None:
    """A new version of a library that changes these makes every stored key worthless."""
    assert bands(sketch(STORY))[:2] == (5706260780609865729, 5152761894470258200)
    assert bands(sketch(ENGLISH))[:2] == (7279847927079739911, 1651614211904206160)


def test_keys_are_the_same_in_every_process() -> None:
    code = (
        "import sys; from retrieval.pages.shingles import bands, sketch;"
        "print(bands(sketch(sys.argv[1])))"
    )
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        said = subprocess.check_output([sys.executable, "-c", code, STORY], env=environment)
        assert said.decode().strip() == str(bands(sketch(STORY)))


def test_a_text_without_words_has_no_keys() -> None:
    assert bands(sketch(" ，。\n…")) == ()
    assert len(bands(sketch("字"))) == BANDS
    assert overlap("", STORY) == Overlap(0.0, 0.0, 0.0, 1.0, 0)


@settings(deadline=None)  # our machines may be busy
@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_are_compared_alike_from_both_sides(first: str, second: str) -> None:
    there, back = overlap(first, second), overlap(second, first)
    assert (there.first, there.second, there.jaccard) == (back.second, back.first, back.jaccard)
    assert there.figures == back.figures
    assert 0 <= there.jaccard <= min(there.first, there.second) <= 1
    assert 0 <= there.figures <= 1
    keys = bands(sketch(first))
    assert len(keys) in (0, BANDS) and all(0 <= key < 2**63 for key in keys)
