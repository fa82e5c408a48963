"""What a message says beside its question: in which language, whose opinion, who said that."""

import re
from dataclasses import dataclass

from retrieval.languages import Language, fold, language_of

_CHINESE = (
    r"(?:简|簡|[繁正])[体體](?:中文|字)?|[简簡繁]中|中文|[汉漢][语語]|[华華][语語]|普通[话話]"
)
_HAN_NAME = rf"(?P<han>英[文语語]|{_CHINESE})版?本?"
_LATIN_NAME = r"(?P<latin>english|(?:simplified |traditional )?(?:chinese|mandarin))"
_TELL = (
    r"(?:再|来|來|重新?|一[遍次下]|[回作]答|回[复覆]|答[复覆]|告[诉訴]|[说說]明?|答|[讲講]|[写寫]|我|[给給]|吧|呢"
    r"|[吗嗎]|[谢謝]+|好)"
)
_HAN_REQUEST = (
    r"(?:[请請麻烦煩能可以否你您帮幫我把它这這那刚剛才上面的话話答案]*?"
    r"(?:用|以|[换換改]成|改用|[翻译譯]+[成为為]|[转轉][成为為]|要看?|看|[来來])?\s*"
    rf"{_HAN_NAME}\s*{_TELL}*)"
)
_LATIN_TELL = (
    r"(?:answer|reply|respond|say|tell me|give me|repeat|translate|write|explain|put|show)"
)
_LATIN_REQUEST = (
    r"(?:(?:(?:now|and|ok|please|could you|can you|the same|again|once more)[, ]*)*"
    rf"(?:{_LATIN_TELL}(?: (?:it|that|this|me|the answer|the same))?(?: again)? )?"
    rf"(?:in|into|to)? ?{_LATIN_NAME}(?:,? (?:version|please|again|now))*)"
)
_GAP = r"[\s,，.。!！?？:：;；、]*"
_ALONE = re.compile(rf"{_GAP}(?:{_HAN_REQUEST}|{_LATIN_REQUEST}){_GAP}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\A{_GAP}(?:[请請]|麻[烦煩])*[用以]\s*{_HAN_NAME}\s*{_TELL}+[\s,，:：。]+"
    rf"|\A{_GAP}(?:please )?(?:answer|reply|respond)?(?: me)? ?in {_LATIN_NAME}\s*[:,]",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?:(?<=[\s,，.。!！?？;；])(?:[请請]|麻[烦煩]|能否|可否)*[用以]\s*{_HAN_NAME}\s*{_TELL}+"
    r"|(?:(?<=[,.!?;])\s*(?:please )?|\b(?:please )?(?:and )?(?:answer|reply|respond)(?: me)? )"
    rf"in {_LATIN_NAME}(?:,? please)?){_GAP}\Z",
    re.IGNORECASE,
)

_HAN_QUOTES = (
    rf"(?:[这這那]些|[这這那]|上面的?|[刚剛]才的?|全部的?|所有的?|各家的?|(?:英[文语語]|{_CHINESE})的?)*"
    r"(?:引文|引[语語句]|引述|引用|原文|原[话話])"
)
_HAN_POLITE = r"[请請麻烦煩能可以否你您帮幫我给給再也还還都全顺順便]*"
_HAN_INTO = (
    rf"(?:一下|出[来來]|[过過][来來])?(?:(?:成|[为為]|到)\s*(?:英[文语語]|{_CHINESE})版?)?"
    r"(?:一下|[给給]我|看看?|好)*[吗嗎吧呢]?"
)
_HAN_TRANSLATE = (
    rf"{_HAN_POLITE}(?:[把将將]?\s*{_HAN_QUOTES}{_HAN_POLITE}(?:翻[译譯]|[译譯]){_HAN_INTO}"
    rf"|(?:翻[译譯]|[译譯])(?:一下|出)?\s*{_HAN_QUOTES}{_HAN_INTO}"
    rf"|(?:附上?|加上?|[带帶]上?|[给給]出?|要|看)?\s*{_HAN_QUOTES}的?"
    rf"(?:(?:英[文语語]|{_CHINESE})的?)?(?:翻[译譯]|[译譯]文)[吗嗎吧呢]?)"
)
_NAMED_LATIN = r"(?:english|(?:(?:simplified|traditional) )?(?:chinese|mandarin))"
_LATIN_QUOTES = (
    rf"(?:(?:the|these|those|this|that|all|each|your|its|their|of|{_NAMED_LATIN}) )*"
    r"(?:quot(?:e|ation)s?|quoted (?:words|text|sentences?)|originals?"
    r"|original (?:words|text|quotes?|sentences?))"
)
_LATIN_INTO = rf"(?: (?:(?:in)?to|in) {_NAMED_LATIN})?"
_LATIN_TRANSLATE = (
    r"(?:(?:and|also|please|could you|can you|now|ok)[, ]*)*"
    rf"(?:translate {_LATIN_QUOTES}{_LATIN_INTO}|with {_LATIN_QUOTES} translated{_LATIN_INTO}"
    r"|(?:(?:give|show|add|include|with|i want|i need) (?:me )?)?(?:a |an |the )?"
    rf"(?:{_NAMED_LATIN} )?translations? (?:of|for) {_LATIN_QUOTES}{_LATIN_INTO}"
    rf"|(?:(?:give|show|put) (?:me )?)?{_LATIN_QUOTES} (?:in|into) {_NAMED_LATIN})"
    r"(?:,? (?:please|for me|too|as well|also))*"
)
_TRANSLATE = rf"(?:{_HAN_TRANSLATE}|{_LATIN_TRANSLATE})"
_TRANSLATION = re.compile(  # all there is, or before or behind a question
    rf"\A{_GAP}{_TRANSLATE}(?:{_GAP}\Z|\s*[:：.。])"
    rf"|(?<=[,，.。!！?？;；])\s*(?:[并並]且?)?\s*{_TRANSLATE}{_GAP}\Z",
    re.IGNORECASE,
)
_INTO = re.compile(
    rf"(?:成|[为為到]|\b(?:in)?to|\bin)\s*(?:{_HAN_NAME}|{_LATIN_NAME})", re.IGNORECASE
)
_MADE = re.compile(
    rf"(?:{_HAN_NAME}的?|{_LATIN_NAME}\s)(?:翻[译譯]|[译譯]文|translations?)", re.IGNORECASE
)

_YOU = r"(?:你|您|[机機]器人|whosaid)(?:自己|本人|[个個]人|本身)?"
_HOW_SEEN = r"是?(?:怎[么麼样樣]|如何)(?:看待?|想|[评評][价價])"
_VIEW = r"(?:看法|[观觀][点點]|意[见見]|想法|立[场場])"
_HAS_VIEW = rf"有(?:[没沒]有|什[么麼]|何|啥)?{_VIEW}"
_HAN_OPINION = (
    rf"{_YOU}[对對](?:[于於])?(?P<about>[^,，。?？]{{1,60}}?)(?:{_HOW_SEEN}|{_HAS_VIEW})"
    rf"|[在依据據照]{_YOU}(?:看(?:[来來])?|的{_VIEW})"
    rf"|{_YOU}(?:[会會]|更|比[较較]|到底|究竟|最)*"
    rf"(?:{_HOW_SEEN}|[觉覺]得呢?|[认認][为為]呢?|支持|站在?|相信|喜[欢歡]|[选選]|{_HAS_VIEW}"
    rf"|的{_VIEW}(?:是?什[么麼]|呢|如何)?)"
)
_LATIN_OPINION = (
    r"\bin your (?:own |honest |personal |humble )*(?:view|opinion|judge?ment|mind)\b"
    r"|\bwhat do you (?:personally |really |honestly )?(?:think|make|believe|feel)"
    r"(?: (?:about|of|is|are)\b)?"
    r"|\b(?:do|would|don't) you (?:personally |really |honestly |yourself )?"
    r"(?:think|believe|agree|support|prefer|like|trust|side)(?: (?:that|with)\b)?"
    r"|\bwhat(?:'s|’s| is| are) your (?:own |honest |personal )*"
    r"(?:view|opinion|take|stance|position|verdict|thought)s?(?: (?:on|of|about)\b)?"
    r"|\byour (?:own|honest|personal) (?:view|opinion|take)\b|\bwhose side are you on\b"
)
_TRUST = (
    r"(?<!\w)(?:哪|[谁誰])(?:一?[家个個些])?(?:媒[体體]|[报報][纸紙道导導])?的?(?:[说說]法|[话話]|[报報][道导導])?"
    r"(?:是|才|最|更|比[较較])+(?:可信|可靠|客[观觀]|公正|中立|[对對]的|真的|值得信[赖賴任])"
    r"|(?<!\w)[谁誰](?:在|又|才)?(?:[说說撒]了?[谎謊]|[讲講说說]真[话話])了?"
    r"|\b(?:which|what) (?:outlet|paper|newspaper|source|side|one)s? (?:is|are|can) (?:be )?"
    r"(?:the )?(?:most |more )?"
    r"(?:credible|reliable|trustworthy|trusted|right|objective|honest|neutral)\b"
    r"|\bwho(?:'s|’s| is) (?:right|lying|telling the truth)\b"
)
_OPINION = re.compile(f"{_HAN_OPINION}|{_LATIN_OPINION}|{_TRUST}", re.IGNORECASE)
_ADVICE = re.compile(
    r"(?:我|咱)[们們]?(?:现在|現在|到底|究竟)*(?:[该該]不[该該]|[应應]不[应應][该該]|要不要|[应應]?[该該]|[应應][当當])"
    r"|(?:[值該该]不[值該该]|值)得(?:我|[买買]|投[资資]|入手|信|相信)|[该該](?:[买買选選用信][谁誰哪])"
    r"|\bshould (?:i|we)\b|\bis it (?:worth|wise|safe) (?:to )?(?:buy|invest|us)",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"哪一?[个個家款种種](?:更|最|比[较較])?(?:好|[强強]|[厉厲]害|[优優]秀|靠[谱譜])|[谁誰](?:更|最)?(?:好|[强強]|[厉厲]害)"
    r"|\bwhich (?:one )?(?:is|of \w+ is) (?:the )?(?:better|best|stronger)|\bis \w+ better than",
    re.IGNORECASE,
)

_SOURCE = r"(?:出[处處]|[来來]源|依[据據]|[根证證][据據])"
_WHO_SAID = re.compile(
    r"(?:(?:[那这這](?:[话話]|句[话話]?|[个個]|些)?)?(?:都|是|究竟|到底)*[谁誰哪](?:家|[个個]|位)?(?:媒[体體])?"
    r"(?:[说說讲講写寫]|[报報][道导導])的?"
    rf"|(?:有(?:什[么麼])?|什[么麼])?{_SOURCE}(?:是?(?:哪[里裡裏]?|什[么麼])|在哪[里裡裏]?|呢)?"
    r"|(?:and |so |but )?who (?:said|says|wrote|reported|claims|claimed) (?:that|this|it|so)"
    r"|according to whom|says who|what(?:'s|’s| is| are| was) (?:the|your) sources?"
    r"|(?:your )?sources?|source for that)"
    r"[吗嗎呢啊呀的]*[\s?？!！.。]*",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"\s*(?:[\[【〔]\s*(?:\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})*|[a-z2-7]{6}|[a-z]{2,20}:\d{1,4})\s*[\]】〕]"
    r"|\[\^\d{1,3}\]|[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]|[\u2460-\u2473])"
)
_WORDS = re.compile(r"\w")
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\(\s*[a-z]+://[!-'*-~]*\s*\)", re.IGNORECASE)
_ADDRESS = re.compile(r"\b[a-z]+://[!-~]*[\w/]", re.IGNORECASE | re.ASCII)
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff]+")
_HIDDEN = re.compile("[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+")
_END = r"(?:[,，.。;；:：!！、\s]+|$)"
_ORDERS = re.compile(  # what a reader tells the bot to leave out or make up; it does not
    rf"[请請]?(?:忽略|[无無][视視]|不(?:要|用|必|[许許])(?:提|[写寫]|引用|理[会會]|管|[说說]))(?:[^,，。;；?？]{{0,12}}?)"
    rf"(?:[来來]源|[规規][则則]|指令|媒[体體](?:的?名[字称稱])?|出[处處]|引用){_END}"
    rf"|(?:不要|[别別])引用{_END}|(?:[请請]?直接)?告[诉訴]我{_END}?"
    r"|\b(?:ignore|disregard|forget)\s+(?:all |any |the |your |previous |prior |above )*"
    rf"(?:sources?|instructions?|rules|media|articles)(?:\s+and\s+|{_END})"
    r"|\b(?:answer )?without (?:naming|citing|mentioning|quoting) "
    rf"(?:any |the |your )*(?:media|sources?|outlets?|anybody){_END}"
    r"|\b(?:please )?(?:just )?tell me ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A message: the question in it, and what it wants beside an answer."""

    question: str  # empty where the message asks nothing of its own
    language: Language | None = None  # asked for
    wants_opinion: bool = False  # the bot's own
    wants_verdict: bool = False  # what to do, or which is better: that no outlet's words decide
    translates: bool = False  # the quotes, too
    into: Language | None = None  # which language, where it is named


def read(text: str) -> Said:
    """Return what a message asks, its wishes taken out of the question."""
    said, asked = _translation_in(_ORDERS.sub(" ", without_marks(text)))
    rest, language = _language_in(said)
    bare, found = _OPINION.subn(lambda match: f" {match['about'] or ''} ", rest)
    is_advice = _ADVICE.search(rest) is not None
    is_verdict = is_advice or (found > 0 and _BETTER.search(rest) is not None)
    wants_opinion = found > 0 or is_advice
    into = _language_of_translation(asked)
    question = _question(bare if found else rest)
    return Said(question, language, wants_opinion, is_verdict, bool(asked), into)


def language_wanted(text: str) -> Language | None:
    """Return the language in which a message asks to be answered, if it names one."""
    return _language_in(_translation_in(text)[0])[1]


def without_marks(text: str) -> str:
    """Return a text without marks of citation, such as a reader copies from an answer."""
    return _MARK.sub("", text)


def without_hidden(text: str) -> str:
    """Return a text without characters that nobody sees, such as break words for a search."""
    return _HIDDEN.sub("", text)


def without_addresses(text: str) -> str:
    """Return a text without links' addresses and Japanese letters, between which a question stands.

    A text that has nothing else stays as it is.
    """
    named = _LINK.sub(r"\1", text)
    left = _KANA.sub(" ", _ADDRESS.sub(" ", named))
    return left if any(map(str.isalnum, left)) else text


def asks_who_said(text: str) -> bool:
    """Tell whether a message asks only who said what was just answered."""
    return _WHO_SAID.fullmatch(text.strip()) is not None


def _translation_in(text: str) -> tuple[str, str]:
    """Return a text without the wish to have quotes translated, and that wish."""
    found = _TRANSLATION.search(text)
    return (
        (f"{text[: found.start()]} {text[found.end() :]}", found.group()) if found else (text, "")
    )


def _language_of_translation(wish: str) -> Language | None:
    found = _INTO.search(wish) or _MADE.search(wish)
    return _named(found, wish) if found else None


def _language_in(text: str) -> tuple[str, Language | None]:
    if alone := _ALONE.fullmatch(text):
        return "", _named(alone, text)
    found = _BEFORE.search(text) or _BEHIND.search(text)
    if not found:
        return text, None
    return text[: found.start()] + text[found.end() :], _named(found, text)


def _named(found: re.Match[str], text: str) -> Language:
    name = fold(found["han"] or found["latin"])
    if name.startswith(("英", "english")):
        return "en"
    if name.startswith(("繁", "正", "traditional")):
        return "zh-Hant"
    is_open = not name.startswith(("简", "simplified"))
    return language_of(text) if is_open and found["han"] else "zh-Hans"


def _question(text: str) -> str:
    return " ".join(text.split()).lstrip(",，.。:： ") if _WORDS.search(text) else ""
