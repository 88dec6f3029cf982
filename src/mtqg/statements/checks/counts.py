"""Counts are whole numbers."""

from __future__ import annotations

from collections.abc import Iterator

from mtqg.statements import terms, wording
from mtqg.statements.checks.common import finding
from mtqg.statements.links import Linked
from mtqg.statements.model import Finding
from mtqg.statements.numbers import COUNT


def count_is_whole_number(linked: Linked) -> Iterator[Finding]:
    """A number of households, communes or products has no fraction."""
    for one in linked.levels:
        if terms.nature(one.key.measure, one.unit) == COUNT and one.value != one.value.to_integral_value():
            nearest = str(one.value.to_integral_value())
            sentence = f"{wording.about(one)} không phải số nguyên: số này được tính ra, không phải đếm được."
            yield finding("count_is_whole_number", (one,), printed=one.text, implied=nearest, explanation=sentence)
