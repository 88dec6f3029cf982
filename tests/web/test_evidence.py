"""Photographs and scans beside a record: sealed, cleaned of where they were taken, opened under an act, backed up."""

import re
import struct
import zlib
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from office_files import count, csv, text, upload
from office_people import COMMUNE, OTHER_COMMUNE, PROVINCE, signed_in

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.verify import verify
from mtqg.evidence.reading import read


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


FRAME = segment(0xC0, struct.pack(">BHHB", 8, 900, 1600, 1) + b"\x01\x11\x00")
SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"trang giay \xff\x00\xff\xd0 het" + b"\xff\xd9"
COLOURS = segment(0xE0, b"JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00")
EXIF = segment(0xE1, b"Exif\0\0GPS 15.4 N 107.8 E")
PHOTO = b"\xff\xd8" + COLOURS + EXIF + segment(0xFE, b"Hoang") + FRAME + SCAN + b"PK\x03\x04 a zip" + EXIF
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width=8, height=8):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 9 * 8))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"eXIf", b"GPS 15.4 N") + pixels + chunk(b"IEND", b"") + b"<html>"


@pytest.fixture
def record(office, an):
    """A record of Khâm Đức, by its name."""
    looked = upload(an, csv(count()))
    an.post(looked.url + "ghi/")
    return f"household_counts-{office.head()[0]}-1"


def page_of(record):
    table, act, row = record.split("-")
    return f"/so/{table}/{act}-{row}/"


def code_of(client, record):
    shown = text(client.get("/minh-chung/them/", {"kind": "record", "of": record}))
    return re.search(r'name="code" value="([^"]+)"', shown).group(1)


def attach(client, record, *data, code="", title="Phiếu giấy, trang 1"):
    files = [SimpleUploadedFile(f"anh{at}.jpg", one) for at, one in enumerate(data)]
    said = {"code": code or code_of(client, record), "title": title, "files": files}
    return client.post(f"/minh-chung/them/?kind=record&of={record}", said)


def show_at(client, record):
    return re.search(r'action="(/minh-chung/\d+-\d+/mo/)"', text(client.get(page_of(record)))).group(1)


def kept(office):
    return [one for one in (office.home / "evidence").rglob("*") if one.is_file()]


def found(office):
    return [one.problem.code for one in verify(office, CATALOGUE.tables.values())]


def test_a_photograph_is_sealed_without_its_place_and_opened_under_an_act(office, an, record):
    answer = attach(an, record, PHOTO, png(), PDF)
    assert answer.status_code == 302 and answer.url == page_of(record)
    assert text(an.get(page_of(record))).count("Phiếu giấy, trang 1") == 3
    whole = b"".join(one.read_bytes() for one in kept(office))
    assert len(kept(office)) == 3 and b"trang giay" not in whole and b"%PDF" not in whole
    shown = an.post(show_at(an, record))
    assert shown.content == b"\xff\xd8" + COLOURS + FRAME + SCAN
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "no-store")
    last = office.acts("evidence.open")[-1]
    assert (last.by, last.where) == ("an", COMMUNE) and "Phiếu" not in last.payload_text
    listed = text(an.get("/so/evidence/"))
    at = re.search(r'href="(/so/evidence/[^"]+)"', listed).group(1)
    assert an.get(at).status_code == 200 and an.get(page_of(record), headers={"Accept-Encoding": "gzip"}).content
    assert b"eXIf" not in read("a.png", png()).data and b"<html>" not in read("a.png", png()).data
    assert found(office) == []


def test_it_is_reached_by_those_who_may_see_people_there_and_by_nobody_else(office, an, record):
    attach(an, record, PHOTO)
    at = show_at(an, record)
    leader = signed_in("hoa", "commune_leader", COMMUNE)
    assert leader.post(at).status_code == 200 and "Đính kèm ảnh" not in text(leader.get(page_of(record)))
    stranger = signed_in("dung", "officer", OTHER_COMMUNE)
    assert stranger.post(at).status_code == stranger.post(at.replace("/mo/", "/go/"), {"why": "x"}).status_code == 404
    assert stranger.get("/minh-chung/them/", {"kind": "record", "of": record}).status_code == 404
    assert attach(stranger, record, PHOTO, code="MC-2222222").status_code == 404
    chairman = signed_in("giang", "provincial_leader", PROVINCE)
    assert chairman.post(at).status_code == 403 and at not in text(chairman.get(page_of(record)))
    assert len(kept(office)) == 1


HOSTILE = [
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "M-001"),
    (b"GIF89a" + b"\0" * 50, "M-001"),
    (PHOTO[:40], "M-001"),
    (b"\xff\xd8\xff\xd9", "M-001"),
    (b"\xff\xd8\xff\xe0\x00\x00" * 9, "M-001"),
    (png(width=60_000, height=60_000), "M-001"),
    (png()[:60], "M-001"),
    (b"%PDF-1.4 cut off", "M-001"),
    (b"%PDF-1.4 /OpenAction << /S /JavaScript /JS (app.alert) >> %%EOF", "M-003"),
    (b"\xff\xd8" + FRAME + SCAN[:-2] + b"a" * 300_000 + b"\xff\xd9", "M-002"),
]


def test_what_is_no_picture_or_pdf_is_refused_and_nothing_is_kept(office, an, record):
    n = office.head()[0]
    for data, code in HOSTILE:
        answer = attach(an, record, PHOTO, data)
        assert answer.status_code == 409 and code in text(answer), data[:20]
    assert office.head()[0] == n and kept(office) == []


def test_a_file_that_is_far_too_large_is_told_its_size_and_not_read(office, an, record):
    answer = text(attach(an, record, b"%PDF-1.4" + b" " * 11_000_000))
    assert "11001 kB, quá 5000 kB" in answer and "M-001" not in answer and kept(office) == []


@given(st.binary(max_size=60), st.sampled_from([PHOTO, png(), PDF]), st.integers(0, 200))
def test_no_damage_to_a_file_is_more_than_a_refusal(noise, whole, at):
    with suppress(Refused):
        read("a", whole[:at] + noise + whole[at + len(noise) :])


def test_a_double_click_attaches_once_and_leaves_no_file_behind(office, an, record):
    code = code_of(an, record)
    assert attach(an, record, PHOTO, code=code).status_code == 302
    again = attach(an, record, PHOTO, code=code)
    assert again.status_code == 409 and "M-004" in text(again)
    assert len(kept(office)) == 1 and found(office) == []


def test_it_is_taken_off_with_a_reason_and_stays_proof(office, an, record):
    attach(an, record, PHOTO)
    at = show_at(an, record)
    assert an.post(at.replace("/mo/", "/go/")).status_code == 409
    an.post(at.replace("/mo/", "/go/"), {"why": "nhầm hộ"})
    assert "Phiếu giấy, trang 1" not in text(an.get(page_of(record))) and an.post(at).status_code == 404
    assert len(kept(office)) == 1 and found(office) == []


def test_a_backup_takes_the_sealed_files_along_and_verify_misses_them(office, an, record, tmp_path):
    from mtqg.backup.restoring import restore_backup
    from mtqg.backup.writing import write_backup
    from mtqg.core.register import attached

    attach(an, record, PHOTO)
    made = write_backup(office, tmp_path / "sao.zip", made_at="2026-01-05T08:00:00+00:00")
    assert made.missing == () and any(attached.is_path(one) for one in made.manifest.files)
    restored = restore_backup(tmp_path / "sao.zip", tmp_path / "moi").instance
    (file,) = kept(office)
    assert (restored.home / file.relative_to(office.home)).read_bytes() == file.read_bytes()
    file.write_bytes(b"x" + file.read_bytes()[1:])
    assert found(office) == ["K-044"] and "M-010" in text(an.post(show_at(an, record)))
    file.rename(file.with_name("0" * 64))
    assert found(office) == ["K-043"]  # the stray is younger than an hour: its act may be on its way
    assert [one.code for one in write_backup(office, tmp_path / "2.zip", made_at="").missing] == ["B-013"]
