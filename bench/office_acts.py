"""Acts beside the people: somebody somewhere corrects a sheet, so that no answer is kept for long."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import office_province as province
import polars as pl

DAY = dt.date(province.LAST, 11, 10)


def run(home: Path, a_minute: float, minutes: float) -> None:
    """A sheet of a commune comes in anew, again and again."""
    from mtqg.core.instance import open_instance

    instance, until = open_instance(home), time.time() + 60 * minutes + 20
    codes, took = province.communes(DAY), []
    while time.time() < until:
        began = time.perf_counter()
        correct(instance, codes[len(took) % len(codes)], len(took))
        took.append(time.perf_counter() - began)
        time.sleep(max(0.0, 60 / a_minute - took[-1]))
    print(f"{len(took)} acts beside: half within {sorted(took)[len(took) // 2]:.2f} s, the slowest {max(took):.2f} s")


def correct(instance: Any, code: str, at: int) -> None:
    """One sheet, as a commune's officer mends it."""
    row = {
        "period": str(province.LAST),
        "standard": province.STANDARD,
        "locality_code": code,
        "household_code": f"{code}-bench-{at % 500}",
        "day": DAY,
        "area": "rural",
        "income_points": int(time.time()) % 150,
        "deprivation_points": 30,
        "head_name": "Lò Thị An",
        "identity_number": f"0381{at % 500:08d}",
        "decided_class": "poor" if at % 2 else "near_poor",
        "decision_number": "12/QĐ-UBND",
        "decision_issuer": "UBND xã",
        "decided_on": DAY,
    }
    province.add(instance, "poverty-review", "poverty_sheets", pl.DataFrame([row]), code, period=str(province.LAST))
