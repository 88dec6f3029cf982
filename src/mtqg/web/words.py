"""What the pages say: Vietnamese in templates and code, English in a table of two columns beside each app.

``english.csv`` of an app (and of ``web`` itself) holds ``vi,en``. A template says ``{% t "Việc của tôi" %}``, code says
``t("Còn {n} việc", n=3)``. No other tool is needed to translate, and a test finds every sentence without its English.
Labels of tables, columns, forms and measures have theirs in ``mtqg.core.labels``.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

from mtqg.core.errors import language
from mtqg.core.labels import english_labels

WEB = Path(__file__).parent
FILE = "english.csv"


@cache
def english() -> dict[str, str]:
    """Every sentence and its English."""
    found = dict(english_labels())
    for file in sorted([WEB / FILE, *WEB.glob(f"*/{FILE}")]):
        if file.exists():
            with file.open(encoding="utf-8", newline="") as lines:
                found |= {row["vi"]: row["en"] for row in csv.DictReader(lines)}
    return found


def standard_told(name: str | None) -> str:
    """What the law calls a standard ("Chuẩn nghèo đa chiều 2022-2025 …"), where the book names it."""
    from mtqg.law import seed

    return next((one.label_vi for one in seed().standards if one.name == name), name or "")


def t(vi: str, /, **values: Any) -> str:
    """A sentence in the language in force, filled with values. Without English it stays Vietnamese."""
    said = english().get(vi, vi) if language() == "en" else vi
    return said.format(**values) if values else said
