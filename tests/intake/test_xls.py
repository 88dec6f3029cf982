"""Old workbooks (.xls): the same rows as the .xlsx, and nothing that a hostile one says of itself is believed."""

import datetime as dt
import os
import shutil
import struct
import subprocess
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mtqg.core.errors import Refused
from mtqg.intake.legacy import to_tcvn3
from mtqg.intake.read import sheets

OFFICE = shutil.which("soffice")
must_have_office = pytest.mark.skipif(
    OFFICE is None and "MTQG_REQUIRE_LIBREOFFICE" not in os.environ, reason="LibreOffice is not installed"
)


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    return tmp_path_factory.mktemp("office")


@pytest.fixture
def old(desk, profile):
    """Turn workbooks into old ones, all in one run of LibreOffice."""

    def convert(*paths):
        assert OFFICE, "MTQG_REQUIRE_LIBREOFFICE is set, but soffice was not found"
        out = desk.folder / "xls"
        command = [
            OFFICE,
            "--headless",
            f"-env:UserInstallation=file://{profile}",
            "--convert-to",
            "xls",
            "--outdir",
            str(out),
        ]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=120)
        return [out / f"{path.stem}.xls" for path in paths]

    return convert


def many(desk):
    """Rows as offices have them: numbers of each kind, long and short texts, flags, days, empty cells."""
    changes = [
        {"Điểm B1": at * 5, "Điểm B2": at % 3 * 10, "Ngày rà soát": dt.date(2024, 1 + at % 11, 1 + at % 28),
         "Cơ quan ban hành": "Ủy ban nhân dân " + "rất dài " * (at % 50), "Hộ DTTS": "" if at % 4 else "x",
         "Số định danh": f"0380{at:08d}"}
        for at in range(400)
    ]  # fmt: skip
    return desk.sheets(*changes)


@must_have_office
def test_an_old_workbook_and_the_new_one_give_equal_rows(desk, old):
    new = desk.xlsx(many(desk), "moi.xlsx", before=[["DANH SÁCH HỘ NGHÈO"], []])
    coded = desk.xlsx(desk.sheets({"Cơ quan ban hành": to_tcvn3("hộ nghèo")}), "cu.xlsx")
    paths = old(new, coded)
    first, second = (desk.load("poverty-review", path) for path in (new, paths[0]))
    assert len(first.rows) == 400 and not first.problems and not second.problems
    assert second.rows.equals(first.rows)
    assert second.sources[0].file == "moi.xls"
    (asked,) = desk.load("poverty-review", paths[1]).problems
    assert asked.code == "I-052" and asked.cell == "P2"


@must_have_office
def test_the_values_are_those_that_calamine_reads(desk, old):
    (path,) = old(desk.xlsx(many(desk)))
    (ours,) = sheets(path.name, path.read_bytes(), lambda _: 0)
    theirs = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert ours.rows == theirs


@must_have_office
def test_the_oddities_of_an_old_workbook_are_told_at_their_cells(desk, old):
    def make(book, page):
        page.write_formula("F2", "=60+60", None, 120)
        page.write_number("F3", 1, book.add_format({"num_format": "0%"}))
        page.write_formula("G4", "=1/0", None, "#DIV/0!")
        page.merge_range("F5:G5", 7)

    rows = [{"Mã thôn": f"14845-0{1 + at % 2}", "Tên thôn": ""} for at in range(4)]
    (path,) = old(desk.xlsx(desk.counts(*rows), make=make))
    loaded = desk.load("household-counts", path)
    told = [(problem.code, problem.cell) for problem in loaded.problems if problem.code != "I-060"]
    assert told == [("I-030", "F2"), ("I-057", "F3"), ("I-030", "G4"), ("I-026", "F5")]


# Made by hand


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def stream(*cells, before=b"", place=None):
    """A workbook of one sheet."""
    start, end = record(0x809, struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 0)), record(0x0A)
    sheet = record(0x809, struct.pack("<HHHHLL", 0x600, 16, 0, 0, 0, 0)) + b"".join(cells) + end
    name = b"\x02\x00T1"
    size = len(start) + len(before) + len(record(0x85, bytes(6) + name)) + len(end)
    bound = record(0x85, struct.pack("<LBB", size if place is None else place, 0, 0) + name)
    return start + before + bound + end + sheet


def container(data, *, chain=None, name="Workbook"):
    """The stream in a container of sectors of 512 bytes; ``chain`` changes the table of sectors."""
    data = data.ljust(4096, b"\0")
    count = -(-len(data) // 512)
    tables = -(-(count + 2 + count // 120) // 128) + 1
    table = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [tables + 2 + at for at in range(count - 1)] + [0xFFFFFFFE]
    table = (chain or (lambda one, first: one))(table, tables + 1)
    fat = struct.pack(f"<{len(table)}L", *table).ljust(512 * tables, b"\xff")
    root = entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    directory = (root + entry(name, 2, tables + 1, len(data))).ljust(512, b"\0")
    numbers = struct.pack("<109L", *([*range(tables)] + [0xFFFFFFFF] * (109 - tables)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<LLLLLLLL", tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + numbers
    return head + fat + directory + data.ljust(512 * count, b"\0")


def entry(name, kind, start, size, child=0xFFFFFFFF):
    text = name.encode("utf-16-le")
    links = struct.pack("<LLL", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text) + 2, kind, 1)
        + links
        + bytes(36)
        + struct.pack("<LQ", start, size)
    )


def number(row, column, value):
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def read(data):
    return sheets("cu.xls", data, lambda _: 0)


def refused(data):
    with pytest.raises(Refused) as told:
        read(data)
    return told.value.problems[0].code


def test_a_workbook_made_by_hand_is_read():
    texts = record(0xFC, struct.pack("<LL", 1, 1) + struct.pack("<HB", 2, 1) + "Hộ".encode("utf-16-le"))
    cells = (
        record(0xFD, struct.pack("<HHHL", 1, 1, 0, 0)),
        number(2, 3, 12.5),
        record(0x27E, struct.pack("<HHHL", 2, 2, 0, 4002 + 0)),
    )
    (sheet,) = read(container(stream(*cells, before=texts)))
    assert sheet.name == "T1" and (sheet.top, sheet.left) == (2, 2)
    assert sheet.rows == [["Hộ", "", ""], ["", 1000, 12.5]]


def test_a_text_that_goes_on_in_the_next_record_is_one_text():
    """And its second part may have another width."""
    head = struct.pack("<LL", 2, 2) + struct.pack("<HB", 4, 0) + b"ab"
    rest = b"\x01" + "Hộ".encode("utf-16-le") + struct.pack("<HBH", 1, 8, 1) + b"z" + bytes(4)
    cells = [record(0xFD, struct.pack("<HHHL", 0, at, 0, at)) for at in range(2)]
    (sheet,) = read(container(stream(*cells, before=record(0xFC, head) + record(0x3C, rest))))
    assert sheet.rows == [["abHộ", "z"]]


def test_a_workbook_of_excel_95_is_read_by_its_code_page():
    text = "Hé nghÌo".encode("cp1252")
    label = record(0x204, struct.pack("<HHHH", 0, 0, 0, len(text)) + text)
    data = stream(label, before=record(0x42, struct.pack("<H", 1252)))
    data = data.replace(struct.pack("<HH", 0x600, 5), struct.pack("<HH", 0x500, 5)).replace(b"\x02\x00T1", b"\x03Old")
    (sheet,) = read(container(data, name="Book"))
    assert sheet.name == "Old" and sheet.rows == [["Hé nghÌo"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (container(stream(number(0, 0, 1), before=record(0x2F, bytes(6)))), "I-006"),
        (container(stream(number(0, 0, 1)), name="WordDocument"), "I-005"),
        (container(stream(number(0, 0, 1)), name="EncryptedPackage"), "I-006"),
        (container(stream()), "I-003"),
        (container(stream(number(65535, 0, 1), number(0, 255, 1))), "I-012"),
        (container(stream(number(0, 104, 1))), "I-012"),
        (container(stream(number(0, 0, 1), place=10**9)), "I-008"),
        (container(stream(record(0xFD, struct.pack("<HHHL", 0, 0, 0, 7)))), "I-008"),
        (
            container(stream(number(0, 0, 1), before=record(0xFC, struct.pack("<LL", 9, 2**32 - 1) + b"\xff\xff\x01"))),
            "I-008",
        ),
        (container(stream(number(0, 0, 1))[:60]), "I-008"),
        (container(stream(number(0, 0, 1)))[:700], "I-008"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "I-008"),
    ],
)
def test_what_cannot_be_read_says_why(data, code):
    assert refused(data) == code


def test_a_chain_of_sectors_that_runs_in_circles_is_refused_at_once():
    def circle(table, first):
        return [*table[:-1], first]

    began = time.monotonic()
    assert refused(container(stream(number(0, 0, 1)), chain=circle)) == "I-008"
    assert time.monotonic() - began < 1


def test_a_long_text_that_many_cells_show_is_kept_once():
    """Thirty thousand signs in a hundred thousand cells would be three gigabytes."""
    texts = record(0xFC, struct.pack("<LLHB", 1, 1, 8000, 0) + b"a" * 8000)
    cells = [record(0xFD, struct.pack("<HHHL", row, column, 0, 0)) for row in range(1000) for column in range(100)]
    data = container(stream(*cells, before=texts))
    tracemalloc.start()
    (sheet,) = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(sheet.rows) == 1000 and peak < 60_000_000


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), min_size=1, max_size=8))
def test_no_changed_byte_makes_the_reader_fail_otherwise_than_by_a_code(changes):
    texts = record(0xFC, struct.pack("<LLHB", 1, 1, 5, 0) + b"abcde")
    cells = [
        record(0xFD, struct.pack("<HHHL", 0, 0, 0, 0)),
        number(1, 1, 3),
        record(0xBD, struct.pack("<HHHLHLH", 2, 0, 0, 6, 0, 10, 1)),
    ]
    data = bytearray(container(stream(*cells, before=texts)))
    for at, value in changes:
        data[at % len(data)] = value
    try:
        read(bytes(data))
    except Refused as told:
        assert told.problems
