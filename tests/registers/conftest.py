"""An office with two villages of Mường Lát, into which files are imported and in which people act."""

import datetime as dt
from pathlib import Path

import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core import batches
from mtqg.core.acts import Author
from mtqg.core.instance import open_instance
from mtqg.core.register.writing import begin
from mtqg.core.verify import verify
from mtqg.creating import create_instance
from mtqg.intake.answers import read_answers
from mtqg.intake.importing import import_files

AT = dt.datetime(2024, 10, 16, 8, tzinfo=dt.UTC)
VILLAGES = [
    {"Mã xã": "14845", "Mã thôn": "14845-01", "Tên thôn": "Bản Pù Quăn", "Có từ ngày": "01/01/2020"},
    {"Mã xã": "14848", "Mã thôn": "14848-01", "Tên thôn": "Bản Na Chừa", "Có từ ngày": "01/01/2020"},
]


class Office:
    """An instance, its files, and people who act in it."""

    def __init__(self, folder: Path) -> None:
        self.home, self.files = folder / "kho", folder / "tep"
        self.files.mkdir()
        create_instance(self.home, author("An"), id="0123456789abcdef")

    @property
    def instance(self):
        return open_instance(self.home)

    def register(self):
        return self.instance.register()

    def csv(self, rows, name="bieu.csv"):
        head = list(dict.fromkeys(key for row in rows for key in row))
        lines = [head, *([str(row.get(key, "")) for key in head] for row in rows)]
        path = self.files / name
        path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
        return path

    def run(self, form, rows, *, by="An", period=None, locality="38", answers=(), name="bieu.csv"):
        return import_files(
            self.instance,
            author(by),
            catalogue=CATALOGUE,
            form=form,
            paths=[self.csv(rows, name)],
            locality=locality,
            period=period,
            answers=read_answers(answers),
        )

    def good(self, form, rows, **more):
        """An import in which nothing is wrong."""
        done = self.run(form, rows, **more)
        assert not done.problems, [str(one) for one in done.problems]
        return done

    def codes(self, form, rows, **more):
        """The error of each wrong cell."""
        return [problem.code for problem in self.run(form, rows, **more).problems]

    def live(self, table):
        return batches.live(self.instance, CATALOGUE.tables[table]).collect()

    def undo(self, batch):
        return batches.undo(self.instance, author("An"), batch, tables=CATALOGUE.tables, why="nhập nhầm")

    def act(self, by="An", verb="test", where="38", at=AT):
        """Work of one act: ``work(open act)``; returns what it gives."""

        def done(work):
            with self.register() as register, begin(register, author(by, at), verb=verb, where=where) as act:
                return work(act)

        return done

    def findings(self):
        return [str(one.problem) for one in verify(self.instance, CATALOGUE.tables.values())]

    def bytes(self):
        """Every byte of the instance but its key."""
        files = [path for path in sorted(self.home.rglob("*")) if path.is_file() and path.name != "office.key"]
        return b"\n".join(path.read_bytes() for path in files)


def author(by, at=AT):
    return Author(by=by, role="officer", at=at)


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


@pytest.fixture
def village(office):
    office.good("villages", VILLAGES)
    return office


@pytest.fixture
def by():
    return author
