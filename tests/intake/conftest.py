"""A desk on which files are made as offices send them, and handed to intake."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from mtqg.catalogue import CATALOGUE
from mtqg.core import batches
from mtqg.core.acts import Author
from mtqg.core.instance import open_instance
from mtqg.core.register.keys import is_key_file
from mtqg.creating import create_instance
from mtqg.intake.answers import read_answers
from mtqg.intake.importing import import_files, lookups_of
from mtqg.intake.load import load
from mtqg.intake.lookups import Village

AN = Author(by="An", role="officer", at=dt.datetime(2024, 10, 16, 8, tzinfo=dt.UTC))
BEGIN = dt.date(2020, 1, 1)

# Villages of Mường Lát (14845), of Trà Don and Trà Dơn (20956, 20938), and one that ended.
VILLAGES = [
    Village("14845-01", "Bản Pù Quăn", "14845", BEGIN, None),
    Village("14845-02", "Bản Tén Tằn", "14845", BEGIN, None),
    Village("14845-09", "Bản Đã Nhập", "14845", BEGIN, dt.date(2022, 1, 1)),
    Village("20956-01", "Thôn 1", "20956", BEGIN, None),
    Village("20938-01", "Thôn 1", "20938", BEGIN, None),
]

SHEET = {
    "Chuẩn nghèo": "poverty-2022",
    "Mã xã": "14845",
    "Tên xã": "Thị trấn Mường Lát",
    "Mã thôn": "14845-01",
    "Tên thôn": "Bản Pù Quăn",
    "Mã hộ": "H-001",
    "Họ và tên chủ hộ": "Hơ Văn Chứ",
    "Số định danh": "",
    "Ngày rà soát": "10/10/2024",
    "Khu vực": "Thành thị",
    "Điểm B1": 120,
    "Điểm B2": 30,
    "Hộ DTTS": "x",
    "Kết quả công nhận": "Hộ nghèo",
    "Số quyết định": "12/QĐ-UBND",
    "Cơ quan ban hành": "UBND thị trấn Mường Lát",
    "Ngày ký": "05/12/2024",
}
COUNT = {
    "Mã xã": "14845",
    "Tên xã": "Thị trấn Mường Lát",
    "Mã thôn": "14845-01",
    "Tên thôn": "Bản Pù Quăn",
    "Ngày thống kê": "15/12/2023",
    "Tổng số hộ": 120,
    "Số nhân khẩu": 540,
}


class Desk:
    """Makes files and reads them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def sheets(self, *changes):
        """Rows of the household form, each with changes against a right one. Codes differ by themselves."""
        return [{**SHEET, "Mã hộ": f"H-{at:03d}"} | change for at, change in enumerate(changes or ({},), start=1)]

    def counts(self, *changes):
        return [{**COUNT, **change} for change in changes or ({},)]

    def table(self, rows):
        """Header and cells of rows that are mappings."""
        head = list(dict.fromkeys(name for row in rows for name in row))
        return [head, *([row.get(name, "") for name in head] for row in rows)]

    def xlsx(self, rows, name="bieu.xlsx", *, before=(), sheet="Biểu", make=None, hidden=None):
        """A workbook; ``before``: lines above the header. ``make(book, sheet)`` adds what the test is about."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        book = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False})
        page = book.add_worksheet(sheet)
        for number, row in enumerate([*before, *self.table(rows)]):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, value)
                elif value is not None:
                    page.write(number, column, value)
        if make:
            make(book, page)
        if hidden:
            about = book.add_worksheet("mtqg")
            about.hide()
            for number, pair in enumerate(hidden.items()):
                about.write_row(number, 0, pair)
        book.close()
        return path

    def csv(self, rows, name="bieu.csv", *, separator=";", encoding="utf-8"):
        path = self.folder / name
        lines = [separator.join(map(str, row)) for row in self.table(rows)]
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    def raw(self, data, name="bieu.xlsx"):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def rezip(self, path, change, name="sua.xlsx"):
        """The same workbook with its parts changed: ``change(parts)`` gets and gives name -> bytes."""
        with zipfile.ZipFile(path) as old:
            parts = {part: old.read(part) for part in old.namelist()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for part, data in change(parts).items():
                new.writestr(part, data)
        return self.raw(out.getvalue(), name)

    def load(self, form, *paths, locality="38", period="usual", answers=()):
        from mtqg.intake.lookups import Lookups
        from mtqg.law import seed, with_values
        from mtqg.localities.book import Localities

        wanted = CATALOGUE.form(form)
        lookups = Lookups(
            Localities.seed(),
            VILLAGES,
            lambda frame, names, on, by: with_values(frame, *names, on=on, by=by),
            [standard.name for standard in seed().standards],
        )
        if period == "usual":
            period = "2024" if form == "poverty-review" else "2023" if wanted.reviewed else None
        return load(
            list(paths),
            wanted,
            locality=locality,
            period=period,
            answers=read_answers(answers),
            lookups=lookups,
            origin="real",
        )

    def load_sheets(self, *changes, answers=(), **more):
        """Rows of the household form through a workbook."""
        return self.load("poverty-review", self.xlsx(self.sheets(*changes)), answers=answers, **more)

    def load_counts(self, *changes, answers=(), **more):
        return self.load("household-counts", self.xlsx(self.counts(*changes)), answers=answers, **more)


class Office:
    """An instance with two villages, into which files are imported."""

    def __init__(self, home: Path, desk: Desk) -> None:
        self.home, self.desk = home, desk
        create_instance(home, AN, id="0123456789abcdef")
        rows = [
            {"Mã xã": one.commune, "Mã thôn": one.code, "Tên thôn": one.name, "Có từ ngày": "01/01/2020"}
            for one in VILLAGES[:2]
        ]
        self.run("villages", desk.csv(rows, "thon.csv"))

    AN = AN

    @property
    def instance(self):
        return open_instance(self.home)

    @property
    def chain(self):
        return self.instance.chain

    def run(self, form, *paths, period=None, answers=(), **more):
        return import_files(
            self.instance,
            AN,
            catalogue=CATALOGUE,
            form=form,
            paths=paths,
            locality=more.pop("locality", "38"),
            period=period or ("2024" if form == "poverty-review" else None),
            answers=read_answers(answers),
            **more,
        )

    def live(self, table):
        return batches.live(self.instance, CATALOGUE.tables[table]).collect()

    def undo(self, batch):
        return batches.undo(self.instance, AN, batch, tables=CATALOGUE.tables, why="nhập nhầm")

    def bytes(self):
        """Every byte of the instance, names of files included, but for the file of the key: the register's too."""
        files = [path for path in sorted(self.home.rglob("*")) if path.is_file() and not is_key_file(path.name)]
        return b"\n".join(str(path).encode() + path.read_bytes() for path in files) + self._in_postgresql()

    def _in_postgresql(self):
        """Every row of every table of the schema; sealed values as they are."""
        if not self.instance.schema:
            return b""
        parts = []
        with self.instance.register() as register:
            names = register.database.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            for (name,) in sorted(names):
                columns = "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = "
                columns += "current_schema() AND table_name = ? ORDER BY 1"
                for column, kind in register.database.rows(columns, [name]):
                    cast = "" if kind == "bytea" else "::text"
                    sql = f'SELECT "{column}"{cast} FROM "{name}" WHERE "{column}" IS NOT NULL'
                    found = [row[0] for row in register.database.rows(sql)]
                    parts += [name.encode(), *(one.encode() if isinstance(one, str) else bytes(one) for one in found)]
        return b"\n".join(parts)

    def lookups(self):
        return lookups_of(self.instance, CATALOGUE)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "tep")


@pytest.fixture
def office(tmp_path, desk):
    return Office(tmp_path / "kho", desk)


def _only(loaded):
    """The one error of a loaded import, with message and remedy in both languages."""
    assert len(loaded.problems) == 1, [str(problem) for problem in loaded.problems]
    problem = loaded.problems[0]
    for lang in ("vi", "en"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MTQG_LANG", lang)
            assert problem.message.strip() and problem.remedy.strip()
            assert "{" not in problem.message + problem.remedy
    return problem


@pytest.fixture
def only():
    return _only
