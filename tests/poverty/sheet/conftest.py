"""A table of points for tests: one good line, and lines that differ from it."""

import pytest

from mtqg.poverty.sheet.reading import COLUMNS

GOOD = {
    "version": "B1-X",
    "standard": "poverty-2022",
    "form": "B1",
    "area": "rural",
    "region": "BTB;DHNTB",
    "item": "wall",
    "item_label": "Tường",
    "choice": "exclusive",
    "option": "good",
    "option_label": "Bền",
    "points": "7",
    "valid_from": "2022-01-01",
    "valid_to": "2027-01-01",
    "document": "07/2021/TT-BLĐTBXH",
    "place": "Phụ lục III",
    "standing": "unverified",
    "source": "công báo",
}


@pytest.fixture
def table():
    """Text of a csv table: each line is the good one with some cells changed."""

    def made(*lines, head=COLUMNS):
        rows = [",".join(head), *(",".join((GOOD | line)[name] for name in COLUMNS) for line in lines)]
        return "\n".join(rows) + "\n"

    return made
