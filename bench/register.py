"""What a million rows cost in each database: taken in, closed, proven, each beside a floor measured in the same run.

    python bench/register.py [ROWS]                    SQLite and the PostgreSQL servers that are here
    python bench/register.py [ROWS] --only sqlite      one of: sqlite, wheel, system

The floor of taking in is the bare INSERT (executemany) or COPY (write_row) of the same finished tuples into a table
without index, trigger or key; that of a close reads the same columns and writes one Parquet. "beside" is an act of one
row, again and again, while another process takes in a tenth of the rows; "live" is a figure of the province as fresh as
the act of one row before it, beside the same figure of the edition; "restore" proves what it restored. Each step runs
in a process of its own: its memory is its own. The machine may be shared: read the ratios, and the processor's seconds.
"""

import argparse
import datetime as dt
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
DAY = dt.date(2023, 12, 10)
STEPS = (
    "floor in", "import", "again", "correct 1%", "beside", "floor out", "close", "live", "verify", "backup", "restore"
)  # fmt: skip


def sheets(count: int, *, changed: int = 0):
    """Sheets of invented households of Thanh Hóa's communes, with a name and a number of nobody each."""
    import polars as pl

    from mtqg.core.frames import schema
    from mtqg.localities.book import Localities
    from mtqg.poverty.terms import POVERTY_SHEETS

    communes = [one.code for one in Localities.seed().tree(DAY, within="38", level="commune")]
    at = pl.int_range(0, count, dtype=pl.Int64, eager=True).alias("at").to_frame()
    place = pl.Series("place", communes)
    commune = place.gather(at["at"] % len(communes))
    names = pl.Series(["Nguyễn Văn", "Lò Thị", "Trần Hữu", "Hà Văn", "Phạm Thị", "Vi Văn", "Cao Bá"])
    given = pl.Series(["An", "Bình", "Chí", "Dũng", "Hoà", "Khánh", "Lan", "Mai", "Phúc", "Sơn", "Thuỷ", "Yến"])
    points = (at["at"] * 7 % 180).alias("points") + pl.Series(
        [1] * min(changed, count) + [0] * (count - min(changed, count))
    )
    said = at.select(
        period=pl.lit("2023"),
        standard=pl.lit("poverty-2022"),
        locality_code=commune,
        village_code=commune + "-" + (at["at"] // len(communes) % 12 + 1).cast(pl.String).str.zfill(2),
        household_code=commune + "-" + at["at"].cast(pl.String).str.zfill(8),
        head_name=names.gather(at["at"] % 7) + " " + given.gather(at["at"] // 7 % 12),
        identity_number="038" + (at["at"] + 100_000_000).cast(pl.String).str.zfill(9),
        day=pl.lit(DAY),
        area=pl.Series(["rural", "rural", "urban"]).gather(at["at"] % 3),
        income_points=points,
        deprivation_points=at["at"] * 10 % 70,
        is_minority=at["at"] % 4 == 0,
        decided_class=pl.Series(["poor", "near_poor", "not_poor", "not_poor"]).gather(at["at"] % 4),
        decision_number=pl.lit("12/QĐ-UBND"),
        decision_issuer=pl.lit("UBND xã"),
        decided_on=pl.lit(dt.date(2023, 12, 20)),
        source_no=pl.lit(1, dtype=pl.Int64),
        cell_row=at["at"] + 5,
        origin=pl.lit("synthetic"),
    )
    kinds = schema(POVERTY_SHEETS.taken)
    silent = [pl.lit(None, dtype=kind).alias(name) for name, kind in kinds.items() if name not in said.columns]
    return said.with_columns(silent)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("rows", nargs="?", type=int, default=1_000_000)
    asked.add_argument("--only", choices=["sqlite", "wheel", "system"])
    asked.add_argument("--step", choices=[*STEPS, "other period"])
    asked.add_argument("--home", type=Path)
    said = asked.parse_args()
    if said.step:
        print(json.dumps(_measured(said.step, said.home, said.rows)))
        return
    for kind in ("sqlite", "wheel", "system"):
        if said.only in (None, kind):
            _run(kind, said.rows)


def _run(kind: str, rows: int) -> None:
    import postgresql

    with ExitStack() as after:
        folder = Path(after.enter_context(tempfile.TemporaryDirectory(prefix="mtqg-bench-")))
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        title = f"SQLite {sqlite3.sqlite_version}"
        if kind != "sqlite":
            binaries = postgresql.wheel() if kind == "wheel" else postgresql.system()
            if binaries is None:
                print(f"no PostgreSQL ({kind}) here")
                return
            environment["DATABASE_URL"] = after.enter_context(postgresql.server(binaries, durable=True))
            title = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True).stdout.strip()
        print(f"{title}; {rows:,} rows\n  step          seconds  processor     rows/s   peak MB")
        for step in STEPS:
            command = [sys.executable, __file__, str(rows), "--step", step, "--home", str(folder / "kho")]
            done = subprocess.run(command, env=environment, capture_output=True, text=True)
            if done.returncode:
                print(done.stderr)
                return
            found = json.loads(done.stdout)
            rate = found["rows"] / found["seconds"]
            print(
                f"  {step:12} {found['seconds']:8.1f} {found['processor']:10.1f} {rate:10,.0f}"
                f" {found['peak_mb']:9,.0f}   {found['said']}"
            )
        print(f"  database {_size(folder / 'kho', environment):,.0f} MB", flush=True)


def _measured(step: str, home: Path, rows: int) -> dict:
    work, done = _prepared(step, home, rows)
    start, processor = time.perf_counter(), time.process_time()
    said = work()
    return {
        "seconds": time.perf_counter() - start,
        "processor": time.process_time() - processor,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rows": done,
        "said": said or "",
    }


def _prepared(step: str, home: Path, rows: int):
    """The work of a step, ready to be measured, and how many rows it is about."""
    from mtqg.core.acts import Author
    from mtqg.core.instance import open_instance
    from mtqg.core.period import read_period
    from mtqg.creating import create_instance
    from mtqg.poverty.terms import POVERTY_SHEETS

    an = Author("An", "officer", dt.datetime(2024, 1, 5, 8, tzinfo=dt.UTC))
    if not home.exists():
        create_instance(home, an, id="0123456789abcdef", origin="synthetic")
    instance = open_instance(home)
    if step == "floor in":
        return _floor_in(instance, POVERTY_SHEETS, sheets(rows)), rows
    if step in ("import", "again", "correct 1%"):
        some = rows // 100 if step.startswith("correct") else 0
        given = sheets(rows, changed=some).head(some or rows)
        return lambda: _added(instance, an, POVERTY_SHEETS, given), len(given)
    if step == "other period":
        other = sheets(rows).with_columns(period=_text("2022"))
        return lambda: _added(instance, an, POVERTY_SHEETS, other), rows
    if step == "beside":
        return lambda: _beside(instance, an, POVERTY_SHEETS, rows // 10), rows // 10
    if step == "floor out":
        return _floor_out(instance, POVERTY_SHEETS), rows
    if step == "close":
        from mtqg.closing import close_dataset

        def closed():
            close_dataset(instance, an, dataset="poverty", period=read_period("2023"), locality="38")

        return closed, rows

    if step == "live":
        return lambda: _live(instance, an, POVERTY_SHEETS, sheets(2)), rows
    if step == "backup":
        return lambda: _backed_up(instance, home.parent / "b.zip"), rows
    if step == "restore":
        return lambda: _restored(home), rows

    def verified():
        from mtqg.catalogue import CATALOGUE
        from mtqg.core.verify import verify

        return f"{len(verify(instance, CATALOGUE.tables.values()))} deviations"

    return verified, rows


def _text(word: str):
    import polars as pl

    return pl.lit(word)


def _added(instance, an, table, rows) -> str:
    from mtqg.core import batches

    letters = {column.name: "A" for column in table.stored}
    done = batches.add(
        instance, an, form="poverty-review", table=table, rows=rows,
        sources=[batches.Source("minh-hoa.xlsx", "Biểu 1", "0" * 64, letters)],
    )  # fmt: skip
    return f"{done.new} new, {done.replaced} replaced, {done.unchanged} known"


def _beside(instance, an, table, count) -> str:
    """How long a short act takes while a long import runs in another process."""
    import polars as pl

    long = subprocess.Popen(
        [sys.executable, __file__, str(count), "--step", "other period", "--home", instance.home],
        stdout=subprocess.DEVNULL,
    )
    took, given = [], sheets(1)
    while long.poll() is None:
        code = pl.lit(f"N{len(took)}").alias("household_code")
        start = time.perf_counter()
        _added(instance, an, table, given.with_columns(code))
        took.append(time.perf_counter() - start)
    took.sort()
    return f"{len(took)} short acts: half within {took[len(took) // 2]:.2f} s, the slowest {took[-1]:.2f} s"


def _live(instance, an, table, given) -> str:
    """From the end of an act to the figure that counts it: in a process that asks for the first time, and again."""
    import polars as pl

    from mtqg.asking import answer
    from mtqg.core.period import read_period

    asked = {"measure": "poor_household_count", "locality": "38", "period": read_period("2023")}

    def took(**more):
        start = time.perf_counter()
        found = answer(instance.home, **asked, **more)
        return found.value, time.perf_counter() - start

    times = [took(edition=1)]
    for at in range(2):
        row = given[at : at + 1].with_columns(household_code=pl.lit(f"L{at}"), decided_class=pl.lit("poor"))
        _added(instance, an, table, row)
        times.append(took())
    (frozen, first), (_, cold), (fresh, warm) = times
    return f"{frozen} -> {fresh}: of the edition {first:.2f} s, live {cold:.2f} s, and after one more act {warm:.2f} s"


def _restored(home: Path) -> str:
    from mtqg.backup.restoring import restore_backup

    other = home.parent / "kho2"
    os.environ["MTQG_KEY_FILE"] = str(home / "office.key")
    done = restore_backup(home.parent / "b.zip", other)
    return f"{len(done.findings)} deviations"


def _backed_up(instance, file: Path) -> str:
    from mtqg.backup.writing import write_backup

    write_backup(instance, file, made_at="2024-01-06T08:00:00+00:00")
    return f"{file.stat().st_size / 1e6:,.0f} MB"


def _floor_in(instance, table, rows):
    """The same finished tuples into a bare table, which is dropped again."""
    from mtqg.core.register.writing import sealed

    with instance.register() as register:
        ready = sealed(register, table, rows)
    import polars as pl

    tuples = ready.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d")).rows()
    names = ", ".join(f'"{name}"' for name in ready.columns)
    kinds = {pl.Int64: "BIGINT", pl.Binary: "BYTEA", pl.Boolean: "BOOLEAN", pl.Date: "DATE"}

    def bare():
        with instance.register() as register:
            database = register.database
            made = ", ".join(f'"{name}" {kinds.get(kind, "TEXT")}' for name, kind in ready.schema.items())
            database.execute(f"CREATE TABLE bare ({made})")
            with database.transaction():
                if database.kind == "sqlite":
                    marks = ", ".join("?" * len(ready.columns))
                    database.connection.executemany(f"INSERT INTO bare VALUES ({marks})", tuples)
                else:
                    with database.connection.cursor().copy(f"COPY bare ({names}) FROM STDIN") as copy:
                        for row in tuples:
                            copy.write_row(row)
            database.execute("DROP TABLE bare")

    return bare


def _floor_out(instance, table):
    from mtqg.core import frames
    from mtqg.core.register.framing import by_copy, by_cursor

    def bare():
        names = ", ".join(f'"{one.name}"' for one in table.stored)
        kinds = {one.name: one.kind for one in table.stored}
        with instance.register() as register:
            connection = register.database.connection
            sql = f"SELECT {names} FROM {table.name}"
            if register.database.kind == "sqlite":
                frame = by_cursor(connection.execute(sql), kinds, 50_000)
            else:
                frame = by_copy(connection, sql, kinds, ())
            frames.parquet(frame)

    return bare


def _size(home: Path, environment: dict) -> float:
    if "DATABASE_URL" not in environment:
        return sum(file.stat().st_size for file in home.glob("register.sqlite*")) / 1e6
    import psycopg

    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        return connection.execute("SELECT pg_database_size(current_database())").fetchone()[0] / 1e6


if __name__ == "__main__":
    main()
