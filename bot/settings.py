"""The settings: read once, from the environment and `.env`; unknown names are refused."""

import difflib
import os
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from retrieval.faults import Fault

_PROJECT = Path(__file__).resolve().parents[1]
_PREFIX = "WHOSAID_"
_ENV_FILE = ".env"

DEFAULT_CHAT_MODEL = "openai:gpt-4.1-mini"
DEFAULT_EMBEDDING_MODEL = "text-embedding-3-small"
LOCAL = "local"  # as an embedding model: the one that needs no download
FASTEMBED = "fastembed:"  # before an embedding model that runs in this process
NONE = "none"  # as a chat model: answer in the outlets' own words


def _listed(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


Prices = Annotated[tuple[float, ...], NoDecode, BeforeValidator(_listed)]


class Settings(BaseSettings):
    """Everything that can be set. The README has the same table for people."""

    model_config = SettingsConfigDict(
        env_file=_ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
    )

    telegram_bot_token: SecretStr | None = None
    openai_api_key: SecretStr | None = None
    openai_base_url: HttpUrl | None = None
    chat_model: str | None = Field(None, validation_alias="WHOSAID_CHAT_MODEL")
    embedding_model: str | None = Field(None, validation_alias="WHOSAID_EMBEDDING_MODEL")
    reranker: str | None = Field(None, validation_alias="WHOSAID_RERANKER")
    reranker_url: HttpUrl | None = Field(None, validation_alias="WHOSAID_RERANKER_URL")
    reranker_key: SecretStr | None = Field(None, validation_alias="WHOSAID_RERANKER_KEY")
    judge: str | None = Field(None, validation_alias="WHOSAID_JUDGE")
    prices: Prices = Field((), validation_alias="WHOSAID_PRICES")
    model_seconds: float = Field(60, gt=0, le=600, validation_alias="WHOSAID_MODEL_SECONDS")
    prompt_tokens: int = Field(12_000, ge=2_000, validation_alias="WHOSAID_PROMPT_TOKENS")
    data: Path = Field(_PROJECT / "data", validation_alias="WHOSAID_DATA")
    seeds: Path = Field(_PROJECT / "seeds", validation_alias="WHOSAID_SEEDS")
    telegram_url: HttpUrl | None = Field(None, validation_alias="WHOSAID_TELEGRAM_URL")
    editors: Listed = Field((), validation_alias="WHOSAID_EDITORS")
    feeds: Path = Field(_PROJECT / "feeds.toml", validation_alias="WHOSAID_FEEDS")
    allowed_hosts: Listed = Field((), validation_alias="WHOSAID_ALLOWED_HOSTS")
    chroma_url: HttpUrl | None = Field(None, validation_alias="WHOSAID_CHROMA_URL")
    chroma_token: SecretStr | None = Field(None, validation_alias="WHOSAID_CHROMA_TOKEN")

    @field_validator("editors")
    @classmethod
    def _are_user_ids(cls, editors: tuple[str, ...]) -> tuple[str, ...]:
        for editor in editors:
            if not editor.isdecimal():
                raise ValueError(f"{editor!r} is no Telegram user id: write numbers, with commas")
        return editors

    @field_validator("prices")
    @classmethod
    def _are_three(cls, prices: tuple[float, ...]) -> tuple[float, ...]:
        if prices and (len(prices) != 3 or min(prices) < 0):
            raise ValueError("write three prices per million tokens: sent, cached, written")
        return prices

    @field_validator("chroma_url")
    @classmethod
    def _is_bare(cls, url: HttpUrl | None) -> HttpUrl | None:
        if url and (url.username or url.password or url.query or url.fragment):
            raise ValueError("write no user and no query; a token goes into WHOSAID_CHROMA_TOKEN")
        return url

    @property
    def editor_ids(self) -> frozenset[int]:
        """The Telegram users who may add articles."""
        return frozenset(map(int, self.editors))

    @property
    def chat_model_name(self) -> str | None:
        """The chat model to ask, or None for extractive answers."""
        if self.chat_model:
            return None if self.chat_model.casefold() == NONE else self.chat_model
        return DEFAULT_CHAT_MODEL if self.openai_api_key else None

    def secrets(self) -> list[str]:
        """Return what must never be shown."""
        given = (
            self.telegram_bot_token,
            self.openai_api_key,
            self.reranker_key,
            self.chroma_token,
        )
        return [secret.get_secret_value() for secret in given if secret]

    @property
    def embedding_model_name(self) -> str | None:
        """The embedding model, behind the endpoint or `FASTEMBED`; None for the local embedder."""
        if self.embedding_model:
            return None if self.embedding_model.casefold() == LOCAL else self.embedding_model
        return DEFAULT_EMBEDDING_MODEL if self.openai_api_key else None


def read_settings(data: Path | None = None) -> Settings:
    """Return the settings; `data` overrides the data folder. Raises `Fault` naming the setting."""
    try:
        _refuse_unknown()
        settings = Settings()
    except UnicodeDecodeError:
        raise Fault(f"{_ENV_FILE} is not UTF-8 text: save it as that") from None
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        wrong = first["msg"].removeprefix("Value error, ")
        raise Fault(f"the setting {name} is wrong: {wrong}") from None
    return settings.model_copy(update={"data": data}) if data else settings


def _refuse_unknown() -> None:
    known = sorted(
        str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()
    )
    given = {**dotenv_values(_ENV_FILE), **os.environ}
    for name in sorted(given):
        if name.upper().startswith(_PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.7)
            meant = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise Fault(f"unknown setting {name}: {meant}")
