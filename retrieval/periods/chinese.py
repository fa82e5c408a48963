"""Rules for days told in Chinese; texts are in Simplified characters."""

import re
from datetime import timedelta

from retrieval.periods import chinese_readings as read
from retrieval.periods.days import latest_weekend, single, vague
from retrieval.periods.rules import Rule

TELLS = re.compile(
    r"[年月日天周晚早晨夜]|星期|礼拜|季度|最近|近期|近来|最新|阵子|不久|q[1-4]", re.I
)
"""What every such telling holds: a text without is not searched."""

# The characters looked at before and after a word are those with which it is another: 目前年产,
# 如今年轻, 日本月球, 聪明天真, 上周边, 五月天 (a band), 二月河 (a writer), 十月革命.
_YEAR = (
    r"(?P<year>(?<![0-9.前近第余])(?:19|20)[0-9]{2}(?:\s?年|(?=\s?(?:q[1-4]|[上下]半年)))"
    r"|(?<![0-9.第])[0-9]{2}年(?=\s?[01]?[0-9]\s?月)"
    r"|(?<![一二三四五六七八九])[一二][〇零一二三四五六七八九]{3}年"
    r"|民国\s?[0-9]{2,3}\s?年|(?<![如现当至])今年|(?<![过失离死除])去年|大前年"
    r"|(?<![目之以此先日年月天周期个大])前年|(?<![日基资成版原])本年度|上一年度?"
    r"|(?<![聪文发证说表透声光阐])明年)"
)
_OF_YEAR = rf"(?:{_YEAR}的?\s?)?"
_MONTH = (
    r"(?P<month>(?<![0-9.第])(?:1[0-2]|0?[1-9])"
    r"|(?<![一二三四五六七八九十百千万个])(?:十[一二]?|[一二三四五六七八九正腊]))\s?月"
)
_NUMBERED = (
    r"(?P<day>(?:[12][0-9]|3[01]|0?[1-9])(?![0-9])"
    r"|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
)
_DAY = rf"{_NUMBERED}\s?[日号](?![元圆楼线])"
_PART = (
    r"份?(?P<part>初(?![中步次级选审创始])|上旬|中旬|中(?=[,，。、的?？]|$)|下旬"
    r"|底(?!特律|线|层)|末)"
)
_WHOLE_MONTH = (
    r"份?(?!\s?[0-9]{1,2}\s?[日号]|[一二三四五六七八九十]{1,3}[日号]|球|饼|薪|经|租|供|嫂|子|河|花"
    r"|革命|学潮|飞雪|流火|天(?!气)|[一两三四][次期回更]|有余|之?内)"
)
_FIRST_MONTH = r"(?<![0-9.第])(?P<month>1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})"
_WHOLE_YEAR = r"(?!的?\s?[0-9一二三四五六七八九十正腊]{1,3}\s?月|的?历史|来(?!的报)|代|[轻龄])"
_BARE = r"(?<![0-9.一二三四五六七八九十百千半几今去前明每近年])"
_PART_OF_YEAR = r"(?P<part>初(?![中步次级选审创始])|底(?!特律|线|层)|末|中(?=[,，。、的?？]|$))"
_QUARTER = (
    r"(?:(?<!前)第?\s?(?P<quarter>(?<!前)[一二三四]|(?<![0-9])[1-4])季度"
    r"|(?<=[年0-9 ])q(?P<q>[1-4])(?![0-9])"
    r"|前(?P<count>[二两三23])个?(?P<unit>季度))"
)
_FIRST = r"前(?P<count>1?[0-9]|[一二两三四五六七八九十]{1,2})"
_WEEK = r"(?:周|星期|礼拜)"
_TO = r"\s?(?:至|到|-|–|—|~)\s?"
_UNTIL = rf"{_TO}(?P<until>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})"
_THAT = r"(?P<which>(?<!以)上上?一?|(?<![日基资成版样])本|这一?|(?<![以天])下下?一?)个?"
_NOT_WEEK = r"(?!边|刊|围|密|期|年|岁|杰|全|转|折|报(?!道|导))"
_WEEKDAY = r"(?P<weekday>[一二三四五六日天])"
_NOT_WEEKDAY = r"(?![次回鸣围福多行刊元郎]|餐厅|报(?!道|导))"
_COUNT = r"(?P<count>[0-9]{1,3}|[一二两三四五六七八九十百]{1,5}|半)(?:个(?P<plus>半)?)?"
_UNIT = r"(?P<unit>小时|天|日|周(?!年)|星期|礼拜|月(?!球)|季度|年)(?P<half>半)?"
_RELATIVE = {
    r"大前[天日]": -3,
    r"(?<![目之以此先日年月周眼当大])前[天日](?!本|气|均)": -2,
    r"昨[天日晚夜](?!重现)": -1,
    r"(?<![如现当迄至])今[天日晚早晨夜](?!本|头条|俄罗斯|说法)": 0,
    r"(?<![聪文发证说表透声光阐])明[天日晚早晨](?!本|方舟|系|下|真)": 1,
    r"(?<![最以之然今先])后天(?!性|气|的努力)": 2,
}
_VAGUE = {
    r"这[几些两][天日]|(?:最近|近|过去|前)[几两][天日]|[几数][天日]之?前": 7,
    r"(?<![离近])最近(?!的距离)|(?<![最附接靠临将])近[日期](?!本|均|视|距)|近来|这阵子|不久前"
    r"|(?<![0-9今昨明节生周假期终近目一二三四五六七八九十半])日前(?!景)"
    r"|最近几(?:周|个?星期)|最新的?(?:报道|报导|消息|新闻|进展|文章)": 30,
    r"(?:最近|近|过去|这)几个月": 120,
    r"(?<!最)近几?年来?(?![纪龄])|(?:最近|过去|这)几年": 1825,
}


def _relative(pattern: str, later: int) -> Rule:
    return Rule.of(pattern, lambda _, today: single(today + timedelta(days=later)))


def _vague(pattern: str, days: int) -> Rule:
    return Rule.of(pattern, lambda _, today: vague(days, today))


RULES = (
    Rule.of(rf"{_OF_YEAR}{_MONTH}的?\s?{_DAY}", read.day),
    Rule.of(rf"{_OF_YEAR}{_MONTH}\s?{_NUMBERED}[日号]?{_UNTIL}\s?[日号]", read.day_range),
    Rule.of(rf"{_OF_YEAR}{_MONTH}(?:{_PART}|{_WHOLE_MONTH})", read.month),
    Rule.of(rf"{_OF_YEAR}{_FIRST_MONTH}{_UNTIL}\s?月{_WHOLE_MONTH}", read.month_range),
    Rule.of(rf"{_THAT}月(?:{_DAY}|{_PART}|{_WHOLE_MONTH})", read.that_month),
    Rule.of(rf"{_YEAR}{_WHOLE_YEAR}", read.that_year),
    Rule.of(rf"(?:{_YEAR}的?\s?年?|{_BARE}年){_PART_OF_YEAR}", read.piece_of_year),
    Rule.of(rf"{_OF_YEAR}(?:(?P<half>上|下)半年|{_QUARTER})", read.piece_of_year),
    Rule.of(rf"(?:{_YEAR}的?\s?{_FIRST}个?(?P<unit>月|季度))", read.piece_of_year),
    Rule.of(rf"{_THAT}季度", read.that_quarter),
    Rule.of(rf"{_THAT}{_WEEK}(?:{_WEEKDAY}{_NOT_WEEKDAY}|(?P<end>末)|{_NOT_WEEK})", read.that_week),
    Rule.of(
        rf"(?<![每一二三两几数半整首个本上下这0-9色])(?:周(?!天)|星期|礼拜){_WEEKDAY}{_NOT_WEEKDAY}",
        read.latest_named_weekday,
    ),
    Rule.of(r"(?<![每上下本这])周末", lambda _, today: latest_weekend(today)),
    Rule.of(
        rf"(?:过去|最近|(?<![附接靠临])近|这(?!一天))的?\s?{_COUNT}\s?{_UNIT}(?:以?来|之?内|间|里)?",
        read.past,
    ),
    Rule.of(
        rf"{_BARE}{_COUNT}\s?{_UNIT}以?来(?!自|源|说|看|往|回|到)",
        read.past,
    ),
    Rule.of(
        rf"{_BARE}(?<!第)(?![0-9一二三四五六七八九十两]+月){_COUNT}\s?{_UNIT}[之以]?前(?![0-9一二三四五六七八九十两几])",
        read.back,
    ),
    *(_relative(pattern, later) for pattern, later in _RELATIVE.items()),
    *(_vague(pattern, days) for pattern, days in _VAGUE.items()),
)
