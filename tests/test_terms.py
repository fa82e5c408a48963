"""The content words of a question, and which texts cover them."""

import pytest

from retrieval.outlets import Outlet, Registry
from retrieval.terms import Alias, Folded, Lexicon, Term

OUTLET = Outlet(
    "hywb",
    {"zh-Hans": "槐荫晚报", "zh-Hant": "槐蔭晚報", "en": "Huaiyin Evening"},
    "daily",
    ("HYWB",),
)
ALIASES = (
    Alias.of("person", ["史密斯", "史密司", "John Smith", "Smith"]),
    Alias.of("product", ["蓝鲸模型", "Blue Whale"]),
    Alias.of("organisation", ["蓝鲸", "Blue"]),
    Alias.of("place", ["美国", "America", "US", "U.S."]),
    Alias.of("term", ["价钱", "price"]),
    Alias.of("person", ["让·杜邦", "Jean Dupont"]),
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(ALIASES, Registry((OUTLET,)))


def the_term(lexicon: Lexicon, question: str) -> Term:
    (term,) = lexicon.terms(question)
    return term


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("史密斯說了什麼?", ["史密斯"]),
        ("What did SMITH say?", ["smith"]),
        ("Ｓｍｉｔｈ’s view", ["smith"]),
        ("价钱多少？價錢！", ["价钱"]),
        ("Prices, price", ["price"]),
        ("洗碗机会爆炸吗", ["洗碗机", "爆炸"]),
        ("Does the dishwasher explode?", ["dishwash", "explod"]),
        ("5 cups and 1,000 plates, x", ["5", "cup", "1000", "plate"]),
        ("the 什么 of 的", []),
        ("😀!!!", []),
        ("", []),
    ],
)
def test_content_words(lexicon: Lexicon, question: str, words: list[str]) -> None:
    assert [term.text for term in lexicon.terms(question)] == words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("蓝鲸模型多少", ["蓝鲸模型"]),
        ("藍鯨怎麼了", ["蓝鲸"]),
        ("Blue Whales", ["blue whale"]),
        ("the blue-whale", ["blue whale"]),
        ("Blue and whale", ["blue", "whale"]),
        ("John Smith", ["john smith"]),
        ("John met Smith", ["john", "met", "smith"]),
    ],
)
def test_the_longest_alias_wins(lexicon: Lexicon, question: str, words: list[str]) -> None:
    assert [term.text for term in lexicon.terms(question)] == words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What does the US say?", ["america"]),
        ("U.S. and USA, U.S.A.", ["america"]),
        ("what about the u.s.", ["u s"]),
        ("tell us about us", []),
    ],
)
def test_the_country_is_told_from_the_pronoun(
    lexicon: Lexicon, question: str, words: list[str]
) -> None:
    assert [term.text for term in lexicon.terms(question)] == words


@pytest.mark.parametrize(
    "question", ["槐荫晚报怎么说", "槐蔭晚報怎麼說", "Huaiyin Evening", "what does hywb say"]
)
def test_an_outlet_is_no_content_word(lexicon: Lexicon, question: str) -> None:
    assert lexicon.terms(question) == ()


@pytest.mark.parametrize(
    ("question", "is_name"),
    [
        ("史密斯", True),
        ("smith", True),
        ("blue whale", True),
        ("Zuckerman", True),
        ("R2D2", True),
        ("价钱", False),
        ("dishwasher", False),
        ("爆炸", False),
    ],
)
def test_names_are_recognised(lexicon: Lexicon, question: str, is_name: bool) -> None:
    assert the_term(lexicon, question).is_name is is_name


@pytest.mark.parametrize("name", ["Kennedy", "Sony"])
def test_a_name_whose_stem_is_spelt_otherwise_is_recognised(lexicon: Lexicon, name: str) -> None:
    assert the_term(lexicon, f"What did {name} say?").is_name


def test_a_name_that_is_part_of_an_earlier_word_is_recognised(lexicon: Lexicon) -> None:
    assert the_term(lexicon, "What did Hat say?").is_name


def test_a_name_with_a_middle_dot_is_one_name(lexicon: Lexicon) -> None:
    assert [term.text for term in lexicon.terms("让·杜邦怎么说")] == ["让·杜邦"]


def test_verbs_are_actions(lexicon: Lexicon) -> None:
    assert [term.is_action for term in lexicon.terms("洗碗机爆炸")] == [False, True]


@pytest.mark.parametrize("question", ["史密斯", "史密司", "SMITH", "John Smith"])
def test_a_term_holds_every_form_of_its_alias(lexicon: Lexicon, question: str) -> None:
    forms = the_term(lexicon, question).forms
    assert set(forms) == {"史密斯", "史密司", "john smith", "smith"}
    assert forms[0] == the_term(lexicon, question).text


def test_a_form_of_two_aliases_holds_the_forms_of_both() -> None:
    both = (Alias.of("product", ["Kite", "纸鸢"]), Alias.of("person", ["Kite", "凯特"]))
    assert set(the_term(Lexicon(both), "kite").forms) == {"kite", "纸鸢", "凯特"}


def test_an_alias_is_folded() -> None:
    alias = Alias.of("person", ["史密斯", "SMITHS", "Ｓmiths", "薩克斯", "!"])
    assert alias.names == ("史密斯", "smiths", "萨克斯", "!")
    assert alias.forms == ("史密斯", "smith", "萨克斯")


def test_people_are_listed_by_every_name(lexicon: Lexicon) -> None:
    assert lexicon.people == (*ALIASES[0].names, *ALIASES[-1].names)


@pytest.mark.parametrize(
    ("question", "text", "covered"),
    [
        ("史密斯", "史密司走了", True),
        ("史密斯", "SMITH left.", True),
        ("史密斯", "Smithson left.", False),
        ("smith", "史密斯認為", True),
        ("Blue Whale", "two blue whales", True),
        ("Blue Whale", "whale, blue", False),
        ("价钱", "PRICES fell", True),
        ("price", "a priceless thing", False),
        ("price", "價錢很高", True),
        ("5", "55 个", False),
        ("5", "5 个", True),
        ("1,000", "1000 个", True),
        ("洗碗机", "", False),
    ],
)
def test_cover(lexicon: Lexicon, question: str, text: str, covered: bool) -> None:
    assert Folded.of(text).covers(the_term(lexicon, question)) is covered


def test_a_text_folded_again_is_as_it_was() -> None:
    for text in ("價錢", "", "ＳＭＩＴＨ"):
        assert Folded.again(text) == Folded.of(text)
        assert Folded.again(text) is Folded.again(text)
