"""A small office: two communes of Thanh Hóa with counted households and decided sheets."""

import datetime as dt
from contextlib import contextmanager

import polars as pl
from tampering import tampering

from mtqg.catalogue import CATALOGUE
from mtqg.core import batches, frames
from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.creating import create_instance

DAY = dt.date(2023, 12, 10)
AN = Author(by="An", role="officer", at=dt.datetime(2024, 1, 5, 8, tzinfo=dt.UTC))


class Office:
    """An instance, and rows put into it without any file."""

    Refused = Refused
    DAY_OF_ACTS = AN.at

    def __init__(self, home):
        self.home = home
        if not home.exists():
            create_instance(home, AN, id="0123456789abcdef")

    @classmethod
    def opened(cls, home):
        return cls(home)

    def add(self, table, rows, *, file="minh-hoa.xlsx", digest="0" * 64):
        declared = CATALOGUE.tables[table]
        full = [{**row, "source_no": 1, "cell_row": at, "origin": "real"} for at, row in enumerate(rows, start=5)]
        letters = {column.name: chr(65 + at) for at, column in enumerate(declared.stored)}
        kinds = declared.taken
        return batches.add(
            self.instance_now,
            AN,
            form=table,
            table=declared,
            rows=frames.typed(full, kinds),
            sources=[batches.Source(file, "Biểu 1", digest, letters)],
        )

    def review(self):
        """14845 and 14848 (communes of Mường Lát district): 100 and 50 households, 3 and 2 poor."""
        self.add("household_counts", [counts("14845-01", "14845", 100), counts("14848-01", "14848", 50)])
        self.add(
            "poverty_sheets",
            [
                *(sheet(f"A{at}", "14845", "poor") for at in range(3)),
                sheet("A9", "14845", "near_poor", deprivation=20),
                *(sheet(f"B{at}", "14848", "poor") for at in range(2)),
            ],
        )

    @property
    def instance_now(self):
        from mtqg.core.instance import open_instance

        return open_instance(self.home)

    def close(self, dataset, period, **more):
        from mtqg.closing import close_dataset
        from mtqg.core.period import read_period

        return close_dataset(
            self.instance_now,
            AN,
            dataset=dataset,
            period=read_period(period),
            locality=more.pop("locality", "38"),
            **more,
        )

    def close_plainly(self, period, *, reason="", status="official"):
        """The same close with one small book: what it does to the disk, without the time that the real books cost."""
        from mtqg.core.close import close
        from mtqg.core.period import read_period
        from mtqg.localities.book import Localities

        return close(
            self.instance_now,
            AN,
            dataset="poverty",
            tables=CATALOGUE.dataset("poverty"),
            book_tables=CATALOGUE.book_tables,
            books={"small": pl.DataFrame({"word": ["one"]})},
            territory=Localities.seed(),
            locality="38",
            period=read_period(period),
            reason=reason,
            status=status,
        )

    def editions(self):
        """Edition -> number of sheets in it."""
        from mtqg.core.snapshot import snapshots

        return {one.edition: one.table("poverty_sheets").collect().height for one in snapshots(self.instance_now)}

    def ask(self, measure, period, **more):
        from mtqg.asking import answer
        from mtqg.core.period import read_period

        return answer(
            self.home, measure=measure, locality=more.pop("locality", "38"), period=read_period(period), **more
        )

    def undo(self, batch):
        return batches.undo(self.instance_now, AN, batch, tables=CATALOGUE.tables, why="nhập nhầm")

    def n(self):
        return self.instance_now.head()[0]

    def verified(self, **more):
        """What verify finds, by code."""
        from mtqg.core.verify import verify

        return [one.problem.code for one in verify(self.instance_now, CATALOGUE.tables.values(), **more)]

    @contextmanager
    def tampered(self):
        """``run(sql, *values)`` behind the back of every rule of the register."""
        with tampering(self.instance_now) as run:
            yield run

    def live(self, table) -> pl.DataFrame:
        return batches.live(self.instance_now, CATALOGUE.tables[table]).collect()


def counts(village, commune, households, *, period="2023", minority=0, day=DAY):
    return {
        "period": period,
        "locality_code": commune,
        "village_code": village,
        "day": day,
        "households": households,
        "persons": None,
        "minority_households": minority,
    }


def sheet(code, commune, decided, *, period="2023", standard="poverty-2022", income=120, deprivation=30, day=DAY):
    return {
        "period": period,
        "standard": standard,
        "locality_code": commune,
        "village_code": f"{commune}-01",
        "household_code": code,
        "head_name": f"Hơ Văn {code}",
        "identity_number": None,
        "day": day,
        "area": "rural",
        "income_points": income,
        "deprivation_points": deprivation,
        "is_minority": False,
        "decided_class": decided,
        "decision_number": "12/QĐ-UBND",
        "decision_issuer": "UBND xã",
        "decided_on": dt.date(2023, 12, 20),
    }
