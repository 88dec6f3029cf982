"""Intake on the pages: a template, files looked at before anything is written, answers, undo, mending, one sheet."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from office_files import VILLAGE, count, csv, live, text, upload
from office_people import COMMUNE, OTHER_COMMUNE, PROVINCE, anybody, signed_in
from register_contents import contents

from mtqg.core.verify import verify

SHEET = {
    "place": COMMUNE,
    "period": "2026",
    "village_code": VILLAGE,
    "household_code": "H-001",
    "head_name": "Hồ Thị Mẩy",
    "day": "2026-10-10",
    "area": "rural",
    "income_points": "120",
    "deprivation_points": "30",
}


def test_a_template_is_made_for_the_commune_and_period_and_comes_back_by_any_name(office, an):
    answer = an.get("/nhap/mau/", {"form": "household-counts", "place": COMMUNE, "period": "2026"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Mã thôn" for cell in row))
    titles = {str(cell.value).rstrip(" *"): cell for cell in head if cell.value}
    for name, value in {"Ngày thống kê": "15/11/2026", "Tổng số hộ": 99}.items():
        sheet.cell(titles[name].row + 2, titles[name].column).value = value
    kept = io.BytesIO()
    book.save(kept)
    looked = upload(an, kept.getvalue(), "IMG_0001.xlsx", form="", period="")
    assert "1 dòng đúng" in text(an.get(looked.url))
    an.post(looked.url + "ghi/")
    assert live(office, "household_counts")["households"].to_list() == [99]


def test_nothing_is_written_before_it_is_decided_and_each_error_stands_at_its_cell(office, an):
    n = office.head()[0]
    looked = upload(an, csv(count(), count(**{"Mã thôn": "20722-99"}), count(**{"Tổng số hộ": "một trăm"})))
    page = text(an.get(looked.url))
    assert office.head()[0] == n and "Chưa ghi gì" in page
    assert "F4" in page and "một trăm" in page
    assert "--answer" not in page and "mtqg import" not in page and "có dòng sai" in page
    an.post(looked.url + "ghi/")
    assert office.head()[0] == n + 1 and live(office, "household_counts").height == 1
    assert "Biên nhận" in text(an.get(looked.url))
    assert not (office.home / "uploads" / looked.url.split("/")[3] / "files").exists()
    assert verify(office, _tables()) == []


def test_the_corrected_copy_marks_the_wrong_cells_and_is_taken_when_mended(office, an):
    looked = upload(an, csv(count(**{"Tổng số hộ": "một trăm"})))
    page = text(an.get(looked.url))
    to = page.split("/sua/")[1].split('"')[0]
    reply = b"".join(an.get(f"{looked.url}sua/{to}").streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(reply))
    wrong = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.comment]
    assert [cell.value for cell in wrong] == ["một trăm"] and "Cách sửa" in wrong[0].comment.text
    wrong[0].value = 100
    kept = io.BytesIO()
    book.save(kept)
    again = upload(an, kept.getvalue(), "sua.xlsx", form="", period="")
    an.post(again.url + "ghi/")
    assert live(office, "household_counts")["households"].to_list() == [100]


def test_a_question_is_asked_once_and_its_answer_is_remembered(office, an):
    looked = upload(an, csv(count(**{"Tổng số hộ": "1.234", "Số nhân khẩu": "5.678"})))
    page = text(an.get(looked.url))
    assert page.count('value="numbers=vi"') == 1
    an.post(looked.url + "tra-loi/", {"q1": "numbers=vi"})
    an.post(looked.url + "ghi/")
    assert live(office, "household_counts")["households"].to_list() == [1234]
    next_file = upload(an, csv(count(**{"Tổng số hộ": "1.300", "Số nhân khẩu": "5.700"})), "lan-2.csv")
    assert 'value="numbers=vi"' not in text(an.get(next_file.url))


def test_an_upload_is_seen_by_who_sent_it_alone(office, an):
    looked = upload(an, csv(count()))
    colleague = signed_in("chi", "officer", COMMUNE)
    stranger = signed_in("dung", "officer", OTHER_COMMUNE)
    for client in (colleague, stranger):
        assert client.get(looked.url).status_code == 404
    assert stranger.get("/nhap/dot/2/").status_code == 404
    assert "so-ho" not in text(stranger.get("/nhap/dot/"))


def test_somebody_elsewhere_cannot_enter_for_the_commune(office, an):
    stranger = signed_in("dung", "officer", OTHER_COMMUNE)
    assert upload(stranger, csv(count())).status_code == 400
    looked = upload(stranger, csv(count()), place=OTHER_COMMUNE)
    stranger.post(looked.url + "ghi/")
    assert live(office, "household_counts").height == 0


def test_the_provincial_office_enters_for_a_commune_and_is_named_as_such(office, an):
    binh = signed_in("binh", "provincial_office", PROVINCE)
    looked = upload(binh, csv(count()))
    assert "nhập thay" in text(binh.get(looked.url))
    binh.post(looked.url + "ghi/")
    last = office.acts("import")[-1]
    assert (last.by, last.role, last.where) == ("binh", "provincial_office", COMMUNE)
    assert "Văn phòng điều phối tỉnh" in text(an.get(f"/nhap/dot/{last.n}/"))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bom.xlsx", b"PK\x03\x04" + b"\x00" * 200, "I-"),
        ("../../etc/passwd", b"root:x:0:0", "I-"),
        ("anh.jpg", b"\xff\xd8\xff", "I-"),
        ("trang.csv", b"", "I-"),
    ],
)
def test_a_hostile_file_gets_a_coded_error_and_no_path(office, an, name, data, code):
    n = office.head()[0]
    looked = upload(an, data or b" ", name)
    page = text(an.get(looked.url))
    assert an.get(looked.url).status_code == 200 and code in page
    kept = list((office.home / "uploads").rglob("*"))
    assert all(office.home in path.resolve().parents for path in kept)
    assert not an.post(looked.url + "ghi/").status_code >= 500 and office.head()[0] == n


def test_what_is_too_large_is_not_read(office, an, monkeypatch):
    from django.core.files.uploadhandler import TemporaryFileUploadHandler
    from django.urls import reverse

    read = []
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", lambda *args, **kwargs: read.append(args))
    answer = an.post("/nhap/tai-len/", {"place": COMMUNE}, CONTENT_LENGTH="300000000")
    assert answer.status_code == 413 and "I-141" in text(answer)
    nobody = anybody()
    nobody.handler.enforce_csrf_checks = True
    nobody.get(reverse("sign_in"))
    large = {"files": SimpleUploadedFile("a.csv", b"1" * 3_000_000)}
    answer = nobody.post("/nhap/tai-len/", large, headers={"Referer": "https://localhost/"})
    assert answer.status_code == 302 and "/nhap/tai-len/" in answer.url and read == []


def test_a_name_as_long_as_another_system_takes_is_kept_shorter(office, an):
    looked = upload(an, csv(count(**{"Tổng số hộ": "x"})), "ế" * 240 + ".csv")
    an.post(looked.url + "ghi/")
    assert "ế" * 40 in text(an.get(looked.url)) and an.get(looked.url).status_code == 200


def test_a_name_keeps_nothing_of_another_system():
    from mtqg.web.intake.uploads import safe_name

    assert safe_name("C:\\Users\\An\\Sổ hộ (2).XLSX") == "Sổ hộ (2).xlsx"
    assert safe_name("../../a/b.csv") == "b.csv"
    assert safe_name("..xlsx").endswith(".tep") and "/" not in safe_name("x/\x00y\n.csv")
    assert len(safe_name("a" * 500 + ".csv")) < 120


def test_a_second_click_while_a_larger_file_is_recorded_keeps_its_receipt(office, an, monkeypatch):
    import threading

    from mtqg.web.intake import uploads
    from mtqg.web.jobs import running

    monkeypatch.setattr(uploads, "LARGE", 10)
    looked = upload(an, csv(count()))
    running.work(stop=threading.Event(), once=True)
    an.post(looked.url + "ghi/")
    first = running.claim("w1")
    an.post(looked.url + "ghi/")  # another tab: the first is at work by now
    running.run(first)
    running.work(stop=threading.Event(), once=True)
    assert "Đã ghi: 1 dòng mới" in text(an.get(looked.url))


def test_a_larger_file_is_read_by_a_job(office, an, monkeypatch):
    import threading

    from mtqg.web.intake import uploads
    from mtqg.web.jobs import running

    monkeypatch.setattr(uploads, "LARGE", 10)
    looked = upload(an, csv(count()))
    assert "Tệp lớn" in text(an.get(looked.url)) and "Ghi 1 dòng" not in text(an.get(looked.url))
    assert running.work(stop=threading.Event(), once=True) == 1
    assert "Ghi 1 dòng" in text(an.get(looked.url))


def test_a_batch_is_undone_with_a_reason_by_who_may_enter_there(office, an):
    looked = upload(an, csv(count()))
    an.post(looked.url + "ghi/")
    n = office.head()[0]
    assert signed_in("dung", "officer", OTHER_COMMUNE).post(f"/nhap/dot/{n}/hoan-tac/", {"why": "x"}).status_code == 404
    assert "I-143" in text(an.post(f"/nhap/dot/{n}/hoan-tac/", {"why": " "}))
    assert an.post(f"/nhap/dot/{n}/hoan-tac/", {"why": "nhập nhầm tệp"}).status_code == 302
    assert live(office, "household_counts").height == 0
    assert office.acts("undo")[-1].why == "nhập nhầm tệp" and verify(office, _tables()) == []
    assert "đã hoàn tác" in text(an.get("/nhap/dot/"))


def test_a_row_set_aside_is_mended_where_it_stands(office, an):
    looked = upload(an, csv(count(**{"Tổng số hộ": "một trăm"}), count(**{"Mã thôn": VILLAGE, "Số nhân khẩu": "5"})))
    an.post(looked.url + "ghi/")
    batch = office.head()[0]
    at = f"/nhap/cho-sua/{batch}/1/"
    page = text(an.get(at))
    place = page.split("Tổng số hộ</label>")[1].split('name="')[1].split('"')[0]
    assert an.post(at, {**_as_shown(page), place: "trăm"}).status_code == 200
    assert an.post(at, {**_as_shown(page), place: "100", "why": "gõ nhầm"}).status_code == 302
    assert 100 in live(office, "household_counts")["households"].to_list()
    assert an.get(at).status_code == 404


def test_a_sheet_is_kept_as_typed_and_judged_at_once(office, an):
    answer = an.post("/nhap/phieu/luu/", SHEET, headers={"HX-Request": "true"})
    assert "Hộ nghèo" in text(answer) and "Đã lưu nháp" in text(answer)
    answer = an.post("/nhap/phieu/luu/", {**SHEET, "deprivation_points": "35"}, headers={"HX-Request": "true"})
    assert "35" in text(answer) and "Hộ nghèo" not in text(answer)
    assert "Hồ Thị Mẩy" in text(an.get("/nhap/phieu/"))
    assert "Hồ Thị Mẩy" not in text(signed_in("chi", "officer", COMMUNE).get("/nhap/phieu/"))
    assert "Hồ Thị Mẩy".encode() not in contents(office)
    assert live(office, "poverty_sheets").height == 0


def test_a_sheet_is_recorded_as_one_act_after_the_checks_of_a_file(office, an):
    n = office.head()[0]
    wrong = an.post("/nhap/phieu/ghi/", {**SHEET, "village_code": "20722-99"})
    assert wrong.status_code == 400 and office.head()[0] == n
    assert an.post("/nhap/phieu/ghi/", SHEET).status_code == 302
    assert office.head()[0] == n + 1
    row = live(office, "poverty_sheets").row(0, named=True)
    assert (row["household_code"], row["income_points"], row["area"]) == ("H-001", 120, "rural")
    assert f"/minh-chung/them/?kind=record&amp;of=poverty_sheets-{n + 1}-1" in text(an.get("/nhap/phieu/"))


def _as_shown(page):
    """The fields of a form as the page gives them."""
    import re

    return dict(re.findall(r'name="(h\d+)" value="([^"]*)"', page))


def _tables():
    from mtqg.catalogue import CATALOGUE

    return CATALOGUE.tables.values()


def sent(client, *files):
    given = [SimpleUploadedFile(name, data) for name, data in files]
    asked = {"files": given, "place": COMMUNE, "form": "household-counts", "period": "2026"}
    return client.post("/nhap/tai-len/", asked)


def test_files_stand_in_one_list_with_receipts_to_take_and_the_same_again_changes_nothing(office, an):
    import zipfile

    wrong = csv(count(**{"Mã thôn": VILLAGE, "Tổng số hộ": "nhiều"}))
    both = ("mot.csv", csv(count())), ("hai.csv", wrong)
    looked = sent(an, *both)
    assert an.get(f"{looked.url}bien-nhan.zip").status_code == 404, "nothing is recorded yet"
    an.post(looked.url + "ghi/")
    page = text(an.get(looked.url))
    assert page.count("đã nhận đủ") == 2 and page.count("chưa nhận") == 2 and 'href="#tep-' in page
    answer = b"".join(an.get(f"{looked.url}bien-nhan.zip").streaming_content)
    names = zipfile.ZipFile(io.BytesIO(answer)).namelist()
    assert [sum(name.endswith(ending) for name in names) for ending in (".html", ".txt", ".xlsx")] == [2, 2, 1]
    (one, _) = sorted(re.findall(r"/bien-nhan/([^\"/]+\.html)", page))
    assert "Biên nhận".upper() in b"".join(an.get(f"{looked.url}bien-nhan/{one}").streaming_content).decode().upper()
    assert an.get(f"{looked.url}bien-nhan/../about.json").status_code == 404
    for client in (signed_in("chi", "officer", COMMUNE), signed_in("dung", "officer", OTHER_COMMUNE)):
        assert client.get(f"{looked.url}bien-nhan.zip").status_code == 404
    n = office.head()[0]
    again = sent(an, both[0])
    assert "Không có gì thay đổi." in text(an.get(again.url)) and f"{again.url}ghi/" not in text(an.get(again.url))
    assert office.head()[0] == n
