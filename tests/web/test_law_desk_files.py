"""The law desk's files: a table of points with its errors at cells, and scanned pages beside what waits."""

import csv
import io
import re

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from office_files import text
from office_people import COMMUNE, signed_in

from mtqg.catalogue import CATALOGUE
from mtqg.core.verify import verify
from mtqg.law.office import law_at
from mtqg.poverty.sheet.office import own_sections, score_tables
from mtqg.poverty.sheet.reading import COLUMNS

AT = "/phap-ly/"
SHARED = {
    "document": "351/2025/NĐ-CP",
    "issued_by": "Chính phủ",
    "signed_on": "2025-12-30",
    "place": "Phụ lục minh họa",
    "valid_from": "2027-01-01",
    "standard": "poverty-2027",
}
HEAD = "Tên trị số\tKhu vực\tGiá trị\tĐơn vị\n"
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"
LINE = {
    "version": "B1-thu",
    "standard": "poverty-2027",
    "form": "B1",
    "area": "rural",
    "item": "wall",
    "item_label": "Vật liệu tường",
    "choice": "exclusive",
    "option": "brick",
    "option_label": "Gạch, đá",
    "points": 10,
    "valid_from": "2027-01-01",
    "document": "351/2025/NĐ-CP",
    "place": "Phụ lục minh họa",
    "source": "công báo (minh họa), trang 3",
}


def workbook(client, *changes):
    """The template of the desk, filled from row 3 on, under a title of its own."""
    taken = client.get(f"{AT}bang-diem/mau.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(taken.streaming_content)))
    sheet = book.worksheets[0]
    sheet.insert_rows(1)
    sheet["A1"] = "BẢNG ĐIỂM B1"
    for at, changed in enumerate(changes, start=3):
        line = {**LINE, **changed}
        for column, name in enumerate(COLUMNS, start=1):
            sheet.cell(at, column).value = line.get(name)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def load(client, data, name="b1.xlsx"):
    return client.post(f"{AT}bang-diem/nap/", {"file": SimpleUploadedFile(name, data), "evidence": "công báo, trang 3"})


def whole(answer):
    fields = re.findall(r'<input type="hidden" name="(content|name|evidence)" value="([^"]*)"', text(answer))
    from html import unescape

    return {name: unescape(value) for name, value in fields}


WOOD = {"option": "wood", "option_label": "Gỗ tạp, tre", "points": 0}


def test_a_table_of_points_is_looked_at_proposed_and_confirmed_by_another(office):
    an, binh = signed_in("an", "law_desk", "*"), signed_in("binh", "law_desk", "*")
    wrong = [{"points": "mười"}, {**WOOD, "item": "ceiling"}, {**WOOD, "points": None}, {"source": None}]
    answer = load(an, workbook(an, *wrong))
    said = text(answer)
    assert answer.status_code == 409
    for cell, code in (("K3", "P-151"), ("F4", "P-154"), ("K5", "P-156"), ("Q6", "P-153")):
        assert f"<strong>{cell}:</strong>" in said and code in said, cell
    assert "mtqg poverty" not in said and "phải là số nguyên" in said and "whole number" not in said
    n = office.head()[0]
    looked = load(an, workbook(an, {}, WOOD))
    assert looked.status_code == 200 and "0 … 10" in text(looked) and office.head()[0] == n
    form = whole(looked)
    assert list(csv.reader(io.StringIO(form["content"])))[1][15] == "unverified"
    made = an.post(f"{AT}bang-diem/nap/", {**form, "content": form["content"].replace("\n", "\r\n")})
    assert made.status_code == 302
    assert "P-16" in text(load(an, workbook(an, {}, WOOD)))  # the same once more
    number = made.url.split("/")[3]
    assert "P-169" in text(an.post(f"{AT}xac-nhan/{number}/"))
    shown = text(binh.get(f"{AT}bang-diem/{number}/"))  # whole: what all lines share is said once
    assert all(str(one) in shown for one in (*LINE.values(), *WOOD.values(), "Mã lựa chọn"))
    assert binh.post(f"{AT}xac-nhan/{number}/").status_code == 302
    with office.register() as register:
        (section,) = own_sections(register.database)
    assert [option.points for option in section.items[0].options] == [10, 0]


def test_a_csv_of_the_loader_gives_the_same_table_as_the_command_line(office, tmp_path):
    an = signed_in("an", "law_desk", "*")
    held = io.StringIO()
    writer = csv.DictWriter(held, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**LINE, **one, "standing": "unverified"} for one in ({}, WOOD))
    assert whole(load(an, held.getvalue().encode(), "b1.csv"))["content"] == held.getvalue()
    spoilt = held.getvalue().replace("brick", "Gạch đá").encode()
    assert "<strong>I2:</strong>" in text(load(an, spoilt, "b1.csv"))
    assert "V-091" in text(load(an, held.getvalue().replace("option_label", "nhan").encode(), "b1.csv"))
    for data, name in ((b"PK\x03\x04" + b"\0" * 200, "b1.xlsx"), (b"a,b\n1,2\n", "b1.csv"), (b"", "b1.csv")):
        assert load(an, data, name).status_code in (200, 409) and "Đề xuất bảng này" not in text(load(an, data, name))
    with office.register() as register:
        assert score_tables(register.database) == []


def test_a_table_that_no_form_takes_back_is_refused_when_it_is_looked_at(office):
    an = signed_in("an", "law_desk", "*")
    assert "I-004" in text(load(an, workbook(an, *[{"source": "ô" * 10_000}] * 101)))
    assert 'enctype="multipart/form-data">' in text(load(an, workbook(an, {}, WOOD))).split('name="content"')[0][-300:]


def scan(client, *data, first_page=14, document=SHARED["document"]):
    shown = text(client.get(f"{AT}ban-quet/them/"))
    code = re.search(r'name="code" value="([^"]+)"', shown).group(1)
    files = [SimpleUploadedFile("cong-bao.pdf", one) for one in data]
    said = {"code": code, "document": document, "source": "Công báo 01", "first_page": first_page, "files": files}
    return client.post(f"{AT}ban-quet/them/", said)


def test_what_waits_stands_beside_its_page_and_is_confirmed_from_there(office):
    an, binh = signed_in("an", "law_desk", "*"), signed_in("binh", "law_desk", "*")
    good = HEAD + "income_limit\trural\t125\tpoints\nincome_limit\turban\t160\tpoints\n"
    an.post(f"{AT}phu-luc/", {**SHARED, "pasted": good, "evidence": "Công báo 01+02, trang 16"})
    assert "M-001" in text(scan(an, b"<svg>"))
    assert scan(an, PDF).status_code == 302
    page = text(binh.get(f"{AT}doi-chieu/", {"so": SHARED["document"]}))
    at = re.search(r'<iframe name="ban-quet" src="([^"#]+)#page=3&', page).group(1)  # 16 of a scan that begins at 14
    dung = signed_in("dung", "officer", COMMUNE)  # the gazette is public
    for client in (binh, dung):
        shown = client.get(at)
        assert shown.content == PDF and shown["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
        assert shown["X-Content-Type-Options"] == "nosniff"
    ids = re.findall(r'name="read" value="([^"]+)"', page)
    assert len(ids) == 2 and f"{at}#page=3" in text(binh.get(f"{AT}de-xuat/{ids[0]}/"))
    assert 'name="read"' not in text(an.get(f"{AT}doi-chieu/", {"so": SHARED["document"]}))
    assert "V-031" in text(an.post(f"{AT}xac-nhan-nhieu/", {"read": ids}))
    assert binh.post(f"{AT}xac-nhan-nhieu/", {"read": ids}).status_code == 302
    with office.register() as register:
        book = law_at(register.database)
    found = [one for one in book.values if one.standard == "poverty-2027" and one.name == "income_limit"]
    assert {one.standing for one in found} == {"read"}
    assert dung.get(f"{AT}ban-quet/them/").status_code == dung.post(f"{at}go/", {"why": "x"}).status_code == 403
    assert dung.get(f"{AT}doi-chieu/", {"so": "không có"}).status_code == 404
    assert an.post(f"{at}go/", {"why": "quét thiếu trang"}).status_code == 302 and binh.get(at).status_code == 404
    assert verify(office, CATALOGUE.tables.values()) == []


def test_a_page_of_one_document_asks_nothing_of_the_others(office):
    an, asked = signed_in("an", "law_desk", "*"), []
    an.get(AT)  # what a session asks once
    for lines in ("income_limit\trural\t125\tpoints", "income_limit\turban\t160\tpoints"):
        with CaptureQueriesContext(connection) as found:
            assert an.get(f"{AT}doi-chieu/", {"so": "1/2026/NĐ-CP"}).status_code == 404
        asked.append(len(found))
        said = {**SHARED, "evidence": "Công báo, trang 16", "pasted": HEAD + lines}
        assert an.post(f"{AT}phu-luc/", said).status_code == 302
    assert asked[0] == asked[1]


def test_a_nul_in_an_address_is_no_failure(office):
    an = signed_in("an", "law_desk", "*")
    assert an.get(f"{AT}doi-chieu/", {"so": "1\0"}).status_code == 400
