"""A small office with sheets that say what the report forms count; see tests/core/building.py."""

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "core")]  # the makers of rows

from building import Office  # noqa: E402
from reviewing import everyone, full  # noqa: E402


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "kho")


@pytest.fixture
def district(office):
    """14845 and 14848 of Mường Lát district: 100 and 50 households, everything said."""
    office.add(
        "household_counts",
        [everyone("14845-01", "14845", 60, minority=20), everyone("14845-02", "14845", 40, minority=30),
         everyone("14848-01", "14848", 50, minority=10)],
    )  # fmt: skip
    lacking = ("lacks_water", "lacks_toilet", "lacks_housing_area")
    office.add(
        "poverty_sheets",
        [
            full("A1", "14845", "poor", flags=(*lacking, "cause_land", "has_merit"), group="Mông", sex="female"),
            full("A2", "14845", "poor", flags=(*lacking, "cause_land", "cause_labour", "lacks_labour"), group="Thái"),
            full("A3", "14845", "poor", flags=lacking, group="Thái", village_code="14845-02", persons=7),
            full("A4", "14845", "near_poor", flags=("lacks_water",), village_code="14845-02", persons=1),
            full("B1", "14848", "poor", flags=(*lacking, "lacks_labour"), group="Mông"),
            full("B2", "14848", "near_poor", flags=("cause_illness",)),
            full("B3", "14848", "average_living", persons=3),
        ],
    )
    return office
