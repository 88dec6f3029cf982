"""Lists with their days, and villages that an office adds."""

import datetime as dt

import pytest

from mtqg.core.errors import Refused


def test_zones_of_quang_nam_are_known_by_commune_and_counted_in_print(book, day):
    members = book.members("zones-2021", day("2021-06-05"))
    inside = [m for m in members if book.province_of(m.listed.code, day("2021-06-05")).code == "49"]
    zones = [sum(m.zone == zone for m in inside) for zone in ("I", "II", "III")]
    assert zones == [9, 3, 49]  # 61 of 70: nine of zone III were not in the part that was read
    assert all(m.standing == "reported" and m.document == "861/QĐ-TTg" for m in inside)
    counts = [
        c
        for c in book.rows("counts")
        if (c["list"], c["code"], c["item"]) == ("zones-2021", "49", "communes of zone III")
    ]
    assert [c["count"] for c in counts] == ["58"]


@pytest.mark.parametrize(("code", "zone"), [("20455", "II"), ("20923", "I")])
def test_a_commune_leaves_one_list_and_enters_another(book, day, code, zone):
    before, after = book.lists_of(code, day("2020-12-31")), book.lists_of(code, day("2021-06-05"))
    assert [(m.list_name, m.zone) for m in before] == [("programme-135", None)]
    assert [(m.list_name, m.zone) for m in after] == [("zones-2021", zone)]


def test_an_amendment_changes_the_zone_on_its_day(book, day):
    zone = lambda on: [m.zone for m in book.lists_of("03250", day(on))]  # noqa: E731
    assert (zone("2024-07-18"), zone("2024-07-19")) == (["II"], ["III"])


def test_membership_follows_a_new_kind_but_not_a_merger(book, day):
    on = day("2025-07-02")
    now = {m.listed.code: m.version for m in book.members("zones-2021", on)}
    assert now["20695"].name == "Xã Thạnh Mỹ"  # Thị trấn Thạnh Mỹ became a xã, on the same land
    assert now["20938"] is None or now["20938"].code == "20938"
    merged = [code for code, version in now.items() if version is None]
    assert merged
    assert all(book.placements(code, day("2024-10-16"), on) for code in merged)


def test_poor_districts_stand_with_their_document(book, day):
    members = book.members("poor-districts-2021", day("2024-10-16"))
    assert sorted(m.listed.code for m in members) == ["384", "385", "386", "387", "388", "396"]
    assert {(m.document, m.standing) for m in members} == {("353/QĐ-TTg", "read")}


def test_an_unknown_list_is_refused_with_the_lists_there_are(book, day):
    with pytest.raises(Refused) as refused:
        book.members("zones", day("2024-10-16"))
    assert refused.value.problems[0].code == "L-003" and "zones-2021" in str(refused.value)


def test_the_region_of_a_unit_comes_through_its_old_province(book, day):
    on = day("2025-07-01")
    assert book.region_of("380", day("2024-10-16")).code == "BTB"
    assert book.region_of("14797", on).label == "Bắc Trung Bộ"
    assert book.region_of("25", on) is None  # Phú Thọ mixes two regions
    assert book.region_of("38", on).standing == "unverified"


VILLAGES = [
    {"village_code": "14869-01", "name": "Bản Khằm", "commune_code": "14869", "valid_to": "2024-01-01"},
    {"village_code": "14869-01", "name": "Bản Khằm Mới", "commune_code": "14869", "valid_from": "2024-01-01",
     "valid_to": "2025-07-01", "document": "12/NQ-HĐND"},
    {"village_code": "14869-02", "name": "Khu phố 2", "commune_code": "14869", "valid_to": dt.date(2025, 7, 1)},
]  # fmt: skip


def test_an_office_adds_villages_below_its_communes(book, day):
    mine = book.with_villages(VILLAGES)
    on = day("2024-10-16")
    assert [(v.code, v.name, v.kind, v.level) for v in mine.children("14869", on)] == [
        ("14869-01", "Bản Khằm Mới", "bản", "village"),
        ("14869-02", "Khu phố 2", "khu phố", "village"),
    ]
    assert mine.province_of("14869-01", on).code == "38"
    assert len(mine.tree(on, "38", "village")) == 2 and not book.tree(on, "38", "village")
    (entry,) = [e for e in mine.history("14869-01", on) if e["kind"] == "rename"]
    assert (entry["date"], entry["document"]) == (day("2024-01-01"), "12/NQ-HĐND")
    carried = mine.carry([{"code": "14869-01", "n": 5}], day("2023-01-01"), on, {"n": "households"})
    assert carried.rows == [{"code": "14869-01", "n": 5}]
    assert mine.resolve("Bản Khằm Mới", on=on, within="385")[0].version.code == "14869-01"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"commune_code": "99999"}, "L-101"),
        ({"commune_code": "16387", "valid_from": "2020-01-01"}, "L-101"),  # which ended in 2019
        ({"commune_code": "15772", "valid_to": None}, "L-113"),  # divided among three communes
        ({"village_code": "14869"}, "L-111"),
        ({"valid_from": "2025-01-01", "valid_to": "2024-01-01"}, "L-103"),
        ({"village_code": "14869-01", "valid_to": "2024-06-01"}, "L-102"),
    ],
)
def test_a_village_that_contradicts_the_book_is_refused(book, change, code):
    with pytest.raises(Refused) as refused:
        book.with_villages([*VILLAGES[:2], {**VILLAGES[2], **change}])
    assert code in [problem.code for problem in refused.value.problems]
