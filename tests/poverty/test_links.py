"""What became of households in older years comes in as a file, and the history of a household reads it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "core"))

import datetime as dt

from building import AN, Office, sheet

from mtqg.catalogue import CATALOGUE
from mtqg.intake.answers import read_answers
from mtqg.intake.importing import import_files
from mtqg.localities.office import localities_at
from mtqg.poverty.review.history import history

LINK = {"Mã xã": "14848", "Mã hộ": "H1", "Việc": "Tách hộ", "Mã hộ sau": "H2", "Mã xã sau": "", "Ngày": "01/05/2023"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("links") / "kho")


def imported(office, *changes):
    lines = [list(LINK), *(list({**LINK, **one}.values()) for one in changes)]
    file = office.home.parent / "bien-dong.csv"
    file.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
    return import_files(office.instance_now, AN, catalogue=CATALOGUE, form="household-links", paths=[file],
                        locality="38", period=None, answers=read_answers(()))  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Mã hộ sau": ""}, "P-280"),
        ({"Việc": "Hộ không còn"}, "P-281"),
        ({"Mã hộ sau": "H1"}, "P-282"),
        ({"Việc": "Chuyển nơi ở", "Mã hộ sau": ""}, "P-283"),
    ],
)
def test_a_link_that_cannot_be_is_refused_and_nothing_is_written(office, change, code):
    assert [one.code for one in imported(office, change).problems] == [code]
    assert office.live("household_links").is_empty()


def test_a_split_of_an_old_file_tells_where_a_household_came_from(office):
    moved = {"Mã hộ": "H3", "Việc": "Chuyển nơi ở", "Mã hộ sau": "", "Mã xã sau": "14845"}
    assert not imported(office, {}, moved).problems
    for code, period in (("H1", "2022"), ("H2", "2023")):
        office.add("poverty_sheets", [sheet(code, "14848", "poor", period=period, day=dt.date(int(period), 10, 10))])
    with office.instance_now.register() as register:
        found = history(register.database, "H2", localities_at(register.database))
    assert [(one.sheet["period"], one.sheet["household_code"]) for one in found.entries] == [
        ("2022", "H1"), ("2023", "H2")]  # fmt: skip
    assert [one["link_kind"] for one in found.links] == ["split"]
    again = imported(office, {}, moved)  # the same file twice adds nothing
    assert not again.problems
    assert len(office.live("household_links")) == 2
