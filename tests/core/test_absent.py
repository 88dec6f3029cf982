"""What is not known is not zero: a register begun later, a list not imported, a title of a unit that is no more."""

import datetime as dt

import pytest

from mtqg.asking import explanation
from mtqg.core.period import read_period

MERGED = ("14896", "14899")  # one commune since 1 July 2025, under the first of the two codes


def title(code, day, *, level="commune", subject=None, village=None):
    return {
        "subject_level": level,
        "subject_code": subject or code,
        "locality_code": code,
        "village_code": village,
        "title": "ntm",
        "standard": f"ntm-{day.year}",
        "title_year": day.year,
        "day": day,
        "ends_on": None,
        "decision_number": "1/QĐ-UBND",
        "decision_issuer": "UBND tỉnh",
        "decided_on": day,
    }


def village_title(code):
    return title("14845", dt.date(2023, 5, 1), level="village", subject=code, village=code)


def member(code, day=dt.date(2021, 6, 4)):
    return {
        "list_name": "minority_mountain_area",
        "member_code": code,
        "locality_code": "14845",
        "village_code": code,
        "day": day,
        "ends_on": None,
        "decision_number": "861/QĐ-TTg",
        "decision_issuer": "Thủ tướng",
        "decided_on": day,
    }


def walk(office, measure, period, **more):
    return explanation(
        office.home, of="part", page=1, size=100, measure=measure, locality="38", period=read_period(period), **more
    )[1]


def test_titles_of_merged_communes_are_not_held_by_the_new_one(office):
    office.add("recognitions", [title(code, dt.date(2022, 5, 1)) for code in (*MERGED, "14845")])
    office.close("ntm", "2025")
    found = office.ask("commune_ntm_count", "2025")
    assert found.part is None
    assert found.value is None
    assert "2/2" in found.reason


def test_the_new_commune_counts_once_when_it_is_recognised_again(office):
    office.add("recognitions", [title(code, dt.date(2022, 5, 1)) for code in (*MERGED, "14845")])
    office.add("recognitions", [title(MERGED[0], dt.date(2025, 9, 1))])
    office.close("ntm", "2025")
    said = walk(office, "commune_ntm_count", "2025")
    assert said["part"] == 2
    assert sorted(row["locality"] for row in said["rows"]) == ["14845", MERGED[0]]
    assert sum(part["part"] for part in said["parts"]) == 2


def test_what_was_recognised_in_a_period_stays_recognised_in_it(office):
    office.add("recognitions", [title(code, dt.date(2022, 5, 1)) for code in MERGED])
    office.close("ntm", "2025")
    assert office.ask("commune_ntm_recognised_count", "2021..2025").part == 2


def test_a_register_says_nothing_of_days_before_its_first_row(office):
    office.add("recognitions", [title("14845", dt.date(2022, 5, 1))])
    office.close("ntm", "2023")
    early = office.ask("commune_ntm_count", "2020")
    assert early.value is None
    assert early.have == 0
    assert "31/12/2020" in early.reason
    assert office.ask("commune_ntm_count", "2022", locality="380").value == "0", "a register that was begun says zero"


def test_an_area_without_its_list_is_unknown(office):
    office.add("recognitions", [village_title("14845-01")])
    office.close("ntm", "2023")
    found = office.ask("mountain_village_ntm_recognised_count", "2023")
    assert found.value is None
    assert "danh sách" in found.reason


def test_a_list_imported_after_the_close_changes_nothing_that_was_frozen(office):
    office.add("list_members", [member("14845-01")])
    office.add("recognitions", [village_title("14845-01"), village_title("14845-02")])
    office.close("ntm", "2023")
    office.add("list_members", [member("14845-02")])
    office.close("ntm", "2024")
    assert len(walk(office, "mountain_village_ntm_recognised_count", "2023", edition=1)["rows"]) == 1
    assert office.ask("mountain_village_ntm_recognised_count", "2023", edition=1).part == 1
    assert office.ask("mountain_village_ntm_recognised_count", "2023", known=4).part == 1
    # A part of the period is counted from the rows, by the same list.
    assert office.ask("mountain_village_ntm_recognised_count", "2023-05", edition=1).part == 1
    live = office.ask("mountain_village_ntm_recognised_count", "2023")
    assert (live.part, live.status) == (2, "preliminary"), "what came after the close is said, and not called official"
    assert len(walk(office, "mountain_village_ntm_recognised_count", "2023")["rows"]) == 2


def test_an_edition_that_is_not_there_is_named(reviewed):
    reviewed.close("poverty", "2023")
    assert "lần 7" in reviewed.ask("poor_household_rate", "2023", edition=7).reason


@pytest.mark.parametrize("period", ["2023-05", "2023-06..2023", "2022..2023-10-31"])
def test_a_yearly_fall_does_not_take_the_whole_year_for_a_part_of_it(office, make, period):
    for year in (2021, 2022, 2023):
        day = dt.date(year, 12, 10)
        office.add("household_counts", [make["counts"]("14845-01", "14845", 100, period=str(year), day=day)])
        office.add("poverty_sheets", [make["sheet"]("A1", "14845", "poor", period=str(year), day=day)])
        office.close("poverty", str(year))
    assert office.ask("poor_household_rate_mean_yearly_fall", "2022..2023", standard="poverty-2022").value == "0.00"
    found = office.ask("poor_household_rate_mean_yearly_fall", period, standard="poverty-2022")
    assert found.value is None
    assert "Chưa chốt" in found.reason


@pytest.mark.parametrize("name", ["amounts.json", "manifest.json"])
@pytest.mark.parametrize("content", ["{", "[]", "\udcff"])
def test_a_damaged_snapshot_is_refused_not_read(reviewed, name, content):
    made = reviewed.close("poverty", "2023")
    (made.folder / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(reviewed.Refused) as refused:
        reviewed.ask("poor_household_rate", "2023")
    assert refused.value.problems[0].code == "K-025"


def test_a_district_on_the_list_takes_its_communes_along(office):
    district = member("14845-01") | {"member_code": "384", "locality_code": "384", "village_code": None}
    office.add("list_members", [district])
    office.add("recognitions", [village_title("14845-01")])
    office.close("ntm", "2023")
    assert office.ask("mountain_village_ntm_recognised_count", "2023").part == 1
    assert len(walk(office, "mountain_village_ntm_recognised_count", "2023")["rows"]) == 1


@pytest.mark.parametrize("content", [None, b"", b"zz", b"PAR1 cut in the middle"])
def test_rows_that_are_gone_are_refused_not_explained(reviewed, content):
    made = reviewed.close("poverty", "2023")
    file = made.folder / "poverty_sheets.parquet"
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(reviewed.Refused) as refused:
        walk(reviewed, "poor_household_rate", "2023")
    assert refused.value.problems[0].code == "K-025"


@pytest.mark.parametrize("cut", [0, 100, 5000])
def test_a_damaged_register_is_refused_not_taken_for_an_empty_one(reviewed, cut):
    if reviewed.instance_now.schema:
        pytest.skip("PostgreSQL keeps its own files")
    reviewed.close("poverty", "2023")
    file = reviewed.home / "register.sqlite"
    data = file.read_bytes()
    file.write_bytes(data[:cut] + b"x" * (len(data) - cut))
    with pytest.raises(reviewed.Refused) as refused:
        reviewed.ask("poor_household_rate", "2023")
    assert refused.value.problems[0].code == "G-005"


@pytest.mark.parametrize("content", [None, b""])
def test_a_register_that_is_gone_is_never_made_anew(reviewed, content):
    if reviewed.instance_now.schema:
        pytest.skip("PostgreSQL keeps its own files")
    file = reviewed.home / "register.sqlite"
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(reviewed.Refused) as refused:
        reviewed.ask("poor_household_rate", "2023")
    assert refused.value.problems[0].code == ("G-001" if content is None else "G-036")
    assert file.exists() == (content is not None)
