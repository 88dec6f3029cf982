"""A demonstration from nothing: invented files, imported like any office's, closed, ready to be reported.

Its folder is the instance, with ``files`` (what the offices handed in) and ``reports`` beside the rest.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from mtqg.core.acts import Author
from mtqg.core.errors import Refused, code, said
from mtqg.core.instance import Instance, open_instance
from mtqg.creating import create_instance
from mtqg.demo.aside import writing_aside
from mtqg.demo.beside import working_beside
from mtqg.demo.office import Office, Say
from mtqg.demo.places import PROVINCES

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

FILES, REPORTS = "files", "reports"


def build(home: Path, *, seed: int, scale: int = 1, now: Callable[[], dt.datetime], say: Say) -> Instance:
    """Write the files, import them and close every dataset of both provinces.

    Raises Refused when the folder is taken, or when a file of our own making is not right: then nothing is shown.
    """
    if home.exists() and any(home.iterdir()):
        raise Refused(ALREADY_BUILT.at(given=home))
    create_instance(home, Author("minh-hoa", "setup", now()), id=os.urandom(8).hex(), origin="synthetic")
    say(said("Viết các tệp minh họa …", "Writing the files of the demonstration …"))
    office = Office(home, now=now, say=say)
    first, second = PROVINCES
    with working_beside(office, home / FILES, second, seed=seed, scale=scale):
        with writing_aside(home / FILES, first, seed=seed, scale=scale) as files:
            office.take(files)
        office.close(first)
    return open_instance(home)


def remove(home: Path) -> None:
    """Remove an earlier demonstration, and nothing else: an office's folder is refused."""
    if not home.exists() or not any(home.iterdir()):
        return
    if open_instance(home).origin != "synthetic":
        raise Refused(NOT_A_DEMONSTRATION.at(given=home))
    shutil.rmtree(home)
