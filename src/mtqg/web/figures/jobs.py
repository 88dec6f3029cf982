"""Jobs of figures: a report is written by the worker."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mtqg.web.figures import answers
from mtqg.web.jobs.running import Running, job
from mtqg.web.jobs.sweeping import REPORTS as FOLDER


@job("report")
def write(running: Running, *, locality: str, as_of: str, form: str, only_closed: bool) -> dict[str, Any]:
    """Write the province's report with its note and trace into a folder of the job's own."""
    from mtqg.reports.writing import write_report

    office = answers.instance()
    folder = office.home / FOLDER / str(running.job.pk)
    folder.mkdir(parents=True, exist_ok=True)
    running.say("Đang lập báo cáo", 10)
    n, _ = office.head()
    known = {} if only_closed else {"known": n, "known_text": str(n)}
    out = folder / f"bao-cao-{locality}-{as_of}.{form}"
    files = write_report(
        office,
        "province",
        locality=locality,
        as_of=dt.date.fromisoformat(as_of),
        out=out,
        **known,  # type: ignore[arg-type]
    )
    return {"files": [one.name for one in files], "n": n}
