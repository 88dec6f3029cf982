"""For auditors: the head of the chain, its verification, and the acts; for everybody: who they are here."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Status
from pydantic import BaseModel, Field

from mtqg.access.terms import SIGNED_IN
from mtqg.core.register.chain import head
from mtqg.web import access
from mtqg.web.acts.models import Act, ActTouch
from mtqg.web.api import shapes
from mtqg.web.api.declaring import get, post
from mtqg.web.api.shapes import Text
from mtqg.web.api.tokens import EVERY
from mtqg.web.jobs import running
from mtqg.web.jobs.models import Job

MOST = 500


@get("/me", SIGNED_IN, area=EVERY, answer=shapes.Me)
def me(request: HttpRequest) -> dict[str, Any]:
    """Who you are here: your roles, and what the token carries."""
    token = getattr(request, "token", None)
    return {
        "account": request.user.get_username(),
        "roles": [
            {
                "role": one.role,
                "locality": one.place,
                "from": one.day.isoformat(),
                "until": one.ends_on.isoformat() if one.ends_on else None,
                "delegated_by": one.delegated_by,
            }
            for one in access.person(request).grants
        ],
        "token": token
        and {
            "title": token.title,
            "areas": sorted(token.areas),
            "may_write": token.may_write,
            "until": token.ends_on.isoformat(),
        },
    }


@get("/chain", "audit", area="audit", answer=shapes.ChainHead)
def chain_head(request: HttpRequest) -> dict[str, Any]:
    """Number and digest of the last act, and the last verification that you asked for."""
    n, digest = head(access.database())
    last = _verifications(request).first()
    return {"n": n, "head": digest, "verification": _verification(last) if last else None}


class Printed(BaseModel):
    """A head that was printed elsewhere, if the chain is to be held against one."""

    head: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


@post("/chain/verification", "audit", area="audit", answer=shapes.Verification, status=202)
def chain_verify(request: HttpRequest, printed: Printed) -> Status[dict[str, Any]]:
    """Ask for a verification of every row and file against the chain. It runs beside; ask /chain for its result."""
    given = json.dumps({"head": printed.head})
    waiting = _verifications(request).filter(state__in=("waiting", "running"), given=given).first()
    made = waiting or running.ask("verify", by=request.user, head=printed.head)
    return Status(202, _verification(made))


def _verifications(request: HttpRequest) -> Any:
    return Job.objects.filter(kind="verify", asked_by=request.user.get_username()).order_by("-id")


def _verification(job: Job) -> dict[str, Any]:
    said = job.said.get("result") or {}
    findings = said.get("findings", [])
    return {
        "state": job.state,
        "n": said.get("n"),
        "head": said.get("head"),
        "ok": said["errors"] == 0 if "errors" in said else None,
        "count": said.get("count"),
        "findings": findings,
    }


@get("/acts", "audit", area="audit", answer=shapes.ActPage, is_of_state=True)
def acts(
    request: HttpRequest,
    before: Annotated[int, Field(ge=1, le=2**53)] | None = None,
    verb: Text | None = None,
    by: Text | None = None,
    locality: Text | None = None,
    limit: Annotated[int, Field(ge=1, le=MOST)] = 100,
) -> dict[str, Any]:
    """Acts of places in your scope, the newest first."""
    scope = access.reader(request).scope
    found = Act.objects.filter(n__isnull=False).order_by("-n")
    found = found if scope.is_whole else found.filter(where__in=sorted(scope.codes))
    for name, value in (("n__lt", before), ("verb", verb), ("by", by), ("where", locality)):
        found = found.filter(**{name: value}) if value not in (None, "") else found
    rows = list(found[: limit + 1])
    kept = rows[:limit]
    touched: dict[int, dict[str, tuple[int, int]]] = {}
    for one in ActTouch.objects.filter(act__in=kept):
        touched.setdefault(one.act_id, {})[one.table_name] = (one.added, one.ended)
    return {
        "acts": [_line(one, touched.get(one.pk, {})) for one in kept],
        "next": kept[-1].n if len(rows) > limit else None,
    }


def _line(act: Act, touched: dict[str, tuple[int, int]]) -> dict[str, Any]:
    names = ("n", "at", "by", "role", "where", "verb", "why", "previous", "digest")
    return {**{name: getattr(act, name) for name in names}, "touched": touched}
