"""Jobs of the auditor: everything is held against the chain of acts."""

from __future__ import annotations

from typing import Any

from mtqg.web.jobs.running import Running, job

MOST = 200  # findings that are kept to be shown


@job("verify")
def verify(running: Running, *, head: str) -> dict[str, Any]:
    """Rows and files against the acts, the chain against itself and a printed head."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.verify import verify as deviations
    from mtqg.web.figures.answers import instance

    office = instance()
    running.say("Đang đối chiếu sổ với chuỗi tác vụ", 10)
    n, last = office.head()
    found = deviations(office, CATALOGUE.tables.values(), head=head or None)
    said = sorted((one.as_json() for one in found), key=lambda one: one["severity"] != "error")
    errors = sum(one["severity"] == "error" for one in said)
    return {"n": n, "head": last, "count": len(said), "errors": errors, "findings": said[:MOST]}


@job("audit_copy")
def write_copy(running: Running) -> dict[str, Any]:
    """The auditor's copy, in a folder of the job's own."""
    from mtqg.auditing import copying
    from mtqg.web.audit.copies import file_of
    from mtqg.web.figures.answers import instance

    running.say("Đang lập bản sao", 10)
    out = file_of(running.job.pk)
    out.parent.mkdir(parents=True, exist_ok=True)
    done = copying.write_copy(instance(), out)
    return {"n": done.n, "head": done.head}
