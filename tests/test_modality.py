"""A statement is not surer than its evidence: in 简体, 繁體 and English, over either."""

import pytest

from bot.answering.checks.modality import check_modality
from tests.strength import stopped_seeds, stops

SURER = [
    (
        "他表示，这种方法必定带来革命性的突破。",
        "能不能复制,目前尚无定论。借鉴这种思路,很可能带来巨大成果,甚至是革命性的技术突破。",
    ),
    ("有人找出雷同的代码。", "如果真抄袭,早该有人找出雷同的代码。"),
    ("他断言公司会倒闭。", "他说,公司可能会倒闭。"),
    ("报出的数字肯定太低。", "他说:“人们报出的数字可能太低了。”"),
    (
        "他認為，這種技術策略一定能在其他平台複製推廣。",
        "这种技术策略有没有可能在其它平台复制和推广?这肯定是大势所趋。",
    ),
    # possibility
    ("央行下月降息。", "分析师认为央行下月可能降息。"),
    ("火灾由电线短路引起。", "消防部门初步推测,火灾可能由电线短路引起。"),
    ("颱風週五登陸花蓮。", "氣象署表示,颱風或將於週五登陸花蓮。"),
    ("新疫苗能預防感染。", "新疫苗似乎能預防感染。"),
    ("油价上涨拖累经济。", "油价上涨恐将拖累经济。"),
    ("这家工厂的污水污染了河流。", "专家怀疑这家工厂的污水污染了河流。"),
    ("The central bank cuts rates next month.", "The central bank may cut rates next month."),
    ("The storm killed dozens of villagers.", "The storm may have killed dozens of villagers."),
    ("The drug reduces deaths.", "The drug appears to reduce deaths."),
    ("The fire was caused by a short circuit.", "The fire was possibly caused by a short circuit."),
    ("The company uses American chips.", "公司可能使用了美国芯片。"),
    ("公司使用了美国芯片。", "The company may have used American chips."),
    ("出口下降拖累经济。", "出口下降不排除拖累经济。"),
    ("通胀回落。", "通胀有望回落。"),
    # allegation and hearsay
    ("该官员收受贿赂。", "该官员涉嫌收受贿赂。"),
    ("这名商人挪用了公款。", "这名商人被控挪用了公款。"),
    ("市長下週辭職。", "據傳市長下週辭職。"),
    ("公司偷走商業機密。", "對手指控公司偷走商業機密。"),
    ("两家公司正在谈合并。", "市场盛传两家公司正在谈合并。"),
    ("The minister took bribes.", "The minister allegedly took bribes."),
    ("The firm stole trade secrets.", "Rivals accused the firm of stealing trade secrets."),
    ("The mayor resigns next week.", "The mayor reportedly resigns next week."),
    ("The official took bribes.", "该官员涉嫌收受贿赂。"),
    ("黑客窃取了客户资料。", "Hackers allegedly stole customer data, 据称黑客窃取了客户资料。"),
    # doubt, worry
    ("新规伤害小企业。", "业界担心新规伤害小企业。"),
    ("新規傷害小企業。", "業界擔憂,新規傷害小企業。"),
    ("选举结果被操纵。", "反对派质疑选举结果被操纵。"),
    ("The new rules hurt small firms.", "Business groups fear the new rules hurt small firms."),
    ("The new rules hurt small companies.", "业界担心新规则伤害小公司。"),
    # investigation
    ("公司违反出口禁令。", "美国政府正在调查公司是否违反出口禁令。"),
    ("公司違反出口禁令。", "當局調查公司有沒有違反出口禁令。"),
    (
        "The company broke export rules.",
        "Officials are investigating whether the company broke export rules.",
    ),
    ("The company violated export rules.", "官员正在调查公司是否违反出口规则。"),
    # undecided
    ("坠机由机械故障引起。", "坠机是否由机械故障引起,目前尚无定论。"),
    ("墜機由機械故障引起。", "墜機是不是機械故障引起,官方仍不清楚。"),
    ("病毒来自实验室。", "病毒是否来自实验室仍难以判断。"),
    (
        "The virus came from a laboratory.",
        "It remains unclear whether the virus came from a laboratory.",
    ),
    ("利率明年下降。", "利率明年会否下降,市场没有清晰预期。"),
    # conditions
    ("关税上调,出口减少两成。", "如果关税上调,出口减少两成。"),
    ("工人下周罢工。", "若谈判破裂,工人下周罢工。"),
    ("Workers strike on Monday.", "Workers strike on Monday if the talks fail."),
    # plans told as done
    ("欧盟已经实施新的关税。", "欧盟将于三月实施新的关税。"),
    ("政府禁止了电子烟。", "政府计划禁止电子烟。"),
    ("兩國已簽署協議。", "兩國擬於下月簽署協議。"),
    ("公司成功收购了对手。", "公司打算收购对手。"),
    ("The government has banned vapes.", "The government plans to ban vapes."),
    ("The firm bought its rival.", "The firm intends to buy its rival."),
    ("The city has closed the airport.", "The city will close the airport."),
    ("The company has opened a factory.", "公司计划开设工厂。"),
    ("公司已开设工厂。", "The company plans to open a factory; 公司计划开设工厂。"),
    # boosted
    ("事故必定是人为造成的。", "事故可能是人为造成的。"),
    ("调查证实公司违规。", "外界怀疑公司违规。"),
    ("毫无疑问,公司违规。", "评论员认为公司违规。"),
    ("毫無疑問,公司會倒閉。", "分析師估計公司會倒閉。"),
    ("It is certain that the firm broke the law.", "The firm may have broken the law."),
    ("It has been proven that the firm broke the law.", "Critics believe the firm broke the law."),
    ("It has been confirmed that the company broke the law.", "有人怀疑公司违法。"),
    ("銀行肯定會加息。", "銀行或會加息。"),
    ("Objectively, the product is the best.", "他认为产品是最好的。"),
    ("这名歌手在讽刺对手。", "有媒体立刻猜测,这名歌手在讽刺对手。"),
    ("The bridge cost $200 million.", "大桥花费1.8亿美元,甚至可能达到2亿美元。"),
    ("The mayor was mocking his rivals.", "有媒体猜测,市长在讽刺竞争对手。"),
    ("An investigation has found that the firm stole secrets.", "官员正对该公司窃取机密展开调查。"),
    ("The verdict amounts to defamation.", "这个判决算不算诽谤,没有定论。"),
    ("The film is proof of a revival.", "这部电影预示着复兴。"),
    ("The minister said a strike was certain.", "部长说罢工是可能的。"),
]

AS_SURE = [
    ("分析师认为央行下月可能降息。", "分析师认为央行下月可能降息。"),
    ("央行或许下月降息。", "分析师认为央行下月可能降息。"),
    ("分析師指央行下月或降息。", "分析师认为央行下月可能降息。"),
    ("An analyst thinks the central bank may cut rates.", "分析师认为央行下月可能降息。"),
    ("The central bank is likely to cut rates.", "The central bank may cut rates next month."),
    ("该官员被指受贿。", "该官员涉嫌收受贿赂。"),
    ("该官员涉嫌受贿。", "该官员被控收受贿赂。"),
    ("对手说公司偷走商业机密。", "对手指控公司偷走商业机密。"),
    (
        "Rivals say the firm stole trade secrets.",
        "Rivals accused the firm of stealing trade secrets.",
    ),
    ("The minister is accused of taking bribes.", "The minister allegedly took bribes."),
    ("业界忧虑新规伤害小企业。", "业界担心新规伤害小企业。"),
    ("Businesses worry about the new rules.", "业界担心新规则伤害小公司。"),
    ("美国正在调查公司是否违规。", "美国政府正在调查公司是否违反出口禁令。"),
    ("美国调查这家公司。", "美国政府正在调查公司是否违反出口禁令。"),
    (
        "The U.S. is looking into whether the company broke the ban.",
        "美国政府正在调查公司是否违反出口禁令。",
    ),
    ("坠机原因还不清楚。", "坠机是否由机械故障引起,目前尚无定论。"),
    ("Nobody knows yet what caused the crash.", "坠机是否由机械故障引起,目前尚无定论。"),
    ("关税若上调,出口会减少两成。", "如果关税上调,出口减少两成。"),
    ("A rise in tariffs would cut exports.", "如果关税上调,出口减少两成。"),
    ("欧盟三月起实施新的关税。", "欧盟将于三月实施新的关税。"),
    ("The EU will bring in new tariffs in March.", "欧盟将于三月实施新的关税。"),
    ("The government wants to ban vapes.", "The government plans to ban vapes."),
    ("政府拟禁止电子烟。", "政府计划禁止电子烟。"),
    ("欧盟已宣布将实施新的关税。", "欧盟宣布将于三月实施新的关税。"),
    # weaker than the evidence
    ("公司可能违规。", "法院裁定公司违规。"),
    ("据称公司违规。", "公司违规,法院裁定。"),
    ("The firm may have broken the law.", "The court ruled that the firm broke the law."),
    # settled in both
    ("法院证实公司违规。", "法院确认公司违规。"),
    ("It was confirmed that the firm broke the law.", "法院证实公司违法。"),
    ("毫无疑问,公司违规。", "他认为公司无疑违规。"),
    # words that only look like marks
    ("公司尽可能降低成本。", "公司尽可能降低成本。"),
    ("将军视察了部队。", "将军视察了部队。"),
    ("传统产业受到冲击。", "传统产业受到冲击。"),
    ("若干城市受灾。", "若干城市受灾。"),
    ("这不可能成功。", "他说这不可能成功。"),
    ("公司不得不裁员。", "公司不得不裁员。"),
    ("销量不断增长。", "销量不断增长。"),
    ("无论如何,公司都要还款。", "无论如何,公司都要还款。"),
    ("不仅是银行,学校也停电。", "不仅是银行,学校也停电。"),
    ("The vote took place on 5 May.", "The vote took place on 5 May."),
    ("The vote was held in May.", "The vote took place in May."),
    ("Prices no longer rise.", "Prices no longer rise."),
    # granted, not told
    ("他即使不是唯一的老師，也是主要的老師。", "他或許不是唯一的老師,肯定是主要的。"),
    (
        "Even if he is not the only teacher, he is the main one.",
        "他或许不是唯一的老师,肯定是主要的。",
    ),
    ("当然，长期看工厂会保留。", "如果订单减少,生产线就会关闭(当然长期看,工厂会保留)。"),
    ("这些规定一定能保护工人。", "这些规定一定能保护工人。"),
    ("他肯定了工人的努力。", "他称赞了工人的努力。"),
    ("他没有一口咬定公司违规。", "被问及公司是否违规时,他说这是“可能的”。"),
    ("他断言公司不会倒闭。", "他说,公司不会倒闭。"),
    ("他以两家餐厅为例。", "他说:“如果两家餐厅都卖汉堡,一家说另一家偷了秘方。”"),
    ("他发帖后，媒体揣测他在讽刺对手。", "媒体猜测,他发帖是在讽刺对手。"),
    ("光靠抄做不出来。", "要是能抄,哪里轮得到他做出来?"),
    # somewhere else in the evidence, or about something else
    ("股价昨天下跌一成。", "股价昨天下跌一成,分析师认为可能继续走低。"),
    ("Shares fell on Monday.", "Shares fell on Monday and may fall further."),
    ("公司去年裁员。", "公司去年裁员。工会担心还有第二轮。"),
    ("总统周三抵达东京。", "总统周三抵达东京,但没有透露是否会见首相。"),
    ("The president arrived in Tokyo.", "总统周三抵达东京,但没有透露是否会见首相。"),
    ("地震造成十人死亡。", "地震造成十人死亡。如果下雨,救援会更难。"),
    ("市政府关闭了机场。", "市政府关闭了机场,计划明年重开。"),
    # one outlet says it flatly
    ("公司违规。", "公司可能违规。", "公司违规。"),
    # denials of certainty
    ("目前无法证实公司违规。", "有人怀疑公司违规,但无法证实。"),
    ("It is not certain that the firm broke the law.", "The firm may have broken the law."),
    ("尚未证实公司违规。", "公司可能违规。"),
    # what may be, in other words
    ("这名男子疑似与失窃案有关。", "这名男子可能与失窃案有关。"),
    ("據《晚報》報導，新療法愈來愈普及。", "據《晚報》報導,新療法不一定都有爭議,愈來愈普及。"),
    ("挑戰新事物極為困難。", "當你面對新奇、有風險的事物時,挑戰新事物極為困難。"),
    # an allegation that is answered
    ("公司向本报提出三点说明。", "对于抄袭指控,公司向本报提出三点说明。"),
    (
        "The firm published its source code.",
        "Asked about the allegations, the firm published its source code.",
    ),
    # seen as proof
    ("這次勝利被當作球隊實力的證明。", "這次勝利被視為球隊實力的證據。"),
    # a condition of a comparison
    ("他用卖汉堡的餐厅打比方。", "他说:“如果两家餐厅都卖汉堡,一家说另一家偷了秘方。”"),
    (
        "The company announced $5 billion in investment in railways.",
        "公司宣布私营部门将投资50亿美元建铁路。",
    ),
    ("No one has come forward with any written proof of the deal.", "至今无人就交易举证。"),
    ("The mayor may have been mocking his rivals.", "有媒体猜测,市长在讽刺竞争对手。"),
    ("The film was hailed as proof of a revival.", "这部电影被视为复兴的证据。"),
    ("Some papers took this as a threat to the union.", "有报纸猜测,这是在威胁工会。"),
    ("It was built for roughly a tenth of the price.", "只用了大概十分之一的价格就建成了。"),
    ("The bridge still needs to be inspected.", "这座桥还有待检查。"),
    ("The lead once looked unassailable.", "这一领先地位似乎一度不可撼动。"),
    ("Building the A-4 may even have cost more.", "建造A-4可能花费更多。"),
    ("People now ask whether the tower is needed.", "人们质疑是否需要这座塔。"),
    ("这项发现既证明药物有效,也有助治疗。", "这项发现不仅证明了药物有效,也有助治疗。"),
    ("业界仍须花时间评估新药。", "新药还有待业界评估,这需要时间。"),
]


@pytest.mark.parametrize("case", SURER, ids=lambda case: case[0])
def test_what_is_surer_than_its_evidence_is_stopped(case: tuple[str, ...]) -> None:
    assert stops(check_modality, *case)


@pytest.mark.parametrize("case", AS_SURE, ids=lambda case: case[0])
def test_what_is_no_surer_passes(case: tuple[str, ...]) -> None:
    assert not stops(check_modality, *case)


def test_every_sentence_of_the_seeds_is_as_sure_as_itself() -> None:
    assert list(stopped_seeds(check_modality)) == []
