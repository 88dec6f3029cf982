"""Movement: forms 2 and 3 say what became of each household, and their numbers always close."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg.core.period import read_period
from mtqg.localities.book import Localities
from mtqg.poverty.movement import INTO, LISTED, OUT, moved
from mtqg.poverty.movement_places import Placed

SHEETS = {
    "period": pl.String,
    "standard": pl.String,
    "locality_code": pl.String,
    "day": pl.Date,
    "household_code": pl.String,
    "persons": pl.Int64,
    "decided_class": pl.String,
    "change_reason": pl.String,
}
LINKS = {"household_code": pl.String, "to_household_code": pl.String, "day": pl.Date, "link_kind": pl.String}
LINE = "poverty-2022"


def sheet(year, household, decided, place="14845", persons=4, reason=None, standard=LINE, period=None):
    day = dt.date(int(str(year)[:4]), 10, 10)
    return (period or str(year), standard, place, day, household, persons, decided, reason)


def link(kind, household, to, day):
    return household, to, dt.date.fromisoformat(day), kind


def moving(sheets, period, links=(), standard=LINE, within=("14845", "14848")):
    when = read_period(period)
    return moved(
        pl.DataFrame(list(sheets), schema=SHEETS, orient="row"),
        pl.DataFrame(list(links), schema=LINKS, orient="row"),
        period=when,
        standard=standard,
        placed=Placed(Localities.seed(), when.last),
        within=within,
    )


def numbers(made, commune="14845", counted="households"):
    rows = made.frame.filter((pl.col("commune_code") == commune) & (pl.col("counted") == counted)).to_dicts()
    return {name: value for name, value in rows[0].items() if value}


def test_a_deprivation_solved_makes_a_poor_household_near_poor_in_both_forms():
    """A10: 2.2 = 1 and 3.5 = 1."""
    told = numbers(moving([sheet(2023, "H1", "poor"), sheet(2024, "H1", "near_poor")], "2024"))
    assert told["poor_out_near_poor"] == told["near_poor_from_poor"] == 1


def test_income_over_the_line_takes_a_poor_household_out_above():
    """A11: 2.3 = 1, and near-poor households are untouched."""
    told = numbers(moving([sheet(2023, "H1", "poor"), sheet(2024, "H1", "not_poor")], "2024"))
    assert told["poor_out_above"] == 1
    assert "near_poor_end" not in told


def test_a_commune_of_a_hundred_poor_households_ends_with_seventy_two():
    """D6: 20 to near-poor, 15 above, 2 moved away, 3 from near-poor, 1 again, 4 new, 1 moved in."""
    many = [f"H{at:03}" for at in range(100)]
    became = ["near_poor"] * 20 + ["not_poor"] * 15 + [None] * 2 + ["poor"] * 63
    sheets = [sheet(2022, "R1", "poor"), sheet(2023, "R1", "not_poor"), sheet(2024, "R1", "poor")]
    sheets += [sheet(2023, code, "poor") for code in many]
    sheets += [sheet(2024, code, kind) for code, kind in zip(many, became, strict=True) if kind]
    sheets += [sheet(2023, f"N{at}", "near_poor") for at in range(3)]
    sheets += [sheet(2024, f"N{at}", "poor") for at in range(3)]
    sheets += [sheet(2024, f"P{at}", "poor", reason="new") for at in range(4)]
    sheets += [sheet(2024, "V1", "poor", reason="moved_in")]
    made = moving(sheets, "2024", [link("out", code, None, "2024-05-01") for code in many[35:37]])
    told = numbers(made)
    assert told["poor_start"] == 100
    assert [told[f"poor_{name}"] for name in OUT["poor"]] == [20, 15, 2]
    assert [told[f"poor_{name}"] for name in INTO["poor"]] == [3, 1, 4, 1]
    assert told["poor_end"] == 72
    assert made.unexplained.is_empty()


def test_a_household_without_a_sheet_or_a_reason_is_named():
    made = moving([sheet(2023, "H1", "poor"), sheet(2023, "H2", "poor"), sheet(2024, "H2", "poor")], "2024")
    assert made.unexplained.rows() == [("poor", "14845", "H1", "no_sheet")]
    assert numbers(made)["poor_difference"] == -1


def test_a_sheet_without_a_decision_is_named_too():
    made = moving([sheet(2023, "H1", "near_poor"), sheet(2024, "H1", None)], "2024")
    assert made.unexplained.rows() == [("near_poor", "14845", "H1", "undecided")]


def test_who_moves_to_another_commune_is_other_there_and_here_in_both_forms():
    made = moving([sheet(2023, "H1", "poor"), sheet(2024, "H1", "near_poor", place="14848")], "2024")
    assert numbers(made) == {
        "commune_code": "14845",
        "counted": "households",
        "poor_start": 1,
        "poor_other_decrease": 1,
    }
    assert numbers(made, "14848")["near_poor_other_increase"] == 1


def test_who_is_split_from_a_poor_household_is_another_increase_and_from_a_better_one_new():
    sheets = [sheet(2023, "A", "poor"), sheet(2024, "A", "poor"), sheet(2024, "B", "poor")]
    sheets += [sheet(2023, "C", "not_poor"), sheet(2024, "D", "poor")]
    links = [link("split", "A", "B", "2024-03-01"), link("split", "C", "D", "2024-03-01")]
    told = numbers(moving(sheets, "2024", links))
    assert (told["poor_other_increase"], told["poor_new"]) == (1, 1)


def test_falling_back_is_found_through_a_split_and_a_new_code():
    """The old household was poor and left; its children's household is poor: again, not new."""
    sheets = [sheet(2022, "A", "poor"), sheet(2023, "A", "not_poor"), sheet(2024, "B2", "poor")]
    links = [link("split", "A", "B", "2023-12-20"), link("recode", "B", "B2", "2024-02-01")]
    told = numbers(moving(sheets, "2024", links))
    assert (told["poor_again"], told.get("poor_new")) == (1, None)


def test_who_joins_another_household_leaves_the_list_by_that():
    sheets = [sheet(2023, "A", "poor"), sheet(2023, "B", "poor"), sheet(2024, "B", "poor")]
    made = moving(sheets, "2024", [link("join", "A", "B", "2024-06-01")])
    assert numbers(made)["poor_other_decrease"] == 1
    assert made.unexplained.is_empty()


def test_a_decision_within_the_year_moves_the_month_in_which_it_was_made():
    sheets = [sheet(2023, "H1", "poor"), sheet(2023, "H2", "poor"), sheet(2024, "H1", "not_poor", period="2024-03")]
    march = numbers(moving(sheets, "2024-03"))
    assert (march["poor_start"], march["poor_out_above"], march["poor_end"]) == (2, 1, 1)
    april = numbers(moving(sheets, "2024-04"))
    assert (april["poor_start"], april["poor_end"]) == (1, 1)


def test_a_merger_carries_the_start_to_the_new_commune():
    """Two communes of the day before 1 July 2025 are one after it: its start is what both of them ended with."""
    book = Localities.seed()
    new = next(
        one
        for one in book.tree(dt.date(2025, 12, 31), within="38", level="commune")
        if len(book.constituents(one.code, dt.date(2025, 12, 31), dt.date(2024, 12, 31))) > 1
        and all(
            len(book.placements(part.version.code, dt.date(2024, 12, 31), dt.date(2025, 12, 31))) == 1
            for part in book.constituents(one.code, dt.date(2025, 12, 31), dt.date(2024, 12, 31))
        )
    )
    old = [part.version.code for part in book.constituents(new.code, dt.date(2025, 12, 31), dt.date(2024, 12, 31))]
    sheets = [sheet(2024, f"H{at}", "poor", place=code) for at, code in enumerate(old)]
    sheets += [sheet(2025, f"H{at}", "poor", place=new.code) for at in range(1, len(old))]
    sheets += [sheet(2025, "H0", "near_poor", place=new.code)]
    told = numbers(moving(sheets, "2025", within=[new.code]), new.code)
    assert (told["poor_start"], told["poor_out_near_poor"]) == (len(old), 1)
    assert told["poor_end"] == len(old) - 1


@pytest.mark.parametrize(
    "before, why",
    [
        ([sheet(2021, "H1", "poor", standard="poverty-2016")], "break"),
        ([sheet(2020, "H1", "poor")], "gap"),
        ([], "first"),
    ],
)
def test_without_a_review_of_the_same_line_there_is_an_end_and_no_movement(before, why):
    """2021 has two results; the second is where the new line begins, and nothing is compared across it."""
    made = moving([*before, sheet(2022, "H1", "near_poor"), sheet(2022, "H2", "poor")], "2022")
    assert made.why == why
    assert numbers(made) == {"commune_code": "14845", "counted": "households", "poor_end": 1, "near_poor_end": 1}
    assert made.frame["poor_start"].null_count() == len(made.frame)


def test_persons_born_or_gone_are_other_increase_and_decrease():
    sheets = [sheet(2023, "H1", "poor", persons=4), sheet(2024, "H1", "poor", persons=6)]
    sheets += [sheet(2023, "H2", "poor", persons=5), sheet(2024, "H2", "poor", persons=2)]
    told = numbers(moving(sheets, "2024"), counted="persons")
    assert (told["poor_start"], told["poor_other_increase"], told["poor_other_decrease"]) == (9, 2, 3)
    assert told["poor_end"] == 8
    assert "poor_difference" not in told


def test_persons_are_unknown_where_a_sheet_does_not_count_them():
    made = moving([sheet(2023, "H1", "poor", persons=None), sheet(2024, "H1", "near_poor", persons=3)], "2024")
    row = made.frame.filter(pl.col("counted") == "persons").to_dicts()[0]
    assert (row["poor_start"], row["near_poor_from_poor"], row["poor_end"]) == (None, 3, 0)


CLASSES = st.sampled_from(["poor", "near_poor", "not_poor", "average_living", None])
REASONS = st.sampled_from([None, "new", "again", "moved_in", "moved_out", "split", "joined", "dissolved", "better"])
LIVES = st.lists(
    st.lists(
        st.none() | st.tuples(CLASSES, st.sampled_from(["14845", "14848"]), st.integers(1, 9), REASONS),
        min_size=3,
        max_size=3,
    ),
    max_size=12,
)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["split", "join", "dissolve", "out", "head"]),
        st.integers(0, 11),
        st.integers(0, 11),
        st.sampled_from(["2023-02-01", "2024-02-01"]),
    ),
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(LIVES, EVENTS)
def test_whatever_happened_the_identities_hold(lives, events):
    """End = 1-2-3-4+5+6+7+8 but for the households named; start = the end before; 2.5 = 3.2 and 2.2 = 3.5."""
    sheets = [
        sheet(year, f"H{at}", kind, place, persons, reason)
        for at, life in enumerate(lives)
        for year, found in zip((2022, 2023, 2024), life, strict=True)
        if found
        for kind, place, persons, reason in [found]
    ]
    # Every year was reviewed, whoever lived through it.
    sheets += [sheet(year, "Z", "poor") for year in (2022, 2023, 2024)]
    links = [link(kind, f"H{one}", f"H{two}", day) for kind, one, two, day in events if one != two]
    before, after = moving(sheets, "2023", links), moving(sheets, "2024", links)
    for made in (before, after):
        homes = made.frame.filter(pl.col("counted") == "households")
        for form in LISTED:
            lost = made.unexplained.filter(pl.col("form") == form)
            assert -homes[f"{form}_difference"].sum() == len(lost)
        assert homes["poor_from_near_poor"].to_list() == homes["near_poor_became_poor"].to_list()
        assert homes["poor_out_near_poor"].to_list() == homes["near_poor_from_poor"].to_list()
    for form in LISTED:
        for counted in ("households", "persons"):
            ended = before.frame.filter(pl.col("counted") == counted)[f"{form}_end"].sum()
            assert ended == after.frame.filter(pl.col("counted") == counted)[f"{form}_start"].sum()
