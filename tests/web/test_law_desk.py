"""The law desk on the pages: an annex is proposed whole, and another person confirms it."""

from office_files import text
from office_people import COMMUNE, signed_in

from mtqg.law.office import law_at, proposals

AT = "/phap-ly/"
SHARED = {
    "document": "351/2025/NĐ-CP",
    "issued_by": "Chính phủ",
    "signed_on": "2025-12-30",
    "place": "Phụ lục minh họa",
    "valid_from": "2027-01-01",
    "standard": "poverty-2027",
    "evidence": "công báo (minh họa)",
}
HEAD = "Tên trị số\tKhu vực\tGiá trị\tĐơn vị\n"


def test_an_annex_is_pasted_whole_and_confirmed_by_another_person(office):
    an, binh = signed_in("an", "law_desk", "*"), signed_in("binh", "law_desk", "*")
    wrong = HEAD + "income_limit\trural\tmột\tpoints\nincome_limit\tđảo\t126\tpoints\n"
    answer = an.post(f"{AT}phu-luc/", {**SHARED, "pasted": wrong})
    assert answer.status_code == 409 and "C2" in text(answer) and "B3" in text(answer)
    assert "V-091" in text(an.post(f"{AT}phu-luc/", {**SHARED, "pasted": "Lạ\n1\n"}))
    assert "ô quá dài" in text(an.post(f"{AT}phu-luc/", {**SHARED, "pasted": HEAD + "x" * 140_000}))
    assert "V-090" in text(an.post(f"{AT}phu-luc/", {**SHARED, "pasted": ""}))
    good = HEAD + "income_limit\trural\t125\tpoints\nincome_limit\turban\t160\tpoints\n"
    assert an.post(f"{AT}phu-luc/", {**SHARED, "pasted": good.replace("\n", "\r")}).status_code == 302
    with office.register() as register:
        first, second = [one.id for one in proposals(register.database)]
    assert "đề xuất phân loại hộ theo điểm" in text(binh.get(f"{AT}de-xuat/{first}/"))
    assert "người khác phải xác nhận" in text(an.get(f"{AT}de-xuat/{first}/"))
    assert "V-031" in text(an.post(f"{AT}xac-nhan/{first}/"))
    assert binh.post(f"{AT}xac-nhan/{first}/").status_code == 302
    assert binh.post(f"{AT}xac-nhan/{first}/").status_code == 409  # a click too many
    assert binh.post(f"{AT}rut/{second}/", {"why": "đọc nhầm"}).status_code == 302
    with office.register() as register:
        book = law_at(register.database)
        assert [one.id for one in proposals(register.database)] == [first]
    found = [one for one in book.values if one.name == "income_limit" and one.standard == "poverty-2027"]
    assert [(one.area, one.value, one.standing) for one in found] == [("rural", 125, "read")]


def test_who_keeps_no_law_reads_the_desk_and_writes_nothing(office):
    dung = signed_in("dung", "officer", COMMUNE)
    assert "Văn bản còn thiếu" in text(dung.get(AT))
    assert dung.get(f"{AT}phu-luc/").status_code == 403 and dung.post(f"{AT}xac-nhan/V1-1/").status_code == 403
