"""After a merger nothing moves by itself: what stands at the old unit is listed, and carried or ended by somebody."""

import datetime as dt
import re

import pytest
from office_files import count, csv, text, upload
from office_people import COMMUNE, PROVINCE, account, signed_in

from mtqg.core.acts import Author
from mtqg.core.verify import verify

SUCCESSOR = "20332"  # Hòa Tiến of the same city takes Khâm Đức in: invented, for the test
AT = "/bao-cao/sap-nhap/"
WAITS = "Việc còn lại"
CODE = f"household-counts/{COMMUNE}/2026/province"
HEAD = "event,operative,in_force,kind,document,issued_by,from_code,to_code,extent"
ABOUT = "thu,2026-02-01,2026-01-20,merge,99/NQ-THU,Cơ quan của thử nghiệm"
MERGER = f"{HEAD}\n" + "".join(f"{ABOUT},{code},{SUCCESSOR},whole\n" for code in (COMMUNE, SUCCESSOR))
SHEET = {"place": COMMUNE, "period": "2026", "day": "2026-11-15", "head_name": "Hồ Thị Mẩy"}


@pytest.fixture
def merged(office, an, tmp_path):
    """Each kind of work stands at Khâm Đức when it is merged. Bình coordinates the province, Quân administers."""
    from mtqg.localities.actions import add_events
    from mtqg.web.intake.grid import lines

    people = {
        "an": an,
        "binh": signed_in("binh", "provincial_office", PROVINCE),
        "quan": signed_in("quan", "administrator", PROVINCE),
    }
    owed = {"form": "household-counts", "place": COMMUNE, "period": "2026", "due": "2026-12-15", "why": "Công văn"}
    assert people["binh"].post("/bao-cao/giao/", owed).status_code == 302
    an.post("/nhap/phieu/luu/", SHEET)
    lines.save(lines.Sheet(COMMUNE, "2026", "votes", ""), "H1", {"present": "7"}, {}, "an")
    looked = upload(an, csv(count(), count(**{"Mã thôn": f"{COMMUNE}-99", "Tên thôn": "Không có"})))
    assert an.post(looked.url + "ghi/").status_code == 302
    task = {"text": "Rà soát thôn 1", "place": COMMUNE, "due": "2027-12-20"}
    assert people["binh"].post("/chi-dao/nhiem-vu/giao/", {**task, "code": "NV-2345678"}).status_code == 302
    file = tmp_path / "su-kien.csv"
    assert WAITS not in text(people["binh"].get("/"))
    file.write_text(MERGER, encoding="utf-8")
    add_events(office, Author("An", "provincial_office", dt.datetime.now(dt.UTC)), file)
    account("lan", ("officer", SUCCESSOR))
    return people


def links(client):
    return dict(reversed(one) for one in re.findall(rf'href="({AT}(\w+)/[^"]+)"', text(client.get(AT))))


def decide(client, link, to, why="Nghị quyết 99"):
    page = text(client.get(link))
    seen = re.search(r'name="seen" value="([^"]*)"', page).group(1)
    return client.post(link, {"to": to, "why": why, "seen": seen})


def verified(office):
    from mtqg.catalogue import CATALOGUE

    return verify(office, CATALOGUE.tables.values())


def test_everything_that_stands_there_is_carried_by_somebody_and_shown_as_done(office, merged):
    from mtqg.access.roles import grants_of
    from mtqg.intake.documents import open_documents
    from mtqg.submissions.states import submissions
    from mtqg.web.intake.models import KeyingLine, SheetDraft

    binh, quan = merged["binh"], merged["quan"]
    assert WAITS in text(binh.get("/")) and "99/NQ-THU" in text(binh.get(AT))
    assert set(links(binh)) == {"sheet", "lines", "duty", "papers", "task"} and set(links(quan)) == {"role"}
    assert "Hồ Thị Mẩy" not in text(binh.get(AT))
    for client in (binh, quan):
        for link in links(client).values():
            assert decide(client, link, SUCCESSOR).status_code == 302, link
    assert not links(binh) and not links(quan) and WAITS not in text(binh.get("/"))
    assert text(binh.get(AT)).count("Nghị quyết 99") == 6
    with office.register() as register:
        assert [one.code for one in submissions(register.database)] == [CODE.replace(COMMUNE, SUCCESSOR)]
        assert [one.where for one in open_documents(register)] == [SUCCESSOR]
        held = [one.place for one in grants_of(register.database, "an") if one.ends_on is None]
    assert held == [SUCCESSOR]
    assert {*KeyingLine.objects.values_list("place", flat=True)} == {SUCCESSOR}
    assert {*SheetDraft.objects.values_list("place", flat=True)} == {SUCCESSOR}
    assert "Hồ Thị Mẩy" in text(merged["an"].get("/nhap/phieu/"))
    assert verified(office) == []


def test_all_of_a_unit_is_carried_at_once_as_it_was_shown(office, merged):
    from mtqg.web.intake.models import KeyingLine
    from mtqg.web.steering.models import SteeringTasks

    binh = merged["binh"]
    page = text(binh.get(AT))
    shown = re.findall(r'name="shown" value="([^"]*)"', page)
    assert len(shown) == 5 and not any(one.startswith("role") for one in shown)
    at = f"{AT}chuyen-het/{COMMUNE}/"
    assert "ghi lý do" in text(binh.post(at, {"shown": shown, "to": SUCCESSOR, "why": ""}, follow=True))
    assert "ghi lý do" in text(binh.post(at, {"shown": shown, "to": "end", "why": "bỏ hết"}, follow=True))
    n = office.head()[0]
    KeyingLine.objects.update(version=7)  # somebody types on
    told = text(binh.post(at, {"shown": shown, "to": SUCCESSOR, "why": "Nghị quyết 99"}, follow=True))
    assert "Đã chuyển 4 việc." in told and set(links(binh)) == {"lines"} and office.head()[0] == n + 4
    assert [one.locality_code for one in SteeringTasks.objects.filter(ended_by=None)] == [SUCCESSOR]
    again = text(binh.post(at, {"shown": shown, "to": SUCCESSOR, "why": "bấm hai lần"}, follow=True))
    assert "bấm hai lần" not in again and office.head()[0] == n + 4
    assert binh.post(f"{AT}chuyen-het/14845/", {"to": SUCCESSOR, "why": "x"}).status_code == 302
    assert set(links(merged["quan"])) == {"role"} and verified(office) == []


def test_a_task_that_is_ended_is_withdrawn_with_its_reason(office, merged):
    from mtqg.web.steering.models import SteeringTaskEvents

    decide(merged["binh"], links(merged["binh"])["task"], "end", why="không còn thôn ấy")
    (event,) = SteeringTaskEvents.objects.all()
    assert (event.event, event.note) == ("withdrawn", "không còn thôn ấy") and verified(office) == []


def test_what_is_ended_is_ended_once_with_a_reason_and_only_as_it_was_seen(office, merged):
    from mtqg.intake.documents import open_documents
    from mtqg.submissions.states import submissions
    from mtqg.web.intake.grid import lines
    from mtqg.web.intake.models import KeyingLine

    binh = merged["binh"]
    found = links(binh)
    assert binh.post(found["duty"], {"to": "end", "why": "", "seen": "0"}).status_code == 400
    assert binh.post(found["duty"], {"to": "20308", "why": "sai nơi", "seen": "0"}).status_code == 400
    assert decide(binh, found["duty"], "end").status_code == 302
    again = binh.post(found["duty"], {"to": "end", "why": "bấm hai lần", "seen": "0"}, follow=True)
    assert "đã có người xử lý" in text(again) and "bấm hai lần" not in text(again)
    page = text(binh.get(found["lines"]))
    seen = re.search(r'name="seen" value="([^"]*)"', page).group(1)
    lines.save(lines.Sheet(COMMUNE, "2026", "votes", ""), "H1", {"present": "8"}, {"present": "7"}, "an")
    late = binh.post(found["lines"], {"to": "end", "why": "bỏ", "seen": seen})
    assert late.status_code == 400 and "vừa thay đổi" in text(late) and KeyingLine.objects.count() == 1
    lines.save(lines.Sheet(SUCCESSOR, "2026", "votes", ""), "H1", {"present": "9"}, {}, "lan")
    clash = decide(binh, found["lines"], SUCCESSOR)
    assert clash.status_code == 400 and KeyingLine.objects.filter(place=COMMUNE).exists()
    assert decide(binh, found["papers"], "end").status_code == 302
    with office.register() as register:
        assert submissions(register.database) == [] and open_documents(register) == []
    assert verified(office) == []


def test_roles_are_the_administrators_and_others_places_are_not_found(office, merged):
    role = links(merged["quan"])["role"]
    assert merged["binh"].get(role).status_code == 403 and merged["an"].get(AT).status_code == 403
    elsewhere = signed_in("hanh", "provincial_office", "38")
    assert COMMUNE not in text(elsewhere.get(AT)) and elsewhere.get(role).status_code == 404


def test_the_day_of_an_act_is_that_of_vietnam():
    from mtqg.web.submissions.mergers import day_of

    assert day_of(dt.datetime(2026, 1, 31, 18, 30, tzinfo=dt.UTC)) == dt.date(2026, 2, 1)
