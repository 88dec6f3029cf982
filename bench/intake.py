"""Rows per second of a workbook of the poverty review, with all checks, and the memory it takes.

    python bench/intake.py [ROWS] [KIND]

Two numbers: ``load`` alone (read and checked), and ``import_files`` into the register, written (rows, names and
numbers sealed, source rows, digests). Beside them the floor: calamine alone reading the same cells.

KIND: plain (as a good office sends it), tcvn3 (text of the old encoding, converted by an answer), xls (the old format,
65,000 rows at most, made by LibreOffice). The workbook is made first and not counted.
"""

import datetime as dt
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.creating import create_instance
from mtqg.intake.answers import read_answers
from mtqg.intake.importing import import_files
from mtqg.intake.load import load
from mtqg.intake.lookups import Lookups, Village
from mtqg.law import seed, with_values
from mtqg.localities.book import Localities

TITLES = (
    "Chuẩn nghèo", "Mã xã", "Tên xã", "Mã thôn", "Tên thôn", "Mã hộ", "Họ và tên chủ hộ", "Số định danh",
    "Ngày rà soát", "Khu vực", "Điểm B1", "Điểm B2", "Hộ DTTS", "Kết quả công nhận", "Số quyết định",
    "Cơ quan ban hành", "Ngày ký",
)  # fmt: skip
FAMILIES = ("Hơ Văn", "Lò Thị", "Nguyễn Thị", "Phạm Bá", "Hà Văn")
GIVEN = ("Chứ", "Thò", "Dợ", "Ánh", "Sơn", "Pó", "Liễu", "Tếnh")
REVIEWED, SIGNED = dt.date(2024, 10, 10), dt.date(2024, 12, 5)


def rows(count):
    for at in range(count):
        village = at % 300
        yield (
            "poverty-2022", "14845", "Thị trấn Mường Lát", f"14845-{village:03d}", f"Bản Số {village}", f"H-{at:06d}",
            f"{FAMILIES[at % 5]} {GIVEN[at % 8]} {at % 977}", f"038{at % 2}{60 + at % 40}{at:06d}", REVIEWED,
            "Thành thị", 100 + at % 10 * 5, 30 + at % 3 * 10, "x" if at % 3 else "không", "Hộ nghèo", "12/QĐ-UBND",
            "UBND thị trấn Mường Lát", SIGNED,
        )  # fmt: skip


def workbook(path, count, change):
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet("Biểu")
    page.write_row(0, 0, TITLES)
    for number, row in enumerate(rows(count), start=1):
        for column, value in enumerate(row):
            page.write(number, column, change(value) if isinstance(value, str) else value)
    book.close()


def lookups():
    villages = [Village(f"14845-{at:03d}", f"Bản Số {at}", "14845", dt.date(2020, 1, 1), None) for at in range(300)]
    standards = [standard.name for standard in seed().standards]
    law = lambda frame, names, on, by: with_values(frame, *names, on=on, by=by)  # noqa: E731
    return Lookups(Localities.seed(), villages, law, standards)


def timed(work):
    began, used = time.perf_counter(), time.process_time()
    done = work()
    return done, time.perf_counter() - began, time.process_time() - used


def floor(path):
    book = CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def loaded(path, answers):
    form = CATALOGUE.form("poverty-review")
    said = {"locality": "38", "period": "2024", "answers": read_answers(answers), "origin": "synthetic"}
    return timed(lambda: load([path], form, lookups=lookups(), **said))


def imported(path, answers, home):
    author = Author(by="bench", role="officer", at=dt.datetime.now(dt.UTC))
    instance = create_instance(home, author, id="bench", origin="synthetic")
    said = {"locality": "38", "period": "2024", "answers": read_answers(answers), "lookups": lookups()}
    return timed(
        lambda: import_files(instance, author, catalogue=CATALOGUE, form="poverty-review", paths=[path], **said)
    )


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    kind = sys.argv[2] if len(sys.argv) > 2 else "plain"
    answers = ["encoding=tcvn3"] if kind == "tcvn3" else []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bieu.xlsx"
        made = [sys.executable, __file__, "--make", str(path), str(count), kind]
        subprocess.run(made, check=True)  # apart, so that its memory is not counted
        if kind == "xls":
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "xls"]
            subprocess.run([*command, "--outdir", folder, str(path)], check=True, capture_output=True)
            path = path.with_suffix(".xls")
        _, least, _ = timed(lambda: floor(path))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        read, clock, processor = loaded(path, answers)
        told(f"{kind}, load: {len(read.rows)} rows right, {read.rows_bad} wrong", count, clock, processor, least)
        messages = read.messages
        del read
        done, clock, processor = imported(path, answers, Path(folder) / "home")
        told(f"{kind}, import: {done.rows_ok} rows right", count, clock, processor, least)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak {peak:.0f} MB ({before:.0f} before)")
    for line in messages[:8]:
        print(" ", line)


def told(what, count, clock, processor, least):
    print(
        f"{what}; {clock:.2f} s clock, {processor:.2f} s processor, {count / clock:,.0f} rows/s; "
        f"{clock / least:.1f} times the floor of {least:.2f} s"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        change = str
        if sys.argv[4] == "tcvn3":
            from mtqg.intake.legacy import to_tcvn3 as change
        workbook(Path(sys.argv[2]), int(sys.argv[3]), change)
    else:
        main()
