"""The fourteen real cases that a model of Vietnam's units must tell right, each from the shipped book."""

from copy import copy
from fractions import Fraction

BEFORE, AFTER = "2025-06-30", "2025-07-01"


def codes(placements):
    return [place.version.code for place in placements]


def by_code(placements):
    return {place.version.code: place for place in placements}


def test_1_a_split_names_its_parts_and_what_is_known_of_their_people(book, day):
    parts = by_code(book.placements("15772", day(BEFORE), day(AFTER)))
    assert sorted(parts) == ["15772", "15796", "15835"]
    assert (parts["15796"].extent, parts["15796"].shares["population"]) == ("area_only", 0)
    assert parts["15772"].shares["population"] is None
    assert parts["15835"].shares["households"] is None
    (entry,) = [e for e in book.history("15772", day(BEFORE)) if e["date"] == day(AFTER)]
    assert (entry["kind"], entry["to"], entry["document"]) == ("split", sorted(parts), "1686/NQ-UBTVQH15")
    assert (entry["in_force"], entry["date"]) == (day("2025-06-16"), day(AFTER))


def test_2_one_code_is_another_unit_after_the_day(book, day):
    assert [book.version("15772", day(d)).kind for d in (BEFORE, AFTER)] == ["thị trấn", "xã"]
    assert [book.version("00004", day(d)).name for d in (BEFORE, AFTER)] == ["Phường Trúc Bạch", "Phường Ba Đình"]
    assert book.version("00004", day(BEFORE)).key != book.version("00004", day(AFTER)).key


def test_3_a_name_moves_to_another_code(book, day):
    moved = {
        ("15439", "15442"): "Yên Ninh",
        ("15757", "15760"): "Thọ Phú",
        ("15871", "15880"): "Hoằng Giang",
        ("16039", "16042"): "Tuy Lộc",
        ("20221", "20218"): "Thạc Gián",
    }
    for (old, new), name in moved.items():
        end = book.by_code[old][-1][6] if book.by_code[old][-1][6] != AFTER else book.by_code[old][-2][6]
        assert book.version(old, day("2019-11-01")).bare_name == name
        assert codes(book.placements(old, day("2019-11-01"), day(end))) == [new]
        assert book.version(new, day(end)).bare_name == name


def test_4_a_swap_inside_a_district_is_told_through_the_flows(book, day):
    first, later = day("2024-10-16"), day("2025-01-01")
    assert (book.version("15739", first).bare_name, book.version("15736", first).bare_name) == (
        "Xuân Lộc",
        "Xuân Thịnh",
    )
    assert book.version("15736", later).bare_name == "Xuân Lộc"
    assert book.version("15739", later) is None
    assert codes(book.placements("15739", first, later)) == ["15736"]
    assert sorted(place.version.code for place in book.constituents("15736", later, first)) == ["15736", "15739"]


def test_5_an_abolished_code_that_came_back_by_mistake_stays_abolished(book, day):
    assert book.version("16387", day("2019-11-30")).name == "Xã Đông Khê"
    assert book.version("16387", day("2019-12-01")) is None
    assert book.version("16387", day("2025-03-01")) is None


def test_6_two_units_of_one_name_are_both_given(book, day):
    on = day("2024-10-16")
    found = [match.version for match in book.resolve("Xã Xuân Lộc", on=on, within="38") if match.how == "exact"]
    present = {version.code: version.parent_code for version in found if version.bare_name == "Xuân Lộc"}
    assert sorted(book.version(parent, on).bare_name for parent in present.values()) == [
        "Hậu Lộc",
        "Thường Xuân",
        "Triệu Sơn",
    ]
    asked = book.resolve_exact("Xã Xuân Lộc", on=on, within="38")
    assert asked.version is None and {v.code for v in asked.candidates} == set(present)
    assert book.resolve_exact("Xã Xuân Lộc", on=on, within="397").version.code == "15739"


def test_7_a_parent_changes_and_its_children_are_the_same_land(book, day):
    eve, on = day("2024-12-31"), day("2025-01-01")
    moved = [v for v in book.children("405", eve) if codes(book.placements(v.code, eve, on)) == [v.code]]
    assert moved and {book.version(v.code, on).parent_code for v in moved} == {"380"}
    assert {book.version(v.code, on).parent_code for v in book.children("519", eve) if book.version(v.code, on)} == {
        "509"
    }
    assert codes(book.placements("405", eve, on)) == ["380"]
    assert codes(book.placements("519", eve, on)) == ["509"]


def test_8_a_boundary_shift_moves_people_without_any_change_of_units(book, day):
    eve, on = day("2024-12-31"), day("2025-01-01")
    parts = by_code(book.placements("20200", eve, on))
    assert {code: part.shares["population"] for code, part in parts.items()} == {
        "20200": Fraction(738_847, 1_000_000),
        "20206": Fraction(261_153, 1_000_000),
    }
    carried = book.carry([{"code": "20200", "people": 58_280}], eve, on, {"people": "population"})
    assert {row["code"]: row["people"] for row in carried.rows} == {"20200": 43_060, "20206": 15_220}
    assert carried.unplaced == []
    assert book.version("20200", eve) != book.version("20200", on)  # another territory under the same name
    (entry,) = [e for e in book.history("20206", eve) if e["date"] == on]
    assert (entry["kind"], entry["from"], entry["to"]) == ("boundary", ["20200", "20206"], ["20200", "20206"])


def test_9_a_province_is_absorbed_and_its_old_report_stays_its_own(book, day):
    assert codes(book.placements("49", day(BEFORE), day(AFTER))) == ["48"]
    assert sorted(place.version.code for place in book.constituents("48", day(AFTER), day(BEFORE))) == ["48", "49"]
    assert book.version("49", day("2024-10-16")).name == "Tỉnh Quảng Nam"
    assert len(book.tree(day("2024-10-16"), "49", "commune")) == 241


def test_10_a_level_vanishes_and_a_district_lies_in_its_communes(book, day):
    assert len(book.tree(day(BEFORE), level="district")) == 696
    assert book.tree(day(AFTER), level="district") == []
    places = book.placements("384", day(BEFORE), day(AFTER))
    assert len(places) > 1 and {place.version.level for place in places} == {"commune"}
    carried = book.carry([{"code": "384", "n": 7}], day(BEFORE), day(AFTER), {"n": "households"})
    assert (carried.rows, carried.unplaced[0]["code"], carried.unplaced[0]["n"]) == ([], "38", 7)


def test_11_districts_without_communes_become_units_of_the_commune_level(book, day):
    became = {"498": "20333", "536": "21548", "755": "26732", "471": "19742", "318": "11948"}
    for old, new in became.items():
        (place,) = book.placements(old, day(BEFORE), day(AFTER))
        assert (place.version.code, place.version.kind, place.version.level, place.extent) == (
            new,
            "đặc khu",
            "commune",
            "whole",
        )
        assert codes(book.placements(new, day(AFTER), day(BEFORE))) == [old]


def test_12_land_outside_any_commune_enters_one(book, day):
    parts = book.constituents("14698", day(AFTER), day(BEFORE))
    assert [(part.version.code if part.version else None, part.extent) for part in parts] == [
        ("14695", "whole"),
        ("14698", "whole"),
        (None, "area_only"),
    ]


def test_13_a_kind_changes_in_the_middle_of_a_programme(book, day):
    eve, on = day("2026-04-29"), day("2026-04-30")
    changed = [v for v in book.tree(eve, "75", "commune") if v.area != book.version(v.code, on).area]
    assert len(changed) == 10
    assert {(v.kind, book.version(v.code, on).kind) for v in changed} == {("xã", "phường")}
    assert book.version("75", on).name == "Thành phố Đồng Nai"
    (entry,) = [e for e in book.history("25270", eve) if e["date"] == on]
    assert (entry["kind"], entry["document"]) == ("reclassify", "237/NQ-UBTVQH16")


def test_14_a_split_and_mergers_in_one_step_across_old_districts(book, day):
    (old,) = [
        m.version for m in book.resolve("An Hưng", on=day(BEFORE), within="38") if m.version.bare_name == "An Hưng"
    ]
    assert sorted(codes(book.placements(old.code, day(BEFORE), day(AFTER)))) == ["14797", "16417"]
    origins = book.constituents("16417", day(AFTER), day(BEFORE))
    assert {p.extent for p in origins if p.version.code == old.code} == {"part"}
    assert {p.extent for p in origins if p.version.code != old.code} == {"whole"}


def test_15_what_began_out_of_nothing_known_is_whole_on_each_of_its_own_days(book, day):
    """Phường 03002 began on 2020-01-01 from land that no source names; since then it is made of itself."""
    (now,) = book.constituents("03002", day("2024-01-01"), day("2021-01-01"))
    assert (now.version.code, now.extent, set(now.shares.values())) == ("03002", "whole", {Fraction(1)})
    assert None in [one.version for one in book.constituents("03002", day("2024-01-01"), day("2019-11-01"))]


def test_what_is_kept_of_a_place_may_be_forgotten_by_another_page_at_any_moment(book, day):
    class Forgetting(dict):
        def __setitem__(self, key, value):
            """As if another thread had emptied it since."""

    anew = copy(book)
    anew.__dict__["_placed"] = Forgetting()
    asked = ("15772", day(BEFORE), day(AFTER))
    assert anew.placements(*asked) == book.placements(*asked)
