"""Answers without a model: whose sentences are chosen, and when none is."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Answer, Author, Question, Reason, Refusal, Reply
from bot.answering.extractive import answer_by_extract
from bot.answering.kinds import kinds_of
from bot.answering.openings import lead
from retrieval.articles import Article, Match, Source
from retrieval.glossary.glossary import Glossary
from retrieval.languages import language_of
from retrieval.outlets import Registry
from retrieval.passages import passages_of, sentences_of
from retrieval.search import Findings, WeighedTerm
from retrieval.terms import Folded, Lexicon, Term
from tests.replay.replay import findable

REGISTRY = Registry.load(Path(__file__).parents[1] / "seeds" / "outlets.toml")


@pytest.fixture(scope="module")
def lexicon(answerer: Answerer) -> Lexicon:
    return answerer.search.lexicon


def article(outlet: str, text: str, title: str = "要闻", id: str = "") -> Article:
    return Article(id or outlet, Source(REGISTRY[outlet], title, "zh-Hans"), text)


def found(text: str, articles: list[Article], lexicon: Lexicon) -> Findings:
    """Return all passages of the articles as found, each word weighing the same."""
    texts = [Folded.of(f"{a.source.title}\n{a.text}") for a in articles]
    terms = tuple(
        WeighedTerm(term, 1.0, any(text.covers(term) for text in texts))
        for term in lexicon.terms(text)
    )
    matches = tuple(Match(passage, 1.0) for a in articles for passage in passages_of(a))
    return Findings(terms, matches, {a.id: a for a in articles})


def ask(text: str, articles: list[Article], lexicon: Lexicon) -> Reply:
    question = Question(text, language_of(text))
    return answer_by_extract(question, found(text, articles, lexicon), lexicon.people)


def quotes(reply: Reply) -> list[str]:
    assert isinstance(reply, Answer), reply
    assert reply.answered_by is Author.EXTRACTIVE
    assert all(statement.is_quotation for statement in reply.statements)
    return [statement.evidence[0].quote for statement in reply.statements]


COSTS = article(
    "rfa",
    "DeepSeek的模型引起关注。\n\nDeepSeek的训练成本远低于对手。\n\nDeepSeek的训练成本是560万美元。",
)


# choosing


def test_how_much_is_answered_by_a_number(lexicon: Lexicon) -> None:
    for text in ("DeepSeek的训练成本是多少?", "DeepSeek的訓練成本是多少?"):
        assert quotes(ask(text, [COSTS], lexicon)) == ["DeepSeek的训练成本是560万美元。"]


@pytest.mark.parametrize(
    ("question", "telling", "other"),
    [
        ("英伟达跌了多少?", "英伟达下跌了17%。", "英伟达下跌令人吃惊。"),
        ("How far did Nvidia fall?", "英伟达下跌了17%。", "英伟达下跌令人吃惊。"),
        ("R1是什么时候发布的?", "R1于1月20日发布。", "R1发布后很受欢迎。"),
        ("When was R1 released?", "R1于1月20日发布。", "R1发布后很受欢迎。"),
        ("什么是蒸馏?", "所谓蒸馏是指用大模型训练小模型。", "蒸馏很受欢迎。"),
        ("英偉達為什麼下跌?", "因为DeepSeek,英伟达下跌。", "英伟达下跌令人吃惊。"),
    ],
)
def test_a_sentence_that_tells_comes_before_one_that_mentions(
    question: str, telling: str, other: str, lexicon: Lexicon
) -> None:
    for text in (f"{telling}\n\n{other}", f"{other}\n\n{telling}"):
        assert telling in quotes(ask(question, [article("rfa", text)], lexicon))[:1]


def test_a_sentence_that_asks_does_not_tell(lexicon: Lexicon) -> None:
    text = "DeepSeek抄袭了OpenAI吗?\n\nDeepSeek没有抄袭OpenAI。"
    (quote,) = quotes(ask("DeepSeek抄袭OpenAI了吗?", [article("rfa", text)], lexicon))
    assert quote == "DeepSeek没有抄袭OpenAI。"


def test_no_outlet_crowds_out_another(lexicon: Lexicon) -> None:
    many = article(
        "takungpao", "\n\n".join(f"DeepSeek的成本是{n}万美元。" for n in range(100, 140))
    )
    one = article("voa", "在過去一年中，許多人都在問DeepSeek的成本，有人估計約為600萬美元。")
    reply = ask("DeepSeek的成本是多少?", [many, one], lexicon)
    assert isinstance(reply, Answer)
    outlets = [statement.evidence[0].source.outlet.id for statement in reply.statements]
    assert outlets.count("takungpao") == 2
    assert outlets.count("voa") == 1


def test_two_articles_of_an_outlet_share_its_places(lexicon: Lexicon) -> None:
    twins = [article("rfa", "DeepSeek的成本是560万美元。", id=f"rfa{n}") for n in range(5)]
    assert len(quotes(ask("DeepSeek的成本是多少?", twins, lexicon))) == 2


def test_the_same_words_in_two_outlets_are_told_for_both(lexicon: Lexicon) -> None:
    wire = "DeepSeek的训练成本是560万美元。"
    reply = ask("DeepSeek的训练成本是多少?", [article(o, wire) for o in ("rfa", "voa")], lexicon)
    assert quotes(reply) == [wire, wire]


# refusing


@pytest.mark.parametrize(
    "question",
    [
        "黄仁勋怎么看DeepSeek?",  # a person nobody mentions
        "What does Jensen Huang think of DeepSeek?",
        "法國怎麼看DeepSeek?",
        "Claude的训练成本是多少?",
        "GPT-7的训练成本是多少?",
        "DeepSeek的员工有多少人?",  # a word nobody mentions
        "明天会下雨吗?",
    ],
)
def test_what_nobody_mentions_is_refused(question: str, lexicon: Lexicon) -> None:
    assert isinstance(ask(question, [COSTS], lexicon), Refusal)


def test_a_refusal_names_the_nearest_articles_one_an_outlet(lexicon: Lexicon) -> None:
    near = [article("rfa", COSTS.text, id=f"rfa{n}") for n in range(3)] + [
        article("voa", "DeepSeek很受歡迎。"),
        article("leige", "天气很好。"),
    ]
    reply = ask("DeepSeek的员工有多少人?", near, lexicon)
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.NOT_COVERED
    assert [a.id for a in reply.nearest] == ["rfa0", "voa"]


def test_far_from_everything_is_off_topic(lexicon: Lexicon) -> None:
    reply = ask("明天会下雨吗?", [COSTS], lexicon)
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.OFF_TOPIC


@pytest.mark.parametrize("question", ["怎么样?", "Why?", "是吗?"])
def test_a_question_without_content_is_refused(question: str, lexicon: Lexicon) -> None:
    assert isinstance(ask(question, [COSTS], lexicon), Refusal)


def test_nothing_found_is_refused(lexicon: Lexicon) -> None:
    reply = ask("DeepSeek的成本是多少?", [], lexicon)
    assert reply == Refusal(Reason.OFF_TOPIC)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("苹果股价跌了多少?", "英伟达超越了苹果。英伟达股价暴跌近17%。"),
        ("How far did Apple's stock fall?", "英伟达超越了苹果。英伟达股价暴跌近17%。"),
    ],
)
def test_one_firms_number_is_not_told_for_another(
    question: str, text: str, lexicon: Lexicon
) -> None:
    assert isinstance(ask(question, [article("leige", text)], lexicon), Refusal)


# quoting


@pytest.mark.parametrize(
    ("text", "question", "quote"),
    [
        (
            "萨克斯出席了活动。他认为DeepSeek涉嫌窃取。",
            "DeepSeek涉嫌窃取吗?",
            "萨克斯出席了活动。他认为DeepSeek涉嫌窃取。",
        ),
        (
            "幻方量化很有名。不过,它旗下的DeepSeek开源了模型。",
            "DeepSeek开源模型了吗?",
            "幻方量化很有名。不过,它旗下的DeepSeek开源了模型。",
        ),
        ("一段。\n\n他认为DeepSeek涉嫌窃取。", "DeepSeek涉嫌窃取吗?", "他认为DeepSeek涉嫌窃取。"),
        (
            "话" * 320 + "。他认为DeepSeek涉嫌窃取。",
            "DeepSeek涉嫌窃取吗?",
            "他认为DeepSeek涉嫌窃取。",
        ),
    ],
    ids=["he", "it", "another paragraph", "too long"],
)
def test_a_pronoun_keeps_what_it_points_to(
    text: str, question: str, quote: str, lexicon: Lexicon
) -> None:
    assert quotes(ask(question, [article("rfa", text)], lexicon)) == [quote]


def test_an_announced_quotation_comes_along(lexicon: Lexicon) -> None:
    text = "奥特曼在X上谈到复制,他发帖说:\n\n“复制是容易的。”\n\n完。"
    (quote,) = quotes(ask("奥特曼怎么谈复制?", [article("leige", text)], lexicon))
    assert quote.endswith("“复制是容易的。”")


def test_the_speaker_is_told(lexicon: Lexicon) -> None:
    text = "萨克斯说,DeepSeek涉嫌窃取。\n\n天气很好。"
    reply = ask("DeepSeek涉嫌窃取吗?", [article("rfa", text)], lexicon)
    assert isinstance(reply, Answer)
    assert reply.statements[0].evidence[0].speaker == "萨克斯"


def test_the_sentence_before_is_not_the_speakers(lexicon: Lexicon) -> None:
    text = "传言有三个版本,越传越少。其中两千的版本最假,梁文锋说过,早就囤了一万块GPU。"
    reply = ask("梁文锋囤了多少GPU?", [article("bingchuan", text)], lexicon)
    assert isinstance(reply, Answer)
    (evidence,) = reply.statements[0].evidence
    assert evidence.speaker is None or not evidence.quote.startswith("传言")


@pytest.mark.parametrize("question", ["特斯拉用了蒸馏吗?", "杜奕瑾說算力不重要嗎?"])
async def test_no_words_are_quoted_twice(question: str, answerer: Answerer) -> None:
    reply, _ = await answerer.reply(Question(question, language_of(question)))
    assert isinstance(reply, Answer)
    said = [statement.evidence[0].quote for statement in reply.statements]
    assert not [(a, b) for a in said for b in said if a is not b and a in b]


# how an article opens


def test_the_lead_is_the_first_sentences_that_tell(answerer: Answerer) -> None:
    for of in findable(answerer):
        reply = lead("", [of])
        assert reply
        said = [statement.evidence[0] for statement in reply.statements]
        assert len(said) == 2
        assert all(evidence.article is of for evidence in said)
        assert said[0].start < said[1].start
        assert said[0].start < len(of.text) / 4
        assert not any(evidence.quote.endswith(("?", "？")) for evidence in said)
        assert all(len(evidence.quote) >= 24 for evidence in said)


def test_no_articles_have_no_lead() -> None:
    assert lead("", []) is None
    assert lead("", [article("rfa", "短。")]) is None


# the seeds


@pytest.mark.parametrize("question", ["DeepSeek", "英伟达", "OpenAI", "蒸馏", "Trump", "成本"])
async def test_every_quote_is_whole_sentences(question: str, answerer: Answerer) -> None:
    reply, _ = await answerer.reply(Question(question, "zh-Hans"))
    assert isinstance(reply, Answer)
    for statement in reply.statements:
        (evidence,) = statement.evidence
        spans = [(s.start, s.end) for s in sentences_of(evidence.article)]
        assert evidence.start in {start for start, _ in spans}
        assert evidence.end in {end for _, end in spans}


# by their translations, by their units, among several


@pytest.mark.parametrize(
    ("question", "telling", "other"),
    [
        ("训练R1用了几个月?", "训练R1用了3个月。", "训练R1用了2048块芯片。"),
        ("训练R1用了多少小时?", "训练R1用了1320小时。", "训练R1用了2048块芯片。"),
        ("训练R1花了多少钱?", "训练R1花了560万美元。", "训练R1用的GPU达1.6万张。"),
        ("R1用了多少块英偉達晶片?", "R1用了2048块英伟达芯片。", "R1令英伟达芯片降价两万美元。"),
        ("英伟达股价跌了百分之几?", "英伟达股价下跌17%。", "英伟达股价下跌了两次。"),
        ("R1的成本降了百分之几?", "R1的成本降了三成。", "R1的成本降了两次。"),
    ],
)
def test_an_amount_has_the_unit_that_is_asked(
    question: str, telling: str, other: str, lexicon: Lexicon
) -> None:
    assert quotes(ask(question, [article("voa", f"{other}\n\n{telling}")], lexicon)) == [telling]


@pytest.mark.parametrize("question", ["英伟达明年会跌多少?", "英伟达2031年跌了多少?"])
def test_what_is_to_come_is_not_told_by_what_was(question: str, lexicon: Lexicon) -> None:
    source = Source(REGISTRY["voa"], "要闻", "zh-Hans", published="2025-01-28")
    then = Article("voa", source, "英伟达下跌了17%。")
    assert isinstance(ask(question, [then], lexicon), Refusal)


def test_what_is_expected_is_told_of_what_is_to_come(lexicon: Lexicon) -> None:
    expected = article("voa", "分析师预计英伟达将上涨17%。")
    assert quotes(ask("英伟达明年会上涨多少?", [expected], lexicon))


def test_where_a_person_is_from_may_stand_shortly_before(lexicon: Lexicon) -> None:
    words = "“DeepSeek的成功令人吃惊。”沈阳表示。"
    text = f"清华大学教授沈阳在北京接受采访。\n\n{words}"
    asked = "What does Shen Yang of Tsinghua say of DeepSeek's success?"
    assert quotes(ask(asked, [article("takungpao", text)], lexicon)) == [words]


def test_a_heading_comes_after_the_sentence_that_tells(lexicon: Lexicon) -> None:
    text = "英伟达股价下跌\n\n周一收盘时,英伟达的股价比上周五下跌了许多。"
    assert quotes(ask("英伟达股价下跌了吗?", [article("voa", text)], lexicon)) == [
        "周一收盘时,英伟达的股价比上周五下跌了许多。"
    ]


def test_a_heading_is_not_told_where_another_outlet_tells(lexicon: Lexicon) -> None:
    heading = article("leige", "隐私与隐忧\n\n天气很好。")
    telling = article("rfa", "许多人对隐私有所隐忧。")
    asked = "隐私有什么隐忧?"
    assert quotes(ask(asked, [heading, telling], lexicon)) == ["许多人对隐私有所隐忧。"]
    assert quotes(ask(asked, [heading], lexicon)) == ["隐私与隐忧"]


def test_words_that_mean_the_same_are_asked_for_once(lexicon: Lexicon) -> None:
    told = "OpenAI有证据显示DeepSeek偷了东西。"  # 证据 and 证明 are proof
    assert quotes(ask("有证据证明DeepSeek偷了OpenAI吗?", [article("rfa", told)], lexicon)) == [told]


def test_whom_somebody_told_comes_first(lexicon: Lexicon) -> None:
    told, other = "沈阳书面告诉本台,DeepSeek有创新。", "沈阳表示DeepSeek有创新。"
    asked = "Who told the reporter that DeepSeek is innovative?"
    assert quotes(ask(asked, [article("rfa", f"{other}\n\n{told}")], lexicon)) == [told]


def test_who_did_it_is_told_with_what_was_done(lexicon: Lexicon) -> None:
    telling = article("rfa", "分析师怀疑预算。")
    between = article("voa", "许多人表示怀疑。不过预算很小。")
    assert quotes(ask("誰懷疑預算?", [telling, between], lexicon)) == ["分析师怀疑预算。"]
    assert quotes(ask("誰懷疑預算?", [between], lexicon))


def test_who_is_not_how_much() -> None:
    assert len(kinds_of("预算为什么受怀疑?")) == 2
    assert len(kinds_of("谁怀疑预算?")) == 1


def test_of_several_an_outlet_that_tells_a_part_is_heard(lexicon: Lexicon) -> None:
    whole = article("leige", "DeepSeek缺乏原创,是个山寨品,算力不足。")
    part = article("bingchuan", "不能否认DeepSeek的原创性。")
    asked = "DeepSeek缺乏原创,是山寨吗?"
    assert len(quotes(ask(asked, [whole, part], lexicon))) == 1
    assert len(quotes(ask(f"{asked}各家怎么说?", [whole, part], lexicon))) == 2


GLOSSARY = Glossary.of(["stockpile = 囤积; 囤", "apologise = 道歉"])


@pytest.mark.parametrize(
    ("question", "is_told"),
    [("Did Nvidia stockpile chips?", True), ("Did Nvidia apologise for its chips?", False)],
)
def test_a_word_that_no_article_has_is_looked_for_by_its_translation(
    question: str, is_told: bool, lexicon: Lexicon
) -> None:
    findings = found(question, [article("leige", "大厂都在囤英伟达的芯片。")], lexicon)
    unknown = replace(
        findings,
        terms=tuple(
            WeighedTerm(Term(w.term.text, w.term.forms[:1]), 9.0, False)
            if w.term.text in ("stockpil", "apologis")
            else w
            for w in findings.terms
        ),
    )
    asked = Question(question, "en")
    reply = answer_by_extract(asked, unknown, lexicon.people, glossary=GLOSSARY)
    assert isinstance(reply, Answer) is is_told


def test_a_plural_of_capitals_is_no_name_of_its_own(lexicon: Lexicon) -> None:
    (term,) = [term for term in lexicon.terms("How many GPUs are there?") if "gpu" in term.forms]
    assert not any(form == "gpus" for form in term.forms)


@pytest.mark.parametrize(
    ("question", "telling", "other"),
    [
        ("辛顿什么时候得奖?", "辛顿在2024年得奖。", "辛顿得奖令人高兴。"),
        ("When did Hinton win the prize?", "Hinton won the prize in May.", "Hinton won the prize."),
        ("蒸馏最早是谁提出的?", "蒸馏是辛顿2015年提出的。", "萨克斯提出蒸馏的问题。"),
    ],
)
def test_a_time_is_told_by_a_sentence_that_has_one(
    question: str, telling: str, other: str, lexicon: Lexicon
) -> None:
    both = [article("rfa", other), article("voa", telling)]
    assert quotes(ask(question, both, lexicon)) == [telling]


def test_when_without_a_time_is_refused(lexicon: Lexicon) -> None:
    assert isinstance(
        ask("辛顿什么时候得奖?", [article("rfa", "辛顿得奖令人高兴。")], lexicon), Refusal
    )


@pytest.mark.parametrize("asked", ["谁说“算力不会过时”?", "誰說「算力不會過時」?"])
def test_words_that_are_quoted_are_looked_for_to_the_letter(asked: str, lexicon: Lexicon) -> None:
    verbatim = article("voa", "萨克斯说,“算力不会过时”。")
    near = article("rfa", "萨克斯说,算力过时的说法不会成立。")
    assert quotes(ask(asked, [near, verbatim], lexicon)) == [verbatim.text]
    assert quotes(ask(asked, [near], lexicon)) == [near.text]


def test_what_somebody_says_of_a_cost_needs_no_figure(lexicon: Lexicon) -> None:
    said = article("rfa", "拉奇说,成本没有公布。\n\n拉奇说,3个人谈到成本、价格和许多别的事情。")
    assert "拉奇说,成本没有公布。" in quotes(ask("拉奇怎么说成本?", [said], lexicon))


@pytest.mark.parametrize("asked", ["谁反对萨克斯?", "Who disagrees with Sacks?"])
def test_nobody_holds_against_himself(asked: str, lexicon: Lexicon) -> None:
    himself = article("rfa", "萨克斯说,这是可能的。")
    another = article("voa", "拉奇说,萨克斯错了。")
    assert quotes(ask(asked, [himself, another], lexicon)) == [another.text]
    assert isinstance(ask(asked, [himself], lexicon), Refusal)


@pytest.mark.parametrize(
    ("asked", "text", "is_heard"),
    [
        ("DeepSeek被窃取的指控", "这到底算不算剽窃，谁也说不准。", True),  # another word, no name
        ("OpenAI被DeepSeek窃取的指控", "DeepSeek到底算不算剽窃，谁也说不准。", True),
        ("DeepSeek是不是创新", "DeepSeek的原创性无法否认。", True),
        ("OpenAI被窃取的指控", "OpenAI今天发布新品。", False),
        ("DeepSeek是不是创新", "DeepSeek今天发布新品。", False),
    ],
)
def test_beside_others_another_word_of_the_field_is_heard(
    asked: str, text: str, is_heard: bool, lexicon: Lexicon
) -> None:
    articles = [article("voa", text, title="DeepSeek新闻")]
    question = Question(asked, language_of(asked))
    findings = found(asked, articles, lexicon)
    known = tuple(replace(weighed, known=True) for weighed in findings.terms)  # by other outlets
    findings = replace(findings, terms=known)
    strictly = answer_by_extract(question, findings, lexicon.people)
    beside = answer_by_extract(question, findings, lexicon.people, beside=True)
    assert isinstance(strictly, Refusal)
    assert isinstance(beside, Answer) is is_heard
