"""Classes of 27 million sheets by commune: against reading the same columns, and against peers in the same run.

    python bench/classify.py [ROWS] [--peers PYTHON]

Each contestant (bench/peers/) is a process of its own over the same file, from the file to the counts; they must come
to the same counts. PYTHON is an interpreter with bench/requirements-peers.txt:

    python -m venv /tmp/peers && /tmp/peers/bin/pip install -r bench/requirements-peers.txt
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from mtqg.law import seed
from mtqg.poverty.classify import standard_on

PEERS = Path(__file__).parent / "peers"
ON = dt.date(2024, 10, 16)
MOST_OVER_READING, MOST_MEMORY = 4, 1024  # limits: times, MB
# Times that a peer takes at least, for the rule as it is usually written there; how near it comes when written for
# speed is told without a limit.
PEERS_HERE = {"in_openfisca": 10, "in_pandas": 10, "in_pandas_tuned": 0}


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


def limits() -> dict[str, Any]:
    """The law's numbers of the day, for the peers."""
    standard, law = standard_on(ON, seed()), seed()
    income = {
        area: int(law.value("income_limit", ON, standard=standard.name, area=area).value) for area in ("rural", "urban")
    }
    return {**income, "deprivation": standard.number("deprivation_limit"), "on": ON.isoformat()}


def measured(python: str, name: str, path: Path, times: int) -> dict[str, Any]:
    command = [python, str(PEERS / f"{name}.py"), str(path), json.dumps(limits()), str(times)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def told(name: str, found: dict[str, Any], more: str = "") -> None:
    read = f"of it reading {found['read']:5.2f}" if found["read"] else ""
    print(f"{name:<36} {found['wall']:6.2f} s  cpu {found['cpu']:6.2f} s  {found['memory']:6.0f} MB  {read} {more}")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("rows", nargs="?", type=int, default=27_000_000)
    asked.add_argument("--peers", metavar="PYTHON")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheets.parquet"
        sheets(given.rows, path)
        print(
            f"{given.rows:,} sheets, {path.stat().st_size / 1e6:.0f} MB; {os.cpu_count()} cores, load before", end=" "
        )
        print(f"{os.getloadavg()[0]:.1f}; polars {pl.__version__}")
        floor, ours = measured(sys.executable, "floor", path, 3), measured(sys.executable, "ours", path, 3)
        told("floor: reading the four columns", floor)
        ratio = ours["wall"] / floor["wall"]
        told("ours: counts by commune and class", ours, f"{ratio:.2f} times the floor (limit {MOST_OVER_READING})")
        held = ratio <= MOST_OVER_READING and ours["memory"] < MOST_MEMORY
        for name, least in PEERS_HERE.items() if given.peers else ():
            peer = measured(given.peers, name, path, 2)
            times = peer["wall"] / ours["wall"]
            if peer["digest"] != ours["digest"]:
                sys.exit(f"{name} comes to other counts")
            told(name.removeprefix("in_"), peer, f"{times:.1f} times ours" + (f" (limit {least})" if least else ""))
            held = held and times >= least
    sys.exit(not held)


if __name__ == "__main__":
    main()
