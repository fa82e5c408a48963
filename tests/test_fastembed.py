"""Models in this process: a real fastembed loads a model that the test makes."""

import importlib.util
import json
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from bot.settings import Settings
from bot.workspace import embedder
from retrieval.embedding.fastembedded import FastEmbedder
from retrieval.embedding.model_folder import ModelFolder
from retrieval.embedding.prefixes import Prefixes, prefixes_of
from retrieval.faults import Fault
from tests.tiny_model import DIMENSIONS, write_model

CHARACTERS = "训练成本是多少股市下跌了天气很好台风query: pasge"
LIKE = ("训练成本是多少", "训练成本多少", "台风下跌")

needs_fastembed = pytest.mark.skipif(
    importlib.util.find_spec("fastembed") is None,
    reason="fastembed is not installed: pip install 'whosaid[fastembed]'",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path / "tiny", CHARACTERS)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the files are looked at before fastembed is."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)


def loaded(folder: Path) -> FastEmbedder:
    return FastEmbedder(str(folder), folder.parent / "models")


@needs_fastembed
def test_vectors_are_rows_of_unit_length(folder: Path) -> None:
    vectors = loaded(folder).embed(LIKE)
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


@needs_fastembed
def test_texts_that_are_alike_are_near(folder: Path) -> None:
    asked, like, unlike = loaded(folder).embed(LIKE)
    assert asked @ like > 0.9 > asked @ unlike


@needs_fastembed
def test_a_vector_does_not_depend_on_its_neighbours(folder: Path) -> None:
    alone = np.vstack([loaded(folder).embed([text]) for text in LIKE])
    assert loaded(folder).embed(LIKE * 30)[:3] == pytest.approx(alone, abs=1e-6)


@needs_fastembed
def test_a_question_without_prefix_is_a_text_like_any(folder: Path) -> None:
    model = loaded(folder)
    vector = model.embed_question(LIKE[0])
    assert vector.shape == (DIMENSIONS,)
    assert vector == pytest.approx(model.embed([LIKE[0]])[0], abs=1e-6)


@needs_fastembed
@pytest.mark.parametrize("text", ["", " \n", "!", "\ud800", "雨" * 100_000, "<|endoftext|>"])
def test_odd_texts_are_embedded_too(folder: Path, text: str) -> None:
    vectors = loaded(folder).embed([text, LIKE[0]])
    assert np.isfinite(vectors).all()
    assert np.isfinite(loaded(folder).embed_question(text)).all()


@needs_fastembed
def test_no_texts_are_no_vectors(folder: Path) -> None:
    assert len(loaded(folder).embed([])) == 0


@needs_fastembed
def test_questions_and_passages_are_marked_for_models_that_want_it(tmp_path: Path) -> None:
    plain = loaded(write_model(tmp_path / "plain", CHARACTERS))
    marked = loaded(write_model(tmp_path / "tiny-e5-model", CHARACTERS))
    (passage,) = marked.embed([LIKE[0]])
    assert marked.embed_question(LIKE[0]) == pytest.approx(
        plain.embed([f"query: {LIKE[0]}"])[0], abs=1e-6
    )
    assert passage == pytest.approx(plain.embed([f"passage: {LIKE[0]}"])[0], abs=1e-6)


@needs_fastembed
def test_a_replaced_model_is_another_embedder(folder: Path) -> None:
    before = loaded(folder)
    old = before.embed(LIKE)
    write_model(folder, CHARACTERS, seed=2)
    after = loaded(folder)
    assert before.name != after.name
    assert not np.allclose(old, after.embed(LIKE))


@needs_fastembed
def test_a_damaged_model_is_a_fault_of_one_line(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no model at all")
    with pytest.raises(Fault, match="cannot be loaded") as caught:
        loaded(folder).embed(LIKE)
    assert "\n" not in str(caught.value)


@needs_fastembed
def test_an_unknown_name_is_a_fault_that_suggests_one(tmp_path: Path) -> None:
    model = FastEmbedder("BAAI/bge-small-zh-v1.6", tmp_path)
    with pytest.raises(Fault, match=r"did you mean BAAI/bge-small-zh-v1\.5"):
        model.embed(LIKE)


@needs_fastembed
def test_a_model_that_cannot_be_fetched_is_a_fault_at_once(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    model = FastEmbedder("BAAI/bge-small-zh-v1.5", tmp_path / "models")
    began = time.monotonic()
    with pytest.raises(Fault, match="is not here and cannot be fetched") as caught:
        model.embed_question(LIKE[0])
    assert time.monotonic() - began < 20
    assert "\n" not in str(caught.value)
    assert not capfd.readouterr().err


@needs_fastembed
def test_the_setting_names_the_folder(settings: Settings, folder: Path) -> None:
    given = settings.model_copy(update={"embedding_model": f"fastembed:{folder}"})
    named = embedder(given)
    assert named.name.startswith("fastembed:tiny@")
    assert named.weight == 1
    assert named.embed(LIKE).shape == (3, DIMENSIONS)


def test_without_the_extra_the_fault_says_how_to_install_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fastembed", None)
    with pytest.raises(Fault, match=r"pip install 'whosaid\[fastembed\]'"):
        loaded(folder)


@pytest.mark.usefixtures("installed")
def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="there is no folder"):
        loaded(tmp_path / "nowhere")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "tokenizer_config.json"])
def test_a_folder_that_lacks_a_file_is_a_fault_that_names_it(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(Fault, match=f"has no {name}"):
        loaded(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "model.onnx_data"])
def test_another_file_is_another_digest(folder: Path, name: str) -> None:
    before = ModelFolder.read(folder).digest
    with (folder / name).open("ab") as file:
        file.write(b" ")
    assert ModelFolder.read(folder).digest != before


def test_the_same_files_elsewhere_have_the_same_digest(tmp_path: Path, folder: Path) -> None:
    other = write_model(tmp_path / "copy", CHARACTERS)
    assert ModelFolder.read(other).digest == ModelFolder.read(folder).digest


def test_the_layout_of_hugging_face_is_known(folder: Path) -> None:
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / "onnx" / "model.onnx")
    assert ModelFolder.read(folder).model_file == "onnx/model.onnx"


@pytest.mark.parametrize(
    ("said", "pooling"),
    [
        ({"pooling_mode_cls_token": True}, "CLS"),
        ({"pooling_mode_lasttoken": True}, "LAST_TOKEN"),
        ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}, "MEAN"),
    ],
)
def test_a_folder_says_how_its_vectors_are_made(
    folder: Path, said: dict[str, bool], pooling: str
) -> None:
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(said))
    assert ModelFolder.read(folder).pooling == pooling


def test_a_folder_says_which_prefixes_it_wants(folder: Path) -> None:
    said = {"prompts": {"query": "ask: ", "document": "told: "}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(said))
    assert ModelFolder.read(folder).prefixes == Prefixes("ask: ", "told: ")


def test_a_configuration_that_is_no_json_is_a_fault(folder: Path) -> None:
    (folder / "config_sentence_transformers.json").write_text("{")
    with pytest.raises(Fault, match="is no JSON"):
        ModelFolder.read(folder)


@pytest.mark.parametrize(
    ("model", "question"),
    [
        ("intfloat/multilingual-e5-large", "query: "),
        ("nomic-ai/nomic-embed-text-v1.5", "search_query: "),
        ("BAAI/bge-small-zh-v1.5", ""),
        ("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", ""),
    ],
)
def test_prefixes_go_by_family(model: str, question: str) -> None:
    assert prefixes_of(model).question == question
