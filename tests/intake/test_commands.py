"""The commands of intake: what they print, and how they end."""

import json

import pytest
from click.testing import CliRunner

from mtqg.cli import mtqg
from mtqg.core.errors import declared
from mtqg.intake import documents, faults, passport_problems, problems


@pytest.fixture
def run(office):
    def call(*words, form="text"):
        return CliRunner().invoke(mtqg, ["--home", str(office.home), "--format", form, *map(str, words)])

    return call


def importing(path, *more):
    return ("import", "poverty-review", path, "--locality", "38", "--period", "2024", "--by", "An", *more)


def test_a_right_file_ends_with_0_and_tells_its_batch(office, run):
    done = run(*importing(office.desk.xlsx(office.desk.sheets({}))))
    assert done.exit_code == 0
    assert "Đợt 3: 1 dòng mới" in done.output


def test_the_json_has_the_shape_of_the_contract(office, run):
    done = run(*importing(office.desk.xlsx(office.desk.sheets({}, {"Điểm B1": "?"}))), form="json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert told.keys() >= {"batch", "documents_ok", "documents_bad", "rows_ok", "rows_bad", "errors", "new", "replaced"}
    assert (told["batch"], told["rows_ok"], told["rows_bad"], told["documents_bad"]) == (3, 1, 1, 1)
    assert told["errors"][0].keys() == {"code", "message", "file", "sheet", "cell", "given", "remedy", "law"}


def test_wrong_rows_end_with_1_and_a_table_of_errors_with_their_remedies(office, run):
    rows = office.desk.sheets(*({"Điểm B1": "?"} for _ in range(25)))
    done = run(*importing(office.desk.xlsx(rows)))
    assert done.exit_code == 1
    assert done.output.count("bieu.xlsx") >= 20 and "… và 5 lỗi nữa" in done.output
    assert done.output.count("I-033 (25)") == 1


def test_people_are_not_told_on_the_terminal(office, run):
    rows = office.desk.sheets({"Số định danh": "038099012345", "Điểm B1": "?", "Họ và tên chủ hộ": "Vàng Thị Khuyết"})
    for form in ("text", "json"):
        done = run(*importing(office.desk.xlsx(rows)), form=form)
        assert "038099012345" not in done.output and "Khuyết" not in done.output


def test_english_is_spoken_when_asked_for(office, run, monkeypatch):
    monkeypatch.setenv("MTQG_LANG", "en")
    done = run(*importing(office.desk.xlsx(office.desk.sheets({"Điểm B1": "?"}))))
    assert "not a whole number" in done.output and "What to do" in done.output


def test_batches_are_listed_and_undone(office, run):
    run(*importing(office.desk.xlsx(office.desk.sheets({}))))
    undone = run("undo", 3, "--reason", "nhập nhầm kỳ", form="json")
    assert json.loads(undone.stdout) == {"batch": 3, "act": 4, "ended": 1, "restored": 0}
    listed = json.loads(run("imports", form="json").stdout)
    assert [(row["batch"], row["form"], row["new"], row["undone_by"]) for row in listed] == [
        (2, "villages", 2, None),
        (3, "poverty-review", 1, 4),
        (4, "poverty-review", 0, None),
    ]
    assert "đã hoàn tác (tác vụ 4)" in run("imports").output
    again = run("undo", 3, "--reason", "lần nữa")
    assert again.exit_code == 1 and again.exception.problems[0].code == "K-011"


def test_a_form_that_does_not_exist_names_those_that_do(office, run):
    done = run("import", "khong-co", office.desk.xlsx([{}]))
    assert done.exception.exit_code == 2 and "poverty-review" in str(done.exception)


def test_a_period_that_does_not_parse_is_wrong_use(office, run):
    done = run("import", "poverty-review", office.desk.xlsx(office.desk.sheets({})), "--period", "chín")
    assert done.exception.exit_code == 2 and done.exception.problems[0].code == "C-010"


def test_every_code_speaks_both_languages_and_says_what_to_do():
    codes = [code for code in declared() if "I-" <= code.code < "I-140"]  # from there on they are the pages' own
    modules = (problems, faults, passport_problems)
    documents_own = (documents.NO_DOCUMENT, documents.NO_SUCH_CELL)
    known = sum(name.isupper() for module in modules for name in vars(module))
    assert len(codes) == known + len(documents_own)
    for code in codes:
        assert all((code.vi, code.en, code.remedy_vi, code.remedy_en)), code.code
