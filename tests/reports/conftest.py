"""A small invented province on the real map of Thanh Hóa: every commune has one village and a handful of households."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core.shelf import Books, Shelf
from mtqg.core.snapshot import Snapshot
from mtqg.law.book import seed as law_seed
from mtqg.localities.book import Localities
from mtqg.programmes.targets import seed as targets_seed
from mtqg.reports.office import office_of
from mtqg.reports.province import Built, build
from mtqg.reports.source import ShelfSource

AS_OF = dt.date(2024, 10, 16)
PROVINCE = "38"
POOR_OF = {"2021": 9, "2022": 7, "2023": 5}
HOUSEHOLDS = 60


def communes(day: dt.date) -> list[str]:
    return [one.code for one in Localities.seed().tree(day, within=PROVINCE, level="commune")]


def snapshot(
    folder: Path, dataset: str, period: str, tables: dict[str, pl.DataFrame], *, edition: int = 1, **more: Any
) -> Snapshot:
    home = folder / f"{dataset}-{period.replace('.', '_')}-{edition}"
    home.mkdir(parents=True, exist_ok=True)
    sources = pl.DataFrame(
        [(1, 1, "phieu & so <lieu>.xlsx", "Sheet1", json.dumps({"households": "E"}))],
        schema=["added_by", "source_no", "file", "sheet", "letters"],
        orient="row",
    )
    for name, rows in {**tables, "sources": sources}.items():
        rows.write_parquet(home / f"{name}.parquet")
    manifest = {
        "dataset": dataset,
        "period": period,
        "locality": {"code": PROVINCE, "name": "Tỉnh Thanh Hóa", "valid_from": None},
        "edition": edition,
        "status": "official",
        "reason": "",
        "origin": "synthetic",
        "n": 10 + edition,
        "tables": {name: {"file": f"{name}.parquet"} for name in [*tables, "sources"]},
        **more,
    }
    digest = f"{abs(hash((dataset, period, edition))):064x}"[-64:]
    return Snapshot(home, manifest, digest)


def provenance(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    about = {"added_by": 1, "source_no": 1, "origin": "synthetic"}
    return [{**row, **about, "row_no": number, "cell_row": number + 1} for number, row in enumerate(rows, 1)]


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    types = {"text": pl.String, "integer": pl.Int64, "date": pl.Date, "flag": pl.Boolean}
    schema = {name: types[kind] for name, kind in CATALOGUE.tables[table].kinds.items()}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in provenance(rows)], schema=schema)


def decision(day: dt.date, number: str = "MH-7/QĐ-UBND") -> dict[str, Any]:
    return {"decision_number": number, "decision_issuer": "UBND <xã> & nhân dân", "decided_on": day}


def poverty(year: str, *, without: int = 0) -> dict[str, pl.DataFrame]:
    """Reviews of all communes but the first ``without``."""
    day = dt.date(int(year), 11, 30)
    counts, sheets = [], []
    for index, code in enumerate(communes(dt.date(int(year), 12, 31))[without:]):
        base = {"period": year, "locality_code": code, "village_code": f"V{code}", "day": day}
        counts.append({**base, "households": HOUSEHOLDS + index % 7, "persons": 200, "minority_households": 20})
        for number in range(index % POOR_OF[year] + 1):
            kind = "poor" if number else "near_poor"
            about = {"standard": "poverty-2022", "household_code": f"H{code}{number}", "area": "rural"}
            sheets.append({**base, **about, "is_minority": number % 2 == 0, "decided_class": kind, **decision(day)})
    return {"household_counts": frame("household_counts", counts), "poverty_sheets": frame("poverty_sheets", sheets)}


def recognitions(*, more: int = 0) -> dict[str, pl.DataFrame]:
    """Titles; ``more`` communes are recognised on top."""
    codes = communes(AS_OF)
    rows: list[dict[str, Any]] = []

    def add(level: str, code: str, title: str, day: dt.date, village: str | None = None) -> None:
        about = {"subject_level": level, "title": title, "standard": "ntm-2021", "day": day}
        subject = village or code
        rows.append({**about, "subject_code": subject, "locality_code": code, "village_code": village, **decision(day)})

    districts = [one.code for one in Localities.seed().tree(AS_OF, within=PROVINCE, level="district")]
    for code in districts[:3]:
        add("district", code, "ntm", dt.date(2022, 5, 6))
    for code in codes[100:140]:
        add("commune", code, "ntm", dt.date(2020, 6, 1))
    for code in codes[: 12 + more]:
        add("commune", code, "ntm", dt.date(2023, 6, 1))
    for code in codes[100:109]:
        add("commune", code, "advanced", dt.date(2023, 7, 1))
    add("commune", codes[101], "model", dt.date(2024, 7, 1))
    for code in codes[200:231]:
        add("village", code, "ntm", dt.date(2023, 8, 1), f"V{code}")
        add("village", code, "model", dt.date(2023, 9, 1), f"V{code}")
    return {"recognitions": frame("recognitions", rows)}


def products() -> dict[str, pl.DataFrame]:
    rows = [
        {
            "locality_code": code,
            "product_code": f"SP{number}",
            "product_name": "Mắm <script>alert(1)</script> & Lê Gia",
            "stars": "345"[number % 3],
            "standard": "ocop-2023",
            "day": dt.date(2023, 8, 9),
            **decision(dt.date(2023, 8, 9)),
        }
        for number, code in enumerate(communes(AS_OF)[:50])
    ]
    return {"ocop_products": frame("ocop_products", rows)}


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> list[Snapshot]:
    folder = tmp_path_factory.mktemp("snapshots")
    return [
        *(snapshot(folder, "poverty", year, poverty(year)) for year in POOR_OF),
        snapshot(folder, "ntm", "2021..2024-10-16", recognitions()),
        snapshot(folder, "ocop", "2021..2024-10-16", products()),
    ]


@pytest.fixture(scope="session")
def source_of() -> Callable[..., ShelfSource]:
    """A source over some snapshots; every second village lies in the invented area."""

    def made(found: list[Snapshot], as_of: dt.date = AS_OF, locality: str = PROVINCE) -> ShelfSource:
        inside = pl.LazyFrame(
            [(f"V{code}", dt.date(2021, 1, 1), None) for code in communes(AS_OF)[::2]],
            schema={"member_code": pl.String, "valid_from": pl.Date, "valid_to": pl.Date},
            orient="row",
        )
        books = Books(Localities.seed(), law_seed(), lambda _snapshot, name: nw.from_native(inside))
        shelf = Shelf(tuple(found), books, CATALOGUE)
        return ShelfSource(shelf, locality, as_of, targets_seed(), (42, "ab" * 32))

    return made


@pytest.fixture(scope="session")
def source(source_of: Callable[..., ShelfSource], snapshots: list[Snapshot]) -> ShelfSource:
    return source_of(snapshots)


@pytest.fixture(scope="session")
def built(source: ShelfSource) -> Built:
    return build(source, office_of(source.place))


@pytest.fixture(scope="session")
def helpers() -> Any:
    """The makers of snapshots, for tests that need other ones."""
    return SimpleNamespace(snapshot=snapshot, poverty=poverty, recognitions=recognitions, products=products)
