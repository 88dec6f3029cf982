"""The programming interface gives what the command line gives, to whom the pages give it."""

import datetime as dt
import json

import pytest
from api_clients import program
from office_files import count, csv
from office_people import COMMUNE, PROVINCE, signed_in
from reviewed_rows import MINE, OTHER, reviewed
from reviewed_rows import PROVINCE as THANH_HOA

FIGURE = {"locality": MINE, "period": "2023"}
SUBMISSION = f"/submissions/household-counts/{COMMUNE}/2026/province"
VILLAGE_FILE = "Mã xã;Mã thôn;Tên thôn;Có từ ngày\n" + f"{COMMUNE};{COMMUNE}-01;Thôn 1;01/07/2025\n"


@pytest.fixture
def filled(office):
    return reviewed(office)


@pytest.fixture
def binh(filled):
    """A program of the province."""
    return program("binh", "provincial_office", THANH_HOA)


def printed(instance, capsys, *words):
    """What the command line prints as JSON."""
    from mtqg.cli import main

    capsys.readouterr()
    try:
        main(["--home", str(instance.home), "--format", "json", *words])
    except SystemExit as ended:
        assert ended.code in (0, 1)
    return json.loads(capsys.readouterr().out)


def contains(given, wanted):
    """Whether the given says at least what is wanted, with nothing that is missing there."""
    if isinstance(wanted, dict):
        return all(contains(given.get(name), value) for name, value in wanted.items())
    if isinstance(wanted, list):
        return len(given) == len(wanted) and all(contains(one, other) for one, other in zip(given, wanted, strict=True))
    return given == wanted


SAME = [
    (
        "/localities?on=2024-10-16&within=38&level=district",
        "localities tree --on 2024-10-16 --within 38 --level district",
    ),
    ("/localities/14845?on=2024-10-16", "localities show 14845 --on 2024-10-16"),
    ("/localities/14845/history?on=2024-10-16", "localities history 14845 --on 2024-10-16"),
    ("/localities/resolve?name=muong+lat&on=2024-10-16", "localities resolve muong+lat --on 2024-10-16"),
    ("/law/documents?in_force_on=2024-01-01", "law list --in-force-on 2024-01-01"),
    ("/law/document?number=07/2021/NĐ-CP", "law show 07/2021/NĐ-CP"),
    ("/law/values?on=2024-01-01&name=income_limit", "law values --on 2024-01-01 --name income_limit"),
    ("/law/values?on=1999-01-01&name=income_limit", "law values --on 1999-01-01 --name income_limit"),
    ("/law/pending", "law values --pending"),
    ("/measures", "measures"),
    ("/snapshots", "snapshots"),
    (
        "/figures/poor_household_rate?locality=14845&period=2023",
        "figure poor_household_rate --locality 14845 --period 2023",
    ),
    (
        "/figures/poor_household_rate/explanation?locality=38&period=2023&size=2&page=2",
        "explain poor_household_rate --locality 38 --period 2023 --page-size 2 --page 2",
    ),
    ("/imports", "imports"),
    ("/statements?measure=poor_households", "statements list --measure poor_households"),
    ("/statements/findings", "statements check"),
]


def test_each_answer_is_that_of_the_command_line(filled, binh, capsys):
    for path, words in SAME:
        said = binh.get(path)
        told = printed(filled, capsys, *(word.replace("+", " ") for word in words.split(" ")))
        if path == "/imports":
            said = said[::-1]
        assert contains(said, told), (path, said, told)


def test_who_sits_elsewhere_gets_nothing_of_a_commune(filled, binh):
    """Dũng, an officer of the other commune, gets for each address of the first what he would for no such place."""
    from mtqg.submissions.actions import open_submission
    from mtqg.web import acts
    from mtqg.web.accounts.models import User

    with acts.begin(by=User.objects.get(username="binh"), verb="submission.open", role="appraiser", at=MINE) as act:
        open_submission(
            act.inner,
            form="poverty-review",
            locality=MINE,
            period="2023",
            to_level="province",
            due=dt.date(2023, 12, 31),
            origin="real",
        )
    an, dung = program("an", "officer", MINE), program("dung", "officer", OTHER)
    act = next(one.n for one in filled.chain.acts if one.where == MINE and one.verb == "import")

    def nowhere(path):
        return path.replace(MINE, "99999").replace(f"/{act}", "/99")

    found = (
        f"/figures/poor_household_rate?locality={MINE}&period=2023",
        f"/figures/poor_household_rate/explanation?locality={MINE}&period=2023",
        f"/registers/poverty_sheets?locality={MINE}",
        f"/registers/poverty_sheets/{act}/1",
        f"/imports/{act}",
        f"/submissions/poverty-review/{MINE}/2023/province",
    )
    for path in found:
        an.get(path)
        answers = [dung.get(path, expect=404), dung.get(nowhere(path), expect=404)]
        assert answers[0]["errors"] == answers[1]["errors"]
    listed = ("/registers/poverty_sheets", "/registers/household_counts", "/imports", "/submissions", "/snapshots")
    for path in listed:
        assert MINE not in json.dumps(dung.get(path)), path
        assert MINE in json.dumps(binh.get(path)) or path == "/snapshots", path
    dung.get(f"/figures/poor_household_rate?locality={THANH_HOA}&period=2023", expect=404)
    assert len(binh.get("/snapshots")) == 1
    auditor = program("kiem", "auditor", OTHER)
    assert {one["where"] for one in auditor.get("/acts")["acts"]} == {OTHER}


def test_people_are_masked_for_every_role_and_never_found_by_their_number(filled, binh):
    for one in (binh, program("an", "officer", MINE), program("kiem", "auditor", "*")):
        said = json.dumps(one.get("/registers/poverty_sheets"), ensure_ascii=False)
        assert "Hơ Văn" not in said and "038201004567" not in said and "•••" in said
    assert binh.get("/registers/poverty_sheets?q=038201004567")["rows"] == []
    assert len(binh.get("/registers/poverty_sheets?q=can+ngheo")["rows"]) == 1
    ministry = program("bo", "ministry", "*")
    assert "poverty_sheets" not in {one["register"] for one in ministry.get("/registers")}
    ministry.get("/registers/poverty_sheets", expect=404)
    explained = f"/figures/poor_household_rate/explanation?locality={MINE}&period=2023"
    assert ministry.get(explained)["rows"] == [] and ministry.get(explained)["withheld"] == 3


def test_rows_come_page_by_page_each_once_with_their_source(filled, binh):
    seen, after = [], ""
    while after is not None:
        page = binh.get("/registers/poverty_sheets", after=after, limit=4)
        seen += [one["id"] for one in page["rows"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) == 6
    act, row = seen[-1].split("-")
    whole = binh.get(f"/registers/poverty_sheets/{act}/{row}")
    assert whole["source"]["file"] == "=ra-soat.xlsx" and whole["source"]["cells"].startswith("A5:")
    assert whole["added_by"]["by"] == "An" and whole["ended_by"] is None
    assert whole["values"]["decided_class"] == "poor" and whole["values"]["day"] == "2023-12-10"
    binh.get(f"/registers/poverty_sheets/{2**60}/1", expect=400)


def test_an_unchanged_answer_is_not_sent_again_until_an_act(filled, binh, monkeypatch):
    from mtqg.web.api import declaring

    path = f"/figures/poor_household_rate?locality={MINE}&period=2023"
    binh.get(path)
    tag = binh.last.headers["ETag"]
    binh.get(path, expect=304, headers={"If-None-Match": tag})
    with monkeypatch.context() as patched:
        patched.setattr(declaring, "__version__", "99.0")  # another release may count otherwise
        binh.get(path, expect=200, headers={"If-None-Match": tag})
    assert program("an", "officer", MINE).client.get("/api/v1/me").status_code == 401  # an act: An's role and token
    binh.get(path, expect=200, headers={"If-None-Match": tag})


def test_a_wrong_question_says_what_is_wrong_in_the_language_asked_for(filled, binh):
    path = "/figures/poor_household_rate"
    assert binh.get(path, expect=400, period="2023")["errors"][0]["place"] == "locality"
    assert binh.get(path, expect=400, locality=MINE, period="hai nghìn")["code"].startswith("C-")
    vi = binh.get(path, expect=400, locality=MINE, period="2023", known="hôm qua")
    en = binh.get(path, expect=400, locality=MINE, period="2023", known="hôm qua", headers={"Accept-Language": "en"})
    assert vi["code"] == en["code"] == "C-050" and "Không hiểu" in vi["title"] and "cannot be read" in en["title"]
    assert "lần 9" in binh.get(path, **FIGURE, edition=9)["reason"]  # unknown is an answer
    assert binh.get("/law/values", expect=400, name="khong_co")["errors"][0]["given"] == "khong_co"


def test_files_are_looked_at_then_recorded_once_and_undone(office):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from office_files import live

    an = program("an", "officer", COMMUNE)

    def send(data, name, form, expect=200, **said):
        files = [SimpleUploadedFile(name, data)]
        return an.post("/uploads", expect=expect, files=files, locality=COMMUNE, form=form, **said)

    assert send(VILLAGE_FILE.encode(), "thon.csv", "villages", is_dry="false")["state"] == "recorded"
    wrong = count(**{"Tổng số hộ": "nhiều"})
    looked = send(csv(count(), wrong), "so-ho.csv", "household-counts", period="2026")
    assert looked["state"] == "checked" and looked["files"][0]["rows_ok"] == 1 and looked["files"][0]["batch"] is None
    assert looked["files"][0]["errors"][0]["cell"] == "F3" and looked["files"][0]["errors"][0]["remedy"]
    assert len(live(office, "household_counts")) == 0
    done = [an.post(f"/uploads/{looked['upload']}/record") for _ in range(2)]
    assert done[0] == done[1] and done[0]["state"] == "recorded" and len(live(office, "household_counts")) == 1
    batch = done[0]["files"][0]["batch"]
    assert an.get(f"/imports/{batch}")["set_aside"] == 1
    program("dung", "officer", "20728").get(f"/uploads/{looked['upload']}", expect=404)
    assert an.post(f"/imports/{batch}/undo", {"why": " "}, expect=409)["code"] == "I-143"
    assert an.post(f"/imports/{batch}/undo", {"why": "nhầm tệp"})["ended"] == 1
    assert an.get("/imports")[1]["undone_by"] == an.get("/imports")[0]["batch"]
    other = send(csv(count()), "so-ho.csv", "household-counts", period="2026")
    an.delete(f"/uploads/{other['upload']}")
    an.get(f"/uploads/{other['upload']}", expect=404)
    send(csv(count()), "a.csv", "khong-co", expect=400)
    elsewhere = [SimpleUploadedFile("a.csv", csv(count()))]
    an.post("/uploads", expect=404, files=elsewhere, locality="20728", form="household-counts")


def test_a_submission_goes_its_way_by_programs_but_is_approved_by_a_person(office):
    an, binh = program("an", "officer", COMMUNE), program("binh", "appraiser", PROVINCE)
    due = (dt.datetime.now(dt.UTC) + dt.timedelta(days=20)).date().isoformat()
    given = {"form": "household-counts", "place": COMMUNE, "period": "2026", "due": due, "why": "Công văn giao"}
    signed_in("binh").post("/bao-cao/giao/", given)
    assert an.get("/submissions", state="new")[0]["submission"] == SUBMISSION.removeprefix("/submissions/")
    assert an.post(f"{SUBMISSION}/send", {"event": "sent", "after": 0})["state"] == "sent"
    assert an.post(f"{SUBMISSION}/send", {"event": "sent", "after": 0}, expect=409)["code"].startswith("U-")
    assert an.post(f"{SUBMISSION}/appraise", {"event": "accepted", "after": 1}, expect=403)["code"] == "A-005"
    cells = [{"sheet": "so-ho", "cell": "F2", "reason": "thiếu hộ"}]
    returned = {"event": "returned", "after": 1, "due": due, "cells": cells, "note": "xem lại"}
    assert binh.post(f"{SUBMISSION}/appraise", returned)["events"][-1]["cells"] == cells
    an.post(f"{SUBMISSION}/send", {"event": "sent", "after": 2})
    assert binh.post(f"{SUBMISSION}/appraise", {"event": "accepted", "after": 3})["state"] == "accepted"
    hoa = signed_in("hoa", "commune_leader", COMMUNE)
    step = (f"/api/v1{SUBMISSION}/approve", json.dumps({"after": 4}))
    assert hoa.post(*step, content_type="application/json").json()["state"] == "approved"
    assert office.chain.acts[-1].role == "commune_leader"


def test_an_auditor_asks_for_a_verification_and_reads_the_acts(filled):
    import threading

    from mtqg.web.jobs import running

    kiem = program("kiem", "auditor", "*")
    assert kiem.get("/chain")["verification"] is None
    assert kiem.post("/chain/verification", expect=202)["state"] == "waiting"
    kiem.post("/chain/verification", expect=202)
    kiem.post("/chain/verification", {"head": "f" * 64}, expect=202)  # against another head: another verification
    assert running.work(stop=threading.Event(), once=True) == 2
    said = kiem.get("/chain")
    assert said["verification"]["ok"] is False
    kiem.post("/chain/verification", expect=202)
    running.work(stop=threading.Event(), once=True)
    said = kiem.get("/chain")
    assert said["verification"]["ok"] is True and said["head"] == said["verification"]["head"] == filled.head()[1]
    page = kiem.get("/acts", limit=3)
    rest = kiem.get("/acts", before=page["next"], limit=500)
    assert [one["n"] for one in (*page["acts"], *rest["acts"])] == list(range(filled.head()[0], 0, -1))
    assert kiem.get("/acts", verb="close")["acts"][0]["touched"] == {}
    program("an", "officer", MINE).get("/acts", expect=403)
