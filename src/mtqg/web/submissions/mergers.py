"""What still stands at units that a merger ended. Nothing of it moves by itself: it is read here, and shown.

A unit ended when its spell ended and its code does not go on in a unit that it went into. Rows of facts are no work:
they stay where they happened, and whoever holds the successor reaches them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum

from mtqg.access.terms import ROLES, WHOLE
from mtqg.localities.book import FROM, TO, Key, Localities
from mtqg.localities.version import Version
from mtqg.web import access, kit
from mtqg.web.words import t

# Kind -> what people call it, and the right by which it is carried or ended. Roles stay with who grants roles.
KINDS = {
    "role": ("Vai trò", "people"),
    "sheet": ("Phiếu đang nhập", "enter"),
    "lines": ("Dòng đang nhập", "enter"),
    "duty": ("Báo cáo phải gửi", "appraise"),
    "report": ("Báo cáo chưa xong", "appraise"),
    "papers": ("Văn bản để riêng", "enter"),
    "task": ("Nhiệm vụ", "steer"),
}


@dataclass(frozen=True)
class Ended:
    """A unit that is no more: when and by what it ended, and the units of today that it went into."""

    code: str
    name: str
    day: str
    document: str
    successors: tuple[Version, ...]


@dataclass(frozen=True)
class Left:
    """Something that still stands at a place. ``seen`` tells whether it is as it was when somebody looked."""

    kind: str
    key: str
    place: str
    day: Any
    what: str
    seen: str
    blocked: str = ""  # why it is neither carried nor ended here


def ended(book: Localities, code: str, day: Any, on: Any) -> Ended | None:
    """The unit of a code on a day (or the last before), where it has ended by ``on``; None where it goes on."""
    spells, text = book.by_code.get(code, []), day.isoformat()
    row = next((one for one in reversed(spells) if one[FROM] <= text), None)
    if row is None or not row[TO] or row[TO] > on.isoformat():
        return None
    key = (code, row[FROM])
    standing = _standing(book, key, on.isoformat())
    if code in standing:
        return None
    names = dict.fromkeys(flow.event for flow in book.index.out.get(key, ()))
    documents = dict.fromkeys(book.events[name]["document"] for name in names)
    made = book.made(row)
    return Ended(code, made.name, row[TO], "; ".join(documents), tuple(standing[one] for one in sorted(standing)))


def _standing(book: Localities, start: Key, on: str) -> dict[str, Version]:
    """The units of a day that a version's people went into, by code."""
    found: dict[str, Version] = {}
    waiting, known = [start], set()
    while waiting:
        key = waiting.pop()
        if key in known:
            continue
        known.add(key)
        row = book.row(key)
        if not row[TO] or row[TO] > on:
            found[key[0]] = book.made(row)
        else:
            flows = book.index.out.get(key, ())
            waiting += [flow.target for flow in flows if flow.target and flow.extent != "area_only"]
    return found


def day_of(moment: dt.datetime) -> dt.date:
    """The day in Vietnam, by which units end and begin: in the small hours it is still the day before elsewhere."""
    return moment.astimezone(kit.VIETNAM).date()


def work(who: access.Person) -> list[tuple[Ended, list[Left]]]:
    """What stands at ended units of a person's places, unit by unit."""
    book, scope = access.book(), who.scope("merge")
    found: dict[str, tuple[Ended, list[Left]]] = {}
    for one in _everything():
        if one.place == WHOLE or not scope.holds(one.place, one.day):
            continue
        if (unit := ended(book, one.place, one.day, who.on)) is not None:
            found.setdefault(unit.code + unit.day, (unit, []))[1].append(one)
    return [found[name] for name in sorted(found, key=lambda name: (found[name][0].day, name))]


def one_of(who: access.Person, kind: str, key: str) -> tuple[Ended, Left] | None:
    """One thing that still stands at an ended unit of this person's places."""
    every = ((unit, one) for unit, left in work(who) for one in left)
    return next(((unit, one) for unit, one in every if (one.kind, one.key) == (kind, key)), None)


def _everything() -> Iterator[Left]:
    yield from _roles()
    yield from _typed()
    yield from _owed()
    yield from _papers()
    yield from _tasks()


def _roles() -> Iterator[Left]:
    from mtqg.web.accounts.models import RoleGrants

    today = access.today()
    for row in RoleGrants.objects.filter(ended_by=None).order_by("account", "role"):
        if row.ends_on is None or row.ends_on >= today:
            lent = t(", ủy quyền của {by}", by=row.delegated_by) if row.delegated_by else ""
            what = f"{row.account}: {t(ROLES[row.role])}{lent}"
            yield Left("role", str(row.pk), row.locality_code, row.day, what, str(row.pk))


def _typed() -> Iterator[Left]:
    from mtqg.web.intake.models import KeyingLine, SheetDraft

    for row in SheetDraft.objects.exclude(place="").order_by("by"):
        what = t("phiếu của {by}", by=row.by)
        yield Left("sheet", str(row.pk), row.place, day_of(row.at), what, row.at.isoformat())
    groups = KeyingLine.objects.values("place", "period", "part").order_by("place", "period", "part")
    for one in groups.annotate(lines=Count("id"), versions=Sum("version"), last=Max("at")):
        key = f"{one['place']}/{one['period']}/{one['part']}"
        what = t("{n} dòng, kỳ {period}", n=one["lines"], period=one["period"])
        yield Left("lines", key, one["place"], day_of(one["last"]), what, f"{one['lines']}.{one['versions']}")


def _owed() -> Iterator[Left]:
    from mtqg.submissions.terms import EVENTS
    from mtqg.web.accounts.work import form_label

    for one in access.submissions():
        if one.state == "closed":
            continue
        state = t(EVENTS.get(one.state, "chưa gửi"))
        what = f"{form_label(one.form)}, {one.period}: {state}"
        blocked = "Đã phê duyệt, chờ chốt số liệu." if one.state == "approved" else ""
        kind = "report" if one.events else "duty"
        yield Left(kind, one.code, one.locality, one.due_now, what, str(one.last), blocked)


def _papers() -> Iterator[Left]:
    from mtqg.web.accounts.work import form_label

    rows = access.database().rows(
        "SELECT a.n, a.place, a.at, a.payload, COUNT(*), MAX(s.number) FROM set_aside s JOIN act a ON a.id = s.act_id "
        "WHERE s.settled_by IS NULL AND a.n IS NOT NULL AND a.place <> '' "
        "GROUP BY a.n, a.place, a.at, a.payload ORDER BY a.n"
    )
    for n, place, at, payload, count, last in rows:
        said = json.loads(payload)
        what = t("{form}: {n} văn bản của đợt {batch}", form=form_label(said.get("form", "")), n=count, batch=n)
        yield Left("papers", str(n), place, day_of(dt.datetime.fromisoformat(at)), what, f"{count}.{last}")


def _tasks() -> Iterator[Left]:
    from mtqg.web.steering.reading import every_task

    for one in every_task():
        if one.state == "open":
            what = t("{code}, hạn {day}", code=one.code, day=f"{one.due_now:%d/%m/%Y}")
            yield Left("task", one.code, one.place, one.due_now, what, str(one.last))
