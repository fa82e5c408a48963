"""The outlet registry: names found in a reader's words, and what a bad file says."""

from pathlib import Path

import pytest

from retrieval.faults import Fault
from retrieval.languages import Language
from retrieval.outlets import Outlet, Registry

SEEDS = Path(__file__).parent.parent / "seeds"
NAMES = 'names = { zh-Hans = "甲报", zh-Hant = "甲報", en = "Jia" }'
OTHER = NAMES.replace("甲", "乙").replace("Jia", "Yi")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(SEEDS / "outlets.toml")


def load(folder: Path, text: str) -> Registry:
    path = folder / "outlets.toml"
    path.write_text(text, encoding="utf-8")
    return Registry.load(path)


def entry(outlet_id: str = "jia", names: str = NAMES, more: str = "") -> str:
    return f'[[outlet]]\nid = "{outlet_id}"\nkind = "daily"\n{names}\n{more}\n'


def test_the_seed_registry_names_its_outlets_in_three_languages(
    registry: Registry,
) -> None:
    assert {outlet.id: outlet.name("zh-Hant") for outlet in registry} == {
        "rfa": "自由亞洲電台",
        "takungpao": "大公報",
        "bingchuan": "冰川思享號",
        "leige": "雷歌視角",
        "voa": "美國之音",
    }
    assert registry["voa"].name("en") == "Voice of America"
    assert registry["takungpao"].name("zh-Hans") == "大公报"
    assert len(registry) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RFA怎么说?", ["rfa"]),
        ("what did rfa's reporter say", ["rfa"]),
        ("ＲＦＡ怎麼說", ["rfa"]),
        ("自由亞洲電台和美国之音有何不同", ["rfa", "voa"]),
        ("it surfaced in Novoa", []),
        ("大公报记者请DeepSeek找漏洞", ["takungpao"]),
        ("Ta  Kung Pao, takungpao and TKP", ["takungpao"]),
        ("Voice of America vs. Radio Free Asia", ["voa", "rfa"]),
        ("《縱深視角》的專訪", ["voa"]),
        ("雷歌视角怎么看", ["leige"]),
        ("雷歌怎么看", ["leige"]),
        ("Bingchuan Sixiang Hao (冰川思享号)", ["bingchuan"]),
        ("冰川思享號的關不羽", ["bingchuan"]),
        ("冰川融化了", []),
        ("", []),
    ],
)
def test_outlets_are_found_by_name(registry: Registry, text: str, expected: list[str]) -> None:
    assert [outlet.id for outlet in registry.named_in(text)] == expected


def test_the_longest_name_wins() -> None:
    names: dict[Language, str] = {"zh-Hans": "晚报", "zh-Hant": "晚報", "en": "Evening"}
    longer: dict[Language, str] = {
        "zh-Hans": "晚报周刊",
        "zh-Hant": "晚報周刊",
        "en": "Evening Weekly",
    }
    registry = Registry((Outlet("a", names, "daily"), Outlet("b", longer, "weekly")))
    assert [outlet.id for outlet in registry.named_in("晚報周刊")] == ["b"]
    assert [outlet.id for outlet in registry.named_in("evening weekly, Evening")] == [
        "b",
        "a",
    ]


def test_of_a_name_that_two_bear_the_first_is_meant() -> None:
    names: dict[Language, str] = {"zh-Hans": "A-B", "zh-Hant": "A-B", "en": "A-B"}
    registry = Registry((Outlet("a", names, "site"), Outlet("b", {**names, "en": "a B"}, "site")))
    assert [outlet.id for outlet in registry.named_in("ab, A B and a-b")] == ["a"]


def test_a_name_of_nothing_but_marks_is_named_nowhere() -> None:
    names: dict[Language, str] = {"zh-Hans": "-", "zh-Hant": "-", "en": "-"}
    assert Registry((Outlet("a", names, "site"),)).named_in("a - b") == ()


def test_an_unknown_id_is_a_fault_that_lists_the_known(registry: Registry) -> None:
    with pytest.raises(Fault, match=r"'bbc': add it to outlets\.toml or use rfa, takungpao"):
        registry["bbc"]


def test_outlets_can_be_set_members(registry: Registry) -> None:
    assert len(set(registry)) == 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ", "is not valid TOML"),
        ("", r"holds \[\[outlet\]\] entries"),
        ("outlet = 3", r"holds \[\[outlet\]\] entries"),
        (entry() + "[other]", r"holds \[\[outlet\]\] entries"),
        ("outlet = [3]", r"holds \[\[outlet\]\] entries"),
        (entry() + entry(), "two outlets have the id 'jia'"),
        (entry() + entry("yi"), "names both jia and yi"),
        (
            entry(more='aliases = ["A-B"]') + entry("yi", OTHER, 'aliases = ["a B"]'),
            "'a B' names both",
        ),
        (entry(more='aliases = ["", "a"]'), "aliases holds an empty"),
        (entry(more='aliases = "a"'), "write aliases as a list"),
        (entry(more='domain = "a"'), "unknown key 'domain'"),
        (entry("Jia!"), "give each"),
        (entry(names='names = { zh-Hans = "甲", zh-Hant = "甲" }'), "has no en name"),
        (entry(names=""), "has no zh-Hans name"),
        (entry(names=NAMES.replace("zh-Hans", "zh-CN")), "named in 'zh-CN'"),
        (entry().replace('kind = "daily"', ""), "has no kind"),
    ],
)
def test_a_bad_registry_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(Fault, match=message) as caught:
        load(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "outlets.toml"))
    assert "\n" not in str(caught.value)


def test_an_alias_of_two_outlets_is_a_fault_in_either_script(tmp_path: Path) -> None:
    text = entry(more='aliases = ["縱深"]') + entry("yi", OTHER, 'aliases = ["纵深"]')
    with pytest.raises(Fault, match="'纵深' names both jia and yi"):
        load(tmp_path, text)


def test_a_missing_or_unreadable_registry_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "outlets.toml"
    with pytest.raises(Fault, match="is missing"):
        Registry.load(path)
    path.write_bytes("甲".encode("gb18030"))
    with pytest.raises(Fault, match="is not UTF-8"):
        Registry.load(path)
    with pytest.raises(Fault, match="cannot be read"):
        Registry.load(tmp_path)
