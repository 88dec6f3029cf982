"""Checks across made forms: groups that overlap, parts over their whole, forms that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqg.core.errors import Problem
from mtqg.core.findings import Finding
from mtqg.poverty.forms.made import Cell, Line, MadeForm
from mtqg.poverty.forms.problems import FORMS_DIFFER, GROUPS_OVERLAP, IDENTITY_BROKEN, PART_OVER_WHOLE

# (form, column) that must say the same as (form, column), in the row of households.
SAME = (
    ((1, 3), (4, 1)),
    ((1, 3), (8, 1)),
    ((1, 3), (9, 1)),
    ((1, 3), (10, 1)),
    ((1, 3), (12, 9)),
    ((1, 5), (6, 1)),
    ((1, 5), (8, 6)),
    ((1, 5), (9, 11)),
    ((1, 5), (10, 10)),
    ((1, 5), (13, 9)),
    ((2, 9), (1, 3)),
    ((3, 9), (1, 5)),
    ((2, 5), (3, 2)),  # from near-poor to poor
    ((2, 2), (3, 5)),  # from poor to near-poor
)
# Form 8: the form's rest of a class, and the households that are really in no group.
REST = ((5, 11), (10, 12))


def form_findings(forms: Sequence[MadeForm]) -> list[Finding]:
    """What is wrong in forms that were made for the same place and period, unit by unit."""
    by_number = {one.form.number: one for one in forms}
    found = [Finding("error", one) for made in forms for one in _parts(made)]
    found += [Finding("error", one) for one in _same(by_number)]
    found += [Finding("warning", one) for one in _overlaps(by_number)]
    found += [Finding("error", one) for one in _identities(by_number)]
    return found


def _parts(made: MadeForm) -> Iterator[Problem]:
    """A rate over one hundred: a part that is more than its whole."""
    for column in made.form.columns:
        if column.rate is None:
            continue
        for line in made.lines:
            part, whole = (_known(line.cells[n]) for n in column.rate)
            if part is not None and whole is not None and part > whole:
                yield PART_OVER_WHOLE.at(
                    _at(made, line), part, form=made.form.code, unit=line.unit.name, column=column.rate[0],
                    whole=column.rate[1], most=whole,
                )  # fmt: skip


def _same(forms: dict[int, MadeForm]) -> Iterator[Problem]:
    for (one, column), (other, against) in SAME:
        if one not in forms or other not in forms:
            continue
        theirs = {line.unit.code: line.cells[against] for line in _households(forms[other])}
        for line in _households(forms[one]):
            mine, said = _known(line.cells[column]), theirs.get(line.unit.code)
            if said is not None and None not in (mine, _known(said)) and mine != _known(said):
                yield FORMS_DIFFER.at(
                    _at(forms[one], line), mine, unit=line.unit.name, form=forms[one].form.code, column=column,
                    other=forms[other].form.code, against=against, theirs=_known(said),
                )  # fmt: skip


def _overlaps(forms: dict[int, MadeForm]) -> Iterator[Problem]:
    """The form takes groups for disjoint; the households are not."""
    if 8 not in forms:
        return
    made = forms[8]
    for line in made.lines:
        for column, true in REST:
            rest, really = _known(line.cells[column]), _known(line.cells[true])
            if rest is not None and (rest < 0 or (really is not None and rest != really)):
                yield GROUPS_OVERLAP.at(
                    _at(made, line), rest, form=made.form.code, unit=line.unit.name, column=column, true=really
                )


def _identities(forms: dict[int, MadeForm]) -> Iterator[Problem]:
    """The end of a movement against the number that form 1 counts, for people as well as households."""
    if 1 not in forms:
        return
    for number, column in ((2, 9), (3, 11)):
        if number not in forms:
            continue
        ends = {line.unit.code: line.cells[column] for line in forms[1].lines}
        for line in forms[number].lines:
            implied, counted = _known(line.cells[9]), _known(ends[line.unit.code]) if line.unit.code in ends else None
            if line.row == "person" and None not in (implied, counted) and implied != counted:
                yield IDENTITY_BROKEN.at(
                    _at(forms[number], line), counted, form=forms[number].form.code, unit=line.unit.name, column=9,
                    implied=implied,
                )  # fmt: skip


def _households(made: MadeForm) -> Iterator[Line]:
    return (line for line in made.lines if line.row == "household" and not line.unit.stranded)


def _known(cell: Cell) -> int | None:
    return None if cell.value is None else int(cell.value)


def _at(made: MadeForm, line: Line) -> str:
    return f"biểu {made.form.code} · {line.unit.name}"
