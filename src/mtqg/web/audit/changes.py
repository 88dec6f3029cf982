"""What an auditor looks at first: acts after a close, after the due day, for somebody else, and undone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mtqg.access.roles import grants_of
from mtqg.access.scope import Scope, scope_of
from mtqg.access.terms import ROLES
from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import VIETNAM
from mtqg.core.register.chain import acts
from mtqg.submissions.terms import SUBMISSION_EVENTS, SUBMISSIONS
from mtqg.web import access, kit
from mtqg.web.access import Reader, page
from mtqg.web.words import t

_LOOKED = 20_000  # acts that are looked through, the newest first
KINDS = {
    "": "tất cả",
    "after_close": "sau khi chốt",
    "after_due": "sau hạn gửi",
    "for_others": "làm thay người khác",
    "undone": "hoàn tác",
}


@dataclass(frozen=True)
class Change:
    """An act that added or ended rows."""

    n: int
    at: dt.datetime
    by: str
    role: str
    place: str
    verb: str
    why: str
    payload: dict[str, Any]
    tables: dict[str, tuple[int, int]]  # table -> rows added, rows ended

    @property
    def period(self) -> str:
        return str(self.payload.get("period", ""))

    @property
    def form(self) -> str:
        return str(self.payload.get("form", ""))


@page("audit", title="Thay đổi cần xem", nav=("Kiểm toán", 20))
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    seen = access.reader(request)
    kind = request.GET.get("kind", "")
    judge = Judge(seen)
    found = _changes(seen)
    rows = []
    for one in found:
        reasons = judge.reasons(one)
        if reasons and (not kind or kind in reasons):
            rows.append(_row(one, reasons, judge))
    columns = (
        kit.Column("Tác vụ", is_number=True),
        kit.Column("Lúc"),
        kit.Column("Ai"),
        kit.Column("Vai trò"),
        kit.Column("Nơi"),
        kit.Column("Kỳ"),
        kit.Column("Vì sao nêu"),
        kit.Column("Thêm", is_number=True),
        kit.Column("Kết thúc", is_number=True),
        kit.Column("Lý do"),
    )
    table = kit.Table(columns, rows, empty="Không có tác vụ nào như vậy.")
    choices = [kit.Choice("kind", "Loại", tuple(KINDS.items()), kind if kind in KINDS else "")]
    given = {"table": table.sorted_as(request.GET), "choices": choices, "is_cut": len(found) >= _LOOKED}
    return render(request, "audit/changes.html", given)


def _row(one: Change, reasons: dict[str, str], judge: Judge) -> tuple[Any, ...]:
    said = "; ".join(reasons.values())
    added, ended = (sum(pair[at] for pair in one.tables.values()) for at in (0, 1))
    role = t(ROLES[one.role]) if one.role in ROLES else one.role
    return (one.n, one.at, one.by, role, judge.name(one.place), one.period, said, added, ended, one.why)


def _changes(seen: Reader) -> list[Change]:
    """Acts that touched rows, of places in reach, the newest first."""
    sql = (
        "SELECT a.n, a.at, a.acted_by, a.role, a.place, a.verb, a.why, a.payload, t.table_name, t.added, t.ended "
        "FROM act a JOIN act_touch t ON t.act_id = a.id WHERE a.n IS NOT NULL ORDER BY a.n DESC"
    )
    found: dict[int, Change] = {}
    for n, at, by, role, place, verb, why, payload, table, added, ended in seen.database.rows(
        f"{sql} LIMIT {_LOOKED}"  # a number of ours
    ):
        if n not in found:
            if not (seen.scope.is_whole or place in seen.scope):
                continue
            moment = dt.datetime.fromisoformat(at).astimezone(VIETNAM)
            found[n] = Change(n, moment, by, role, place, verb, why, json.loads(payload), {})
        found[n].tables[table] = (added, ended)
    return list(found.values())


def _is_own_work(one: Change) -> bool:
    """To open what a commune owes, to take it in or to return it is the province's own work."""
    is_workflow = set(one.tables) <= {SUBMISSIONS.name, SUBMISSION_EVENTS.name}
    return is_workflow and one.verb not in ("submission.draft", "submission.sent", "submission.send")


@dataclass
class Judge:
    """Says why an act is worth a look. An act may be named for several reasons."""

    seen: Reader
    _within: dict[str, Scope] = field(default_factory=dict)

    def reasons(self, one: Change) -> dict[str, str]:
        rules: dict[str, Callable[[Change], str]] = {
            "after_close": self.after_close,
            "after_due": self.after_due,
            "for_others": self.for_others,
            "undone": self.undone,
        }
        return {kind: said for kind, rule in rules.items() if (said := rule(one))}

    def after_close(self, one: Change) -> str:
        """Rows of a dataset, place and period of which an edition stood already."""
        datasets = {CATALOGUE.tables[name].dataset for name in one.tables if name in CATALOGUE.tables}
        for close in self.closes:
            said = close.payload
            same = said["dataset"] in datasets and close.n < one.n
            if same and (not one.period or one.period == said["period"]) and self._holds(close.where, one.place):
                return t("sau bản chốt lần {n} (tác vụ {act})", n=said["edition"], act=close.n)
        return ""

    def after_due(self, one: Change) -> str:
        """What a locality owed for this form and period was due before."""
        due = self.due.get((one.form, one.place, one.period))
        return t("sau hạn {day}", day=kit.shown(due)) if due is not None and one.at.date() > due else ""

    def for_others(self, one: Change) -> str:
        """The province entered for a commune, or a role was lent."""
        if _is_own_work(one):
            return ""
        if one.role == "provincial_office" and self._level(one.place) == "commune":
            return t("văn phòng tỉnh làm thay xã")
        for grant in self.lent.get(one.by, ()):
            if grant.role == one.role and grant.holds(one.at.date()) and self._holds(grant.place, one.place):
                return t("được {who} ủy quyền", who=grant.delegated_by)
        return ""

    def undone(self, one: Change) -> str:
        return t("hoàn tác") if one.verb == "undo" else ""

    def name(self, code: str) -> str:
        found = access.book().version(code, self.seen.on) if code else None
        return found.name if found else code

    @cached_property
    def closes(self) -> list[Any]:
        return list(reversed(acts(self.seen.database, verb="close")))

    @cached_property
    def due(self) -> dict[tuple[str, str, str], dt.date]:
        return {(one.form, one.locality, one.period): one.due for one in self.seen.submissions()}

    @cached_property
    def lent(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for one in grants_of(self.seen.database):
            if one.delegated_by:
                found.setdefault(one.account, []).append(one)
        return found

    def _holds(self, top: str, code: str) -> bool:
        """Whether a place is the other, lies in it, or became part of it."""
        if top == code or top == "*":
            return True
        if top not in self._within:
            self._within[top] = scope_of(access.book(), [top], self.seen.on)
        return code in self._within[top]

    def _level(self, code: str) -> str:
        found = access.book().version(code, self.seen.on) if code else None
        return found.level if found else ""
