"""The command demo."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import click

from mtqg.core.terminal import Session, say
from mtqg.demo.facts import SEED

FORMS = (".html", ".docx")


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"), show_default=True)
@click.option("--seed", type=int, default=SEED, show_default=True, help="The same seed writes the same files.")
@click.option("--scale", type=click.IntRange(1, 100), default=1, show_default=True, help="N times the households.")
@click.option("--rebuild", is_flag=True, help="Remove an earlier demonstration in that folder first.")
@click.option("--serve/--no-serve", default=True, help="Serve the pages afterwards.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the pages are served.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.pass_obj
def demo(session: Session, out: Path, seed: int, scale: int, rebuild: bool, serve: bool, host: str, port: int) -> None:
    """Build a demonstration: invented files of two provinces, imported, closed and reported.

    Every row is invented and marked; the published totals that they add up to are facts. The folder (--home, otherwise
    --out) is the instance; the files that were imported and the reports lie in it.
    """
    from mtqg.core.errors import said
    from mtqg.demo.build import FILES, REPORTS, build, remove
    from mtqg.demo.office import AS_OF
    from mtqg.demo.places import PROVINCES
    from mtqg.reports.writing import write_report

    started = time.monotonic()
    home = session.home or out
    if rebuild:
        remove(home)
    instance = build(home, seed=seed, scale=scale, now=lambda: dt.datetime.now(dt.UTC), say=say)
    reports = home / REPORTS
    reports.mkdir()
    written: list[Path] = []
    for province in PROVINCES:
        say(said(f"Lập báo cáo của {province} …", f"Writing the report of {province} …"))
        page, document = (reports / f"{province}-bao-cao{form}" for form in FORMS)
        written += write_report(instance, "province", locality=province, as_of=AS_OF, out=page, more=[document])
    seconds = time.monotonic() - started
    result = {
        "home": str(instance.home),
        "files": str(home / FILES),
        "reports": [str(path) for path in written],
        "n": instance.chain.n,
        "head": instance.chain.head,
    }
    text = "\n".join(
        (
            said("DỮ LIỆU MINH HỌA đã sẵn sàng sau", "DỮ LIỆU MINH HỌA (invented data) ready after")
            + f" {seconds:.0f} s.",
            said("  Tệp nhập:      ", "  Files:         ") + str(home / FILES),
            said("  Kho số liệu:   ", "  Instance:      ") + str(instance.home),
            *(
                said("  Báo cáo:       ", "  Report:        ") + str(path)
                for path in written
                if path.suffix in (".html", ".docx")
            ),
            said("Hỏi một số liệu:", "Ask a figure:"),
            f"  mtqg --home {instance.home} figure poor_household_rate --locality 38 --period 2023",
            f"  mtqg --home {instance.home} explain commune_ntm_recognised_count --locality 38 --period 2021..{AS_OF}",
        )
    )
    session.give(result, text)
    if serve:
        from mtqg.demo.people import people
        from mtqg.serving import run_apart

        say(said("Người dùng minh họa:", "People of the demonstration:"))
        say(people(instance).rstrip())
        run_apart(home, host, port)
