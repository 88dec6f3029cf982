"""Communes that have not sent their review: what is counted in their place is chosen here, all at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Problem, Refused
from mtqg.core.gaps import HOWS, Choice, Fillable, values_before
from mtqg.core.period import Period, read_period
from mtqg.localities.version import Version
from mtqg.poverty.fillable import impossible
from mtqg.submissions.gaps.actions import Setting, Wanted, changed, choose, refused, reported
from mtqg.submissions.gaps.book import Gaps
from mtqg.submissions.gaps.problems import NOT_A_COUNT
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.figures import answers
from mtqg.web.figures.asked import address, text_of
from mtqg.web.figures.reports import FORMS
from mtqg.web.numbers_in_addresses import number_in
from mtqg.web.words import t

SIZE = 100  # communes of a page: what a form of so many sends stays within what a request may hold
_DIGITS = re.compile(r"\d{1,9}")
_WAYS = {"": "chưa chọn", **HOWS}


@dataclass
class Line:
    """A commune on the page: what it has not sent, what it had before, and what is chosen for it."""

    code: str
    name: str
    missing: list[str]  # labels of the tables
    before: list[tuple[str, int]]  # label and amount in the last period
    how: str
    why: str
    after: int
    stands: str = ""  # how it is counted as the register has it, whatever was typed
    by: str = ""
    day: Any = None
    amounts: list[dict[str, Any]] = field(default_factory=list)  # name, label, typed text

    @property
    def is_left_out(self) -> bool:
        return self.stands == "leave"

    @property
    def ways(self) -> list[tuple[str, str]]:
        return [(name, label) for name, label in _WAYS.items() if name != "last" or self.before]


@dataclass(frozen=True)
class _Page:
    """What the page is about: a province, a period, the one before, and its communes that miss something."""

    place: Version
    period: Period
    setting: Setting
    owing: dict[str, str]
    sent: dict[str, set[str]]
    before: Mapping[str, Mapping[str, int]]
    lines: list[Line]
    complete: int


@page("fill", title="Xã chưa gửi số liệu", nav=("Số liệu", 23))
@require_http_methods(["GET", "HEAD", "POST"])
def gaps(request: HttpRequest) -> HttpResponse:
    """Which communes are missing in a period (GET), and what is counted for each of them (POST): an act for all."""
    asked = request.POST or request.GET
    provinces = _provinces(request)
    place = _place(request, asked.get("locality", ""), provinces)
    periods = answers.periods(access.database())
    text = asked.get("period", "")
    period = read_period(text) if text else (periods[0] if periods else read_period(str(access.today().year)))
    found = _about(request, place, period, periods)
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            return _chosen(request, found)
        except Refused as wrong:
            problems = list(wrong.problems)
    choices = [
        kit.Choice("locality", "Nơi", tuple((one.code, one.name) for one in provinces), place.code),
        kit.Choice(
            "period", "Kỳ", tuple((one.text, one.text) for one in dict.fromkeys((*periods, period))), period.text
        ),
    ]
    lines, number = _cut(found.lines, request.GET.get("page", "1"))
    context = {
        "found": found,
        "lines": lines,
        "here": number,
        "pages": range(1, -(-len(found.lines) // SIZE) + 1) if len(found.lines) > SIZE else [],
        "choices": choices,
        "problems": problems,
        "forms": FORMS.items(),
        "as_of": max(access.today(), period.last).isoformat(),
        "left": sum(not one.how for one in found.lines),
        "has_base": any(one.before and not one.how for one in lines),
        **_figures(found),
    }
    return render(request, "submissions/gaps.html", context, status=409 if problems else 200)


def _provinces(request: HttpRequest) -> list[Any]:
    seen = access.reader(request)
    found = [one for one in access.book().tree(seen.on, None, "province") if one.code in seen.scope]
    if not found:
        raise Http404
    return found


def _place(request: HttpRequest, code: str, provinces: list[Any]) -> Version:
    place = access.reader(request).place(code or provinces[0].code)
    if place.code not in [one.code for one in provinces]:
        raise Http404
    return place


def _about(request: HttpRequest, place: Version, period: Period, periods: Sequence[Period]) -> _Page:
    database = access.database()
    owing = {one.code: one.name for one in access.book().tree(period.last, place.code, "commune")}
    base = max((one for one in periods if one.last < period.first), key=lambda one: one.last, default=None)
    sent = {table: reported(database, table, period, owing) for table in _tables()}
    missing = sorted(set(owing) - set.intersection(*sent.values()))
    before: Mapping[str, Mapping[str, int]] = {}
    with answers.shelf() as shelf:
        then = shelf.books.territory.version(place.code, period.last)
        standards = {one.name: shelf.books.standard(one.standards, None, period.last) for one in CATALOGUE.fillable}
        if base is not None and then is not None and missing:
            before = values_before(shelf, then, period, base, missing)
    user = request.user
    setting = Setting(
        period=period,
        base=base,
        fillable=CATALOGUE.fillable,
        standards=standards,
        by=user.get_full_name() or user.get_username(),  # type: ignore[union-attr]
        origin=answers.instance().origin,
    )
    held = {table: Gaps(database).of(table, period) for table in _tables()}
    lines = [_line(request, code, owing[code], sent, before.get(code, {}), held) for code in missing]
    return _Page(place, period, setting, owing, sent, before, lines, len(owing) - len(missing))


def _tables() -> list[str]:
    return list(dict.fromkeys(one.quantity.table for one in CATALOGUE.fillable))


def _line(
    request: HttpRequest,
    code: str,
    name: str,
    sent: Mapping[str, set[str]],
    before: Mapping[str, int],
    held: Mapping[str, Mapping[str, Choice]],
) -> Line:
    """The line as it stands, or as it was typed where the form comes back."""
    lacking = [table for table in sent if code not in sent[table]]
    choices = [held[table][code] for table in lacking if code in held[table]]
    newest = max(choices, key=lambda one: one.act, default=None)
    amounts = {name: amount for one in choices for name, amount in one.amounts.items()}
    typed = request.POST if code in request.POST.getlist("code") else None
    asked = [one for one in CATALOGUE.fillable if one.quantity.table in lacking]
    return Line(
        code=code,
        name=name,
        missing=[CATALOGUE.tables[table].label for table in lacking],
        before=[(one.label, before[one.name]) for one in asked if one.name in before],
        how=typed.get(f"how-{code}", "") if typed else (newest.how if newest else ""),
        why=typed.get(f"why-{code}", "") if typed else (newest.why if newest else ""),
        after=newest.act if newest else 0,
        stands=newest.how if newest else "",
        by=newest.by if newest else "",
        day=newest.day if newest else None,
        amounts=[_field(one, code, amounts, typed) for one in asked],
    )


def _field(one: Fillable, code: str, amounts: Mapping[str, int], typed: Any) -> dict[str, Any]:
    name = f"{one.name}-{code}"
    text = typed.get(name, "") if typed else amounts.get(one.name, "")
    return {"name": name, "label": one.label, "value": text}


def _cut(lines: list[Line], text: str) -> tuple[list[Line], int]:
    number = min(max(1, number_in(text) or 1), max(1, -(-len(lines) // SIZE)))
    return lines[(number - 1) * SIZE : number * SIZE], number


def _figures(found: _Page) -> dict[str, Any]:
    """The rate over those that sent theirs, and with what is chosen for the others."""
    from mtqg.core.figure import figure
    from mtqg.core.status import figure_as

    shown: dict[str, Any] = {}
    asked = answers.question(
        answers.HEADLINES[0], found.place.code, found.period, territory=access.book(), today=access.today()
    )
    with answers.shelf() as shelf:
        real, filled = figure(asked, shelf), figure_as(asked, shelf, "estimate")
    about = {"measure": asked.measure, "locality": asked.locality, "period": found.period}
    shown["sent"] = kit.Number(
        text_of(real.value, real.measure), "", t("Chỉ các xã đã gửi ({have}/{of} xã)", have=real.have, of=real.of),
        address("explanation", **about),
    )  # fmt: skip
    if filled.fills:
        label = t("Ước, gồm {n} xã chưa gửi", n=filled.filled)
        shown["filled"] = kit.Number(
            text_of(filled.value, filled.measure), "", label, address("explanation", **about, filled="1")
        )
    shown["measure_label"] = real.measure.label
    return shown


# Writing


def _chosen(request: HttpRequest, found: _Page) -> HttpResponse:
    wanted = _wanted(request, found)
    database = access.database()
    written: list[Wanted] = []
    late: list[Wanted] = []
    if fresh := changed(database, wanted, found.setting):
        with suppress(_Unchanged), access.act(request, "gap.choose", at=found.place.code) as act:
            written, late = choose(act.inner, fresh, found.setting)
            if not written:
                raise _Unchanged
    if written:
        messages.success(request, t("Đã ghi cách tính cho {n} xã.", n=len(written)))
    elif not late:
        messages.info(request, t("Không có gì thay đổi."))
    if late:
        names = ", ".join(one.name for one in late)
        messages.info(request, t("Vừa gửi số liệu, không cần số thay nữa: {names}.", names=names))
    return redirect(_here(found))


class _Unchanged(Exception):
    """Leaves an act that would say nothing: the same was chosen a moment ago, or the rows have come in since."""


def _here(found: _Page) -> str:
    return address("gaps", locality=found.place.code, period=found.period)


def _wanted(request: HttpRequest, found: _Page) -> list[Wanted]:
    """What was chosen, for communes that owe the period. Everything wrong is said at once."""
    problems: list[Problem] = []
    wanted = []
    for code in dict.fromkeys(request.POST.getlist("code")):
        if code not in found.owing:
            raise Http404
        wanted.append(_one(request, found, code, problems))
    problems += refused(wanted, found.before, found.setting)
    sent = _partly_sent(found, [one.code for one in wanted if one.how == "estimate"])
    for one in wanted:
        problems += impossible(one.name, {**one.amounts, **sent.get(one.code, {})})
    if problems:
        raise Refused(problems)
    return wanted


def _partly_sent(found: _Page, codes: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """What communes have sent themselves of this period, where it is not everything: an estimate stands beside it."""
    partly = [code for code in codes if any(code in sent for sent in found.sent.values())]
    if not partly:
        return {}
    with answers.shelf() as shelf:
        then = shelf.books.territory.version(found.place.code, found.period.last)
        return values_before(shelf, then, found.period, found.period, partly) if then else {}


def _one(request: HttpRequest, found: _Page, code: str, problems: list[Problem]) -> Wanted:
    name, how = found.owing[code], request.POST.get(f"how-{code}", "")
    if how not in _WAYS:
        raise Http404
    typed = {one.name: request.POST.get(f"{one.name}-{code}", "").strip() for one in found.setting.fillable}
    if not how and any(typed.values()):
        how = "estimate"  # numbers were typed: they are not lost because nothing was chosen beside them
    if not how and request.POST.get("every") == "last" and found.before.get(code):
        how = "last"
    amounts: dict[str, int] = {}
    for one in found.setting.fillable if how == "estimate" else ():
        text = typed[one.name]
        plain = re.sub(r"[.\s]", "", text)
        if _DIGITS.fullmatch(plain) and plain.isascii():
            amounts[one.name] = int(plain)
        elif text:
            problems.append(NOT_A_COUNT.at(given=text[:40], place=name))
    why = request.POST.get(f"why-{code}", "").strip()[:300]
    after = number_in(request.POST.get(f"after-{code}", "")) or 0
    return Wanted(code=code, name=name, how=how, amounts=amounts, why=why, after=after)
