"""Charts: Vega-Lite specifications made of figures. Values are printed at the marks, so no axis carries numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mtqg.core.figure import Figure
from mtqg.reports import drawing, wording
from mtqg.reports.document import Chart, Run, Runs
from mtqg.reports.outline import Slot
from mtqg.reports.sentences import Writer

# Two colours of the Okabe-Ito set, which colour-blind readers tell apart; the target is dashed as well.
RESULT, WANTED = "#0072B2", "#D55E00"
RATE = "poor_household_rate"
FALL = "poor_household_rate_mean_yearly_fall"
# The drawing engine carries a sans-serif font of its own; without one of the others a list that ends in "serif"
# would draw no text at all.
FONT = "Times New Roman, Liberation Serif, Tinos, sans-serif"
LINES = {"domainColor": "#888", "tickColor": "#888"}
WIDTH = 520
BAR = 15


def poor_rate_by_year(writer: Writer, label: str) -> Chart | None:
    """The poor rate of each review, and the course that the assigned yearly fall asks for."""
    row = writer.years(RATE)
    if len(row) < 2:
        return None
    wanted, words = _wanted(writer, row)
    series = "Kết quả rà soát"
    data = [
        {"year": wording.years(one.question.period), "rate": float(_exact(one)), "text": wording.value(one)}
        for one in row
    ]
    course = [{"year": one["year"], "rate": rate} for one, rate in zip(data, wanted, strict=False)]
    x = {"field": "year", "type": "ordinal", "axis": {"labelAngle": 0, "title": None}}
    y = {"field": "rate", "type": "quantitative", "scale": {"zero": True}, "axis": None}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": data},
            "mark": {"type": "bar", "color": RESULT, "width": {"band": 0.45}},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": data},
            # Inside the foot of the bar, where no line can cross it.
            "mark": {"type": "text", "dy": -12, "fontSize": 14, "fontWeight": "bold", "color": "white"},
            "encoding": {"x": x, "y": {"datum": 0, "type": "quantitative", "axis": None}, "text": {"field": "text"}},
        },
    ]
    if course:
        layers.append(
            {
                "data": {"values": course},
                "mark": {
                    "type": "line",
                    "color": WANTED,
                    "strokeDash": [6, 4],
                    "strokeWidth": 2,
                    "point": {"color": WANTED, "size": 45},
                },
                "encoding": {"x": x, "y": y},
            }
        )
    title: Runs = (Run(f"{row[0].measure.label} cuối các năm "), Run(_span(row), "day"), *words)
    numbers = tuple(Run(wording.value(one), "number", one, "value") for one in row)
    return Chart(label, title, _spec(layers, height=210, width=WIDTH), _alt(series, row, words), numbers)


def poor_rate_by_unit(writer: Writer, label: str) -> Chart | None:
    """The poor rate of each unit below the place, the highest first."""
    period = writer.source.last(RATE)
    if period is None:
        return None
    whole = writer.source.figure(RATE, period)
    below = [one for one in writer.source.children(whole) if one.exact is not None]
    if whole.exact is None or not below:
        return None
    ordered = sorted([*below, whole], key=lambda one: (-_exact(one), one.place.code))
    data = [
        {
            "unit": one.place.name,
            "rate": float(_exact(one)),
            "text": wording.value(one),
            "colour": WANTED if one is whole else RESULT,
        }
        for one in ordered
    ]
    y = {"field": "unit", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 220, "ticks": False}}
    x = {"field": "rate", "type": "quantitative", "axis": None, "scale": {"zero": True}}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "height": {"band": 0.72}},
            "encoding": {"x": x, "y": y, "color": {"field": "colour", "type": "nominal", "scale": None}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 11},
            "encoding": {"x": x, "y": y, "text": {"field": "text"}},
        },
    ]
    spec = {**_spec(layers, height=BAR * len(ordered), width=WIDTH - 120), "data": {"values": data}}
    title: Runs = (
        Run(f"{whole.measure.label} theo đơn vị hành chính, "),
        Run(wording.when(whole), "day"),
    )
    numbers = tuple(Run(wording.value(one), "number", one, "value") for one in ordered)
    return Chart(label, title, spec, _alt("Cao nhất đến thấp nhất", ordered, (), by_place=True), numbers)


CHARTS = {"poor_rate_by_year": poor_rate_by_year, "poor_rate_by_unit": poor_rate_by_unit}


def _wanted(writer: Writer, row: list[Figure]) -> tuple[list[float], Runs]:
    """The rates that the target's yearly fall leads to from the first year's, and how it is said."""
    fall = writer.figure(Slot(FALL, "run"))
    said = None if fall is None else writer.said(fall)
    if said is None or said.target is None or fall is None:
        return [], ()
    each = Fraction(said.target.value)
    course = [float(_exact(row[0]) - each * step) for step in range(len(row))]
    value = Run(wording.number(said.target.value), "number", fall, "target", said.target)
    return course, (Run("; đường đứt: mức cần đạt nếu mỗi năm giảm "), value, Run(" điểm phần trăm"))


def _span(row: list[Figure]) -> str:
    return f"{wording.years(row[0].question.period)}-{wording.years(row[-1].question.period)}"


def _exact(figure: Figure) -> Fraction:
    assert figure.exact is not None  # unknown figures are not drawn
    return figure.exact


def _alt(series: str, row: list[Figure], words: Runs, *, by_place: bool = False) -> Runs:
    """What the picture shows, in words: every mark with its number, which is bound as well."""
    runs: list[Run] = [Run(f"{series}: ")]
    for number, one in enumerate(row):
        name = Run(one.place.name, "name") if by_place else Run(wording.when(one), "day")
        runs += [*([Run("; ")] if number else []), name, Run(" "), Run(wording.value(one), "number", one, "value")]
    return (*runs, *words, Run("."))


def _spec(layers: list[dict[str, Any]], *, height: int, width: int) -> dict[str, Any]:
    return {
        "width": width,
        "height": height,
        "background": "white",
        "layer": layers,
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "text": {"font": FONT},
            "axis": {"labelFont": FONT, "labelFontSize": 12, "labelColor": "#222", **LINES},
        },
    }


def svg(chart: Chart) -> str:
    """The picture for a page."""
    return drawing.picture(chart.spec, "svg").decode()


def png(chart: Chart) -> bytes:
    """The picture for a document, sharp enough to print."""
    return drawing.picture(chart.spec, "png")
