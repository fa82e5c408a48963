"""Who speaks in a sentence, in the words the article names them with."""

import pytest

from bot.answering.answerer import Answerer
from bot.answering.speakers import speaker_of

# sentence, speaker
NAMED = [
    ("萨克斯说这是“可能的”。", "萨克斯"),
    ("薩克斯說這是“可能的”。", "薩克斯"),
    ("Sacks said it was “possible”.", "Sacks"),
    ("当被问及此事时,萨克斯说这是“可能的”。", "萨克斯"),
    ("周鸿祎不讳言:“答案不言而喻。”", "周鸿祎"),
    ("美国总统特朗普27日表示,美企应当警醒。", "特朗普"),
    ("美國總統川普27日表示,美企應當警醒。", "川普"),
    ("“我们很认真,”纳德拉说。", "纳德拉"),
    ("“我們很認真,”納德拉說。", "納德拉"),
    ("“We take it seriously,” Nadella said.", "Nadella"),
    ("沈阳坦言,DeepSeek效率很高。", "沈阳"),
    ("清华大学教授沈阳30日接受采访时表示,美国感到恐慌。", "沈阳"),
    ("杜奕瑾先生指出,這並沒有超越。", "杜奕瑾"),
    ("Boodry 说,数字可能太低了。", "Boodry"),
    ("分析师 Kirk Boodry 说:“这是一个问题。”", "Kirk Boodry"),
    ("Omdia 咨询总监 Kazuhiro Sugiyama 则指出,影响是暂时的。", "Kazuhiro Sugiyama"),
    ("专家霍丹·奥马尔(Hodan Omarr)以书面方式告诉本台,创新是有的。", "霍丹·奥马尔"),
    ("Anduril创办人拉奇(Palmer Luckey)29日指出,炒作居多。", "拉奇"),
    ("梁文锋在采访中就说过,早就囤了一万块GPU。", "梁文锋"),
    ("奥特曼(Sam Altman)在X上写道:“复制是容易的。”", "奥特曼"),
    ("微软CEO萨蒂亚.纳德拉日前表示:“印象非常深刻。”", "萨蒂亚.纳德拉"),
    ("Liang told 36Kr that originality matters.", "Liang"),
    ("According to Ethan Tu, who said so, nothing is settled.", "Ethan Tu"),
    ("特朗普认为这是警钟。", "特朗普"),
]
NOBODY = [
    "DeepSeek的训练成本不到600万美元。",  # nobody speaks
    "萨克斯出席了听证会。",
    "有评论指出,这是抄袭。",  # nobody we know
    "OpenAI还对《金融时报》表示,已经看到证据。",  # not a person
    "白宫新闻秘书表示,官员们正在调查。",
    "特朗普政府表示,将放松监管。",  # a government
    "纳德拉的公司表示,正在调查。",
    "特朗普团队透露,命令已经撤销。",
    "公司(创办人梁文锋)表示,不予置评。",  # in brackets
    "报道称,DeepSeek被称为最大空头。",
    "微软说明了情况,纳德拉在场。",  # 说明 is no 说
    "这一说法与特朗普无关。",
    "中国有能力称霸,特朗普担心。",
    "Trump signed the order.",
    "The analysts said the number was too low.",
    "馬斯克旗下的xAI表示,Grok3已超越所有對手。",
    "拜登任命的法官说,命令无效。",
    "与马斯克会面后,欧盟表示,将展开调查。",
    "沈阳市政府表示,将扶持人工智能。",  # the city
    "Nadella's spokesman said no.",
    "The Trump administration said no.",
    "In advance, officials said no.",  # Vance
    "The modified statement said no.",  # Modi
    "A taxi driver said no.",  # Xi
]
# before, sentence, speaker
HE = [
    (["萨克斯说这是“可能的”。"], "他指出:“有充分的证据。”", "萨克斯"),
    (["薩克斯說這是“可能的”。"], "他認為,他們會採取措施。", "薩克斯"),
    (["Sacks said it was possible."], "He added that there was evidence.", "Sacks"),
    (["梁文锋表示,要创新。", "市场很大。"], "他还指出,英伟达领先。", "梁文锋"),
    (["特朗普表示欢迎。", "拉奇指出,成本不明。"], "他表示:“症结在此。”", "拉奇"),
    (["杜奕瑾指出,沒有超越。"], "“算力也是這個道理,”他說。", "杜奕瑾"),
    (["特朗普表示欢迎。"], "他们表示,要创新。", None),  # they
    (["特朗普出席了活动。"], "他表示:“很好。”", None),  # named, but has not spoken
    (["特朗普表示欢迎。", "甲。", "乙。", "丙。", "丁。"], "他表示:“很好。”", None),  # too far
    (["特朗普表示欢迎。"], "他很高兴。", None),  # he does not speak
    ([], "他表示:“很好。”", None),
    (["特朗普表示欢迎。"], "萨克斯说不行。", "萨克斯"),  # named himself
]


@pytest.fixture(scope="module")
def people(answerer: Answerer) -> tuple[str, ...]:
    return answerer.search.lexicon.people


@pytest.mark.parametrize(("sentence", "speaker"), NAMED)
def test_a_named_speaker(sentence: str, speaker: str, people: tuple[str, ...]) -> None:
    assert speaker_of(sentence, (), people) == speaker


@pytest.mark.parametrize("sentence", NOBODY)
def test_nobody_is_made_to_speak(sentence: str, people: tuple[str, ...]) -> None:
    assert speaker_of(sentence, (), people) is None


@pytest.mark.parametrize(("before", "sentence", "speaker"), HE)
def test_he_is_who_spoke_before(
    before: list[str], sentence: str, speaker: str | None, people: tuple[str, ...]
) -> None:
    assert speaker_of(sentence, before, people) == speaker


@pytest.mark.parametrize(("sentence", "_"), NAMED)
def test_without_people_nobody_speaks(sentence: str, _: str) -> None:
    assert speaker_of(sentence, (), ()) is None


@pytest.mark.parametrize(
    ("before", "opens", "speaker"),
    [
        (["萨克斯坦言，这不容易。", "他很有经验。"], False, "萨克斯"),
        (["萨克斯坦言，这不容易。"], True, None),  # a paragraph of its own: perhaps a heading
        (["萨克斯坦言，这不容易。", "另一位工程师表示怀疑。"], False, None),
        (["这不容易。"], False, None),
    ],
)
def test_a_bare_quotation_is_the_last_speakers(
    before: list[str], opens: bool, speaker: str | None, people: tuple[str, ...]
) -> None:
    assert speaker_of("“关键在于创新。”", before, people, opens) == speaker
