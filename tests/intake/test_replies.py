"""The sender's own workbook comes back with its wrong cells coloured and explained; mended, it goes in."""

import datetime as dt
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.intake.answers import Answers
from mtqg.intake.folder import Said, import_folder, plan_folder
from mtqg.intake.importing import import_files
from mtqg.intake.replies import WRONG

NOW = dt.datetime(2024, 12, 20, 8, tzinfo=dt.UTC)
FORM = CATALOGUE.form("poverty-review")
OURS = {"Biểu": "poverty-review", "Kỳ": "2024", "Đơn vị": "14845", "Phiên bản mẫu": "0"}


@pytest.fixture
def send(office, tmp_path):
    """Sends a file as a commune would; gives its receipt and the workbook of the reply."""

    def importer(work):
        return import_files(
            office.instance,
            Author(by="An", role="officer", at=NOW),
            catalogue=CATALOGUE,
            form=work.form.name,
            paths=[work.path],
            locality=work.locality,
            period=work.period,
            answers=Answers(),
        )

    def call(path, *, form=None, period=None, only_wrong=None):
        said = Said(forms=CATALOGUE.forms, book=office.lookups().book, form=form, home="38", period=period)
        works, _ = plan_folder([path], said)
        out = tmp_path / f"tra-{len(list(tmp_path.iterdir()))}"
        (receipt,) = import_folder(works, importer, out, by="An", now=lambda: NOW, only_wrong=only_wrong)
        reply = out / "tra-loi" / receipt.reply if receipt.reply else None
        return receipt, reply

    return call


def at(sheet, title, row):
    """The cell below a header."""
    for cells in sheet.iter_rows(max_row=10):
        for cell in cells:
            if cell.value == title:
                return sheet.cell(row, cell.column)
    raise AssertionError(f"no header {title}")


def marked(sheet):
    """Addresses of the coloured cells."""
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == f"FF{WRONG[1:]}"}


def test_three_wrong_cells_come_back_coloured_and_commented_at_these_cells(desk, send):
    rows = desk.sheets({"Điểm B1": "hai"}, {}, {"Khu vực": "Miền núi"}, {"Ngày ký": "31/02/2024"})
    receipt, reply = send(desk.xlsx(rows, hidden=OURS))
    wrong = {(problem.code, problem.cell) for problem in receipt.problems}
    assert {code for code, _ in wrong} == {"I-033", "I-040", "I-038"}
    book = openpyxl.load_workbook(reply)
    sheet = book["Biểu"]
    assert marked(sheet) == {cell for _, cell in wrong}
    commented = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert set(commented) == {cell for _, cell in wrong}
    for code, cell in wrong:
        assert commented[cell].startswith(f"{code}: ") and "Cách sửa: " in commented[cell]
    assert at(sheet, "Điểm B1", 2).value == "hai"
    # The first sheet lists them with a link to each.
    answer = book["Trả lời"]
    assert book.sheetnames[0] == "Trả lời" and book.active.title == "Trả lời"
    links = {cell.hyperlink.location for row in answer.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'Biểu'!{cell}" for _, cell in wrong}


def test_a_mended_reply_goes_in_whole(office, desk, send):
    rows = desk.sheets({"Điểm B1": "hai"}, {}, {"Khu vực": "Miền núi"}, {"Ngày ký": "31/02/2024"})
    _, reply = send(desk.xlsx(rows, hidden=OURS))
    book = openpyxl.load_workbook(reply)
    sheet = book["Biểu"]
    at(sheet, "Điểm B1", 2).value = 120
    at(sheet, "Khu vực", 4).value = "Thành thị"
    at(sheet, "Ngày ký", 5).value = dt.date(2024, 12, 5)
    book.save(reply)
    receipt, again = send(reply)
    assert again is None and receipt.state == "taken", [str(problem) for problem in receipt.problems]
    assert (receipt.new, receipt.unchanged) == (3, 1)
    rows = office.live("poverty_sheets").sort("household_code")
    assert rows["household_code"].to_list() == ["H-001", "H-002", "H-003", "H-004"]
    assert rows["decided_on"].to_list()[3] == dt.date(2024, 12, 5)


def test_a_reply_sent_back_unmended_is_as_wrong_as_before(desk, send):
    changes = ({"Điểm B1": "hai"}, {"Khu vực": "Miền núi"}, {"Số quyết định": "=1+1"}, {"Mã hộ": ""})
    first, reply = send(desk.xlsx(desk.sheets(*changes), hidden=OURS))
    again, second = send(reply)
    assert [(one.code, one.cell) for one in again.problems] == [(one.code, one.cell) for one in first.problems]
    assert openpyxl.load_workbook(second).sheetnames.count("Trả lời") == 1


def test_a_spreadsheets_error_does_not_turn_into_a_text_that_is_taken(desk, send):
    def fault(book, sheet):
        sheet.write_formula(1, 14, "=NA()", None, "#N/A")  # the number of the decision, a column of text

    first, reply = send(desk.xlsx(desk.sheets({}), hidden=OURS, make=fault))
    assert [one.code for one in first.problems] == ["I-032"]
    again, _ = send(reply)
    assert again.state == "refused" and again.problems[0].cell == first.problems[0].cell


def test_a_template_filled_in_wrongly_comes_back_and_goes_in_mended(office, send, tmp_path):
    """The whole way of an officer: her template, three wrong cells, the reply, the mended reply."""
    from mtqg.core.period import read_period
    from mtqg.intake.template_places import places_on, village_rows
    from mtqg.intake.templates import FIRST_ROW, write_template

    form, period, lookups = CATALOGUE.form("household-counts"), read_period("2024"), office.lookups()
    places = places_on(lookups.book, lookups.villages, "14845", period.last)
    path = tmp_path / "mau.xlsx"
    more = {"lookups": lookups, "instance": office.instance.id, "made": NOW, "rows": village_rows(form, places)}
    write_template(form, path, places=places, period=period, **more)
    book = openpyxl.load_workbook(path)
    headers = {cell.value.removesuffix(" *"): cell.column for cell in book["Biểu"][FIRST_ROW - 2]}
    wrong = {"Ngày thống kê": "cuối năm", "Tổng số hộ": 12.5, "Số nhân khẩu": -3}
    for row in (FIRST_ROW, FIRST_ROW + 1):
        for title, value in {"Ngày thống kê": dt.date(2024, 12, 15), "Tổng số hộ": 120, "Số nhân khẩu": 540}.items():
            book["Biểu"].cell(row, headers[title]).value = wrong[title] if row == FIRST_ROW else value
    book.save(path)
    first, reply = send(path)
    assert [problem.code for problem in first.problems] == ["I-038", "I-035", "I-043"] and first.rows_ok == 1
    book = openpyxl.load_workbook(reply)
    assert marked(book["Biểu"]) == {problem.cell for problem in first.problems}
    assert book["Biểu"]["A1"].value == form.label.upper() and "Hướng dẫn" not in book.sheetnames
    for title, value in {"Ngày thống kê": dt.date(2024, 12, 15), "Tổng số hộ": 110, "Số nhân khẩu": 500}.items():
        book["Biểu"].cell(FIRST_ROW, headers[title]).value = value
    book.save(reply)
    done, again = send(reply)
    assert (done.state, done.new, done.unchanged, again) == ("taken", 1, 1, None), done.as_text()
    assert not [line for line in done.messages if "phiên bản" in line]
    assert office.live("household_counts")["households"].sort().to_list() == [110, 120]


def test_only_the_wrong_rows_are_left_when_asked_and_the_list_points_to_where_they_stand_now(desk, send):
    before = [["BIỂU CỦA XÃ"], [""]]
    rows = desk.sheets({}, {"Điểm B1": "hai"}, {}, {"Khu vực": "Miền núi"})
    _receipt, reply = send(desk.xlsx(rows, before=before, hidden=OURS), only_wrong=True)
    sheet = openpyxl.load_workbook(reply)["Biểu"]
    assert sheet["A1"].value == "BIỂU CỦA XÃ"
    assert [at(sheet, "Mã hộ", row).value for row in (4, 5, 6)] == ["H-002", "H-004", None]
    assert marked(sheet) == {at(sheet, "Điểm B1", 4).coordinate, at(sheet, "Khu vực", 5).coordinate}
    answer = openpyxl.load_workbook(reply)["Trả lời"]
    links = [cell.hyperlink.location for row in answer.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'Biểu'!{at(sheet, 'Điểm B1', 4).coordinate}", f"'Biểu'!{at(sheet, 'Khu vực', 5).coordinate}"]
    book = openpyxl.load_workbook(reply)
    at(book["Biểu"], "Điểm B1", 4).value = 100
    at(book["Biểu"], "Khu vực", 5).value = "Nông thôn"
    book.save(reply)
    done, _ = send(reply)
    assert (done.state, done.new) == ("taken", 2)


def test_of_a_large_file_only_the_wrong_rows_come_back(desk, send, monkeypatch):
    from mtqg.intake import replies

    monkeypatch.setattr(replies, "LARGE", 3)
    path = desk.xlsx(desk.sheets({}, {}, {"Điểm B1": "hai"}), hidden=OURS)
    _, reply = send(path)
    book = openpyxl.load_workbook(reply)
    assert [at(book["Biểu"], "Mã hộ", row).value for row in (2, 3)] == ["H-003", None]
    assert "chỉ còn các dòng sai" in " ".join(str(cell.value) for row in book["Trả lời"].iter_rows() for cell in row)
    _, whole = send(path, only_wrong=False)
    assert at(openpyxl.load_workbook(whole)["Biểu"], "Mã hộ", 4).value == "H-003"


def test_she_gets_her_own_peoples_names_back_and_the_list_shows_none(desk, send):
    person = {"Họ và tên chủ hộ": "Hơ Văn Chứ", "Số định danh": "038199000001"}
    receipt, reply = send(desk.xlsx(desk.sheets({**person, "Điểm B1": "hai"}), hidden=OURS))
    book = openpyxl.load_workbook(reply)
    assert at(book["Biểu"], "Họ và tên chủ hộ", 2).value == "Hơ Văn Chứ"
    assert at(book["Biểu"], "Số định danh", 2).value == "038199000001"
    listed = " ".join(str(cell.value) for row in book["Trả lời"].iter_rows() for cell in row)
    comments = " ".join(cell.comment.text for row in book["Biểu"].iter_rows() for cell in row if cell.comment)
    for text in (listed, comments, receipt.as_text(), receipt.as_html()):
        assert "Hơ Văn Chứ" not in text and "038199000001" not in text


def test_an_identity_number_in_the_wrong_column_is_hers_to_see_and_not_told(desk, send):
    receipt, reply = send(desk.xlsx(desk.sheets({"Mã hộ": "038199000001"}), hidden=OURS))
    book = openpyxl.load_workbook(reply)
    assert receipt.problems[0].code == "I-048"
    assert at(book["Biểu"], "Mã hộ", 2).value == "038199000001"
    assert "038199000001" not in " ".join(str(cell.value) for row in book["Trả lời"].iter_rows() for cell in row)


def test_a_csv_comes_back_as_a_workbook_with_its_rows(office, desk, send):
    path = desk.csv(desk.sheets({"Điểm B1": "hai"}, {}))
    _receipt, reply = send(path, form=FORM, period="2024")
    sheet = openpyxl.load_workbook(reply)["Biểu"]
    assert at(sheet, "Điểm B1", 2).value == "hai" and len(marked(sheet)) == 1
    book = openpyxl.load_workbook(reply)
    at(book["Biểu"], "Điểm B1", 2).value = 100
    book.save(reply)
    assert send(reply)[0].state == "taken", "it says its form and period by itself now"


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04 hong", b""])
def test_a_file_that_cannot_be_read_gets_the_reasons_alone(desk, send, data):
    receipt, reply = send(desk.raw(data, "hong.xlsx"))
    book = openpyxl.load_workbook(reply)
    assert book.sheetnames == ["Trả lời"]
    said = " ".join(str(cell.value) for row in book["Trả lời"].iter_rows() for cell in row)
    assert receipt.problems[0].code in said and "cả tệp" in said


def test_sheets_keep_their_cells_places_and_hiding(desk, send):
    def more(book, page):
        other = book.add_worksheet("Ghi chép")
        other.write("D7", 3.5)
        hidden = book.add_worksheet("Ẩn")
        hidden.write("A1", "x")
        hidden.hide()

    _, reply = send(desk.xlsx(desk.sheets({"Điểm B1": "hai"}), hidden=OURS, make=more))
    book = openpyxl.load_workbook(reply)
    assert book["Ghi chép"]["D7"].value == 3.5 and book["Ẩn"].sheet_state == "hidden"
    assert at(book["Biểu"], "Điểm B2", 2).value == 30


def test_a_senders_sheet_that_is_called_like_one_of_ours_is_read_again(desk, send):
    rows = desk.sheets({"Điểm B1": "hai"})
    _, reply = send(desk.xlsx(rows, sheet="Trả lời", hidden={"Biểu": "poverty-review", "Kỳ": "2024"}))
    book = openpyxl.load_workbook(reply)
    at(book["Trả lời (2)"], "Điểm B1", 2).value = 100
    book.save(reply)
    assert send(reply)[0].state == "taken"


def test_what_she_types_in_a_mended_cell_keeps_its_kind(desk, send):
    _, reply = send(desk.xlsx(desk.sheets({"Mã hộ": "", "Ngày ký": "x", "Điểm B1": "y"}), hidden=OURS))
    sheet = openpyxl.load_workbook(reply)["Biểu"]
    formats = [at(sheet, title, 2).number_format for title in ("Mã hộ", "Ngày ký", "Điểm B1")]
    assert formats == ["@", "dd/mm/yyyy", "#,##0"]


def test_more_errors_than_comments_are_all_coloured(desk, send, monkeypatch):
    from mtqg.intake import replies

    monkeypatch.setattr(replies, "COMMENTS", 3)
    monkeypatch.setattr(replies, "LISTED", 2)
    _, reply = send(desk.xlsx(desk.sheets(*[{"Điểm B1": "hai"}] * 5), hidden=OURS))
    book = openpyxl.load_workbook(reply)
    assert len(marked(book["Biểu"])) == 5
    assert sum(cell.comment is not None for row in book["Biểu"].iter_rows() for cell in row) == 3
    assert "… và 3 lỗi nữa" in " ".join(str(cell.value) for row in book["Trả lời"].iter_rows() for cell in row)


# What a spreadsheet can hold: XML knows no control characters besides tab and line ends.
TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cn", "Co")), max_size=30)
SIGNED = st.sampled_from("=+-@").flatmap(lambda sign: TEXTS.map(sign.__add__))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(note=TEXTS | SIGNED, number=TEXTS | SIGNED, person=SIGNED)
def test_no_text_becomes_a_formula_in_a_reply(desk, send, note, number, person):
    row = {"Điểm B1": "hai", "Cơ quan ban hành": note, "Số quyết định": number, "Họ và tên chủ hộ": person}
    _, reply = send(
        desk.csv([{**desk.sheets({})[0], **{k: _quoted(v) for k, v in row.items()}}]), form=FORM, period="2024"
    )
    with zipfile.ZipFile(reply) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = parts.read(name).decode()
                assert "<f>" not in xml and "<f " not in xml
    sheet = openpyxl.load_workbook(reply)["Biểu"]
    cell = at(sheet, "Họ và tên chủ hộ", 2)
    assert cell.data_type == "s" and cell.value.strip() == person.replace("\r\n", "\n").strip()
    assert cell.quotePrefix


def _quoted(text):
    return '"' + text.replace('"', '""') + '"'
