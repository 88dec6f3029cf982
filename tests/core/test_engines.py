"""The engine counts, Python words: DuckDB reads the same snapshot and gives the same figures as Polars.

DuckDB refuses nearly what Spark refuses, and needs no Java; it stands here for any second engine.
"""

import datetime as dt

import duckdb
import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core import amounts
from mtqg.core.figure import quantities
from mtqg.core.measure import Derived
from mtqg.core.snapshot import Snapshot

FACTS = ("poverty_sheets", "household_counts", "recognitions", "ocop_products")


def _by_duckdb(self, name):
    return duckdb.sql(
        f"SELECT * FROM read_parquet('{(self.folder / self.manifest['tables'][name]['file']).as_posix()}')"
    )


def _title(code, given, day):
    return {
        "subject_level": "commune",
        "subject_code": code,
        "locality_code": code,
        "title": given,
        "standard": "ntm-2021",
        "title_year": day.year,
        "day": day,
        "ends_on": None,
        "decision_number": "1/QĐ-UBND",
        "decision_issuer": "UBND tỉnh",
        "decided_on": day,
    }


@pytest.fixture
def closed(reviewed):
    titles = (("14845", "ntm"), ("14848", "ntm"), ("14848", "advanced"))
    reviewed.add("recognitions", [_title(code, given, dt.date(2023, 5, 1)) for code, given in titles])
    reviewed.close("poverty", "2023")
    reviewed.close("ntm", "2023")
    return reviewed


# The measures of an area join a list of the books, which the engine of the books holds.
ASKED = [
    name
    for name, one in CATALOGUE.measures.items()
    if not isinstance(one, Derived) and all(quantity.within is None for quantity in quantities(one).values())
]


@pytest.mark.parametrize("name", ASKED)
def test_a_second_engine_gives_the_same(closed, monkeypatch, name):
    monkeypatch.setattr(Snapshot, "kept", {})
    first = closed.ask(name, "2023").as_json()
    by_polars = Snapshot.table
    monkeypatch.setattr(
        Snapshot, "table", lambda self, table: (_by_duckdb if table in FACTS else by_polars)(self, table)
    )
    assert closed.ask(name, "2023").as_json() == first


@pytest.mark.parametrize("name", CATALOGUE.measures)
def test_amounts_kept_at_the_close_are_those_of_the_rows(closed, monkeypatch, name):
    kept = closed.ask(name, "2023").as_json()
    monkeypatch.setattr(Snapshot, "kept", {})
    assert closed.ask(name, "2023").as_json() == kept


def test_what_stood_before_the_period_is_kept_too(closed, monkeypatch):
    """A report of what was added within a period says also what stood at its start, without starting the engine."""
    closed.add("recognitions", [_title("14857", "ntm", dt.date(2022, 5, 1))])
    closed.close("ntm", "2023", reason="bổ sung")
    counted = amounts.count
    monkeypatch.setattr(amounts, "count", None)
    kept = closed.ask("commune_ntm_count", "2022-12-31").as_json()
    assert kept["part"] == 1
    monkeypatch.setattr(amounts, "count", counted)
    monkeypatch.setattr(Snapshot, "kept", {})
    assert closed.ask("commune_ntm_count", "2022-12-31").as_json() == kept


def test_a_definition_that_changed_is_counted_from_the_rows(closed, monkeypatch):
    """The amounts stand under the definition itself: those of another one are not taken for it."""
    from dataclasses import replace

    import narwhals as nw

    measure = CATALOGUE.measures["poor_household_count"]
    changed = replace(measure, of=replace(measure.of, where=nw.col("decided_class") == "near_poor"))
    monkeypatch.setitem(CATALOGUE.measures, "poor_household_count", changed)
    assert closed.ask("poor_household_count", "2023").value == "1"


@pytest.mark.parametrize("on", [None, dt.date(2025, 7, 1)])
def test_a_snapshot_answers_without_the_books_of_the_package(closed, monkeypatch, on):
    """Another version of the package ships other books; the edition is read with its own."""
    from mtqg import books

    first = closed.ask("poor_household_rate", "2023", on=on).as_json()
    monkeypatch.setattr(books, "package_digest", lambda: "the books of another version")
    for seed in ("law_seed", "targets_seed"):
        monkeypatch.setattr(books, seed, None)
    monkeypatch.setattr(books.Localities, "seed", None)
    assert closed.ask("poor_household_rate", "2023", on=on).as_json() == first


def test_the_figures_are_not_all_empty(closed):
    assert {closed.ask(name, "2023").value for name in ASKED} > {"3.33", "2", "1"}
