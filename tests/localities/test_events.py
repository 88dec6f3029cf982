"""Events that an office adds: invented mergers after the shipped book, and what every answer then says."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from mtqg.cli import main
from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.creating import create_instance
from mtqg.localities.actions import add_events, remove_events
from mtqg.localities.book import Localities
from mtqg.localities.office import events_at, localities_at, with_events

AT = dt.datetime(2027, 8, 1, 8, tzinfo=dt.UTC)
AN = Author(by="An", role="officer", at=AT)
HEAD = "event,operative,in_force,kind,document,issued_by,from_code,to_code,to_name,to_kind,to_parent_code,extent"
PPM = ",population_ppm,area_ppm,households_ppm"
TEXT = "99/NQ-MH,UBTVQH (minh họa)"
# Tam Chung (14848) goes into Mường Lát (14845); both stand from 1 July 2025 on.
MERGER = f"""{HEAD}
minh-hoa,2027-07-01,2027-06-16,merge,{TEXT},14845,14845,,,,whole
minh-hoa,2027-07-01,2027-06-16,merge,{TEXT},14848,14845,,,,whole
"""
# Mường Lý (14854) is divided between Tam Chung and Trung Lý (14857), with shares.
DIVISION = f"""{HEAD}{PPM}
chia,2027-07-01,,split,{TEXT},14854,14848,,,,part,400000,300000,400000
chia,2027-07-01,,split,{TEXT},14854,14857,,,,part,600000,700000,600000
chia,2027-07-01,,split,{TEXT},14848,14848,,,,whole,,,
chia,2027-07-01,,split,{TEXT},14857,14857,Xã Trung Lý Mới,,,whole,,,
"""
EVE, DAY = dt.date(2027, 6, 30), dt.date(2027, 7, 1)


@pytest.fixture
def instance(tmp_path):
    return create_instance(tmp_path / "kho", AN, id="0123456789abcdef")


@pytest.fixture
def add(instance, tmp_path):
    def written(text, **more):
        file = tmp_path / "su-kien.csv"
        file.write_text(text, encoding="utf-8")
        return add_events(instance, AN, file, **more)

    return written


@pytest.fixture
def mine(instance):
    def now(n=None):
        with instance.register() as register:
            return localities_at(register.database, n)

    return now


def codes(book, on):
    return {version.code: version.name for version in book.tree(on, "38", "commune")}


def refusals(act, *given, **more):
    with pytest.raises(Refused) as said:
        act(*given, **more)
    return [(problem.code, problem.place) for problem in said.value.problems]


def test_the_tree_before_and_after_a_merger(add, mine, book):
    add(MERGER)
    after, before = codes(mine(), DAY), codes(mine(), EVE)
    assert before == codes(book, EVE)
    assert before.keys() - after.keys() == {"14848"}
    assert after["14845"] == before["14845"] == "Xã Mường Lát"
    assert mine().require("14845", DAY).valid_from == DAY
    assert mine().require("14845", EVE).valid_to == DAY
    assert codes(mine(2 - 1), DAY) == codes(book, DAY), "before the act nobody knew"


def test_the_history_names_the_resolution(add, mine):
    add(MERGER)
    last = mine().history("14848", EVE)[-1]
    assert (last["date"], last["kind"], last["document"]) == (DAY, "merge", "99/NQ-MH")
    assert (last["from"], last["to"]) == (["14845", "14848"], ["14845"])
    assert last["in_force"] == dt.date(2027, 6, 16)
    assert [one.version.code for one in mine().placements("14848", EVE, DAY)] == ["14845"]


def test_a_new_name_is_resolved_and_an_old_one_leads_to_it(add, mine):
    add(DIVISION)
    found = mine().resolve("trung ly moi", on=DAY, within="38")
    assert (found[0].version.code, found[0].how) == ("14857", "accents")
    former = mine().resolve("Mường Lý", on=DAY, within="38")
    assert {one.version.code for one in former} >= {"14848", "14857"}


def test_numbers_are_carried_by_the_shares_and_nothing_is_lost(add, mine):
    add(DIVISION)
    rows = [{"code": "14854", "people": 1001, "homes": 10}, {"code": "14848", "people": 500, "homes": 5}]
    carried = mine().carry(rows, EVE, DAY, {"people": "population", "homes": "households"})
    found = {row["code"]: (row["people"], row["homes"]) for row in carried.rows}
    assert found == {"14848": (900, 9), "14857": (601, 6)}
    assert carried.unplaced == []


def test_what_is_as_it_was_may_be_left_empty_and_what_begins_must_be_said(add):
    lacking = MERGER.replace("14848,14845,,,,whole", "14848,14999,,,,whole")
    assert refusals(add, lacking) == [("L-122", "su-kien.csv:2")] * 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("2027-07-01", "01/07/2027"), "L-120"),
        (("merge", "marriage"), "L-120"),
        (("whole", "all"), "L-120"),
        (("99/NQ-MH", ""), "L-120"),
        (("14848,14845", ","), "L-120"),
        (("merge,99/NQ-MH,UBTVQH (minh họa),14848", "split,99/NQ-MH,UBTVQH (minh họa),14848"), "L-121"),
        (("14848,14845", "14999,14845"), "L-124"),
        (("14845,14845", "14846,14846"), "L-122"),
        (("14845,14845,,,,whole", "14845,14845,,,99,whole"), "L-101"),
        (("to_name", "to_nom"), "C-061"),
        (("whole\n", "whole,1\n"), "C-062"),
    ],
)
def test_a_file_that_contradicts_itself_or_the_book_is_refused_whole(add, mine, change, code):
    found = [found for found, _ in refusals(add, MERGER.replace(*change))]
    assert code in found
    assert mine() is Localities.seed()


def test_shares_of_a_unit_are_at_most_all_of_it(add):
    assert refusals(add, DIVISION.replace("400000,300000", "400001,300000")) == [("L-106", "flows")]


def test_what_it_reaches_must_not_stand_already(add):
    into = MERGER.replace("14848,14845", "14848,14857")
    assert refusals(add, into) == [("L-124", "su-kien.csv:2")]


def test_an_event_is_written_once(add):
    add(MERGER)
    assert refusals(add, MERGER) == [("L-123", "su-kien.csv:2")]
    again = MERGER.replace("minh-hoa", "lan-hai")
    assert refusals(add, again) == [("L-124", "su-kien.csv:2")]


def test_one_event_follows_another_and_the_first_cannot_be_taken_away(add, mine, instance):
    add(MERGER)
    renamed = f"{HEAD}\ndoi-ten,2028-01-01,,rename,{TEXT},14845,14845,Xã Mường Lát Mới,,,whole\n"
    add(renamed)
    assert mine().require("14845", dt.date(2028, 1, 1)).name == "Xã Mường Lát Mới"
    assert [one["kind"] for one in mine().history("14848", EVE)][-2:] == ["merge", "rename"]
    assert refusals(remove_events, instance, AN, ["la"], why="nhầm") == [("L-125", "la")]
    assert refusals(remove_events, instance, AN, ["doi-ten"], why="") == [("L-126", "--why")]
    remove_events(instance, AN, ["doi-ten", "minh-hoa"], why="nhầm")
    assert mine().version("14845", DAY).name == "Xã Mường Lát"
    assert mine().version("14848", DAY) is not None
    assert mine(3).require("14845", dt.date(2028, 1, 1)).name == "Xã Mường Lát Mới"


def test_nothing_that_was_written_changes(add, instance):
    from mtqg.localities.terms import OFFICE_TABLES

    add(MERGER)
    with instance.register() as register:
        for table in OFFICE_TABLES:
            for sql in (f"UPDATE {table.name} SET origin = 'synthetic'", f"DELETE FROM {table.name}"):
                with pytest.raises(Refused, match="không được sửa hoặc xóa"):
                    register.database.execute(sql)


def test_a_dry_run_checks_and_writes_nothing(add, mine):
    assert [event.name for event in add(MERGER, is_dry=True)] == ["minh-hoa"]
    assert mine() is Localities.seed()


def test_a_package_that_later_knows_the_event_wins_and_nothing_breaks(add, instance, book):
    add(MERGER)
    with instance.register() as register:
        events = events_at(register.database)
    shipped, _ = with_events(book, [events[0]._replace(name="20270701-14845")])
    later, left_out = with_events(shipped, events)
    assert left_out == list(events)
    assert later.table("versions") == shipped.table("versions")


def test_the_command_line_reads_the_book_of_the_instance(add, instance, tmp_path, capsys):
    file = tmp_path / "su-kien.csv"
    file.write_text(MERGER, encoding="utf-8-sig")

    def run(*args):
        with pytest.raises(SystemExit) if args[-1] == "!" else _nothing():
            main(["--format", "json", *[arg for arg in args if arg != "!"]])
        return json.loads(capsys.readouterr().out)

    home = ("--home", str(instance.home))
    (made,) = run(*home, "localities", "add", str(file), "--by", "An")
    assert (made["from"], made["to"]) == (["14845", "14848"], ["14845"])
    asked = ("localities", "tree", "--on", "2027-07-01", "--within", "38", "--level", "commune")
    shipped, extended, before = run(*asked), run(*home, *asked), run(*home, *asked, "--known", "1")
    assert shipped == before
    assert {one["code"] for one in shipped} - {one["code"] for one in extended} == {"14848"}
    assert run(*home, "localities", "history", "14848", "--on", "2027-06-30")[-1]["document"] == "99/NQ-MH"
    assert [one["in_force"] for one in run(*home, "localities", "added")] == [True]
    refused = run(*home, "localities", "show", "14848", "--on", "2027-07-01", "!")
    assert refused["errors"][0]["code"] == "L-002"
    assert run(*home, "localities", "remove", "minh-hoa", "--why", "nhầm")["removed"] == ["minh-hoa"]


class _nothing:
    def __enter__(self):
        return None

    def __exit__(self, *_):
        return None
