"""What one line of a page says of an article: its origin, its author, where a report is from."""

import re

from retrieval.languages import HAN

NOBODY = frozenset(
    [
        *(
            "本站",
            "本网",
            "本網",
            "本报",
            "本報",
            "本台",
            "本刊",
            "原创",
            "原創",
            "本站原创",
            "转载",
            "轉載",
        ),
        *(
            "网络",
            "網絡",
            "網路",
            "互联网",
            "互聯網",
            "网络整理",
            "网络综合",
            "综合",
            "綜合",
            "未知",
            "佚名",
        ),
        *(
            "匿名",
            "不详",
            "不詳",
            "网友",
            "網友",
            "投稿",
            "编辑",
            "編輯",
            "小编",
            "小編",
            "管理员",
            "管理員",
        ),
        *(
            "系统管理员",
            "其它媒体",
            "其他媒体",
            "其他",
            "暂无",
            "作者",
            "来源",
            "記者",
            "记者",
            "整理",
        ),
        *("商讯", "资讯", "自媒体", "消息", "from", "via"),
        *("default", "unknown", "admin", "administrator", "staff", "editor", "editors", "internet"),
        *("none", "null", "name", "author", "anonymous", "guest", "user", "editorial", "webmaster"),
    ]
)
"""What stands where a name should and names nobody (folded to lower case)."""

_WIDEST = 200  # characters: a longer line is a paragraph, and says these things in prose
_NOT_THE_ARTICLES = "".join(
    f"(?<!{thing})"
    for thing in (
        *("图片", "圖片", "照片", "图", "圖", "视频", "視頻", "影片"),
        *("数据", "數據", "资料", "資料"),
    )
)
_LABELS = (
    r"作者|撰文|记者|記者|编辑|編輯|责任|責任|责编|責編|校对|时间|時間|日期|发布|發布|發佈|发表|更新|浏览|瀏覽"
    r"|查看|阅读|閱讀|点击|點擊|评论|評論|字号|字號|字体|分享|举报|打印|收藏|我要|来源|來源|关注|編審|审核|版权"
)
_SOURCE_WORD = (
    r"(?:来源|來源|来自|來自|转载自|轉載自|转自|轉自|稿源|出处|出處|源自|摘自)\s*(?:于|於)?"
)
_SOURCE = re.compile(
    rf"{_NOT_THE_ARTICLES}{_SOURCE_WORD}\s*[:：｜丨]\s*(?P<name>[^\n]{{0,80}})"
    r"|^\W*(?:source|originally published (?:by|in|on|at)|republished from)\s*:?\s+"
    r"(?P<english>[A-Z][^\n]{1,60})",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    rf"\s*(?:[|｜丨，,；;。)）】\]〕」<>（(【〔]|\s(?:{_LABELS})|\d{{4}}[-年/.]|\s{{2,}}|原创稿|截图|截圖"
    r"|(?:作者|时间|時間|日期|发布|發布|责任编辑|責任編輯)[:：])"
)
_PERSON = rf"[{HAN}·]{{2,4}}"
_PEOPLE = rf"{_PERSON}(?:\s*[、,，/&]\s*{_PERSON}|\s+{_PERSON}(?![{HAN}]))*"
_LATIN = r"[A-Z][\w.'’-]*"
_LATIN_NAME = rf"{_LATIN}(?:\s+(?:(?:de|van|von|der|bin|al)\s+)*{_LATIN}){{1,3}}"
_AUTHOR = re.compile(
    r"(?:^|[\s|｜（(【〔\[,，。;；&]|\d)(?:本文)?(?:作者|撰文|撰稿|执笔|執筆|采写|採寫|採訪|编译|編譯|文|记者|記者)"
    r"\s*[:：/／丨｜|]\s*(?P<name>[^\n|｜，,。;；)）】\]〕]{1,40})"
)
_BY = re.compile(
    rf"^\W*(?:By|Written by|Reporting by)\s+"
    rf"(?P<name>{_LATIN_NAME}(?:(?:,|\s+and|\s*&)\s+{_LATIN_NAME})*)"
    r"(?=\s*(?:$|[|,•·(—–-]|\d|in\s|for\s|[A-Z]{2}))"
)
_REPORTER = re.compile(
    rf"(?:^|[^{HAN}\w])(?P<outlet>[{HAN}A-Za-z0-9]{{2,14}}?)\s?(?:驻[{HAN}]{{2,4}})?"
    r"(?:特约|特約|见习|見習|实习|實習|首席|特派|资深|資深)?(?:专栏作者|記者|记者)\s+"
    rf"(?P<name>{_PEOPLE})(?=$|[^{HAN}])"
)
_IN_DATELINE = re.compile(
    rf"[（(〔【\[]\s*(?P<outlet>[{HAN}]{{0,8}}?)(?:特约|見習|见习|实习|首席)?(?:记者|記者)[:：\s]?\s*"
    rf"(?P<name>{_PERSON}(?:[、\s]+{_PERSON})*)\s*(?=[)）〕】\]／/\s]|整合|综合|摄|[{HAN}]{{2}}\d{{1,2}}日)"
)
_CREDIT = re.compile(r"\s*(?:摄|攝|供图|供圖|图|圖|制图)")
_OWN_REPORTER = re.compile(
    rf"本[台臺报報社網网刊](?:驻|駐)?[{HAN}]{{0,4}}?(?:记者|記者)\s*(?P<name>[{HAN}]{{2,4}}?)"
    r"(?=的?(?:报道|報道|報導|专访|專訪|采访|採訪)|[，,。\s]|发自|發自)"
)
_LEADING = re.compile(
    r"^\W*(?:(?:posted |written |analysis |words |text )?by\s+|(?:文|作者)\s*[:：/]?\s*(?=\S))",
    re.IGNORECASE,
)
_PERSON_ENDS = re.compile(
    rf"\s(?:{_LABELS})|(?:作者|时间|時間|日期|来源|來源)[:：]|\s\d{{4}}|@|https?:|返回|查看更多"
    r"|\s(?:整合|综合|綜合|摄|攝|编译|編譯|文|图)\b|\s*[|｜]|^(?:责任编辑|責任編輯|编辑|編輯|责编)"
    r"|,?\s(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:january|february|march|april|june|july"
    r"|august|september|october|november|december)\b)",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?:特约|特約|见习|見習|实习|實習|首席|专栏|專欄)?(?:记者|記者|作者|通讯员|撰稿人|评论员)[:：\s]*"
)
_WIRE = re.compile(
    rf"(?:[{HAN}·.\w\s]{{0,16}}?\d{{1,2}}日)?\s*"
    r"(?:(?:综合|专|快)?(?:电|讯)|消息)\s*(?=[(（\[【】)|:：,，、\s—-]|$|记者|北京时间)"
    r"|\s*(?:综合)?报道\s*(?=[】\])]|记者)"
)
_BRACKETED = re.compile(r"^[【〔\[（(「《]\s*")
_PLACE_WIRE = re.compile(
    r"^\W*(?:[A-Z][A-Za-z.,/ ]{1,40}?(?:,\s*[A-Z][a-z]{2,8}\.?\s+\d{1,2})?\s*)?"
    r"\((?P<name>[A-Z][A-Za-z ]{1,24})\)\s*(?:[—–-]{1,2}|:)\s"
)


def source_in(line: str) -> str | None:
    """Return whom a line names as the origin: 来源：X, 转载自：X, (来源:X), Source: X."""
    if len(line) > _WIDEST:
        line = line[-_WIDEST // 4 :] if line.rstrip().endswith(("）", ")")) else ""
    for match in _SOURCE.finditer(line):
        if name := named(match["name"] or match["english"] or ""):
            return name
    return None


def author_in(line: str) -> str | None:
    """Return the person a line names as the author: 作者：X, 撰文丨X, 文/X, By Jane Doe."""
    if len(line) > _WIDEST:
        return None
    match = _BY.search(line) or _AUTHOR.search(line)
    return person(match["name"]) if match else None


def reporter_in(line: str) -> tuple[str, str] | None:
    """Return the outlet and the person of a reporter's byline: “大公报记者 苏雨润”.

    It stands on its own, in a dateline's brackets, or set off inside a text by marks; the
    outlet is empty where the line does not name it.
    """
    for pattern in (_REPORTER, _IN_DATELINE):
        match = pattern.search(line)
        credit = match and _CREDIT.match(line, match.end())
        if match and not credit and (name := person(match["name"])):
            return match["outlet"], name
    return None


def own_reporter_in(line: str) -> str | None:
    """Return the person whom the outlet calls its own: “本台记者凯迪的报道”."""
    match = _OWN_REPORTER.search(line)
    return match["name"] if match else None


def opens_report(rest: str) -> bool:
    """Tell whether `rest`, folded, what follows an outlet's name, makes a report of its own.

    “新华社北京1月30日电”, “长江网10月4日讯”, “路透社专电”; not “路透社1月30日报道称”.
    """
    return _WIRE.match(rest) is not None


def wire_in(line: str) -> str | None:
    """Return the agency of an English dateline: “LONDON (AP) —”, “BEIJING, Jan 30 (Reuters) -”."""
    match = _PLACE_WIRE.match(line[:_WIDEST])
    return match["name"] if match else None


def without_bracket(line: str) -> str:
    """Return a line without the bracket that opens it, as in “【大公報訊】”."""
    return _BRACKETED.sub("", line.lstrip())


def named(text: str) -> str | None:
    """Return the name at the start of what follows a label; None if it names nobody."""
    text = text.strip(" \t\u3000")
    end = _NAME_ENDS.search(f" {text}")
    name = text[: max(0, end.start() - 1)] if end else text
    name = name.strip(" \t\u3000：:|-—")
    if re.match(f"[{HAN}]{{2}}", name):
        name = name.split()[0]
    if not re.search(rf"[{HAN}A-Za-z]", name) or len(name) > 40 or name.lower() in NOBODY:
        return None
    return None if re.match(_LABELS, name) else name


def person(text: str) -> str | None:
    """Return the name or names of people in what stands as an author; None if nobody."""
    text = _LEADING.sub("", " ".join(text.split()), count=1)
    name = _PERSON_ENDS.split(text)[0]
    if any(part.lower() in NOBODY for part in re.split(r"\s*[,，]\s*", name)):
        return None
    name = _TITLED.split(name)[-1].strip(" \t\u3000：:|/,，;；-—·、（()）【】[]")
    if not 1 < len(name) <= 60 or name.lower() in NOBODY or re.search(r"\d{3}|[。！？]", name):
        return None
    return name
