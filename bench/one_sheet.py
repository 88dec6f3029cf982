"""One sheet checked and classed, warm: what somebody waits for at a form.

    python bench/one_sheet.py [SHEETS]

Sheets differ from one to the next, one in ten has a fault. Limit: 5 ms (p95), alone and with two threads at once.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import threading
import time

from mtqg.law import seed
from mtqg.poverty.classify import standard_on
from mtqg.poverty.classify_one import judge


def sheets(count: int, chance: random.Random) -> list[dict[str, object]]:
    return [
        {
            "household_code": f"H{at}",
            "locality_code": "14845",
            "area": chance.choice(["rural", "urban", None]),
            "income_points": chance.randrange(300),
            "deprivation_points": chance.randrange(13) * 10 + (5 if chance.random() < 0.1 else 0),
        }
        for at in range(count)
    ]


def times(rows: list[dict[str, object]], into: list[float]) -> None:
    standard = standard_on(dt.date(2024, 10, 16), seed())
    for row in rows[:20]:
        judge(row, standard)
    for row in rows:
        start = time.perf_counter()
        judge(row, standard)
        into.append((time.perf_counter() - start) * 1000)


def said(name: str, taken: list[float]) -> None:
    cuts = statistics.quantiles(taken, n=100)
    print(f"{name:<28} p50 {cuts[49]:5.2f} ms   p95 {cuts[94]:5.2f} ms   ({len(taken)} sheets)")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    print(f"load before {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    alone: list[float] = []
    times(sheets(count, random.Random(1)), alone)
    said("one thread", alone)
    both: list[list[float]] = [[], []]
    threads = [
        threading.Thread(target=times, args=(sheets(count, random.Random(at)), both[at])) for at in range(len(both))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said("two threads at once", both[0] + both[1])


if __name__ == "__main__":
    main()
