"""An office whose sheets and steps are added without any file."""

import datetime as dt

import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core import batches, frames
from mtqg.core.acts import Author
from mtqg.core.instance import open_instance
from mtqg.creating import create_instance

AN = Author(by="An", role="officer", at=dt.datetime(2024, 12, 20, 8, tzinfo=dt.UTC))


class Office:
    def __init__(self, home):
        self.home = home
        create_instance(home, AN, id="0123456789abcdef")
        self.author = AN

    @property
    def instance(self):
        return open_instance(self.home)

    def add(self, table, rows, *, digest="0" * 64):
        declared = CATALOGUE.tables[table]
        full = [{**row, "source_no": 1, "cell_row": at, "origin": "real"} for at, row in enumerate(rows, start=5)]
        letters = {column.name: chr(65 + at % 26) for at, column in enumerate(declared.stored)}
        return batches.add(
            self.instance,
            AN,
            form=table,
            table=declared,
            rows=frames.typed(full, declared.taken),
            sources=[batches.Source("minh-hoa.xlsx", "Biểu 1", digest, letters)],
        )

    def live(self, table):
        return batches.live(self.instance, CATALOGUE.tables[table]).collect()

    def undo(self, batch):
        return batches.undo(self.instance, AN, batch, tables=CATALOGUE.tables, why="nhập nhầm")

    def sheet(self, year, household, decided, **more):
        return {
            "period": str(year),
            "standard": "poverty-2022",
            "locality_code": "14845",
            "household_code": household,
            "day": dt.date(year, 10, 10),
            "area": "rural",
            "persons": 4,
            "decided_class": decided,
            "decision_number": f"{year}/QĐ" if decided else None,
            "decision_issuer": "UBND xã" if decided else None,
            "decided_on": dt.date(year, 12, 10) if decided else None,
            **more,
        }


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "kho")
