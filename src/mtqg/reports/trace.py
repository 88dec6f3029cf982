"""The trace: one entry for every number that a report prints, with its place and the whole figure."""

from __future__ import annotations

from typing import Any

from mtqg.core.figure import Figure
from mtqg.programmes.targets import Target
from mtqg.reports.document import Document, printed


def trace(document: Document) -> list[dict[str, Any]]:
    """``{text, place, figure}`` for each number, in the order in which it is read.

    ``field`` says which number of the figure it is: value, part, whole, have and of (coverage), change (against the
    previous edition), target and over_target (the target is given as well), or reason (why there is none).
    """
    figures: dict[int, dict[str, Any]] = {}
    return [_entry(one.run.text, one.place, one.run, figures) for one in printed(document)]


def _entry(text: str, place: str, run: Any, figures: dict[int, dict[str, Any]]) -> dict[str, Any]:
    figure: Figure = run.figure
    if id(figure) not in figures:
        figures[id(figure)] = figure.as_json()
    entry = {"text": text, "place": place, "field": run.field, "figure": figures[id(figure)]}
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
