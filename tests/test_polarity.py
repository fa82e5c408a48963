"""Polarity: what is denied and what is said, in 简, 繁 and English, case by case."""

from functools import cache
from pathlib import Path

import pytest

from bot.answering.answers import Evidence, Statement
from bot.answering.checks.claim import Claim, Knowledge
from bot.answering.checks.meanings import Meanings
from bot.answering.checks.polarity import check_polarity
from retrieval.articles import Article, Source
from retrieval.glossary.glossary import Glossary
from retrieval.ingest.aliases import read_aliases
from retrieval.ingest.seeds import read_seeds
from retrieval.languages import language_of
from retrieval.outlets import Registry
from retrieval.passages import sentences_of
from retrieval.terms import Lexicon

SEEDS = Path(__file__).parents[1] / "seeds"
REGISTRY = Registry.load(SEEDS / "outlets.toml")


@cache
def knowledge() -> Knowledge:
    lexicon = Lexicon.of(read_aliases(SEEDS / "aliases.toml"), REGISTRY)
    return Knowledge(REGISTRY, Meanings(lexicon, Glossary.load()))


def flaws(statement: str, *quotes: str) -> list[str]:
    """Return what the check finds."""
    source = Source(REGISTRY["voa"], "标题", "zh-Hans")
    evidence = tuple(Evidence(Article("a", source, q), 0, len(q)) for q in quotes)
    claim = Claim(Statement(statement, evidence), language_of(statement), knowledge())
    return [flaw.detail for flaw in check_polarity(claim)]


TURNED = [
    # verbs for what markets, readers and rivals do
    ("Investors snapped up shares in the harbour.", "投资者抛售了港口的股票。"),
    ("Reporters paid attention to the costs.", "记者忽视了成本。"),
    ("The engine has gained in comfort.", "发动机牺牲了舒适。"),
    ("The model lags behind the strongest cars in the world.", "该模型与全球最强汽车相匹敌。"),
    ("The new engine can outdo the old engine.", "新发动机永远不可能超越旧发动机。"),
    ("The app remains a niche on the market.", "该应用成为市场的主流。"),
    ("The tax drives tourists away.", "这项税收会吸引游客。"),
    # none at all, where some are told of
    ("The school made no innovations that deserve praise.", "学校取得了一些值得称赞的创新成就。"),
    # the clause that tells more of the statement is the one that turns it
    (
        "今天海港公司股价大涨近17%。",
        "而海港公司股价也在2023至2024两年间最高涨了超过十倍。今天海港公司股价暴跌近17%。",
    ),
    # a long name in Latin letters tells little of what a clause is about
    (
        "他说,DeepSeek显示教育的影响将会降低。",
        "对此,他认为,DeepSeek确实彰显出学校的发展并不单纯地依靠教育的堆叠。"
        "但这并不代表教育的影响会降低。",
    ),
    # a name for the top is no word for passing somebody
    (
        "该应用在应用商店的免费下载榜上未能超过微信。",
        "该应用登顶应用商店免费下载排行榜,在美区下载榜上超越了微信。",
    ),
    ("新模型的发展会加快。", "这肯定会减缓新模型的发展速度。"),
    ("该应用的下载量不及微信。", "该应用的下载量超过了微信。"),
    ("新车不敌旧车。", "新车已超越旧车。"),
    ("工厂很快就会公开数据。", "工厂不大可能在短时间公开数据。"),
    ("這家公司特別突出。", "這家公司對我來講並沒有特別的傑出。"),
    ("公司完整公布了成本。", "公司并未完整公布成本。"),
    ("算力的影响正在减弱。", "算力的影响会增强。"),
    ("這家公司足以撼動全球格局。", "这家公司无法改变全球格局。"),
    ("總統起初批評這項成果。", "总统赞颂这项成果。"),
    ("神化有利于科技进步。", "神化是对科技进步的阻挠。"),
    ("新规的影响深远。", "他说,新规的影响只是暂时且有限的。"),
    ("新規的影響將是永久的。", "他說,新規的影響是短暫的。"),
    ("对芯片的需求缩小。", "对芯片的总需求增加。"),
    ("油耗高于600万元。", "油耗低于600万元。"),
    # denied in the evidence, said in the statement
    ("市政府公布了事故报告。", "市政府至今没有公布事故报告。"),
    ("该公司已经回应了记者的提问。", "截至发稿,该公司尚未回应记者的提问。"),
    ("央行上调了利率。", "央行周四并未上调利率。"),
    ("医院公开了病人名单。", "医院从未公开病人名单。"),
    ("两国签署了协议。", "两国最终未能签署协议。"),
    ("这种药有效。", "研究发现这种药无效。"),
    ("工会接受了资方的方案。", "工会拒绝接受资方的方案。"),
    ("部长承认收受礼物。", "部长否认收受礼物。"),
    ("校方知情。", "校方表示对此并不知情。"),
    ("该船进入了港口。", "该船不被允许进入港口。"),
    ("警方有证据表明他在场。", "警方说,没有证据表明他在场。"),
    ("事故造成了人员伤亡。", "事故没有造成人员伤亡。"),
    ("公司有计划裁员。", "公司表示没有裁员计划。"),
    ("民航局認為該機型安全。", "民航局不認為該機型安全。"),
    ("縣府已經開放登山步道。", "縣府尚未開放登山步道。"),
    ("球隊贏得了比賽。", "球隊沒有贏得比賽。"),
    ("他願意出庭作證。", "他不願出庭作證。"),
    ("这批疫苗已获批准。", "这批疫苗还未获得批准。"),
    ("新规适用于小企业。", "新规不适用于小企业。"),
    ("专家说海水可以饮用。", "专家说海水不可以饮用。"),
    ("法院受理了此案。", "法院没有受理此案。"),
    ("公司向监管部门作出了说明。", "公司没有就此向监管部门作出说明。"),
    ("桥梁能够承受这样的重量。", "桥梁无法承受这样的重量。"),
    ("他有资格参选。", "他没有资格参选。"),
    # said in the evidence, denied in the statement
    ("市政府没有公布事故报告。", "市政府昨天公布了事故报告。"),
    ("央行没有上调利率。", "央行周四上调利率。"),
    ("两国未签署协议。", "两国在日内瓦签署了协议。"),
    ("工廠並未停產。", "工廠上週停產。"),
    ("列車沒有恢復行駛。", "列車今晨恢復行駛。"),
    ("他否认参与走私。", "他承认参与走私。"),
    ("这项研究不可靠。", "同行认为这项研究可靠。"),
    ("游客无法进入公园。", "游客可以进入公园。"),
    ("公司没有向用户道歉。", "公司周五向用户道歉。"),
    # rhetorical questions
    ("有人认为涨价能解决问题。", "难道涨价能解决问题吗?"),
    ("他說加稅不公平。", "難道加稅不公平嗎?"),
    # opposites
    ("油价周一上涨。", "油价周一下跌。"),
    ("两地的差距在缩小。", "两地的差距不断扩大。"),
    ("新列车比旧列车更慢。", "新列车比旧列车更快。"),
    ("出口增加了。", "海关数据显示出口减少。"),
    ("在野黨支持這項法案。", "在野黨反對這項法案。"),
    ("两份报告的结论截然不同。", "两份报告的结论大同小异。"),
    ("防守是这支球队的强项。", "防守是这支球队的短板。"),
    ("失業率上升。", "失業率下降。"),
    ("公司营收好于预期。", "公司营收不及预期。"),
    ("主隊擊敗了客隊。", "主隊輸給了客隊。"),
    ("经济学家对前景感到乐观。", "经济学家对前景感到悲观。"),
    ("机场已经关闭。", "机场已经重新开放。"),
    ("法官判他有罪。", "法官宣判他无罪。"),
    ("政府放宽了签证规定。", "政府收紧了签证规定。"),
    ("這條路線安全。", "這條路線很危險。"),
    ("他的言论得到了称赞。", "他的言论遭到批评。"),
    ("公司盈利。", "公司连年亏损。"),
    ("这项手术成功了。", "这项手术失败了。"),
    ("议会通过了预算案。", "议会否决了预算案。"),
    ("两国关系升温。", "两国关系恶化。"),
    ("这次成功完全靠一家公司自己的努力。", "这次成功不只是一家公司的努力。"),
    # English over English
    ("The mayor resigned.", "The mayor did not resign."),
    ("The company has responded to questions.", "The company has yet to respond to questions."),
    ("The minister admitted taking money.", "The minister denied taking money."),
    ("The airline apologised.", "The airline has never apologised."),
    ("Oil prices rose on Monday.", "Oil prices fell on Monday."),
    ("The home team won the final.", "The home team lost the final."),
    ("The union accepted the offer.", "The union rejected the offer."),
    ("The drug works.", "Researchers said the drug doesn't work."),
    ("The bank did not raise rates.", "The bank raised rates on Thursday."),
    ("Police have evidence that he was there.", "Police have no evidence that he was there."),
    ("The bridge is safe.", "The bridge is not safe."),
    ("The talks failed.", "The talks succeeded."),
    ("Exports increased last month.", "Exports decreased last month."),
    ("The senator opposes the bill.", "The senator supports the bill."),
    ("The firm no longer sells phones.", "The firm still sells phones."),
    ("The gap is narrowing.", "The gap is widening."),
    ("The report was published.", "The report has not been published."),
    ("He agreed to testify.", "He refused to testify."),
    # English over Chinese
    ("The city has published the report.", "市政府尚未公布报告。"),
    ("The company did not disclose the price.", "公司公开了价格。"),
    ("The central bank raised interest rates.", "央行没有上调利率。"),
    ("The minister denied the allegations.", "部长承认了指控。"),
    ("Oil prices rose.", "油價下跌。"),
    ("The opposition supports the bill.", "在野黨反對這項法案。"),
    ("The company has responded to requests for comment.", "截至发稿,公司尚未回复置评请求。"),
    ("The gap between the two is narrowing.", "两者差距正在扩大。"),
    ("The company has sued its rival.", "公司至今未见对竞争对手采取行动。"),
    ("The new model is slower than the old one.", "新模型比旧模型更快。"),
    ("The two sides signed an agreement.", "双方未能签署协议。"),
    ("The success was entirely one company's own.", "这一成功不只是一家公司的努力。"),
    # Chinese over English
    ("公司已经作出回应。", "The company has not responded."),
    ("央行提高了利率。", "The central bank did not raise interest rates."),
    ("部长否认指控。", "The minister admitted the allegations."),
    ("油价上涨。", "Oil prices fell."),
    ("失業率上升。", "Unemployment dropped to 4%."),
    ("参议员支持该法案。", "The senator opposes the bill."),
    ("警方没有逮捕嫌疑人。", "Police arrested a suspect."),
    # what is thought, shown, kept from; what stands behind the verb
    ("这意味着需求会下降。", "但这并不意味着需求会下降。"),
    ("研究表明咖啡有害。", "研究并未表明咖啡有害。"),
    ("他改变得了这个局面。", "他改变不了这个局面。"),
    ("两种药的效果差异很大。", "两种药的效果差异不大。"),
    ("借款等同于赠与。", "法官说借款不等于赠与。"),
    ("專家認同這種說法。", "專家不認可這種說法。"),
    ("旅客可以攜帶液體登機。", "旅客不得攜帶液體登機。"),
    ("新法将取代旧法。", "新法不会取代旧法。"),
    ("该国加入了联盟。", "该国退出了联盟。"),
    ("部长即将上任。", "部长宣布辞职。"),
    ("這款手機銷量好於上一代。", "這款手機銷量不如上一代。"),
    ("公司缺乏现金。", "公司现金充足。"),
    ("所有学生都通过了考试。", "并非所有学生都通过了考试。"),
    ("停火协议已经生效。", "停火协议尚未生效。"),
    ("他获释了。", "他仍被羁押,没有获释。"),
    ("警方已锁定嫌犯。", "警方还没有锁定嫌犯。"),
    ("會議提前舉行。", "會議延後舉行。"),
    ("消息属实。", "发言人称该消息不实。"),
    ("是否违法已有定论。", "是否违法尚无定论。"),
    ("游客不再需要签证。", "游客仍然需要签证。"),
    ("他能如期出赛。", "他恐怕难以如期出赛。"),
    ("The bill passed.", "The bill was vetoed."),
    ("Scientists agree that the vaccine is effective.", "科学家认为这种疫苗无效。"),
    ("The two reports reached very different conclusions.", "两份报告的结论大同小异。"),
    ("The defence is the team's strong point.", "防守是这支球队的短板。"),
    ("The president will attend the summit.", "总统不会出席峰会。"),
    ("This means demand will fall.", "这并不意味着需求会下降。"),
    ("The minister resigned.", "部长表示不会辞职。"),
    ("The company cooperated with the police.", "公司拒绝与警方合作。"),
    ("The court upheld that borrowing amounts to a gift.", "法官说借款不等于赠与。"),
    ("The bridge has reopened.", "大桥至今没有重新开放。"),
    ("Nobody was injured.", "事故造成三人受伤。"),
    ("The new law does not apply to small firms.", "新法适用于小企业。"),
    ("桥梁仍然关闭。", "The bridge has reopened."),
    ("总统会出席峰会。", "The president will not attend the summit."),
    ("两队打得难分高下,主队没有获胜。", "The home team won."),
    ("事故没有造成伤亡。", "Three people were injured in the accident."),
    ("谈判成功。", "The talks collapsed."),
    ("The strike has not ended.", "The strike ended on Sunday."),
    ("The court found him guilty.", "The court acquitted him."),
    ("The army denied firing on the crowd.", "The army admitted firing on the crowd."),
    ("The river is still rising.", "The river has stopped rising."),
    ("She is likely to run again.", "She is unlikely to run again."),
    # a denial in the clause before
    ("不能因为场地小,就取消演出,馆长说。", "馆长说,场地小,就应取消演出。"),
    ("馆长说,场地小,应取消演出。", "馆长说,不能因为场地小,就取消演出。"),
    ("館長認為應否認其功勞。", "館長說,也不能因為他失敗過,就否認其功勞。"),
    # denied by somebody, where nothing is denied
    ("市长否认正在展开调查。", "市长表示,正对事故展开调查。"),
    ("《晚報》稱這是一項全新的技術。", "《晚報》稱,這並非新技術。"),
    ("The ministry fully disclosed the cost.", "财政部并未完整公布成本。"),
    ("部委充分披露了成本。", "部委没有充分披露成本。"),
    (
        "The new bridge does not reflect a narrowing gap between the two cities.",
        "新桥确实反映出两座城市的差距正在缩小。",
    ),
    ("The team does not perform on a par with the champions.", "该队的表现与冠军不相上下。"),
    ("The new route lengthens travel time.", "新路线大大缩短了行程时间。"),
    ("The police explained the exact cause.", "警方未解释确切原因。"),
    ("The city has never used other people's data.", "市政府也使用别人的资料。"),
    ("Oil will matter less.", "专家说,这并不代表石油的影响会降低。"),
    ("The new method comes at the expense of safety.", "新方法提高了速度,同时保持安全。"),
    ("Small firms remain shut out of the market.", "小公司也能参与进来,进入市场。"),
    ("The government announced tighter rules.", "政府宣布放松规则。"),
    ("The game remains available in the store.", "游戏已从商店下架。"),
    ("The minister upheld the ban on imports.", "部长撤销了进口禁令。"),
    # less of something, and what is of which of two
    ("The brand is less popular with young buyers.", "这个品牌越来越受年轻买家欢迎。"),
    ("The museum will draw fewer visitors.", "新馆降低了票价,会吸引更多的游客。"),
    ("The change raised prices and lowered quality.", "此举实现了价格的降低和质量的提升。"),
    (
        "The phone sells nearly as well as its rival at a far higher price.",
        "这款手机销量几乎与对手一样高,而价格却远比对手低。",
    ),
    ("Foam panels increase heat loss.", "泡沫板(厚度更高,需要的空间就大好多倍)减少热量损失。"),
    ("The new train surpasses the old one in speed.", "新列车速度只能算逼近旧列车,并没有超越。"),
    ("Denying the link is perfectly reasonable.", "竭力否认两者有关,是可笑的。"),
    ("The effect on rents will be lasting.", "对房租的影响只是暂时的。"),
    ("The rule eased the pressure on tenants.", "新规给租客带来了不小的压力。"),
    ("The measure would speed up building.", "这项措施会减缓建房速度。"),
    ("Critics see no change in the market.", "批评者说,市场已经改变了。"),
    ("The club's weakness lies in defending.", "这支球队长于防守。"),
    ("The search requires little money.", "搜索工作需要投入大量资金。"),
    ("The order removed safeguards for patients.", "该命令旨在为患者设置一些护栏。"),
    ("The party wants more rules for banks.", "该党强调放松对银行的监管。"),
    ("The king reaffirmed the decree.", "国王撤销了这项法令。"),
    ("球队的成绩与邻队相去甚远。", "球队的成绩与邻队几乎一样高。"),
    ("门票的价格远高于对手。", "门票的价格却远比对手低。"),
    ("这家工厂的用电需求大幅增加。", "这家工厂大幅度降低了用电需求。"),
    ("图纸不便公开。", "图纸都公开了。"),
    ("馆方拿出了收据。", "馆方拿不出收据。"),
    ("新桥的设计平平。", "新桥的设计是突破性的。"),
    ("居民普遍认为结果在意料之中。", "居民普遍惊呼结果出人意料。"),
    ("这种病在本地十分罕见。", "这种病在本地很常见。"),
    ("市府主张加强监管。", "市府强调放松监管。"),
    ("剧团的影响有限。", "剧团的影响很广泛。"),
]

FAITHFUL = [
    (
        "Trade no longer depends solely on ports but on railways.",
        "贸易不再仅仅依赖港口,而更多地依赖铁路。",
    ),
    ("The harbour plans to optimize traffic.", "港口打算优化交通。"),
    # another clause tells more of the statement
    (
        "海港公司在2023至2024年间股价涨逾十倍。",
        "而海港公司股价也在2023至2024两年间最高涨了超过十倍。今天海港公司股价暴跌近17%。",
    ),
    ("Distillation is not theft or plagiarism.", "蒸馏不等于盗窃、抄袭。"),
    # amounts side by side
    ("新車的油耗低於6升。", "舊車的油耗高達15升,新車的油耗不到6升。"),
    ("训练费用低于600万元。", "对手的训练费用高达7800万元,它的训练费用估计不到600万元。"),
    (
        "他不相信公司的低成本说法，认为其中多是炒作。",
        "他指出,媒体铺天盖地引述公司说法。但这些消息的炒作成分居多,外界不必过度相信。",
    ),
    ("公司放棄一味投入的思維。", "公司改变以前一味投入的思维。"),
    (
        "在機器人等領域，「數據蒸餾」派不上用場。",
        "在机器人等应用中,“数据蒸馏”在模型成功前无法做到,因而没有用武之地。",
    ),
    (
        "股價兩年內上漲十倍，今天一天蒸發百億。",
        "股价两年间最高涨了十倍。今天股价暴跌17%,一天蒸发百亿。",
    ),
    (
        "大公報稱關鍵是創新，他則表示它靠的不是突破性創新。",
        "成绩是突破性的,关键在于创新而非借鉴。\n能够实现这一点,也并不是依赖突破性的技术创新。",
    ),
    ("他不再一味強調高投入。", "这将推动他改变以前一味强调高投入的思维定势。"),
    ("公司公布低成本数字，目的是打击对手。", "公司并未完整公布成本,公布数字的目的是打击对手。"),
    ("電視台曾請公司回應，但公司沒有回音。", "公司尚未回应电视台的请求。"),
    (
        "2048块总值超过6000万，可见不到558万的成本并未计入硬件。",
        "2048块的总价值就超过6000万,因此说成本不到558万,显然不包含购买设备的费用。",
    ),
    ("公司恐難避免分享資料。", "公司难以避免分享资料。"),
    (
        "公司恐怕不會樂見自己模型的知識被提取。",
        "有证据表明,他们所做的就是从公司的模型中提取知识,我认为公司对此不太高兴。",
    ),
    ("兩份回答差別不大。", "两份答复大同小异。"),
    # up and down of two things
    (
        "不過對晶片的總需求反而可能增加。",
        "因为组建平台的费用门槛大幅降低后,会有无数公司进入,对芯片的总需求说不定还会扩大。",
    ),
    ("长期看，需求反而会增加。", "短期内工厂没有那么多订单(当然长远看,工厂的需求还会扩大)。"),
    # not certain is uncertain
    ("能否推广，目前还无法确定。", "这种方法能不能推广,就现有的资料看,还是不确定的。"),
    ("市政府至今没有公布报告。", "市政府至今没有公布事故报告。"),
    ("该公司没有回应。", "截至发稿,该公司尚未回复记者的提问。"),
    ("公司未对记者的提问作出回应。", "该公司没有回应记者的提问。"),
    ("记者向公司提出置评请求,未获回应。", "公司尚未回复记者的置评请求。"),
    ("部长否认收受礼物。", "部长说,他没有收受礼物。"),
    ("他没有承认参与走私。", "他否认参与走私。"),
    ("价格不断上涨。", "价格持续上涨。"),
    ("不少市民表示支持。", "许多市民表示支持。"),
    ("学校不仅停课,还关闭了食堂。", "学校停课,并关闭了食堂。"),
    ("学校停课并关闭食堂。", "学校不仅停课,而且关闭了食堂。"),
    ("公司不得不停产。", "公司被迫停产。"),
    ("公司被迫停产。", "公司不得不停产。"),
    ("无论天气如何,比赛照常举行。", "比赛将照常举行,不管天气如何。"),
    ("他不能不道歉。", "他必须道歉。"),
    ("专家并不否认这一点。", "专家承认这一点。"),
    ("这并非没有可能。", "这是可能的。"),
    ("央行维持利率不变。", "央行没有调整利率。"),
    ("公司只向会员开放。", "公司不向非会员开放。"),
    ("伤者情况不严重。", "伤者情况并不严重。"),
    ("这条路线危险。", "这条路线不安全。"),
    ("新车不如旧车快。", "新车比旧车慢。"),
    ("旧车比新车快。", "新车比旧车慢。"),
    ("甲队击败乙队。", "乙队输给了甲队。"),
    ("出口下降,进口上升。", "海关数据显示,出口下降,进口则上升。"),
    ("法院驳回上诉,没有改判。", "法院驳回上诉,维持原判。"),
    ("他缺席会议。", "他没有出席会议。"),
    ("他没有出席会议。", "他缺席了会议。"),
    ("公司拒绝置评。", "公司没有评论。"),
    ("公司未予置评。", "公司拒绝评论。"),
    ("如果谈判没有结果,工人将罢工。", "若谈判失败,工人将罢工。"),
    ("记者问他是否知情。", "记者问他知不知情。"),
    ("議員質疑政府沒有公開合約。", "議員批評政府未公開合約。"),
    ("他不是没有努力。", "他努力过。"),
    ("非洲国家没有参加会议。", "非洲国家未参加会议。"),
    ("未来三年产量增加。", "产量在未来三年将增加。"),
    ("非常重要的协议已签署。", "协议已签署,非常重要。"),
    ("难道涨价能解决问题?他认为不能。", "难道涨价能解决问题吗?"),
    ("他认为涨价不能解决问题。", "难道涨价能解决问题吗?"),
    ("他說加稅公平。", "難道加稅不公平嗎?"),
    ("專家說這不是地震,而是爆破。", "專家表示,那是爆破,不是地震。"),
    ("那是爆破。", "專家表示,那不是地震,而是爆破。"),
    ("公司没有增加投入,反而减少了。", "公司减少了投入。"),
    ("成本更低。", "成本没有更高,反而更低。"),
    ("降低了成本,提高了效率。", "新工艺使成本降低、效率提高。"),
    ("双方差距没有缩小。", "双方差距仍在扩大。"),
    ("他批评这项支持农民的政策。", "他批评这项支持农民的政策不公平。"),
    ("反对者拒绝支持该法案。", "反对者不支持该法案。"),
    ("伤亡人数不超过十人。", "伤亡人数在十人以内。"),
    ("损失不到一成。", "损失低于一成。"),
    ("毫无疑问,球队赢得了比赛。", "球队赢得了比赛。"),
    ("雨势不减。", "雨势没有减弱。"),
    ("法官裁定他无罪。", "法官宣判他无罪释放。"),
    ("这种情况不可避免。", "这种情况难以避免。"),
    ("专家呼吁不要恐慌。", "专家呼吁民众切勿恐慌。"),
    ("禁止携带宠物。", "不得携带宠物。"),
    ("他尚未作出决定。", "他仍在考虑。尚无决定。"),
    ("The mayor did not resign.", "The mayor has not resigned."),
    ("The company has not responded.", "The company has yet to respond to questions."),
    ("The company declined to comment.", "The company did not comment."),
    ("The firm stopped selling phones.", "The firm no longer sells phones."),
    ("The firm no longer sells phones.", "The firm has stopped selling phones."),
    ("The plan is not only cheap but fast.", "The plan is cheap and fast."),
    ("The plan is cheap and fast.", "The plan is not only cheap but also fast."),
    ("Without the bridge, villagers must walk.", "Villagers must walk because there is no bridge."),
    ("The minister denied taking money.", "The minister said he had not taken money."),
    ("The offer was rejected by the union.", "The union rejected the offer."),
    ("The away team lost to the home team.", "The home team beat the away team."),
    ("Nothing has been decided.", "No decision has been made."),
    ("It cannot be denied that prices rose.", "Prices rose."),
    ("Fewer than ten people were hurt.", "No more than ten people were hurt."),
    ("He failed to appear.", "He did not appear."),
    ("Officials could not confirm the report.", "Officials were unable to confirm the report."),
    ("The company has not replied to requests for comment.", "公司尚未回复置评请求。"),
    ("The city has not published the report.", "市政府至今没有公布报告。"),
    ("The minister denied taking bribes.", "部长说他没有受贿。"),
    ("The company was forced to halt production.", "公司不得不停产。"),
    ("Prices kept rising.", "价格不断上涨。"),
    ("Many residents support the plan.", "不少居民支持这项计划。"),
    ("The talks ended without an agreement.", "双方未能达成协议。"),
    ("He does not think the plan is fair.", "他认为这项计划不公平。"),
    ("The two reports are much the same.", "两份报告大同小异。"),
    ("公司没有回应。", "The company did not respond to a request for comment."),
    ("公司拒绝置评。", "The company declined to comment."),
    ("油价不再上涨。", "Oil prices stopped rising."),
    ("工会没有接受提议。", "The union rejected the offer."),
    ("两种药的效果差异不大。", "两种药的效果大同小异。"),
    ("他改变不了这个局面。", "他无法改变这个局面。"),
    ("公司还没成立时,他就囤了货。", "早在公司成立前,他就囤了货。"),
    ("現在很難下定論。", "目前還難以判斷。"),
    ("借款和赠与不是一回事。", "法官说借款不等于赠与。"),
    ("缺乏成熟的技术。", "当时没有成熟的技术。"),
    ("不該太過相信這些消息。", "外界不必過度相信這些消息。"),
    ("他没有抄袭,而是原创。", "这是原创,不是抄袭。"),
    ("它的销量不降反增。", "它的销量不但没有下降,反而增加了。"),
    ("两队实力不相上下。", "两队实力相当。"),
    ("警方不排除他杀的可能。", "警方说他杀是可能的。"),
    ("除非下雨,否则比赛照常。", "如果不下雨,比赛照常举行。"),
    ("公司既没有承认也没有否认。", "公司未承认,也未否认。"),
    ("他曾反对该法案,现在支持。", "他过去不支持该法案,如今表示支持。"),
    ("该国从未签署这一条约。", "该国不是这一条约的签署国。"),
    ("美方尚未决定是否出席。", "美方是否出席,尚未决定。"),
    ("Not all students passed.", "并非所有学生都通过了考试。"),
    ("Few people opposed the plan.", "很少有人反对该计划。"),
    ("The plan met little opposition.", "该计划几乎没有遭到反对。"),
    ("There is not much difference between the two drugs.", "两种药大同小异。"),
    ("It is hard to tell.", "现在很难判断。"),
    ("He kept the firm from being sold.", "他使公司没有被出售。"),
    ("It is unclear whether the law applies.", "法律是否适用,尚不清楚。"),
    ("Prices rose despite the lack of demand.", "虽然需求不足,价格仍然上涨。"),
    ("He said borrowing is not the same as a gift.", "他说借款不等于赠与。"),
    ("The minister will stay on and not resign.", "部长表示不会辞职,将留任。"),
    ("The team could not have won without him.", "没有他,球队赢不了。"),
    ("警方没有逮捕任何人。", "Police made no arrests."),
    ("总统不会出席峰会。", "The president will skip the summit."),
    ("公司否认指控。", "The company said the allegations were untrue."),
    ("没有人受伤。", "No one was hurt."),
    ("直到周日罢工才结束。", "The strike did not end until Sunday."),
    # a denial in the clause before
    ("他的功勞不應因此被否定。", "也不能因為他失敗過,就否認其功勞。"),
    ("馆长说不能取消演出。", "馆长说,不能因为场地小,就取消演出。"),
    # less than an amount
    ("票价不及对手的三分之一。", "票价不到竞争对手的三分之一。"),
    ("票價不及去年的一半。", "票價只有去年的四成多。"),
    # taken away is not offered
    ("这款游戏在当地不再提供下载。", "这款游戏已在当地下架。"),
    ("該商品不再販售。", "該商品已停售。"),
    # let alone
    ("小镇没有医院,更不用说大学。", "小镇没有医院,遑论大学。"),
    # prices
    ("这家旅馆过去比较贵。", "这家旅馆过去房间少,所以售价更高。街边的小店比较便宜。"),
    ("票務成本降低,觀眾反而增加。", "票務成本越低,觀眾越多。工資並沒有降低。"),
    # neither wins
    ("两队不分高下。", "两队实力相当。"),
    # kept off
    ("农户设法防范霜冻。", "农户采取措施,以保护果树不被霜冻。"),
    # denied of others
    ("该剧取得了成功。", "同类剧作从未取得像该剧这样的成功。"),
    # not yet
    ("业界还没有验证药效。", "业界仍需验证药效。"),
    ("他說這些都不是新東西。", "他說,這些不是創新的,都是本來就有的。"),
    # denied beside
    ("他说学生习惯模仿而非创作。", "他说,毕竟大部分学生习惯模仿,而不是创作。"),
    ("至今沒有人出面作證。", "早該有人站出來指認,但至今無人露面。"),
    ("The mayor, founder of the club, spoke of fraud.", "市长是俱乐部创始人,他毫不讳言舞弊。"),
    ("The ministry has not fully disclosed the cost.", "财政部并未完整公布成本。"),
    (
        "So far no one has come forward with proof of copied code.",
        "早该有人发现抄袭的代码,但至今无人举证。",
    ),
    (
        "The ministry did not disclose the cost and that it published the report shows pressure.",
        "财政部没有公布成本,公布报告说明有压力。",
    ),
    (
        "This does not mean that the new team has improved, let alone beaten the champions.",
        "这并不意味着新队进步了,更谈不上击败冠军。",
    ),
    ("The U.S. has not banned the app.", "美国没有禁止这款应用。"),
    (
        "The new method speeds up work without sacrificing safety.",
        "新方法加快了工作,同时保持安全。",
    ),
    ("The game is no longer available in the store.", "游戏已从商店下架。"),
    ("The minister rescinded the ban on imports.", "部长撤销了进口禁令。"),
    ("The company has yet to sue.", "公司完全可以像当年起诉对手那样提告,但至今未见行动。"),
    ("The police have published no photographs of the driver.", "警方至今未公开司机的照片。"),
    ("The effect is temporary and limited.", "影响只是“暂时且有限的”。"),
    ("影响既短暂又有限。", "影响只是暂时且有限的。"),
    ("Demand may even grow once the price comes down.", "价格大幅降低后,需求说不定还会扩大。"),
    ("The ticket is no less expensive.", "票价一样昂贵。"),
    ("The ticket is less expensive.", "票价更便宜。"),
    ("It costs less and runs at a far lower price.", "成本更低,价格也远比对手低。"),
    ("The town will keep its bus line.", "这座小镇将保留公交线路。"),
    ("Not everyone is convinced.", "分析师怀疑该计划是否可行。"),
    ("A request for comment went unanswered.", "截至发稿,公司尚未回复置评请求。"),
    ("It will increase rather than reduce traffic.", "这恰恰会推动车流上升。"),
    ("She does not deny the club's success.", "她说,这家俱乐部的确取得了成功。"),
    ("It is nothing more than a close approach.", "它只能算逼近。"),
    ("Measures against theft will slow the trade.", "这些措施肯定会减缓交易。"),
    ("Traffic rose rather than fell when cars became cheaper.", "汽车的成本越低,车流不降反增。"),
    ("The party wants fewer rules and more investment.", "该党强调放松监管,并加大投资。"),
    ("把车站做小已是趋势。", "缩小车站的规模是个大趋势。"),
    ("做法虽属首创,成品却缺乏原创。", "尽管做法具有开创性,但成品依然缺乏原创。"),
    ("商店的生意减少了开支,品质不变。", "商店在保持品质的同时降低了开支。"),
]


@pytest.mark.parametrize(("statement", "quote"), TURNED)
def test_what_is_turned_into_its_opposite_is_found(statement: str, quote: str) -> None:
    assert flaws(statement, quote)


@pytest.mark.parametrize(("statement", "quote"), FAITHFUL)
def test_what_is_told_faithfully_passes(statement: str, quote: str) -> None:
    assert flaws(statement, quote) == []


def test_every_sentence_of_the_seeds_holds_itself() -> None:
    stopped = [
        (words, found)
        for article in read_seeds(SEEDS)[1]
        for sentence in sentences_of(article)
        if (found := flaws(words := article.words_of(sentence), words))
    ]
    assert stopped == []
