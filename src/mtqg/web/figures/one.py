"""One figure: with its selectors, its series, what was published beside it, and what it is made of down to the cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mtqg.acting import read_known
from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.figure import Figure, Question, quantities
from mtqg.core.numbers import number, rounded
from mtqg.core.period import Period, read_day
from mtqg.core.shelf import Shelf
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.audit.subjects import beside, figure_name
from mtqg.web.figures import answers
from mtqg.web.figures.asked import Asked, address, asked_of, text_of, text_page
from mtqg.web.figures.rows_beside import reached, shown_rows
from mtqg.web.words import standard_told, t

ROWS = 50
_BASES = (("register", "Số ghi trong sổ"), ("published", "Số đã công bố"))
_FILLED = (("", "không tính"), ("1", "tính số ước đã chọn"))
_STATUS = {
    "official": ("chính thức", "good"),
    "preliminary": ("sơ bộ", "waiting"),
    "estimate": ("ước", "waiting"),
    None: ("chưa biết", "off"),
}


@dataclass(frozen=True)
class Selected:
    """A question as the form of the page asks it."""

    asked: Asked
    question: Question
    known: Any
    basis: str
    of: str

    @property
    def values(self) -> dict[str, Any]:
        """As parts of an address."""
        of = self.question
        return {
            "measure": of.measure,
            "locality": of.locality,
            "period": of.period,
            "on": of.on if self.is_on_said else "",
            "standard": of.standard,
            "edition": of.edition,
            "known": "" if of.known == "now" else of.known,
            "basis": "" if self.basis == "register" else self.basis,
            "filled": "1" if self.is_filled else "",
        }

    is_on_said: bool = False
    is_filled: bool = False  # with what was chosen for communes that have not sent theirs


@page("see", title="Chỉ tiêu", nav=("Số liệu", 10))
@require_GET
def measure(request: HttpRequest) -> HttpResponse:
    selected = _selected(request)
    found = _answered(selected)
    if request.GET.get("format") == "json":
        return JsonResponse(found.as_json(), json_dumps_params={"ensure_ascii": False})
    series = _series(selected)
    given = {
        "selected": selected,
        "fields": _fields(selected),
        "choices": _choices(selected),
        "figure": found,
        "number": _shown(selected, found),
        "facts": _facts(found),
        "series": _series_table(selected, series),
        "bars": _series_bars(selected, series),
        "published": (printed := _published(selected) if selected.basis == "register" else None),
        "published_text": text_of(printed.value, printed.measure) if printed else "",
        "explained_at": address("explanation", **selected.values),
        "json_at": address("figure", **selected.values, format="json"),
        "beside": beside(request, "figure", figure_name(selected.values), selected.question.locality),
    }
    return render(request, "figures/measure.html", given)


@page("see", title="Nguồn của con số")
@require_GET
def explanation(request: HttpRequest) -> HttpResponse:
    from mtqg.core.explain import Page, explain
    from mtqg.law.book import Law
    from mtqg.poverty.explain import with_proposal

    selected = _selected(request)
    if selected.basis == "published":
        from mtqg.published import published_explanation

        found = _answered(selected)
        said = published_explanation(selected.question, of=selected.of, home=answers.instance().home)
    else:
        with _shelf(selected) as shelf:
            law = shelf.books.law
            assert isinstance(law, Law)
            found = _figure(selected, shelf)
            asked_page = Page(text_page(request), ROWS)
            said = explain(
                found,
                shelf,
                of=selected.of,
                page=asked_page,
                enrich=lambda table, rows: with_proposal(table, rows, law),
            )
    if request.GET.get("format") == "json":
        said = {**said, "rows": reached(request, said["rows"], found, selected.of)[0]}
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    return render(request, "figures/explanation.html", _explained(request, selected, found, said))


def _explained(request: HttpRequest, selected: Selected, found: Figure, said: dict[str, Any]) -> dict[str, Any]:
    rows, hidden = reached(request, said["rows"], found, selected.of)
    paged = said["page"]
    return {
        "selected": selected,
        "figure": found,
        "number": _shown(selected, found),
        "facts": _facts(found),
        "fraction": _fraction(selected, found),
        "inputs": _inputs(found),
        "parts": _parts(request, selected, found, said["parts"]).sorted_as(request.GET) if said["parts"] else None,
        "tabs": _tabs(selected, found),
        "rows": shown_rows(selected.question, selected.of, rows),
        "hidden": hidden,
        "page_of": paged,
        "before": paged["number"] - 1 if paged["number"] > 1 else "",
        "after": paged["number"] + 1 if paged["number"] < paged["pages"] else "",
        "figure_at": address("figure", **selected.values),
        "json_at": address("explanation", **selected.values, of=selected.of, format="json"),
        "crumbs": [
            kit.Link(one.name, address("explanation", **{**selected.values, "locality": one.code}))
            for one in selected.asked.path
        ],
    }


def _selected(request: HttpRequest) -> Selected:
    """The question of the address. A wrong selector is refused with its code; a place out of reach is not found."""
    asked = asked_of(request)
    given = {name: request.GET.get(name, "").strip() for name in ("measure", "on", "standard", "edition", "known")}
    measure = CATALOGUE.measure(given["measure"] or answers.HEADLINES[0])
    on = read_day(given["on"]) if given["on"] else None
    known = read_known(given["known"] or None)
    edition = int(given["edition"]) if given["edition"].isdecimal() else None
    question = answers.question(
        measure.name,
        asked.place.code,
        asked.period,
        territory=access.book(),
        today=access.today(),
        on=on,
        standard=given["standard"] or None,
        edition=edition,
        known=given["known"] or "now",
    )
    basis = "published" if request.GET.get("basis") == "published" else "register"
    names = quantities(measure)
    of = request.GET.get("of", "part")
    return Selected(asked, question, known, basis, of if of in names else "part", on is not None, _is_filled(request))


def _is_filled(request: HttpRequest) -> bool:
    return request.GET.get("filled") == "1"


def _shelf(selected: Selected) -> Any:
    from mtqg.books import opened_shelf

    if selected.known is None:
        return answers.shelf(is_filled=selected.is_filled)
    return opened_shelf(answers.instance(), selected.known, is_filled=selected.is_filled)


def _figure(selected: Selected, shelf: Shelf) -> Figure:
    from mtqg.core.figure import figure

    return figure(selected.question, shelf)


def _answered(selected: Selected) -> Figure:
    if selected.basis == "published":
        from mtqg.published import published_figure

        return published_figure(selected.question, answers.instance().home)
    with _shelf(selected) as shelf:
        return _figure(selected, shelf)


def _published(selected: Selected) -> Figure | None:
    """What was printed, beside the register's figure and never mixed with it; None where nothing is tied to it."""
    from mtqg.published import published_figure

    try:
        found = published_figure(replace(selected.question, edition=None, known="now"), answers.instance().home)
    except Refused:
        return None
    return found if found.exact is not None else None


def _series(selected: Selected) -> list[Figure]:
    """The same figure for each year of which anything is recorded, by the boundaries of the page."""
    from mtqg.core.figure import figure

    periods = sorted((one for one in selected.asked.periods if _is_year(one)), key=lambda one: one.last)
    if selected.basis == "published" or selected.question.edition is not None:
        return []
    of, book = selected.question, access.book()
    with _shelf(selected) as shelf:
        asked = [
            replace(
                answers.question(
                    of.measure, of.locality, one, territory=book, today=access.today(), on=of.on, known=of.known
                ),
                standard=of.standard,
            )
            for one in periods
        ]
        return [figure(one, shelf) for one in asked]


def _is_year(period: Period) -> bool:
    return (period.first.month, period.first.day, period.last.month, period.last.day) == (1, 1, 12, 31) and (
        period.first.year == period.last.year
    )


def _series_table(selected: Selected, series: list[Figure]) -> kit.Table | None:
    if not series:
        return None
    columns = (
        kit.Column("Kỳ"),
        kit.Column("Giá trị", is_number=True),
        kit.Column("Tử số", is_number=True),
        kit.Column("Mẫu số", is_number=True),
        kit.Column("Chuẩn"),
        kit.Column("Số xã"),
        kit.Column("Tình trạng"),
        kit.Column("Ghi chú"),
    )
    rows, before = [], None
    for one in series:
        link = kit.Link(
            text_of(one.value, one.measure),
            address("explanation", **{**selected.values, "period": one.question.period}),
        )
        is_break = before is not None and one.standard != before
        note = t("đổi chuẩn: không so với các năm trước") if is_break else ""
        before = one.standard
        reach = f"{one.have}/{one.of}" if one.of else ""
        rows.append(
            (one.question.period.text, link, one.part, one.whole, standard_told(one.standard), reach, chip(one), note)
        )
    return kit.Table(columns, rows)


def _series_bars(selected: Selected, series: list[Figure]) -> kit.Bars | None:
    known = [one for one in series if one.exact is not None]
    if len(known) < 2:
        return None
    bars = [
        (one.question.period.text, one.exact, text_of(one.value, one.measure)) for one in known if one.exact is not None
    ]
    return kit.Bars(t(known[0].measure.label), bars)


def chip(found: Figure) -> kit.Chip:
    """How sure a figure is."""
    return kit.Chip(*_STATUS.get(found.status, (str(found.status), "plain")))


def _shown(selected: Selected, found: Figure) -> kit.Number:
    unit = "" if found.measure.unit == "%" or found.exact is None else t(found.measure.unit)
    return kit.Number(text_of(found.value, found.measure), unit, t(found.measure.label))


def _facts(found: Figure) -> list[tuple[str, Any]]:
    """What a figure says of itself."""
    law = [" ".join(filter(None, (one["place"], one["document"]))) + f" ({_standing(one)})" for one in found.law]
    snapshots = [t("lần {n}", n=one.edition) for one in found.snapshots if one.edition]
    facts: list[tuple[str, Any]] = [
        ("Nơi", f"{found.place.name} ({found.place.code})"),
        ("Kỳ", found.question.period.text),
        ("Theo địa giới ngày", found.question.boundaries),
        ("Chuẩn", standard_told(found.standard)),
        ("Số xã có số liệu", f"{found.have}/{found.of}" if found.of else ""),
        ("Số xã được ước", _filled(found)),
        ("Bản chốt", ", ".join(dict.fromkeys(snapshots)) if found.basis == "register" else ""),
        ("Căn cứ pháp lý", "; ".join(law)),
        ("Lưu ý", found.reason),
        ("Cách tính", found.measure.note),
    ]
    return [(label, kit.shown(value)) for label, value in facts if value]


def _filled(found: Figure) -> str:
    if not found.fills:
        return ""
    share = found.filled_share
    part = t("chiếm {share}%", share=number(str(rounded(share * 100, 1)))) if share is not None else ""
    return f"{found.filled} ({part})" if part else str(found.filled)


def _standing(cite: dict[str, Any]) -> str:
    from mtqg.law.tables import STANDINGS

    return t(STANDINGS.get(cite["standing"], cite["standing"]))


def _fields(selected: Selected) -> list[dict[str, Any]]:
    """The text fields of the form: kept as they were asked."""
    of = selected.question
    return [
        {
            "name": "on",
            "label": "Theo địa giới ngày",
            "value": of.on.isoformat() if of.on and selected.is_on_said else "",
            "type": "date",
        },
        {
            "name": "known",
            "label": "Biết đến (ngày hoặc số tác vụ)",
            "value": "" if of.known == "now" else of.known,
            "type": "text",
        },
        {"name": "edition", "label": "Bản chốt lần", "value": of.edition or "", "type": "number"},
    ]


def _choices(selected: Selected) -> list[kit.Choice]:
    from mtqg.law.book import seed

    measures = answers.shown_names(CATALOGUE.measures.values())
    of = selected.question
    standards = [("", t("theo luật của kỳ"))]
    if CATALOGUE.measure(of.measure).standards:
        names = {one.name for one in seed().standards if one.kind == CATALOGUE.measure(of.measure).standards}
        standards += [(one, standard_told(one)) for one in sorted(names)]
    return [
        kit.Choice("measure", "Chỉ tiêu", measures, of.measure),
        *selected.asked.choices,
        kit.Choice("standard", "Chuẩn", tuple(standards), of.standard or ""),
        kit.Choice("basis", "Nguồn", _BASES, selected.basis),
        kit.Choice("filled", "Xã chưa gửi", _FILLED, "1" if selected.is_filled else ""),
    ]


def _fraction(selected: Selected, found: Figure) -> list[kit.Link]:
    """Part and whole, each leading to its rows."""
    names = quantities(found.measure)
    values = {"part": found.part, "whole": found.whole}
    return [
        kit.Link(
            f"{t(answers.quantity_name(found.measure, one))}: {number(str(values[one]))}",
            address("explanation", **selected.values, of=one),
        )
        for one in names
        if values.get(one) is not None
    ]


def _tabs(selected: Selected, found: Figure) -> list[kit.Tab]:
    return [
        kit.Tab(
            answers.quantity_name(found.measure, one),
            address("explanation", **selected.values, of=one),
            one == selected.of,
        )
        for one in quantities(found.measure)
    ]


def _inputs(found: Figure) -> list[kit.Link]:
    """The figures that a derived one is made of, each with its own explanation."""
    return [
        kit.Link(
            f"{t(one.measure.label)}, {one.question.period}: {text_of(one.value, one.measure)}",
            address(
                "explanation",
                measure=one.measure.name,
                locality=one.question.locality,
                period=one.question.period,
                standard=one.standard,
                filled="1" if one.fills else "",
            ),
        )
        for one in found.inputs
    ]


def _parts(request: HttpRequest, selected: Selected, found: Figure, parts: list[dict[str, Any]]) -> kit.Table:
    columns = (
        kit.Column("Đơn vị"),
        kit.Column("Tử số", is_number=True),
        kit.Column("Mẫu số", is_number=True),
        kit.Column("Giá trị", is_number=True),
    )
    rows = []
    for one in parts:
        code, name = one["locality"]["code"], one["locality"]["name"]
        is_unit = code != found.place.code and selected.asked.reaches(code)
        unit = kit.Link(name, address("explanation", **{**selected.values, "locality": code})) if is_unit else name
        value = answers.value_of(found.measure, one["part"], one["whole"])
        rows.append((unit, one["part"], one["whole"], value))
    total = (t("Cộng"), found.part, found.whole, text_of(found.value, found.measure))
    return kit.Table(columns, rows, total=total)
