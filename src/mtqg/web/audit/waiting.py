"""Findings that wait for a person, for the page of their work."""

from __future__ import annotations

from django.urls import reverse

from mtqg.auditing.findings import OPEN, Audited
from mtqg.web import access, kit
from mtqg.web.accounts.work import Part
from mtqg.web.words import t


def parts(who: access.Person) -> list[Part]:
    """For the unit those to answer, the late ones apart; for the auditor the answers to judge."""
    found: list[Part] = []
    if who.may("send"):
        mine = [one for one in _of(who, "send") if one.state == OPEN]
        late = [one for one in mine if one.is_late(who.on)]
        found.append(_part("Phát hiện kiểm toán quá hạn trả lời", late, is_urgent=True))
        found.append(_part("Phát hiện kiểm toán phải trả lời", [one for one in mine if one not in late]))
    if who.may("audit"):
        found.append(_part("Trả lời phát hiện chờ xét", [one for one in _of(who, "audit") if one.state == "answered"]))
    return found


def _of(who: access.Person, right: str) -> list[Audited]:
    from mtqg.web.audit.subjects import findings

    return findings(access.Reader(who.scope(right), who.on))


def _part(title: str, found: list[Audited], *, is_urgent: bool = False) -> Part:
    from mtqg.auditing.terms import SEVERITIES
    from mtqg.web.accounts.views import place_name

    columns = tuple(kit.Column(one, is_sorted=False) for one in ("Phát hiện", "Đơn vị", "Mức độ", "Hạn trả lời"))
    rows = [
        (
            kit.Link(one.code, reverse("finding", args=[one.code])),
            place_name(one.place),
            t(SEVERITIES[one.severity]),
            one.due_now,
        )
        for one in sorted(found, key=lambda one: one.due_now)
    ]
    return Part(title, kit.Table(columns, rows, caption=title), is_urgent)
