"""Classes of 27 million sheets by commune, against what it takes to read the same columns, and against peers.

    python bench/classify.py [ROWS] [--peers]

floor: Polars reads and hashes the four columns with the same threads, in the same process. Peers (pandas,
OpenFisca-core) run where they are installed, over a million rows, and are compared by their time.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import narwhals as nw
import polars as pl

from mtqg.law import seed
from mtqg.poverty.classify import class_counts, standard_on

COLUMNS = ("locality_code", "area", "income_points", "deprivation_points")
ON = dt.date(2024, 10, 16)


def sheets(rows: int, path: Path) -> None:
    """Invented sheets: communes, areas and points spread by a hash of the row's number."""
    at = pl.col("i")

    def spread(seed: int, into: int) -> pl.Expr:
        return at.hash(seed) % into

    pl.LazyFrame().select(pl.int_range(rows, dtype=pl.Int64).alias("i")).select(
        at.cast(pl.String).alias("household_code"),
        (10_000 + spread(1, 3_321)).cast(pl.String).alias("locality_code"),
        pl.when(spread(2, 2) == 0).then(pl.lit("rural")).otherwise(pl.lit("urban")).alias("area"),
        spread(3, 300).cast(pl.Int16).alias("income_points"),
        (spread(4, 13) * 10).cast(pl.Int16).alias("deprivation_points"),
    ).sink_parquet(path, compression="zstd")


def floor(path: Path) -> pl.DataFrame:
    text = [pl.col(name).hash().max() for name in COLUMNS[:2]]
    points = [pl.col(name).cast(pl.Int64).sum() for name in COLUMNS[2:]]
    return pl.scan_parquet(path).select(*text, *points).collect(engine="streaming")


def counts(path: Path) -> pl.DataFrame:
    rows = nw.from_native(pl.scan_parquet(path).select(COLUMNS))
    return class_counts(rows, standard_on(ON, seed())).to_native().collect(engine="streaming")


def pandas_counts(path: Path) -> object:
    """The rule as one would write it in pandas."""
    import numpy as np
    import pandas as pd

    rows = pd.read_parquet(path, columns=list(COLUMNS))
    limit = rows["area"].map({"rural": 140, "urban": 175})
    low, deprived = rows["income_points"] <= limit, rows["deprivation_points"] >= 30
    rows["poverty_class"] = np.select([~low, low & deprived], ["not_poor", "poor"], "near_poor")
    return rows.groupby(["locality_code", "poverty_class"]).size()


def openfisca_counts(path: Path) -> object:
    """The rule as an OpenFisca variable, and the counts with NumPy."""
    import numpy as np
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import YEAR
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    household = build_entity(key="household", plural="households", label="", is_person=True)

    class income_points(Variable):
        value_type, entity, definition_period = int, household, YEAR

    class deprivation_points(Variable):
        value_type, entity, definition_period = int, household, YEAR

    class is_urban(Variable):
        value_type, entity, definition_period = bool, household, YEAR

    class poverty_class(Variable):
        value_type, entity, definition_period = int, household, YEAR

        def formula(households, period):
            limit = np.where(households("is_urban", period), 175, 140)
            low = households("income_points", period) <= limit
            deprived = households("deprivation_points", period) >= 30
            return np.select([~low, low & deprived], [3, 1], 2)

    system = TaxBenefitSystem([household])
    system.add_variables(income_points, deprivation_points, is_urban, poverty_class)
    rows = pl.read_parquet(path, columns=list(COLUMNS))
    simulation = SimulationBuilder().build_default_simulation(system, count=len(rows))
    simulation.set_input("income_points", "2024", rows["income_points"].to_numpy())
    simulation.set_input("deprivation_points", "2024", rows["deprivation_points"].to_numpy())
    simulation.set_input("is_urban", "2024", (rows["area"] == "urban").to_numpy())
    classes = simulation.calculate("poverty_class", "2024")
    return np.unique(np.char.add(rows["locality_code"].to_numpy().astype(str), classes.astype(str)), return_counts=True)


def best(run: Callable[[Path], object], path: Path, times: int = 3) -> tuple[float, float]:
    """Least seconds of wall and of processor."""
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        run(path)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return min(walls), min(cpus)


def main() -> None:
    numbers = [int(one) for one in sys.argv[1:] if one.isdecimal()]
    rows = numbers[0] if numbers else 27_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheets.parquet"
        sheets(rows, path)
        low, low_cpu = best(floor, path)
        ours, our_cpu = best(counts, path)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{rows:,} sheets, {path.stat().st_size / 1e6:.0f} MB")
        print(f"floor, reading the four columns   {low:6.2f} s wall {low_cpu:6.2f} s cpu")
        print(f"counts by commune and class       {ours:6.2f} s wall {our_cpu:6.2f} s cpu   {memory} MB at most")
        print(f"ratio                             {ours / low:6.2f}        {our_cpu / low_cpu:6.2f}       (limit 4)")
        if "--peers" in sys.argv:
            few = Path(folder) / "few.parquet"
            sheets(1_000_000, few)
            mine, _ = best(counts, few)
            for name, peer in (("pandas", pandas_counts), ("OpenFisca-core", openfisca_counts)):
                wall, _ = best(peer, few, times=2)
                print(f"{name:<20} 1,000,000 sheets {wall:6.2f} s, ours {mine:6.2f} s: {wall / mine:5.1f} times")


if __name__ == "__main__":
    main()
