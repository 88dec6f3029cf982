"""What is drawn on paper, and the columns of the grid in which paper is keyed in. No layout, no household."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mtqg.poverty.sheet.definition import Definition

IDENTITY = ("household_code", "head_name", "day", "area")


def printed(definition: Definition, area: str | None, region: str | None, *, on: dt.date) -> list[dict[str, Any]]:
    """The sections of the sheet for an area and region on a day, in plain data that a template can be given as JSON.

    Gives [{form, label, version, standing, is_illustrative, items: [{number, code, label, choice, options:
    [{code, label, points}]}]}], in the order of the forms. Points are None in forms A and B2.
    """
    return [
        {
            "form": section.form,
            "label": section.label,
            "version": section.version,
            "standing": section.standing,
            "is_illustrative": section.standing == "illustrative",
            "items": [
                {
                    "number": number,
                    "code": item.code,
                    "label": item.label,
                    "choice": item.choice,
                    "options": [
                        {"code": option.code, "label": option.label, "points": option.points} for option in item.options
                    ],
                }
                for number, item in enumerate(section.items, start=1)
            ],
        }
        for section in definition.on(area=area, region=region, day=on)
    ]


def keying_columns(
    definition: Definition, area: str | None, region: str | None, *, on: dt.date
) -> list[dict[str, Any]]:
    """The columns of the keying grid, in the order of the printed sheet: identity first, then a column an item.

    Gives [{column, label, form, choice, options: {code: label}}]; identity columns have neither form nor options.
    """
    from mtqg.poverty.terms import POVERTY_SHEETS

    columns: list[dict[str, Any]] = [
        {"column": name, "label": POVERTY_SHEETS.column(name).label, "form": "", "choice": "", "options": {}}
        for name in IDENTITY
    ]
    for section in definition.on(area=area, region=region, day=on):
        columns += (
            {
                "column": item.code,
                "label": item.label,
                "form": section.form,
                "choice": item.choice,
                "options": item.labels,
            }
            for item in section.items
        )
    return columns
