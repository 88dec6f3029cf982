"""Explanations for the page: what stands behind each printed figure, one panel for each figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mtqg.core.figure import Figure, quantities
from mtqg.core.numbers import decimal_text
from mtqg.reports import wording
from mtqg.reports.document import Document, Printed, printed
from mtqg.reports.source import UNIT_COUNTS, Source

EXACT_DIGITS = 12


@dataclass
class Panel:
    """``facts``: label and text; ``rows``: by quantity, the first rows; ``inputs``: panels of derived figures."""

    id: str
    figure: Figure
    title: str
    value: str
    facts: list[tuple[str, str]]
    rows: list[dict[str, Any]]
    command: str
    inputs: list[Panel] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)  # anchor and place of each number that prints it


@dataclass
class Panels:
    """All panels of a document, and which one each printed number opens."""

    panels: list[Panel]
    of_number: dict[int, str]


def panels(document: Document, source: Source) -> Panels:
    """A panel for each figure that the document prints, and for those that derived ones are made of."""
    made: dict[tuple[Any, ...], Panel] = {}
    of_number: dict[int, str] = {}
    for one in printed(document):
        assert one.run.figure is not None
        panel = _panel(one.run.figure, source, made)
        _told_target(panel, one)
        panel.places.append((anchor(one.at), one.place))
        of_number[one.at] = panel.id
    return Panels(list(made.values()), of_number)


def anchor(at: int) -> str:
    """The id of a printed number."""
    return f"n{at}"


def _panel(figure: Figure, source: Source, made: dict[tuple[Any, ...], Panel]) -> Panel:
    key = (
        figure.measure.name,
        figure.place.code,
        figure.question.period,
        figure.standard,
        tuple(one.hash for one in figure.snapshots),
    )
    if key not in made:
        made[key] = panel = Panel(
            id=f"f{len(made)}",
            figure=figure,
            title=figure.measure.label,
            value=_value(figure),
            facts=[fact for fact in _facts(figure, source) if fact[1]],
            rows=list(_rows(figure, source)),
            command=_command(figure),
        )
        panel.inputs = [_panel(one, source, made) for one in figure.inputs]
    return made[key]


def _value(figure: Figure) -> str:
    unit = "" if figure.exact is None or figure.measure.unit == "%" else f" {figure.measure.unit}"
    return f"{wording.value(figure)}{unit}"


def _facts(figure: Figure, source: Source) -> Iterator[tuple[str, str]]:
    place = figure.place
    yield "Đơn vị", f"{place.name} ({place.code}), theo địa giới ngày {wording.day(figure.question.boundaries)}"
    yield "Kỳ", f"{wording.when(figure)} ({wording.KINDS[figure.measure.kind]})"
    yield "Tử số / mẫu số", _ratio(figure)
    yield "Giá trị chính xác", _exact(figure)
    yield "Bao phủ", f"{wording.number(figure.have)}/{wording.number(figure.of)} đơn vị có số liệu" if figure.of else ""
    yield "Tình trạng", wording.STATUSES.get(figure.status or "", "")
    yield "Chuẩn", source.standard_label(figure.standard) if figure.standard else ""
    yield "Căn cứ", "; ".join(map(_law, figure.law))
    yield "Bản chốt", "; ".join(map(_snapshot, figure.snapshots))
    yield "Ghi chú", figure.reason or figure.measure.note


def _ratio(figure: Figure) -> str:
    if figure.part is None or figure.whole is None:
        return ""
    return f"{wording.number(figure.part)} / {wording.number(figure.whole)}"


def _exact(figure: Figure) -> str:
    if figure.exact is None or figure.exact.denominator == 1:
        return ""
    return decimal_text(figure.exact, EXACT_DIGITS).replace(".", ",")


def _law(one: dict[str, Any]) -> str:
    place = f", {one['place']}" if one["place"] else ""
    return f"{one['document']}{place} ({wording.STANDINGS.get(one['standing'], one['standing'])})"


def _snapshot(one: Any) -> str:
    return f"{one.dataset} {one.locality} kỳ {one.manifest['period']}, lần {one.edition}, dấu kiểm {one.hash}"


def _rows(figure: Figure, source: Source) -> Iterator[dict[str, Any]]:
    for name in quantities(figure.measure):
        found = source.rows(figure, name)
        if found.shown:
            word = "Tử số" if name == "part" else "Mẫu số"
            yield {
                "name": word if figure.whole is not None else "Các dòng được cộng",
                "total": wording.number(found.total),
                "shown": [_row(one, source.name(one["locality"], figure.question.boundaries)) for one in found.shown],
                "more": found.total > len(found.shown),
            }


def _row(one: dict[str, Any], name: str) -> dict[str, str]:
    source, decision = one["source"], one["decision"]
    sheet = f" [{source['sheet']}]" if source["sheet"] else ""
    decided = ""
    if decision:
        decided = f"{decision['number']} ngày {wording.day(decision['signed_on'])}, {decision['issuer']}"
    return {
        "place": f"{name} ({one['locality']})",
        "amount": wording.number(one["amount"]),
        "source": f"{source['file']}{sheet} {source['cell']}",
        "decision": decided,
    }


def _command(figure: Figure) -> str:
    """The command line that lists every row."""
    question = figure.question
    if figure.measure in UNIT_COUNTS.values():
        level = figure.measure.name.removesuffix("_count")
        return f"mtqg localities tree --on {question.boundaries} --within {figure.place.code} --level {level}"
    on = f" --on {question.boundaries}" if question.boundaries != question.period.last else ""
    standard = f" --standard {figure.standard}" if figure.standard else ""
    edition = f" --edition {question.edition}" if question.edition is not None else ""
    status = " --status estimate" if figure.fills else ""
    asked = f"--locality {figure.place.code} --period {question.period}{on}{standard}{edition}{status}"
    return f"mtqg explain {figure.measure.name} {asked}"


def _told_target(panel: Panel, one: Printed) -> None:
    """A number held against a target: the panel says who set it."""
    target = one.run.target
    if target is None:
        return
    standing = wording.STANDINGS.get(target.standing, target.standing)
    text = f"{wording.number(target.value)} {target.unit}; {target.document}, {target.place} ({standing})"
    if ("Chỉ tiêu được giao", text) not in panel.facts:
        panel.facts.append(("Chỉ tiêu được giao", text))
