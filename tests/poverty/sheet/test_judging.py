"""One household: points from answers, the class under each line of its day, and what a change would do."""

import datetime as dt
import json
from dataclasses import replace

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg.cli import main
from mtqg.core.errors import Refused
from mtqg.law import seed as law_seed
from mtqg.poverty.classify import Standard
from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.sheet.answers import answer_problems, cell_of, read_answers, read_cell
from mtqg.poverty.sheet.household_file import household_of
from mtqg.poverty.sheet.judging import Household, issuers, judged, low_income_worker, standards_on
from mtqg.poverty.sheet.reading import definition
from mtqg.poverty.sheet.scoring import income_score, points_of
from mtqg.poverty.sheet.why import text, why

DAY = dt.date(2024, 10, 16)
SHOWN = definition("poverty-2022", is_synthetic=True)
B1 = SHOWN.section("B1", area="rural", region="BTB", on=DAY)
FULL = read_answers(
    {item.code: item.options[1].code for item in B1.items}
    | {name: name in ("lacks_water", "lacks_toilet", "lacks_waste") for name in INDICATORS if name != "lacks_waste"}
)


def household(**facts):
    return replace(Household("H1", DAY, "rural", "BTB", FULL), **facts)


def one(given, *, name="poverty-2022", issuer="national", law=None, is_synthetic=True):
    standard = Standard(name, given.day, law or law_seed(), issuer)
    return judged(given, standard, definition(name, is_synthetic=is_synthetic), is_synthetic=is_synthetic)


def plain(section, answers):
    """B1 as a person adds it up, written apart from the expression."""
    total = 0
    for item in section.items:
        codes, points = answers.get(item.code, ()), {option.code: option.points for option in item.options}
        if not codes or any(code not in points for code in codes) or (item.choice == "exclusive" and len(codes) > 1):
            return None
        total += sum(points[code] for code in codes)
    return total


def test_the_points_of_a_sheet_are_those_of_its_boxes():
    found = one(household())
    assert found.income_points == plain(B1, FULL) == sum(item.options[1].points for item in B1.items)
    assert (found.deprivation.count, found.deprivation_points) == (2, 20)


def test_an_open_question_leaves_the_sum_unknown_and_is_named():
    answers = {item: codes for item, codes in FULL.items() if item != "wall"}
    found = one(household(answers=answers))
    assert (found.income_points, found.open, found.poverty_class) == (None, ("wall",), "unscored")


def test_a_real_office_is_refused_the_invented_points_and_given_points_need_no_table():
    real = one(household(), is_synthetic=False)
    assert real.income_points is None and [problem.code for problem in real.problems] == ["P-159"]
    invented = income_score(B1, FULL, is_synthetic=False)
    assert invented.points is None and invented.problem.code == "P-158"
    assert one(household(income_points=100), is_synthetic=False).poverty_class == "near_poor"


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({"wall": "good;bad"}, ["P-160"]),
        ({"wall": "gold"}, ["P-161"]),
        ({"boats": "yes"}, ["P-162"]),
        ({"assets": "none;car"}, ["P-163"]),
        ({"assets": "car;fridge", "wall": "bad"}, []),
        ({"wall": "good;bad", "boats": "x", "assets": "none;x"}, ["P-160", "P-161", "P-162", "P-163"]),
    ],
)
def test_answers_that_cannot_be_are_told_all_at_once(answers, codes):
    sections = SHOWN.on(area="rural", region="BTB", day=DAY)
    assert sorted(problem.code for problem in answer_problems(sections, read_answers(answers))) == codes


def test_a_question_of_the_countryside_is_not_on_the_sheet_of_a_town():
    sections = SHOWN.on(area="urban", region=None, day=DAY)
    assert [one.code for one in answer_problems(sections, read_answers({"land": "some"}))] == ["P-162"]


def test_2021_is_read_under_both_lines_and_other_days_under_one():
    names = [[one.name for one in standards_on(law_seed(), dt.date.fromisoformat(day))]
             for day in ("2020-06-01", "2021-11-01", "2024-10-16", "2026-12-31", "2027-01-01")]  # fmt: skip
    old, new = "poverty-2016", "poverty-2022"
    assert names == [[old], [old, new], [new], [new], ["poverty-2027"]]


def test_a_provinces_own_line_stands_beside_the_nations():
    """What the province did not set is the nation's, and the limits say whose each is."""
    own = next(value for value in law_seed().values if value.name == "income_limit" and value.area == "rural"
               and value.standard == "poverty-2022" and value.holds(DAY))  # fmt: skip
    law = replace(law_seed(), values=(*law_seed().values, replace(own, issuer="79", value=own.value + 10)))
    assert issuers(law, "poverty-2022", DAY) == ["national", "79"]
    poor = household(answers={}, income_points=own.value + 5, deprivation_points=30)
    found = {who: one(poor, issuer=who, law=law) for who in ("national", "79")}
    assert {who: each.poverty_class for who, each in found.items()} == {"national": "not_poor", "79": "poor"}
    whose = {value.name: value.issuer for value in found["79"].limits}
    assert (whose["income_limit"], whose["deprivation_limit"]) == ("79", "national")


def test_an_unverified_line_of_a_province_judges_nothing():
    own = next(value for value in law_seed().values if value.name == "income_limit" and value.area == "rural"
               and value.standard == "poverty-2022" and value.holds(DAY))  # fmt: skip
    law = replace(law_seed(), values=(*law_seed().values, replace(own, issuer="79", standing="unverified")))
    found = one(household(answers={}, income_points=1, deprivation_points=30), issuer="79", law=law)
    assert (found.poverty_class, found.reason) == ("unscored", "Chưa có ngưỡng được xác nhận.")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"area": "rural", "income_vnd": 1_800_000, "deprived_indicators": 3, "day": dt.date(2026, 12, 1)}, "not_poor"),
        ({"area": "rural", "income_vnd": 1_800_000, "deprived_indicators": 3, "day": dt.date(2027, 1, 1)}, "poor"),
        ({"area": "urban", "income_vnd": 2_800_000, "deprived_indicators": 2, "day": dt.date(2027, 6, 1)}, "near_poor"),
        ({"area": None, "income_vnd": 1, "deprived_indicators": 2, "day": dt.date(2027, 6, 1)}, "unscored"),
        ({"area": "urban", "income_points": 10, "deprivation_points": 30, "day": dt.date(2027, 6, 1)}, "unscored"),
    ],
)
def test_where_nothing_was_scored_the_income_decides(facts, expected):
    """C5, C6: the line of 2027 knows no points yet."""
    name = "poverty-2027" if facts["day"].year == 2027 else "poverty-2022"
    assert one(replace(Household("H", DAY), **facts), name=name).poverty_class == expected


def test_average_living_and_the_worker_with_low_income_are_reachable():
    """B5, B7: allowances do not count; the class of persons begins on 24/02/2025."""
    farm = Household("H", dt.date(2025, 10, 1), "rural", income_vnd=2_400_000, allowance_vnd=200_000,
                     is_farm_household=True, deprived_indicators=0)  # fmt: skip
    assert one(farm).average_living == "average_living"
    for day, expected in ((dt.date(2025, 2, 23), "unscored"), (dt.date(2025, 2, 24), "low_income_worker")):
        found = low_income_worker(
            is_worker=True,
            household_class="not_poor",
            income_vnd=2_250_000,
            standard=Standard("poverty-2022", day, law_seed()),
            area="rural",
        )
        assert found == expected


@pytest.mark.parametrize(("points", "codes"), [(25, ["P-174"]), (130, ["P-174"]), (0, []), (120, [])])
def test_deprivation_points_that_cannot_be_judge_nothing(points, codes):
    """A12: no multiple of an indicator's points, or more than all indicators have."""
    found = one(Household("A12", DAY, "rural", income_points=100, deprivation_points=points))
    assert [problem.code for problem in found.problems] == codes
    assert (found.poverty_class == "unscored") == bool(codes)


def test_why_shows_points_class_and_reasons_before_and_after():
    """Two boxes less: B1 falls under the limit, and the answer names the boxes, the limits and their article."""
    rich = {**FULL, "members": ("five",), "electricity": ("from_100",), "assets": ("car", "fridge")}
    standard = Standard("poverty-2022", DAY, law_seed())
    found = why(household(answers=rich), read_answers({"assets": "none", "electricity": "under_25"}), {}, standard,
                SHOWN, is_synthetic=True)  # fmt: skip
    body = found.as_json()
    assert (body["before"]["poverty_class"], body["after"]["poverty_class"]) == ("not_poor", "near_poor")
    assert body["before"]["income_points"] - body["after"]["income_points"] == 75
    assert {change["item"] for change in body["changes"]} == {"assets", "electricity"}
    assert any("Phụ lục III" in sentence for sentence in body["words"])
    assert "Hộ cận nghèo" in text(found) and "Không nghèo" in text(found)


def test_a_place_that_becomes_rural_can_end_poverty():
    """A8, A9: the same points, another area."""
    poor = Household("H", DAY, "urban", income_points=150, deprivation_points=40)
    found = why(poor, {}, {"area": "rural"}, Standard("poverty-2022", DAY, law_seed()), SHOWN, is_synthetic=True)
    assert (found.before.poverty_class, found.after.poverty_class) == ("poor", "not_poor")


def test_points_that_were_given_give_way_when_an_answer_of_their_form_changes():
    given = household(income_points=5, deprivation_points=30)
    found = why(given, read_answers({"wall": "bad"}), {}, Standard("poverty-2022", DAY, law_seed()), SHOWN,
                is_synthetic=True)  # fmt: skip
    assert (found.before.income_points, found.before.deprivation_points) == (5, 30)
    assert (found.after.income_points, found.after.deprivation_points) == (plain(B1, {**FULL, "wall": ("bad",)}), 30)


def test_a_households_file_is_read_strictly():
    with pytest.raises(Refused) as refused:
        household_of({"area": "city", "points": 3, "income_vnd": -1, "answers": [], "is_farm_household": "maybe"})
    assert sorted(problem.place for problem in refused.value.problems) == [
        "", "answers", "area", "day", "income_vnd", "is_farm_household"]  # fmt: skip
    assert household_of({"day": "2024-10-16", "income_vnd": "1.500.000", "area": None}).income_vnd == 1_500_000


def test_the_command_gives_every_line_of_the_day_and_says_what_lacks(capsys, monkeypatch):
    monkeypatch.delenv("MTQG_HOME", raising=False)
    arguments = "--format json poverty class --on 2021-11-01 --area urban --income-points 140 --deprivation-points 0"
    main(arguments.split())
    results = json.loads(capsys.readouterr().out)["results"]
    assert [(one["standard"], one["poverty_class"], one["decides"]) for one in results] == [
        ("poverty-2016", "poor", True),
        ("poverty-2022", "near_poor", False),
    ]
    arguments = "--format json poverty class --on 2024-10-16 --income-points 10 --deprivation-points 30"
    main(arguments.split())
    (result,) = json.loads(capsys.readouterr().out)["results"]
    assert (result["poverty_class"], result["reason"]) == ("unscored", "Chưa ghi khu vực nông thôn hay thành thị.")


# A cell of a sheet: nothing, one box, several, or one that is not there.
CELLS = st.fixed_dictionaries(
    {
        item.code: st.none()
        | st.lists(st.sampled_from([*(option.code for option in item.options), "unheard"]), min_size=1, max_size=3)
        for item in B1.items
    }
)
COMPLETE = st.fixed_dictionaries(
    {
        item.code: st.lists(
            st.sampled_from([option.code for option in item.options]),
            min_size=1,
            max_size=1 if item.choice == "exclusive" else 3,
        )
        for item in B1.items
    }
)


@given(st.lists(CELLS | COMPLETE, min_size=1, max_size=8))
@settings(max_examples=8, deadline=None)
def test_many_households_at_once_have_the_points_of_each_alone_on_both_engines(rows):
    answers = [read_answers(row) for row in rows]
    expected = [plain(B1, one) for one in answers]
    assert [income_score(B1, one, is_synthetic=True).points for one in answers] == expected
    schema = dict.fromkeys([item.code for item in B1.items], pl.String)
    cells = [{"n": at} | {item: cell_of(one.get(item, ())) for item in schema} for at, one in enumerate(answers)]
    frame = pl.DataFrame(cells, schema={"n": pl.Int64, **schema})
    assert nw.from_native(frame).select(points=points_of(B1)).to_native()["points"].to_list() == expected
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE s (n BIGINT, {', '.join(f'{item} VARCHAR' for item in schema)})")
    connection.executemany(f"INSERT INTO s VALUES (?{', ?' * len(schema)})", list(frame.iter_rows()))
    relation = connection.sql("SELECT * FROM s")
    by_sql = nw.from_native(relation).with_columns(points=points_of(B1)).select("n", "points").to_native().fetchall()
    assert [points for _, points in sorted(by_sql)] == expected


def test_a_cell_is_read_back_as_it_was_written():
    assert read_cell(cell_of(("a", "b"))) == ("a", "b") and cell_of(()) is None
    assert (read_cell(None), read_cell(True), read_cell(" a ; b;a ")) == ((), ("yes",), ("a", "b"))
