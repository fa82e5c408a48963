"""The people and organisations a statement names must stand in what it cites."""

import pytest

from bot.answering.checks.names import unsupported_names
from retrieval.terms import Alias

ALIASES = (
    Alias.of("person", ["林晓", "林曉", "Xiao Lin", "Lin"]),
    Alias.of("organisation", ["海蓝科技", "HaiLan"]),
    Alias.of("organisation", ["海蓝", "Hai"]),
    Alias.of("place", ["青城", "Qing City"]),
)


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("林晓说厂房已停工。", "林曉表示,廠房已經停工。"),
        ("Xiao Lin said the plant has stopped.", "林晓表示,厂房已经停工。"),
        ("海蓝科技已停工。", "HaiLan 的厂房已经停工。"),
        ("青城的厂房已停工。", "厂房已经停工。"),
        ("The plant lined up its stock.", "厂房备足了货。"),
    ],
)
def test_held(statement: str, evidence: str) -> None:
    assert unsupported_names(statement, [evidence], ALIASES) == ()


@pytest.mark.parametrize(
    ("statement", "evidence", "missing"),
    [
        ("林晓说厂房已停工。", "厂长表示,厂房已经停工。", ("林晓",)),
        ("Lin said the plant has stopped.", "厂长表示,厂房已经停工。", ("林晓",)),
        ("海藍科技說廠房已停工。", "厂长表示,厂房已经停工。", ("海蓝科技",)),
    ],
)
def test_not_held(statement: str, evidence: str, missing: tuple[str, ...]) -> None:
    assert unsupported_names(statement, [evidence], ALIASES) == missing
