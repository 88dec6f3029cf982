"""Times of the way of a figure on the demonstration, each beside a floor measured in the same run.

    python bench/figures.py [FOLDER]

Builds the demonstration in FOLDER (a temporary one without it), then asks it. The machine may be shared: read the
ratios, and the processor's own time beside the clock's.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

RUNS = 5
MTQG = str(Path(sys.executable).with_name("mtqg"))
ENGINE = [sys.executable, "-c", "import click, narwhals, polars"]


class Took(NamedTuple):
    clock: float
    worst: float
    processor: float
    peak_mb: float


def run(command: list[str], runs: int = RUNS) -> Took:
    """A whole process: the best clock and processor times of several, the worst clock, and the peak of any so far."""
    clock, processor = [], []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        clock.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return Took(min(clock), max(clock), min(processor), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else temporary) / "demo"
        demo = run([MTQG, "demo", "--no-serve", "--out", str(folder)], runs=1)
        asked = [MTQG, "--home", str(folder)]
        rate = ["poor_household_rate", "--locality", "38", "--period", "2023"]
        report = ["report", "province", "--locality", "38", "--as-of", "2024-10-16", "--out", str(folder / "r.docx")]
        floor = run(ENGINE)
        lines = [
            ("start the engine (floor)", floor, None),
            ("figure", run([*asked, "figure", *rate]), 0.5),
            ("explain, 20 rows", run([*asked, "explain", *rate]), None),
            ("explain, 35,320 rows as JSON", run([*asked, "--format", "json", "explain", *rate], runs=2), None),
            ("report in docx with trace and note", run([*asked, *report]), 3),
            ("verify", run([*asked, "verify"], runs=2), None),
        ]
    print(f"{'demo, from nothing to reports':36} {demo.clock:7.2f} s  cpu {demo.processor:6.2f} s  limit 60 s")
    print(f"{'  peak memory':36} {demo.peak_mb:7.0f} MB                 limit 1500 MB")
    for name, took, limit in lines:
        ratio = took.processor / floor.processor
        said = f"  limit {limit} s" if limit else ""
        worst = f"worst {took.worst:6.2f} s"
        print(f"{name:36} {took.clock:7.2f} s  {worst}  cpu {took.processor:6.2f} s  {ratio:5.1f} x floor{said}")


if __name__ == "__main__":
    main()
