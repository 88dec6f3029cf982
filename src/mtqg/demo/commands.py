"""The command demo."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import click

from mtqg.core.terminal import Session, say
from mtqg.demo.facts import SEED

REPORTS = ("bao-cao.html", "bao-cao.docx")


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"), show_default=True)
@click.option("--seed", type=int, default=SEED, show_default=True, help="The same seed writes the same files.")
@click.option("--scale", type=click.IntRange(1, 100), default=1, show_default=True, help="N times the households.")
@click.option("--serve/--no-serve", default=True, help="Serve the pages afterwards, in versions that have pages.")
@click.pass_obj
def demo(session: Session, out: Path, seed: int, scale: int, serve: bool) -> None:
    """Build a demonstration: invented files of two provinces, imported, closed and reported.

    Every row is invented and marked; the published totals that they add up to are facts.
    """
    from mtqg.demo.build import AS_OF, build
    from mtqg.reports.writing import write_report

    started = time.monotonic()
    folder = session.home or out
    instance = build(folder, seed=seed, scale=scale, now=lambda: dt.datetime.now(dt.UTC), say=say)
    written: list[Path] = []
    for province in ("38", "49"):
        for name in REPORTS:
            say(f"Lập báo cáo của {province}: {name} …")
            made = write_report(instance, "province", locality=province, as_of=AS_OF, out=folder / f"{province}-{name}")
            written.extend(made)
    seconds = time.monotonic() - started
    result = {
        "home": str(instance.home),
        "files": str(folder / "files"),
        "reports": [str(path) for path in written],
        "n": instance.chain.n,
        "head": instance.chain.head,
    }
    text = "\n".join(
        (
            f"DỮ LIỆU MINH HỌA đã sẵn sàng sau {seconds:.0f} giây.",
            f"  Tệp nhập:      {folder / 'files'}",
            f"  Kho số liệu:   {instance.home}",
            *(f"  Báo cáo:       {path}" for path in written if path.suffix in (".html", ".docx")),
            "Hỏi một số liệu:",
            f"  mtqg --home {instance.home} figure poor_household_rate --locality 38 --period 2023",
            f"  mtqg --home {instance.home} explain commune_ntm_recognised_count --locality 38 --period 2021..{AS_OF}",
        )
    )
    session.give(result, text)
    if serve:
        say("Bản này chưa có trang web; mở tệp báo cáo .html bằng trình duyệt.")
