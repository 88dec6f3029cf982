"""What an office added to the books comes back with it, and the rules that hold it."""

import datetime as dt

import pytest

from mtqg.backup.restoring import restore_backup
from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.law import actions
from mtqg.law.office import law_at
from mtqg.localities.actions import add_events
from mtqg.localities.office import localities_at

LIMIT = {
    "document": "351/2025/NĐ-CP",
    "issued_by": "Chính phủ",
    "signed_on": "2025-12-30",
    "place": "Phụ lục minh họa",
    "name": "income_limit",
    "standard": "poverty-2027",
    "area": "rural",
    "valid_from": "2027-01-01",
    "value": "125",
    "unit": "points",
    "evidence": "công báo (minh họa)",
}
MERGER = """event,operative,kind,document,issued_by,from_code,to_code,extent
minh-hoa,2027-07-01,merge,99/NQ-MH,UBTVQH (minh họa),14845,14845,whole
minh-hoa,2027-07-01,merge,99/NQ-MH,UBTVQH (minh họa),14848,14845,whole
"""
DAY = dt.date(2027, 12, 1)


def author(name):
    return Author(by=name, role="officer", at=dt.datetime(2027, 8, 1, 8, tzinfo=dt.UTC))


def books(instance):
    with instance.register() as register:
        return law_at(register.database), localities_at(register.database)


def extend(instance, tmp_path):
    """Two confirmed values, one of them withdrawn since, and a merger."""
    for area in ("rural", "urban"):
        (made,) = actions.propose_values(instance, author("An"), [("", {**LIMIT, "area": area})])
        actions.confirm(instance, author("Bình"), [made.id])
    actions.withdraw(instance, author("An"), [made.id], why="đọc nhầm dòng")
    file = tmp_path / "su-kien.csv"
    file.write_text(MERGER, encoding="utf-8")
    add_events(instance, author("An"), file)


@pytest.mark.parametrize(("here", "there"), [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_the_books_of_an_office_come_back_with_it(tmp_path, on, new_office, here, there):
    on(here)
    office = new_office(tmp_path / "kho")
    extend(office.instance_now, tmp_path)
    office.backup(tmp_path / "sao-luu.zip")
    law, localities = books(office.instance_now)
    on(there)
    restore_backup(tmp_path / "sao-luu.zip", tmp_path / "noi-khac")
    copy = new_office(tmp_path / "noi-khac")
    assert copy.verified() == []
    assert books(copy.instance_now)[0] == law
    assert books(copy.instance_now)[1].table("versions") == localities.table("versions")
    assert law.value("income_limit", DAY, area="rural").value == 125
    assert law.value("income_limit", DAY, area="urban").value is None


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_rules_of_the_database_come_back_too(tmp_path, on, new_office, kind):
    on(kind)
    office = new_office(tmp_path / "kho")
    extend(office.instance_now, tmp_path)
    office.backup(tmp_path / "sao-luu.zip")
    restore_backup(tmp_path / "sao-luu.zip", tmp_path / "noi-khac")
    with new_office(tmp_path / "noi-khac").instance_now.register() as register:
        database = register.database
        names = "added_by, origin, proposal_table, proposal_act, proposal_row, proposed_by, proposed_person"
        again = f"SELECT 99, 'k', {names}, 'Chi', 'chi' FROM law_confirmations"
        with pytest.raises(Refused, match="không phải người thực hiện tác vụ"):
            database.execute(
                f"INSERT INTO law_confirmations (row_no, row_key, {names}, confirmed_by, confirmed_person) {again}"
            )
        with pytest.raises(Refused, match="không được sửa hoặc xóa"):
            database.execute("DELETE FROM law_confirmations")
