"""A demonstration from nothing: invented files, imported like any office's, closed, ready to be reported.

Its folder is the instance, with ``files`` (what the offices handed in) and ``reports`` beside the rest.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from mtqg.catalogue import CATALOGUE
from mtqg.closing import close_dataset
from mtqg.core.acts import Author
from mtqg.core.errors import Problem, Refused, code, said
from mtqg.core.instance import Instance, open_instance
from mtqg.core.period import read_period
from mtqg.creating import create_instance
from mtqg.demo.aside import writing_aside
from mtqg.demo.files import DemoFile
from mtqg.demo.places import PROVINCES
from mtqg.intake.importing import import_files

NOT_A_DEMONSTRATION = code(
    "D-001",
    vi="{given} là kho số liệu thật, không phải bản minh họa.",
    en="{given} is an office's instance, not a demonstration.",
    remedy_vi="Chọn thư mục khác: mtqg demo --out THƯ_MỤC.",
    remedy_en="Choose another folder: mtqg demo --out DIR.",
    wrong_use=True,
)

ALREADY_BUILT = code(
    "D-002",
    vi="Thư mục {given} đã có dữ liệu.",
    en="The folder {given} is not empty.",
    remedy_vi="Dựng lại bản minh họa ở đó: thêm --rebuild; hoặc chọn thư mục khác bằng --out.",
    remedy_en="To build the demonstration there again add --rebuild, or choose another folder with --out.",
    wrong_use=True,
)

AS_OF = dt.date(2024, 10, 16)
# What the two offices closed by then. Titles and certificates are one close up to the day.
CLOSES = (
    ("poverty", "2021"),
    ("poverty", "2022"),
    ("poverty", "2023"),
    ("ntm", f"2021..{AS_OF}"),
    ("ocop", str(AS_OF)),
)

FILES, REPORTS = "files", "reports"

Say = Callable[[str], None]


def build(home: Path, *, seed: int, scale: int = 1, now: Callable[[], dt.datetime], say: Say) -> Instance:
    """Write the files, import them and close every dataset of both provinces.

    Raises Refused when the folder is taken, or when a file of our own making is not right: then nothing is shown.
    """
    if home.exists() and any(home.iterdir()):
        raise Refused(ALREADY_BUILT.at(given=home))
    create_instance(home, _author("setup", now), id=os.urandom(8).hex(), origin="synthetic")
    say(said("Viết các tệp minh họa …", "Writing the files of the demonstration …"))
    with writing_aside(home / FILES, seed=seed, scale=scale) as files:
        for (form, locality, period), group in itertools.groupby(files, key=_what):
            _import(home, form, locality, period, list(group), now=now, say=say)
    for locality, (dataset, period) in itertools.product(PROVINCES, CLOSES):
        say(said(f"Chốt {dataset}, {locality}, kỳ {period} …", f"Closing {dataset}, {locality}, period {period} …"))
        close_dataset(
            open_instance(home),
            _author("provincial office", now),
            dataset=dataset,
            period=read_period(period),
            locality=locality,
        )
    return open_instance(home)


def remove(home: Path) -> None:
    """Remove an earlier demonstration, and nothing else: an office's folder is refused."""
    if not home.exists() or not any(home.iterdir()):
        return
    if open_instance(home).origin != "synthetic":
        raise Refused(NOT_A_DEMONSTRATION.at(given=home))
    shutil.rmtree(home)


def _what(file: DemoFile) -> tuple[str, str, str | None]:
    return file.form, file.locality, file.period


def _import(
    home: Path,
    form: str,
    locality: str,
    period: str | None,
    files: list[DemoFile],
    *,
    now: Callable[[], dt.datetime],
    say: Say,
) -> None:
    vi = f"Nhập {form}, {locality}{f', kỳ {period}' if period else ''}: {len(files)} tệp …"
    en = f"Importing {form}, {locality}{f', period {period}' if period else ''}: {len(files)} file(s) …"
    say(said(vi, en))
    done = import_files(
        open_instance(home),
        _author("officer", now),
        catalogue=CATALOGUE,
        form=form,
        paths=[file.path for file in files],
        locality=locality,
        period=period,
    )
    if done.problems:
        problems: list[Problem] = list(done.problems)
        raise Refused(problems)


def _author(role: str, now: Callable[[], dt.datetime]) -> Author:
    return Author(by="minh-hoa", role=role, at=now())
