"""Jobs of figures: a report is written by the worker."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.utils.timezone import localtime

from mtqg.web.figures import answers
from mtqg.web.jobs.models import Job
from mtqg.web.jobs.running import Running, job
from mtqg.web.jobs.sweeping import REPORTS as FOLDER

TRACE, CHANGES = ".trace.json", ".changes.json"
_LOOKED_AT = 20  # reports, the newest first


@job("report")
def write(
    running: Running, *, locality: str, as_of: str, form: str, only_closed: bool, is_filled: bool = False
) -> dict[str, Any]:
    """Write the province's report with its note and trace into a folder of the job's own.

    What says something else than the same report that was asked for before is listed with it.
    """
    from mtqg.reports.writing import write_report

    office = answers.instance()
    folder = office.home / FOLDER / str(running.job.pk)
    folder.mkdir(parents=True, exist_ok=True)
    running.say("Đang lập báo cáo", 10)
    n, _ = office.head()
    known = {} if only_closed else {"known": n, "known_text": str(n)}
    out = folder / f"bao-cao-{locality}-{as_of}.{form}"
    before = earlier(running.job, office.home)
    files = write_report(
        office,
        "province",
        locality=locality,
        as_of=dt.date.fromisoformat(as_of),
        out=out,
        is_filled=is_filled,
        since=before[1] if before else None,
        since_when=_when(before[0]) if before else "",
        **known,  # type: ignore[arg-type]
    )
    return {"files": [one.name for one in files], "n": n, "since": before[0].pk if before else None}


def earlier(of: Job, home: Path) -> tuple[Job, Path] | None:
    """The same report as its asker had it written last, whatever its form of file, while it is kept: its trace."""
    asked = _same(of)
    found = Job.objects.filter(kind="report", state="done", asked_by=of.asked_by, place=of.place, pk__lt=of.pk)
    for one in found.order_by("-pk")[:_LOOKED_AT]:
        names = (one.said.get("result") or {}).get("files", [])
        trace = next((home / FOLDER / str(one.pk) / str(name) for name in names if name.endswith(TRACE)), None)
        if _same(one) == asked and trace is not None and trace.is_file():
            return one, trace
    return None


def _same(of: Job) -> tuple[Any, ...]:
    given = json.loads(of.given)
    return tuple(given.get(name, False) for name in ("locality", "as_of", "only_closed", "is_filled"))


def _when(of: Job) -> str:
    return f"lúc {localtime(of.ended_at or of.asked_at):%H:%M ngày %d/%m/%Y}"
