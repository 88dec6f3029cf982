"""The movement of a period as forms 2 and 3 need it: by commune, for households and people."""

from __future__ import annotations

from collections.abc import Iterable

from mtqg.core.reasons import Reason
from mtqg.poverty.forms.counting import Counted, Where, sheets_read

MOVEMENT = "movement:"
ROWS = {"household": "households", "person": "persons"}
WHY = {
    "first": Reason("Chưa có kỳ rà soát trước để so sánh.", "There is no earlier review to compare with."),
    "gap": Reason("Thiếu kỳ rà soát của năm trước.", "The review of the year before is missing."),
    "break": Reason("Đổi chuẩn nghèo: không so sánh với kỳ trước.", "The poverty line changed: no comparison."),
}


def movement_counted(sources: Iterable[str], where: Where, found: Counted) -> None:
    """Add the movement's columns ("movement:COLUMN|ROW") to what was counted, each commune on the period's last day."""
    from mtqg.poverty.movement_reading import movement

    found.snapshots |= {(*one.key, one.hash): one for one in sheets_read(where).snapshots}
    told = movement(where.shelf, where.place.code, where.period, where.standard)
    day = where.period.last
    silence = (WHY[told.why],) if told.why in WHY else ()
    for source in sources:
        column, _, row = source.removeprefix(MOVEMENT).partition("|")
        mine = [one for one in told.frame.iter_rows(named=True) if one["counted"] == ROWS[row]]
        found.amounts[source] = {(one["commune_code"], day, ""): int(one[column] or 0) for one in mine}
        found.blank[source] = {one["commune_code"] for one in mine if one[column] is None}
        found.spoke[source] = frozenset(one["commune_code"] for one in mine)
        found.silence[source] = silence
