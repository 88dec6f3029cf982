"""Communes that have not sent theirs: what is chosen for them is counted only where asked, said, and never official."""

import datetime as dt

import pytest

from mtqg.asking import answer, explanation
from mtqg.books import opened_shelf
from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.core.figure import figure
from mtqg.core.gaps import values_before
from mtqg.core.period import read_period
from mtqg.core.register.writing import begin
from mtqg.core.snapshot import snapshots
from mtqg.submissions.gaps.actions import Setting, Wanted, choose

BINH = Author(by="binh", role="provincial_office", at=dt.datetime(2024, 1, 5, 9, tzinfo=dt.UTC))
IN, OUT, NEVER = "14845", "14848", "14854"
THIS, LAST = read_period("2023"), read_period("2022")
SETTING = Setting(
    period=THIS,
    base=LAST,
    fillable=CATALOGUE.fillable,
    standards={"poor_household_count": "poverty-2022", "near_poor_household_count": "poverty-2022"},
    by="Lê Thị Bình",
    origin="real",
)


@pytest.fixture
def gap(office, make):
    """2022 of two communes is closed; of 2023 one has sent: 100 households, 3 poor, 1 near-poor."""
    day = dt.date(2022, 12, 10)
    old = {"period": "2022", "day": day}
    office.add("household_counts", [make["counts"](f"{code}-01", code, 60, **old) for code in (IN, OUT)])
    office.add(
        "poverty_sheets", [make["sheet"](f"{code}{at}", code, "poor", **old) for code in (IN, OUT) for at in "12"]
    )
    office.close("poverty", "2022")
    office.add("household_counts", [make["counts"](f"{IN}-01", IN, 100)])
    office.add("poverty_sheets", [make["sheet"](f"A{at}", IN, "poor") for at in range(3)])
    return office


def chosen(office, *wanted, at=BINH):
    with office.instance_now.register() as register, begin(register, at, verb="gap.choose", where="38") as act:
        return choose(act, wanted, SETTING)


def last(code, **more):
    return Wanted(code=code, name=f"Xã {code}", how="last", **more)


def estimated(code, households, poor, **more):
    amounts = {"household_count": households, "poor_household_count": poor}
    return Wanted(code=code, name=f"Xã {code}", how="estimate", amounts=amounts, why="theo sổ hộ khẩu", **more)


def asked(office, measure="poor_household_rate", **more):
    return answer(office.home, measure=measure, locality="38", period=THIS, **more)


def test_what_was_chosen_is_counted_only_in_the_estimate_which_says_how_much_of_it_there_is(gap):
    before = asked(gap).as_json()
    chosen(gap, last(OUT), estimated(NEVER, 40, 6))
    assert {**asked(gap).as_json(), "reason": "", "snapshots": []} == {**before, "reason": "", "snapshots": []}
    said = asked(gap, status="estimate").as_json()
    assert (said["part"], said["whole"], said["value"], said["status"]) == (
        3 + 2 + 6,
        100 + 60 + 40,
        "5.50",
        "estimate",
    )
    assert said["coverage"] == {"have": 1, "of": 559} and said["filled"]["communes"] == 2
    assert said["filled"]["share_pct"] == "50"
    assert "1/559" in said["reason"] and "2 xã chưa gửi" in said["reason"]


def test_an_explanation_opens_to_who_chose_what_and_its_rows_add_up(gap):
    chosen(gap, last(OUT), estimated(NEVER, 40, 6))
    for of, total in (("part", 11), ("whole", 200)):
        _, said = explanation(
            gap.home,
            of=of,
            page=1,
            size=50,
            status="estimate",
            measure="poor_household_rate",
            locality="38",
            period=THIS,
        )
        assert sum(row["amount"] for row in said["rows"]) == total == sum(one[of] for one in said["parts"])
        assert said["page"]["rows"] == len(said["rows"])
        mine = [row for row in said["rows"] if row["origin"] == "chosen"]
        assert [(row["locality"], row["values"]["how"]) for row in mine] == [(OUT, "last"), (NEVER, "estimate")]
        assert {row["values"]["by"] for row in mine} == {"Lê Thị Bình"} and mine[0]["values"]["base"] == "2022"
    _, second = explanation(
        gap.home,
        of="part",
        page=2,
        size=3,
        status="estimate",
        measure="poor_household_rate",
        locality="38",
        period=THIS,
    )
    assert [row["amount"] for row in second["rows"]] == [2, 6]


def test_the_communes_own_rows_take_the_place_of_the_choice_as_soon_as_they_are_in(gap, make):
    chosen(gap, last(OUT))
    gap.add("household_counts", [make["counts"](f"{OUT}-01", OUT, 55)])
    half = asked(gap, status="estimate")
    assert (half.part, half.whole, half.have, half.filled) == (3 + 2, 100 + 55, 1, 1)
    gap.add("poverty_sheets", [make["sheet"]("B1", OUT, "poor")])
    real = asked(gap)
    assert (real.part, real.whole, real.have, real.fills) == (4, 155, 2, ())
    assert asked(gap, status="estimate").exact is None  # nothing of it is an estimate any more


def test_nothing_chosen_enters_a_close(gap):
    chosen(gap, last(OUT))
    gap.close("poverty", "2023")
    official = asked(gap)
    assert (official.part, official.whole, official.status) == (3, 100, "official")
    assert all(not one.has("gap_choices") for one in snapshots(gap.instance_now))
    with opened_shelf(gap.instance_now, only_closed=True, is_filled=True) as shelf:
        found = figure(official.question, shelf)
    assert (found.whole, found.status) == (160, "estimate")  # over the edition, and no more official


def test_what_was_not_estimated_stays_missing(gap):
    chosen(gap, Wanted(code=OUT, name="Xã", how="estimate", amounts={"household_count": 70}, why="theo sổ"))
    assert (asked(gap, "household_count", status="estimate").part, asked(gap, status="estimate").exact) == (170, None)
    assert asked(gap, "minority_poor_household_rate", status="estimate").exact is None


def test_a_commune_that_is_left_out_is_not_counted(gap):
    chosen(gap, Wanted(code=OUT, name="Xã", how="leave"))
    assert asked(gap, status="estimate").exact is None


def test_another_choice_ends_the_first_and_two_people_at_once_do_not_write_over_each_other(gap):
    chosen(gap, last(OUT))
    n = gap.n()
    with pytest.raises(gap.Refused, match="U-020"):
        chosen(gap, estimated(OUT, 70, 1))  # seen before the first was made
    assert gap.n() == n
    fresh, _ = chosen(gap, estimated(OUT, 70, 1, after=n))
    assert len(fresh) == 1 and asked(gap, status="estimate").whole == 170
    assert chosen(gap, estimated(OUT, 70, 1, after=n))[0] == []  # sent twice
    chosen(gap, Wanted(code=OUT, name="Xã", how="", after=gap.n() - 1))
    assert asked(gap, status="estimate").exact is None
    assert gap.verified() == []


def test_rows_that_came_in_meanwhile_are_told_and_not_replaced(gap):
    fresh, late = chosen(gap, last(IN), last(OUT))
    assert [one.code for one in fresh] == [OUT] and [one.code for one in late] == [IN]


def test_a_commune_made_of_several_has_their_earlier_values_only_if_all_reported(gap, make):
    """14896 is made of 14896 and 14899 since 1 July 2025."""
    with opened_shelf(gap.instance_now) as shelf:
        place = shelf.books.territory.version("38", THIS.last)
        found = values_before(shelf, place, THIS, LAST, [IN, OUT, NEVER])
    assert found[OUT] == {"household_count": 60, "poor_household_count": 2, "near_poor_household_count": 0}
    assert NEVER not in found
    day, merged = dt.date(2024, 12, 10), ("14896", "14899")
    gap.add("household_counts", [make["counts"]("14896-01", "14896", 30, period="2024", day=day)])
    now = read_period("2025")

    def had():
        with opened_shelf(gap.instance_now) as shelf:
            place = shelf.books.territory.version("38", now.last)
            return values_before(shelf, place, now, read_period("2024"), ["14896"]).get("14896")

    assert had() is None
    gap.add("household_counts", [make["counts"]("14899-01", "14899", 12, period="2024", day=day)])
    assert merged and had() == {"household_count": 42}
