"""The overview of a place: its headline figures, what moved since the close, what was wanted, and who is late."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mtqg.core.numbers import number, rounded
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.accounts.work import form_label
from mtqg.web.figures import answers, maps
from mtqg.web.figures.answers import Answer, Overview
from mtqg.web.figures.asked import Asked, address, asked_of, text_of
from mtqg.web.words import t

_BARS = 20
_LATE = 12


@page("see", title="Tổng quan", nav=("Số liệu", 0))
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    found = answers.overview(asked.seen.database, asked.place.code, asked.period, access.today())
    given = {
        "asked": asked,
        "choices": asked.choices,
        "crumbs": [
            kit.Link(one.name, address("overview", locality=one.code, period=asked.period)) for one in asked.path
        ],
        "numbers": [_number(one) for one in found.answers],
        "targets": _targets(found),
        "below": _below(asked, found).sorted_as(request.GET) if found.parts else None,
        "bars": _bars(found),
        "map": maps.drawn(asked, found, request.GET.get("map", "")) if found.parts else None,
        "late": _late(asked),
        "pending": _pending(),
        "links": _links(asked),
    }
    return render(request, "figures/overview.html", given)


def explained(one: Answer) -> str:
    """The address of the page that explains a figure."""
    of = one.figure.question
    return address("explanation", measure=of.measure, locality=of.locality, period=of.period)


def _number(one: Answer) -> kit.Number:
    notes = [_moved(one), _coverage(one)]
    value = text_of(one.figure.value, one.measure)
    unit = "" if one.measure.unit == "%" or one.figure.exact is None else t(one.measure.unit)
    return kit.Number(value, unit, t(one.measure.label), explained(one), " · ".join(filter(None, notes)))


def _moved(one: Answer) -> str:
    """How the figure stands to the last edition."""
    if one.figure.exact is None:
        return ""
    moved = one.since_close
    if moved is None:
        return t("chưa chốt")
    if not moved:
        return t("như bản chốt lần {n}", n=one.edition)
    unit = t("điểm phần trăm" if one.measure.unit == "%" else one.measure.unit)
    value = number(rounded(abs(moved), one.measure.places))
    if rounded(abs(moved), one.measure.places) == 0:
        return t("gần như bản chốt lần {n}", n=one.edition)
    said = "tăng {value} {unit} so với bản chốt lần {n}" if moved > 0 else "giảm {value} {unit} so với bản chốt lần {n}"
    return t(said, value=value, unit=unit, n=one.edition)


def _coverage(one: Answer) -> str:
    figure = one.figure
    if not figure.of or figure.have == figure.of:
        return ""
    return t("{have}/{of} xã có số liệu", have=figure.have, of=figure.of)


def _targets(found: Overview) -> kit.Table | None:
    judged = [one for one in (*found.targets, *found.answers) if one.target is not None]
    columns = (
        kit.Column("Chỉ tiêu"),
        kit.Column("Kỳ"),
        kit.Column("Được giao", is_number=True),
        kit.Column("Thực hiện", is_number=True),
        kit.Column("Kết quả"),
        kit.Column("Văn bản giao"),
    )
    rows = [_target(one) for one in judged]
    return kit.Table(columns, rows) if rows else None


def _target(one: Answer) -> tuple[object, ...]:
    target = one.target
    assert target is not None
    met = {True: kit.Chip("đạt", "good"), False: kit.Chip("chưa đạt", "waiting"), None: kit.Chip("chưa biết", "off")}
    value = kit.Link(text_of(one.figure.value, one.measure), explained(one))
    label, period = t(one.measure.label), one.figure.question.period.text
    return (label, period, number(str(target.value)), value, met[one.is_met], f"{target.document} ({target.issued_by})")


def _below(asked: Asked, found: Overview) -> kit.Table:
    """The units below, each with its own part over whole; one click leads down."""
    measures = [one.measure for one in found.answers if any(one.measure.name in line for line in found.parts.values())]
    columns = (kit.Column("Đơn vị"), *(kit.Column(short(t(one.label)), is_number=True) for one in measures))
    rows = []
    for code, name in sorted(found.names.items(), key=lambda one: one[0]):
        values = [answers.value_of(measure, *found.parts[code].get(measure.name, (None, None))) for measure in measures]
        unit = kit.Link(name, address("overview", locality=code, period=asked.period)) if asked.reaches(code) else name
        rows.append((unit, *values))
    return kit.Table(columns, rows)


def short(label: str) -> str:
    """A label as the head of a column."""
    return label.removeprefix("Số ").replace(" đang giữ danh hiệu ", ": ").replace(" còn hiệu lực công nhận", "")


def _bars(found: Overview) -> kit.Bars | None:
    first = next((one.measure for one in found.answers if one.measure.name == answers.HEADLINES[0]), None)
    if first is None:
        return None
    values = [
        (found.names[code], value)
        for code, line in found.parts.items()
        if (value := answers.value_of(first, *line.get(first.name, (None, None)))) is not None
    ]
    highest = sorted(values, key=lambda one: -one[1])[:_BARS]
    if len(highest) < 2:
        return None
    title = t("{n} nơi có tỷ lệ hộ nghèo cao nhất (%)", n=len(highest))
    return kit.Bars(title, [(name, value, number(value)) for name, value in highest])


def _late(asked: Asked) -> dict[str, object]:
    """Reports of the place that are late."""
    book, on = access.book(), asked.seen.on
    inside = {asked.place.code, *(one.code for one in book.tree(asked.day, within=asked.place.code))}
    late = [one for one in asked.seen.submissions() if one.locality in inside and one.is_late(on)]
    columns = (kit.Column("Đơn vị"), kit.Column("Biểu"), kit.Column("Kỳ"), kit.Column("Hạn"))
    names = {one.locality: book.version(one.locality, on) for one in late}
    rows = [
        (
            kit.Link(_name(names[one.locality], one.locality), reverse("submission", args=[one.code])),
            form_label(one.form),
            one.period,
            one.due_now,
        )
        for one in late[:_LATE]
    ]
    table = kit.Table(columns, rows, empty="Không có báo cáo nào quá hạn.")
    return {"table": table, "count": len(late), "more": max(0, len(late) - _LATE)}


def _name(version: object, code: str) -> str:
    return str(getattr(version, "name", code))


def _pending() -> int:
    """Values of the law that judge nothing yet."""
    from mtqg.law.book import seed
    from mtqg.law.pending import pending

    return len(pending(seed(), on=access.today()).values)


def _links(asked: Asked) -> list[kit.Link]:
    more = asked.selectors
    return [
        kit.Link(t("Trang đọc"), address("reading", **more)),
        kit.Link(t("Ước thực hiện, sơ bộ, chính thức"), address("stages", **more)),
        kit.Link(t("Xem từng dòng trong sổ"), address("registers", locality=asked.place.code)),
        kit.Link(t("Lập báo cáo"), reverse("reports")),
    ]
