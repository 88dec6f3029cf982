"""The answers of a sheet: which boxes are ticked, how they are written in one cell, and what cannot be.

In a cell, the codes of the boxes are separated by ``;``. An empty cell is a question that nobody answered; an additive
question of which nothing applies says ``none``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mtqg.core.errors import Problem
from mtqg.poverty.sheet import problems as wrong
from mtqg.poverty.sheet.definition import NONE, Item, Section
from mtqg.poverty.sheet.questions import form_of

Answers = Mapping[str, Sequence[str]]  # item -> codes of the boxes that are ticked, in the order of the sheet


def read_cell(cell: Any) -> tuple[str, ...]:
    """The codes in a cell, each once; a list of codes, a bool and a missing value are understood too."""
    if cell is None:
        return ()
    if isinstance(cell, bool):
        return ("yes" if cell else "no",)
    parts: Iterable[Any] = cell if isinstance(cell, list | tuple) else str(cell).replace(",", ";").split(";")
    return tuple(dict.fromkeys(text for part in parts if (text := str(part).strip())))


def cell_of(codes: Sequence[str]) -> str | None:
    """The codes as one cell; None where nothing is ticked."""
    return ";".join(codes) or None


def read_answers(given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Answers from plain data, without the questions that were not answered."""
    return {item: codes for item, cell in given.items() if (codes := read_cell(cell))}


def changed(answers: Answers, changes: Answers) -> dict[str, tuple[str, ...]]:
    """The answers with some of them replaced; one that is replaced by nothing is taken out."""
    merged = {**{item: tuple(codes) for item, codes in answers.items()}, **{k: tuple(v) for k, v in changes.items()}}
    return {item: codes for item, codes in merged.items() if codes}


def answer_problems(sections: Sequence[Section], answers: Answers, *, place: str = "") -> list[Problem]:
    """Combinations that cannot be on the sheet of this area: an exclusive question ticked twice, a box or a question
    of another area's sheet, "none" beside something. All of them at once.

    A question of a form for which no section is known here is not judged.
    """
    by_code = {item.code: item for section in sections for item in section.items}
    forms = {section.form for section in sections}
    found: list[Problem] = []
    for code, codes in answers.items():
        item = by_code.get(code)
        if item is not None:
            found += _wrong(item, codes, place)
        elif (form := form_of(code)) is None or form in forms:
            found.append(wrong.NOT_ASKED_HERE.at(place, code))
    return found


def _wrong(item: Item, codes: Sequence[str], place: str) -> Iterator[Problem]:
    known = "; ".join(f"{option.code} ({option.label})" for option in item.options)
    for code in codes:
        if item.option(code) is None:
            yield wrong.NO_SUCH_OPTION.at(place, code, item=item.label, known=known)
    given = ";".join(codes)
    if item.choice == "exclusive" and len(codes) > 1:
        yield wrong.TICKED_TWICE.at(place, given, item=item.label)
    if item.choice == "additive" and NONE in codes and len(codes) > 1:
        yield wrong.NONE_AND_MORE.at(place, given, item=item.label)
