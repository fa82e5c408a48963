"""The names a statement uses must stand in what it cites, in whichever script and language."""

from functools import cache
from pathlib import Path

import pytest

from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Claim, Knowledge
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Meanings
from bot.answering.checks.names import check_names
from bot.answering.checks.outlets import check_outlets
from retrieval.articles import Article, Source
from retrieval.glossary.glossary import Glossary
from retrieval.ingest.aliases import read_aliases
from retrieval.ingest.seeds import read_seeds
from retrieval.languages import language_of
from retrieval.outlets import Outlet, Registry
from retrieval.passages import sentences_of
from retrieval.terms import Lexicon

_SEEDS = Path(__file__).parents[1] / "seeds"
_OUTLET = Outlet("evening", {"zh-Hans": "晚报", "zh-Hant": "晚報", "en": "Evening Post"}, "daily")

HELD = [
    # one name, another script or language
    ("萨克斯否认了这一说法。", "薩克斯否認了這一說法。"),
    ("薩克斯否認了這一說法。", "Sacks denied it."),
    ("Sacks denied it.", "萨克斯否认了这一说法。"),
    ("David Sacks denied it.", "薩克斯否認了這一說法。"),
    ("英伟达股价下跌。", "輝達股價下跌。"),
    ("Nvidia shares fell.", "輝達股價下跌。"),
    ("輝達股價下跌。", "Shares of Nvidia fell."),
    ("意大利封锁了该应用。", "義大利封鎖了該應用。"),
    ("Italy blocked the app.", "義大利封鎖了該應用。"),
    ("川普會見了普丁。", "特朗普会见了普京。"),
    ("President Trump met Vladimir Putin.", "特朗普总统会见了普京。"),
    ("The minister flew to Buenos Aires.", "部长飞往布宜诺斯艾利斯。"),
    ("部长飞往悉尼。", "部長飛往雪梨。"),
    ("The ship left Sydney for New Zealand.", "该船离开悉尼前往新西兰。"),
    ("The World Health Organization warned of an outbreak.", "世卫组织就疫情发出警告。"),
    ("The WHO warned of an outbreak.", "世界卫生组织就疫情发出警告。"),
    ("The European Union fined Apple.", "欧盟对苹果公司处以罚款。"),
    ("东盟领导人在吉隆坡会晤。", "ASEAN leaders met in Kuala Lumpur."),
    # nationalities, and countries by one character
    ("Chinese officials visited Japan.", "中方官员访日。"),
    ("Sino-US talks continued; China was patient.", "中美会谈继续,中方有耐心。"),
    ("American firms protested.", "美企提出抗议。"),
    ("A Japanese court ruled.", "日本一家法院作出裁决。"),
    ("The French president left.", "法国总统已离开。"),
    ("France's president left.", "法国总统已离开。"),
    ("法国总统已离开。", "The French president left."),
    ("Germans voted on Sunday.", "德国周日举行投票。"),
    # Latin names in Chinese
    ("该模型由 OpenAI 训练。", "該模型由OpenAI訓練。"),
    ("该模型由 Open AI 训练。", "The model was trained by OpenAI."),
    ("他用 ChatGPT 写作。", "他用chatgpt寫作。"),
    ("分析师 Kirk Boodry 表示股价过高。", "阿斯特里斯的 Kirk Boodry 說股價過高。"),
    ("公司用 GPU 训练 AI 模型。", "公司用图形处理器训练人工智能模型。"),
    ("首席执行官 CEO 已辞职。", "首席执行官已辞职。"),
    ("Spotify 上调价格。", "spotify上調了價格。"),
    ("Pro-X Labs 已停业。", "ProX Labs 已經停業。"),
    # English over English
    ("Maria Fernandez of Acme Dynamics resigned.", "Acme Dynamics' Maria Fernandez resigned."),
    ("Fernandez resigned.", "Maria Fernandez resigned."),
    ("On Monday the Ohio plant closed.", "The plant in Ohio was closed on Monday."),
    ("In March, Acme hired a chief executive.", "Acme hired a CEO in March."),
    ("The Senate passed the bill.", "The bill was passed by the Senate."),
    ("However, Reyes disagreed.", "But Reyes disagreed."),
    ("Analysts at Smith & Wesley disagree.", "Smith & Wesley's analysts disagree."),
    ("The UN said so.", "The United Nations said so."),
    ("The U.S. said so.", "The United States said so."),
    ("The CEO told us that AI is costly.", "The chief executive said artificial intelligence is."),
    ('She called it "The Big Lie" in private.', "In private she called it the big lie."),
    # English over Chinese: people by how they are read, or heard
    ("Shen Yang said it was fake.", "沈阳说那是假的。"),
    ("Wang Xiaoming won the race.", "王小明赢得了比赛。"),
    ("Xiaoming Wang won the race.", "王小明贏得了比賽。"),
    ("Professor Zheng doubts it.", "郑教授对此表示怀疑。"),
    ("Lü Junjie left the club.", "吕俊杰离开了俱乐部。"),
    ("Ouyang Zhiyuan left the club.", "欧阳志远离开了俱乐部。"),
    ("Kirk Boodry said so.", "分析师Boodry这样说。"),
    ("The coach, Bernardinho, was pleased.", "教练伯纳迪尼奥很高兴。"),
    ("Gerasimchuk was released.", "格拉西姆丘克获释。"),
    ("Residents of Zhaojiazhuang moved away.", "赵家庄的居民搬走了。"),
    # Chinese over English
    ("王小明赢得了比赛。", "Wang Xiaoming won the race."),
    ("教练伯纳迪尼奥很高兴。", "The coach, Bernardinho, was pleased."),
    ("拜登总统签署了法案。", "President Biden signed the bill."),
    ("伦敦警方逮捕了三人。", "Police in London arrested three people."),
    # Chinese over Chinese
    ("该说法由阿尔瓦罗·希门尼斯提出。", "提出该说法的是希门尼斯。"),
    ("创办人周鸿祎表示支持。", "360集團創辦人周鴻禕表示支持。"),
    ("沈教授对此表示怀疑。", "沈阳教授对此表示怀疑。"),
    ("总统任期将满。", "总统的任期快到了。"),
    ("部长高度评价了这项工作。", "部长对工作评价很高。"),
    ("北京市政府发布通知。", "北京發布了通知。"),
    ("该公司不断扩张,不少人担心。", "公司持续扩大规模,很多人忧心。"),
    ("他不得不在大学附近租房。", "他只好在校园旁租房。"),
    ("国会通过了法案。", "法案已在國會通過。"),
    ("约翰·史密斯赢了。", "史密斯取得胜利。"),
    ("大众对此不满。", "公众对此感到不满。"),
    ("我国经济增长放缓。", "中国经济增速下滑。"),
    ("No longer is it free, Garcia said.", "加西亚说,它不再免费。"),
    ("It is not only Tesla that is hit.", "受影响的不只是特斯拉。"),
    # an owner's name and common words
    ("谷歌应用商店已下架该游戏。", "该游戏已从谷歌和苹果的应用程序商店下架,应用被移除。"),
    ("Google Play 已下架該遊戲。", "該遊戲已從谷歌和蘋果 App 商店下架。"),
    # firms that no table has
    ("該廠由明汯投資創立。", "该厂由明汯投资创立。"),
    ("随著科技集團擴張,產量上升。", "科技集團不斷擴張,產量上升。"),
    ("他依靠风险投资起家,后来进入新兴科技领域。", "他靠创投起家,后来做科技。"),
    ("票价连去年的一成都没有。", "票价不到去年的十分之一。"),
    ("该机器人曾自称是店员。", "该机器人说自己是店员。"),
    # whose a thing is, where everybody knows
    ("The firm tested OpenAI's ChatGPT.", "该公司测试了ChatGPT。"),
    ("Google's Gemini came second.", "Gemini名列第二。"),
    ("The German engineer left Elon Musk's SpaceX.", "这名德国工程师离开了SpaceX。"),
    ("Students in Italy like the Chinese start-up DeepSeek.", "意大利学生喜欢DeepSeek。"),
    ("百度的文心一言会写诗。", "文心一言会写诗。"),
    ("Former US President Joe Biden signed it.", "特朗普撤销了前总统乔·拜登签署的法令。"),
]

NOT_HELD = [
    ("法国人辛顿提出了这种技术。", "英国佬辛顿提出了这种技术。"),
    # tables know the name and the evidence has another
    ("萨克斯否认了这一说法。", "辛顿否认了这一说法。"),
    ("Sacks denied it.", "辛頓否認了這一說法。"),
    ("Sacks denied it.", "Hinton denied it."),
    ("英特尔股价下跌。", "輝達股價下跌。"),
    ("Intel shares fell.", "英伟达股价下跌。"),
    ("西班牙封锁了该应用。", "義大利封鎖了該應用。"),
    ("Spain blocked the app.", "意大利封锁了该应用。"),
    ("The minister flew to Montevideo.", "部长飞往布宜诺斯艾利斯。"),
    ("部长飞往墨尔本。", "部長飛往雪梨。"),
    ("The World Trade Organization warned of an outbreak.", "世卫组织就疫情发出警告。"),
    ("The WTO warned of an outbreak.", "世界卫生组织就疫情发出警告。"),
    ("东盟领导人在河内会晤。", "ASEAN leaders met in Kuala Lumpur."),
    ("欧盟领导人在吉隆坡会晤。", "ASEAN leaders met in Kuala Lumpur."),
    ("President Biden met Putin.", "特朗普总统会见了普京。"),
    ("拜登会见了普京。", "川普會見了普丁。"),
    ("A Korean court ruled.", "日本一家法院作出裁决。"),
    ("The German president left.", "法国总统已离开。"),
    ("German firms protested.", "美企提出抗议。"),
    ("德国总统已离开。", "法国总统已离开。"),
    ("德國總統已離開。", "The French president left."),
    ("武汉警方逮捕了三人。", "长沙警方逮捕三人。"),
    ("武漢警方逮捕了三人。", "Police in London arrested three people."),
    ("复旦大学发表了研究。", "清华大学发表了研究。"),
    ("Fudan University published a study.", "清华大学发表了研究。"),
    ("Oxford University published a study.", "A study was published by Stanford University."),
    # Latin names
    ("该模型由 Anthropic 训练。", "該模型由OpenAI訓練。"),
    ("该模型由 Cohere 训练。", "該模型由OpenAI訓練。"),
    ("他用 Gemini 写作。", "他用ChatGPT寫作。"),
    ("Deezer 上调价格。", "spotify上調了價格。"),
    ("分析师 Paul Boodry 和 Jim Hallam 表示股价过高。", "Kirk Boodry 說股價過高。"),
    ("Maria Lopez of Acme Dynamics resigned.", "Acme Dynamics' Maria Fernandez resigned."),
    ("Lopez said she would resign.", "Fernandez said she would resign."),
    ("Maria Fernandez of Apex Dynamics resigned.", "Acme Dynamics' Maria Fernandez resigned."),
    ("On Monday the Utah plant closed.", "The plant in Ohio was closed on Monday."),
    ("The House of Representatives passed the bill.", "The bill was passed by the Senate."),
    ("However, Alvarez disagreed.", "But Reyes disagreed."),
    # people no table knows
    ("Shen Yang said it was fake.", "李国庆说那是假的。"),
    ("Wang Xiaoming won the race.", "陈大文赢得了比赛。"),
    ("The coach, Bernardinho, was pleased.", "教练卡斯特略很高兴。"),
    ("Gerasimchuk was released.", "沃罗比约夫获释。"),
    ("王小明赢得了比赛。", "Chen Dawen won the race."),
    ("记者王小明表示支持。", "记者陈大文表示支持。"),
    ("創辦人周鴻禕表示支持。", "創辦人王小明表示支持。"),
    ("沈教授对此表示怀疑。", "李教授对此表示怀疑。"),
    ("阿尔瓦罗·希门尼斯表示反对。", "罗德里戈·帕切科表示反对。"),
    # a role of another body
    ("百度创始人周鸿祎表示支持。", "360集团创始人周鸿祎说,百度也支持。"),
    ("Baidu founder Zhou Hongyi agreed.", "360集团创始人周鸿祎同意,百度也是。"),
    ("谷歌应用商店已下架该游戏。", "该游戏已被谷歌和苹果下架。"),
    # firms that no table has
    ("該廠由明汯投資創立。", "该厂由一家量化公司“玄武石”创立。"),
    ("他在九坤投资任职。", "他在一家投资公司任职。"),
    ("这家工厂由鑫垚科技出资。", "这家工厂由一家科技公司出资。"),
    ("董事长拉里·佩奇出席了会晤。", "董事长拉里·埃里森(Larry Ellison)出席了会晤。"),
    # not whose it is, or not what is told
    ("The firm tested Google's ChatGPT.", "该公司测试了ChatGPT。"),
    ("The firm tested OpenAI's ChatGPT.", "该公司测试了Gemini。"),
    ("OpenAI praised ChatGPT.", "媒体称赞了ChatGPT。"),
    ("US regulators fined Apple.", "意大利监管机构对苹果公司处以罚款。"),
    ("百度的通义千问会写诗。", "通义千问会写诗。"),
]


@cache
def knowledge() -> Knowledge:
    registry, _ = read_seeds(_SEEDS)
    aliases = read_aliases(_SEEDS / "aliases.toml")
    registry = Registry((*registry, _OUTLET))
    return Knowledge(registry, Meanings(Lexicon.of(aliases, registry), Glossary.load()))


def flaws(statement: str, evidence: str) -> list[Flaw]:
    article = Article("a", Source(_OUTLET, "", language_of(evidence)), evidence)
    cited = (Evidence(article, 0, len(evidence)),)
    claim = Claim(Statement(statement, cited), language_of(statement), knowledge())
    return list(check_names(claim))


@pytest.mark.parametrize(("statement", "evidence"), HELD)
def test_held(statement: str, evidence: str) -> None:
    assert flaws(statement, evidence) == []


@pytest.mark.parametrize(("statement", "evidence"), NOT_HELD)
def test_not_held(statement: str, evidence: str) -> None:
    assert flaws(statement, evidence)


def test_every_sentence_of_the_seeds_holds_itself() -> None:
    _, articles = read_seeds(_SEEDS)
    for article in articles:
        for sentence in sentences_of(article):
            cited = Evidence(article, sentence.start, sentence.end)
            claim = Claim(Statement(cited.quote, (cited,)), "zh-Hans", knowledge())
            assert list(check_names(claim)) == []


@pytest.mark.parametrize(
    ("before", "statement", "is_held"),
    [
        ("萨克斯指出,成本很低。", "薩克斯認為，關鍵是創新。", True),
        ("萨克斯指出,成本很低。", "辛顿认为，关键是创新。", False),
        ("辛顿指出,成本很低。萨克斯不同意。", "辛顿认为，关键是创新。", False),
        ("萨克斯指出,成本很低。", "关键是萨克斯的创新。", False),
    ],
)
def test_whoever_spoke_last_may_go_on_speaking(before: str, statement: str, is_held: bool) -> None:
    text = f"{before}“关键在于创新。”"
    article = Article("a", Source(_OUTLET, "", "zh-Hans"), text)
    cited = (Evidence(article, len(before), len(text)),)
    claim = Claim(Statement(statement, cited), language_of(statement), knowledge())
    assert (list(check_names(claim)) == []) is is_held


def test_a_report_may_be_gone_on_with() -> None:
    before, after = "据日本媒体《日经亚洲》报道,需求增加。", "报道还指出,问题在于成本。"
    article = Article("a", Source(_OUTLET, "", "zh-Hans"), before + after)
    cited = (Evidence(article, len(before), len(before) + len(after)),)
    claim = Claim(Statement("《日经亚洲》指出问题在于成本。", cited), "zh-Hans", knowledge())
    assert not [*check_names(claim), *check_outlets(claim)]


def test_what_no_table_knows_is_a_flaw_of_its_own() -> None:
    (unknown,) = flaws("Gerasimchuk was released.", "沃罗比约夫获释。")
    (known,) = flaws("Nvidia shares fell.", "英特尔股价下跌。")
    assert (unknown.kind, known.kind) == (FlawKind.UNMATCHED_NAME, FlawKind.NAME)


def test_a_name_missing_in_its_own_script_is_matched_by_nothing() -> None:
    (flaw,) = flaws("However, Alvarez disagreed.", "But Reyes disagreed.")
    assert flaw == Flaw(FlawKind.NAME, "Alvarez")
