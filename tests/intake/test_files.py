"""Files that cannot be read say why, before anything opens them."""

import io
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def one(desk, only, path, form="household-counts"):
    loaded = desk.load(form, path)
    assert loaded.rows.is_empty() and not loaded.set_aside
    assert loaded.documents_bad >= 1
    problem = only(loaded)
    assert problem.file == path.name
    return problem


def test_an_empty_file_is_said_to_be_empty(desk, only):
    assert one(desk, only, desk.raw(b"", "trong.csv")).code == "I-003"
    assert one(desk, only, desk.raw(b"", "trong.xlsx")).code == "I-003"
    assert one(desk, only, desk.raw(b"\xef\xbb\xbf\r\n;;;\r\n", "trong.csv")).code == "I-003"


def test_a_workbook_without_a_cell_is_empty(desk, only):
    assert one(desk, only, desk.xlsx([{}])).code == "I-003"


def test_a_header_without_rows_is_an_empty_file(desk, only):
    rows = desk.counts()
    path = desk.xlsx([dict.fromkeys(rows[0], "")])
    assert one(desk, only, path).code == "I-003"


@pytest.mark.parametrize(
    ("data", "given"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "ảnh (image)"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b"M\xc3\xa3 x\xc3\xa3;T\xe1\xbb\x95ng", "văn bản (text)"),
        (b"{\\rtf1 ...}", "RTF"),
    ],
)
def test_another_file_renamed_to_xlsx_is_named_for_what_it_is(desk, only, data, given):
    problem = one(desk, only, desk.raw(data, "bieu.xlsx"))
    assert (problem.code, problem.given) == ("I-005", given)


def test_a_web_page_saved_as_xls_is_named_for_what_it_is(desk, only):
    problem = one(desk, only, desk.raw(b"<html><table></table></html>", "bieu.xls"))
    assert (problem.code, problem.given) == ("I-005", "HTML")


def test_a_workbook_renamed_to_csv_is_named_for_what_it_is(desk, only):
    path = desk.xlsx(desk.counts())
    assert one(desk, only, desk.raw(path.read_bytes(), "bieu.csv")).code == "I-005"


def ole(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def test_a_workbook_with_a_password_says_to_remove_it(desk, only):
    assert one(desk, only, desk.raw(ole("EncryptedPackage"), "khoa.xlsx")).code == "I-006"


def test_a_workbook_older_than_excel_5_says_to_save_it_as_xlsx(desk, only):
    problem = one(desk, only, desk.raw(b"\x09\x04\x06\x00\x00\x04\x10\x00" + bytes(64), "cu.xls"))
    assert problem.code == "I-007" and ".xlsx" in problem.remedy


def test_an_old_workbook_renamed_to_xlsx_is_named_for_what_it_is(desk, only):
    assert one(desk, only, desk.raw(ole("Workbook"), "cu.xlsx")).given == "Excel 97-2003 (.xls)"


def test_a_word_document_is_no_workbook(desk, only):
    assert one(desk, only, desk.raw(ole("WordDocument"), "bao-cao.xlsx")).code == "I-005"


def test_a_broken_xlsx_is_refused(desk, only):
    whole = desk.xlsx(desk.counts()).read_bytes()
    assert one(desk, only, desk.raw(whole[: len(whole) // 2], "cut.xlsx")).code == "I-008"
    spoilt = bytearray(whole)
    at = whole.index(SHEET.encode()) + len(SHEET) + 20
    spoilt[at : at + 8] = b"\x00" * 8
    assert one(desk, only, desk.raw(bytes(spoilt), "spoilt.xlsx")).code == "I-008"


def test_a_broken_sheet_is_refused(desk, only):
    path = desk.rezip(desk.xlsx(desk.counts()), lambda parts: {**parts, SHEET: parts[SHEET][:-200]})
    assert one(desk, only, path).code == "I-008"


def test_an_archive_that_is_no_workbook_is_refused(desk, only):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("readme.txt", "x")
    assert one(desk, only, desk.raw(out.getvalue())).code == "I-005"


def bomb(desk, megabytes, *, says=None):
    """A workbook whose shared strings unpack to so many megabytes; its list says ``says`` bytes.

    The packed megabyte is made once and repeated, so that the bomb costs no time.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = megabyte * megabytes + packer.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(desk.xlsx(desk.counts())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part) if part != STRINGS else packed)
    data = bytearray(out.getvalue())
    local, central = zipfile.ZipFile(out).getinfo(STRINGS).header_offset, data.rindex(STRINGS.encode()) - 46
    size = (megabytes << 20) if says is None else says
    for at, method in ((local, 8), (central, 10)):
        struct.pack_into("<H", data, at + method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<L", data, at + method + 14, size)
    return bytes(data)


def test_a_zip_bomb_of_a_gigabyte_is_refused_fast_and_in_little_memory(desk, only):
    path = desk.raw(bomb(desk, 1024), "bom.xlsx")
    assert path.stat().st_size < 2_000_000
    problem, seconds, peak = measured(lambda: one(desk, only, path))
    assert problem.code == "I-009"
    assert seconds < 1 and peak < 20_000_000


def test_a_bomb_that_lies_about_its_size_is_read_to_its_real_end_and_refused(desk, only):
    path = desk.raw(bomb(desk, 1024, says=1000), "doi.xlsx")
    problem, seconds, peak = measured(lambda: one(desk, only, path))
    assert (problem.code, problem.given) == ("I-009", STRINGS)
    assert seconds < 10 and peak < 20_000_000


def test_a_part_whose_size_is_not_what_the_list_says_is_broken(desk, only):
    assert one(desk, only, desk.raw(bomb(desk, 3, says=1000), "doi.xlsx")).code == "I-008"


def measured(work):
    began = time.monotonic()
    tracemalloc.start()
    result = work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return result, time.monotonic() - began, peak


@pytest.mark.parametrize("name", ["../../thoat.xml", "/etc/passwd", "C:\\thoat.xml", "xl\\..\\..\\thoat.xml"])
def test_a_part_with_a_path_that_leaves_the_file_is_refused(desk, only, name):
    path = desk.rezip(desk.xlsx(desk.counts()), lambda parts: {**parts, name: b"x"})
    assert one(desk, only, path).code == "I-010"
    assert not list(desk.folder.parent.glob("**/thoat.xml"))


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_doctype_in_any_part_is_refused(desk, only, part):
    """XXE and the billion laughs both need one."""
    attack = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

    def change(parts):
        return {**parts, part: attack + parts[part].partition(b"?>")[2]}

    assert one(desk, only, desk.rezip(desk.xlsx(desk.counts()), change)).code == "I-011"


def test_a_doctype_hidden_in_utf_16_is_refused(desk, only):
    def change(parts):
        return {**parts, SHEET: parts[SHEET].decode().replace("UTF-8", "UTF-16").encode("utf-16")}

    assert one(desk, only, desk.rezip(desk.xlsx(desk.counts()), change)).code == "I-011"


@pytest.mark.parametrize("cell", ["XFD1048576", "A400000", "DA3"])
def test_one_far_cell_does_not_make_a_table_of_gigabytes(desk, only, cell):
    def change(parts):
        far = f'<row r="1048576"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
        return {**parts, SHEET: parts[SHEET].replace(b"</sheetData>", far)}

    assert one(desk, only, desk.rezip(desk.xlsx(desk.counts()), change)).code == "I-012"


@pytest.mark.parametrize("hidden", [b'<c\tr="XFD9"><v>1</v></c>', b"<c><v>1</v></c>", b"<c r='XFD9'><v>1</v></c>"])
def test_cells_that_hide_their_place_are_refused(desk, only, hidden):
    def change(parts):
        return {**parts, SHEET: parts[SHEET].replace(b"</sheetData>", b'<row r="9">' + hidden + b"</row></sheetData>")}

    assert one(desk, only, desk.rezip(desk.xlsx(desk.counts()), change)).code == "I-016"


def test_too_many_sheets_are_refused(desk, only):
    path = desk.xlsx(desk.counts(), make=lambda book, page: [book.add_worksheet() for _ in range(70)])
    assert one(desk, only, path).code == "I-012"


def test_a_sheet_with_prefixed_names_is_read_like_any(desk):
    """Programs made with the Open XML kit write <x:c r="A1">."""

    def change(parts):
        text = parts[SHEET].decode()
        for name in ("worksheet", "sheetData", "row", "c", "v"):
            text = text.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
            text = text.replace(f"</{name}>", f"</x:{name}>")
        keep = (
            text[: text.index("<x:worksheet")]
            + '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        )
        data = text[text.index("<x:sheetData>") : text.index("</x:sheetData>")] + "</x:sheetData></x:worksheet>"
        return {**parts, SHEET: (keep + data).encode()}

    loaded = desk.load("household-counts", desk.rezip(desk.xlsx(desk.counts()), change))
    assert not loaded.problems and len(loaded.rows) == 1


def test_a_csv_in_another_encoding_is_refused_never_garbled(desk, only):
    rows = desk.counts({"Cơ quan ban hành": "đ"})
    problem = one(desk, only, desk.raw("Mã xã;Tên xã\r\n14845;Mường Lát".encode("utf-16"), "u16.csv"))
    assert problem.code == "I-013"
    text = "Mã xã;Tên xã\n14845;Mu?ng".encode() + b"\xd0\xe9"
    assert one(desk, only, desk.raw(text, "cp.csv")).code == "I-013"
    assert rows


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_is_read_with_each_separator_and_with_or_without_a_mark(desk, separator, encoding):
    path = desk.csv(desk.counts(), separator=separator, encoding=encoding)
    loaded = desk.load("household-counts", path)
    assert not loaded.problems
    assert loaded.rows["households"].to_list() == [120]


def test_an_open_quotation_mark_in_a_csv_is_an_error_at_its_line(desk, only):
    path = desk.csv(desk.counts({"Tên thôn": '"Bản Pù Quăn'}))
    assert one(desk, only, path).code == "I-014"


def test_a_csv_row_with_a_cell_too_many_is_told(desk, only):
    """12,5 without quotation marks in a comma-separated file shifts every cell after it."""
    path = desk.csv(desk.counts({"Tổng số hộ": "12,5"}), separator=",")
    loaded = desk.load("household-counts", path)
    assert "I-025" in [problem.code for problem in loaded.problems]
    assert loaded.rows.is_empty()


def test_a_folder_is_read_whole_and_says_what_it_left_out(desk):
    folder = desk.folder / "zalo"
    desk.xlsx(desk.counts(), "zalo/b.xlsx")
    desk.xlsx(desk.counts({"Mã thôn": "14845-02", "Tên thôn": ""}), "zalo/a.xlsx")
    desk.raw((folder / "b.xlsx").read_bytes(), "zalo/c.xlsx")
    desk.raw(b"x", "zalo/~$b.xlsx")
    desk.raw(b"x", "zalo/anh.docx")
    (folder / "link.xlsx").symlink_to(desk.xlsx(desk.counts({"Mã xã": "1"}), "ngoai.xlsx"))
    loaded = desk.load("household-counts", folder)
    assert [source.file for source in loaded.sources] == ["a.xlsx", "b.xlsx"]
    assert sorted(problem.code for problem in loaded.problems) == ["I-002", "I-015"]
    said = "\n".join(loaded.messages)
    assert "c.xlsx" in said and "~$b.xlsx" in said
    assert len(loaded.rows) == 2


def test_a_path_that_is_not_there_is_wrong_use(desk):
    from mtqg.core.errors import Refused

    with pytest.raises(Refused) as refused:
        desk.load("household-counts", desk.folder / "khong-co.xlsx")
    assert refused.value.exit_code == 2 and refused.value.problems[0].code == "I-001"


def test_files_of_one_name_in_several_folders_are_told_apart(desk):
    for folder, code in (("a", "14845-01"), ("b", "14845-02")):
        name = {"14845-01": "Bản Pù Quăn", "14845-02": "Bản Tén Tằn"}[code]
        desk.xlsx(desk.counts({"Mã thôn": code, "Tên thôn": name}), f"{folder}/bieu.xlsx")
    whole = desk.load("household-counts", desk.folder)
    each = desk.load("household-counts", desk.folder / "a" / "bieu.xlsx", desk.folder / "b" / "bieu.xlsx")
    parts = desk.load("household-counts", desk.folder / "a", desk.folder / "b")
    for loaded in (whole, each, parts):
        assert [source.file for source in loaded.sources] == ["a/bieu.xlsx", "b/bieu.xlsx"]
        assert not loaded.problems


def test_names_that_differ_only_in_an_identity_number_are_told_apart(desk):
    for number, name in ((1, "Bản Pù Quăn"), (2, "Bản Tén Tằn")):
        row = {"Mã thôn": f"14845-0{number}", "Tên thôn": name}
        desk.xlsx(desk.counts(row), f"hộ/03819955500{number}.xlsx")
    loaded = desk.load("household-counts", desk.folder)
    files = [source.file for source in loaded.sources]
    assert len(set(files)) == 2 and "0381995" not in str(files) and str(desk.folder) not in str(files)
