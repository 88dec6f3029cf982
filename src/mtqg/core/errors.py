"""Coded errors: where, what was given, what to do, and the law when it decides.

Every area declares its codes once, in its own ``problems.py``, with ``code(...)``; a code never changes its
meaning. The manual's page of codes is made from this register, so a code cannot be left out of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

LANGUAGES = ("vi", "en")
# What a reader of a page chose; a command has the environment's.
CHOSEN: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """Language of messages: what was chosen for this page, else Vietnamese, unless ``MTQG_LANG=en``."""
    if chosen := CHOSEN.get():
        return chosen
    return "en" if os.environ.get("MTQG_LANG", "vi").lower().startswith("en") else "vi"


T = TypeVar("T")


def said(vi: T, en: T) -> T:
    """Of two texts that say the same, the one in the language in force."""
    return en if language() == "en" else vi


@dataclass(frozen=True)
class Code:
    """One kind of error. ``vi`` and ``en`` are format strings over the values given to ``Code.at``."""

    code: str
    vi: str
    en: str
    remedy_vi: str
    remedy_en: str
    law: str | None = None
    wrong_use: bool = False  # exit 2: the command was used wrongly; otherwise exit 1: the data say no

    def at(self, place: str = "", given: Any = "", **values: Any) -> Problem:
        """The error at a place, with what was given there."""
        cell = {key: str(values.pop(key)) for key in ("file", "sheet", "cell") if key in values}
        law = values.pop("law", self.law)
        return Problem(self, place, str(given), values, law=law, **cell)


@dataclass(frozen=True)
class Problem:
    """A coded error at its place. ``str()`` gives the sentence in the language in force."""

    kind: Code
    place: str
    given: str
    values: dict[str, Any] = field(default_factory=dict)
    file: str = ""
    sheet: str = ""
    cell: str = ""
    law: str | None = None

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def message(self) -> str:
        return self._say(self.kind.en if language() == "en" else self.kind.vi)

    @property
    def remedy(self) -> str:
        return self._say(self.kind.remedy_en if language() == "en" else self.kind.remedy_vi)

    def _say(self, text: str) -> str:
        return text.format(place=self.place, given=self.given, **self.values)

    def as_json(self) -> dict[str, Any]:
        """The contract's shape of an error: code, message, place, given, remedy, law."""
        return {
            "code": self.code,
            "message": self.message,
            "place": self.place,
            "given": self.given,
            "remedy": self.remedy,
            "law": self.law,
        }

    def as_cell_json(self) -> dict[str, Any]:
        """The shape of an error in an imported file: code, message, file, sheet, cell, given, remedy, law."""
        keys = ("code", "message", "given", "remedy", "law")
        body = {key: value for key, value in self.as_json().items() if key in keys}
        return {**body, "file": self.file, "sheet": self.sheet, "cell": self.cell}

    def __str__(self) -> str:
        at = f" {self.place}:" if self.place else ""
        return f"{self.code}{at} {self.message} {self.remedy}".rstrip()


class Refused(Exception):
    """Work that was not done, with every reason for it. Nothing is half done when this is raised."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def exit_code(self) -> int:
        return 2 if self.problems and all(problem.kind.wrong_use for problem in self.problems) else 1


_REGISTER: dict[str, Code] = {}


def code(
    name: str,
    *,
    vi: str,
    en: str,
    remedy_vi: str,
    remedy_en: str,
    law: str | None = None,
    wrong_use: bool = False,
) -> Code:
    """Declare a code. Each name is declared once in the whole system."""
    if name in _REGISTER:
        raise ValueError(f"error code {name} is declared twice")
    _REGISTER[name] = made = Code(name, vi, en, remedy_vi, remedy_en, law, wrong_use)
    return made


def declared() -> list[Code]:
    """All codes declared by the areas imported so far, in order of their names."""
    return [_REGISTER[name] for name in sorted(_REGISTER)]
