"""What the pages kept on the disk for a while, and what is forgotten when its time is over.

HOME/uploads/   files that nobody decided on                     a day
HOME/parts/     files whose upload broke off                     a day
HOME/tmp/       what a request holds while it comes in           a day
HOME/papers/    papers of a review, with names in them          a day
HOME/reports/   reports that were written, each by its job       MTQG_KEEP_DAYS (30 unless said)
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from django.conf import settings

DAY = 24 * 3600
REPORTS, PARTS, PAPERS = "reports", "parts", "papers"


def sweep(home: Path, now: float | None = None) -> dict[str, int]:
    """Forget what is over. Returns how many were forgotten of each folder."""
    from mtqg.web.intake import uploads

    ages = {uploads.FOLDER: DAY, PARTS: DAY, PAPERS: DAY, settings.TEMPORARY: DAY, REPORTS: settings.KEEP_DAYS * DAY}
    return {name: swept(home / name, (time.time() if now is None else now) - age) for name, age in ages.items()}


def swept(folder: Path, before: float) -> int:
    """Forget what is older in a folder. What another worker or a page takes away meanwhile is gone as well."""
    done = 0
    for one in folder.iterdir() if folder.is_dir() else ():
        try:
            if one.lstat().st_mtime >= before:
                continue
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            else:
                one.unlink()
            done += 1
        except OSError:
            continue
    return done
