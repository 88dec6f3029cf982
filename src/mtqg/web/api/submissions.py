"""What localities hand in, and the steps that a role may take. Each step is an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path

from mtqg.core.period import read_day
from mtqg.submissions import actions
from mtqg.submissions.actions import submission_code
from mtqg.submissions.states import Submission
from mtqg.submissions.states import submission as by_code
from mtqg.web import access
from mtqg.web.api import shapes
from mtqg.web.api.declaring import get, post
from mtqg.web.api.shapes import AppraiseStep, SendStep, Step, Text
from mtqg.web.submissions.views import NEEDS

_AT = "/submissions/{form}/{locality}/{period}/{to_level}"
_STEPS: dict[str, Callable[..., int]] = {
    "sent": actions.send_submission,
    "withdrawn": actions.withdraw_submission,
    "accepted": actions.accept_submission,
    "returned": actions.return_submission,
    "approved": actions.approve_submission,
}


@get("/submissions", "see", area="submissions", answer=list[shapes.Submission])
def submissions(
    request: HttpRequest,
    form: Text | None = None,
    locality: Text | None = None,
    state: Text | None = None,
    is_late: bool | None = None,
) -> list[dict[str, Any]]:
    """What places in your scope owe and handed in. ``state``: an event, or "new" for what is owed."""
    today = access.today()
    wanted = "" if state == "new" else state
    return [
        _told(one)
        for one in access.reader(request).submissions()
        if (not form or one.form == form)
        and (not locality or one.locality == locality)
        and (wanted is None or one.state == wanted)
        and (is_late is None or one.is_late(today) == is_late)
    ]


@get(_AT, "see", area="submissions", answer=shapes.Submission)
def submission(
    request: HttpRequest, form: Path[Text], locality: Path[Text], period: Path[Text], to_level: Path[Text]
) -> dict[str, Any]:
    """One submission with its events."""
    return _told(_own(request, submission_code(form, locality, period, to_level)))


@post(f"{_AT}/send", "send", area="submissions", answer=shapes.Submission)
def submission_send(
    request: HttpRequest,
    form: Path[Text],
    locality: Path[Text],
    period: Path[Text],
    to_level: Path[Text],
    step: SendStep,
) -> dict[str, Any]:
    """Hand it in, or take it back before anybody has dealt with it."""
    return _done(request, submission_code(form, locality, period, to_level), step.event, step)


@post(f"{_AT}/appraise", "appraise", area="submissions", answer=shapes.Submission)
def submission_appraise(
    request: HttpRequest,
    form: Path[Text],
    locality: Path[Text],
    period: Path[Text],
    to_level: Path[Text],
    step: AppraiseStep,
) -> dict[str, Any]:
    """Take it as complete, or return it with the day it is due again and a reason at each cell."""
    code = submission_code(form, locality, period, to_level)
    if step.event == "accepted":
        return _done(request, code, "accepted", step)
    due = read_day(step.due) if step.due else None
    return _done(request, code, "returned", step, due=due, cells=[one.model_dump() for one in step.cells])


@post(f"{_AT}/approve", "approve", area="submissions", answer=shapes.Submission)
def submission_approve(
    request: HttpRequest,
    form: Path[Text],
    locality: Path[Text],
    period: Path[Text],
    to_level: Path[Text],
    step: Step,
) -> dict[str, Any]:
    """Approve it: by a person signed in who neither drafted nor sent it, never by a token."""
    return _done(request, submission_code(form, locality, period, to_level), "approved", step)


def _done(request: HttpRequest, code: str, event: str, step: Step, **more: Any) -> dict[str, Any]:
    one, note = _own(request, code), step.note.strip()
    with access.act(request, f"submission.{event}", at=one.locality, why=note, right=NEEDS[event]) as act:
        _STEPS[event](act.inner, code, after=step.after, note=note, **more)
    return _told(_own(request, code))


def _own(request: HttpRequest, code: str) -> Submission:
    found = by_code(access.database(), code)
    if found is None or not access.reader(request, "see").scope.holds(found.locality, found.due):
        raise Http404
    return found


def _told(one: Submission) -> dict[str, Any]:
    return {**one.as_json(), "late": one.is_late(access.today())}
