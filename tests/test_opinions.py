"""Somebody's judgement is not told as a fact: in 简体, 繁體 and English, over either."""

import pytest

from bot.answering.checks.opinions import check_opinions
from tests.strength import stopped_seeds, stops

BARE = [
    ("新手机是个仿制品。", "严格说来,新手机还是个仿制品。"),
    ("这项政策会伤害中小企业。", "商会会长李明认为,这项政策会伤害中小企业。"),
    ("這項政策會傷害中小企業。", "商會會長李明認為這項政策會傷害中小企業。"),
    ("新电影缺乏新意。", "影评人直言新电影缺乏新意。"),
    ("房价已经见底。", "经济学家王强表示,房价已经见底。"),
    ("房價已經見底。", "經濟學家王強指出,房價已經見底。"),
    ("谈判没有任何进展。", "“谈判没有任何进展,”他说。"),
    ("工厂的安全措施不足。", "工会批评工厂的安全措施不足。"),
    ("法案剥夺了工人的权利。", "反对党抨击法案剥夺了工人的权利。"),
    ("The policy hurts small companies.", "商会会长认为,这项政策伤害小公司。"),
    ("The policy hurts small firms.", "Critics argue that the policy hurts small firms."),
    ("The negotiations failed.", "The negotiations failed, the minister said."),
    ("Housing prices have hit bottom.", "Economists believe housing prices have hit bottom."),
    (
        "政策伤害小公司。",
        "Business groups argue the policy hurts small companies, 并认为政策伤害小公司。",
    ),
    (
        "The law takes away the rights of workers.",
        "The opposition said the law takes away the rights of workers.",
    ),
    ("公司的财务没有问题。", "公司发言人说公司的财务没有问题。"),
    ("公司的財務沒有問題。", "公司發言人否認財務造假,稱公司的財務沒有問題。"),
]

OWNED = [
    ("李明认为这项政策会伤害中小企业。", "商会会长李明认为,这项政策会伤害中小企业。"),
    ("據商會會長說,這項政策會傷害中小企業。", "商會會長李明認為這項政策會傷害中小企業。"),
    ("影评人批评新电影缺乏新意。", "影评人直言新电影缺乏新意。"),
    ("在经济学家看来,房价已经见底。", "经济学家王强表示,房价已经见底。"),
    ("有分析指房价见底。", "经济学家王强表示,房价已经见底。"),
    ("外界忧心政策伤害小企业。", "商会会长担心,这项政策会伤害中小企业。"),
    (
        "Critics say the policy hurts small firms.",
        "Critics argue that the policy hurts small firms.",
    ),
    ("According to the minister, the talks failed.", "The talks failed, the minister said."),
    (
        "In the view of economists, prices have hit bottom.",
        "Economists believe prices have hit bottom.",
    ),
    ("The union criticised safety at the plant.", "工会批评工厂的安全措施不足。"),
    ("自由亚洲电台的报道提到房价见底。", "经济学家王强表示,房价已经见底。"),
    # the outlet's own telling
    ("央行周三降息。", "央行周三降息。"),
    ("股价昨天大跌。", "股价昨天大跌,分析师表示这是暂时的。"),
    ("Shares fell on Monday.", "Shares fell on Monday. Analysts said it would not last."),
    ("地震造成十人死亡。", "地震造成十人死亡,总统表示哀悼。"),
    ("一家工厂起火。", "一家工厂起火。消防员说火势已受控。"),
    # one outlet tells it as its own
    ("房价已经见底。", "王强表示,房价已经见底。", "房价已经见底。"),
    # words that only look like marks
    ("疫苗就是训练免疫系统的药。", "通俗地说,疫苗就是训练免疫系统的药。"),
    ("对公司来说,这是坏消息。", "对公司来说,这是坏消息。"),
    ("公司将投资十亿元。", "公司宣布将投资十亿元。"),
    ("The firm lost money.", "The firm acknowledged that it lost money."),
    ("这部小说销量大增。", "这部小说销量大增。"),
    ("他被称为发明之父。", "他被称为发明之父。"),
    ("说明书写得很清楚。", "说明书写得很清楚。"),
    ("小公司将转型，这是专家对未来的判断。", "专家预测说,小公司将转型。"),
    (
        "The firm opened a plant, claiming its phones rival the best.",
        "公司开了工厂,称其手机比肩最好的手机。",
    ),
    (
        "Wang sees the market as one of competition and cooperation.",
        "王强认为,市场是竞争与合作的关系。",
    ),
    ("The paper assumes a price of $2.", "论文写道:“假设价格为2美元。”"),
    ("The bridge has at least a hundred lamps.", "这座桥的灯少说也有上百盏。"),
    ("Cheap flats are no longer out of reach, in Wang's words.", "王强表示,廉价住房不再遥不可及。"),
    ("In the mayor's telling, the bridge is unsafe.", "市长表示,这座桥不安全。"),
]


@pytest.mark.parametrize("case", BARE, ids=lambda case: case[0])
def test_a_judgement_told_as_a_fact_is_stopped(case: tuple[str, ...]) -> None:
    assert stops(check_opinions, *case)


@pytest.mark.parametrize("case", OWNED, ids=lambda case: case[0])
def test_what_is_somebodys_or_the_outlets_passes(case: tuple[str, ...]) -> None:
    assert not stops(check_opinions, *case)


def test_every_sentence_of_the_seeds_passes_beside_itself() -> None:
    assert list(stopped_seeds(check_opinions)) == []
