"""Law: documents, provisions and values, dated and cited, in one book that is never overwritten.

from mtqg.law import seed, with_values
seed().value("income_limit", day, area="rural")     # LawValue, or Missing with its reason
with_values(sheets, "income_limit", on="day")       # the value in force and its standing as columns
"""

from __future__ import annotations

from typing import Any

from mtqg.law.book import Citation, Law, Missing, cite, seed
from mtqg.law.tables import Document, LawValue, Standard

__all__ = ["Citation", "Document", "Law", "LawValue", "Missing", "Standard", "cite", "seed", "with_values"]


def with_values(frame: Any, *names: str, **selectors: Any) -> Any:
    """``mtqg.law.join.with_values``, loaded when it is first used: Narwhals costs a cold start."""
    from mtqg.law import join

    return join.with_values(frame, *names, **selectors)
