"""Closing a dataset beside the pages."""

from __future__ import annotations

from typing import Any

from mtqg.core.period import read_period
from mtqg.submissions import actions
from mtqg.web import access, acts
from mtqg.web.accounts.models import User
from mtqg.web.intake import reading
from mtqg.web.jobs.running import Running, job
from mtqg.web.submissions.close_views import owed_for


@job("close")
def close(running: Running, dataset: str, locality: str, period: str, status: str, reason: str) -> dict[str, Any]:
    """Close a dataset, then the approved submissions that it is made of, each step an act of whoever asked."""
    from mtqg.closing import close_dataset

    user = User.objects.get(username=running.job.asked_by, is_active=True)
    role = access.Person(user, access.today()).role_at("close", locality)
    if role is None:
        raise PermissionError("the role was taken back")
    running.say("Đang chốt", 10)
    made = close_dataset(
        reading.office(),
        reading.author(user, role),
        dataset=dataset,
        period=read_period(period),
        locality=locality,
        reason=reason.strip(),
        status=status,
    )
    approved = [one for one in owed_for(dataset, locality, period) if one.state == "approved"]
    for one in approved:
        with acts.begin(by=user, verb="submission.closed", role=role, at=one.locality, why=reason) as act:
            actions.close_submission(act.inner, one.code, after=one.last)
    return {"edition": made.edition, "hash": made.hash, "submissions": len(approved)}
