"""Answers remembered in the register: by the import that asked, for every later file of the form.

Undoing that import takes its answers back as well, and brings back those that they had replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtqg.core.register.opening import Register
from mtqg.core.register.rows import state
from mtqg.core.register.writing import OpenAct
from mtqg.core.table import ROW_ID
from mtqg.intake.terms import REMEMBERED_ANSWERS

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Remembered:
    """question and answer as the command line writes them, KEY=VALUE. example: a cell that it was asked about.
    batch: the number of the act that remembers it.
    """

    question: str
    answer: str
    example: str = ""
    file_sha256: str = ""
    batch: int = 0

    @property
    def given(self) -> str:
        return f"{self.question}={self.answer}"


def remember(act: OpenAct, form: str, answers: Iterable[Remembered], *, origin: str = "real") -> int:
    """Keep the answers that are new or differ from what is remembered. Returns how many those are."""
    from mtqg.core import frames

    known = _known(act.register, form)
    old = dict(zip(known["question"], known["answer"], strict=True))
    fresh = {one.question: one for one in answers}
    fresh = {question: one for question, one in fresh.items() if old.get(question) != one.answer}
    if not fresh:
        return 0
    act.end(REMEMBERED_ANSWERS, known.filter(known["question"].is_in(list(fresh))))
    rows = [_row(act, form, one, origin) for one in fresh.values()]
    act.add(REMEMBERED_ANSWERS, frames.typed(rows, REMEMBERED_ANSWERS.taken))
    return len(fresh)


def remembered(register: Register, form: str) -> list[Remembered]:
    """What was answered for a form, by question. Examples stay sealed: they are asked for one by one (``shown``)."""
    rows = _known(register, form).sort("question").iter_rows(named=True)
    return [
        Remembered(row["question"], row["answer"], file_sha256=row["file_sha256"] or "", batch=row["added_by"])
        for row in rows
    ]


def forget(act: OpenAct, form: str, questions: Iterable[str]) -> int:
    """Ask these again. Returns how many were remembered."""
    known = _known(act.register, form)
    gone = known.filter(known["question"].is_in(list(questions)))
    act.end(REMEMBERED_ANSWERS, gone)
    return len(gone)


def _known(register: Register, form: str) -> pl.DataFrame:
    rows = state(register.database, REMEMBERED_ANSWERS, where="r.form_name = ?", values=[form])
    return rows.select("question", "answer", "file_sha256", *ROW_ID)


def _row(act: OpenAct, form: str, one: Remembered, origin: str) -> dict[str, Any]:
    return {
        "form_name": form,
        "question": one.question,
        "answer": one.answer,
        "example": one.example or None,
        "file_sha256": one.file_sha256 or None,
        "locality_code": act.where,
        "day": act.author.at.date(),
        "origin": origin,
    }
