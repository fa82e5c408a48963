"""The settings: read from the environment and `.env`, and refused by name where they are wrong."""

from pathlib import Path

import pytest

from bot.settings import DEFAULT_CHAT_MODEL, DEFAULT_EMBEDDING_MODEL, read_settings
from retrieval.faults import Fault


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, so that no `.env` of ours is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def complaint() -> str:
    with pytest.raises(Fault) as raised:
        read_settings()
    said = str(raised.value)
    assert "\n" not in said
    return said


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert settings.telegram_bot_token is None
    assert settings.chat_model_name is None
    assert settings.embedding_model_name is None
    assert (settings.data.name, settings.seeds.name) == ("data", "seeds")


@pytest.mark.parametrize(
    ("given", "chat_model", "embedding_model"),
    [
        ({}, None, None),
        ({"OPENAI_API_KEY": "k"}, DEFAULT_CHAT_MODEL, DEFAULT_EMBEDDING_MODEL),
        ({"OPENAI_API_KEY": "k", "WHOSAID_CHAT_MODEL": "none"}, None, DEFAULT_EMBEDDING_MODEL),
        ({"OPENAI_API_KEY": "k", "WHOSAID_EMBEDDING_MODEL": "LOCAL"}, DEFAULT_CHAT_MODEL, None),
        ({"WHOSAID_CHAT_MODEL": "ollama:qwen3"}, "ollama:qwen3", None),
        ({"WHOSAID_EMBEDDING_MODEL": "bge-m3"}, None, "bge-m3"),
        ({"OPENAI_API_KEY": "", "WHOSAID_CHAT_MODEL": ""}, None, None),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:8000/v1"}, None, None),
    ],
)
def test_which_models_are_asked(
    given: dict[str, str],
    chat_model: str | None,
    embedding_model: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert settings.chat_model_name == chat_model
    assert settings.embedding_model_name == embedding_model


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("WHOSAID_CHAT_MODLE", "did you mean WHOSAID_CHAT_MODEL?"),
        ("WHOSAID_SEED", "did you mean WHOSAID_SEEDS?"),
        ("WHOSAID_DATA_DIR", "did you mean WHOSAID_DATA?"),
        ("whosaid_prompt_token", "did you mean WHOSAID_PROMPT_TOKENS?"),
        ("WHOSAID_OPENAI_KEY", "WHOSAID_"),
        ("WHOSAID_XYZZY_PLUGH", "known are"),
        ("WHOSAID_", "WHOSAID_"),
    ],
)
@pytest.mark.parametrize("value", ["x", ""])
def test_an_unknown_setting_is_refused(
    name: str, told: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    said = complaint()
    assert said.startswith(f"unknown setting {name}: ")
    assert told in said


def test_settings_of_others_are_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WHOSAIDIT", "OPENAI_ORG_ID", "TELEGRAM_CHAT", "DATA", "SEEDS", "CHAT_MODEL"):
        monkeypatch.setenv(name, "elsewhere")
    settings = read_settings()
    assert settings.data.name == "data"
    assert settings.chat_model is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_BASE_URL", "127.0.0.1:8000"),
        ("OPENAI_BASE_URL", "not a url"),
        ("OPENAI_BASE_URL", "ftp://example.com"),
        ("WHOSAID_TELEGRAM_URL", "localhost"),
        ("WHOSAID_TELEGRAM_URL", "http://"),
        ("WHOSAID_MODEL_SECONDS", "soon"),
        ("WHOSAID_MODEL_SECONDS", "0"),
        ("WHOSAID_MODEL_SECONDS", "-1"),
        ("WHOSAID_MODEL_SECONDS", "nan"),
        ("WHOSAID_MODEL_SECONDS", "601"),
        ("WHOSAID_PROMPT_TOKENS", "1999"),
        ("WHOSAID_PROMPT_TOKENS", "12k"),
        ("WHOSAID_PROMPT_TOKENS", "500.5"),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert complaint().startswith(f"the setting {name} is wrong: ")


@pytest.mark.parametrize(
    "name",
    [
        "OPENAI_BASE_URL",
        "WHOSAID_TELEGRAM_URL",
        "WHOSAID_MODEL_SECONDS",
        "WHOSAID_DATA",
        "WHOSAID_EDITORS",
        "WHOSAID_FEEDS",
        "WHOSAID_ALLOWED_HOSTS",
    ],
)
def test_an_empty_value_is_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = read_settings()
    monkeypatch.setenv(name, "")
    assert read_settings() == usual


@pytest.mark.parametrize(
    ("value", "editors"),
    [
        ("", set()),
        ("42", {42}),
        ("42,7", {42, 7}),
        (" 42 , 7,\t8 ,", {42, 7, 8}),
        ("42 7 42", {42, 7}),
        ("5000000000", {5_000_000_000}),
    ],
)
def test_editors_are_user_ids(
    value: str, editors: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_settings().editor_ids == set()
    monkeypatch.setenv("WHOSAID_EDITORS", value)
    assert read_settings().editor_ids == editors


@pytest.mark.parametrize("value", ["@anna", "42, anna", "-100123", "4.2", "42;7", "²", '["42"]'])
def test_an_editor_who_is_no_number_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOSAID_EDITORS", value)
    said = complaint()
    assert said.startswith("the setting WHOSAID_EDITORS is wrong: ")
    assert "is no Telegram user id: write numbers, with commas" in said


def test_feeds_are_beside_the_project_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().feeds.name == "feeds.toml"
    monkeypatch.setenv("WHOSAID_FEEDS", "/tmp/我的.toml")
    assert read_settings().feeds == Path("/tmp/我的.toml")


@pytest.mark.parametrize(
    ("value", "hosts"),
    [
        ("", ()),
        ("intranet", ("intranet",)),
        ("intranet:8080, 10.0.0.7 [::1]:80", ("intranet:8080", "10.0.0.7", "[::1]:80")),
    ],
)
def test_private_hosts_are_fetched_from_only_where_they_are_named(
    value: str, hosts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOSAID_ALLOWED_HOSTS", value)
    assert read_settings().allowed_hosts == hosts


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("WHOSAID_EDITOR", "did you mean WHOSAID_EDITORS?"),
        ("WHOSAID_FEED", "did you mean WHOSAID_FEEDS?"),
        ("WHOSAID_ALLOWED_HOST", "did you mean WHOSAID_ALLOWED_HOSTS?"),
    ],
)
def test_the_editors_settings_are_known_by_name(
    name: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "")
    assert told in complaint()


def test_the_editors_settings_are_read_from_the_file(folder: Path) -> None:
    (folder / ".env").write_text("WHOSAID_EDITORS=42, 7\nWHOSAID_ALLOWED_HOSTS=intranet\n")
    settings = read_settings()
    assert settings.editor_ids == {42, 7}
    assert settings.allowed_hosts == ("intranet",)


def test_a_file_is_read_and_the_environment_goes_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text(
        "# mine\nWHOSAID_CHAT_MODEL=ollama:qwen3\nWHOSAID_DATA='/tmp/数据'\nOTHER=1\n"
        'export OPENAI_API_KEY="sk-one"\nWHOSAID_MODEL_SECONDS=\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("WHOSAID_CHAT_MODEL", "none")
    settings = read_settings()
    assert settings.chat_model_name is None
    assert settings.data == Path("/tmp/数据")
    assert settings.model_seconds == 60
    assert settings.openai_api_key
    assert settings.openai_api_key.get_secret_value() == "sk-one"


def test_an_unknown_setting_in_the_file_is_refused(folder: Path) -> None:
    (folder / ".env").write_text("WHOSAID_SEADS=x\n")
    assert "did you mean WHOSAID_SEEDS?" in complaint()


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / ".env").write_bytes("WHOSAID_DATA=数据\n".encode("gb18030"))
    assert ".env" in complaint()


def test_the_command_line_goes_before_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOSAID_DATA", "/tmp/one")
    assert read_settings(Path("/tmp/two")).data == Path("/tmp/two")
    assert read_settings().data == Path("/tmp/one")


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:very-secret")
    shown = f"{read_settings()!r} {read_settings()} {read_settings().model_dump()}"
    assert "very-secret" not in shown
