"""Prompt templates: `prompts/<name>.md`, filled in strictly."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template

_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_SECTIONS = re.compile(r"\A## system\n(?P<system>.*?)\n## user\n(?P<user>.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a chat model is sent."""

    name: str
    system: str
    user: str

    @property
    def fingerprint(self) -> str:
        """Twelve characters that change with every word of the prompt."""
        return hashlib.sha256(f"{self.system}\0{self.user}".encode()).hexdigest()[:12]


def fill(name: str, **values: str) -> Prompt:
    """Return the prompt `name` with its variables filled in.

    Raises `KeyError` for a variable without a value and `FileNotFoundError` for an unknown name.
    """
    system, user = _template(name)
    return Prompt(name, system, user.substitute(values))


@cache
def _template(name: str) -> tuple[str, Template]:
    text = resources.files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    sections = _SECTIONS.match(_COMMENT.sub("", text).strip())
    if sections is None:
        raise ValueError(f"prompts/{name}.md needs a '## system' and a '## user' section")
    return sections["system"], Template(sections["user"])
