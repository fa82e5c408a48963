"""Addresses: what is public, where a URL leads, and when two URLs are one."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.pages.page import Unfit, Why
from retrieval.web.addresses import MAX_URL, Target, canonical_url, is_public, joined, target_of

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "168.63.129.15",
    "169.253.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "192.167.255.255",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2400:cb00::1",
    "2606:4700::1111",
    "2a00:1450::5",
    "3ffd::1",
]

NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",  # a cloud's metadata
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",  # a cloud's own service
    "169.254.0.1",
    "169.254.169.254",  # most clouds' metadata
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",  # a cloud's metadata
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",  # compatible
    "::8.8.8.8",
    "::ffff:127.0.0.1",  # mapped
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",  # translated
    "64:ff9b::7f00:1",  # NAT64
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",  # Teredo
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002::1",  # 6to4
    "2002:7f00:1::1",
    "2002:808:808::1",
    "3ffe::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",  # a cloud's metadata
    "fd20:ce::254",  # another's
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1111%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "",
    "localhost",
    "127.1",
    "127.0.0.01",
    "0x7f000001",
    "2130706433",
    " 8.8.8.8",
]


@pytest.mark.parametrize("ip", PUBLIC)
def test_what_is_routed_to_one_machine_is_public(ip: str) -> None:
    assert is_public(ip)
    assert is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_what_is_special_is_not_public(ip: str) -> None:
    assert not is_public(ip)


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_is_public_inside_ipv6(ip: ipaddress.IPv4Address) -> None:
    number = int(ip)
    for prefix in (0, 0xFFFF << 32, 0x64FF9B << 96, (0x2002 << 112) | (number << 80)):
        assert not is_public(ipaddress.IPv6Address(prefix | number))


@given(st.ip_addresses())
def test_what_the_standard_library_knows_to_be_special_is_not_public(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    assert not is_public(ip) or (ip.is_global and not ip.is_multicast and not ip.is_reserved)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://example.com", Target("http", "example.com", 80, "/")),
        ("HTTPS://Example.COM./A?b=C#d", Target("https", "example.com", 443, "/A?b=C")),
        (" https://example.com:8443/x \n", Target("https", "example.com", 8443, "/x")),
        ("http://新闻.cn/中文", Target("http", "xn--efvy88h.cn", 80, "/%E4%B8%AD%E6%96%87")),
        ("http://a.cn/%E4%B8%AD a", Target("http", "a.cn", 80, "/%E4%B8%AD%20a")),
        ("http://8.8.8.8/", Target("http", "8.8.8.8", 80, "/")),
        ("http://[2606:4700:0::1111]:80/", Target("http", "2606:4700::1111", 80, "/")),
        ("http://under_score.example.com/", Target("http", "under_score.example.com", 80, "/")),
    ],
)
def test_where_a_url_leads(url: str, target: Target) -> None:
    assert target_of(url) == target


REFUSED = [
    "",
    "example.com",
    "//example.com/",
    "/path",
    "http:",
    "http://",
    "http:///x",
    "http:example.com",
    "ftp://example.com/",
    "file:///etc/passwd",
    "data:text/html,hello",
    "javascript:alert(1)",
    "gopher://example.com/",
    "http://user@example.com/",
    "http://user:secret@example.com/",
    "http://@example.com/",
    "http://8.8.8.8@127.0.0.1/",
    "http://example.com:80@127.0.0.1/",
    "http://example.com\\@127.0.0.1/",
    "http://127.0.0.1\\.example.com/",
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://127.0.0.01/",
    "http://0177.0.0.1/",
    "http://0x7f.1/",
    "http://0X7F000001/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0/",
    "http://1.2.3.4.5/",
    "http://example.0x7f/",
    "http://127。0。0。1/",
    "http://１２７.0.0.1/",
    "http://①②⑦.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25eth0]/",
    "http://[::1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://example.com:0/",
    "http://example.com:22/",
    "http://example.com:25/",
    "http://example.com:1023/",
    "http://example.com:65536/",
    "http://example.com:-1/",
    "http://example.com:8o/",
    "http://exam ple.com/",
    "http://exam\tple.com/",
    "http://example.com/a\r\nHost: 127.0.0.1",
    "http://example.com/\x00",
    "http://exam\u00adple\u200b.com/",
    "http://a..b/",
    "http://.example.com/",
    f"http://{'a' * 64}.com/",
    f"http://{'a.' * 140}com/",
    "http://example.com/" + "a" * 100_000,
    "http://" + "a" * 100_000,
]


@pytest.mark.parametrize("url", REFUSED, ids=lambda url: url[:40])
def test_what_is_refused_before_any_look_up(url: str) -> None:
    found = target_of(url)
    assert isinstance(found, Unfit)
    assert found.why is Why.NOT_PUBLIC
    assert "\n" not in found.detail and len(found.detail) < 150


def test_an_operator_may_allow_a_host_by_its_exact_name() -> None:
    allowed = frozenset({"127.0.0.1:8080", "intranet", "[::1]:9000"})
    good = [
        "http://127.0.0.1:8080/",
        "http://intranet:25/",
        "http://INTRANET./",
        "http://[::1]:9000/",
    ]
    bad = ["http://127.0.0.1/", "http://127.0.0.1:8081/", "http://127.0.0.2:8080/", "http://[::1]/"]
    assert all(isinstance(target_of(url, allowed), Target) for url in good)
    assert all(isinstance(target_of(url, allowed), Unfit) for url in bad)
    spelt = ["http://2130706433:8080/", "http://user@127.0.0.1:8080/", "file://intranet/x"]
    assert all(isinstance(target_of(url, allowed), Unfit) for url in spelt)


def test_the_longest_url_is_fetched_and_one_more_character_is_not() -> None:
    url = "http://example.com/"
    longest = url + "a" * (MAX_URL - len(url))
    assert isinstance(target_of(longest), Target)
    assert isinstance(target_of(longest + "a"), Unfit)


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "http://a.com:81/b"),
        ("b", "http://a.com:81/x/b"),
        ("?q=1", "http://a.com:81/x/y?q=1"),
        ("//b.com/c", "http://b.com/c"),
        (" https://b.com/ ", "https://b.com/"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_redirects_are_joined_to_where_they_come_from(location: str, url: str) -> None:
    assert joined(Target("http", "a.com", 81, "/x/y"), location) == url


@pytest.mark.parametrize("location", ["http://[", "//[x", "http://[::1"])
def test_a_redirect_that_is_no_url_is_refused_and_breaks_nothing(location: str) -> None:
    assert isinstance(target_of(joined(Target("http", "a.com", 80, "/"), location)), Unfit)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.com:80", "http://example.com/"),
        ("https://example.com.:443/A/b/?x=1#top", "https://example.com/A/b/?x=1"),
        ("https://a.com/?utm_source=x&id=3&UTM_medium=y&b=", "https://a.com/?id=3&b="),
        ("https://a.com/?utm_source=x", "https://a.com/"),
        ("https://a.com/?fbclid=1&gclid=2&mc_cid=3", "https://a.com/"),
        ("https://a.com/?my_utm_source=x&utm=1", "https://a.com/?my_utm_source=x&utm=1"),
        ("https://a.com/?b=2&a=1&b=1", "https://a.com/?b=2&a=1&b=1"),
        ("http://新闻.cn/中?q=文", "http://xn--efvy88h.cn/%E4%B8%AD?q=%E6%96%87"),
        ("not a url", "not a url"),
        ("mailto:a@b.com", "mailto:a@b.com"),
    ],
)
def test_one_page_has_one_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@given(st.text(max_size=30).map("http://example.com/".__add__) | st.text(max_size=30))
def test_a_canonical_url_is_its_own(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)
