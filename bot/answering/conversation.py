"""What is remembered of a chat, and how a follow-up is made to stand alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.answers import Answer, Author, Evidence, Reason, Refusal, Reply, Statement
from retrieval.languages import Language, fold
from retrieval.terms import Term

_REMEMBERED = 6
_POINTS_BACK = re.compile(
    r"(?<!其)[他她它](?!们?国)|这(?:个|件|样|家|事|些|是)|那(?:个|件|家|些)|该公司|此事|前者|后者|上面|刚才"
    r"|\b(?:he|she|it|they|him|her|them|his|its|their|this|that|these|those|there)\b"
)


_COURTESY = re.compile(
    r"(?:谢+|多谢|谢谢|感谢|你?好的?|您好|嗯+|哦+|知道了|明白了?|再见|拜拜|ok(?:ay)?|hi|hello|hey|bye|thx|"
    r"thanks?(?: you)?(?: very much| a lot)?|great|cool)?[你您啊呀啦吧了\s!,.~。!,、]*"
)
_YOU = r"(?:(?:你好|您好|嗨|请问|那|所以)[,!。 ]*)*(?:你|您|whosaid|这个?机器人)"
_ABOUT_BOT = re.compile(
    rf"(?:{_YOU}(?:到底|究竟|又)?(?:是|叫)(?:谁|哪位|什么(?:东西|机器人|名字|人|ai|模型)?|个?(?:机器人|ai|人|真人)吗?)"
    rf"|{_YOU}(?:能|会|可以)(?:够|帮我|为我)?(?:做|干|回答)?些?(?:什么|啥)(?:事情?|问题)?|{_YOU}有(?:什么|啥|哪些)(?:用处?|功能)"
    rf"|请?(?:自我介绍(?:一下)?|介绍(?:一下)?(?:你|您)(?:自己)?)|{_YOU}?怎么(?:用|使用)(?:你|您)?"
    rf"|(?:谁|哪家公司)(?:做|开发|创造|训练|制作)(?:的|了|出)(?:你|您)|{_YOU}是(?:谁|哪家公司)(?:做|开发|创造|训练|制作)的"
    r"|(?:(?:hi|hello|hey|and|so|but)[,! ]+)*(?:who|what) (?:exactly )?are you"
    r"|what(?:['’]s| is) your name"
    r"|what (?:can|do) you do(?: for me)?"
    r"|are you (?:a |an )?(?:real )?(?:ro)?(?:bot|human|person|ai|chatgpt|model|real)"
    r"|how do(?:es)? (?:you|this(?: bot)?) work"
    r"|(?:please )?introduce yourself|who (?:made|built|created|trained|runs) (?:you|this(?: bot)?)"
    r"|(?:please )?tell me about yourself"
    r")[啊呀啦吧呢吗了\s!,.?~。!,、]*"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was searched for, standing alone; the outlets it kept to; its language.

    `cited` is what the reply to it rested on, in its order; `can_compare`: several outlets have
    something on it, and they have not been compared.
    """

    question: str
    outlets: frozenset[str]
    language: Language
    cited: tuple[Evidence, ...] = ()
    answer: str = ""  # the id under which it is written down how the reply came about
    can_compare: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """The last turns of one chat, oldest first."""

    turns: tuple[Turn, ...] = ()

    def after(self, turn: Turn) -> "Chat":
        """Return the chat with one more turn, the oldest forgotten."""
        return Chat((*self.turns, turn)[-_REMEMBERED:])


def cited_in(reply: Reply) -> tuple[Evidence, ...]:
    """Return every piece of evidence of a reply once, in its order; nothing of a refusal."""
    statements = reply.statements if isinstance(reply, Answer) else ()
    return tuple(dict.fromkeys(e for statement in statements for e in statement.evidence))


def recalled(chat: Chat) -> Reply:
    """Return who said what was last answered: every quote of it, in the outlets' own words."""
    cited = chat.turns[-1].cited if chat.turns else ()
    return quoted(cited) if cited else Refusal(Reason.NOTHING_SAID)


def quoted(evidence: Sequence[Evidence]) -> Answer:
    """Return quotes as an answer in the outlets' own words."""
    return Answer(tuple(Statement(e.quote, (e,)) for e in evidence), Author.EXTRACTIVE)


def is_courtesy(text: str) -> bool:
    """Tell whether a message only greets, thanks or agrees."""
    return _COURTESY.fullmatch(fold(text).strip()) is not None


def is_about_bot(text: str) -> bool:
    """Tell whether a message asks who the bot is or what it can do."""
    return _ABOUT_BOT.fullmatch(fold(text).strip()) is not None


def leans_back(question: str, terms: Sequence[Term]) -> bool:
    """Tell whether a question needs the one before it: nothing it is about, or a pronoun."""
    return all(term.is_action for term in terms) or _POINTS_BACK.search(fold(question)) is not None


def before_pointing(question: str) -> str:
    """Return what of a folded question stands before its first pronoun; all where it has none."""
    return _POINTS_BACK.split(fold(question), maxsplit=1)[0]


def stand_alone(question: str, last: str, terms_of: Callable[[str], Sequence[Term]]) -> str:
    """Return a question that leans on the last one, with that one's words where it needs them."""
    terms = terms_of(question)
    if not terms:
        return f"{last} {question}"
    mentioned = {form for term in terms for form in term.forms}
    names = [t.text for t in terms_of(last) if t.is_name and not mentioned & set(t.forms)]
    return " ".join((question, *names)) if names else f"{last} {question}"
