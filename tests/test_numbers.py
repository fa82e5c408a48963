"""Numbers, dates and numbered names of a statement are held by the sentences it cites."""

from decimal import Decimal

import pytest

from bot.answering.checks.numbers import unsupported_numbers
from bot.answering.quantities.reading import quantities

HELD = [
    ("訓練用了278.8萬個H800 GPU小時。", "H800的完整训练仅需2.788M GPU小时。"),
    ("早在他成名前一年的2015年，辛頓就提出了。", "辛顿在2015年提出,比他成名还早一年。"),
    ("上百家公司參加。", "超过100家公司参加。"),
    ("近百名代表出席。", "近一百名代表出席。"),
    # magnitudes and scripts
    ("约有1,000人到场。", "現場有一千人。"),
    ("费用为7800万美元。", "The bill came to $78 million."),
    ("It cost $5.576 million.", "總成本為557.6萬美元。"),
    ("市值少了6000亿美元。", "It wiped out 0.6 trillion dollars."),
    ("市值少了1兆美元。", "市值蒸发一万亿美元。"),
    ("Shares worth $1 trillion were sold.", "拋售了一兆美元的股票。"),
    ("买了２０４８块芯片。", "一共2048張。"),
    ("1.2万亿", "12000亿"),
    ("一万二千人参加。", "12,000 people took part."),
    ("1亿2000万用户", "120 million users"),
    ("One hundred and fifty million users", "1.5亿用户"),
    ("Half a billion dollars", "5億美元"),
    ("700亿参数的模型", "a model with 70B parameters"),
    ("一共有3千万人", "三千万人"),
    ("用了五万、一万和两千多", "五萬、一萬和兩千多"),
    ("Counts of 50,000, 10,000 and just over 2,000", "分别是五万、一万和两千多"),
    ("it answers a million times", "上百万次回答"),
    ("10 million yuan", "1000万元"),
    # percent and fractions
    ("占10%。", "是十分之一。"),
    ("A tenth of the price", "價格的十分之一"),
    ("One-tenth of the price", "10%的价格"),
    ("Two-thirds of staff", "三分之二的员工"),
    ("百分之三的股份", "3 percent of the shares"),
    ("百分之 40 的股權", "40%的股份"),
    ("5 to 10 percent", "5%至10%"),
    ("three in ten users", "三成用户"),
    ("a quarter of the staff", "25%的员工"),
    ("一半的订单", "half of the orders"),
    # money
    ("RMB 200,000 each", "每张20 万人民币"),
    ("200,000 yuan", "20萬元"),
    ("HK$100 million", "1亿港元"),
    ("5至10亿美元", "$500 million to $1 billion"),
    ("£9 million", "900万英镑"),
    # spans of time and rates
    ("三至六个月内", "within three to six months"),
    ("3-6 months", "三至六個月"),
    ("两周之后", "two weeks later"),
    ("半年", "six months"),
    ("55-day run", "运行55天"),
    ("$2 per GPU hour", "每GPU小时2美元"),
    ("278.8万个GPU小时", "2.788M GPU hours"),
    ("2.788 million GPU hours", "278.8萬GPU小時"),
    ("每分鐘上百萬次", "a million queries a minute"),
    ("A decade later", "十年後"),
    ("数十年的争端", "a decades-long dispute"),
    ("她今年不是，但她37岁", "She, 37, is not, but this year"),
    # multiples
    ("twice as large", "大两倍"),
    ("翻倍", "it doubled"),
    ("more than tenfold", "十倍以上"),
    ("ten times as much", "十倍"),
    # hedges
    ("about 5.6 million dollars", "557.6万美元"),
    ("約558萬美元", "557.6万美元"),
    ("逾2000块", "2048块"),
    ("用了兩千多張", "2048块"),
    ("no more than 5%", "不超过5%"),
    ("不到600万美元", "less than 6 million dollars"),
    ("more than 16,000 cards", "1.6万张以上"),
    ("nearly 17%", "近17%"),
    ("560万美元上下", "560万美元"),
    ("dozens of cards", "几十张显卡"),
    ("tens of thousands of GPUs", "數萬塊GPU"),
    ("数十亿美元", "billions of dollars"),
    ("millions of readers", "数百万读者"),
    # dates
    ("1月28日宣布", "announced on January 28"),
    ("On Jan. 28 it said", "1月28日表示"),
    ("28日宣布", "1月28日宣布"),
    ("the 28th", "周二(28日)"),
    ("Tuesday the 28th", "週二（28日）"),
    ("On 7 April", "4月5日至7日"),
    ("in 2025", "2025年"),
    ("二〇二四年", "in 2024"),
    ("2024年12月", "December 2024"),
    ("Oct. 2, 1968, in the square", "1968年10月2日"),
    ("last December", "去年12月"),
    ("去年秋天", "last fall"),
    ("the 1980s", "上世纪八十年代"),
    ("20世纪30年代", "in the 1930s"),
    ("21世纪", "the 21st century"),
    ("第二天早上", "the following morning"),
    ("the second phase", "第二阶段"),
    ("第三季", "the third season"),
    ("上任首日", "上任第一天"),
    # names with numbers
    ("GPT 4o is as good", "與GPT-4o相當"),
    ("Grok 3, a model", "Grok3模型"),
    ("用H100训练", "They used H100s"),
    ("ChatGPT o1很贵", "其实ChatGPT ChatGPT o1"),
    ("R1模型", "DeepSeek-R1"),
    ("DeepSeek V3", "V3模型"),
    ("36Kr interviewed him", "接受36氪采访"),
    ("36氪的採訪", "an interview with 36Kr"),
    ("the founder of 360", "360集团创始人"),
    ("GPT-4-level results", "GPT-4的水平"),
    ("盗用GPT-3 API", "steal the GPT-3 API"),
    # numbers that say little
    ("One company said", "该公司说"),
    ("一家公司表示，这是一种办法", "The company called it a way"),
    ("三家公司", "阿里、腾讯和百度"),
    ("两家公司在调查", "OpenAI and Microsoft are investigating"),
    ("中美两国的差距", "the gap between China and the United States"),
    ("五大主張", "five claims"),
    ("千万不要相信万一", "Do not trust it"),
    ("No. 1 in the store", "登顶"),
    ("Theresa May said", "特雷莎·梅说"),
    ("建校是在开馆的前一年。", "学校1990年建成,比开馆还早一年。"),
    ("The gap between the two countries is closing.", "美中差距正在缩小。"),
]

NOT_HELD = [
    ("上千家公司參加。", "上百家公司参加。", "千家"),
    ("小店买得起几百台机器。", "小店买得起几十台机器,进入百花齐放的时代。", "几百台"),
    # digits and magnitudes
    ("有410人。", "有41人。", "410人"),
    ("费用为5600万美元", "费用为560万美元", "5600万美元"),
    ("$5 million", "5亿美元", "$5 million"),
    ("拋售1億美元", "抛售一万亿美元", "1億美元"),
    ("160,000 cards", "1.6万张", "160,000 cards"),
    ("1,000亿", "100亿", "1,000亿"),
    ("一万五千人", "一万人", "一万五千人"),
    ("27.88 million", "2.788M", "27.88 million"),
    ("six people", "五人", "six people"),
    ("十大論點", "五大论点", "十大"),
    ("數百片GPU", "几十片GPU", "數百片"),
    ("hundreds of GPUs", "几十片GPU", "hundreds"),
    # percent and multiples
    ("下跌13%", "fell 3%", "13%"),
    ("十分之二", "一成", "十分之二"),
    ("a third of users", "四分之一的用户", "a third"),
    ("17个百分点", "17%", "17个百分点"),
    ("tripled", "翻倍", "tripled"),
    ("三倍", "两倍", "三倍"),
    ("Half of the cost", "十分之一的成本", "Half"),
    # units
    ("600万元人民币", "600万美元", "600万元人民币"),
    ("$200,000", "20万人民币", "$200,000"),
    ("55小時", "55天", "55小時"),
    ("55 hours", "55 days", "55 hours"),
    ("两个月", "一到两年", "两个月"),
    ("5万人", "5万张显卡", "5万人"),
    ("thousands per second, 1,000 each", "每分钟一千次，数千人", "per second"),
    ("每秒一次", "每分钟一次", "每秒"),
    # hedges turned round
    ("超过600万美元", "不到600万美元", "600万美元"),
    ("more than 6 million", "不到600万", "6 million"),
    ("不到5億美元", "远高于5亿美元", "5億美元"),
    ("nearly 3%", "超过3%", "3%"),
    ("exceeding 5%", "不超过5%", "5%"),
    ("5.6 million dollars", "557.6万美元", "5.6 million dollars"),
    ("about 5.7 million dollars", "557.6万美元", "5.7 million dollars"),
    ("超过600万", "557.6万", "600万"),
    ("不到700万", "不到600万", "700万"),
    # dates
    ("1月28日", "28日", "1月28日"),
    ("1月28日", "1月27日，2月28日", "1月28日"),
    ("February 8", "2月18日", "February 8"),
    ("27 March", "1月27日", "27 March"),
    ("2005年", "2015年", "2005年"),
    ("in 2012", "2021年", "2012"),
    ("去年11月", "去年12月", "去年11月"),
    ("去年12月", "12月", "去年12月"),
    ("last spring", "去年秋季", "last spring"),
    ("Monday", "周二", "Monday"),
    ("第二天", "第一天", "第二天"),
    ("the 1970s", "八十年代", "1970s"),
    # names with numbers
    ("GPT-4", "GPT-4o", "GPT-4"),
    ("GPT-4o", "GPT-4", "GPT-4o"),
    ("H100显卡", "H800显卡", "H100"),
    ("FP16", "FP8", "FP16"),
    ("o1-mini", "o1", "o1-mini"),
    ("o1", "o1-mini", "o1"),
    ("Grok 2 was released", "Grok3發佈", "Grok 2"),
    ("Claude 3.5", "Claude 3.7", "Claude 3.5"),
    ("V3", "V2", "V3"),
    ("建校是在开馆的前三年。", "学校1990年建成,比开馆还早一年。", "三年"),
    ("The three signed it; two countries did not.", "三国签署了协议。", "two"),
]


@pytest.mark.parametrize(("statement", "quote"), HELD)
def test_a_number_told_in_other_words_is_held(statement: str, quote: str) -> None:
    assert unsupported_numbers(statement, [quote]) == ()


@pytest.mark.parametrize(("statement", "quote", "slice_"), NOT_HELD)
def test_another_number_is_not_held(statement: str, quote: str, slice_: str) -> None:
    assert slice_ in unsupported_numbers(statement, [quote])


@pytest.mark.parametrize(
    ("statement", "quote", "published", "held"),
    [
        ("1月28日", "28日", "2025-01-30", True),
        ("1月28日", "28日", "2025-02-03", True),
        ("2月28日", "28日", "2025-01-30", False),
        ("2024年12月", "去年12月", "2025-01-30", True),
        ("2023年12月", "去年12月", "2025-01-30", False),
        ("2024年12月", "去年12月", None, False),
        ("On Tuesday", "1月28日", "2025-01-30", True),
        ("On Friday", "1月28日", "2025-01-30", False),
    ],
)
def test_the_day_of_publication_completes_dates(
    statement: str, quote: str, published: str | None, held: bool
) -> None:
    assert (unsupported_numbers(statement, [quote], published) == ()) is held


def test_quotes_count_together_and_slices_come_in_order() -> None:
    quotes = ["成本为560万美元。", "用了2048块芯片。"]
    assert unsupported_numbers("560万美元，2048块芯片", quotes) == ()
    assert unsupported_numbers("３天，560万美元，９年", quotes) == ("３天", "９年")


def test_quantities_tell_value_unit_and_slice() -> None:
    money, share = quantities("不到557.6萬美元，約百分之三")
    assert (money.value, money.unit, money.hedge) == (Decimal(5576000), "usd", "under")
    assert money.text == "557.6萬美元"
    assert (share.value, share.unit, share.hedge) == (Decimal(3), "%", "about")


@pytest.mark.parametrize(
    "text",
    [
        *("", "…", "½①㎡", "数百万、几十万", "ß２ﬁ 萬億", "第", "%", "1月32日"),
        *("上午十点三十分", "百分之二十点五", "二十点五亿", "0分之3", "零分之三"),
    ],
)
def test_odd_texts_are_read(text: str) -> None:
    assert unsupported_numbers(text, []) is not None
    assert unsupported_numbers(text, [text]) == ()
