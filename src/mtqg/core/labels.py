"""Labels of tables, columns, forms and measures in the language in force.

Their declarations hold the Vietnamese label, which is what forms on paper and files say. ``labels.csv`` beside this
module holds the English one (``vi,en``); a test finds every label without it.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from mtqg.core.errors import language

FILE = Path(__file__).with_name("labels.csv")


@cache
def english_labels() -> dict[str, str]:
    """Every label and its English."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["vi"]: row["en"] for row in csv.DictReader(lines)}


def label(vi: str) -> str:
    """A label in the language in force. Without English it stays Vietnamese."""
    return english_labels().get(vi, vi) if language() == "en" else vi
