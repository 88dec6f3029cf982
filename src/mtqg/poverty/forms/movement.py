"""The movement of a period, as forms 2 and 3 need it."""

from __future__ import annotations

from collections.abc import Iterable

from mtqg.poverty.forms.counting import Counted, Where

MOVEMENT = "movement:"


def movement_counted(sources: Iterable[str], where: Where, found: Counted) -> None:
    """Add the movement's columns to what was counted."""
    for name in sources:
        found.amounts[name], found.blank[name], found.spoke[name], found.silence[name] = {}, set(), frozenset(), ()
