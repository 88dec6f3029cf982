"""What must not be in a line of the book of documents or of the committee."""

from __future__ import annotations

from functools import reduce

import narwhals as nw

from mtqg.core.form import RowCheck
from mtqg.steering.problems import (
    ENDS_BEFORE,
    LOCAL_EARLY,
    LOCAL_PART,
    PARENT_ITSELF,
    PARENT_LATER,
    PARENT_PART,
    SIGNED_LATER,
)


def _lacks(*names: str) -> nw.Expr:
    """Some of the columns are filled and others are not."""
    empty = [nw.col(name).is_null() for name in names]
    return reduce(lambda one, two: one | two, empty) & ~reduce(lambda one, two: one & two, empty)


def _same(*pairs: tuple[str, str]) -> nw.Expr:
    return reduce(lambda one, two: one & two, [nw.col(one) == nw.col(two) for one, two in pairs])


_PARENT = ("parent_number", "parent_issuer", "parent_signed_on")
DOCUMENT_CHECKS = (
    RowCheck(code=SIGNED_LATER, column="day", wrong=nw.col("day") < nw.col("signed_on")),
    RowCheck(code=PARENT_PART, column="parent_number", wrong=_lacks(*_PARENT)),
    RowCheck(code=PARENT_LATER, column="parent_signed_on", wrong=nw.col("parent_signed_on") > nw.col("signed_on")),
    RowCheck(
        code=PARENT_ITSELF,
        column="parent_number",
        wrong=_same(*zip(_PARENT, ("document_number", "document_issuer", "signed_on"), strict=True)),
    ),
    RowCheck(code=LOCAL_PART, column="local_by", wrong=_lacks("local_level", "local_by")),
    RowCheck(code=LOCAL_EARLY, column="local_by", wrong=nw.col("local_by") < nw.col("signed_on")),
)
MEMBER_CHECKS = (RowCheck(code=ENDS_BEFORE, column="ends_on", wrong=nw.col("ends_on") < nw.col("day")),)
