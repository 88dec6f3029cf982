"""Households between reviews: one act each, nothing rewritten, and each taken back by undo."""

import datetime as dt

import polars as pl
import pytest

from mtqg.core.errors import Refused
from mtqg.poverty.review import households

DAY = dt.date(2024, 5, 1)
SINCE = dt.date(2020, 1, 1)


@pytest.fixture
def family(office):
    home = {"locality_code": "14845", "village_code": "14845-01", "day": SINCE}
    houses = [("A", "Hơ Văn Chứ"), ("B", "Vàng A Pó")]
    rows = [{**home, "household_code": one, "head_name": name, "area": "rural"} for one, name in houses]
    office.add("households", rows)
    people = [("A", "A1", "head"), ("A", "A2", "spouse"), ("A", "A3", "child"), ("B", "B1", "head")]
    office.add(
        "household_members",
        [
            {**home, "household_code": house, "member_code": member, "member_name": f"Tên {member}", "relation": kind}
            for house, member, kind in people
        ],
    )
    return office


def members(office):
    """Household -> who belongs to it now, with the relation to its head."""
    rows = office.live("household_members").filter(pl.col("ends_on").is_null()).sort("member_code")
    found = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(row["household_code"], {})[row["member_code"]] = row["relation"]
    return found


def now(office):
    rows = office.live("households").filter(pl.col("ends_on").is_null())
    return sorted(rows.select("household_code", "locality_code").rows())


def facts(office):
    """Everything that holds, without who wrote it."""
    tables = ("households", "household_members", "household_links")
    plain = [office.live(name).drop("added_by", "row_no", "source_no", "cell_row") for name in tables]
    return [rows.sort(rows.columns).rows() for rows in plain]


BEFORE = {"A": {"A1": "head", "A2": "spouse", "A3": "child"}, "B": {"B1": "head"}}


@pytest.mark.parametrize(
    "work, after, houses, kind",
    [
        (
            lambda office: households.split(office.instance, office.author, "A", "C", members=["A3"], day=DAY),
            {"A": {"A1": "head", "A2": "spouse"}, "B": {"B1": "head"}, "C": {"A3": "head"}},
            [("A", "14845"), ("B", "14845"), ("C", "14845")],
            "split",
        ),
        (
            lambda office: households.join(office.instance, office.author, "B", "A", day=DAY),
            {"A": {**BEFORE["A"], "B1": "other"}},
            [("A", "14845")],
            "join",
        ),
        (
            lambda office: households.move(office.instance, office.author, "A", day=DAY, locality="14848"),
            BEFORE,
            [("A", "14848"), ("B", "14845")],
            "move",
        ),
        (
            lambda office: households.new_head(office.instance, office.author, "A", "A2", day=DAY, is_gone=True),
            {"A": {"A2": "head", "A3": "child"}, "B": {"B1": "head"}},
            [("A", "14845"), ("B", "14845")],
            "head",
        ),
        (
            lambda office: households.dissolve(office.instance, office.author, "B", day=DAY),
            {"A": BEFORE["A"]},
            [("A", "14845")],
            "dissolve",
        ),
    ],
)
def test_each_is_one_act_and_undo_brings_everything_back(family, work, after, houses, kind):
    before = facts(family)
    act = work(family)
    assert (members(family), now(family)) == (after, houses)
    assert family.live("household_links")["link_kind"].to_list() == [kind]
    assert act.verb == f"household.{kind}"
    family.undo(act.n)
    assert members(family) == BEFORE
    assert [[len(rows) for rows in one] for one in facts(family)] == [[len(rows) for rows in one] for one in before]
    assert family.live("household_links").is_empty()


def test_a_split_household_gets_a_key_of_its_own_and_its_heads_name(family):
    households.split(family.instance, family.author, "A", "C", members=["A3", "A2"], head="A2", day=DAY)
    keys = dict(family.live("households").select("household_code", "household_key").unique().rows())
    assert len(set(keys.values())) == 3
    from mtqg.poverty.people import find_people

    with family.instance.register() as register:
        found = find_people(register, name="Tên A2", within=["14845"])
    assert {one.household_code for one in found if one.row.table.name == "households"} == {"C"}


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_written(family):
    head = family.instance.head()
    with pytest.raises(Refused) as refused:
        households.split(family.instance, family.author, "A", "B", members=["A1", "X"], day=SINCE)
    assert {problem.code for problem in refused.value.problems} == {"P-221", "P-222", "P-223", "P-224"}
    with pytest.raises(Refused) as refused:
        households.join(family.instance, family.author, "Z", "A", day=DAY)
    assert [problem.code for problem in refused.value.problems] == ["P-220"]
    assert family.instance.head() == head
