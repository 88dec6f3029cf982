"""Rows per second of ``load`` on a workbook of the poverty review, with all checks, and the memory it takes.

    python bench/intake.py [ROWS] [KIND]

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

from mtqg.catalogue import CATALOGUE
from mtqg.intake.answers import read_answers
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


def measure(path, answers):
    villages = [Village(f"14845-{at:03d}", f"Bản Số {at}", "14845", dt.date(2020, 1, 1), None) for at in range(300)]
    standards = [standard.name for standard in seed().standards]
    law = lambda frame, names, on, by: with_values(frame, *names, on=on, by=by)  # noqa: E731
    lookups = Lookups(Localities.seed(), villages, law, standards)
    began, used = time.perf_counter(), time.process_time()
    form = CATALOGUE.form("poverty-review")
    loaded = load(
        [path], form, locality="38", period="2024", answers=read_answers(answers), lookups=lookups, origin="synthetic"
    )
    return loaded, time.perf_counter() - began, time.process_time() - used


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
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        loaded, clock, processor = measure(path, answers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{kind}: {len(loaded.rows)} rows right, {loaded.rows_bad} wrong; {clock:.2f} s clock, {processor:.2f} s "
        f"processor, {count / clock:,.0f} rows/s; peak {peak:.0f} MB ({before:.0f} before)"
    )
    for line in loaded.messages[:8]:
        print(" ", line)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        change = str
        if sys.argv[4] == "tcvn3":
            from mtqg.intake.legacy import to_tcvn3 as change
        workbook(Path(sys.argv[2]), int(sys.argv[3]), change)
    else:
        main()
