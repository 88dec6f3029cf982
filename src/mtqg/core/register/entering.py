"""Rows that a person enters on a page: their codes, and how they are written with an act."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from mtqg.core.errors import Code, Refused
from mtqg.core.register.database import RuleBroken
from mtqg.core.register.writing import OpenAct
from mtqg.core.table import Table
from mtqg.core.text import clean

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
_LENGTH = 7


def fresh_code(kind: str) -> str:
    """A code for something new, made when its form is shown: sent twice, the form makes one thing."""
    return f"{kind}-{''.join(secrets.choice(_LETTERS) for _ in range(_LENGTH))}"


def is_code(text: str, *kinds: str) -> bool:
    """Whether a text is such a code, of one of these kinds."""
    return re.fullmatch(rf"({'|'.join(kinds)})-[{_LETTERS}]{{{_LENGTH}}}", text) is not None


def enter(
    act: OpenAct, table: Table, rows: Iterable[Mapping[str, Any]], *, origin: str, broken: Code, given: str
) -> None:
    """Add rows with an act, see ``as_entered``.

    broken, given: what is said where a rule of the register stands against it: it was entered already, or meanwhile.
    """
    from mtqg.core import frames

    whole = [as_entered(table, row, origin) for row in rows]
    try:
        act.add(table, frames.typed(whole, table.taken))
    except RuleBroken as rule:
        raise Refused(broken.at(given=given)) from rule


def as_entered(table: Table, row: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """A row with every column of its table, read from no file. A text is kept clean, and an empty one is none."""
    said = {one.name: row.get(one.name) for one in table.columns}
    kept = {name: (clean(value) or None) if isinstance(value, str) else value for name, value in said.items()}
    return {**kept, "source_no": None, "cell_row": None, "origin": origin}
