"""`whosaid eval`: what is expected, how replies are marked, and what is told of it."""

import io
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.answers import Answer, Author, Evidence, Question, Reason, Refusal, Statement
from bot.answering.checks.claim import Knowledge
from bot.answering.checks.meanings import Meanings
from bot.answering.evaluating.asking import ask
from bot.answering.evaluating.citations import Cited, cited
from bot.answering.evaluating.figures import Figure, figures
from bot.answering.evaluating.marking import Marked, marked
from bot.answering.evaluating.page import page
from bot.answering.evaluating.questions import Expected, read_questions
from bot.answering.models import Completion, Hear, ModelFault, unheard
from bot.cli import main
from bot.settings import Settings
from prompts.templates import Prompt
from retrieval.articles import Article, Source
from retrieval.faults import Fault
from retrieval.outlets import Registry

REGISTRY = Registry.load(Path(__file__).parents[1] / "seeds" / "outlets.toml")
IDS = [outlet.id for outlet in REGISTRY]
QUESTION = Question("训练成本是多少?", "zh-Hans")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def knowledge(answerer: Answerer) -> Knowledge:
    return Knowledge(REGISTRY, Meanings(answerer.search.lexicon, answerer.search.glossary))


def quoted(outlet: str, words: str) -> Evidence:
    article = Article(outlet, Source(REGISTRY[outlet], "要闻", "zh-Hans"), words)
    return Evidence(article, 0, len(words))


def by_model(*statements: Statement) -> Answer:
    return Answer(statements, Author.MODEL)


def expected(**owed: Any) -> Expected:
    return Expected(QUESTION, **owed)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "questions.yaml"
    path.write_text(text, encoding="utf-8")
    return path


# ── the file ───────────────────────────────────────────────────────────────────────────────────


def test_a_question_is_read_with_all_it_owes(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        questions:
          - ask: 它要多少钱?
            after: DeepSeek是什么?
            kind: number
            outlets: [rfa]
            also: voa
            facts: [近似, [甲, 乙]]
            numbers: 560万美元
            miss: true
        """,
    )
    (read,) = read_questions(path, IDS)
    assert read == Expected(
        Question("它要多少钱?", "zh-Hans"),
        after=(Question("DeepSeek是什么?", "zh-Hans"),),
        kind="number",
        outlets=frozenset({"rfa"}),
        also=frozenset({"voa"}),
        facts=(("近似",), ("甲", "乙")),
        numbers=("560万美元",),
        miss=True,
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("questions: [", "is no YAML: look at line 1"),
        ("- ask: 甲", "needs a list called `questions`"),
        ("questions: []", "holds no question"),
        ("questions: [甲]", "question 1 is no mapping"),
        ("questions: [{ask: 甲, cites: [rfa]}]", "`cites` is no key"),
        ("questions: [{ask: 2025, refused: true}]", "`ask` must be text"),
        ("questions: [{ask: 甲, outlets: [bbc]}]", "`outlets` names bbc; there are rfa"),
        ("questions: [{ask: 甲}]", "either `outlets` or `refused: true`"),
        ("questions: [{ask: 甲, outlets: [rfa], refused: true}]", "either `outlets`"),
        ("questions: [{ask: 甲, outlets: [rfa], facts: 17}]", "`facts` must be text"),
        ("questions: [{ask: 甲, outlets: [rfa], numbers: [17]}]", "put numbers in quotes"),
        ("questions: [{ask: 甲, refused: 对}]", "`refused` must be true or false"),
        ("questions: [!!python/object/apply:os.getcwd []]", "is no YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(
    text: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(Fault) as caught:
        read_questions(written(tmp_path, text), IDS)
    assert told in str(caught.value) and "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot read"):
        read_questions(tmp_path / "none.yaml", IDS)
    path = tmp_path / "bytes.yaml"
    path.write_bytes(b"questions: \xff\xfe")
    with pytest.raises(Fault, match="not UTF-8"):
        read_questions(path, IDS)


# ── citations ──────────────────────────────────────────────────────────────────────────────────

COST = quoted("rfa", "其开发成本为560万美元。")
SHARES = quoted("leige", "英伟达股价暴跌近17%。")


@pytest.mark.parametrize(
    ("text", "evidence", "found"),
    [
        ("成本为560万美元。", (COST,), Cited(1, (True,))),
        ("成本为560万美元,股价跌了近17%。", (COST, SHARES), Cited(1, (True, True))),
        ("成本为560万美元。", (COST, SHARES), Cited(1, (True, False))),
        ("成本为560万美元。", (COST, COST), Cited(1, (True, True))),
        ("成本为570万美元。", (COST, SHARES), Cited(0, (False, False), True)),
    ],
    ids=["alone", "both needed", "one too many", "each would do", "held by none"],
)
def test_citations_are_counted_as_alce_does(
    text: str, evidence: tuple[Evidence, ...], found: Cited, knowledge: Knowledge
) -> None:
    assert cited(Statement(text, evidence), knowledge) == found


def test_an_outlets_own_words_hold_themselves(knowledge: Knowledge) -> None:
    own = quoted("leige", "点击 https://example.org 查看560万美元。")
    assert cited(Statement(own.quote, (own,)), knowledge) == Cited(1, (True,))


# ── marks ──────────────────────────────────────────────────────────────────────────────────────

TOLD = by_model(Statement("成本为560万美元。", (COST,)))


@pytest.mark.parametrize(
    ("owed", "reply", "faults"),
    [
        ({"outlets": frozenset({"rfa"})}, TOLD, ()),
        ({"outlets": frozenset({"rfa", "voa"})}, TOLD, ("without voa",)),
        ({"outlets": frozenset({"voa"})}, TOLD, ("without voa", "cites rfa")),
        ({"outlets": frozenset({"rfa"}), "facts": (("開發成本", "预算"),)}, TOLD, ()),
        ({"outlets": frozenset({"rfa"}), "facts": (("预算",),)}, TOLD, ("lacks 预算",)),
        ({"outlets": frozenset({"rfa"}), "numbers": ("$5.6 million",)}, TOLD, ()),
        ({"outlets": frozenset({"rfa"}), "numbers": ("560亿美元",)}, TOLD, ("lacks 560亿美元",)),
        ({"refused": True}, TOLD, ("told",)),
        ({"refused": True}, Refusal(Reason.NOT_COVERED), ()),
        ({"outlets": frozenset({"rfa"})}, Refusal(Reason.NOT_COVERED), ("refused",)),
        (
            {"outlets": frozenset({"rfa"})},
            by_model(Statement("成本为570万美元。", (COST,))),
            ("is not held by its citations",),
        ),
    ],
)
def test_a_reply_is_marked(
    owed: dict[str, Any],
    reply: Answer | Refusal,
    faults: tuple[str, ...],
    knowledge: Knowledge,
) -> None:
    assert marked(expected(**owed), reply, knowledge).faults == faults


def test_also_allows_an_outlet_without_asking_for_it(knowledge: Knowledge) -> None:
    owed = expected(outlets=frozenset({"leige"}), also=frozenset({"rfa"}))
    both = by_model(
        Statement("股价跌了近17%。", (SHARES,)), Statement("成本为560万美元。", (COST,))
    )
    assert marked(owed, both, knowledge).faults == ()


# ── figures ────────────────────────────────────────────────────────────────────────────────────


def run_of(knowledge: Knowledge) -> list[Marked]:
    rfa, both = frozenset({"rfa"}), frozenset({"rfa", "leige"})
    wrong = by_model(Statement("股价跌了近17%。", (SHARES,)))
    refused = Refusal(Reason.NOT_COVERED)
    return [
        marked(expected(outlets=rfa, numbers=("560万美元",)), TOLD, knowledge),
        marked(expected(outlets=rfa, numbers=("560万美元",)), wrong, knowledge),
        marked(expected(outlets=rfa, facts=(("成本",),)), refused, knowledge),
        marked(expected(outlets=both), TOLD, knowledge),
        marked(expected(outlets=both), refused, knowledge),
        marked(expected(refused=True), refused, knowledge),
        marked(expected(refused=True), TOLD, knowledge),
        marked(expected(refused=True), refused, knowledge),
    ]


def test_figures(knowledge: Knowledge) -> None:
    found = {
        figure.name: (figure.value, len(figure.values)) for figure in figures(run_of(knowledge))
    }
    assert found == {
        "managed": (3 / 8, 8),
        "citation_recall": (1, 4),
        "citation_precision": (1, 4),
        "wrong_outlet": (1 / 3, 3),
        "right_outlet": (1 / 3, 3),
        "all_outlets": (0, 2),
        "one_sided": (1, 1),
        "refusal_precision": (1 / 2, 4),
        "refusal_recall": (2 / 3, 3),
        "answerable_refused": (2 / 5, 5),
        "facts": (0, 1),
        "number_errors": (1 / 2, 2),
    }


def test_a_refusal_that_cites_is_counted_as_told(knowledge: Knowledge) -> None:
    citing = Refusal(Reason.UNHELD, citing=(COST,))
    mark = marked(expected(outlets=frozenset({"rfa"})), citing, knowledge)
    found = {figure.name: figure.value for figure in figures([mark])}
    assert (found["citation_recall"], found["citation_precision"]) == (1, 1)


def test_an_interval_is_wilsons() -> None:
    low, high = Figure("share", "", (1.0,) * 8 + (0.0,) * 2).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert Figure("share", "", (1.0,) * 4).interval[1] == pytest.approx(1)
    assert Figure("share", "", ()).interval == (0, 1)


@pytest.mark.parametrize(
    ("values", "less_is_better", "meets"),
    [((1, 0), False, True), ((0, 0), False, False), ((1, 0), True, True), ((1, 1), True, False)],
)
def test_a_goal_is_met_from_its_better_side(
    values: tuple[float, ...], less_is_better: bool, meets: bool
) -> None:
    assert Figure("share", "", values, less_is_better).meets(0.5) is meets


def test_no_case_meets_no_goal() -> None:
    assert not Figure("share", "", ()).meets(0)
    assert not Figure("errors", "", (), less_is_better=True).meets(1)


# ── asking ─────────────────────────────────────────────────────────────────────────────────────


async def test_earlier_questions_are_asked_first(answerer: Answerer) -> None:
    cost = Question("DeepSeek的训练成本是多少?", "zh-Hans")
    owed = Expected(Question("大公报呢?", "zh-Hans"), (cost,), outlets=frozenset({"takungpao"}))
    assert (await ask(answerer, owed)).outlets == {"takungpao"}


@dataclass(frozen=True)
class _DownModel:
    name: str = "down"

    async def complete(
        self, prompt: Prompt, schema: Mapping[str, object], hear: Hear = unheard
    ) -> Completion:
        raise ModelFault("it is down")


async def test_replies_where_the_model_fails_are_counted(answerer: Answerer) -> None:
    owed = Expected(Question("DeepSeek的训练成本是多少?", "zh-Hans"), outlets=frozenset(IDS))
    mark = await ask(Answerer(answerer.search, _DownModel()), owed)
    assert mark.reply.model_failed
    assert "failed 1 times" in page("questions.yaml", [mark], figures([mark]), {})


# ── the page ───────────────────────────────────────────────────────────────────────────────────


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(knowledge: Knowledge) -> None:
    hostile = Expected(Question("<script>alert(1)</script>?", "en"), kind="<b>", refused=True)
    told = marked(hostile, by_model(Statement("<img src=x>560万美元", (COST,))), knowledge)
    html = page("<i>.yaml", [told], figures([told]), {"managed": 0.5})
    for live in ("<script", "<img", "<b>", "<i>", "src=", "href=", "url(", "@import"):
        assert live not in html
    assert html.count("<svg") == 3 and "no case" in html and 'class="goal"' in html


# ── the command ────────────────────────────────────────────────────────────────────────────────

FILE = """
questions:
  - {ask: 'DeepSeek的训练成本是多少?', kind: cost, outlets: [rfa, takungpao, leige, voa]}
  - {ask: '今天北京下雨吗?', kind: elsewhere, refused: true}
  - {ask: '训练成本是多少?', kind: cost, refused: true}
"""


@pytest.fixture
def run(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    path = written(tmp_path, FILE)

    def _run(*arguments: str) -> tuple[int, str, str]:
        argv = ["whosaid", "eval", str(path), *arguments, "--data", str(settings.data)]
        monkeypatch.setattr(sys, "argv", argv)
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return _run


def test_people_read_what_is_not_managed_and_the_figures(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert "– 训练成本是多少?  told" in out
    assert "all_outlets          100.0%  of    1  comparisons with all outlets" in out
    assert "right_outlet           none  of    0" in out


def test_json_has_a_reply_a_line_and_the_figures_last(run: Run) -> None:
    code, out, err = run("--json")
    *replies, last = map(json.loads, out.splitlines())
    assert (code, err, len(replies)) == (0, "", 3)
    assert [reply["faults"] for reply in replies] == [[], [], ["told"]]
    assert replies[0]["kind"] == "answer" and replies[0]["kind_of_question"] == "cost"
    assert last["figures"]["refusal_recall"]["value"] == 0.5
    assert last["figures"]["right_outlet"]["value"] is None


def test_a_page_is_written(run: Run, tmp_path: Path) -> None:
    run("--html", str(tmp_path / "report.html"))
    assert "Not managed: 1 of 3" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_figure_worse_than_required_ends_with_one(run: Run) -> None:
    assert run("--require", "all_outlets=1", "--require", "answerable_refused=0")[0] == 0
    code, _, err = run("--require", "refusal_recall=0.9")
    assert (code, err) == (1, "whosaid: worse than required: refusal_recall\n")


@pytest.mark.parametrize("wrong", ["right_outlet", "right_outlet=97", "right_outlet=nan", "rite=1"])
def test_a_requirement_that_makes_no_sense_is_told(wrong: str, run: Run) -> None:
    code, out, err = run("--require", wrong)
    assert (code, out) == (2, "") and err.startswith("whosaid: --require")
