"""Households and members: one random key a household, people found by an exact value, seen in clear only by an act."""

import threading

import polars as pl
import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.register.finding import shown
from mtqg.poverty.people import find_people
from mtqg.poverty.terms import HOUSEHOLD_MEMBERS, HOUSEHOLDS

HERE = frozenset({"14845"})
BOTH = frozenset({"14845", "14848"})
NAME, NUMBER, PHONE, ADDRESS = "Hơ Văn Chứ", "038199555001", "0912345678", "Số 5 bản Pù Quăn"


def household(code="H-1", **changes):
    return {
        "Mã xã": "14845",
        "Mã thôn": "14845-01",
        "Mã hộ": code,
        "Họ và tên chủ hộ": NAME,
        "Từ ngày": "01/01/2022",
        "Địa chỉ": ADDRESS,
        "Số điện thoại": PHONE,
        "Dân tộc": "Mông",
        "Khu vực": "Thành thị",
        **changes,
    }


def member(code="H-1-1", **changes):
    return {
        "Mã xã": "14845",
        "Mã thôn": "14845-01",
        "Mã hộ": "H-1",
        "Mã thành viên": code,
        "Họ và tên": NAME,
        "Số định danh": NUMBER,
        "Ngày sinh": "02/09/1985",
        "Năm sinh": "",
        "Giới tính": "Nam",
        "Quan hệ với chủ hộ": "Chủ hộ",
        "Ngày vào hộ": "01/01/2022",
        "Ngày ra khỏi hộ": "",
        **changes,
    }


def keys(office):
    rows = office.live("households").select("household_code", "household_key").unique()
    return dict(rows.iter_rows())


def test_a_household_gets_one_random_key_and_keeps_it(village):
    village.good("households", [household(), household("H-2")])
    first = keys(village)
    assert len(set(first.values())) == 2 and all(len(key) == 32 for key in first.values())
    again = village.good("households", [household(), household("H-2", **{"Khu vực": "Nông thôn"}), household("H-3")])
    assert (again.new, again.replaced, again.unchanged) == (1, 1, 1)
    assert {code: key for code, key in keys(village).items() if code != "H-3"} == first


def test_a_household_that_moves_keeps_its_key_in_its_next_row(village):
    village.good("households", [household(**{"Đến ngày": "01/06/2024"})])
    moved = household(**{"Mã xã": "14848", "Mã thôn": "14848-01", "Từ ngày": "01/06/2024"})
    village.good("households", [moved])
    assert village.live("households")["household_key"].n_unique() == 1
    assert len(village.live("households")) == 2


def test_a_household_whose_import_was_undone_comes_back_as_the_same(village):
    batch = village.good("households", [household()]).batch
    first = keys(village)
    village.undo(batch)
    assert keys(village) == {}
    village.good("households", [household()])
    assert keys(village) == first


def test_the_key_of_a_file_is_not_taken(village):
    done = village.run("households", [household(**{"Khóa ngẫu nhiên của hộ": "0" * 32})])
    assert [problem.code for problem in done.problems] == ["I-022"]


def test_two_people_who_enter_the_same_household_at_once_give_it_one_key(village):
    """On different days, so that no row replaces the other: only the key could come apart."""
    files = [[household(**{"Từ ngày": f"0{day}/01/2022"}), household(f"Z-{day}")] for day in range(1, 5)]
    failed = []

    def enter(number):
        try:
            village.good("households", files[number], name=f"{number}.csv")
        except Exception as reason:  # told below
            failed.append(reason)

    threads = [threading.Thread(target=enter, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    rows = village.live("households").filter(pl.col("household_code") == "H-1")
    assert len(rows) == 4 and rows["household_key"].n_unique() == 1
    assert village.findings() == []


def test_people_are_never_closed(village):
    assert not {table.dataset for table in (HOUSEHOLDS, HOUSEHOLD_MEMBERS)} & set(CATALOGUE.datasets)
    for table in CATALOGUE.tables.values():
        if table.personal:
            assert not {column.name for column in table.personal} & set(table.kinds), table.name
    assert "" not in CATALOGUE.datasets
    with pytest.raises(Refused) as refused:
        CATALOGUE.dataset("")
    assert refused.value.problems[0].code == "C-040"


def test_nobody_stands_in_the_raw_bytes(village):
    village.good("households", [household()])
    village.good("household-members", [member()])
    stored = village.bytes()
    for secret in (NAME, NUMBER, PHONE, ADDRESS):
        assert secret.encode() not in stored and secret.encode("utf-16-le") not in stored
    assert village.findings() == []


@pytest.mark.parametrize(
    ("asked", "tables", "codes"),
    [
        ({"number": "038 199 555 001"}, {"household_members"}, {"H-1"}),
        ({"phone": "+84 912 345 678"}, {"households"}, {"H-1", "H-2"}),
        ({"name": "HƠ VĂN CHỨ"}, {"households", "household_members"}, {"H-1"}),
    ],
)
def test_a_person_is_found_by_an_exact_value_and_shown_masked(village, asked, tables, codes):
    village.good("households", [household(), household("H-2", **{"Họ và tên chủ hộ": "Lò Thị Hoà"})])
    village.good("household-members", [member()])
    with village.register() as register:
        found = find_people(register, **asked, within=HERE)
    assert {one.household_code for one in found} == codes
    assert {one.row.table.name for one in found} == tables
    told = str([one.row.masked for one in found])
    assert not any(secret in told for secret in (NAME, NUMBER, PHONE, ADDRESS))


def test_accents_count_and_the_place_of_the_tone_does_not(village):
    village.good("households", [household("H-2", **{"Họ và tên chủ hộ": "Lò Thị Hoà"})])
    with village.register() as register:
        assert [one.household_code for one in find_people(register, name="lò thị hòa", within=HERE)] == ["H-2"]
        assert find_people(register, name="Lo Thi Hoa", within=HERE) == []


def test_who_may_not_see_the_commune_finds_nobody_in_it(village):
    village.good("household-members", [member()])
    with village.register() as register:
        assert find_people(register, number=NUMBER, within={"14848"}) == []
        assert find_people(register, number=NUMBER, within=()) == []
        assert len(find_people(register, number=NUMBER, within=BOTH)) == 1


def test_one_thing_is_looked_for_at_a_time(village):
    with village.register() as register:
        for asked in ({}, {"number": " "}, {"number": "1", "name": "An"}):
            with pytest.raises(Refused) as refused:
                find_people(register, **asked, within=HERE)
            assert refused.value.problems[0].code == "P-063"


def test_a_sheet_tells_its_household_too(village):
    row = {
        "Kỳ": "2023",
        "Chuẩn nghèo": "poverty-2022",
        "Mã xã": "14845",
        "Mã thôn": "14845-01",
        "Mã hộ": "H-9",
        "Họ và tên chủ hộ": NAME,
        "Số định danh": NUMBER,
        "Ngày rà soát": "10/10/2023",
        "Khu vực": "Thành thị",
    }
    village.good("poverty-review", [row])
    with village.register() as register:
        (found,) = find_people(register, number=NUMBER, within=HERE)
    assert (found.household_code, found.row.table.name) == ("H-9", "poverty_sheets")


def test_to_see_a_value_in_clear_is_an_act(village, by):
    village.good("household-members", [member()])
    with village.register() as register:
        (found,) = find_people(register, number=NUMBER, within=HERE)
    value = shown(village.instance, by("Bình"), HOUSEHOLD_MEMBERS, found.row.row_id, "member_name", why="cấp giấy")
    assert value == NAME
    act = village.instance.chain.acts[-1]
    assert (act.verb, act.by, act.where, act.why) == ("person.show", "Bình", "14845", "cấp giấy")
    assert act.payload == {"table": "household_members", "row": list(found.row.row_id), "column": "member_name"}
    assert village.findings() == []


def test_a_row_elsewhere_is_answered_like_one_that_is_not_there(village, by):
    village.good("household-members", [member()])
    n = village.instance.chain.n
    told = []
    for row_id, within in (((n, 1), {"14848"}), ((n, 99), {"14848"})):
        with pytest.raises(Refused) as refused:
            shown(village.instance, by("Dũng"), HOUSEHOLD_MEMBERS, row_id, "member_name", within=within)
        told.append(refused.value.problems[0].message.replace(f"{row_id[0]}.{row_id[1]}", "…"))
    assert told[0] == told[1]
    assert village.instance.chain.n == n


def test_what_is_not_sealed_is_not_asked_for(village, by):
    village.good("household-members", [member()])
    with pytest.raises(Refused) as refused:
        shown(village.instance, by("An"), HOUSEHOLD_MEMBERS, (village.instance.chain.n, 1), "relation")
    assert refused.value.problems[0].code == "G-021"


MEMBERS = [
    ({"Ngày sinh": ""}, "P-060"),
    ({"Năm sinh": "1986"}, "P-061"),
    ({"Ngày sinh": "02/01/2022"}, "P-062"),
    ({"Ngày sinh": "", "Năm sinh": "2023"}, "P-062"),
    ({"Ngày sinh": "", "Năm sinh": "1899"}, "I-043"),
    ({"Ngày ra khỏi hộ": "01/01/2021"}, "I-064"),
    ({"Quan hệ với chủ hộ": "bạn"}, "I-040"),
]


@pytest.mark.parametrize(("changes", "code"), MEMBERS)
def test_a_wrong_member_is_told_at_its_cell(village, changes, code):
    assert village.codes("household-members", [member(**changes)]) == [code]


@pytest.mark.parametrize(
    "changes", [{"Ngày sinh": "01/01/2022"}, {"Ngày sinh": "", "Năm sinh": "2022"}, {"Năm sinh": "1985"}]
)
def test_a_child_joins_on_the_day_it_is_born(village, changes):
    village.good("household-members", [member(**changes)])


def test_who_moves_to_another_household_leaves_one_row_and_begins_another(village):
    village.good("household-members", [member(**{"Ngày ra khỏi hộ": "01/06/2024"})])
    village.good("household-members", [member(**{"Mã hộ": "H-2", "Ngày vào hộ": "01/06/2024"})])
    assert sorted(village.live("household_members")["household_code"]) == ["H-1", "H-2"]
