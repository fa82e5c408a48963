"""Units: what a number counts, under one name in Chinese and English."""

import re

TIME = frozenset({"year", "month", "week", "day", "hour", "minute", "second", "quarter", "age"})
COUNTS = frozenset({"count", "card", "people", "time"})
_SHARES = frozenset({"%", "point"})
_SAME = ({"times", "x"}, {"times", "time"}, {"age", "year"})

_MEASURES = (
    r"个|种|家|款|项|条|类|份|篇|台|部|本|套|批|轮|届|层|步|点|大(?!约|概)|只(?!有|是|要|能)"
    r"|支|辆|架|艘|座|所|间|件|场|则|tokens?|parameters?|参数|companies|firms"
)
_UNITS = (
    ("usd", r"美元|美金|美刀|usd|(?:u\.?s\.? )?dollars?"),
    ("hkd", r"港元|港币|hk dollars?"),
    ("twd", r"元新?台币|新?台币|nt dollars?"),
    ("jpy", r"日元|日圆|yen"),
    ("eur", r"欧元|euros?"),
    ("gbp", r"英镑|pounds?"),
    ("cny", r"元人民币|人民币|块钱|元|(?:chinese )?yuan|rmb|cny|renminbi"),
    ("point", r"个?百分点|percentage[ -]points?"),
    ("%", r"%|per ?cent|pct|成(?![不为立功果本熟长员型就分败])"),
    ("age", r"岁|years?[ -]olds?"),
    ("decades", r"decades?"),
    ("decade", r"年代"),
    ("century", r"世纪|century|centuries"),
    ("hour", r"个?多?[\0 ]*(?:gpu[ -]?)?(?:小时|钟头)|(?:gpu[ -])?(?:hours?|hrs?)"),
    ("minute", r"分钟|minutes?|mins?"),
    ("second", r"秒钟?|seconds?"),
    ("week", r"周(?![一二三四五六日天年])|个?星期(?![一二三四五六日天])|个?礼拜|weeks?"),
    ("month", r"个多?月|months?"),
    ("quarter", r"个?季度?|quarters?"),
    ("year", r"周?年(?!级|轻|度)|years?"),
    ("day", r"天|日(?!本)|days?"),
    ("x", r"倍|fold|x"),
    ("times", r"times"),
    ("time", r"次|回"),
    ("card", r"张|块|片|颗|枚|(?:h\d+ )?gpus?|chips?|cards?|芯片|显卡"),
    ("people", r"人|名|位|people|persons?"),
    ("km", r"公里|千米|km|kilomet(?:er|re)s?"),
    ("mile", r"英里|miles?"),
    ("foot", r"英尺|feet|foot"),
    ("inch", r"英寸|英吋|inch(?:es)?"),
    ("metre", r"米|met(?:er|re)s?"),
    ("nm", r"纳米|nm|nanomet(?:er|re)s?"),
    ("kg", r"公斤|千克|kg|kilograms?"),
    ("ton", r"吨|tons?|tonnes?"),
    ("gb", r"gb|gigabytes?"),
    ("tb", r"tb|terabytes?"),
    ("mw", r"兆瓦|mw|megawatts?"),
    ("gw", r"吉瓦|gw|gigawatts?"),
    ("count", _MEASURES),
)
_NAMES = tuple(name for name, _ in _UNITS)
_QUALIFIER = r"(?:(?:business|trading|full|more|straight|consecutive|additional|whole|working) )?"
_UNIT = re.compile(
    r"[ \t\0-]*" + _QUALIFIER
    + "(?:" + "|".join(rf"({pattern})(?:(?<![a-z])|(?![a-z]))" for _, pattern in _UNITS) + ")"
)  # fmt: skip

_SIGNS = (
    ("hkd", r"hk\$"),
    ("twd", r"nt\$"),
    ("usd", r"us ?\$|u\.s\. ?\$|\$|usd"),
    ("cny", r"rmb|cny|人民币|[¥￥]"),
    ("eur", r"€"),
    ("gbp", r"£"),
)
_SIGN = re.compile("(?:" + "|".join(f"(?P<{name}>{sign})" for name, sign in _SIGNS) + r")\s?$")


def unit_after(text: str, position: int) -> tuple[str, int]:
    """Return the unit written at a position, or "", and where it ends."""
    match = _UNIT.match(text, position)
    if match is None or match.lastindex is None:
        return "", position
    return _NAMES[match.lastindex - 1], match.end()


def sign_before(text: str, position: int) -> tuple[str, int]:
    """Return the currency written just before a position, or "", and where it starts."""
    match = _SIGN.search(text, max(0, position - 8), position)
    if match is None or match.lastgroup is None:
        return "", position
    return match.lastgroup, match.start()


def agree(said: str, held: str) -> bool:
    """Tell whether a number in one unit may be held by the same number in another."""
    pair = {said, held}
    if said == held or pair in _SAME:
        return True
    if pair <= COUNTS | {""}:
        return bool(pair & {"", "count"})
    if said == "":
        return held not in _SHARES
    if held == "#":  # the 65th minute, 65分钟
        return said in TIME | COUNTS
    return held == "" and said not in _SHARES
