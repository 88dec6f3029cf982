"""The shipped book counts as the official totals do, and every spell is one territory."""

import datetime as dt
from collections import Counter

import pytest

from mtqg.core.errors import Refused
from mtqg.localities.book import FROM, TO

OFFICIAL = """
day        | provinces | districts | communes | 38  | 49  | 48
2021-02-01 | 63        | 705       | 10603    | 559 | 241 | 56
2023-12-31 | 63        | 705       | 10598    | 559 | 241 | 56
2024-10-16 | 63        | 704       | 10542    | 558 | 241 | 56
2025-03-01 | 63        | 696       | 10035    | 547 | 233 | 47
2025-07-01 | 34        | 0         | 3321     | 166 | 0   | 94
2026-05-01 | 34        | 0         | 3321     | 166 | 0   | 94
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in OFFICIAL.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_counts_equal_the_official_totals(book, day, row):
    on = day(row[0])
    levels = [len(book.tree(on, level=level)) for level in ("province", "district", "commune")]
    inside = [len(book.tree(on, code, "commune")) if book.version(code, on) else 0 for code in ("38", "49", "48")]
    assert [*levels, *inside] == [int(cell) for cell in row[1:]]


def test_kinds_of_july_2025_equal_the_official_list(book, day):
    kinds = Counter(version.kind for version in book.tree(day("2025-07-01"), level="commune"))
    assert kinds == {"xã": 2621, "phường": 687, "đặc khu": 13}


def test_kinds_of_two_provinces_equal_their_resolutions(book, day):
    count = lambda code, on: Counter(v.kind for v in book.tree(day(on), code, "commune"))  # noqa: E731
    assert count("38", "2024-10-16") == {"xã": 467, "phường": 60, "thị trấn": 31}
    assert count("38", "2025-07-01") == {"xã": 147, "phường": 19}
    assert count("48", "2025-07-01") == {"xã": 70, "phường": 23, "đặc khu": 1}


def test_every_old_commune_has_places_and_every_new_one_constituents(book, day):
    eve, on = day("2025-06-30"), day("2025-07-01")
    old, new = book.tree(eve, level="commune"), book.tree(on, level="commune")
    assert (len(old), len(new)) == (10_035, 3_321)
    places = {v.code: book.placements(v.code, eve, on) for v in old}
    assert all(place.version.level == "commune" for found in places.values() for place in found)
    assert Counter(len(found) > 1 for found in places.values())[True] == 440
    for version in new:
        parts = book.constituents(version.code, on, eve)
        assert [part for part in parts if part.version], version
    old_provinces = {v.code: book.province_of(v.code, eve).code for v in old}
    for version in new:
        known = [part.version for part in book.constituents(version.code, on, eve) if part.version]
        assert len({old_provinces.get(v.code, v.code) for v in known if v.level == "commune"}) <= 1


def test_no_spell_contains_a_day_on_which_land_or_people_move(book):
    moves = 0
    for key, row in book.by_key.items():
        for flow in book.index.out.get(key, ()):
            assert book.events[flow.event]["operative"] == row[TO]
            moves += 1
        for flow in book.index.into.get(key, ()):
            assert book.events[flow.event]["operative"] == row[FROM]
    assert moves > 13_000


def test_a_unit_that_absorbs_another_begins_a_new_version_that_day(book, day):
    """Communes that merged into a code that stood before and after: the code's spell ends there."""
    absorbed = 0
    for flows in book.index.out.values():
        for flow in flows:
            if flow.target and flow.source[0] != flow.target[0]:
                on = day(flow.target[1])
                before = book.version(flow.target[0], on - dt.timedelta(days=1)) if on > day("2019-11-01") else None
                if before and on < day("2025-07-01"):
                    absorbed += 1
                    assert before.valid_to == on
    assert absorbed > 385


def test_communes_that_cross_a_district_boundary_cut_the_districts_spells(book, day):
    """Six districts gave communes to Hải Dương on 2019-12-01, though the register names no change of theirs."""
    on = day("2019-12-01")
    origins = {place.version.code for place in book.constituents("288", on, day("2019-11-01"))}
    assert {"288", "294", "297", "298"} <= origins
    assert book.version("294", on).valid_from == on


def test_what_the_sources_do_not_know_is_marked_and_kept(book, day):
    lost = [e for e in book.rows("events") if e["kind"] == "abolish" and e["confidence"] == "low"]
    assert len(lost) == 27
    flows = {flow.event: flow for flows in book.index.out.values() for flow in flows if flow.target is None}
    assert all(event["event"] in flows for event in lost)
    (place,) = book.placements("19609", day("2019-12-31"), day("2020-01-01"))
    assert (place.extent, place.version.name) == ("within", "Huyện Cam Lộ")
    # Its district gave communes away on the same day, so the province is the nearest that surely holds it.
    (place,) = book.placements("11080", day("2019-11-30"), day("2019-12-01"))
    assert (place.extent, place.version.name) == ("within", "Tỉnh Hải Dương")
    assert any(event["document"] == "" for event in book.rows("events"))


def test_a_day_before_the_data_is_refused(book, day):
    with pytest.raises(Refused) as refused:
        book.tree(day("2019-10-31"))
    assert refused.value.problems[0].code == "L-001"
    assert len(book.tree(day("2019-11-01"), "38", "commune")) == 635


def test_a_tree_goes_from_each_unit_to_what_lies_in_it(book, day):
    found = book.tree(day("2024-10-16"), "38")
    seen = set()
    for version in found:
        assert version.code == "38" or version.parent_code in seen
        seen.add(version.code)
    assert (found[0].code, len(found)) == ("38", 1 + 27 + 558)
    assert [v.code for v in book.ancestors("14845", day("2024-10-16"))] == ["384", "38"]


def test_urban_and_rural_follow_from_the_kind(book, day):
    areas = Counter(version.area for version in book.tree(day("2025-07-01"), level="commune"))
    assert areas == {"rural": 2621, "urban": 687, None: 13}


def test_shares_that_are_known_add_up_to_one_on_any_two_days(book, day):
    days = [day(text) for text in ("2019-11-01", "2020-03-01", "2024-10-16", "2025-06-30", "2025-07-01")]
    for here in days:
        for there in days:
            for version in book.tree(here):
                places = book.walk(there).places(version.key)
                for weight in zip(*places.values(), strict=True):
                    assert None in weight or sum(weight) == 1, (version, there)
