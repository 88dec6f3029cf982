"""The keying grid: chosen, shown, kept line by line, followed by whoever keys beside, sent as one batch."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.poverty.paper.reviewed import Reviewed
from mtqg.poverty.paper.writing import Asked, Ready, read_ready
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.intake import reading
from mtqg.web.intake.forms import communes
from mtqg.web.intake.grid import lines as kept
from mtqg.web.intake.grid.checking import keyed, read_lines, said_of
from mtqg.web.intake.grid.columns import COMMON, PARTS, SHEETS, VOTES, Grid, grid_of, parts_of
from mtqg.web.intake.grid.lines import Sheet, Typed
from mtqg.web.submissions.locks import locks
from mtqg.web.words import t

_NAMES = "keying_names"  # in the session: whose names were asked for
_LATE = dt.timedelta(seconds=5)  # a save that began before another may end after it
MOST = 400  # lines of a page


@dataclass(frozen=True)
class Opened:
    """A grid that somebody may key in: their role there, and its households."""

    of: Sheet
    role: str
    ready: Ready
    grid: Grid
    is_everyone: bool

    @property
    def homes(self) -> list[Reviewed]:
        return [one for one in self.ready.found if self.is_everyone or one.is_listed]


@page("enter", title="Bảng nhập phiếu", nav=("Số liệu", 11))
@require_GET
def grid(request: HttpRequest) -> HttpResponse:
    """Where a grid is chosen, and the grid."""
    given: dict[str, Any] = {"form": _choices(request)}
    if not request.GET.get("place"):
        return render(request, "intake/grids.html", given)
    try:
        found = _opened(request, request.GET, is_masked=not _shows_names(request, request.GET))
    except Refused as refused:
        return render(request, "intake/grids.html", {**given, "problems": refused.problems}, status=409)
    typed = kept.typed_lines(found.of)
    lines = _lines(found, typed)
    return render(
        request,
        "intake/grid.html",
        {
            **given,
            "of": found.of,
            "grid": found.grid,
            "is_everyone": found.is_everyone,
            "tabs": [
                kit.Tab(label, _at(found.of, part=part, is_everyone=found.is_everyone), part == found.of.part)
                for part, label in parts_of(found.ready).items()
            ],
            "village": found.ready.review.place.village(found.of.village).name,
            "lines": lines[:MOST],
            "added": _added(found, typed),
            "hidden": max(0, len(lines) - MOST),
            "common": _common(found, typed),
            "count": len(keyed(found.grid, typed)),
            "problems": _locked(found),
            "seen": json.dumps({key: _bare(one)["cells"] for key, one in typed.items()}, ensure_ascii=False),
            "has_names": _shows_names(request, request.GET),
            "since": (timezone.now() - _LATE).isoformat(),
            "is_votes": found.of.part == VOTES,
        },
    )


@page("enter", title="Lưu dòng của bảng nhập")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was typed in lines: one line from the script, the whole grid from the plain form."""
    found = _opened(request, request.POST, is_masked=False)
    by = request.user.get_username()
    clashes, sent = {}, _sent(request, found.grid)
    for key, (changes, seen) in sent.items():
        if clash := kept.save(found.of, key, changes, seen, by):
            clashes[key] = clash
    typed = kept.typed_lines(found.of)
    # Where what holds for every line was changed, every line is looked at again.
    asked = typed if COMMON in sent else {key: typed[key] for key in (*sent, COMMON) if key in typed}
    _check(request, found, asked)
    if request.headers.get("X-Grid") == "1":
        now = kept.typed_lines(found.of, asked)
        return JsonResponse({"lines": [_bare(one) for one in now.values()], "clashes": clashes})
    if clashes:
        messages.warning(request, t("Có ô người khác vừa sửa: giá trị của họ được giữ, xem lại rồi gõ lại nếu cần."))
    return redirect(_at(found.of, is_everyone=found.is_everyone))


@page("enter", title="Theo dõi bảng nhập")
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """What colleagues changed since a moment."""
    of = _sheet(request, request.GET)
    try:
        moment = dt.datetime.fromisoformat(request.GET.get("since", ""))
        if timezone.is_naive(moment):
            raise Http404
        moment = moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Http404 from None
    now = timezone.now()
    others = [one for one in kept.since(of, moment).values() if one.by != request.user.get_username()]
    return JsonResponse({"lines": [_bare(one) for one in others], "since": (now - _LATE).isoformat()})


@page("enter", title="Hiện tên chủ hộ để nhập")
@require_POST
def names(request: HttpRequest) -> HttpResponse:
    """Show the names of the list, as on the paper: an act that says whose list, and names nobody."""
    found = _opened(request, request.POST, is_masked=True)
    with access.act(request, "personal.reveal", at=found.of.place, right="personal") as act:
        act.note(table="households", column="head_name", period=found.of.period, village=found.of.village)
        act.note(rows=len(found.homes))
    asked = request.session.get(_NAMES, [])
    request.session[_NAMES] = [*asked[-20:], _list(found.of)]
    return redirect(_at(found.of, is_everyone=found.is_everyone))


@page("enter", title="Thêm hộ vào bảng nhập")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A household that is on no list: its code and its head, from the paper."""
    found = _opened(request, request.POST, is_masked=True)
    key, head = request.POST.get("key", "").strip()[:50], request.POST.get("head", "").strip()[:200]
    known = {one.household.code for one in found.homes}
    if key and key != COMMON and key not in known:
        kept.save(found.of, key, {"head_name": head or "?"}, {}, request.user.get_username())
    return redirect(_at(found.of, is_everyone=found.is_everyone))


@page("enter", title="Bỏ hộ đã thêm khỏi bảng nhập")
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """A household that was added by mistake. What a colleague typed in its line since the page was drawn stays."""
    found = _opened(request, request.POST, is_masked=True)
    line = kept.typed_lines(found.of).get(request.POST.get("key", ""))
    if line is not None and line.key in {one.key for one in _added(found, {line.key: line})}:
        kept.save(found.of, line.key, dict.fromkeys(line.cells, ""), line.cells, request.user.get_username())
    return redirect(_at(found.of, is_everyone=found.is_everyone))


@page("enter", title="Gửi bảng nhập")
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Record the right lines as one batch. A wrong line stays in the grid, with what is wrong at its cells."""
    found = _opened(request, request.POST, is_masked=False)
    if locked := _locked(found):
        raise Refused(locked)
    author = reading.author(request.user, found.role)
    typed = kept.typed_lines(found.of)
    # What the register has by now, of a file or a colleague, is mended there: a line typed before does not replace it.
    if there := _recorded(found).keys() & keyed(found.grid, typed).keys():
        typed = {key: one for key, one in typed.items() if key not in there}
        told = t("Hộ đã có trong sổ, dòng của bảng không ghi đè: {codes}.", codes=", ".join(sorted(there)))
        messages.warning(request, told)
    tried = read_lines(found.grid, found.ready, typed, author, is_dry=True) if keyed(found.grid, typed) else None
    if tried is None:
        messages.info(request, t("Bảng chưa có dòng nào được nhập."))
        return redirect(_at(found.of, is_everyone=found.is_everyone))
    if tried.whole:
        raise Refused(list(tried.whole))
    right = {key: one for key, one in typed.items() if key not in tried.wrong}
    if keyed(found.grid, right):
        why = t("nhập từ phiếu giấy trên bảng")
        done = read_lines(found.grid, found.ready, right, author, is_dry=False, why=why).done
        kept.forget(found.of, keyed(found.grid, right).values())
        batch = done.batch
        said = (
            t("Đã ghi {n} dòng, đợt {batch}.", n=done.rows_ok, batch=batch or "–")
            if batch
            else t("Các dòng này đã có, không có gì thay đổi.")
        )
        messages.success(request, said)
    if tried.wrong:
        _check(request, found, typed)
        messages.warning(request, t("{n} dòng còn lỗi, ở lại bảng để sửa.", n=len(tried.wrong)))
    return redirect(_at(found.of, is_everyone=found.is_everyone))


# What is asked


def _sheet(request: HttpRequest, given: Any) -> Sheet:
    """Which grid the address names. "Not found" for what is none, or not theirs to key."""
    place, part = given.get("place", ""), given.get("part", "") or SHEETS
    if part not in PARTS or access.person(request).role_at("enter", place) is None:
        raise Http404
    return Sheet(place, read_period(given.get("period", "")).text, part, given.get("village", "")[:50])


def _opened(request: HttpRequest, given: Any, *, is_masked: bool) -> Opened:
    of = _sheet(request, given)
    role = access.person(request).role_at("enter", of.place)
    if role is None:
        raise PermissionDenied
    scope = access.person(request).scope("enter")
    asked = Asked(of.village or of.place, read_period(of.period), is_everyone=True, is_preview=is_masked)
    within = None if scope.is_whole else scope.codes
    office = reading.office()
    with office.register() as register:
        ready = read_ready(register, office, reading.author(request.user, role), asked, within=within)
    if ready.review.place.commune.code != of.place:
        raise Http404
    if of.part not in parts_of(ready):
        of = Sheet(of.place, of.period, SHEETS, of.village)
    return Opened(of, role, ready, grid_of(of.part, ready), given.get("everyone") == "1")


def _choices(request: HttpRequest) -> dict[str, Any]:
    """The form above the grid: commune, period, village."""
    who = access.person(request)
    chosen = request.GET.get("place", "")
    found = communes(who)
    if not chosen and len(found) == 1:
        chosen = found[0][0]
    return {
        "communes": found,
        "place": chosen,
        "period": request.GET.get("period", "") or str(who.on.year),
        "villages": _villages(request, chosen),
        "village": request.GET.get("village", ""),
    }


def _villages(request: HttpRequest, place: str) -> list[tuple[str, str]]:
    if not place or access.person(request).role_at("enter", place) is None:
        return []
    from mtqg.web.registers import books

    return list(books.villages(access.reader(request, "enter"), place).items())


def _at(of: Sheet, *, part: str = "", is_everyone: bool = False) -> str:
    asked = {**of.asked, "part": part or of.part, **({"everyone": "1"} if is_everyone else {})}
    return f"{reverse('grid')}?{urlencode(asked)}"


def _list(of: Sheet) -> list[str]:
    return [of.place, of.period, of.village]


def _shows_names(request: HttpRequest, given: Any) -> bool:
    return _list(_sheet(request, given)) in request.session.get(_NAMES, [])


def _locked(found: Opened) -> list[Any]:
    return locks(access.database(), found.grid.form.name, found.of.place, found.of.period)


# What is shown


def _lines(found: Opened, typed: dict[str, Typed]) -> list[dict[str, Any]]:
    """The households of the list in the order of the printed sheets, then those that were added."""
    shown, recorded = [], _recorded(found)
    for one in found.homes:
        code = one.household.code
        shown.append(_line(found, code, one.household.head, typed.get(code), recorded=recorded.get(code, "")))
    for line in _added(found, typed):
        shown.append(_line(found, line.key, line.cells.get("head_name", ""), line, recorded=""))
    return shown


def _added(found: Opened, typed: dict[str, Typed]) -> list[Typed]:
    """Lines of households that are on no list."""
    known = {COMMON, *(one.household.code for one in found.homes)}
    return [line for key, line in typed.items() if key not in known and line.cells]


def _line(found: Opened, key: str, head: str, typed: Typed | None, *, recorded: str) -> dict[str, Any]:
    cells = typed.cells if typed else {}
    return {
        "key": key,
        "head": head,
        "recorded": recorded,
        "cells": [] if recorded else [(column, cells.get(column.name, "")) for column in found.grid.columns],
        "told": _said(typed) if typed and not recorded else {},
    }


def _recorded(found: Opened) -> dict[str, str]:
    """What the register has already, by household: that is mended, not keyed again."""
    if found.of.part == VOTES:
        said = {True: t("đã biểu quyết: thông qua"), False: t("đã biểu quyết: chưa thông qua")}
        return {code: said[passed] for code, passed in found.ready.voted.items()}
    if found.of.part == SHEETS:
        return {one.household.code: t("đã có phiếu trong kỳ") for one in found.ready.found if one.now is not None}
    return dict.fromkeys(_answered(found), t("đã có câu trả lời"))


def _answered(found: Opened) -> set[str]:
    from mtqg.web.poverty.models import PovertyAnswers

    rows = PovertyAnswers.objects.filter(
        ended_by=None, period=found.of.period, locality_code__in=sorted(found.ready.review.place.codes)
    )
    return set(rows.values_list("household_code", flat=True))


def _common(found: Opened, typed: dict[str, Typed]) -> list[tuple[Any, str]]:
    cells = typed[COMMON].cells if COMMON in typed else {}
    return [(column, cells.get(column.name, "")) for column in found.grid.columns if column.is_common]


def _said(line: Typed) -> dict[str, Any]:
    """What stands beside a line: the rule's class with its reason, and what is wrong at which cell."""
    said = dict(line.told)
    return {
        "class": t(said["class"]) if said.get("class") else "",
        "tone": said.get("tone", "off"),
        "why": said.get("why", ""),
        "wrong": said.get("wrong", []),
        "by": line.by,
    }


def _bare(line: Typed) -> dict[str, Any]:
    """A line for the script. The name of a household that was added is not sent."""
    cells = {name: value for name, value in line.cells.items() if name != "head_name"}
    return {"key": line.key, "cells": cells, "said": _said(line), "by": line.by}


def _check(request: HttpRequest, found: Opened, lines: dict[str, Typed]) -> None:
    from django.conf import settings

    author = reading.author(request.user, found.role)
    said = said_of(found.of, found.grid, found.ready, lines, author, is_synthetic=settings.IS_SYNTHETIC)
    kept.told(found.of, said, lines)


def _sent(request: HttpRequest, grid: Grid) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Line -> changed cells, and what these said before.

    The script sends one line as JSON; the plain form sends every cell as "KEY|column", with what it said in "seen".
    """
    names = {one.name for one in grid.columns}
    if text := request.POST.get("line", ""):
        try:
            said = _read(text)
            key, cells, seen = str(said["key"])[:50], dict(said["cells"]), dict(said["seen"])
        except (ValueError, KeyError, TypeError):
            raise Http404 from None
        wanted = {str(name): str(value) for name, value in cells.items() if name in names}
        return {key: (wanted, {str(name): str(value) for name, value in seen.items()})} if key else {}
    try:
        before = _read(request.POST.get("seen", "{}"))
        before = {str(key): dict(cells) for key, cells in before.items()}
    except (ValueError, AttributeError, TypeError):
        raise Http404 from None
    found: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    for field, value in request.POST.items():
        key, bar, name = field.rpartition("|")
        was = str(before.get(key, {}).get(name, ""))
        if bar and name in names and value.strip() != was:
            cells, seen = found.setdefault(key[:50], ({}, {}))
            cells[name], seen[name] = value, was
    return found


def _read(text: str) -> Any:
    """JSON that can be kept: half a character, which JSON can spell, can be written nowhere."""
    try:
        said = json.loads(text)
    except RecursionError as deep:
        raise ValueError("too deep") from deep
    json.dumps(said, ensure_ascii=False).encode()
    return said
