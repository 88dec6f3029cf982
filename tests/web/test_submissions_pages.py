"""Submissions on the pages: assigned, sent, returned with cells, mended, approved by somebody else, closed."""

import datetime as dt
import threading

import pytest
from office_files import count, csv, live, text, upload
from office_people import COMMUNE, OTHER_COMMUNE, PROVINCE, signed_in

from mtqg.core.verify import verify

CODE = f"household-counts/{COMMUNE}/2026/province"
AT = f"/bao-cao/xem/{CODE}/"
DUE = (dt.datetime.now(dt.UTC) + dt.timedelta(days=20)).date().isoformat()
PAST = "2026-01-05"


@pytest.fixture
def people(office, an):
    """An enters and sends, Bình of the province accepts, the commune's chairwoman approves, Dũng sits elsewhere."""
    found = {
        "an": an,
        "binh": signed_in("binh", "provincial_office", PROVINCE),
        "hoa": signed_in("hoa", "commune_leader", COMMUNE),
        "dung": signed_in("dung", "officer", OTHER_COMMUNE),
    }
    given = {"form": "household-counts", "place": COMMUNE, "period": "2026", "due": DUE, "why": "Công văn giao"}
    assert found["binh"].post("/bao-cao/giao/", given).status_code == 302
    return found


def do(client, way, event, **said):
    return client.post(f"/bao-cao/{way}/{CODE}/", {"event": event, **said})


def entered(client, **changed):
    looked = upload(client, csv(count(**changed)))
    client.post(looked.url + "ghi/")
    return looked


def events(office):
    from mtqg.submissions.states import submission

    with office.register() as register:
        return [one.event for one in submission(register.database, CODE).events]


def test_from_owed_to_approved_each_step_by_who_may_do_it(office, people):
    an, binh, hoa = people["an"], people["binh"], people["hoa"]
    entered(an)
    assert "1 dòng có hiệu lực" in text(an.get(AT))
    assert do(an, "gui", "sent").status_code == 302
    assert do(an, "tham-dinh", "accepted").status_code == 403
    returned = {"due": DUE, "sheet0": "so-ho", "cell0": "F2", "reason0": "thiếu hộ mới tách"}
    assert do(binh, "tham-dinh", "returned", **returned).status_code == 302
    page = text(an.get(AT))
    assert "F2" in page and "thiếu hộ mới tách" in page and "trả lại bổ sung" in page
    entered(an, **{"Tổng số hộ": 121})
    do(an, "gui", "sent")
    do(binh, "tham-dinh", "accepted")
    assert do(binh, "phe-duyet", "approved").status_code == 403
    assert do(hoa, "phe-duyet", "approved").status_code == 302
    assert events(office) == ["sent", "returned", "sent", "accepted", "approved"]
    assert live(office, "household_counts")["households"].to_list() == [121]
    from mtqg.catalogue import CATALOGUE

    assert verify(office, CATALOGUE.tables.values()) == []


def test_who_sends_does_not_approve(office, people):
    """A chairwoman who sends for her officer is told so, and refused even where she asks without the page."""
    hoa = people["hoa"]
    do(hoa, "gui", "sent")
    do(people["binh"], "tham-dinh", "accepted")
    assert "không phê duyệt được" in text(hoa.get(AT))
    answer = do(hoa, "phe-duyet", "approved")
    assert answer.status_code == 409 and "U-005" in text(answer)


def test_a_return_without_a_reason_or_a_day_is_refused(office, people):
    do(people["an"], "gui", "sent")
    for said in ({"due": DUE}, {"note": "thiếu", "due": PAST}, {"note": "thiếu"}, {"cell0": "F2", "due": DUE}):
        assert "U-006" in text(do(people["binh"], "tham-dinh", "returned", **said))
    assert events(office) == ["sent"]


def test_what_was_handed_in_is_locked_and_says_why(office, people):
    an = people["an"]
    entered(an)
    batch = office.acts("import")[-1].n
    do(an, "gui", "sent")
    looked = upload(an, csv(count(**{"Tổng số hộ": 130})))
    page = text(an.get(looked.url))
    assert "U-010" in page and "Rút lại báo cáo rồi sửa" in page
    assert "U-010" in text(an.post(f"/nhap/dot/{batch}/hoan-tac/", {"why": "nhầm"}))
    assert "đang khóa" in text(an.get(AT))
    do(an, "gui", "withdrawn")
    an.post(upload(an, csv(count(**{"Tổng số hộ": 130}))).url + "ghi/")
    assert live(office, "household_counts")["households"].to_list() == [130]


def test_a_report_sent_between_the_look_and_the_import_refuses_the_import(office, people, monkeypatch):
    from mtqg.web.intake import reading

    imports = reading.import_files

    def sent_just_now(*args, **said):
        do(people["hoa"], "gui", "sent")
        return imports(*args, **said)

    an = people["an"]
    looked = upload(an, csv(count()))
    monkeypatch.setattr(reading, "import_files", sent_just_now)
    an.post(looked.url + "ghi/")
    assert "U-010" in text(an.get(looked.url)) and live(office, "household_counts").height == 0


def test_nobody_sends_while_an_act_changes_the_rows(office, people):
    from mtqg.core.acts import Author
    from mtqg.core.register.writing import begin
    from mtqg.submissions.actions import send_submission
    from mtqg.web.submissions.locks import still_open

    who, done = Author("an", "officer", dt.datetime.now(dt.UTC)), threading.Event()

    def sends():
        with office.register() as register, begin(register, who, verb="submission.sent", where=COMMUNE) as act:
            send_submission(act, CODE)
        done.set()

    with office.register() as register, begin(register, who, verb="import", where=COMMUNE) as act:
        still_open("household-counts", COMMUNE, "2026")(act)
        other = threading.Thread(target=sends)
        other.start()
        assert not done.wait(0.5)
    other.join(30)
    assert done.is_set() and events(office) == ["sent"]


def test_a_report_begun_and_sent_while_an_act_changes_its_rows_refuses_the_act_or_comes_after_it(office, people):
    from mtqg.core.acts import Author
    from mtqg.core.errors import Refused
    from mtqg.core.register.writing import begin
    from mtqg.submissions.actions import open_submission, send_submission
    from mtqg.web.submissions.locks import still_open

    who, done = Author("an", "officer", dt.datetime.now(dt.UTC)), threading.Event()

    def sends():
        asked = {"form": "household-counts", "locality": COMMUNE, "period": "2025", "to_level": "province"}
        asked |= {"due": dt.date(2026, 1, 20), "origin": "synthetic"}
        with office.register() as register:
            with begin(register, who, verb="submission.opened", where=COMMUNE) as act:
                code = open_submission(act, **asked)
            with begin(register, who, verb="submission.sent", where=COMMUNE) as act:
                send_submission(act, code)
        done.set()

    other, refused, before = threading.Thread(target=sends), [], office.head()[0]
    try:
        with office.register() as register, begin(register, who, verb="import", where=COMMUNE) as act:
            still_open("household-counts", COMMUNE, "2025")(act)
            other.start()
            done.wait(5 if office.schema else 0.3)
    except Refused as found:
        refused = [one.code for one in found.problems]
    other.join(30)
    (sent,) = office.acts("submission.sent")
    imports = [one.n for one in office.acts("import") if one.n > before]
    if office.schema:  # nobody waited: what is sent stays as it was sent
        assert (refused, imports) == (["U-010"], [])
    else:  # one writer at a time
        assert refused == [] and imports[0] < sent.n


def test_somebody_elsewhere_sees_nothing_and_does_nothing(office, people):
    dung = people["dung"]
    assert "Khâm Đức" not in text(dung.get("/bao-cao/"))
    assert dung.get(AT).status_code == 404
    assert do(dung, "gui", "sent").status_code == 404
    assert events(office) == []


def test_two_people_at_once_do_not_pass_each_other(office, people):
    do(people["an"], "gui", "sent", after="0")
    assert "U-004" in text(do(people["hoa"], "gui", "sent", after="0"))


def test_the_provincial_office_sends_for_a_commune_and_is_named_as_such(office, people):
    assert "làm thay cho đơn vị" in text(people["binh"].get(AT))
    do(people["binh"], "gui", "sent")
    assert "binh (Văn phòng điều phối tỉnh)" in text(people["an"].get(AT))


def test_a_close_waits_for_approval_and_is_done_again_with_a_reason_only(office, people):
    from mtqg.web.jobs import running

    an, binh, hoa = people["an"], people["binh"], people["hoa"]
    asked = {"dataset": "poverty", "place": PROVINCE, "period": "2026", "status": "official", "reason": ""}
    entered(an)
    assert "0/1" in text(binh.get("/bao-cao/chot/", asked))
    assert "U-011" in text(binh.post("/bao-cao/chot/", asked))
    do(an, "gui", "sent")
    do(binh, "tham-dinh", "accepted")
    do(hoa, "phe-duyet", "approved")
    assert an.post("/bao-cao/chot/", asked).status_code == 403
    done = binh.post("/bao-cao/chot/", asked)
    running.work(stop=threading.Event(), once=True)
    assert "Đã chốt lần 1; 1 báo cáo" in text(binh.get(done.url))
    assert events(office)[-1] == "closed"
    assert "K-022" in text(binh.post("/bao-cao/chot/", asked))
    returned = do(binh, "tham-dinh", "returned", due=DUE, note="đính chính")
    assert returned.status_code == 302
    entered(an, **{"Tổng số hộ": 125})
    again = binh.post("/bao-cao/chot/", {**asked, "status": "preliminary", "reason": "đính chính số hộ"})
    running.work(stop=threading.Event(), once=True)
    assert "Đã chốt lần 2" in text(binh.get(again.url))


def test_the_list_counts_states_and_who_is_late(office, people):
    page = text(people["binh"].get("/bao-cao/", {"state": "new"}))
    assert "Xã Khâm Đức" in page and "chưa gửi (1)" in page
    assert "Xã Khâm Đức" not in text(people["binh"].get("/bao-cao/", {"state": "late"}))
