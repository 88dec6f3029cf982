"""The trace: one entry for every number that a report prints, with its place and the whole figure."""

from __future__ import annotations

from typing import Any

from mtqg.core.figure import Figure
from mtqg.programmes.targets import Target
from mtqg.reports.document import QUOTED, Document, Printed, printed


def trace(document: Document) -> list[dict[str, Any]]:
    """``{text, place, figure}`` for each number, in the order in which it is read.

    ``field`` says which number of the figure it is: value, part, whole, have and of (coverage), change (against the
    previous edition), filled and filled_share (communes counted by a choice), target and over_target (the target is
    given as well), or reason (why there is none). In prose ``sentence`` is the whole one; ``quoted`` is said of a
    number that repeats one of the report, in its list of what changed.
    """
    figures: dict[int, dict[str, Any]] = {}
    return [_entry(one, figures) for one in printed(document)]


def _entry(one: Printed, figures: dict[int, dict[str, Any]]) -> dict[str, Any]:
    run = one.run
    assert run.figure is not None  # only bound runs are printed numbers
    figure: Figure = run.figure
    if id(figure) not in figures:
        figures[id(figure)] = figure.as_json()
    entry: dict[str, Any] = {"text": run.text, "place": one.place, "field": run.field, "figure": figures[id(figure)]}
    if one.sentence:
        entry["sentence"] = one.sentence
    if run.sentence == QUOTED:
        entry["quoted"] = True
    return entry if run.target is None else {**entry, "target": _target(run.target)}


def _target(target: Target) -> dict[str, Any]:
    return {
        "value": str(target.value),
        "value_to": None if target.value_to is None else str(target.value_to),
        "unit": target.unit,
        "direction": target.direction,
        "period": str(target.period),
        "document": target.document,
        "place": target.place,
        "standing": target.standing,
    }
