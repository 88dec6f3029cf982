"""An office with people, set-aside documents and a close, and a server of PostgreSQL beside SQLite."""

import runpy
from functools import partial
from pathlib import Path

import pytest

_CORE = runpy.run_path(str(Path(__file__).parents[1] / "core" / "conftest.py"))
AN, counts, sheet = _CORE["AN"], _CORE["counts"], _CORE["sheet"]

# Planted: found nowhere outside the key's reach, in any spelling a copy may hold.
NAME, NUMBER, PHONE = "Đặng Thị Ngọc Thuỷ Tiên", "038199555017", "0987600321"


@pytest.fixture(autouse=True)
def a_part_of_the_measures(monkeypatch):
    from few_measures import OF_THEM

    monkeypatch.setattr("mtqg.backup.figures.CATALOGUE", OF_THEM)


class Office(_CORE["Office"]):
    """With what a backup must carry: people, documents set aside, a close, another edition, a correction."""

    def fill(self, close="close"):
        """close: "close_plainly" freezes without the books, which most of the time goes into."""
        freeze = self.close_plainly if close == "close_plainly" else partial(self.close, "poverty")
        people = {"head_name": NAME, "identity_number": NUMBER}
        self.add("household_counts", [counts("14845-01", "14845", 100), counts("14848-01", "14848", 50)])
        self.add("poverty_sheets", [{**sheet(f"A{at}", "14845", "poor"), **people} for at in range(3)])
        freeze("2023")
        self.add("poverty_sheets", [sheet("B1", "14848", None, deprivation=None)], digest="1" * 64)
        freeze("2023", reason="bổ sung")
        self.aside([{"row": 9, "cells": {"Họ tên": NAME, "Số định danh": NUMBER, "Điện thoại": PHONE}}])
        self.add("poverty_sheets", [{**sheet("A0", "14845", "near_poor"), **people}], digest="3" * 64)
        return self

    def aside(self, documents):
        from mtqg.catalogue import CATALOGUE
        from mtqg.core import batches, frames

        table = CATALOGUE.tables["poverty_sheets"]
        batches.add(
            self.instance_now,
            AN,
            form="poverty-review",
            table=table,
            rows=frames.typed([], table.taken),
            sources=[batches.Source("sai.xlsx", "Biểu 1", "2" * 64, {})],
            set_aside=documents,
        )

    def backup(self, file, **more):
        from mtqg.backup.writing import write_backup

        return write_backup(self.instance_now, file, made_at="2024-01-06T00:00:00+00:00", **more)

    def figures(self):
        from mtqg.backup.figures import every_figure

        return every_figure(self.instance_now)

    def verified(self):
        from mtqg.catalogue import CATALOGUE
        from mtqg.core.verify import verify

        return verify(self.instance_now, CATALOGUE.tables.values())


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "kho").fill()


@pytest.fixture
def on(monkeypatch, request):
    """Choose the database of what is made from here on."""

    def choose(kind):
        if kind == "postgresql":
            monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("postgresql_url"))
        else:
            monkeypatch.delenv("DATABASE_URL", raising=False)

    return choose


@pytest.fixture
def restored(tmp_path):
    """Restore a backup elsewhere and open it as an office."""
    from mtqg.backup.restoring import restore_backup

    def restore(file, name="noi-khac", **more):
        restore_backup(file, tmp_path / name, **more)
        return Office(tmp_path / name)

    return restore


@pytest.fixture(scope="session")
def new_office():
    """The office in a folder; a new, empty one where nothing is there yet."""
    return Office


@pytest.fixture
def make():
    return {"counts": counts, "sheet": sheet}
