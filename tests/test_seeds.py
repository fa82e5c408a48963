"""The five seed articles as readers will see them, and what a bad seeds folder says."""

import hashlib
import shutil
from pathlib import Path

import pytest

from retrieval.articles import Article, Kind, Zone
from retrieval.faults import Fault
from retrieval.ingest.seeds import read_seeds
from retrieval.outlets import UNNAMED_SITE
from retrieval.pages.zones.zoning import find_zones

SEEDS = Path(__file__).parent.parent / "seeds"
RFA = "000_1f03a6c2bc1a6fca"

DIGESTS = {
    "rfa": "77a4fc7be701cfe4ebac43a69f81b60ccf1c01dd6ca9ff9d807aaffe7b1cd380",
    "takungpao": "3a69284cc65f8b571a9b77fd8b0e421590f298bfe39b3d1abd7634a2119eb873",
    "bingchuan": "d1a2dd259f1d558557761ad2c444285c8ea6f98300b1fdc5dad335805d3ba08e",
    "leige": "eddd3b2b2bd4f873e7621087fb51ab2e523091758ba14c2bc43a68fefa997117",
    "voa": "2f2d2abef9b405f48cb51039e6b25d7031ee2e817bf1809deff4767a5eedc9e3",
}
TEXTS = {
    "rfa": "e22f986e7d9e955848c3c551448d64a9a85e5e01e74d6d93ea932922b8193c0c",
    "takungpao": "9b598176492175806c5d63e004d1cc4a6d6ffaab0cf7aa718312b307c8c4911b",
    "bingchuan": "a7e9bb4e74461fb691dbaa55d5947cd49f3b2355087ff3f005cf602e9afee795",
    "leige": "dc277fb3935e9187fe553ee31cde2e1e3b8a41279b2c34b1047541700cc0a17d",
    "voa": "f625721e381fabd721d742ab2ea4695cfde52f3972f1388906cff0e8b06d9a39",
}
FIRST_AND_LAST = {
    "rfa": ("DeekSeek靠“蒸馏”火出圈", "尚未回复本台相关置评请求。"),
    "takungpao": ("DeepSeek风暴❷/从夸赞到泼脏水", "而不是扣帽子。”"),
    "bingchuan": ("师承ChatGPT的DeepSeek", "会吸引更多的投资者进场。"),
    "leige": ("深度分析:DeepSeek 能不能颠覆全球AI格局?", "倒有可能更快地开源分享。"),
    "voa": (
        "專訪杜奕瑾:DeepSeek改變美中AI競爭格局?",
        "該項目被稱為“星際之門”(Stargate)。",
    ),
}
NEVER = {
    "rfa": "iU91 首页 发布时间 标签 免责声明 Cineplex 家庭影院 泽连斯基",
    "takungpao": "约基奇 最近发表 友情链接 大jb vodafone \\ 苏雨润 "
    "暴❷大规模 是暴❷ 暴❷在 从夸科技 从夸DeepSeek 从夸中国 泼脏图 泼脏奶酪 泼脏打破 "
    "水美 国对答案 国对新华社",
    "bingchuan": "来源: 撰文 AI配图 A+ 声明",
    "leige": "广告服务 收藏本页 2025-01-28 2025年1月27日 更多精彩 油管 谢谢 "
    "破棉袄 不重要吧 小米加步枪 LG杯 Copyright 闪电",
    "voa": "無障礙 突發新聞 please media 0:06:39 論壇 XS",
}
STAYS = {
    "rfa": [
        "(Florence Lo/路透社)\n\n",
        "\xa0(Dado Ruvic/路透社)",
        "窃取技术还是创新?\n\nDeepSeek真的",
    ],
    "takungpao": [
        "美国对DeepSeek下手\n图:中国人工智能初创公司DeepSeek崛起震撼全球,大规模预训练不再是",
        "不再是科技巨头的专利,有利普及",
        "AI应用。图为去年初西班牙",
        "大会上,人们在展台与AI机器狗互动。中国人工智能",
        "DeepSeek(深度求索)的崛起震撼全球",
        "DeepSeek是积极技术成果",
        "DeepSeek“偷窃”。DeepSeek到底触动了谁的奶酪?",
        "在美国,360集团创始人周鸿祎不讳言:“你把这些事联系到一起,答案不言而喻。” 清华大学",
        "表示,在AI竞技场中,中国“新道”超车,打破“算力为王”的固有思维",
        "全球开发者都能查看。” 在这场AI竞赛中",
    ],
    "bingchuan": ["01\n\nDeepSeek师承ChatGPT\n\n", "不过分吧?\n\n\n“蒸馏技术”不是"],
    "leige": [
        "发帖说:\n\n\xa0 “复制你知道",
        "(注:计算成本的方法",
        "\n\n三、三点结论\n\n",
    ],
    "voa": [
        "的新趨勢。\n\nDeepSeek 物美價廉?\n\nDeepSeek託生",
        "”他說。\n\n杜先生認為",
    ],
}


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {article.source.outlet.id: article for article in read_seeds(SEEDS)[1]}


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A seeds folder with one article in it, to be broken."""
    folder = tmp_path / "seeds"
    (folder / "articles").mkdir(parents=True)
    shutil.copy(SEEDS / "outlets.toml", folder)
    for suffix in ("txt", "toml"):
        shutil.copy(SEEDS / "articles" / f"{RFA}.{suffix}", folder / "articles")
    return folder


def fault(seeds: Path) -> str:
    with pytest.raises(Fault) as caught:
        read_seeds(seeds)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_every_outlet_has_one_article_in_the_order_of_file_names() -> None:
    registry, articles = read_seeds(SEEDS)
    assert [article.source.outlet for article in articles] == list(registry)
    assert [article.id for article in articles] == sorted(
        path.stem for path in (SEEDS / "articles").glob("*.txt")
    )


@pytest.mark.parametrize("outlet", DIGESTS)
def test_raw_is_byte_for_byte(articles: dict[str, Article], outlet: str) -> None:
    raw = articles[outlet].raw.encode()
    assert hashlib.sha256(raw).hexdigest() == DIGESTS[outlet]


@pytest.mark.parametrize("outlet", TEXTS)
def test_text_is_what_was_checked_by_hand(articles: dict[str, Article], outlet: str) -> None:
    text = articles[outlet].text.encode()
    assert hashlib.sha256(text).hexdigest() == TEXTS[outlet]


@pytest.mark.parametrize("outlet", DIGESTS)
@pytest.mark.parametrize("knows_title", [True, False])
def test_rules_alone_leave_the_article(
    articles: dict[str, Article], outlet: str, knows_title: bool
) -> None:
    article = articles[outlet]
    title = article.source.title if knows_title else None
    by_rule = _letters(article, find_zones(article.raw, title=title))
    checked = _letters(article, article.zones)
    body = len(article.raw) - len(checked)
    assert len(by_rule - checked) <= 0.01 * body
    assert len(checked - by_rule) <= 0.005 * len(checked)


@pytest.mark.parametrize("outlet", DIGESTS)
def test_the_headline_is_a_zone(articles: dict[str, Article], outlet: str) -> None:
    article = articles[outlet]
    found = [article.raw[z.start : z.end] for z in article.zones if z.kind is Kind.HEADLINE]
    assert found == [article.source.title]


def _letters(article: Article, zones: tuple[Zone, ...]) -> set[int]:
    """The offsets of what is not the outlet's reporting."""
    gone = (range(zone.start, zone.end) for zone in zones if not zone.kind.is_reporting)
    return {offset for stretch in gone for offset in stretch}


@pytest.mark.parametrize("outlet", DIGESTS)
def test_text_and_removals_rebuild_raw(articles: dict[str, Article], outlet: str) -> None:
    article = articles[outlet]
    rebuilt, position, taken = "", 0, 0
    for removal in article.removals:
        assert position <= removal.start < removal.end
        assert removal.reason
        length = removal.start - position
        rebuilt += article.text[taken : taken + length] + article.raw[removal.start : removal.end]
        position, taken = removal.end, taken + length
    assert rebuilt + article.text[taken:] == article.raw


@pytest.mark.parametrize("outlet", DIGESTS)
def test_every_character_of_text_is_found_in_raw(articles: dict[str, Article], outlet: str) -> None:
    article = articles[outlet]
    for offset, character in enumerate(article.text):
        assert article.raw[article.raw_offset(offset)] == character


@pytest.mark.parametrize("outlet", DIGESTS)
def test_only_the_article_is_left(articles: dict[str, Article], outlet: str) -> None:
    text = articles[outlet].text
    first, last = FIRST_AND_LAST[outlet]
    assert text.startswith(first)
    assert text.endswith(last)
    assert text.count(text.splitlines()[0]) == 1
    assert [words for words in NEVER[outlet].split() if words in text] == []
    assert [words for words in STAYS[outlet] if words not in text] == []


def test_sources_say_what_the_pages_state(articles: dict[str, Article]) -> None:
    source = {outlet: article.source for outlet, article in articles.items()}
    assert {outlet: s.published for outlet, s in source.items()} == {
        "rfa": "2025-01-31",
        "takungpao": "2025-01-31",
        "bingchuan": "2025-02-17",
        "leige": "2025-01-27",
        "voa": None,
    }
    assert source["rfa"].republished_by == "蒙城华人网"
    assert source["bingchuan"].republished_by == UNNAMED_SITE
    assert source["takungpao"].republished_by == UNNAMED_SITE
    assert source["leige"].republished_by is source["voa"].republished_by is None
    assert source["takungpao"].inferred == {"published", "republished_by"}
    assert source["voa"].inferred == {"outlet"}
    assert source["voa"].language == "zh-Hant"
    assert [s.author for s in source.values()] == [
        "凯迪",
        "苏雨润",
        "关不羽",
        "雷歌",
        None,
    ]


def test_titles_are_on_the_page(articles: dict[str, Article]) -> None:
    for article in articles.values():
        assert article.text.startswith(article.source.title + "\n")


def test_windows_line_ends_are_kept(seeds: Path) -> None:
    page = seeds / "articles" / f"{RFA}.txt"
    raw = page.read_bytes().replace(b"\n", b"\r\n")
    page.write_bytes(raw)
    (article,) = read_seeds(seeds)[1]
    assert article.raw.encode() == raw
    assert article.text.endswith("尚未回复本台相关置评请求。")


def test_a_missing_or_empty_folder(tmp_path: Path, seeds: Path) -> None:
    assert "nowhere is not a folder: point to one" in fault(tmp_path / "nowhere")
    assert "holds no articles: add a .txt and its .toml" in fault(tmp_path)
    (seeds / "outlets.toml").unlink()
    assert "outlets.toml is missing: add it" in fault(seeds)


def test_an_article_without_a_record_and_a_record_without_an_article(
    seeds: Path,
) -> None:
    page = seeds / "articles" / "x.txt"
    page.write_text("标题", encoding="utf-8")
    record = page.with_suffix(".toml")
    assert fault(seeds) == f"{page} has no source record: add {record}"
    page.rename(page.with_suffix(".bak"))
    record.touch()
    assert fault(seeds) == f"{record} has no article: add {page} or remove the record"


def test_a_page_that_is_not_utf8_or_not_an_article(seeds: Path) -> None:
    page = seeds / "articles" / f"{RFA}.txt"
    page.write_bytes("标题".encode("gb18030"))
    assert fault(seeds) == f"{page} is not UTF-8: save it as UTF-8"
    page.write_text("租房买房买生意上iU91", encoding="utf-8")
    assert "has no words left after cleaning" in fault(seeds)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'value = "rfa"',
            'value = "bbc"',
            "no outlet has the id 'bbc': add it to outlets.toml",
        ),
        (
            'value = "zh-Hans"',
            'value = "zh"',
            "unknown language 'zh': use zh-Hans, zh-Hant, en",
        ),
        (
            'value = "2025-01-31"',
            'value = "31.1.2025"',
            "is no date: write it as 2025-01-31",
        ),
        ('value = "凯迪"', 'value = " "', "author must read author = {"),
        ('value = "凯迪"', 'value = "凯迪", by = "x"', "author must read author = {"),
        (
            'value = "凯迪", known = "stated"',
            'value = "凯迪"',
            "author must read author = {",
        ),
        (
            'value = "凯迪", known = "stated"',
            'value = "凯迪", known = "so"',
            "author must read",
        ),
        ("author =", "writer =", "unknown key 'writer': use outlet, title"),
        ("language = {", "url = {", "language is missing: add it"),
        ("outlet = {", "outlet = {{", "is not valid TOML"),
        (
            'text = "租房',
            'text = "卖房',
            "does not occur in the page: copy the words exactly",
        ),
        (
            "text = ",
            'mode = "x"\ntext = ',
            "[[remove]] has an unknown key 'mode': remove it",
        ),
        ('reason = "advert"', "", "[[remove]] has no reason: add one"),
        ('reason = "advert"', "reason = 3", "reason must be words in quotation marks"),
        ("text = ", "from = ", "needs either text, or from and to"),
        ("text = ", 'to = "x"\ntext = ', "needs either text, or from and to"),
        ("text = ", "every = 1\ntext = ", "every must be true or false"),
        ("[[remove]]", "[remove]", "write what to remove as [[remove]] entries"),
    ],
)
def test_a_bad_record_is_one_line(seeds: Path, old: str, new: str, message: str) -> None:
    record = seeds / "articles" / f"{RFA}.toml"
    text = record.read_text(encoding="utf-8")
    assert old in text
    record.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = fault(seeds)
    assert message in found
    assert found.startswith(str(record))
