"""Who speaks in a statement must speak in its evidence: cases from everyday news."""

from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Claim, Knowledge
from bot.answering.checks.flaws import FlawKind
from bot.answering.checks.meanings import Meanings
from bot.answering.checks.voices import check_voices
from retrieval.articles import Article, Source
from retrieval.ingest.seeds import read_seeds
from retrieval.languages import language_of
from retrieval.passages import sentences_of

SEEDS = Path(__file__).parents[1] / "seeds"

# statement, what is cited
HOLDS = [
    ("特朗普把孙正义称作伙伴，敦促业者投资。", "特朗普说,孙正义是伙伴,业者需要投资。"),
    # whom the speaker met before
    (
        "特朗普上任首日就撤销了命令，次日又会晤奥特曼和孙正义，宣布民间将投资5000亿用于基础设施。",
        "上任第二天,特朗普会晤了公司的领导人,包括奥特曼和软银首席执行官孙正义,宣布私营部门将投资5000亿用于基础设施。",
    ),
    # 简体
    ("鲍威尔表示，利率不会很快下调。", "美联储主席鲍威尔周三说,央行不会很快下调利率。"),
    ("鲍威尔说利率暂时不会下调。", "“我们不急于下调利率,”鲍威尔说。"),
    ("据鲍威尔说，利率不会很快下调。", "鲍威尔在记者会上表示,利率不会很快下调。"),
    ("按鲍威尔的说法，利率不会很快下调。", "鲍威尔警告,利率不会很快下调。"),
    (
        "拜登认为关税会推高物价，特朗普否认。",
        "拜登批评说,关税会推高物价;特朗普否认关税会推高物价。",
    ),
    ("特朗普称关税能让工厂回流。", "拜登说关税会推高物价,而特朗普坚称关税能让工厂回流。"),
    (
        "白宫发言人莱维特表示，总统周五将签署命令。",
        "白宫新闻秘书莱维特星期二对记者说,总统将在周五签署命令。",
    ),
    ("白宫表示总统将签署命令。", "白宫新闻秘书莱维特说,总统将签署命令。"),
    ("世界卫生组织警告疫情可能扩散。", "世卫组织警告说,疫情可能扩散到邻国。"),
    ("他表示疫情可能扩散。", "世卫组织警告说,疫情可能扩散到邻国。"),
    ("专家认为疫情可能扩散。", "流行病学家王建国认为,疫情可能扩散。"),
    ("王建国认为疫情可能扩散。", "流行病学家王建国认为,疫情可能扩散。"),
    ("流行病学家王建国认为疫情可能扩散。", "疫情可能扩散到邻国,王建国教授说。"),
    ("苹果公司表示，新手机将推迟上市。", "苹果在声明中说,新手机将推迟上市。"),
    ("苹果在声明中写道，新手机将推迟上市。", "苹果公司的声明写道:“新手机将推迟上市。”"),
    ("微软和苹果都表示将削减开支。", "微软和苹果都说将削减开支。"),
    (
        "纳德拉指出，人工智能需求强劲，并说微软会继续投资。",
        "纳德拉指出,人工智能需求强劲,微软会继续投资。",
    ),
    ("在接受采访时，纳德拉说微软会继续投资。", "微软CEO纳德拉在接受CNBC采访时说,微软会继续投资。"),
    ("普京否认计划进攻北约。", "普京星期四否认俄罗斯计划进攻北约。"),
    ("DeepSeek被OpenAI指控盗用数据。", "OpenAI指控DeepSeek盗用数据。"),
    ("OpenAI指控DeepSeek盗用数据。", "DeepSeek被OpenAI指控盗用数据。"),
    ("据法院文件显示，公司隐瞒了亏损。", "法院文件显示,公司隐瞒了亏损。"),
    ("央行的报告说经济将放缓。", "央行在报告中预计经济将放缓。"),
    ("马克龙说欧洲必须团结。", "马克龙对记者说:“欧洲必须团结。”他补充说,时间不多了。"),
    ("马克龙补充说时间不多了。", "马克龙对记者说:“欧洲必须团结。”他补充说,时间不多了。"),
    ("马克龙说时间不多了。", "马克龙强调欧洲必须团结。时间不多了。"),
    ("没有人说过这是剽窃。", "OpenAI的规定没有提到剽窃。"),
    ("这说明市场不断扩大。", "市场不断扩大。"),
    ("不少人认为，无论谁当选，物价都会上涨。", "拜登说物价会上涨。"),
    ("报道称，物价不断上涨。", "物价不断上涨。"),
    ("高盛预计油价将上涨。", "高盛分析师在报告中预计,油价将上涨到90美元。"),
    ("一名分析师认为油价将上涨。", "高盛分析师在报告中预计,油价将上涨到90美元。"),
    ("鲍威尔不得不承认通胀高于预期。", "鲍威尔承认,通胀高于预期。"),
    ("泽连斯基呼吁盟国提供导弹。", "泽连斯基敦促盟国尽快提供导弹。"),
    ("李明说房价太高，张伟则认为还会涨。", "居民李明说房价太高,中介张伟认为房价还会涨。"),
    ("习近平强调要扩大内需。", "新华社报道,习近平强调要扩大内需。"),
    ("据新华社报道，习近平强调要扩大内需。", "据新华社报道,习近平强调要扩大内需。"),
    ("微软的云业务收入估计增长两成。", "分析师说,微软云业务增长两成。"),
    ("严格来讲，苹果没有错。", "苹果没有错。"),
    ("马斯克谈到人工智能时说它比核武器危险。", "马斯克星期一谈到人工智能时表示,它比核武器更危险。"),
    ("法官说被告有罪。", "法官裁定被告有罪。"),
    ("莱维特不仅否认了这一说法，还批评了媒体。", "莱维特否认了这一说法,并批评媒体。"),
    # 繁體
    ("鮑爾表示，利率不會很快下調。", "美联储主席鲍威尔周三说,央行不会很快下调利率。"),
    ("川普稱關稅能讓工廠回流。", "特朗普说,关税能让工厂回流。"),
    ("拜登批評關稅推高物價。", "拜登批評說,關稅會推高物價。"),
    ("據普丁說，俄羅斯不會進攻北約。", "普京说,俄罗斯不会进攻北约。"),
    ("王建國認為疫情可能擴散。", "流行病学家王建国认为,疫情可能扩散。"),
    ("世衛組織警告疫情可能擴散。", "世界衛生組織警告,疫情可能擴散。"),
    ("納德拉說微軟會繼續投資。", "“微软会继续投资,”纳德拉说。"),
    ("馬克宏說歐洲必須團結。", "馬克宏對記者說:「歐洲必須團結。」"),
    ("白宮表示將簽署命令。", "白宮新聞秘書說,總統將簽署命令。"),
    # English over Chinese
    ("Powell said rates will not fall soon.", "美联储主席鲍威尔周三说,利率不会很快下调。"),
    ("According to Powell, interest rates will not be cut soon.", "鲍威尔警告,利率不会很快下调。"),
    (
        "Biden said tariffs raise prices, while Trump denied it.",
        "拜登说关税会推高物价,特朗普否认。",
    ),
    ("The WHO warned that the epidemic may spread.", "世卫组织警告说,疫情可能扩散。"),
    ("Microsoft will keep investing, Nadella said.", "纳德拉说,微软会继续投资。"),
    ("Apple's statement says the new phone will be delayed.", "苹果在声明中说,新手机将推迟。"),
    ("An analyst said oil prices would rise.", "高盛分析师说,油价将上涨。"),
    ("Macron, the French president, said Europe must unite.", "马克龙说,欧洲必须团结。"),
    ("Wang Jianguo said the epidemic may spread.", "流行病学家王建国认为,疫情可能扩散。"),
    ("OpenAI accused DeepSeek of stealing data.", "OpenAI指控DeepSeek盗用数据。"),
    ("Zelensky called on allies to supply missiles.", "泽连斯基敦促盟国提供导弹。"),
    ("“Europe must unite,” said Macron.", "马克龙对记者说:“欧洲必须团结。”"),
    # English over English
    (
        "OpenAI's models suggest demand is strong.",
        "Demand is strong, an analyst said of models by OpenAI.",
    ),
    (
        "Powell says rates will not fall soon.",
        "Fed chair Jerome Powell said on Wednesday that rates would not fall soon.",
    ),
    ("According to Powell, rates will not fall soon.", "Rates will not fall soon, Powell said."),
    (
        "Trump said tariffs bring factories back.",
        "Biden said tariffs raise prices, but Trump insisted tariffs bring factories back.",
    ),
    (
        "Jane Miller said the school would close.",
        "The school would close, said Jane Miller, a teacher.",
    ),
    ("The minister said the school would close.", "Jane Miller said the school would close."),
    ("Apple said the phone would be late.", "In a statement, Apple said the phone would be late."),
    (
        "Nadella told CNBC that Microsoft would keep investing.",
        "Microsoft CEO Satya Nadella told CNBC that Microsoft would keep investing.",
    ),
    (
        "Macron added that time was short.",
        "Macron said Europe must unite. He added that time was short.",
    ),
    (
        "He no longer believes in tariffs, Biden said.",
        "Biden said he no longer believes in tariffs.",
    ),
    (
        "The White House said not only steel but also cars are covered.",
        "White House spokeswoman Karoline Leavitt said not only steel but also cars are covered.",
    ),
    # Chinese over English
    ("鲍威尔说利率不会很快下调。", "Powell said interest rates would not be cut soon."),
    ("川普說關稅能讓工廠回流。", "Trump insisted tariffs bring factories back."),
    ("纳德拉表示微软会继续投资。", "“Microsoft will keep investing,” Nadella said."),
    ("简·米勒说学校会关闭。", "The school would close, said Jane Miller, a teacher."),
    # asked
    ("王毅被问到关税问题时，只说正在研究。", "当被问及关税时,王毅说正在研究。"),
    ("川普被問及關稅時表示，一切順利。", "川普被記者問及關稅,他表示一切順利。"),
    ("王毅没有断言关税违法，只称“可能”。", "王毅说这是“可能的”。记者追问关税是否违法。"),
    ("去年中国媒体就关注过苹果。", "其实,中国媒体去年就曾关注到苹果,并说手机便宜。"),
    (
        "Biden dismissed reports of the low price as hype.",
        "拜登(Joe Biden)29日在电视节目专访中指出,媒体铺天盖地引述特朗普说法,称其价格超低,是炒作。",
    ),
    (
        "Biden has not told voters everything, Trump complained.",
        "特朗普指出,拜登并未告诉选民一切。",
    ),
]
FAILS = [
    # 简体
    ("拜登表示，利率不会很快下调。", "美联储主席鲍威尔周三说,利率不会很快下调。拜登没有评论。"),
    ("特朗普说关税会推高物价。", "拜登批评特朗普,说关税会推高物价。"),
    ("据特朗普说，关税会推高物价。", "拜登说关税会推高物价,而特朗普坚称关税能让工厂回流。"),
    ("拜登称关税能让工厂回流。", "拜登说关税会推高物价,而特朗普坚称关税能让工厂回流。"),
    ("DeepSeek指控OpenAI盗用数据。", "OpenAI指控DeepSeek盗用数据。"),
    ("苹果表示将削减开支，微软说会继续投资。", "微软表示将削减开支,苹果说会继续投资。"),
    ("李明认为房价还会涨。", "居民李明说房价太高,中介张伟认为房价还会涨。"),
    ("张伟说房价太高。", "居民李明说房价太高,中介张伟认为房价还会涨。"),
    ("赵刚说房价太高。", "居民李明说房价太高,赵刚没有出席。"),
    ("苹果说新手机将推迟上市。", "一名业内人士说,苹果的新手机将推迟上市。"),
    ("微软警告油价会上涨。", "业内人士警告,油价会上涨,微软股价随之走高。"),
    ("马克龙说俄罗斯没有威胁。", "马克龙对记者说欧洲必须团结。普京则说俄罗斯没有威胁。"),
    ("北约否认计划进攻。", "普京否认俄罗斯计划进攻北约。"),
    ("世界卫生组织认为疫情可能扩散。", "流行病学家王建国认为,疫情可能扩散,世界卫生组织未予置评。"),
    ("在纳德拉看来，扎克伯格表示需求强劲。", "纳德拉表示需求强劲,扎克伯格没有发言。"),
    ("泽连斯基呼吁双方停火。", "马克龙在会见泽连斯基后呼吁双方停火。"),
    ("奥巴马强调要扩大内需。", "新华社报道,习近平强调要扩大内需。"),
    ("王毅指出，关税伤害消费者。", "卢比奥在与王毅会谈后指出,关税伤害消费者。"),
    ("莱维特说命令违法。", "法官说命令违法,莱维特批评法官。"),
    ("按拜登的说法，关税能让工厂回流。", "特朗普坚称关税能让工厂回流,拜登不同意。"),
    # 繁體
    ("拜登表示，利率不會很快下調。", "美联储主席鲍威尔周三说,利率不会很快下调。拜登没有评论。"),
    ("川普批評關稅推高物價。", "拜登批評川普,說關稅推高物價。"),
    ("據馬克宏說，俄羅斯沒有威脅。", "馬克宏說歐洲必須團結。普丁則說俄羅斯沒有威脅。"),
    ("張偉說房價太高。", "居民李明說房價太高,仲介張偉認為房價還會漲。"),
    ("蘋果說新手機將推遲上市。", "一名業內人士說,蘋果的新手機將推遲上市。"),
    # English over Chinese
    (
        "Biden said rates will not be cut soon.",
        "美联储主席鲍威尔说,利率不会很快下调。拜登没有评论。",
    ),
    (
        "Trump said tariffs raise prices, while Biden said they bring factories back.",
        "拜登说关税推高物价,而特朗普坚称关税能让工厂回流。",
    ),
    (
        "According to Trump, tariffs push up prices.",
        "拜登说关税会推高物价,而特朗普坚称关税能让工厂回流。",
    ),
    ("DeepSeek accused OpenAI of stealing data.", "OpenAI指控DeepSeek盗用数据。"),
    ("Apple said its new phone will be delayed.", "一名业内人士说,苹果的新手机将推迟上市。"),
    ("Putin said Europe must unite.", "马克龙说欧洲必须团结。普京则说俄罗斯没有威胁。"),
    ("Russia is no threat, Macron said.", "马克龙说欧洲必须团结。普京则说俄罗斯没有威胁。"),
    # English over English
    (
        "Biden said rates would not fall soon.",
        "Powell said rates would not fall soon. Biden made no comment.",
    ),
    (
        "Trump said tariffs raise prices.",
        "Biden said tariffs raise prices, but Trump insisted tariffs bring factories back.",
    ),
    (
        "Tariffs raise prices, according to Trump.",
        "Biden said tariffs raise prices, but Trump insisted tariffs bring factories back.",
    ),
    (
        "OpenAI said DeepSeek trained cheaply.",
        "DeepSeek said it trained cheaply; OpenAI questioned the figure.",
    ),
    (
        "Pete Whitlock said the school would close.",
        "The school would close, said Jane Miller, while Pete Whitlock argued it would stay.",
    ),
    (
        "Apple said the phone would be late.",
        "Industry insiders said Apple would ship the phone late.",
    ),
    ("Putin warned that time was short.", "Macron warned that time was short, and Putin left."),
    # Chinese over English
    (
        "拜登说利率不会很快下调。",
        "Powell said interest rates would not be cut soon. Biden made no comment.",
    ),
    (
        "特朗普说关税推高物价。",
        "Biden said tariffs push up prices, but Trump insisted tariffs bring factories back.",
    ),
    ("普丁警告時間不多了。", "Macron warned that time was short, and Putin left."),
    # who puts out a statement
    ("王毅称有证据显示服务中断。", "王毅没有评论。微软已经发表声明称,有证据显示服务中断。"),
    ("王毅表示，收購已經完成。", "蘋果昨日發布公告稱,收購已經完成。王毅說不清楚。"),
    (
        "據《華爾街日報》，微軟看到了證據。",
        "微软对《金融时报》表示,他们看到了证据。《华尔街日报》报道说股价下跌。",
    ),
]


@pytest.fixture(scope="module")
def knowledge(answerer: Answerer) -> Knowledge:
    search = answerer.search
    return Knowledge(search.registry, Meanings(search.lexicon, search.glossary))


def flaws(statement: str, quote: str, knowledge: Knowledge) -> list[str]:
    source = Source(knowledge.registry["rfa"], "标题", language_of(quote))
    evidence = Evidence(Article("rfa", source, quote), 0, len(quote))
    claim = Claim(Statement(statement, (evidence,)), language_of(statement), knowledge)
    return [flaw.detail for flaw in check_voices(claim) if flaw.kind is FlawKind.SPEAKER]


@pytest.mark.parametrize(("statement", "quote"), HOLDS)
def test_who_speaks_there_may_speak(statement: str, quote: str, knowledge: Knowledge) -> None:
    assert flaws(statement, quote, knowledge) == []


@pytest.mark.parametrize(("statement", "quote"), FAILS)
def test_another_speaker_is_a_flaw(statement: str, quote: str, knowledge: Knowledge) -> None:
    assert flaws(statement, quote, knowledge)


def test_every_sentence_of_the_seeds_is_held_by_itself(knowledge: Knowledge) -> None:
    articles = read_seeds(SEEDS)[1]
    stopped = [
        (sentence, found)
        for article in articles
        for s in sentences_of(article)
        if (sentence := article.words_of(s)) and (found := flaws(sentence, sentence, knowledge))
    ]
    assert stopped == []
