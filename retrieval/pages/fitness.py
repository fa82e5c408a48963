"""Tell that a page holds no article: an error, a login, a paywall, a robot check, or nothing.

A page is judged by what it says to its reader, and only where little reporting stands beside it:
a real article about logins or error pages has sentences of its own, and is taken.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from retrieval.languages import HAN, fold
from retrieval.pages.page import Page, Unfit, Why

# Sizes count a Chinese character as 1 and an English word as 2.
_NOTHING = 30  # no news is told in less
_SHORT = 80  # may be a news flash, if it has sentences
_ASIDE = 120  # what an error page says beside its message
_PREVIEW = 500  # what a paywall shows of an article
_ABOVE = 40  # what may stand above the message that says what a page is

_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(rf"[^\W\d_{HAN}]+(?:['\u2019]\w+)?")
_SENTENCE = re.compile(r"[^\n。！？!?]+?(?:[。！？!?]+|\.{1,3}(?=\s|$)|(?=\n)|$)")
_ENDED = re.compile(r"[。！？!?]|[^\W\d][)\"”]?\.(?:\s|$)")
_REPORTED = re.compile(
    r"[“「『\"‘《]|[称道]:?,|表示|显示|报道|回应|\b(?:said|says|saying|told|showed|according|reported)\b"
)

_MISSING = re.compile(
    r"^\W*(?:error\W*)?404\b(?!.{60})|\b(?:page|article|story|content"
    r"|file) (?:\w+ ){0,5}?(?:not found|"
    r"(?:could|can)(?: ?not|n?['\u2019]t) be found|(?:does|do)(?: not|n.t) exist"
    r"|(?:is )?no longer (?:available|exists?))"
    r"|(?:could|can)(?: ?not|n?['\u2019]t) (?:seem to )?find"
    r" (?:the|that|this|your) (?:page|article|story)"
    r"|(?:页面|网页|文章|内容|链接|稿件|新闻|信息|帖子|主题)(?:\w{0,6})?(?:不存在|未找到|找不到|无法找到|没有找到|已被?删除|已失效|已下线|已过期|走丢了)"
    r"|(?:找不到|未找到|没有找到|无法找到)\w{0,8}?(?:页面|网页|文章|内容)|该内容已被?(?:删除|发布者删除)"
)
_LOGIN = re.compile(
    r"^\W*(?:用户|会员|账号|帐号|统一)?(?:登录|登入)(?:页面?|账[号户]|帐[号户])?\W*$"
    r"|^\W*(?:log|sign) ?in\W*$"
    r"|(?:请|需要?|须)\w{0,4}?(?:登录|登入)(?!\w{0,6}?(?:评论|留言|回复|发表|点赞|收藏|跟帖|互动))"
    r"|(?:登录|登入)(?:后|之后|以|才|即)\w{0,4}?(?:查看|阅读|浏览|继续|访问)|忘记密码|扫码登录|(?:输入|填写)\w{0,6}密码"
    r"|(?:log|sign) ?in (?:(?:to|with|or)\b(?! (?:comment|post|reply|join the))|using\b)"
    r"|(?:must|need to) (?:be logged|log|sign) ?in(?!\w* to (?:comment|post|reply))"
    r"|forg[eo]t(?:ten)? (?:your )?password|enter your (?:email|username|password)"
)
_PAYWALL = re.compile(
    r"(?:subscribe|sign up|register|subscribers?) (?:now )?(?:to|can"
    r"|or \w+ \w+ to) (?:continue|keep|finish|read|unlock|access|view)"
    r"|to (?:continue|keep) reading|(?:read|unlock|access|view) (?:the |this )?(?:full|whole"
    r"|entire|rest of (?:the|this)) ?(?:story|article|text|piece)?"
    r"|(?:article|story|content) is (?:only |exclusively )?(?:for|available to"
    r"|reserved for) (?:\w+ ){0,2}(?:subscribers|members)"
    r"|already a (?:subscriber|member)|reached your (?:\w+ ){0,3}limit"
    r"|(?:订阅|付费|购买|开通|成为|加入)\w{0,8}?(?:后|以|即可|才[能可])\w{0,4}?(?:阅读|查看|继续|解锁|观看)"
    r"|(?:阅读|查看|解锁)(?:全文|完整|剩余|余下)\w{0,6}?(?:请|需|须)|(?:本文|此文|该文|以下内容|全文)\w{0,4}?(?:为|仅限?|供"
    r"|属)\w{0,6}?(?:会员|订阅|付费|vip)\w{0,6}"
    r"|(?:会员|订阅|付费)(?:专享|专属|专区|可见|可读|文章)|(?:剩余|余下|未读)\W{0,2}\d+%|试读(?:结束|部分)|继续阅读\W{0,3}(?:请|需)"
)
# Said beside an article only where the rest of it is kept back.
_CUT_OFF = re.compile(
    r"(?:subscribe|sign up|register|log in|sign in) (?:now )?to (?:continue|keep|finish) reading"
    r"|to (?:continue|keep) reading (?:this|the)\b.{0,30}(?:subscri|sign|log|regist|account)"
    r"|to read the full (?:story|article)"
    r"|(?:订阅|付费|购买|开通|成为|加入)\w{0,8}?(?:后|以|即可|才[能可])\w{0,4}?(?:阅读|查看|解锁)\w{0,2}(?:全文|完整|剩余)"
    r"|(?:剩余|余下|未读)\W{0,2}\d+%\W{0,3}(?:内容|全文)"
)
_ROBOT = re.compile(
    r"enable (?:java ?script|cookies)|(?:java ?script|cookies) (?:\w+ ){0,4}(?:disabled"
    r"|required|enabled)"
    r"|^\W*just a moment\W*$|checking (?:your|if the) (?:browser|site)|(?:verify|confirm"
    r"|prove) (?:that )?you(?:.re| are) (?:not a robot|(?:a )?human)"
    r"|(?:are|re) not a robot|unusual (?:traffic|activity)|complete the (?:captcha"
    r"|security check)|^\W*attention required"
    r"|^\W*(?:access denied|403 forbidden|forbidden|request blocked)"
    r"|you don.t have permission to access"
    r"|(?:完成|进行|通过)\w{0,6}?(?:安全|人机|滑块|身份)验证|^\W*\w{0,4}(?:安全|人机)验证\W*$|(?:拖动|滑动)\w{0,4}滑块"
    r"|(?:输入|填写)\w{0,6}验证码"
    r"|不是机器人|(?:启用|开启|打开)\W*(?:java ?script|cookie)"
    r"|访问(?:过于频繁|异常|受限|被拒绝)|检测到\w{0,6}异常(?:流量|访问|请求)"
)
_BROKEN = re.compile(
    r"^\W*(?:50[0234]|internal server error|bad gateway|service (?:temporarily )?unavailable"
    r"|gateway time-?out)\b(?!.{60})"
    r"|something went wrong|(?:try|come) (?:again|back) (?:later|in a few|shortly)|(?:site"
    r"|page|system) is (?:down|under|undergoing) maintenance"
    r"|(?:系统|服务器?|网站|网络|页面)\w{0,4}?(?:繁忙|维护|升级中|出错|异常|错误|开小差)|请?稍后(?:再试|重试|访问)|^\W*(?:正在)?加载中"
)
_SIGNS: Mapping[Why, tuple[tuple[re.Pattern[str], str], ...]] = {
    Why.MISSING: ((_MISSING, "a “page not found”; look for the article's present address"),),
    Why.NO_ARTICLE: (
        (_ROBOT, "a check for robots; save the article itself in a browser and add the file"),
        (_BROKEN, "an error page; try again later, or add the article as a file"),
    ),
    Why.PAYWALL: ((_PAYWALL, "the open part of a paid article; save the whole and add the file"),),
    Why.LOGIN: ((_LOGIN, "a login page; save the article itself and add the file"),),
}


@dataclass(frozen=True)  # without slots, for what is cached
class _Text:
    """A text folded to one script and case, in sentences and with its size."""

    folded: str

    @cached_property
    def sentences(self) -> list[str]:
        return [words for found in _SENTENCE.findall(self.folded) if (words := found.strip())]

    @cached_property
    def size(self) -> int:
        return _size(self.folded)

    def beside(self, sign: re.Pattern[str]) -> int:
        """Return the size of the sentences that do not speak to the reader like that."""
        return sum(_size(sentence) for sentence in self.sentences if not _says(sentence, sign))

    def opens_with(self, sign: re.Pattern[str]) -> bool:
        """Tell whether it speaks to the reader like that before it tells much else."""
        above = 0
        for sentence in self.sentences:
            if _says(sentence, sign):
                return True
            above += _size(sentence)
            if above > _ABOVE:
                return False
        return False


def unfit(page: Page, article_text: str) -> Unfit | None:
    """Return why a page is no article, or None if it is one.

    `article_text` is the headline and body of the page: all of it that can be cited.
    """
    title, text = _Text(fold(page.clues.title or "")), _Text(fold(article_text))
    for why, signs in _SIGNS.items():
        for sign, what in signs:
            if _shows(why, sign, title, text):
                return _seems(why, what)
    if text.size < _PREVIEW and _CUT_OFF.search(fold(_below(article_text, page.raw))):
        return _seems(Why.PAYWALL, _SIGNS[Why.PAYWALL][0][1])
    if not _is_thin(text):
        return None
    return _among(page.raw) or _seems(
        Why.NO_ARTICLE, "a page without an article; add the page of the article itself"
    )


def _seems(why: Why, what: str) -> Unfit:
    return Unfit(why, f"this seems to be {what}")


def _shows(why: Why, sign: re.Pattern[str], title: _Text, text: _Text) -> bool:
    if why is Why.PAYWALL:
        return text.size < _PREVIEW * 2 and _is_stub(sign, text)
    if text.size > _ASIDE * 4 or text.beside(sign) >= _ASIDE:
        return False
    return any(_says(sentence, sign) for sentence in title.sentences) or text.opens_with(sign)


def _is_stub(sign: re.Pattern[str], text: _Text) -> bool:
    return (
        any(_says(sentence, sign) for sentence in text.sentences) and text.beside(sign) < _PREVIEW
    )


def _is_thin(text: _Text) -> bool:
    has_sentence = any(_ENDED.search(sentence) for sentence in text.sentences)
    return text.size < _NOTHING or (text.size < _SHORT and not has_sentence)


def _below(article_text: str, raw: str) -> str:
    """Return what the page shows below the last line of its article."""
    last = article_text.strip().rpartition("\n")[2]
    return raw[raw.rfind(last) + len(last) :]


def _among(raw: str) -> Unfit | None:
    """Return what the whole page says, if that is why no article is found on it."""
    sentences = _Text(fold(raw)).sentences
    for why, signs in _SIGNS.items():
        for sign, what in signs:
            if any(_says(sentence, sign) for sentence in sentences):
                return _seems(why, what)
    return None


def _says(sentence: str, sign: re.Pattern[str]) -> bool:
    """Tell whether a sentence speaks so to the reader, and does not report that others do."""
    found = sign.search(sentence)
    return found is not None and not _REPORTED.search(sentence)


def _size(text: str) -> int:
    return len(_HAN.findall(text)) + 2 * len(_WORD.findall(text))
