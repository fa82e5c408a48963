"""Shapes of lines on Chinese and English news pages that are not the article."""

import re
from typing import Generic, NamedTuple, TypeVar

from retrieval.articles import Kind
from retrieval.languages import has_han


class Shape(NamedTuple):
    """What a line is, and by which rule."""

    kind: Kind
    reason: str


class Ending(NamedTuple):
    """What a line below the article is, and what the lines after it are."""

    line: Shape
    rest: Shape


_Meaning = TypeVar("_Meaning")


class _Rules(NamedTuple, Generic[_Meaning]):
    pattern: re.Pattern[str]
    meanings: tuple[_Meaning, ...]

    def of(self, text: str) -> _Meaning | None:
        match = self.pattern.fullmatch(text)
        return self.meanings[match.lastindex - 1] if match and match.lastindex else None


def _rules(*rules: tuple[_Meaning, tuple[str, ...]]) -> _Rules[_Meaning]:
    """Return rules as one pattern, which costs a line one attempt instead of a dozen."""
    pattern = "|".join(f"({'|'.join(alternatives)})" for _, alternatives in rules)
    return _Rules(re.compile(pattern), tuple(meaning for meaning, _ in rules))


NAVIGATION = Shape(Kind.NAVIGATION, "navigation")
METADATA = Shape(Kind.NOISE, "metadata")
BYLINE = Shape(Kind.NOISE, "byline")
CAPTION = Shape(Kind.CAPTION, "caption")
COMMENT = Shape(Kind.COMMENT, "comment")
DISCLAIMER = Shape(Kind.DISCLAIMER, "disclaimer")
RELATED = Shape(Kind.RELATED, "related")
ADVERT = Shape(Kind.ADVERT, "advert")
_PAGER = Shape(Kind.NOISE, "pager")
_PLAYER = Shape(Kind.NOISE, "player")
_SHARE = Shape(Kind.NOISE, "share bar")
_NOISE = Shape(Kind.NOISE, "noise")

LONGEST = 300  # characters of a line that can have a shape
_PROSE, _LATIN_PROSE = 40, 100  # characters of a paragraph
_SENTENCE_END = re.compile(r"[。!?]|\.(?!\w)")
_SEPARATOR = re.compile(r"[\s|>»›·•/-]+")
_LABEL = re.compile(
    r"(?:发布时间|发布日期|日期|查看|浏览|阅读|评论|来自|来源|作者|编辑|责编|责任编辑)\s*:"
)

# Lines are folded before: Simplified, half width, lower case. First, words that fill lines.
_MENU = (
    "(?:网站)?首页|主页|新闻|要闻|(?:突发|综合|国际|国内|最新)新闻|视频|音频|图片|博客|论坛|专栏|"
    "专题|滚动|财经|科技|体育|娱乐|军事|健康|房产|分类广告|购物|搜索|发表日志|控制面板|个人相册|"
    "给我留言|帮助|退出|登[录陆入]|注册|查看内容|正文|网络日志正文|复制|收藏本页|设为首页|加入收藏|"
    "返回(?:首页|顶部|列表)|广告服务|联系我们|关于我们|关于本站|招聘信息|网站(?:导航|地图)|"
    "隐私(?:保护|政策|条款)|使用条款|友情链接|无障碍链接|手机版|客户端|"
    "home|news|world|business|politics|opinion|sports?|videos?|photos|search|menu|log ?in|sign ?in|"
    "sign ?up|subscribe|about ?us|contact ?us|privacy ?policy|terms ?of ?(?:use|service)|sitemap|"
    "skip ?to ?(?:main ?)?content|back ?to ?top|technology|science"
)
_MENU_WORD = re.compile(_MENU)
_MENU_LINE = re.compile(f"(?:{_MENU})++")
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_FILLING = _rules(
    (_PLAYER, (_CLOCK,)),
    (_PAGER, (r"[上下前后]一[页篇章条]|尾页|末页|previous|prev|next|page|of|\d{1,3}|[<«‹]",)),
    (_PAGER, (r"第\d{1,3}页|共\d{1,3}页|\[\d{1,3}\]",)),
    (_SHARE, ("分享(?:到|至)?:?|微信|微博|qq空间|朋友圈|打印|收藏|点赞|复制链接",)),
    (_SHARE, ("share:?|this|article|on|facebook|twitter|whatsapp|linkedin|telegram|email",)),
    (_SHARE, ("print|copy|link",)),
)
_NUMBER = re.compile(r"\d{1,3}")

_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*(?:星期|周)[一二三四五六日])?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WHEN = (
    rf"(?:{_DAY}|{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}})"
    rf"(?:,?\s*(?:at )?{_CLOCK})?(?: ?[ap]\.?m\.?)?(?: [a-z]{{2,4}})?"
)
_SINCE = r"(?:published|updated|posted|last updated|(?:发布|更新)(?:于|时间))\s*:?\s*(?:on )?"
_NAMES = r"[\w·.]{1,12}(?:[\s、,&]+[\w·.]{1,12}){0,4}"
_EDITOR = r"(?:责任|实习|值班|网络|本文)?(?:编辑|责编|编审|校对|编译|监制|审核|审校)"
_ORIGIN = r"(?:来源|转自|稿源)(?:于|自)?\s*:?\s*[^。()]{1,30}"

_SHAPES = (
    (NAVIGATION, (r"https?://\S+(?:\s*>.*)?", "您?(?:现在|当前)的?位置:.*", "home ?[>»›].*")),
    (METADATA, (rf"[^。]*\d{{4}}-\d{{1,2}}-\d{{1,2}} {_CLOCK}", rf"(?:{_SINCE})?{_WHEN}")),
    (METADATA, (r"\d+ (?:min(?:ute)?s?(?: read)?|comments?|shares?|views?)", r"原标题\s*:.*")),
    (METADATA, (rf"[(\[【]\s*(?:本文|文章)?{_ORIGIN}[)\]】]",)),
    (BYLINE, (rf"[(\[【]?\s*(?:{_EDITOR}\s*[:/丨|]\s*(?:{_NAMES})?\s*){{1,3}}[)\]】]?",)),
    (_PLAYER, (r"please wait|loading\.*|no media source currently available",)),
    (_PLAYER, ("your browser does not support .*|您的浏览器不支持.*",)),
    (_NOISE, (r"a[+-]|xs|sm|md|lg|xl|图/\S*配图", r"\[?(?:广告|advertisement|sponsored)\]?")),
    (RELATED, (r"(?:read more|also read|see also|related|(?:延伸|推荐|相关)阅读)\s*:.+",)),
    (ADVERT, (r"[^。]{0,60}(?:扫码|长按|扫描)[^。]{0,20}(?:关注|下载|二维码)[^。]*",)),
    (ADVERT, (r".{0,60}扫描(?:下方|上方|右侧)?二维码.{0,20}(?:关注|公众号|微信).{0,50}",)),
    (
        ADVERT,
        (r"(?:\d{1,2}[、.]\s*)?回复\s?[【\[“\"].{1,40}", r".{0,12}点(?:击|个)?[【\[]在看.{0,12}"),
    ),
    (ADVERT, (r"点击.{0,6}菜单栏.{0,30}",)),
    (NAVIGATION, (r"(?:[^_]{2,20}_){4,}[^。]*",)),  # the names that a site wants to be found by
    (ADVERT, (r"(?:立即|点击|马上)?(?:下载|打开)[^。,]{0,12}(?:app|客户端)[^。]*",)),
    (
        ADVERT,
        (r"欢迎(?:关注|订阅|下载|扫码).{0,60}", r"download (?:the|our) .{0,30}\bapp\b.{0,40}"),
    ),
    (ADVERT, (r"(?:sign up|subscribe)\b.{0,60}\b(?:newsletter|inbox|alerts|channel)\b.{0,40}",)),
)
_IN_ARTICLE = _rules(*_SHAPES)

# Only above the first paragraph: below it, the same shapes are the speakers of an interview.
_IN_HEAD = _rules(
    *_SHAPES,
    (BYLINE, (rf"(?:撰文|文|作者|记者|编辑|采写|翻译|编译)\s*[丨|/:]\s*{_NAMES}",)),
    (BYLINE, (rf"\S{{2,8}} {_DAY}", r"by [a-z][a-z.'-]*(?: [a-z][a-z.'-]*,?){1,9}")),
    (METADATA, (r"(?:来源|稿源|来自|转自|source)\s*:\s*[^。]{1,30}",)),
)

_READING = "(?:阅读|新闻|报道|文章|推荐|内容|链接)"
_OTHERS = (
    rf"最近发表|最新(?:发布|文章)|随机阅读|热门(?:排行|话题|{_READING})|(?:点击|阅读)排行|"
    rf"猜你喜欢|为您推荐|(?:相关|延伸|推荐|更多|扩展){_READING}"
)
_MORE = (
    r"related(?: (?:articles|stories|news|topics|coverage))?|read (?:more|next)|more from .{1,40}|"
    r"more (?:stories|news|on this story)|you (?:may|might) also like|recommended(?: for you)?|"
    r"most (?:read|popular|viewed)|trending(?: now)?|editors'? picks|top stories|latest news"
)
_OPINIONS = r"(?:本文|以上内容|文章)(?:内容)?(?:仅|只|不)代表.{0,60}(?:观点|立场|意见).*"
_PERMISSION = r"未经.{0,12}(?:授权|许可|同意).{0,20}(?:转载|摘抄|复制).*"

# What opens the rest of a page below an article.
_ENDINGS = _rules(
    (Ending(METADATA, METADATA), (r"(?:标签|关键词|tags|filed under)\s*:.*",)),
    (Ending(METADATA, COMMENT), (r"(?:浏览|阅读)\(\d+\).*",)),
    (
        Ending(COMMENT, COMMENT),
        (
            r"(?:最新|文章|发表|网友|读者|热门|全部|精彩)(?:评论|跟帖)(?:\s*\(?\d+\)?)?",
            r"(?:\d+ )?comments?(?: \(\d+\))?:?|leave a (?:comment|reply)",
            "join the (?:conversation|discussion)",
        ),
    ),
    (
        Ending(DISCLAIMER, RELATED),
        (
            r"免责声明\s*:.*|(?:版权|特别|郑重)?声明\s*:.*(?:本文|本站|转载).*",
            rf"disclaimer\s*:.*|\(?{_OPINIONS}",
        ),
    ),
    (
        Ending(DISCLAIMER, DISCLAIMER),
        (
            r"copyright\s*(?:©|\(c\)|\d{4}).*|(?:©|\(c\))\s*\d{4}.*|.{0,60}all rights reserved.*",
            rf"版权所有.*|{_PERMISSION}",
        ),
    ),
    (Ending(RELATED, RELATED), (rf"[-#【\[]? ?(?:{_OTHERS})[】\]:]*", rf"(?:{_MORE})\s*:?")),
    (Ending(ADVERT, ADVERT), (r"更多精彩(?:内容|文章).*:",)),
    (Ending(NAVIGATION, NAVIGATION), (r"-? ?(?:我的名片|分类目录|存档目录|搜索|友情链接)",)),
)

_AGENCY = (
    "(?:路透社?|法新社|美联社|新华社|中新社|央视|视觉中国|资料图?|网络|reuters|afp|ap|"
    "getty images|epa|bloomberg)"
)
_CAPTIONS = _rules(
    (CAPTION, (r"(?:图(?:片(?:说明)?|说明)?\s*:|(?:[上下左右]|资料)?图为)[^。]*(?:。[^。]*)?",)),
    (CAPTION, (r"(?:资料(?:图|照)片?\s*:|file photo:|photo:).*",)),
    (CAPTION, (rf".*\((?:[^()]{{0,60}}[/|, ])?{_AGENCY}(?:供图|图片?|照片|/[^()]{{1,30}})?\)",)),
    (CAPTION, (r".*\([^()]{1,30}(?:摄|供图|提供)\)",)),
)


def shape(text: str, *, in_head: bool) -> Shape | None:
    """Return what a folded line is by its shape alone, `None` for one of the article."""
    if len(text) > LONGEST:
        return None
    if menu_words(text):
        return NAVIGATION
    if filled := _filled(text):
        return filled
    if len(_LABEL.findall(text)) > 1 and "。" not in text:
        return METADATA
    return (_IN_HEAD if in_head else _IN_ARTICLE).of(text)


def ending(text: str) -> Ending | None:
    """Return what a folded line and the lines after it are if the article ends above it."""
    return _ENDINGS.of(text) if len(text) <= LONGEST else None


def caption(text: str) -> Shape | None:
    """Return `CAPTION` for a folded line that describes a picture, with its credit or without."""
    return _CAPTIONS.of(text) if len(text) <= LONGEST else None


def is_prose(text: str) -> bool:
    """Tell whether a line is long enough for a paragraph and ends a sentence somewhere."""
    least = _PROSE if has_han(text) else _LATIN_PROSE
    return len(text) >= least and _SENTENCE_END.search(text) is not None


def menu_words(text: str) -> int:
    """Return how many words of a site's menu a folded line is made of, 0 if it is no menu."""
    if len(text) > LONGEST:
        return 0
    words = _words(text)
    known = sum(_MENU_WORD.fullmatch(word) is not None for word in words)
    if _MENU_LINE.fullmatch("".join(words)):
        return max(known, 1)
    return known if known > 1 and not is_prose(text) else 0


def _filled(text: str) -> Shape | None:
    """Return what a line is whose words are all of one sort; numbers alone may be headings."""
    words = _words(text)
    first = _FILLING.of(words[0]) if words else None
    if first is None or any(_FILLING.of(word) != first for word in words[1:]):
        return None
    return None if all(_NUMBER.fullmatch(word) for word in words) else first


def _words(text: str) -> list[str]:
    return [word for word in _SEPARATOR.split(text) if word]
