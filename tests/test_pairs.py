"""Names that articles give in two scripts, and what is beside brackets but no name."""

import pytest

from retrieval.pairs import pairs_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("萨克斯（David Sacks）说", ("萨克斯", "david sacks", "sacks")),
        ("防务公司创办人拉奇(Palmer Luckey)29日", ("拉奇", "palmer luckey", "luckey")),
        ("Geoffrey Hinton（杰弗里·辛顿）提出", ("辛顿", "geoffrey hinton", "hinton")),
        ("首席執行官薩姆·奧爾特曼(Sam Altman)", ("奥尔特曼", "sam altman", "altman")),
        ("董事长埃里森（Larry Ellison）", ("埃里森", "larry ellison", "ellison")),
        ("微软的萨蒂亚.纳德拉 (Satya Nadella)", ("纳德拉", "satya nadella", "nadella")),
        ("教练伯纳迪尼奥（Bernardinho）很高兴", ("伯纳迪尼奥", "bernardinho")),
        ("the founder, Zhou Hongyi (周鴻禕), agreed", ("周鸿祎", "zhou hongyi")),
        ("教授沈阳（Shen Yang）认为", ("沈阳", "shen yang")),
        ("Astris Advisory（阿斯特里斯咨询）的分析师", ("阿斯特里斯咨询", "astris advisory")),
    ],
)
def test_a_pair_is_read(text: str, names: tuple[str, ...]) -> None:
    (pair,) = pairs_in(text)
    assert pair.names == names


@pytest.mark.parametrize(
    "text",
    [
        "混合专家 (MoE) 是关键策略",
        "图形处理器(GPU)和多头潜在注意力(MLA)",
        "人工智能（Artificial Intelligence）",
        "他来自美国（United States）",
        "该公司（见上图）表示",
        "他笑着说(Wow)",
        "深度求索（DeepSeek）",
        "开源模型（Open Source）",
        "Apple（苹果）",
        "The plant (near Utica) closed.",
        "会议于周一(Monday)举行",
    ],
)
def test_what_is_no_name_or_cannot_be_cut_is_left(text: str) -> None:
    assert pairs_in(text) == ()
