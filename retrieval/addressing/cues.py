"""Words beside outlets' names that tell whether their own words are wanted.

Texts are folded: Simplified, one width, lower case.
"""

import re

_QUOTE = r"[\s'\"“”‘’「」『』《》〈〉()\[\]]{0,4}"
_SAYS = (
    r"(?:说(?![服唱])|讲|写|报道|报导|称(?![霸职赞])|评论|评价|形容|描述|描绘|解释|解读|分析|介绍|提到|提及"
    r"|谈(?![判妥成])|看待|认为|觉得|相信|主张|指出|指称|指(?![控责数标])|表示|披露|透露|爆料|采访|专访|援引|引述"
    r"|引用|转载|刊登|刊发|刊载|发表|发文|撰文|证实|澄清|强调|批评|质疑|警告|声称|宣称|关注|回答|询问|查询)"
)
_WORDS = (
    r"(?:说法|观点|立场|态度|看法|意见|文章|新闻|消息|社论|专栏|头版|头条|版本|口径|数据|数字|独家|专题|特写|访谈"
    r"|调查|稿|角度|结论|论点|要点|论据|理由|主张|判断|报道|报导|评论|评价|分析|解读|描述|采访|专访)"
)
_SO_MANY = r"(?:[一二两三四五六七八九十几0-9]+[个点条大项篇段则种句]的?)?"
_HOW = (
    r"(?:怎么样?|如何|怎样|咋)(?:去|来|样)?(?:看|评|想|定性|反驳|回应|报|说|讲|写|描"
    r"|形容|解|分析|介绍|称|谈|指|处理)"
)
_DIFFER = (
    r"(?:(?:之间|两家|三家|几家|各自)?的?(?:有何|有什么|有没有|有哪些|有啥|是否|存在)?(?:不同|区别|分歧|差异|矛盾"
    r"|一致|一样|相同|出入)|谁更|谁的|哪[个家]更)"
)
_BESIDES = (
    r"(?:中文网?|新闻网?|网站|官网|电台|方面|记者|编辑|评论员|的|上|里|中|当时|昨[天日]|今[天日]|上周|上个?月|去年|今年"
    r"|最近|之前|后来|曾经?|都|是|也|又|各自?|分别|有没有|有无|是否|究竟|到底|为什么|为何|近日|一直|还|只|已经?"
    r"|[更最]?[早先]|率先|两家|三家|几家|这[两三几]家|媒体|等|本身|自己|对此|\s|[0-9]{1,4}[年月日])"
)
_ASKED_BEHIND_HAN = (
    rf"(?:{_BESIDES}{{0,6}}(?:{_HOW}|{_SAYS}|{_SO_MANY}{_WORDS}|{_DIFFER}|呢)"
    rf"|{_BESIDES}{{0,4}}(?:对于?|就|关于|有关|针对|围绕)[^。?!;]{{1,40}}?(?:{_HOW}|{_SAYS}|{_WORDS}|{_DIFFER})"
    rf"|在[^。?!;]{{1,30}}?{_HOW}"
    rf"|有(?:没有|无|何|什么|哪些|过)?[^。?!;]{{0,30}}?(?:{_WORDS}|提到|写到?)"
    r"|记者|网?上?\s*:)"
)
_PIECE = (
    r"(?:reports?|reporting|articles?|stor(?:y|ies)|pieces?|coverage|editorials?|interviews?|reviews?"
    r"|headlines?|columns?|newsletters?|accounts?|exclusives?|journalists?|reporters?|correspondents?"
    r"|posts?|op-eds?|guides?)"
)
_OF_THEIRS = (
    rf"(?:{_PIECE}|views?|take|version|position|stance|claims?|analysis|description|portrayal|opinions?"
    r"|figures?|numbers?|estimates?|reporter|assessment|characteri[sz]ation|explanation|perspective"
    r"|narrative|angle|words?|statements?|findings?|mention|suggestion|points?|conclusions?|arguments?"
    r"|reasons?|verdict|judge?ment|predictions?)"
)
_SAY = (
    r"(?:sa(?:y|ys|id)|saying|report(?:s|ed|ing)?|claim(?:s|ed|ing)?|writes?|wrote|written|describ\w{1,3}"
    r"|mention(?:s|ed)?|suggest(?:s|ed)?|stat(?:e|es|ed)|not(?:e|es|ed)|cover(?:s|ed)?|publish(?:es|ed)?"
    r"|thinks?|thought|argu(?:e|es|ed)|tells?|told|quot(?:e|es|ed)|calls?|called|characteri[sz]e[sd]?"
    r"|portray(?:s|ed)?|indicat(?:e|es|ed)|discuss(?:es|ed)?|highlight(?:s|ed)?|cit(?:e|es|ed)"
    r"|interview(?:s|ed)?|refer(?:s|red)?|views?|viewed|explain(?:s|ed)?|alleg(?:e|es|ed)|agrees?|agreed"
    r"|disagrees?|differ(?:s|ed)?|frame[sd]?|predict(?:s|ed)?|warn(?:s|ed)?|focus(?:es|ed)?"
    r"|acknowledge[sd]?|confirm(?:s|ed)?|put\sit|believes?|present(?:s|ed)?|speculate[sd]?|revealed?"
    r"|reveals|identif(?:y|ies|ied)|attribute[sd]?|mean|show(?:s|ed)?|contradict(?:s|ed)?)"
)
_HELPERS = (
    r"(?:also|ever|even|have|has|had|did|does|do|not|never|just|actually|all|each|both|initially|later"
    r"|then|previously|really|itself|themselves|first|recently|once|news|chinese|english|would|will|might)"
)
_ASKED_BEHIND_LATIN = (
    rf"(?:(?:['’]s?|s['’])\s(?:[\w-]+\s){{0,3}}?{_OF_THEIRS}\b"
    rf"|\s?(?:news\s)?{_PIECE}\b|\s(?:{_HELPERS}\s){{0,3}}{_SAY}\b"
    r"|\s(?:is|was|are|were)\s(?:the\s)?(?:first|only|reporting|saying|claiming)\b)"
)
_ASKED_BEHIND = re.compile(rf"{_QUOTE}(?:{_ASKED_BEHIND_HAN}|{_ASKED_BEHIND_LATIN})|\s*:")

_ASKED_BEFORE_HAN = (
    r"(?:据|根据|按照|依据|援引|引述|引用|只看|只要|只想?看|仅看|单看|看看|看一?下|查一?查|搜索?|来自|出自|源自|转自|摘自"
    r"|取自|刊于|刊登在|发表在|登在|载于|见于|比较|对比|对照|比对|告诉|告知|回复了?|答复了?|接受了?|只有|仅有|(?<!不)只|仅限?|限于|阅读|以及)"
)
_TOLD = (
    r"(?:reported|published|written|described|mentioned|discussed|highlighted|featured|covered|quoted"
    r"|cited|claimed|portrayed|characteri[sz]ed|stated|printed|said|seen|read|made|explained|alleged"
    r"|suggested|provided|noted|detailed|presented|told|argued|reportedly|identified|outlined|profiled"
    r"|linked|rumou?red|accused|questioned|assessed|projected|predicted|interviewed|carried|depicted)"
)
_ASKED_BEFORE_LATIN = (
    r"\b(?:according\sto|as\sper|per|via|citing|quoting|cited\sby|compar(?:e|es|ed|ing)(?:\s(?:to|with))?"
    r"|told|tell|sp(?:eak|oke|oken|eaking)\s(?:to|with)|repl(?:y|ied|ies)\sto|interviews?\s(?:with|to|by)"
    r"|statements?\sto|comments?\sto|differ(?:s|ed)?\sfrom|contrast\w{0,3}\s(?:to|with)|unlike"
    r"|(?:difference|differences|disagreement|disagreements|discrepanc(?:y|ies)|consistency)\sbetween"
    rf"|{_TOLD}\s(?:by|in|on|to|for|with|from)|{_OF_THEIRS}\s(?:from|by|in)"
    r"|sources?\s(?:including|such\sas|like)|(?:another|the\sone)\s(?:by|from)"
    r"|(?:views?|opinions?|position|stance|version|words)\sof"
    r"|(?:only|just|solely|exclusively)(?:\s(?:from|by|in|use|using|show|with|on))?"
    r"|(?<!work\s)(?<!working\s)(?<!jobs\s)(?<!job\s)(?<!layoffs\s)(?<!cuts\s)(?<!staff\s)(?<!invest\s)"
    r"(?<!invested\s)(?<!stake\s)(?<!shares\s)(?<!trust\s)(?<!believe\s)(?<!interest\s)(?<!strike\s)"
    r"(?<!scandal\s)(?<!confidence\s)(?<!role\s)in"
    r"|(?<!comment\s)(?<!report\s)(?<!article\s)(?<!story\s)(?<!opinion\s)(?<!view\s)(?<!attack\s)"
    r"(?<!ban\s)(?<!pressure\s)(?<!sanctions\s)(?<!tariff\s)(?<!tariffs\s)(?<!effect\s)(?<!impact\s)"
    r"(?<!based\s)(?<!depend\s)(?<!focus\s)(?<!rely\s)(?<!news\s)(?<!reports\s)(?<!articles\s)"
    r"(?<!position\s)(?<!crackdown\s)(?<!piece\s)on"
    r"|(?<!fired\s)(?<!resign\s)(?<!resigned\s)(?<!funding\s)(?<!steal\s)(?<!bought\s)(?<!money\s)from)"
    r"\s(?:the\s|an?\s|both\s)?"
)
_ASKED_BEFORE = re.compile(rf"(?:{_ASKED_BEFORE_HAN}|{_ASKED_BEFORE_LATIN}){_QUOTE}(?:the\s)?$")

_SUBJECT_BEFORE = re.compile(
    r"(?:关于|有关|针对|涉及|起诉|控告|收购|封杀|封禁|批评|抨击|指责|(?:怎么|如何|怎样)看|看待|如何评价|怎么评价|指控|抵制|制裁|投资|资助"
    r"|状告|(?<!告)诉|停播|解雇|开除|拥有|属于|加入|离开|辞去|入职|除了|除|不要|不看|(?:对|对于|向|跟)"
    r"|\b(?:(?<!what\s)(?<!how\s)about|against|sue[sd]?|suing|acquir\w{1,4}|owns?|owned\sby|owned|bought|buys?"
    r"|fund(?:s|ed)?|bann?(?:s|ed)?|block(?:s|ed)?|attack(?:s|ed)?|critici[sz]\w{1,4}|besides|except"
    r"|other\sthan|apart\sfrom|excluding)\s(?:the\s|an?\s)?)"
    rf"{_QUOTE}(?:the\s)?$"
)
_TOLD_BEHIND = re.compile(rf"{_QUOTE}(?:说(?!法)|表示|透露|坦言|讲|强调|证实|回应|回复|记者)")
_TOLD_BEFORE = re.compile(rf"(?:对|向|跟){_QUOTE}$")

_COMPARED = re.compile(
    r"一致|不同|区别|比较|对比|分歧|矛盾|差异|一样|相同|出入|\b(?:differ|compar|consisten|inconsisten|agree|disagree"
    r"|contrast|unlike|same|contradict|discrepan|vs|versus)"
)
_LITTLE = re.compile(
    r"\b(?:and|or|what|how|about|only|just|the|news|please|vs|versus|from|in|on)\b|['’]s\b|新闻"
    r"|[\W_那么还有呢吗啊的和与及或请]"
)

_NEWS = re.compile(r"\s?(?:新闻网?|news)(?![a-z])(?!发言|发布会)")
_FIRM = (
    r"(?!\s?(?:的?财报|公告|年报|季报|内部|员工|官方|ceo|高管|发言|声明|统计|公布|创始|总裁|总部|控股|集团|云|首席"
    r"|['’]s|inc|ceo|executives?|filings?|spokes|shares))"
)
_PRESS_BEHIND = re.compile(
    rf"{_QUOTE}(?:的(?:相关|有关|最新)?(?:报道|报导|文章|说法|专栏|快讯|头条)|报道|报导|刊登|刊发|转载|刊文|快讯|专栏|头条"
    r"|网?[上里](?:是|都|面)*(?:怎么|如何|怎样|的(?:报道|报导|文章|新闻|消息|说法)|有(?:什么|哪些|没有)|写|说|刊|登)"
    rf"|['’]s?\s(?:own\s|latest\s|news\s)?{_PIECE}\b|\s(?:articles?|stor(?:y|ies)|coverage)\b"
    r"|\s(?:reported|reports|writes|wrote)\sthat\b|\s(?:report|write)\b)"
)
_PRESS_BEFORE = re.compile(
    r"(?:据|根据|按照|来自|摘自|转自|援引|引述"
    r"|\b(?:according\sto|reported\sby|published\s(?:by|on|in)|(?:articles?|reports?|stor(?:y|ies))\s(?:by|from|in)"
    rf"|as\sreported\s(?:by|on))\s){_QUOTE}$"
)
_SHOWN_ON = re.compile(r"\bon\s$")
_SPOKEN_ON = re.compile(r"[^\s,。、:;?!]在\s?$")
_TITLE = re.compile(r"[《「『]\s?$")
_TITLE_END = re.compile(r"\s?[》」』]")


def asks(before: str, behind: str) -> bool:
    """Tell whether the words beside outlets' names ask for the outlets' own words."""
    news = _NEWS.match(behind)
    behind = behind[news.end() :] if news else behind
    if is_subject(before) and not _is_told(before, behind):
        return False
    if before.endswith("(") and behind.startswith(")"):
        return True
    return bool(_ASKED_BEFORE.search(before) or _ASKED_BEHIND.match(behind))


def is_subject(before: str) -> bool:
    """Tell whether the words before outlets' names make them what is spoken of: 起诉, about."""
    return _SUBJECT_BEFORE.search(before) is not None


def _is_told(before: str, behind: str) -> bool:
    """Tell whether an outlet is told something: it reports that itself."""
    return bool(_TOLD_BEFORE.search(before) and _TOLD_BEHIND.match(behind))


def is_title(before: str, behind: str) -> bool:
    """Tell whether a name is written as a title, 《…》, or as that of a news service."""
    in_marks = _TITLE.search(before) and _TITLE_END.match(behind)
    return bool(in_marks or _NEWS.match(behind))


def is_press(before: str, behind: str, is_platform: bool) -> bool:
    """Tell whether the name of a firm stands for what it publishes: 据搜狐, Yahoo's report."""
    if _SPOKEN_ON.search(before):
        return False
    if _PRESS_BEHIND.match(behind):
        return True
    if not re.match(_FIRM, behind):
        return False
    shown = not is_platform and _SHOWN_ON.search(before)
    return bool(shown or _PRESS_BEFORE.search(before))


def compares(text: str) -> bool:
    """Tell whether a question compares."""
    return _COMPARED.search(text) is not None


def is_little(text: str) -> bool:
    """Tell whether a question without its outlets' names asks nothing more."""
    return not _LITTLE.sub("", text)
