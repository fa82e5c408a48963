"""The bot's own wording per language: `prompts/wording/<language>.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template


@dataclass(frozen=True, slots=True)
class Phrases:
    """The wording of one language."""

    language: str
    templates: Mapping[str, str]

    def say(self, key: str, /, **values: str) -> str:
        """Return a phrase, its placeholders filled in. Raises `KeyError` for what is missing."""
        return Template(self.templates[key]).substitute(values)


@cache
def phrases(language: str) -> Phrases:
    """Return the wording for `zh-Hans`, `zh-Hant` or `en`."""
    file = resources.files("prompts").joinpath("wording", f"{language}.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return Phrases(language, {key: value.strip("\n") for key, value in table.items()})
