"""The command line: shapes of the contract, exit codes, and messages that say what to do."""

import datetime as dt
import json
import subprocess
import sys

import pytest

from mtqg.cli import main

SHAPE = {"code", "name", "kind", "level", "parent_code", "valid_from", "valid_to"}


@pytest.fixture
def run(capsys):
    def call(*arguments):
        try:
            main(list(arguments))
            code = 0
        except SystemExit as left:
            code = left.code or 0
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


@pytest.fixture
def answer(run):
    def call(*arguments):
        code, out, err = run("--format", "json", "localities", *arguments)
        assert code == 0, err
        return json.loads(out)

    return call


def test_tree_gives_units_in_the_shape_of_the_contract(answer):
    units = answer("tree", "--on", "2024-10-16", "--within", "38", "--level", "district")
    assert len(units) == 27
    assert all(set(unit) == SHAPE for unit in units)
    assert units[0] == {
        "code": "380",
        "name": "Thành phố Thanh Hóa",
        "kind": "thành phố",
        "level": "district",
        "parent_code": "38",
        "valid_from": None,
        "valid_to": "2025-01-01",
    }


def test_tree_of_the_country_tells_every_level(answer):
    units = answer("tree", "--on", "2024-10-16")
    assert len(units) == 63 + 704 + 10_542
    assert {unit["level"] for unit in units} == {"province", "district", "commune"}


def test_resolve_gives_units_in_the_same_shape_best_first(answer):
    units = answer("resolve", "tra don", "--within", "49", "--on", "2024-10-16")
    assert [unit["code"] for unit in units] == ["20956", "20938"]
    assert all(set(unit) == SHAPE for unit in units)
    assert answer("resolve", "Xyzzy Plugh", "--on", "2024-10-16") == []


def test_history_gives_dates_kinds_codes_and_documents(answer):
    events = answer("history", "15772", "--on", "2024-10-16")
    assert all(set(event) == {"date", "kind", "from", "to", "document"} for event in events)
    assert events[-1] == {
        "date": "2025-07-01",
        "kind": "split",
        "from": ["15772"],
        "to": ["15772", "15796", "15835"],
        "document": "1686/NQ-UBTVQH15",
    }


def test_show_gives_a_unit_with_what_is_above_and_below_it(answer):
    unit = answer("show", "38", "--on", "2024-10-16")
    assert unit.keys() >= SHAPE
    assert (unit["name"], unit["counts"]) == ("Tỉnh Thanh Hóa", {"district": 27, "commune": 558})
    assert [above["code"] for above in answer("show", "14845", "--on", "2024-10-16")["ancestors"]] == ["384", "38"]


def test_carry_gives_rows_and_unplaced_that_add_up(answer, tmp_path):
    file = tmp_path / "households.csv"
    file.write_text("\ufeffcode,households,people\n15772,100,400\n14845,50,9000000000000000000000\n", encoding="utf-8")
    result = answer(
        "carry", str(file), "--from", "2025-06-30", "--to", "2025-07-01",
        "--weight", "households=households", "--weight", "people=population",
    )  # fmt: skip
    assert set(result) == {"rows", "unplaced"}
    assert result["rows"] == [{"code": "14845", "households": 50, "people": 9_000_000_000_000_000_000_000}]
    (left,) = result["unplaced"]
    assert left.keys() >= {"code", "from", "reason"}
    assert (left["code"], left["from"], left["households"], left["people"]) == ("38", "15772", 100, 400)


def test_lists_tell_what_is_known_and_members_on_a_day(answer):
    names = {each["list"]: each["members_known"] for each in answer("lists")}
    assert names["poor-districts-2021"] == 6
    members = answer("lists", "poor-districts-2021", "--on", "2024-10-16")
    assert {member["code"] for member in members} == {"384", "385", "386", "387", "388", "396"}
    assert all(member["document"] == "353/QĐ-TTg" and member["standing"] == "read" for member in members)


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["tree", "--on", "2019-10-31"], "L-001", 1),
        (["tree", "--on", "16/10/2024"], "C-011", 2),
        (["show", "99999", "--on", "2024-10-16"], "L-002", 1),
        (["show", "16387", "--on", "2024-10-16"], "L-002", 1),
        (["tree", "--within", "384", "--on", "2025-07-01"], "L-002", 1),
        (["lists", "nothing", "--on", "2024-10-16"], "L-003", 2),
    ],
)
def test_errors_have_a_code_and_an_exit(run, arguments, code, exit_code):
    exited, out, err = run("--format", "json", "localities", *arguments)
    (problem,) = json.loads(out)["errors"]
    assert (exited, problem["code"]) == (exit_code, code)
    assert set(problem) == {"code", "message", "place", "given", "remedy", "law"}
    assert code in err


def test_a_code_that_lost_its_zeros_is_recognised(run):
    _, _, err = run("localities", "show", "1489", "--on", "2024-10-16")
    assert "01489" in err


BAD_FILES = {
    "a number with separators": ("code,n\n38,\"1.234,5\"\n", ["n=population"], ["L-025"]),
    "an empty cell": ("code,n\n38,\n", ["n=population"], ["L-025"]),
    "every error at once": ("code,n\n38,x\n49,1.0\n", ["n=population"], ["L-025", "L-025"]),
    "a unit of another day": ("code,n\n38,1\n16387,2\n", ["n=population"], ["L-002"]),
    "a rate": ("code,n\n38,1\n", ["n=rate"], ["L-020"]),
    "a title": ("code,n\n38,1\n", ["n=title"], ["L-021"]),
    "a weight that is none": ("code,n\n38,1\n", ["n"], ["L-022", "L-022"]),
    "a column without a weight": ("code,n,m\n38,1,2\n", ["n=population"], ["L-023"]),
    "no column of codes": ("id,n\n38,1\n", ["n=population"], ["L-024", "L-023"]),
    "nothing at all": ("", ["n=population"], ["L-026"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_its_place(run, tmp_path, name):
    content, weights, codes = BAD_FILES[name]
    file = tmp_path / "in.csv"
    file.write_text(content, encoding="utf-8")
    options = [part for weight in weights for part in ("--weight", weight)]
    exited, out, _ = run(
        "--format", "json", "localities", "carry", str(file), "--from", "2024-10-16", "--to", "2025-07-01", *options
    )
    problems = json.loads(out)["errors"]
    assert (exited != 0, [problem["code"] for problem in problems]) == (True, codes)
    assert all(problem["place"] for problem in problems)


def test_a_file_that_is_not_text_is_refused(run, tmp_path):
    file = tmp_path / "in.csv"
    file.write_bytes("code,n\n38,ộ".encode("utf-16"))
    exited, _, err = run(
        "localities", "carry", str(file), "--from", "2024-10-16", "--to", "2025-07-01", "--weight", "n=area"
    )
    assert exited == 1 and "L-026" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "20695", "--on", "2024-10-16"], ["Thị trấn Thạnh Mỹ", "30/06/2025", "khu vực II"]),
        (["history", "15772", "--on", "2024-10-16", "--to", "2025-07-01"], ["01/07/2025", "chia tách", "không có dân"]),
        (["tree", "--on", "2024-10-16"], ["Cộng: 63 tỉnh", "10.542 cấp xã"]),
        (["resolve", "Tinh Gia", "--on", "2024-10-16"], ["Thị xã Nghi Sơn", "tên cũ: Huyện Tĩnh Gia"]),
        (["lists"], ["Huyện nghèo giai đoạn 2021-2025"]),
    ],
)
def test_text_is_vietnamese_with_days_as_officers_write_them(run, arguments, words):
    code, out, _ = run("localities", *arguments)
    assert code == 0
    assert all(word in out for word in words), out[-600:]


def test_messages_can_be_english(run, monkeypatch):
    monkeypatch.setenv("MTQG_LANG", "en")
    _, out, _ = run("localities", "history", "15772", "--on", "2024-10-16")
    assert "split" in out and "Document" in out


def test_localities_import_no_engine_and_no_django():
    program = (
        "import sys; from mtqg.cli import main; main(['localities', 'show', '38', '--on', '2024-10-16']);"
        "sys.exit(sorted({'polars', 'narwhals', 'django', 'openpyxl'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Tỉnh Thanh Hóa" in done.stdout.decode()


def test_no_command_reads_the_clock(answer):
    """The same question gives the same answer on any day; what lies ahead of the data is as the data leave it."""
    far = (dt.date(2026, 5, 1) + dt.timedelta(days=4000)).isoformat()
    assert len(answer("tree", "--on", far, "--level", "commune")) == 3_321


@pytest.mark.parametrize(
    ("column", "code"),
    [("poor_rate", "L-020"), ("poor_rate_pct", "L-020"), ("Tỷ lệ hộ nghèo", "L-020"), ("Danh hiệu", "L-021")],
)
def test_carry_refuses_a_column_that_calls_itself_a_rate_or_a_title(run, tmp_path, column, code):
    """Whatever weight is asked for it: 5 % does not become 4 % and 1 %."""
    file = tmp_path / "rates.csv"
    file.write_text(f"code,{column}\n20200,5\n", encoding="utf-8")
    days = ("--from", "2024-12-31", "--to", "2025-01-01")
    left, out, err = run("localities", "carry", str(file), *days, "--weight", f"{column}=population")
    assert (left, out) == (1, "")
    assert code in err


def test_carry_tells_unknown_codes_and_wrong_numbers_together(run, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("code,people\n99999,5\n20200,1.234\n", encoding="utf-8")
    days = ("--from", "2024-12-31", "--to", "2025-01-01")
    left, _, err = run("localities", "carry", str(file), *days, "--weight", "people=population")
    assert left == 1
    assert "L-002 people.csv:2" in err
    assert "L-025 people.csv:3" in err


def test_a_file_that_is_no_text_is_told_in_the_language_of_the_screen(run, tmp_path):
    file = tmp_path / "people.csv"
    file.write_bytes(b"\xff\xfecode")
    days = ("--from", "2024-12-31", "--to", "2025-01-01")
    _, _, err = run("localities", "carry", str(file), *days, "--weight", "people=population")
    assert "không phải mã UTF-8" in err
    assert "codec" not in err


def test_a_code_that_ended_is_told_with_its_last_day(run):
    _, _, err = run("localities", "show", "49", "--on", "2025-07-01")
    assert "Tỉnh Quảng Nam, … – 30/06/2025" in err


def test_a_level_without_units_on_the_day_is_said(run):
    _, out, _ = run("localities", "tree", "--on", "2025-07-01", "--level", "district")
    assert out == "Không có đơn vị nào ở cấp này vào ngày đó.\n"
