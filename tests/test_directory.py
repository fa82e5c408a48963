"""The directory: the editor's outlets first, names and addresses, outlets nobody listed."""

from pathlib import Path

import pytest

from retrieval.faults import Fault
from retrieval.languages import LANGUAGES, in_script
from retrieval.outlets import Outlet, Registry
from retrieval.pages.facts.directory import (
    WELL_KNOWN,
    Directory,
    host_and_path,
    new_outlet,
    site_of,
)

KINDS = {"agency", "newspaper", "broadcaster", "magazine", "site", "portal", "platform", "blog"}


def outlet(name: str, id: str, *aliases: str, domains: tuple[str, ...] = ()) -> Outlet:
    names = {language: in_script(name, language) for language in LANGUAGES}
    return Outlet(id, names, "site", aliases, domains)


@pytest.fixture(scope="module")
def directory() -> Directory:
    mine = outlet("晨光周刊", "chenguang", "晨周", domains=("blog.example.net/u/7",))
    return Directory.load(Registry((mine, outlet("本社", "xinhua", "我们的新华社"))))


def test_the_well_known_outlets_are_a_registry_of_the_kinds_we_use() -> None:
    known = Registry.load(WELL_KNOWN)
    assert len(known) > 250
    assert {one.kind for one in known} <= KINDS


def test_no_domain_belongs_to_two_well_known_outlets() -> None:
    domains = [host_and_path(domain) for one in Registry.load(WELL_KNOWN) for domain in one.domains]
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(("路透社", "reuters"), ("REUTERS", "reuters"), ("联合报", "udn")),
        *(
            ("聯合報", "udn"),
            ("Ｂ Ｂ Ｃ", "bbc"),
            ("《大公报》", "takungpao"),
            ("晨光週刊", "chenguang"),
        ),
        *(("晨光周刊", "chenguang"), ("路透", "reuters"), ("路透社讯", None), ("", None)),
    ],
)
def test_a_name_is_found_whole_in_either_script(
    directory: Directory, name: str, expected: str | None
) -> None:
    found = directory.by_name(name)
    assert (found and found.id) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(("人民网-文化频道", "people"), ("澎湃新闻·澎湃号·政务", "thepaper")),
        *(("新浪财经-自媒体综合", "sina"), ("網易科技", "netease"), ("网易公司", "netease")),
        *(("SINA Corporation", "sina"), ("www.people.com.cn", "people"), ("CNN Business", "cnn")),
        *(("NBC 5 Dallas-Fort Worth", None), ("CBS Detroit", None), ("财经", None), ("新闻", None)),
        *(("某某日报社", None), ("新华社北京分社的朋友们", None)),
    ],
)
def test_a_channel_or_company_is_its_outlet(
    directory: Directory, name: str, expected: str | None
) -> None:
    found = directory.resolve(name)
    assert (found and found.id) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://money.163.com/19/0907/x.html", "netease"),
        ("https://www.163.com/dy/article/x.html", "netease-accounts"),
        ("https://www.163.com/dyx", "netease"),
        ("https://www.bbc.com/zhongwen/simp/1", "bbc-chinese"),
        ("https://www.bbc.com/zhongwenx", "bbc"),
        ("mp.weixin.qq.com", "wechat"),
        ("https://blog.example.net/u/7/post", "chenguang"),
        ("https://blog.example.net/u/77", None),
        ("https://fgw.zj.gov.cn/art/1", None),
        ("https://www.gov.cn/zhengce", "govcn"),
        ("https://notreuters.com/", None),
        ("https://reuters.com.evil.example/", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_the_longest_domain_and_path_of_an_address_wins(
    directory: Directory, url: str, expected: str | None
) -> None:
    found = directory.by_url(url)
    assert (found and found.id) == expected


def test_an_outlet_of_both_is_the_editors_under_every_name_and_domain(directory: Directory) -> None:
    for found in (
        directory.by_id("xinhua"),
        directory.by_name("新华社"),
        directory.by_name("新华网"),
        directory.by_url("http://www.news.cn/x"),
    ):
        assert found
        assert found.names["zh-Hans"] == "本社"
    assert [one.id for one in directory].count("xinhua") == 1


def test_a_shared_domain_or_alias_makes_it_the_editors_too() -> None:
    by_domain = Directory.load(Registry((outlet("中文路透", "r", domains=("reuters.com",)),)))
    by_alias = Directory.load(Registry((outlet("某社", "r", "Reuters"),)))
    for one in (by_domain, by_alias):
        assert (found := one.by_name("路透社")) and found.id == "r"
        assert "reuters" not in {listed.id for listed in one}


def test_names_in_a_line_come_in_order_once_and_stand_alone(directory: Directory) -> None:
    line = "據《紐約時報》、路透社與AP報導，路透社稱CAPTAIN與「晨周」合作"
    assert [found.id for found in directory.named_in(line)] == ["nyt", "reuters", "ap", "chenguang"]
    assert directory.named_in("今早报名，虽三立誓言") == ()


def test_what_follows_a_leading_name_is_given_back(directory: Directory) -> None:
    led = directory.leading("路透社倫敦1月30日電")
    assert led
    assert (led[0].id, led[1]) == ("reuters", "伦敦1月30日电")
    assert directory.leading("据路透社报道") is None


def test_an_unlisted_outlet_has_a_stable_id_and_every_language() -> None:
    one = new_outlet("證券市場紅週刊")
    assert one.id == new_outlet("证券市场红週刊 ").id
    assert one.id != new_outlet("证券市场").id
    assert one.names["zh-Hans"] == "证券市场红周刊"
    assert one.names["zh-Hant"] == "證券市場紅週刊"
    assert new_outlet("Daily", "https://www.a-b.co.uk/x").id == "a-b-co-uk"
    assert new_outlet("Daily", "https://www.a-b.co.uk/x").domains == ("a-b.co.uk",)
    Registry((one, new_outlet("Daily", "a.example")))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        *(("news.bbc.co.uk", "bbc.co.uk"), ("a.b.example.com", "example.com")),
        *(("fgw.zj.gov.cn", "zj.gov.cn"), ("10.0.0.1", "10.0.0.1"), ("example.com", "example.com")),
    ],
)
def test_the_site_of_a_host(host: str, expected: str) -> None:
    assert site_of(host) == expected


def test_a_directory_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="is missing"):
        Directory.load(Registry(()), tmp_path / "none.toml")
