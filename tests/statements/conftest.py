from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from mtqg.localities.book import Localities
from mtqg.statements.checks import check
from mtqg.statements.figures import shipped_places
from mtqg.statements.model import Finding, Statement
from mtqg.statements.places import Places
from mtqg.statements.read import Loaded, read_file, shapes


@pytest.fixture(scope="session")
def places() -> Places:
    return Places(Localities.seed())


@pytest.fixture(scope="session")
def shipped() -> tuple[Statement, ...]:
    return shipped_places()


@pytest.fixture(scope="session")
def found(shipped: tuple[Statement, ...], places: Places) -> list[Finding]:
    """What the named tests find in the shipped numbers."""
    return check(shipped, places.below)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A file of one of the tables: rows give only the columns that matter."""

    def written(table: str, *rows: dict[str, str], name: str = "") -> Path:
        columns = next(shape.columns for shape in shapes() if shape.name == table)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / (name or f"{table}.csv")
        path.write_text(text.getvalue(), encoding="utf-8")
        return path

    return written


@pytest.fixture
def tested(write: Callable[..., Path], places: Places) -> Callable[..., list[Finding]]:
    """What the named tests find in rows of one table."""

    def run(table: str, *rows: dict[str, str]) -> list[Finding]:
        loaded: Loaded = read_file(write(table, *rows))
        assert not loaded.problems
        return check(places.resolved(loaded.statements), places.below)

    return run
