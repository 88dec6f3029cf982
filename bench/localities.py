"""Times of the book of localities, each beside a floor measured in the same run.

    python bench/localities.py

The machine may be shared: read the ratios, and the processor's own time beside the clock's.
"""

import csv
import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

from mtqg.localities.book import Localities
from mtqg.localities.tables import SEED

DAY, EVE, AFTER = dt.date(2024, 10, 16), dt.date(2025, 6, 30), dt.date(2025, 7, 1)
RUNS = 7
COLD = [
    ("show", "38", "2024-10-16", 300),
    ("show", "14797", "2025-07-01", 300),
    ("resolve", "tra don", "2024-10-16", 900),
]


class Took(NamedTuple):
    """Milliseconds by the clock and by the processor, the best of several runs of each."""

    clock: float
    processor: float


def best(work: Callable[[], object]) -> Took:
    clock, processor = [], []
    for _ in range(RUNS):
        start, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return Took(min(clock) * 1000, min(processor) * 1000)


def cold(program: str) -> Took:
    """A process from its start to its end."""
    import resource

    clock, processor = [], []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
        clock.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return Took(min(clock) * 1000, min(processor) * 1000)


def read_versions() -> list[list[str]]:
    with (SEED / "versions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def fresh() -> Localities:
    """A book that has its tables in memory but walked and mapped nothing."""
    seed = Localities.seed()
    return Localities({name: lambda name=name: seed.table(name) for name in ("versions", "events", "flows")})


def tell(name: str, took: Took, limit: int, floor: Took) -> None:
    verdict = "ok" if took.clock < limit else "OVER"
    ratio = took.processor / floor.processor
    print(f"{name:<48} {took.clock:8.1f} {took.processor:9.1f} {limit:6d}  {verdict:<4} {ratio:7.1f}")


def main() -> None:
    book = Localities.seed()
    rows = [{"code": unit.code, "n": 1_000 + at} for at, unit in enumerate(book.tree(EVE, level="commune"))]
    bare, reading, adding = cold("pass"), best(read_versions), best(lambda: sum(row["n"] for row in rows))

    def carry(on: Localities) -> object:
        return on.carry(rows, EVE, AFTER, {"n": "households"})

    books = iter([fresh() for _ in range(RUNS)])
    print(f"{'milliseconds, best of ' + str(RUNS):<48} {'clock':>8} {'processor':>9} {'limit':>6}       x floor")
    print(f"{'floor of processes: python -c pass':<48} {bare.clock:8.1f} {bare.processor:9.1f}")
    print(f"{'floor of trees: the csv of versions read':<48} {reading.clock:8.1f} {reading.processor:9.1f}")
    print(f"{'floor of carrying: 10 035 numbers added':<48} {adding.clock:8.1f} {adding.processor:9.1f}")
    tell("tree of the country, warm", best(lambda: book.tree(DAY)), 50, reading)
    tell("tree of the country, first of its day", best(lambda: fresh().tree(DAY)), 250, reading)
    tell("one column carried over 1 July 2025, warm", best(lambda: carry(book)), 200, adding)
    tell("the same, flows indexed and walked first", best(lambda: carry(next(books))), 400, adding)
    for verb, argument, day, limit in COLD:
        program = f"from mtqg.cli import main; main({['localities', verb, argument, '--on', day]!r})"
        tell(f"mtqg localities {verb} {argument}, cold process", cold(program), limit, bare)


if __name__ == "__main__":
    main()
