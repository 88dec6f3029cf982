"""A folder of workbooks in one go: each says what it is, is one act, and gets its receipt."""

import datetime as dt
import json
import shutil

import openpyxl
import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.intake import problems as say
from mtqg.intake.answers import Answers
from mtqg.intake.folder import Said, import_folder, plan_folder
from mtqg.intake.importing import import_files
from mtqg.intake.passport import read_passport

NOW = dt.datetime(2024, 12, 20, 8, tzinfo=dt.UTC)
OURS = {"Biểu": "poverty-review", "Kỳ": "2024", "Đơn vị": "14845", "Phiên bản mẫu": "0"}


@pytest.fixture
def folder(office, desk, tmp_path):
    """Plans a folder, and imports each file of it as the command would."""

    class Folder:
        path = desk.folder
        out = tmp_path / "ra"

        def said(self, **more):
            return Said(forms=CATALOGUE.forms, book=office.lookups().book, **{"home": "38", **more})

        def plan(self, **more):
            return plan_folder([self.path], self.said(**more))[0]

        def importer(self, work):
            return import_files(
                office.instance,
                _author(),
                catalogue=CATALOGUE,
                form=work.form.name,
                paths=[work.path],
                locality=work.locality,
                period=work.period,
                answers=Answers(),
            )

        def run(self, works=None, importer=None, **more):
            works = self.plan() if works is None else works
            return import_folder(works, importer or self.importer, self.out, by="An", now=lambda: NOW, **more)

        def clear(self):
            shutil.rmtree(self.path)
            self.path.mkdir()

    found = Folder()
    found.clear()
    return found


def _author():
    from mtqg.core.acts import Author

    return Author(by="An", role="officer", at=NOW)


def codes(work):
    return [problem.code for problem in work.problems]


def test_each_file_says_its_form_place_and_period(desk, folder):
    desk.xlsx(desk.sheets({}), "a.xlsx", hidden=OURS)
    desk.xlsx(desk.counts({}), "b.xlsx", hidden={"form": "household-counts", "period": "2023"})
    one, two = folder.plan()
    assert (one.form.name, one.locality, one.locality_name, one.period) == (
        "poverty-review", "14845", "Thị trấn Mường Lát", "2024",
    )  # fmt: skip
    assert (two.form.name, two.locality, two.period) == ("household-counts", "38", "2023")
    assert one.is_ready and two.is_ready


def test_a_file_that_says_nothing_needs_the_command_to_say_it(desk, folder):
    desk.csv(desk.sheets({}), "phieu.csv")
    (work,) = folder.plan(home=None)
    assert codes(work) == ["I-110"] and "--form, --locality" in work.problems[0].remedy
    (work,) = folder.plan(form=CATALOGUE.form("poverty-review"), period="2024")
    assert work.is_ready and (work.form.name, work.locality, work.period) == ("poverty-review", "38", "2024")


def test_a_contradiction_with_the_command_is_refused(desk, folder):
    desk.xlsx(desk.sheets({}), "a.xlsx", hidden=OURS)
    (work,) = folder.plan(form=CATALOGUE.form("villages"), home="49", instance="kho-khac")
    assert codes(work) == ["I-114", "I-065"]
    (work,) = folder.plan(period="2023")
    assert codes(work) == ["I-061"]
    desk.xlsx(desk.sheets({}), "a.xlsx", hidden={**OURS, "Biểu": "khong-co", "Kho số liệu": "1"})
    (work,) = folder.plan(instance="2")
    assert codes(work) == ["I-112", "I-111"]


def test_what_the_command_itself_says_wrong_stops_before_any_file(folder):
    for more, code in (({"home": "00"}, "I-091"), ({"period": "chín"}, "C-010")):
        with pytest.raises(Refused) as refused:
            folder.plan(**more)
        assert refused.value.problems[0].code == code


def test_the_same_bytes_are_imported_once_and_a_second_file_of_a_commune_is_said(office, desk, folder):
    first = desk.xlsx(desk.sheets({}), "a.xlsx", hidden=OURS)
    shutil.copy(first, folder.path / "b.xlsx")
    desk.xlsx(desk.sheets({"Điểm B1": 100}), "c.xlsx", hidden=OURS)
    works = folder.plan()
    assert [work.twin for work in works] == ["", "a.xlsx", ""]
    assert "cùng biểu, đơn vị và kỳ với a.xlsx" in works[2].notes[0]
    assert [one.state for one in folder.run(works)] == ["taken", "twin", "taken"]


def test_a_folder_is_one_act_a_workbook_and_never_stops_at_a_bad_file(office, desk, folder):
    desk.xlsx(desk.sheets({}), "1.xlsx", hidden=OURS)
    desk.raw(b"%PDF-1.7", "2.xlsx")
    desk.xlsx(desk.sheets({"Mã hộ": "H-9", "Điểm B1": "hai"}, {"Mã hộ": "H-10"}), "3.xlsx", hidden=OURS)
    desk.xlsx(desk.sheets({"Mã hộ": "H-11"}), "4.xlsx", hidden=OURS)
    before = office.chain.n
    receipts = folder.run()
    assert [one.state for one in receipts] == ["taken", "refused", "partly", "taken"]
    assert [one.batch for one in receipts] == [before + 1, None, before + 2, before + 3]
    assert [(one.rows_ok, one.rows_bad) for one in receipts] == [(1, 0), (0, 0), (1, 1), (1, 0)]
    assert [bool(one.reply) for one in receipts] == [False, True, True, False]
    assert sorted(path.name for path in (folder.out / "tra-loi").iterdir()) == [receipts[1].reply, receipts[2].reply]
    assert [one.state for one in folder.run()] == ["unchanged", "refused", "partly", "unchanged"]
    assert office.chain.n == before + 3, "the same folder again changes nothing"


def test_a_fault_of_the_software_is_one_files_misfortune_and_quotes_no_cell(desk, folder):
    for name in ("1.xlsx", "2.xlsx"):
        desk.xlsx(desk.sheets({"Mã hộ": name}), name, hidden=OURS)

    def importer(work):
        if work.name == "1.xlsx":
            raise ValueError("Hơ Văn Chứ 038199000001")
        return folder.importer(work)

    one, two = folder.run(importer=importer)
    assert (one.problems[0].code, one.problems[0].given, two.state) == ("I-117", "ValueError", "taken")
    written = b"".join(path.read_bytes() for path in (folder.out / "bien-nhan").iterdir())
    assert "Hơ Văn Chứ".encode() not in written


def test_names_of_receipts_and_replies_hold_no_name_of_the_file(desk, folder):
    desk.xlsx(desk.sheets({"Điểm B1": "hai"}), "Lò Thị Mai 038199000001.xlsx", hidden=OURS)
    folder.run()
    names = [path.name for path in folder.out.rglob("*") if path.is_file()]
    assert len(names) == 4
    assert all("Mai" not in name and "038199" not in name for name in names)
    assert all(name.startswith("0001_14845_poverty-review_2024_") for name in names)
    assert all(b"038199000001" not in path.read_bytes() for path in (folder.out / "bien-nhan").iterdir())


def test_a_receipt_tells_everything_twice_for_people_and_for_programs(desk, folder):
    path = desk.xlsx(desk.sheets({"Điểm B1": "1.234"}, {}), "a.xlsx", hidden=OURS)
    (receipt,) = folder.run()
    stem = folder.out / "bien-nhan" / receipt.name
    said = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
    assert (said["form"], said["locality"], said["period"], said["state"]) == (
        "poverty-review", "14845", "2024", "partly",
    )  # fmt: skip
    assert (said["rows_ok"], said["rows_bad"], said["batch"], said["by"]) == (1, 1, receipt.batch, "An")
    import hashlib

    assert said["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest() and said["at"] == "2024-12-20T08:00:00Z"
    assert [one["code"] for one in said["questions"]] == ["I-034"] and said["reply"] == receipt.reply
    text = stem.with_suffix(".txt").read_text(encoding="utf-8")
    assert "15:00 ngày 20/12/2024" in text and receipt.reply in text and "CÂU HỎI" in text and "--answer" not in text
    page = stem.with_suffix(".html").read_text(encoding="utf-8")
    assert "<script" not in page and "http" not in page and "Thị trấn Mường Lát (14845)" in page


def test_a_receipt_page_escapes_what_files_say(desk, folder):
    desk.xlsx(desk.sheets({"Khu vực": "<img src=x>"}), "<b>a.xlsx", hidden=OURS)
    (receipt,) = folder.run()
    page = (folder.out / "bien-nhan" / f"{receipt.name}.html").read_text(encoding="utf-8")
    assert "<img" not in page and "<b>a" not in page and "&lt;img" in page


def test_a_full_disk_loses_no_receipt_from_the_list(desk, folder, monkeypatch):
    from mtqg.core import disk

    desk.xlsx(desk.sheets({"Điểm B1": "hai"}), "a.xlsx", hidden=OURS)

    def full(path, data):
        raise Refused(disk.CANNOT_WRITE.at(path.name, "No space left on device"))

    monkeypatch.setattr(disk, "replace_file", full)
    works = folder.plan()
    done = _Done()
    (receipt,) = folder.run(works, importer=lambda work: done)
    assert receipt.reply == "" and any("I-118" in line for line in receipt.messages)


class _Done:
    """What an import tells, without one."""

    def __init__(self):
        self.batch, self.rows_ok, self.rows_bad, self.new, self.replaced, self.unchanged = 7, 1, 1, 1, 0, 0
        self.is_dry, self.is_known, self.messages = False, False, []
        self.problems = [say.NOT_A_NUMBER.at("", "hai", file="a.xlsx", sheet="Biểu", cell="K2")]


def test_a_dry_run_says_so(desk, folder):
    desk.xlsx(desk.sheets({}), "a.xlsx", hidden=OURS)
    done = _Done()
    done.is_dry, done.batch, done.problems = True, None, []
    (receipt,) = folder.run(importer=lambda work: done)
    assert receipt.state == "taken" and "chạy thử" in receipt.as_text()


def test_a_reply_says_of_itself_what_the_command_said_of_its_file(desk, folder):
    desk.csv(desk.sheets({"Điểm B1": "hai"}), "phieu.csv")
    works = folder.plan(form=CATALOGUE.form("poverty-review"), period="2024")
    (receipt,) = folder.run(works, instance="0123456789abcdef")
    said = read_passport(folder.out / "tra-loi" / receipt.reply, "x")
    assert (said.form, said.locality, said.period, said.instance) == (
        "poverty-review", "38", "2024", "0123456789abcdef",
    )  # fmt: skip
    assert openpyxl.load_workbook(folder.out / "tra-loi" / receipt.reply).sheetnames[0] == "Trả lời"


def test_a_scan_in_the_folder_gets_its_receipt_too(desk, folder):
    desk.raw(b"%PDF-1.7", "ban-ky.pdf")
    (receipt,) = folder.run()
    assert (receipt.state, receipt.file, receipt.problems[0].code) == ("refused", "ban-ky.pdf", "I-002")
    assert (folder.out / "tra-loi" / receipt.reply).exists()


def test_replies_are_not_written_among_what_is_imported(desk, folder):
    desk.xlsx(desk.sheets({}), "a.xlsx", hidden=OURS)
    with pytest.raises(Refused) as refused:
        plan_folder([folder.path], folder.said(), out=folder.path / "ra")
    assert refused.value.problems[0].code == "I-119" and refused.value.exit_code == 2


def test_a_template_of_a_unit_that_ended_since_is_held_against_its_own_period(desk, folder):
    """The district 384 was abolished on 01/07/2025; a file of 2024 that is imported later names a unit of then."""
    desk.xlsx(desk.sheets({}), "a.xlsx", hidden={**OURS, "Đơn vị": "384"})
    (work,) = folder.plan()
    assert work.is_ready and work.locality_name == "Huyện Mường Lát"
    without = {name: value for name, value in OURS.items() if name != "Kỳ"}
    desk.xlsx(desk.sheets({}), "a.xlsx", hidden={**without, "Đơn vị": "384"})
    (work,) = folder.plan(period="2024")
    assert work.is_ready and work.period == "2024"
