"""``mtqg classify``: the poverty class that the rule proposes for a file of sheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqg.core.errors import said
from mtqg.core.period import read_day
from mtqg.core.terminal import Session, say, table

if TYPE_CHECKING:
    from mtqg.poverty.classify_file import Done

_CLASSES = {
    "poor": ("Hộ nghèo", "Poor"),
    "near_poor": ("Hộ cận nghèo", "Near poor"),
    "not_poor": ("Không nghèo, không cận nghèo", "Not poor"),
    "unscored": ("Chưa xếp được", "Unscored"),
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--on", "day", required=True, help="Day whose law decides: 2024-10-16.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Result: .parquet or .csv.")
@click.option("--standard", default=None, help="Rule book; the one that the law applies on the day unless said.")
@click.option("--engine", type=click.Choice(["polars", "spark"]), default="polars", show_default=True)
@click.pass_obj
@click.pass_context
def classify(
    context: click.Context, session: Session, file: Path, day: str, out: Path, standard: str | None, engine: str
) -> None:
    """Propose the poverty class of each sheet of FILE (Parquet or csv).

    Columns: household_code, locality_code, area (rural|urban), income_points, deprivation_points; others pass through.
    Adds poverty_class, standard, reason. What cannot be goes to OUT.errors.jsonl with its row, and the exit code is 1.
    """
    from mtqg.law import seed
    from mtqg.poverty.classify import standard_on

    applied = standard_on(read_day(day), seed(), standard)
    if engine == "spark":
        from mtqg.poverty.classify_spark import classify_file
    else:
        from mtqg.poverty.classify_file import classify_file
    done = classify_file(file, out, applied, progress=say)
    session.give(done.as_json(), _text(done))
    if done.problems:
        context.exit(1)


def _text(done: Done) -> str:
    lines = [(said(*_CLASSES[name]), n) for name, n in done.classes.items()]
    head = (said("Kết quả đề xuất", "Proposed"), said("Số hộ", "Households"))
    told = said(
        f"{done.rows} phiếu theo chuẩn {done.standard}: ghi {done.written} vào {done.out.name}.",
        f"{done.rows} sheets under {done.standard}: {done.written} written to {done.out.name}.",
    )
    parts = [table(head, lines, right=(1,)), told]
    left = done.rows - done.written
    if done.errors:
        parts.append(
            said(
                f"{done.problems} lỗi ở {left} phiếu, không ghi vào kết quả: xem {done.errors.name}.",
                f"{done.problems} errors in {left} sheets left out: see {done.errors.name}.",
            )
        )
    return "\n".join(parts)
