"""The evening before the meeting: what each paper says, and what it must not say."""

import datetime as dt

import pytest

from mtqg.core.errors import Refused
from mtqg.poverty.paper import building
from mtqg.poverty.paper.households import read_households
from mtqg.poverty.paper.places import find_place

NAMES = ("Hơ Văn Chứ", "Lò Thị Pó", "Vàng A Súa")


def test_a_village_gets_one_file_with_its_sheets_list_minutes_twice_and_posting(commune, make):
    done = commune.print()
    assert [paper.village for _, paper in done.files] == ["14845-01", "14845-02"]
    first = make.pages(done.files[0][0])
    assert sum("PHIẾU RÀ SOÁT HỘ NGHÈO" in page for page in first) == 3
    assert [page for page in first if "DANH SÁCH HỘ ĐƯA RA HỌP" in page]
    assert [sum(f"Bản {n} trong 2 bản" in page for page in first) > 0 for n in (1, 2)] == [True, True]
    assert "NIÊM YẾT" in first[-1]
    for name in NAMES:
        assert name in " ".join(first)
    assert "Thào Seo Dợ" not in " ".join(first)


def test_all_villages_in_one_file_begin_on_leaves_of_their_own(commune, make):
    ((path, paper),) = commune.print(is_one_file=True).files
    assert (paper.villages, paper.households) == (("14845-01", "14845-02"), 4) and "14845_" in path.name
    pages = make.pages(path)
    begins = [at for at, page in enumerate(pages) if "PHIẾU RÀ SOÁT HỘ NGHÈO" in page]
    begins += [at for at, page in enumerate(pages) if "NIÊM YẾT" in page]
    assert len(begins) == 6 and all(at % 2 == 0 for at in begins), "what is posted has nothing on its back"
    apart = [page for path, _ in commune.print().files for page in make.pages(path)]
    assert _written(pages) == _written(apart), "the same papers"
    assert commune.instance.acts("print")[0].payload["villages"] == ["14845-01", "14845-02"]


def _written(pages):
    """Pages that say more than that the rows are invented."""
    return [page for page in pages if len(page) > 60]


def test_a_sheet_is_a_leaf_with_what_is_known_and_room_for_the_rest(commune, make):
    front, back = make.pages(commune.print("sheets", locality="14845-01").files[0][0])[:2]
    for known in ("H-1", "Hơ Văn Chứ", "Số 5 đường Đá", "Bản Pù Quăn", "Hộ nghèo", "150", "40"):
        assert known in front
    assert front.index("Hơ Văn Chứ Chủ hộ") < front.index("Lương Thị Hạnh Vợ, chồng Nữ 1987")
    assert "Hơ Thị Mới" not in front, "who left the household is not in it"
    assert "PHIẾU B1" in front and "PHIẾU B2" in back and "Không có đất sản xuất" in back


def test_only_the_list_gets_sheets_unless_everyone_is_asked_for(commune):
    counts = [[paper.households for _, paper in commune.print("sheets", is_everyone=all_).files] for all_ in (0, 1)]
    assert counts == [[3, 1], [3, 2]]


def test_the_posting_says_name_hamlet_and_class_and_nothing_else_of_anybody(commune):
    posted = commune.text("posting", locality="14845-01", posted=(dt.date(2024, 11, 21), dt.date(2024, 11, 25)))
    assert "Niêm yết từ ngày 21/11/2024 đến hết ngày 25/11/2024" in posted
    assert "Hơ Văn Chứ Bản Pù Quăn Hộ nghèo" in posted and "Lò Thị Pó Bản Pù Quăn Không nghèo" in posted
    assert "Vàng A Súa" not in posted, "a household that stays outside is not named"
    for private in ("038199555001", "0912345678", "Số 5", "H-1", "1985", "1987", "Lương", "160", "B1", "Mông"):
        assert private not in posted


def test_what_a_posting_may_say_of_a_household_is_three_things(commune):
    lines = building.posted_line.__annotations__
    assert list(lines) == ["one", "village", "return"]
    with commune.instance.register() as register:
        place = find_place(register.database, "14845", dt.date(2024, 11, 19))
        (one, *_) = read_households(register, place)
    from mtqg.poverty.paper.reviewed import Reviewed

    said = building.posted_line(Reviewed(one, None, None), place.villages[0])
    assert set(said) == {"head", "village", "result"}


def test_no_paper_shows_an_identity_number_or_a_telephone(commune, make):
    shown = " ".join(make.words(path) for path, _ in commune.print().files)
    assert "038199555001" not in shown and "0912345678" not in shown


def test_the_share_of_the_meeting_is_said_from_the_law_book_or_not_at_all(commune):
    said = commune.text("minutes", locality="14845-01")
    assert "ít nhất 50% số người dự họp thống nhất (Điều 4 khoản 3, 24/2021/QĐ-TTg)" in said
    early = commune.text("minutes", locality="14845-01", on=dt.date(2021, 8, 1), standard="poverty-2022")
    assert "ít nhất" not in early and "Kết luận" in early


def test_every_page_of_invented_rows_says_so_and_no_page_of_an_office_does(commune, make, tmp_path):
    for path, _ in commune.print().files:
        assert all("DỮ LIỆU MINH HỌA" in page for page in make.pages(path))
    office = make.Commune(tmp_path / "that", origin="real")
    office.add("households", [make.household("H-1", "Hơ Văn Chứ")])
    said = office.text(is_everyone=True)
    assert "MINH HỌA" not in said
    assert "chưa có bảng điểm B1 được xác nhận" in said, "an invented table of points is never printed for an office"


def test_printing_is_an_act_that_counts_and_names_nobody(commune):
    done = commune.print()
    (act,) = commune.instance.acts("print")
    assert (act.n, act.where, act.by) == (done.act, "14845", "An")
    assert act.payload["papers"] == {"sheets": 4, "list": 4, "minutes": 4, "posting": 4}
    assert not any(name in act.payload_text for name in (*NAMES, "H-1"))


def test_a_preview_masks_every_name_and_is_no_act(commune):
    said = commune.text(locality="14845-01", is_preview=True)
    assert "BẢN XEM TRƯỚC" in said and "H. V. Chứ" in said
    assert not any(name in said for name in (*NAMES, "Số 5", "Lương Thị Hạnh"))
    assert commune.instance.acts("print") == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"within": {"14848"}}, "P-241"),
        ({"locality": "14845-01", "within": {"14848"}}, "P-241"),
        ({"locality": "38"}, "P-240"),
        ({"locality": "14845-09"}, "P-240"),
        ({"locality": "14848"}, "P-242"),
    ],
)
def test_what_is_not_there_or_not_ones_own_is_refused_before_anything_is_written(commune, asked, code):
    with pytest.raises(Refused) as refused:
        commune.print(**asked)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert not commune.out.exists() and commune.instance.acts("print") == []


def test_after_a_merger_the_new_commune_prints_the_households_of_the_old_one(empty, make):
    # Four communes became Phường Hàm Rồng (14758) on 2025-07-01: rows that name the old ones stay as they are.
    old = {"locality_code": "14791", "village_code": None}
    empty.add("households", [make.household("H-8", "Lê Thị Hàm", None, **old)])
    with pytest.raises(Refused):
        empty.print("list", locality="14758", period="2024", is_everyone=True)
    (_, paper), *_ = empty.print(
        "list", locality="14758", period="2025", on=dt.date(2025, 8, 1), is_everyone=True
    ).files
    assert [line["head"] for line in paper.data["villages"][0]["lines"]] == [], "on no list"
    assert paper.households == 1 and paper.data["commune"] == "Phường Hàm Rồng"


def test_four_hundred_households_of_nine_villages_are_nine_files(empty, make):
    codes = [f"14845-{n:02}" for n in range(11, 20)]
    rows = [{"village_code": code, "village_name": f"Bản {code[-2:]}", "day": dt.date(2020, 1, 1)} for code in codes]
    empty.add("villages", rows)
    empty.add("households", [make.household(f"H-{n:03}", f"Lò Văn {n}", codes[n % 9]) for n in range(400)])
    done = empty.print("list", "posting", is_everyone=True)
    assert sum(paper.households for _, paper in done.files) == 400 and len(done.files) == 9
