"""Values of law that an office adds: two people, then a state of its own; decisions stay as they are."""

import datetime as dt

import pytest

from mtqg.asking import explanation
from mtqg.core.acts import Author
from mtqg.core.period import read_period
from mtqg.law import actions

LAST_DAY = dt.date(2027, 12, 10)
AT = dt.datetime(2028, 1, 5, 8, tzinfo=dt.UTC)
# An invented text: no such limits are known yet.
CITED = {"document": "351/2025/NĐ-CP", "issued_by": "Chính phủ", "signed_on": "2025-12-30", "place": "Phụ lục minh họa"}
LIMITS = [
    ("2", {"name": "income_limit", "area": "rural", "value": "125", "unit": "points"}),
    ("3", {"name": "deprivation_limit", "value": "30", "unit": "points"}),
]
SUBJECT = {"standard": "poverty-2027", "valid_from": "2027-01-01", "evidence": "công báo (minh họa)"}

DOCUMENT = {
    "number": "12/2027/TT-BNNMT",
    "issued_by": "BNNMT",
    "kind": "thông tư",
    "says": "Điểm rà soát (minh họa)",
    "evidence": "công báo (minh họa)",
}


def author(name):
    return Author(by=name, role="officer", at=AT)


@pytest.fixture
def reviewed_2027(office, make):
    """Two households of 2027 under the new line, whose limits in points nobody knows; one is decided poor."""
    told = {"period": "2027", "standard": "poverty-2027", "day": LAST_DAY}
    office.add("household_counts", [make["counts"]("14845-01", "14845", 100, period="2027", day=LAST_DAY)])
    office.add(
        "poverty_sheets",
        [
            make["sheet"]("A1", "14845", "poor", income=130, **told),
            make["sheet"]("A2", "14845", "near_poor", income=120, **told),
        ],
    )
    return office


@pytest.fixture
def propose():
    def made(office):
        lines = [(f"dòng {number}", {**SUBJECT, **CITED, **line}) for number, line in LIMITS]
        return [one.id for one in actions.propose_values(office.instance_now, author("An"), lines)]

    return made


def explained(office, **asked):
    _, said = explanation(
        office.home,
        of="part",
        page=1,
        size=10,
        measure="poor_household_count",
        locality="38",
        period=read_period("2027"),
        **asked,
    )
    return said


def proposals_of(said):
    return [(row["values"]["decided_class"], row["values"]["proposed_class"]) for row in said["rows"]]


def test_what_waited_is_judged_again_when_two_people_confirmed_and_no_decision_changes(reviewed_2027, propose):
    office = reviewed_2027
    before = explained(office)
    assert proposals_of(before) == [("poor", "unscored")]
    ids = propose(office)
    assert proposals_of(explained(office)) == [("poor", "unscored")], "a proposal judges nothing"
    act = actions.confirm(office.instance_now, author("Bình"), ids)
    after = explained(office)
    assert proposals_of(after) == [("poor", "not_poor")]
    assert after["rows"][0]["values"]["income_limit"] == 125
    assert after["rows"][0]["values"]["income_limit_standing"] == "read"
    assert after["value"] == before["value"]
    assert proposals_of(explained(office, known=act.n - 1)) == [("poor", "unscored")]
    assert proposals_of(explained(office, known=act.n)) == [("poor", "not_poor")]


def test_an_official_figure_stays_official_and_the_same(reviewed_2027, propose):
    office = reviewed_2027
    office.close("poverty", "2027")
    before = office.ask("poor_household_rate", "2027").as_json()
    actions.confirm(office.instance_now, author("Bình"), propose(office))
    assert office.ask("poor_household_rate", "2027").as_json() == before
    assert before["status"] == "official"


def test_an_edition_is_frozen_with_the_book_of_its_act(reviewed_2027, propose):
    from mtqg.books import law_of, package_digest
    from mtqg.core.snapshot import snapshots

    office = reviewed_2027
    office.close("poverty", "2027")
    actions.confirm(office.instance_now, author("Bình"), propose(office))
    office.close("poverty", "2027", reason="Đã có ngưỡng")
    first, second = snapshots(office.instance_now)
    assert first.manifest["books"] == package_digest()
    assert second.manifest["books"] != package_digest()
    asked = {"area": "rural", "standard": "poverty-2027"}
    assert law_of(first).value("income_limit", LAST_DAY, **asked).value is None
    assert law_of(second).value("income_limit", LAST_DAY, **asked).value == 125
    names = second.table("book.office.law_value_proposals").collect().columns
    assert not {"proposed_by", "proposed_person", "confirmed_by"} & set(names), "people stay in the register"


def test_another_version_of_the_package_reads_the_frozen_book_from_the_edition(reviewed_2027, propose, monkeypatch):
    from mtqg import books
    from mtqg.core.snapshot import snapshots

    office = reviewed_2027
    actions.confirm(office.instance_now, author("Bình"), propose(office))
    office.close("poverty", "2027")
    (edition,) = snapshots(office.instance_now)
    here = books.law_of(edition)
    monkeypatch.setattr(books, "package_digest", lambda: "another")
    there = books.law_of(edition)
    assert set(there.values) == set(here.values)
    assert there.value("income_limit", LAST_DAY, area="rural").value == 125


def test_a_book_without_lines_of_the_office_is_the_shipped_one_itself(office):
    from mtqg.books import opened_shelf
    from mtqg.law.book import seed
    from mtqg.localities.book import Localities

    with opened_shelf(office.instance_now) as shelf:
        assert shelf.books.law is seed()
        assert shelf.books.territory is Localities.seed()


def test_all_is_verified_and_a_changed_value_is_found(reviewed_2027, propose):
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.verify import verify

    office = reviewed_2027
    actions.confirm(office.instance_now, author("Bình"), propose(office))
    assert verify(office.instance_now, CATALOGUE.tables.values()) == []
    with office.instance_now.register() as register:
        database = register.database
        if database.kind == "sqlite":
            database.execute("DROP TRIGGER law_value_proposals_kept")
        else:
            database.execute("ALTER TABLE law_value_proposals DISABLE TRIGGER USER")
        database.execute("UPDATE law_value_proposals SET value = '200' WHERE name = 'income_limit'")
    found = verify(office.instance_now, CATALOGUE.tables.values())
    assert [one.problem.code for one in found] == ["G-010"]


def test_nothing_that_was_written_changes(reviewed_2027, propose):
    from mtqg.core.errors import Refused
    from mtqg.law.terms import OFFICE_TABLES

    office = reviewed_2027
    actions.propose_documents(office.instance_now, author("An"), [("", DOCUMENT)])
    actions.confirm(office.instance_now, author("Bình"), propose(office))
    with office.instance_now.register() as register:
        for table in OFFICE_TABLES:
            for sql in (f"UPDATE {table.name} SET origin = 'synthetic'", f"DELETE FROM {table.name}"):
                with pytest.raises(Refused, match="không được sửa hoặc xóa"):
                    register.database.execute(sql)


def test_sheets_are_checked_on_import_with_the_values_of_the_office(office):
    from mtqg.catalogue import CATALOGUE
    from mtqg.intake.importing import lookups_of
    from mtqg.law.book import Missing

    line = {**SUBJECT, **CITED, "name": "points_per_indicator", "value": "10", "unit": "points"}
    (made,) = actions.propose_values(office.instance_now, author("An"), [("", line)])
    with office.instance_now.register() as register:
        from mtqg.law.office import law_at

        missing = law_at(register.database).value("points_per_indicator", LAST_DAY)
    assert isinstance(missing, Missing)
    actions.confirm(office.instance_now, author("Bình"), [made.id])
    import polars as pl

    rows = pl.DataFrame({"day": [LAST_DAY], "standard": ["poverty-2027"]})
    joined = lookups_of(office.instance_now, CATALOGUE).with_law(
        rows, ["points_per_indicator"], on="day", by=["standard"]
    )
    assert joined["points_per_indicator"].to_list() == [10]
