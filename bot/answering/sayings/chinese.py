"""Who speaks in a Chinese sentence: before a verb, after 据, after the words themselves."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from bot.answering.sayings.saying import (
    BLANK,
    Found,
    Saying,
    alternatives,
    blanked,
    in_order,
    without_quotations,
    words,
)

_BREAK = re.compile(r"[,:?!\"“”「」;]")
_TELLS = re.compile(
    r"(?:在)?(?:接受|对|向|跟|告诉|回应|回复|答复|"
    r"回答)(?:了)?(?P<told>[^,。]{2,24}?)(?:的)?(?:采访|专访|访问|访谈|记者|独家|查询|"
    r"电视|节目|$)"
)
_TOLD = re.compile(r"(?P<told>[^,。:]{2,24}?)(?:[,:]|的?记者|$)")
_SPOKEN_TO = re.compile(
    r"(?<![绝面针反相应核敌])(?:对(?![手话比称策应立外内冲抗方])|向(?![来上下前后]))(?!于?此)"
)
_ASIDE = re.compile(
    r"(?:在|于|当|就|对|对于|针对|关于|围绕|随着|通过|以|从|经|接受|参加|出席)[^,]*?"
    r"(?:时候|时|之后|后|前|之中|中(?![国心央文美方间东共俄日韩欧])|上(?![海市周个])|"
    r"里(?!根)|期间|当天|之际|采访|专访|访问|节目|会议|方式|问题|一事|方面|指控|说法)"
)
_TO_THIS = re.compile(r"^(?:对于|对|就|针对|关于|为|因)(?:此事|此|这一点|这点)")
_LITTLE = re.compile(
    r"(?:进一步|日前|近日|随后|当天|同日|此前|早前|之前|稍后|昨[天日晚]|今[天日早]|"
    r"[上本下]?(?:周|星期|礼拜)[一二三四五六日天]|上?个?月底?"
    r"|\d+[年月日号时点分]|[(（][^()（）]*[)）]|明确|公开|多次|一再|坚决|强烈|同时|此外|"
    r"另外|其实|事实上|实际上|当然|显然|的确|确实|但是?|而且?|不过|然而|因此|所以|并且?|还|也|又|则|都|却|曾经?|再|就|已经?|"
    r"仍然?|更|只|均|先生|女士|教授|博士|本人|等人?|方面|直接|首次|率先|主动|特别|坦率|"
    r"最近|最后|最终|其后|接着|继续|如此|这样|[\s□]|去年|今年|目前|当时|上午|下午|晚间?|"
    r"声明|采访|报道|没有?|未|不|会|要|可能|或许|普遍|一般|通常|书面|独家|撰文|发文|着|过|"
    r"了|便|才|另|表示)+"
)
_HELD = re.compile(
    "(?<=.)(?:把|将(?![来军领要近])(?=[^,]*(?:作|为|成|到|给|进|出)))"
)  # 他把它称作警钟,敦促…
_PASSIVE = re.compile(r"被(?!告|动)")
_ASKED = re.compile(r"(?:被|遭|获)(?:追|质|提|询|反)?问")
_PUBLISHES = re.compile(  # OpenAI已经发表|声明称
    r"(?:已经?|日前|近日|昨[日天]|今[日天])*(?:发表|发布|刊发|刊登|发出|作出|做出|出具|提交|发)了?"
    r"(?:[一两]?[份篇则项]|官方|书面|正式|长|短)*"
    r"(?:声明|公告|通报|报告|文章|社论|博文|推文|帖子|新闻稿|公报|白皮书)?$"
)
_BY = re.compile(r"(?<![理缘自来])由(?!于|此)[^,]")  # 由法院评估: an act, no words
_GOES_ON = re.compile(
    r"^(?:[,\s□]|并且?|只|仅|才|均|还|也|又|同时|且|而且|但|却|更|再|则|进一步|随后|另|直接|一再|因此|"
    r"不过|此外|然后|接着|中|时|里|最后)*$"
)
_WHEN_SAID = re.compile(r"^[^,。]{1,40}(?:时候?|之际|的时候),?$")  # 谈到此事时说
_IN_TITLE = r"[^《》]*》"  # 《每日经济新闻》: the name of a paper, no word for what it says
_LONGEST = 34  # characters of somebody's name and office


def read_chinese(sentence: str) -> Iterator[Saying]:
    """Yield who speaks in a folded sentence, in order."""
    text = without_quotations(sentence)
    return in_order(list(_found(text)), text, _joins)


def _joins(gap: str) -> bool:
    return not gap.strip(f',:“”「」" {BLANK}')[2:]


def _found(text: str) -> Iterator[Found]:
    last: Found | None = None
    for cue in _cues(text):
        start = last.end if last else 0
        if cue.re is _account():
            one = _quoting(text, start, cue) if cue["quoting"] else None
            if last and one:
                yield last
            last = one or last
            one = Found(_trimmed(cue["whom"]), cue.start(), cue.end())
        else:
            one = _by_verb(text, start, cue, last)
        if one is None:
            continue
        if last and (one.subject, one.start) != (last.subject, last.start):
            yield last
        last = one
    if last:
        yield last


def _cues(text: str) -> list[re.Match[str]]:
    """Return where somebody may be given words, by place."""
    accounts = list(_account().finditer(text))
    taken = [(match.start(), match.end()) for match in accounts]
    verbs = (
        verb
        for verb in _verb().finditer(blanked(_never(), text))
        if not verb["owned"] and not any(a <= verb.start() < b for a, b in taken)
    )
    return sorted([*accounts, *verbs], key=lambda match: match.start())


def _quoting(text: str, start: int, cue: re.Match[str]) -> Found | None:
    """Return who quotes somebody, where a name stands before the verb."""
    between = text[start : cue.start()]
    here = max((m.end() for m in _BREAK.finditer(between)), default=0)
    subject, told = _subject(between[here:])
    return Found(subject, start + here, cue.start(), told) if len(subject) > 1 else None


def _by_verb(text: str, start: int, verb: re.Match[str], last: Found | None) -> Found | None:
    """Return who is the subject of a verb; `start` is where the last saying's verb ends."""
    told = _told_behind(text, verb)
    between = text[start : verb.start()]
    if last and not last.is_behind and (_GOES_ON.match(between) or _WHEN_SAID.search(between)):
        return replace(last, end=verb.end(), told=told or last.told)
    here = max((m.end() for m in _BREAK.finditer(between)), default=0)
    segment = between[here:]
    subject, heard = _subject(segment)
    if subject:
        behind = _is_behind(text, start + here, verb)
        return Found(subject, start + here, verb.end(), told or heard, behind)
    if last and not last.is_behind and _GOES_ON.match(segment):
        return replace(last, start=verb.start(), end=verb.end(), told=told)
    return _before(text, start, here, verb, told or heard)


def _before(text: str, start: int, here: int, verb: re.Match[str], told: str) -> Found | None:
    """Return a subject from the parts of the sentence before the verb's own, nearest first."""
    parts = list(re.finditer(r"[^,:?!;]+", text[start : start + here]))
    for part in reversed(parts):
        subject, heard = _subject(part.group())
        if subject and len(subject) <= _LONGEST:
            return Found(subject, start + part.start(), verb.end(), told or heard)
    return None


def _subject(segment: str) -> tuple[str, str]:
    """Return a subject without what is said of when, where and to whom, and who was told."""
    asked = _ASKED.search(segment)
    agent = _PASSIVE.search(segment)
    if asked:
        segment = segment[: asked.start()]
    elif agent:
        segment = segment[agent.end() :]
    if _BY.search(segment):
        return "", ""
    heard = _TELLS.search(segment)
    told = heard["told"] if heard else ""
    bare = _ASIDE.sub(BLANK, _TO_THIS.sub("", segment, count=1))
    if held := _HELD.search(bare):
        bare = bare[: held.start()]
    spoken_to = _SPOKEN_TO.search(bare)
    if spoken_to:
        bare = bare[: spoken_to.start()]
    if heard and heard.start() and heard["told"] in bare:
        bare = bare[: bare.find(heard["told"])]
    return _PUBLISHES.sub("", _trimmed(bare)), told


def _trimmed(text: str) -> str:
    found = _LITTLE.match(text)
    text = text[found.end() :] if found else text
    while ends := re.search(rf"(?:{_LITTLE.pattern}|文中|中|里|上|时)$", text):
        if not ends.group():
            break
        text = text[: ends.start()]
    return text.strip(f'{BLANK} "“”「」')


def _told_behind(text: str, verb: re.Match[str]) -> str:
    if verb["verb"] not in ("告诉", "告知", "回复", "回应", "答复"):
        return ""
    told = _TOLD.match(text, verb.end())
    return told["told"] if told else ""


def _is_behind(text: str, subject: int, verb: re.Match[str]) -> bool:
    """Tell whether what is said stands before: nothing is left behind the verb."""
    rest = text[verb.end() :].strip(" 。!?;\n,")
    before = text[:subject].strip(f" {BLANK}")
    return bool(before) and len(rest) < 2


@cache
def _never() -> re.Pattern[str]:
    return re.compile(alternatives(words()["chinese"]["never"]))


@cache
def _account() -> re.Pattern[str]:
    lists = words()["chinese"]
    nobody, accounts = alternatives(lists["nobody"]), alternatives(lists["accounts"])
    return re.compile(
        r"(?:(?<![数依证凭占票字单收论])(?:根据|依据|按照|依照|据|(?<!不)按)|(?P<quoting>援引|"
        r"引述|引用)(?:了|自)?)"
        rf"(?!(?:{nobody})(?:[,:]|$))(?P<whom>[^,。;:]{{2,36}}?)的?"
        r"(?:(?:最新|相关|有关|官方|公布|发布|提供|发表|独家|技术|话)的?)*"
        rf"(?:(?:{accounts})+(?![师家]|{_IN_TITLE})(?:中|里|上)?|(?<=话)|(?<=》)(?=,))(?:称|说|指|表示|指出|道)*"
    )


@cache
def _verb() -> re.Pattern[str]:
    verbs = alternatives(words()["chinese"]["verbs"])
    return re.compile(
        rf"(?P<owned>(?:{verbs})的(?=[^,。是]))"
        rf"|(?P<verb>{verbs})(?<!说(?=法))(?!{_IN_TITLE})(?:道|说(?!法)|称|指出|表示|到|了|过|的是|认为)*"
    )
