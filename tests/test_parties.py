"""Who did something to whom is not turned round."""

import pytest

from bot.answering.checks.exchanges import check_parties
from tests.strength import stopped_seeds, stops

SUED = "OpenAI起诉了DeepSeek,要求赔偿1亿美元。"
SUED_EN = "Nvidia, based in California, sued Intel over patents in March."
INVESTED = "微軟向OpenAI投資了130億美元。"
OVERTOOK = "DeepSeek在App Store上超过了ChatGPT,成为下载量第一的应用。"
BOUGHT = "Google bought a small firm from Microsoft for $2 billion."
ACCUSED = "China accused the United States of protectionism."
MADE = "台积电为英伟达代工芯片。"
FINED = "法国监管机构周三对谷歌处以2.5亿欧元罚款。"
SUBJECT = "意大利周四宣布,将封禁DeepSeek。"
SENT = "Turkey sent 150 rescue workers to Greece after the earthquake."
BOATS = "日本政府向菲律宾提供五艘巡逻艇。"
BOUGHT_FROM = "泰国从以色列购买了一套防空系统。"
SIGNED = "Real Madrid signed Jude Bellingham from Borussia Dortmund for 103 million euros."
PRISONERS = "以色列把50名巴勒斯坦囚犯交给红十字会。"
EXPELLED = "挪威政府将15名俄罗斯外交官驱逐出境。"
PROTESTED = "日本外务省就军机绕飞一事向中国提出强烈抗议。"
LAWSUIT = "Elon Musk filed a lawsuit against OpenAI in San Francisco."
BOTH = "美国指责中国倾销,中国也指责美国搞保护主义。"
MET = "特朗普会见了黄仁勋。"
LICENSED = "Sony agreed to license its game engine to Nintendo."

TURNED = [
    ("DeepSeek起诉了OpenAI。", SUED),
    ("OpenAI被DeepSeek起诉。", SUED),
    ("OpenAI遭DeepSeek控告。", SUED),
    ("DeepSeek把OpenAI告上法庭。", SUED),
    ("DeepSeek對OpenAI提起訴訟。", SUED),
    ("DeepSeek sued OpenAI for $100 million.", SUED),
    ("OpenAI faces a lawsuit from DeepSeek.", SUED),
    ("英特尔起诉英伟达。", SUED_EN),
    ("Nvidia was sued in March by Intel.", SUED_EN),
    ("OpenAI向微軟投資了130億美元。", INVESTED),
    ("微软获得OpenAI130亿美元投资。", INVESTED),
    ("ChatGPT在App Store上超过了DeepSeek。", OVERTOOK),
    ("ChatGPT overtook DeepSeek.", OVERTOOK),
    ("Microsoft bought a small firm from Google for $2 billion.", BOUGHT),
    ("美国指责中国搞保护主义。", ACCUSED),
    ("China was accused by the United States of protectionism.", ACCUSED),
    ("台积电的芯片由英伟达代工。", MADE),
    ("谷歌罚了法国2.5亿欧元。", FINED),
    ("DeepSeek封禁意大利。", SUBJECT),
    ("Japan will get five patrol boats from the Philippines.", BOATS),
    ("Israel bought an air defense system from Thailand.", BOUGHT_FROM),
    ("以色列从泰国采购了一套防空系统。", BOUGHT_FROM),
    ("Borussia Dortmund signed Jude Bellingham from Real Madrid.", SIGNED),
    ("红十字会把50名巴勒斯坦囚犯交给以色列。", PRISONERS),
    ("挪威的15名外交官遭俄罗斯政府驱逐。", EXPELLED),
    ("中國向日本提出強烈抗議。", PROTESTED),
    ("Elon Musk faces a lawsuit brought by OpenAI.", LAWSUIT),
]
FAITHFUL = [
    ("DeepSeek被OpenAI起诉。", SUED),
    ("DeepSeek面临OpenAI的诉讼。", SUED),
    ("DeepSeek was sued by OpenAI.", SUED),
    ("OpenAI took DeepSeek to court.", SUED),
    ("英特尔遭英伟达起诉。", SUED_EN),
    ("OpenAI獲得微軟130億美元投資。", INVESTED),
    ("Microsoft invested $13 billion in OpenAI.", INVESTED),
    ("ChatGPT被DeepSeek超过。", OVERTOOK),
    ("Microsoft sold a firm to Google.", BOUGHT),
    ("中国指责美国搞保护主义。", ACCUSED),
    ("英伟达的芯片由台积电代工。", MADE),
    ("谷歌遭法国罚款。", FINED),
    ("DeepSeek被意大利封禁。", SUBJECT),
    ("中国指责美国。", BOTH),
    ("美国指责中国。", BOTH),
    ("黄仁勋会见了特朗普。", MET),
    ("The Philippines will get five patrol boats from Japan.", BOATS),
    ("Israel sold Thailand an air defense system.", BOUGHT_FROM),
    ("Greece received 150 rescue workers from Turkey.", SENT),
    ("Borussia Dortmund sold Jude Bellingham to Real Madrid.", SIGNED),
    ("15名俄羅斯外交官遭挪威驅逐。", EXPELLED),
    ("OpenAI faces a lawsuit brought by Elon Musk.", LAWSUIT),
    (
        "甲骨文将从OpenAI那里获得合同。",
        "OpenAI signed a contract to buy computing power from Oracle.",
    ),
    ("Nintendo will license Sony's game engine.", LICENSED),
    ("OpenAI没有起诉DeepSeek。", "DeepSeek没有起诉OpenAI。"),
    (
        "Some say DeepSeek built its technology by distilling data from OpenAI's models.",
        "有评论指出,DeepSeek是依靠“蒸馏”OpenAI模型的数据来开发自家技术。",
    ),
    (
        "Trump rescinded an executive order by Joe Biden.",
        "特朗普撤销了前总统乔·拜登签署的一项行政命令。",
    ),
]


@pytest.mark.parametrize(("statement", "quote"), TURNED)
def test_who_did_it_to_whom_is_not_turned_round(statement: str, quote: str) -> None:
    assert stops(check_parties, statement, quote)


@pytest.mark.parametrize(("statement", "quote"), FAITHFUL)
def test_what_is_told_the_same_way_passes(statement: str, quote: str) -> None:
    assert not stops(check_parties, statement, quote)


def test_every_sentence_of_the_seeds_holds_itself() -> None:
    assert list(stopped_seeds(check_parties)) == []
