"""Who published a page: how often the outlet or its republisher is right, beside trafilatura.

Usage: python benchmarks/outlets.py [FOLDER]; the folder (default ../shared/bench/extraction)
holds pages.jsonl ({id, set, url, html}) and the pages. The `gne` pages are Chinese and have no
address; whose they are, and which name another origin, was read off each page by hand. The
`scrapinghub` pages have an address and no reference: of those only what was found is counted.
"""

import json
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import trafilatura

from retrieval.outlets import Registry
from retrieval.pages.facts.clues import clues_of
from retrieval.pages.facts.directory import Directory, name_key, names_of
from retrieval.pages.facts.facts import Facts, settle
from retrieval.pages.formats.html import read_html
from retrieval.pages.page import Page

_ROOT = Path(__file__).parents[1]
_DEFAULT = _ROOT.parent / "shared" / "bench" / "extraction"
_TODAY = date(2026, 11, 22)

# Site → the names that are right for it; a page's id begins with gne_ and the site's key.
_SITES = {
    "163": ["网易", "网易号", "NetEase"],
    "baijiahao": ["百家号", "百度", "Baidu"],
    "cjddsb": ["当代商报"],
    "cjn": ["长江日报", "长江网"],
    "cmse": ["中国载人航天官方网站", "中国载人航天工程官方网站", "中国载人航天"],
    "csdn": ["CSDN", "CSDN.NET"],
    "ednchina": ["EDN 电子技术设计", "EDN电子技术设计", "EDN China"],
    "gamersky": ["游民星空"],
    "gsc": ["中国地理学会", "中国地理学会官网"],
    "guancha": ["观察者网", "观察者"],
    "gzggw": ["浙江省发展和改革委员会"],
    "hexun": ["和讯", "和讯网"],
    "huanqiu": ["环球网", "环球时报"],
    "ifeng": ["凤凰网"],
    "mingridapan": ["明日大盘", "明日大盘网"],
    "njxfhn": ["富达传媒"],
    "other": ["中国政府网"],
    "people": ["人民网", "人民日报"],
    "qq": ["腾讯网", "腾讯", "企鹅号"],
    "readhub": ["Readhub", "readhub.cn"],
    "shanxi": ["山西省人民政府门户网站", "山西省人民政府网", "山西省人民政府"],
    "sina": ["新浪", "新浪网"],
    "stcn": ["证券时报", "证券时报网"],
    "sxmu": ["山西医科大学纪检监察室", "山西医科大学"],
    "thepaper": ["澎湃新闻", "The Paper"],
    "toutiao": ["今日头条"],
    "wechat": ["微信公众平台", "微信", "微信公众号"],
    "xds": ["厦门市鑫鼎盛控股有限公司", "基金决策宝"],
    "xinhuanet": ["新华社", "新华网"],
    "zsnews": ["中山网"],
    "zyyfy": ["湖南省中医药研究院附属医院"],
}
# Pages that name another origin than their site, as read on the page.
_ORIGINS = {
    "163_1": ["证券市场红周刊", "红周刊"],
    "163_2": ["新京报"],
    "163_3": ["每日经济新闻"],
    "163_4": ["每日经济新闻"],
    "163_5": ["新京报"],
    "163_6": ["华龙网"],
    "163_7": ["新京报"],
    "163_8": ["新华社"],
    "163_9": ["无锡交警"],
    "baijiahao_2": ["IT之家"],
    "guancha_2": ["EETOP"],
    "guancha_3": ["中新网", "中国新闻社"],
    "gzggw_1": ["省发改委"],
    "huanqiu_1": ["补壹刀"],
    "ifeng_1": ["澎湃新闻"],
    "ifeng_2": ["新华社", "新华网"],
    "ifeng_ifeng": ["ETtoday新闻云", "东森新闻云"],
    "njxfhn_1": ["南方都市报", "南都"],
    "qq_2": ["棱镜"],
    "qq_qq": ["扬子晚报", "扬眼"],
    "shanxi_1": ["山西日报"],
    "sina_1": ["参考消息"],
    "sina_2": ["新京报"],
    "sina_5": ["环球网", "环球时报"],
    "sina_sina": ["北京日报"],
    "toutiao_3": ["南方都市报", "南都"],
    "xds_1": ["天天基金网", "东方财富"],
    "zsnews_1": ["东区办事处"],
}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _DEFAULT
    if not (folder / "pages.jsonl").is_file():
        print(f"skipped: {folder} has no pages.jsonl; give the folder that has it")
        return
    directory = Directory.load(Registry.load(_ROOT / "seeds" / "outlets.toml"))
    rows = [json.loads(line) for line in (folder / "pages.jsonl").open(encoding="utf-8")]
    chinese = [row for row in rows if row["set"] == "gne"]
    english = [row for row in rows if row["set"] == "scrapinghub"]
    _report_chinese(folder, chinese, directory)
    _report_english(folder, english, directory)
    _report_speed(folder, rows)


def _report_chinese(folder: Path, rows: Sequence[dict[str, Any]], directory: Directory) -> None:
    site, strict, theirs, theirs_by_host = 0, 0, 0, 0
    for row in rows:
        html = _read(folder, row)
        key = row["id"].removeprefix("gne_")
        sites, origins = _SITES[key.split("_")[0]], _ORIGINS.get(key)
        outlet, republisher = _settled(html, None, directory)
        known = {name_key(name) for name in sites}
        site_right = bool(known & (republisher or outlet))
        outlet_right = bool({name_key(name) for name in origins or sites} & outlet)
        site += site_right or (outlet_right and republisher is None)
        strict += site_right and outlet_right and bool(republisher) == bool(origins)
        if not (site_right and outlet_right):
            print(f"  {row['id']}: {_shown(outlet)} / {_shown(republisher)}")
        named = name_key(_sitename(html, None) or "")
        theirs += any(name in named for name in known)
        theirs_by_host += any(name in named for name in {*known, name_key(_host(key))})
    total = len(rows)
    print(f"gne, {total} Chinese pages without address")
    print(f"  ours: outlet or republisher is the site  {site}/{total} = {site / total:.3f}")
    print(f"  ours, strict: outlet and republisher     {strict}/{total} = {strict / total:.3f}")
    print(f"  trafilatura: sitename holds a name       {theirs}/{total} = {theirs / total:.3f}")
    print(f"  trafilatura: … or the site's key         {theirs_by_host}/{total}")


def _report_english(folder: Path, rows: Sequence[dict[str, Any]], directory: Directory) -> None:
    ours = theirs = titled = dated = 0
    for row in rows:
        html = _read(folder, row)
        page = _page(html, row["url"])
        facts = settle(page, row["url"], {}, directory, _TODAY)
        ours += isinstance(facts, Facts)
        theirs += bool(_sitename(html, row["url"]))
        if isinstance(facts, Facts):
            titled += bool(facts.source.title)
            dated += bool(facts.source.published)
    print(f"scrapinghub, {len(rows)} pages with address")
    print(f"  ours: outlet {ours}, title {titled}, date {dated}; trafilatura: sitename {theirs}")


def _report_speed(folder: Path, rows: Sequence[dict[str, Any]]) -> None:
    took = []
    for row in rows:
        tree = _tree(_read(folder, row))
        started = time.perf_counter()
        clues_of(tree, row["url"] or None)
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    half, most = took[len(took) // 2], took[int(len(took) * 0.95)]
    print(f"clues_of: p50 {half:.1f} ms, p95 {most:.1f} ms a page")


def _settled(html: str, url: str | None, directory: Directory) -> tuple[set[str], set[str] | None]:
    """Return the keys of the outlet's names and of the republisher's, None without one."""
    facts = settle(_page(html, url), url, {}, directory, _TODAY)
    if not isinstance(facts, Facts):
        return set(), None
    source = facts.source
    outlet = {name_key(name) for name in names_of(source.outlet)}
    if source.republished_by is None:
        return outlet, None
    site = directory.by_name(source.republished_by)
    names = names_of(site) if site else (source.republished_by,)
    return outlet, {name_key(name) for name in names}


def _page(html: str, url: str | None) -> Page:
    page = read_html(html, url)
    return page if isinstance(page, Page) else Page("", clues=clues_of(_tree(html), url))


def _tree(html: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8")
    return lxml.html.document_fromstring(html.encode(), parser=parser)


def _read(folder: Path, row: dict[str, Any]) -> str:
    return (folder / str(row["html"])).read_text(encoding="utf-8", errors="replace")


def _sitename(html: str, url: str | None) -> str | None:
    found = trafilatura.extract_metadata(html, default_url=url)
    return found.sitename if found else None


def _host(key: str) -> str:
    return key.split("_")[0] + "."


def _shown(names: set[str] | None) -> str:
    return "–" if names is None else ", ".join(sorted(names)[:3]) or "none"


if __name__ == "__main__":
    main()
