"""Fitness: what no article is, in three ways of writing, and real articles about just that."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.languages import to_traditional
from retrieval.pages.fitness import unfit
from retrieval.pages.page import Clues, Page, Unfit, Why

PREVIEW = "Regulators met in the capital on Monday to weigh new rules for lenders. " * 6
LEAD = "监管部门周一在首都开会，讨论针对贷款机构的新规定，预计下月公布草案全文。"


def judged(text: str, title: str | None = None, raw: str | None = None) -> Unfit | None:
    return unfit(Page(raw or text, (), Clues(title=title)), text)


def why(text: str, title: str | None = None, raw: str | None = None) -> Why | None:
    found = judged(text, title, raw)
    return found.why if found else None


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (Why.MISSING, "404\n返回首页"),
        (Why.MISSING, "您访问的页面不存在或已删除！\n请检查网址，或者返回首页。"),
        (Why.MISSING, "抱歉，该文章已被删除。\n看看别的吧。"),
        (Why.MISSING, "404 Not Found\n\nnginx"),
        (Why.MISSING, "Sorry, the page you are looking for could not be found.\nGo back home."),
        (Why.MISSING, "We can't find that page. It may have moved. Try a search."),
        (Why.LOGIN, "用户登录\n用户名\n密码\n忘记密码？\n立即注册"),
        (Why.LOGIN, "请先登录后继续访问。\n还没有账号？立即注册。"),
        (Why.LOGIN, "Sign in\nEmail\nPassword\nForgot password?\nCreate an account"),
        (Why.LOGIN, "Log in to continue\nWelcome back. Please log in to your account."),
        (Why.PAYWALL, f"{LEAD * 3}\n\n本文为会员专享，订阅后阅读全文"),
        (Why.PAYWALL, f"{LEAD * 3}\n\n剩余80%内容，开通会员后即可阅读全文"),
        (Why.PAYWALL, f"{PREVIEW}\n\nSubscribe to continue reading"),
        (Why.PAYWALL, f"{PREVIEW}\n\nTo Read the Full Story\nSubscribe Sign In"),
        (Why.PAYWALL, f"{PREVIEW}\n\nThis article is for subscribers only."),
        (Why.NO_ARTICLE, "Just a moment...\nEnable JavaScript and cookies to continue"),
        (Why.NO_ARTICLE, "安全验证\n请完成安全验证后继续访问，拖动滑块完成拼图。"),
        (Why.NO_ARTICLE, "请输入验证码\n我们检测到您的网络存在异常流量。"),
        (
            Why.NO_ARTICLE,
            "We've detected unusual activity from your computer network\nTo continue, please click"
            " the box below to let us know you're not a robot.\nWhy did this happen?\nPlease make"
            " sure your browser supports JavaScript and cookies.",
        ),
        (Why.NO_ARTICLE, "系统繁忙，请稍后再试。\n给您带来不便，敬请谅解，如有疑问请联系客服。"),
        (Why.NO_ARTICLE, "Something went wrong\nPlease try again later or contact our help desk."),
        (Why.NO_ARTICLE, ""),
        (Why.NO_ARTICLE, "首页 新闻 体育 财经 娱乐 科技 更多"),
        (Why.NO_ARTICLE, "Home World Sport Business Opinion About us"),
        (Why.NO_ARTICLE, "海边小城的灯塔重新亮了。"),
    ],
)
def test_what_is_no_article_is_told_in_either_script(expected: Why, text: str) -> None:
    assert why(text) is expected
    assert why(to_traditional(text)) is expected


@pytest.mark.parametrize(
    ("expected", "title", "raw"),
    [
        (Why.MISSING, "页面不存在", "网站首页\n热门\n页面不存在"),
        (Why.LOGIN, None, "某某网\n请登录后查看\n注册"),
        (Why.NO_ARTICLE, "Access denied", "Access denied\nReference 18.2f"),
        (Why.MISSING, "404", "图片"),
    ],
)
def test_a_page_without_a_body_is_told_by_its_title_or_the_rest(
    expected: Why, title: str | None, raw: str
) -> None:
    assert why("", title, raw) is expected


FLASHES = [
    "中新社北京8月9日电 国家统计局9日发布数据，7月份居民消费价格同比下降0.3%，环比上涨0.2%。"
    "统计局称，随着经济恢复，价格有望逐步回升。市场此前预期为下降0.4%，各方反应平静。",
    "某网站周二出现故障，用户打开后显示“页面不存在”。该公司称正在抢修，预计当晚恢复，"
    "并向用户致歉。这是该网站今年第三次发生类似情况，监管部门已经要求其说明原因。",
    "【快讯】多家银行的手机应用周三上午无法登录。银行方面表示，请用户稍后再试，"
    "资金安全不受影响。截至上午十点，约有三成用户的服务已经恢复，其余预计中午前恢复。",
    "The central bank raised rates by a quarter point on Wednesday. Officials said inflation was"
    " easing but remained above target. Markets had expected the move, and shares were little"
    " changed. The next meeting is in six weeks.",
    "Users of the bank's app saw a “page not found” message on Tuesday, the bank said. It told"
    " them to log in again later. Service was back by noon, and no data was lost, according to"
    " a spokeswoman for the lender.",
]

STORIES = [
    (
        "404页面为什么存在",
        "一九九〇年代的工程师给找不到的页面编了号。如今，设计师把它当作画布。" * 12,
    ),
    (
        "登录难题",
        "请登录后继续，这句话每天出现数亿次。研究人员统计了密码的遗忘率，结论并不意外。" * 12,
    ),
    ("Why paywalls work", "Subscribe to continue reading. Publishers live by that line now. " * 60),
    ("验证码的终结", "请完成安全验证。人工智能如今比人更会做这道题，工程师开始寻找别的办法。" * 12),
    (
        "Just a moment",
        "Are you not a robot? The test that asks this is thirty years old now. " * 25,
    ),
]


@pytest.mark.parametrize("flash", FLASHES)
def test_a_short_flash_is_an_article(flash: str) -> None:
    assert judged(flash) is None
    assert judged(to_traditional(flash)) is None


@pytest.mark.parametrize(("title", "text"), STORIES)
def test_a_long_article_about_it_is_an_article(title: str, text: str) -> None:
    assert judged(f"{title}\n\n{text}", title) is None


@pytest.mark.parametrize(
    "left_in",
    [
        "登录后发表评论",
        "请登录后评论",
        "Log in to comment",
        "订阅我们的电子报",
        "Subscribe to our newsletter",
        "输入验证码",
        "加载中",
    ],
)
def test_a_line_of_the_page_left_below_does_not_spoil_a_flash(left_in: str) -> None:
    assert judged(f"{FLASHES[0]}\n\n{left_in}") is None
    assert judged(f"{FLASHES[3]}\n\n{left_in}") is None


def test_a_call_to_pay_outside_a_whole_article_does_not_spoil_it() -> None:
    raw = f"Subscribe to continue reading\n\n{PREVIEW * 3}"
    assert judged(PREVIEW * 3, raw=raw) is None


def test_what_to_do_is_said_in_one_line() -> None:
    found = judged("Sign in\nForgot password?")
    assert found
    assert found.detail == (
        "this seems to be a login page; save the article itself and add the file"
    )


@settings(deadline=None)  # our machines may be busy
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_judged(text: str, title: str) -> None:
    found = judged(text, title)
    assert found is None or (found.detail and "\n" not in found.detail)


def test_the_open_part_of_a_paid_article_is_none_whatever_hides_the_call_to_subscribe() -> None:
    body = "Bonds of the harbour authority fell on Friday for a third day in a row."
    for call in (
        "Subscribe to continue reading this article.",
        "订阅后即可阅读全文",
        "剩余70%内容",
    ):
        found = unfit(Page(f"Bonds fall\n\n{body}\n\n{call}"), f"Bonds fall\n\n{body}")
        assert found is not None and found.why is Why.PAYWALL
    whole = f"Bonds fall\n\n{body * 20}"
    assert unfit(Page(f"{whole}\n\nSubscribe to continue reading"), whole) is None
    menu = f"Subscribe\n\nLog in\n\nBonds fall\n\n{body}"
    assert unfit(Page(menu), f"Bonds fall\n\n{body}") is None
