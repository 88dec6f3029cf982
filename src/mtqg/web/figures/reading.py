"""The reading sheet: sentences on one page, each opening to what a listener may ask. Nothing is loaded later."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mtqg.core.figure import Figure
from mtqg.core.measure import Ratio
from mtqg.core.numbers import day, number, rounded
from mtqg.core.period import Period, year
from mtqg.web import access
from mtqg.web.access import page
from mtqg.web.figures import answers
from mtqg.web.figures.answers import Answer
from mtqg.web.figures.asked import address, asked_of, text_of
from mtqg.web.figures.one import chip
from mtqg.web.words import standard_told, t

# What a listener trips over, by measure.
_TRAPS = {
    "poor_household_rate": "Mức giảm tính bằng điểm phần trăm, không phải phần trăm. "
    "Chỉ so hai năm cùng một chuẩn nghèo.",
    "near_poor_household_rate": "Hộ cận nghèo không nằm trong hộ nghèo: hai tỷ lệ cộng được, không trừ nhau.",
    "minority_poor_household_rate": "Mẫu số là hộ dân tộc thiểu số, không phải mọi hộ của vùng.",
    "minority_area_poor_household_rate": "Mẫu số là mọi hộ của vùng, kể cả hộ Kinh: "
    "khác tỷ lệ hộ nghèo dân tộc thiểu số.",
    "commune_ntm_count": "Đây là số đang giữ danh hiệu. "
    "Số công nhận thêm trong kỳ là số khác; sau sắp xếp đơn vị, số đang giữ có thể giảm.",
    "commune_advanced_count": "Xã nâng cao cũng là xã đạt chuẩn: không cộng hai số.",
    "commune_model_count": "Xã kiểu mẫu cũng là xã nâng cao: không cộng hai số.",
    "ocop_product_count": "Chỉ đếm sản phẩm còn hiệu lực công nhận. "
    "Sản phẩm đã hết hạn công nhận không còn trong số này.",
}


@dataclass(frozen=True)
class Sentence:
    """A sentence to be read aloud, and what stands beneath it."""

    text: str
    asked: tuple[tuple[str, str], ...]
    explained_at: str
    trap: str = ""


@page("see", title="Trang đọc", nav=("Số liệu", 20))
@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    found = answers.overview(asked.seen.database, asked.place.code, asked.period, access.today())
    last = _before(asked.period)
    earlier = answers.overview(asked.seen.database, asked.place.code, last, access.today()) if last else None
    old = {one.measure.name: one.figure for one in earlier.answers} if earlier else {}
    known = [one for one in found.answers if one.figure.exact is not None]
    silent = [one for one in found.answers if one.figure.exact is None]
    sentences = [_of(one, old.get(one.measure.name)) for one in known]
    sentences += [_change(one, old[one.measure.name]) for one in known if _is_changed(one, old)]
    sentences += [_wanted(one) for one in found.targets if one.figure.exact is not None]
    coverage = _coverage(known)
    given = {
        "asked": asked,
        "choices": asked.choices,
        "sentences": [*sentences[:11], *coverage],
        "silent": [(t(one.measure.label), one.figure.reason or "") for one in silent],
        "today": access.today(),
        "at": found.answers[0].figure.question.known if found.answers else "",
    }
    return render(request, "figures/reading.html", given)


def _of(one: Answer, old: Figure | None) -> Sentence:
    unit = "" if one.measure.unit == "%" else f" {t(one.measure.unit)}"
    value = text_of(one.figure.value, one.measure)
    text = t("{label} là {value}.", label=t(one.measure.label), value=f"{value}{unit}")
    return Sentence(text, _questions(one, old), _explained(one), t(_TRAPS.get(one.measure.name, "")))


def _questions(one: Answer, old: Figure | None) -> tuple[tuple[str, str], ...]:
    """Base, date, plan, last year, and how sure it is."""
    figure = one.figure
    base = ""
    if isinstance(one.measure, Ratio) and figure.part is not None and figure.whole is not None:
        base = t("{part} trên {whole} hộ", part=number(figure.part), whole=number(figure.whole))
    plan = ""
    if one.target is not None:
        plan = f"{number(one.target.value)} {t(one.target.unit)}, {one.target.document}"
    was = f"{text_of(old.value, one.measure)} ({old.question.period})" if old and old.exact is not None else ""
    status = f"{t(chip(figure).text)}" + (f", {t('bản chốt lần {n}', n=one.edition)}" if one.edition else "")
    moment = t(
        "kỳ {period}, theo địa giới ngày {day}", period=figure.question.period, day=day(figure.question.boundaries)
    )
    found = [
        (t("Gốc tính"), base),
        (t("Thời điểm"), moment),
        (t("Kế hoạch"), plan or t("chưa có chỉ tiêu giao cho số này")),
        (t("Năm trước"), was or t("chưa có số để so")),
        (t("Mức chắc chắn"), status),
        (t("Số xã có số liệu"), f"{figure.have}/{figure.of}" if figure.of else ""),
    ]
    return tuple((label, said) for label, said in found if said)


def _is_changed(one: Answer, old: dict[str, Figure]) -> bool:
    before = old.get(one.measure.name)
    return (
        isinstance(one.measure, Ratio)
        and before is not None
        and before.exact is not None
        and before.standard == one.figure.standard
    )


def _change(one: Answer, old: Figure) -> Sentence:
    """How a rate moved within a year: in points, from the exact values, rounded once."""
    assert one.figure.exact is not None and old.exact is not None
    moved: Fraction = one.figure.exact - old.exact
    said = (
        "So với kỳ {old}, {label} tăng {value} điểm phần trăm."
        if moved > 0
        else ("So với kỳ {old}, {label} giảm {value} điểm phần trăm.")
    )
    value = number(rounded(abs(moved), one.measure.places))
    text = t(said, old=old.question.period, label=t(one.measure.label).lower(), value=value)
    ends = f"{text_of(old.value, one.measure)} → {text_of(one.figure.value, one.measure)}"
    trap = t("Tính từ hai tỷ lệ chính xác; lấy hai số đã làm tròn trừ nhau có thể lệch ở chữ số cuối.")
    return Sentence(
        text, ((t("Hai đầu kỳ"), ends), (t("Chuẩn"), standard_told(one.figure.standard))), _explained(one), trap
    )


def _wanted(one: Answer) -> Sentence:
    target = one.target
    assert target is not None
    met = {True: t("đạt"), False: t("chưa đạt"), None: t("chưa biết")}[one.is_met]
    text = t(
        "{label}, kỳ {period}: {value} {unit}; được giao {wanted}: {met}.",
        label=t(one.measure.label),
        period=one.figure.question.period,
        value=number(one.figure.value or "0"),
        unit=t(one.measure.unit),
        wanted=number(target.value),
        met=met,
    )
    law = f"{target.document} ({target.issued_by}), {target.place}"
    return Sentence(text, ((t("Văn bản giao"), law), (t("Ghi chú"), target.note)), _explained(one))


def _coverage(known: list[Answer]) -> list[Sentence]:
    """Over how many communes the figures speak, where it is not all."""
    first = next((one for one in known if one.figure.of), None)
    if first is None:
        return []
    have, of = first.figure.have, first.figure.of
    text = (
        t("Số liệu rà soát có đủ {of}/{of} xã.", of=of)
        if have == of
        else t("Số liệu rà soát mới có {have}/{of} xã; các xã còn lại chưa có trong các tỷ lệ trên.", have=have, of=of)
    )
    return [Sentence(text, (), _explained(first))]


def _explained(one: Answer) -> str:
    of = one.figure.question
    return address("explanation", measure=of.measure, locality=of.locality, period=of.period)


def _before(period: Period) -> Period | None:
    """The year before a year; of other periods there is no one year before."""
    whole = year(period.last.year)
    same = (whole.first, whole.last) == (period.first, period.last)
    return year(period.last.year - 1) if same else None
