"""Steering on the pages: documents made local, a conclusion that becomes a task, a difficulty that is answered."""

import datetime as dt
import re

import pytest
from office_files import csv, text, upload
from office_people import COMMUNE, OTHER_COMMUNE, PROVINCE, account, signed_in

from mtqg.core.verify import verify

AT = "/chi-dao/"
PLAN = {
    "direction": "issued",
    "document_number": "31/KH-UBND",
    "document_issuer": "UBND thành phố",
    "issuer_level": "province",
    "signed_on": "2026-02-03",
    "day": "2026-02-04",
    "subject": "Kế hoạch giảm nghèo năm 2026",
    "local_level": "commune",
    "local_by": "2026-03-01",
    "place": PROVINCE,
}
OWN = {
    "direction": "issued",
    "document_number": "05/KH-UBND",
    "document_issuer": "UBND xã Khâm Đức",
    "issuer_level": "commune",
    "signed_on": "2026-03-05",
    "day": "2026-03-05",
    "subject": "Kế hoạch giảm nghèo của xã",
    "parent_number": "31/kh-ubnd",
    "parent_issuer": "UBND thành phố",
    "parent_signed_on": "2026-02-03",
    "place": COMMUNE,
}


@pytest.fixture
def people(office):
    """An of the commune, Bình of the province, Hoa who leads the commune, Chi who audits, Dũng who sits elsewhere."""
    return {
        "an": signed_in("an", "officer", COMMUNE),
        "binh": signed_in("binh", "provincial_office", PROVINCE),
        "hoa": signed_in("hoa", "commune_leader", COMMUNE),
        "chi": signed_in("chi", "auditor", PROVINCE),
        "dung": signed_in("dung", "officer", OTHER_COMMUNE),
    }


def code_in(answer):
    """The code that a form made for what will be written."""
    return re.search(r'name="code" value="([A-Z]{2}-\w{7})"', text(answer)).group(1)


def days_from_now(count):
    from mtqg.web import access

    return (access.today() + dt.timedelta(days=count)).isoformat()


def test_a_plan_of_the_province_is_made_local_late_and_each_sees_what_is_theirs(office, people):
    an, binh, dung = people["an"], people["binh"], people["dung"]
    made = binh.post(f"{AT}van-ban/vao-so/", PLAN)
    assert made.status_code == 302
    assert "Xã Khâm Đức" in text(binh.get(f"{AT}van-ban/chua-ban-hanh/"))
    assert "Kế hoạch giảm nghèo năm 2026" in text(an.get(f"{AT}van-ban/"))
    assert "05/KH" not in text(an.get(made.url)) and "quá hạn, chưa ban hành" in text(an.get(made.url))
    filled = text(an.get(f"{AT}van-ban/vao-so/?of={made.url.split('/')[-2]}&as=received"))
    assert 'value="31/KH-UBND"' in filled and 'value="2026-02-03"' in filled
    received = {**PLAN, "direction": "received", "day": "2026-02-09", "place": COMMUNE}
    assert an.post(f"{AT}van-ban/vao-so/", {**received, "local_level": "", "local_by": ""}).status_code == 302
    assert an.post(f"{AT}van-ban/vao-so/", OWN).status_code == 302
    page = text(binh.get(made.url))
    assert "đã ban hành, chậm" in page and "05/KH-UBND" in page
    steps = re.search(r"— 05/KH-UBND.*?</tr>", page, re.S).group()
    assert re.findall(r'<td class="n">(\d+)', steps) == ["6", "24", "30"]
    assert "Xã Khâm Đức" not in text(binh.get(f"{AT}van-ban/chua-ban-hanh/"))
    # Dũng is of another province: he finds neither; Chi reads and writes nothing.
    assert "KH-UBND" not in text(dung.get(f"{AT}van-ban/")) and dung.get(made.url).status_code == 404
    assert dung.post(f"{AT}van-ban/vao-so/", PLAN).status_code == 200
    assert "31/KH-UBND" in text(people["chi"].get(f"{AT}van-ban/"))
    assert people["chi"].post(f"{AT}van-ban/vao-so/", OWN).status_code == 403
    assert "31/KH-UBND" in text(an.get("/so/directing_documents/"))


def test_an_old_document_in_a_book_closes_no_page(office, people):
    binh = people["binh"]
    old = {"signed_on": "2018-02-03", "day": "2018-02-04", "local_by": "2018-03-01"}
    made = binh.post(f"{AT}van-ban/vao-so/", {**PLAN, **old})
    before = {
        "document_number": "32/KH-UBND",
        "signed_on": "2024-02-03",
        "local_by": "2024-03-01",
        "place": "20333",
    }  # a unit since 2025
    assert binh.post(f"{AT}van-ban/vao-so/", {**PLAN, **before}).status_code == 302
    for address in (made.url, f"{AT}van-ban/"):
        assert "Kế hoạch giảm nghèo năm 2026" in text(binh.get(address))
    assert "31/KH-UBND" in text(binh.get(f"{AT}van-ban/chua-ban-hanh/"))


def test_what_a_line_says_wrongly_is_told_at_once_and_the_same_line_twice_is_refused(office, people):
    an = people["an"]
    wrong = {**OWN, "day": "2026-03-01", "parent_issuer": "", "local_by": "2026-01-01"}
    answer = an.post(f"{AT}van-ban/vao-so/", wrong)
    assert answer.status_code == 409
    assert {"Y-001", "Y-002", "Y-005", "Y-006"} <= set(re.findall(r"Y-\d{3}", text(answer)))
    made = an.post(f"{AT}van-ban/vao-so/", OWN)
    assert "Y-010" in text(an.post(f"{AT}van-ban/vao-so/", OWN))
    assert "Y-014" in text(an.post(f"{made.url}bo/", {"why": " "}))
    assert an.post(f"{made.url}bo/", {"why": "vào sổ nhầm"}).status_code == 302
    assert an.get(made.url).status_code == 404
    assert an.post(f"{AT}van-ban/vao-so/", OWN).status_code == 302


def test_the_book_is_imported_from_a_file_with_the_same_checks(office, people):
    heads = ("Mã đơn vị", "Đến hay đi", "Số, ký hiệu", "Cơ quan ban hành", "Ngày ký", "Cấp ban hành")
    heads += ("Trích yếu", "Ngày vào sổ")
    line = (COMMUNE, "Văn bản đến", "31/KH-UBND", "UBND thành phố", "03/02/2026", "Tỉnh", "Kế hoạch", "09/02/2026")
    good = dict(zip(heads, line, strict=True))
    bad = {**good, "Số, ký hiệu": "32/KH-UBND", "Ngày vào sổ": "01/02/2026"}
    looked = upload(people["an"], csv(good, bad, heads=heads), "so.csv", "directing-documents", period="")
    page = text(people["an"].get(looked.url))
    assert "Y-001" in page
    people["an"].post(looked.url + "ghi/")
    listed = text(people["an"].get(f"{AT}van-ban/"))
    assert "31/KH-UBND" in listed and "32/KH-UBND" not in listed


def test_a_conclusion_becomes_a_task_that_is_late_then_done(office, people):
    an, binh, hoa = people["an"], people["binh"], people["hoa"]
    member = {"place": PROVINCE, "member_name": "Nguyễn Văn Giang", "position": "Phó Chủ tịch UBND"}
    member |= {"committee_role": "head", "day": "2026-01-05", "document_number": "12/QĐ-UBND"}
    assert binh.post(f"{AT}ban/thanh-vien/", member).status_code == 302
    code = code_in(binh.get(f"{AT}ban/phien-hop/"))
    said = {"place": PROVINCE, "code": code, "day": "2026-02-10", "chair": "Nguyễn Văn Giang", "agenda": "Giảm nghèo"}
    held = binh.post(f"{AT}ban/phien-hop/", said)
    assert "Y-010" in text(binh.post(f"{AT}ban/phien-hop/", said))  # sent twice, it is held once
    concluded = {"number": "1", "text": "Các xã hoàn thành rà soát"}
    assert binh.post(f"{held.url}ket-luan/", concluded).status_code == 302
    assert "Y-012" in text(binh.post(f"{held.url}ket-luan/", {**concluded, "text": "khác"}))
    assert an.post(f"{held.url}ket-luan/", concluded).status_code == 403
    assert "Các xã hoàn thành rà soát" in text(an.get(held.url))
    form = binh.get(f"{AT}nhiem-vu/giao/?session={code}&conclusion=1")
    task = code_in(form)
    given = {"code": task, "session": code, "conclusion": "1", "text": "Rà soát xong", "place": COMMUNE}
    assert "Y-015" in text(binh.post(f"{AT}nhiem-vu/giao/", {**given, "due": "2026-01-01"}))
    assert binh.post(f"{AT}nhiem-vu/giao/", {**given, "due": days_from_now(3)}).status_code == 302
    at = f"{AT}nhiem-vu/{task}/"
    assert "Nhiệm vụ sắp đến hạn" in text(an.get("/")) and "Rà soát xong" not in text(binh.get("/"))
    assert an.post(f"{at}cap-nhat/", {"event": "extended", "due": days_from_now(9), "note": "x"}).status_code == 403
    assert an.post(f"{at}cap-nhat/", {"event": "progress", "after": "0", "note": "Xong 3 thôn"}).status_code == 302
    assert "Y-012" in text(hoa.post(f"{at}cap-nhat/", {"event": "done", "after": "0"}))
    assert hoa.post(f"{at}cap-nhat/", {"event": "done", "after": "1", "note": "Xong"}).status_code == 302
    assert "Y-013" in text(hoa.post(f"{at}cap-nhat/", {"event": "done", "after": "2"}))
    assert binh.post(f"{at}cap-nhat/", {"event": "reopened", "after": "2", "note": "còn thôn 4"}).status_code == 302
    assert "đang thực hiện" in text(an.get(at)) and "còn thôn 4" in text(binh.get(held.url))
    assert people["dung"].get(at).status_code == 404 and people["dung"].get(held.url).status_code == 404
    assert verify(office, _tables()) == []


def test_a_task_of_a_person_is_theirs_alone_and_late_after_its_day(office, people, monkeypatch):
    binh, an = people["binh"], people["an"]
    account("minh", ("appraiser", PROVINCE))
    code = code_in(binh.get(f"{AT}nhiem-vu/giao/"))
    given = {"code": code, "text": "Soạn báo cáo", "place": PROVINCE, "due": days_from_now(1), "owner": "minh"}
    assert "Y-019" in text(binh.post(f"{AT}nhiem-vu/giao/", {**given, "owner": "an"}))
    binh.post(f"{AT}nhiem-vu/giao/", given)
    minh = signed_in("minh")
    assert "Soạn báo cáo" in text(minh.get("/")) and "Soạn báo cáo" not in text(binh.get("/"))
    assert an.get(f"{AT}nhiem-vu/{code}/").status_code == 404
    done = {"event": "done", "after": "0"}
    assert binh.post(f"{AT}nhiem-vu/{code}/cap-nhat/", done).status_code == 403
    from mtqg.web import access

    later = access.today() + dt.timedelta(days=3)
    monkeypatch.setattr(access, "today", lambda: later)
    assert "Nhiệm vụ quá hạn" in text(minh.get("/"))
    assert "quá hạn (1)" in text(minh.get(f"{AT}nhiem-vu/?state=late"))
    assert minh.post(f"{AT}nhiem-vu/{code}/cap-nhat/", done).status_code == 302


def test_a_task_is_given_by_the_commune_that_it_is_for_where_somebody_leads_two(office, people):
    hoa = people["hoa"]
    account("hoa", ("commune_leader", "20728"))
    code = code_in(hoa.get(f"{AT}nhiem-vu/giao/"))
    hoa.post(f"{AT}nhiem-vu/giao/", {"code": code, "text": "Rà soát", "place": "20728", "due": days_from_now(3)})
    leader = signed_in("lan", "commune_leader", "20728")
    later = {"event": "extended", "after": "0", "note": "mưa", "due": days_from_now(5)}
    assert leader.post(f"{AT}nhiem-vu/{code}/cap-nhat/", later).status_code == 302
    assert "Y-013" in text(leader.post(f"{AT}nhiem-vu/{code}/cap-nhat/", {"event": "reopened", "after": "9" * 5000}))


def test_two_reports_become_one_question_and_who_reported_sees_the_answer(office, people):
    an, binh = people["an"], people["binh"]
    neighbour = signed_in("em", "officer", "20728")
    codes = []
    for client, place in ((an, COMMUNE), (neighbour, "20728")):
        code = code_in(client.get(f"{AT}kho-khan/phan-anh/"))
        said = {"code": code, "place": place, "programme": "poverty", "text": "Chưa rõ mức hỗ trợ nhà ở"}
        said |= {"law_document": "07/2021/nđ-cp", "law_place": "Điều 3"}
        assert client.post(f"{AT}kho-khan/phan-anh/", said).status_code == 302
        codes.append(code)
    unknown = {**said, "code": code_in(an.get(f"{AT}kho-khan/phan-anh/")), "place": COMMUNE, "law_document": "999/XX"}
    assert an.post(f"{AT}kho-khan/phan-anh/", unknown).status_code == 409
    assert an.get(f"{AT}kho-khan/tong-hop/?report={codes[0]}").status_code == 403
    form = binh.get(f"{AT}kho-khan/tong-hop/?report={codes[0]}&report={codes[1]}")
    question = code_in(form)
    asked = {"code": question, "place": PROVINCE, "text": "Mức hỗ trợ nhà ở là bao nhiêu?", "report": codes}
    assert binh.post(f"{AT}kho-khan/tong-hop/", asked).status_code == 302
    assert "Y-018" in text(binh.post(f"{AT}kho-khan/tong-hop/", asked))  # sent twice, it is asked once
    at = f"{AT}kho-khan/cau-hoi/{question}/"
    binh.post(f"{at}cap-nhat/", {"event": "asked", "after": "0", "counterpart": "Bộ NN&MT"})
    assert "Y-016" in text(binh.post(f"{at}cap-nhat/", {"event": "answered", "counterpart": "Bộ NN&MT", "text": "x"}))
    answer = {"event": "answered", "after": "1", "counterpart": "Bộ NN&MT", "text": "Theo Điều 5."}
    answer |= {"document_number": "77/BNNMT-VP", "document_issuer": "Bộ NN&MT", "signed_on": "2026-05-06"}
    assert an.post(f"{at}cap-nhat/", answer).status_code == 403
    assert binh.post(f"{at}cap-nhat/", answer).status_code == 302
    for client, code in ((an, codes[0]), (neighbour, codes[1])):
        page = text(client.get(f"{AT}kho-khan/{code}/"))
        assert "77/BNNMT-VP" in page and "Theo Điều 5." in page
    assert an.get(f"{AT}kho-khan/{codes[1]}/").status_code == 404
    assert codes[1] not in text(an.get(at))
    other = signed_in("lan", "officer", "20695")
    assert other.get(at).status_code == 404 and question not in text(other.get(f"{AT}kho-khan/cau-hoi/"))
    assert verify(office, _tables()) == []


def _tables():
    from mtqg.catalogue import CATALOGUE

    return CATALOGUE.tables.values()
