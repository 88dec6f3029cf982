"""The annex of estimates: the communes that have not sent theirs, what is counted in their place, by whom and why."""

from __future__ import annotations

from collections.abc import Iterator

from mtqg.core.figure import Figure
from mtqg.core.gaps import HOWS, Choice
from mtqg.core.period import Period
from mtqg.reports import fields, wording
from mtqg.reports.document import Block, Heading, Paragraph, Row, Run, Runs, Table
from mtqg.reports.sentences import Writer
from mtqg.reports.source import Gap

TITLE = "Xã chưa gửi số liệu và số ước thay cho các xã đó"
NOT_CHOSEN = "chưa chọn, không tính"


def annex(writer: Writer, ordinal: int) -> Iterator[Block]:
    """The annex, with a table for each period in which something was chosen; nothing where nothing was."""
    every = {period: writer.source.gaps(period) for period in _periods(writer)}
    found = {period: gaps for period, gaps in every.items() if any(one.choices for one in gaps)}
    if not found:
        return
    yield Heading(1, f"Phụ lục {wording.roman(ordinal)}", TITLE)
    for number, (period, gaps) in enumerate(found.items()):
        yield _table(f"Biểu {ordinal}{wording.letter(number + 1) if len(found) > 1 else ''}", period, gaps)
    yield Paragraph((Run(_RULE),), "small")


_RULE = (
    "Số ước chỉ dùng trong báo cáo này khi số liệu của xã chưa có; số liệu của xã gửi đến là thay ngay số ước. "
    "Số ước không đưa vào bản chốt số liệu chính thức."
)


def _periods(writer: Writer) -> list[Period]:
    """The periods of which a figure of the report does not speak for every commune."""
    partial = [one for one in writer.figures.values() if one.have < one.of and one.readings]
    return sorted({one.question.period for one in partial}, key=lambda one: (one.last, one.text))


def _table(label: str, period: Period, gaps: list[Gap]) -> Table:
    measures = [one.measure for one in gaps[0].figures]
    heads = ["Xã", "Chưa gửi", "Cách tính", *(one.label for one in measures), "Người chọn, ngày", "Lý do, cách ước"]
    rows = tuple(map(_row, gaps))
    numeric = frozenset(range(3, 3 + len(measures)))
    title = (Run("Xã chưa gửi, "), Run(wording.about(period), "day"))
    return Table(label, title, tuple((Run(one),) for one in heads), rows, numeric, first=0.16)


def _row(gap: Gap) -> Row:
    return Row(
        (
            (Run(gap.place.name, "name"),),
            (Run("; ".join(one.label for one in gap.missing)),),
            _how(gap.choices),
            *map(_amount, gap.figures),
            _who(gap.choices),
            (Run("; ".join(dict.fromkeys(one.why for one in gap.choices if one.why)), "name"),),
        )
    )


def _how(choices: tuple[Choice, ...]) -> Runs:
    """The same for all tables of a commune, but for those that it sent since."""
    if not choices:
        return (Run(NOT_CHOSEN),)
    first = choices[0]
    if first.how == "last" and first.base is not None:
        return Run("Ước bằng số kỳ trước, "), Run(wording.about(first.base), "day")
    return (Run(HOWS[first.how]),)


def _amount(figure: Figure) -> Runs:
    mark = (Run(" (ước)", italic=True),) if figure.fills else ()
    return (*fields.printed(figure, "value"), *mark)


def _who(choices: tuple[Choice, ...]) -> Runs:
    if not choices:
        return (Run("–"),)
    return Run(choices[0].by, "name"), Run(", "), Run(wording.day(choices[0].day), "day")
