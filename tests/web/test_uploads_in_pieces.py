"""Uploads that come in pieces: a dropped line, another's upload, a new server, a last piece that comes twice."""

import hashlib
import json

import pytest
from office_files import count, csv, live, text
from office_people import COMMUNE, OTHER_COMMUNE, signed_in

DATA = csv(count()) + b"\n" * 3000


def begun(client, data=DATA, place=COMMUNE, **changed):
    said = {
        "place": place,
        "form": "household-counts",
        "period": "2026",
        "files": json.dumps([["so-ho.csv", len(data)]]),
        "digest": hashlib.sha256(data).hexdigest(),
        **changed,
    }
    return client.post("/nhap/tung-phan/", said)


def sent(client, at, offset, data):
    kind = "application/offset+octet-stream"
    return client.patch(at, data, content_type=kind, headers={"Upload-Offset": str(offset)})


def codes(answer):
    return [one["code"] for one in answer.json()["problems"]]


def test_pieces_become_an_upload_and_the_last_one_may_come_twice(office, an):
    at = begun(an).json()["at"]
    assert sent(an, at, 0, DATA[:1000]).json()["offset"] == 1000
    assert "Đang gửi dở" in text(an.get("/nhap/"))
    last = sent(an, at, 1000, DATA[1000:])
    assert last.status_code == 200 and "1 dòng đúng" in text(an.get(last.json()["to"]))
    again = sent(an, at, 1000, DATA[1000:])
    assert again.status_code == 200 and again.json()["to"] == last.json()["to"]
    assert an.get(at).json()["to"] == last.json()["to"]
    assert begun(an).json()["to"] == last.json()["to"]  # chosen again while undecided: nothing is sent twice
    assert "Đang gửi dở" not in text(an.get("/nhap/"))
    an.post(last.json()["to"] + "ghi/")
    assert live(office, "household_counts")["households"].to_list() == [120]
    assert "to" not in begun(an).json()


def test_a_wrong_offset_is_answered_with_the_right_one(office, an):
    at = begun(an).json()["at"]
    sent(an, at, 0, DATA[:1000])
    for offset, data in ((0, DATA[:1000]), (1500, DATA[1500:1600]), (1000, DATA)):
        answer = sent(an, at, offset, data)
        assert answer.status_code == 409 and answer.json()["offset"] == 1000
        assert answer.headers["Upload-Offset"] == "1000"
    for offset in ("-1", "", "1e3", "٣"):
        assert sent(an, at, offset, b"x").status_code == 422
    assert sent(an, at, 1000, b"").status_code == 422
    assert sent(an, at, 1000, b"x" * 1_100_000).status_code == 422


def test_after_a_new_start_the_same_files_chosen_again_go_on(office, an):
    at = begun(an).json()["at"]
    sent(an, at, 0, DATA[:1000])
    later = signed_in("an")  # another session, as after a restart: nothing is kept but the folder
    again = begun(later)
    assert again.status_code == 201 and again.json() == {"at": at, "offset": 1000, "size": len(DATA)}
    assert begun(later, place=COMMUNE, period="2025").json()["offset"] == 0  # said otherwise: another upload
    assert "to" in sent(later, at, 1000, DATA[1000:]).json()


def test_a_server_that_died_before_it_was_done_finishes_when_the_last_piece_comes_again(office, an, monkeypatch):
    from mtqg.web.intake import pieces

    at = begun(an).json()["at"]
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(pieces, "_save", _killed)
        sent(an, at, 0, DATA)
    assert an.get(at).json() == {"at": at, "offset": len(DATA), "size": len(DATA)}
    again = sent(an, at, 0, DATA)
    assert again.status_code == 200 and "1 dòng đúng" in text(an.get(again.json()["to"]))


def test_what_was_decided_meanwhile_stays_when_the_last_piece_comes_again(office, an, monkeypatch):
    from mtqg.web.intake import pieces

    at = begun(an).json()["at"]
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(pieces, "_save", _killed)
        sent(an, at, 0, DATA)
    looked = f"/nhap/tep/{at.split('/')[3]}/"
    an.post(looked + "tra-loi/")
    an.post(looked + "ghi/")
    assert sent(an, at, 0, DATA).json()["to"] == looked and "Đã ghi: 1 dòng mới" in text(an.get(looked))


def _killed(half):
    raise KeyboardInterrupt


def test_a_name_with_half_a_surrogate_pair_is_taken_as_any_other(office, an):
    at = begun(an, files=json.dumps([["\ud83d.csv", len(DATA)]])).json()["at"]
    assert "1 dòng đúng" in text(an.get(sent(an, at, 0, DATA).json()["to"]))


def test_the_pieces_are_their_persons_alone(office, an):
    at = begun(an).json()["at"]
    for client in (signed_in("chi", "officer", COMMUNE), signed_in("dung", "officer", OTHER_COMMUNE)):
        assert client.get(at).status_code == 404
        assert sent(client, at, 0, DATA).status_code == 404
        assert client.post(at + "bo/").status_code == 404
        assert "so-ho" not in text(client.get("/nhap/"))
    assert begun(signed_in("dung")).status_code == 422  # not a place of hers
    assert an.get(at).json()["offset"] == 0


def test_what_arrived_is_held_against_what_was_promised(office, an):
    at = begun(an, digest="0" * 64).json()["at"]
    answer = sent(an, at, 0, DATA)
    assert answer.status_code == 422 and codes(answer) == ["I-145"]
    assert an.get(at).status_code == 404 and not (office.home / "uploads" / at.split("/")[3]).exists()


def test_sizes_and_halves_are_bounded_and_nonsense_is_refused(office, an):
    assert codes(begun(an, files=json.dumps([["to.csv", 10**9]]))) == ["I-141"]
    assert codes(begun(an, files="[]")) == ["I-140"]
    for files in ("{", '[["a", -1]]', '[["a", "1"]]', '["ab", 3]', "null", "[" * 9000, '[["a", 1e3]]'):
        assert codes(begun(an, files=files)) == ["I-146"], files
    assert codes(begun(an, digest="../../x")) == ["I-146"]
    first = begun(an, b"0".ljust(99)).json()["at"]
    for number in range(1, 5):
        assert begun(an, str(number).encode().ljust(99)).status_code == 201
    assert codes(begun(an)) == ["I-144"]
    an.post(first + "bo/")
    assert begun(an).status_code == 201


def test_a_full_disk_is_said_and_keeps_what_has_arrived(office, an, monkeypatch):
    from mtqg.web.intake import pieces

    at = begun(an).json()["at"]
    sent(an, at, 0, DATA[:1000])

    def full(number):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as small:
        small.setattr(pieces.os, "fsync", full)
        answer = sent(an, at, 1000, DATA[1000:2000])
        assert answer.status_code == 507 and codes(answer) == ["C-031"]
    assert an.get(at).json()["offset"] == 1000
    monkeypatch.setattr(pieces.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1})())
    assert codes(begun(an, b"x")) == ["C-030"]


def test_a_half_is_swept_a_day_after_its_last_piece(office, an):
    import os
    import time

    from mtqg.web.jobs.sweeping import sweep

    at = begun(an).json()["at"]
    folder = office.home / "parts" / at.split("/")[3]
    os.utime(folder, (time.time() - 90_000,) * 2)
    sent(an, at, 0, DATA[:10])
    assert sweep(office.home)["parts"] == 0
    os.utime(folder, (time.time() - 90_000,) * 2)
    assert sweep(office.home)["parts"] == 1 and an.get(at).status_code == 404
