"""The printed answer to "why am I not poor?": class, points, changed answers, limits with their articles, sentences."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from mtqg.core import disk
from mtqg.core.numbers import day as day_text
from mtqg.core.numbers import number
from mtqg.law.book import Law
from mtqg.law.tables import UNITS
from mtqg.paper.typesetting import set_pdf
from mtqg.poverty.paper.building import SYNTHETIC
from mtqg.poverty.sheet.judging import Judged
from mtqg.poverty.sheet.why import NAMES, Why, explained

TEMPLATE = Path(__file__).parent / "templates" / "why.typ"


def write_why(found: Why, law: Law, out: Path, *, is_synthetic: bool, made: dt.datetime, head: str = "") -> None:
    """Write the page. head: the name of the household's head, where whoever prints it has given it."""
    disk.replace_file(out, set_pdf(TEMPLATE, why_data(found, law, is_synthetic=is_synthetic, head=head), made=made))


def why_data(found: Why, law: Law, *, is_synthetic: bool, head: str = "") -> dict[str, Any]:
    """What the page says, as plain data."""
    household, last = found.household, found.after or found.before
    return {
        "title": "Giải thích kết quả chấm điểm",
        "marks": [SYNTHETIC] if is_synthetic else [],
        "head": head,
        "code": household.household_code,
        "day": day_text(household.day),
        "before": _side(found.before),
        "after": _side(found.after) if found.after else None,
        "changes": [one.as_json() for one in found.differences],
        "limits": [
            {
                "name": law.name(value.name).label_vi,
                "value": f"{number(int(value.value))} {UNITS[value.unit].label}",
                "document": value.document,
                "place": value.place,
            }
            for value in last.limits
        ],
        "words": explained(last),
    }


def _side(judged: Judged) -> dict[str, Any]:
    return {
        "class": NAMES[judged.poverty_class],
        "income_points": judged.income_points,
        "deprivation_points": judged.deprivation_points,
    }
