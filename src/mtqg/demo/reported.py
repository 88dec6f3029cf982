"""Invented estimates and preliminary figures, as a department reports them before the review is decided."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from mtqg.core import seeds
from mtqg.demo.facts import TABLES
from mtqg.poverty.estimates.terms import STAGES

BY = "Sở Lao động - Thương binh và Xã hội (minh họa)"
METHOD = {"estimate": "Ước theo số các xã gửi (minh họa)", "preliminary": None}


def reports(province: str) -> list[dict[str, object]]:
    """The reports of a province, those of one day under one number. Raises Refused with every error of the table."""
    columns: dict[str, seeds.Reader] = {
        "province": seeds.text,
        "stage": seeds.one_of(*STAGES),
        "measure": seeds.text,
        "period": seeds.text,
        "value": _value,
        "day": dt.date.fromisoformat,
        "standing": seeds.one_of("invented"),
    }
    key = ("province", "stage", "measure", "period")
    found = [row for row in seeds.rows(TABLES / "reported.csv", columns, key=key) if row["province"] == province]
    return [_report(row) for row in found]


def _report(row: dict[str, object]) -> dict[str, object]:
    day = row["day"]
    assert isinstance(day, dt.date)
    return {
        "stage": row["stage"],
        "measure": row["measure"],
        "locality_code": row["province"],
        "period": row["period"],
        "value": f"{row['value']}".replace(".", ","),
        "day": day,
        "reported_by": BY,
        "method": METHOD[str(row["stage"])],
        "decision_number": f"MH-{day:%m%d}/BC-SLĐTBXH",
        "note": "Số bịa để minh họa",
    }


def _value(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
