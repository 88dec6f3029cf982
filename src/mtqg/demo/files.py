"""All files of a demonstration, in the order in which they must be imported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from mtqg.core.form import Form
from mtqg.demo import facts, households, places, products, reported, sheets, titles
from mtqg.demo.places import AS_OF, Province
from mtqg.demo.workbooks import PREFIX, Row, columns_of, worded, write_csv, write_xlsx
from mtqg.localities.terms import AREA_LIST_FORM, VILLAGE_FORM
from mtqg.ntm.terms import RECOGNITION_FORM
from mtqg.ocop.terms import OCOP_FORM
from mtqg.poverty.estimates.terms import ESTIMATE_FORM
from mtqg.poverty.terms import HOUSEHOLD_COUNT_FORM, POVERTY_REVIEW_FORM

SEED = facts.SEED
AREA_LIST = "minority_mountain_area"
AREA_SINCE = dt.date(2021, 1, 1)
PERSONS_PER_TEN_HOUSEHOLDS = 39
# Sheets beyond so many make a workbook slow to write and to read; such a district sends csv.
MOST_SHEETS_IN_WORKBOOK = 1_000

# Offices that send their registers as csv, as a database exports them; the others type workbooks.
CSV_OFFICES = frozenset({"49"})
FORMS = tuple(
    form.name
    for form in (
        VILLAGE_FORM,
        AREA_LIST_FORM,
        HOUSEHOLD_COUNT_FORM,
        POVERTY_REVIEW_FORM,
        ESTIMATE_FORM,
        RECOGNITION_FORM,
        OCOP_FORM,
    )
)

Progress = Callable[[int, int, str], None]  # files done, files in all, name of the file


@dataclass(frozen=True)
class DemoFile:
    """A file of the demonstration: ``mtqg import FORM PATH --locality LOCALITY [--period PERIOD]``."""

    path: Path
    form: str
    locality: str
    period: str | None


@dataclass(frozen=True)
class _Plan:
    """A file to be written: what, where, and its rows when they are asked for."""

    name: str  # relative, without ending
    form: Form
    columns: Sequence[str]
    rows: Callable[[], Iterable[Row]]
    issuer: str
    about: str
    period: str | None = None
    most_in_workbook: int = 100_000  # more rows than that go into a csv
    csv_leaves_out: Collection[str] = ()


def written_files(
    folder: Path,
    *,
    seed: int = SEED,
    scale: int = 1,
    provinces: Collection[str] = places.PROVINCES,
    forms: Collection[str] = FORMS,
    progress: Progress | None = None,
) -> Iterator[DemoFile]:
    """Write one file after another, in the order in which they must be imported, and name each when it is there.

    scale: so many times the households and sheets; titles, products and localities stay.
    provinces, forms: write only files of these; each file is the same as when all are written.
    The same seed and scale give the same bytes.
    """
    book = places.seed_book()
    plans = [
        (code, plan)
        for code in places.PROVINCES
        if code in provinces
        for plan in _province_plans(places.province(book, code, seed=seed), seed=seed, scale=scale)
        if plan.form.name in forms
    ]
    for number, (code, plan) in enumerate(plans, 1):
        path = _write(folder / code, plan)
        if progress:
            progress(number, len(plans), path.name)
        yield DemoFile(path, plan.form.name, code, plan.period)


def _write(folder: Path, plan: _Plan) -> Path:
    rows = iter(plan.rows())
    first = list(islice(rows, plan.most_in_workbook + 1))
    ending = "xlsx" if len(first) <= plan.most_in_workbook else "csv"
    path = folder / f"{PREFIX}{plan.name}.{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if ending == "xlsx":
        write_xlsx(path, plan.form, plan.columns, first, issuer=plan.issuer, about=plan.about)
    else:
        write_csv(path, plan.form, plan.columns, chain(first, rows), leave_out=plan.csv_leaves_out)
    return path


def _province_plans(province: Province, *, seed: int, scale: int) -> Iterator[_Plan]:
    totals = facts.totals()
    yield _small(province, VILLAGE_FORM, lambda: _village_rows(province), "Danh mục minh họa")
    yield _small(province, AREA_LIST_FORM, lambda: _area_rows(province), "Danh sách và quyết định minh họa")
    found = {year: households.review(province, year, totals, scale=scale) for year in households.REVIEWS}
    numbers = sheets.numbers(list(found.values()))
    limits = sheets.limits_in_force(dt.date(int(households.PART_REVIEW), 12, 31))
    for year, rows in found.items():
        review = sheets.Review(province, year, rows, numbers, limits, seed)
        yield from _count_plans(review)
        yield from _sheet_plans(review)
    yield _small(province, ESTIMATE_FORM, lambda: reported.reports(province.code), "Báo cáo minh họa")
    yield _small(
        province,
        RECOGNITION_FORM,
        lambda: titles.recognitions(province, totals, seed=seed),
        f"Tính đến ngày {AS_OF:%d/%m/%Y}",
    )
    months = products.certificate_months(AS_OF)
    yield _small(
        province,
        OCOP_FORM,
        lambda: products.certificates(province, totals, months, seed=seed),
        f"Tính đến ngày {AS_OF:%d/%m/%Y}",
    )


def _small(province: Province, form: Form, rows: Callable[[], list[dict[str, object]]], about: str) -> _Plan:
    """One file for the whole province."""
    columns = columns_of(form)
    return _Plan(
        name=form.name,
        form=form,
        columns=columns,
        rows=lambda: worded(form, columns, rows()),
        issuer=_people(province.name),
        about=about,
        most_in_workbook=0 if province.code in CSV_OFFICES else 100_000,
    )


def _village_rows(province: Province) -> list[dict[str, object]]:
    """Each village with its commune; a second row where its commune was merged into another."""
    rows: list[dict[str, object]] = []
    for village in province.villages:
        since, _ = province.moved.get(village.commune_code, (None, ""))
        spells = [(places.VILLAGES_SINCE, since), *([(since, None)] if since else [])]
        for day, ends_on in spells:
            commune = province.commune_of(village, day)
            rows.append(
                {
                    "locality_code": commune.code,
                    "locality_name": commune.name,
                    "district_name": commune.district_name,
                    "village_code": village.code,
                    "village_name": village.name,
                    "day": day,
                    "ends_on": ends_on,
                    **_decision(province, day, 1),
                }
            )
    return rows


def _area_rows(province: Province) -> list[dict[str, object]]:
    """Villages in the invented list of the ethnic-minority and mountainous area."""
    return [
        {
            "list_name": AREA_LIST,
            "member_code": village.code,
            "locality_name": village.name,
            "day": AREA_SINCE,
            **_decision(province, AREA_SINCE, 2),
        }
        for village in province.villages
        if village.in_area
    ]


def _decision(province: Province, day: dt.date, number: int) -> dict[str, object]:
    """An invented decision of the province, whose number and issuer say so."""
    return {
        "decision_number": f"MH-{number:02d}/QĐ-UBND",
        "decision_issuer": f"{_people(province.name)} (minh họa)",
        "decided_on": day,
    }


def _count_plans(review: sheets.Review) -> Iterator[_Plan]:
    """Household counts: workbooks of the districts for the last review, one csv for each review before."""
    form, columns = HOUSEHOLD_COUNT_FORM, columns_of(HOUSEHOLD_COUNT_FORM)
    about = f"Rà soát năm {review.year}"
    if review.year != households.PART_REVIEW:
        yield _Plan(
            name=f"{form.name}_{review.year}",
            form=form,
            columns=columns,
            rows=lambda: worded(form, columns, _counts(review)),
            issuer=_people(review.province.name),
            about=about,
            period=review.year,
            most_in_workbook=0,
        )
        return
    for code, district in _districts(review).items():

        def rows(code: str = code) -> list[Row]:
            return worded(form, columns, _counts(review, code))

        yield _Plan(f"{form.name}_{review.year}_{code}", form, columns, rows, _people(district), about, review.year)


def _counts(review: sheets.Review, district: str = "") -> list[dict[str, object]]:
    on = households.counted_on(review.year)
    rows: list[dict[str, object]] = []
    for found in review.rows:
        if district in ("", found.village.district.code):
            commune = review.province.commune_of(found.village, on)
            rows.append(
                {
                    "period": review.year,
                    "locality_code": commune.code,
                    "locality_name": commune.name,
                    "district_name": commune.district_name,
                    "village_code": found.village.code,
                    "village_name": found.village.name,
                    "day": on,
                    "households": found.households,
                    "persons": found.households * PERSONS_PER_TEN_HOUSEHOLDS // 10,
                    "minority_households": found.minority.households,
                }
            )
    return rows


def _sheet_plans(review: sheets.Review) -> Iterator[_Plan]:
    """Sheets of the review, one file for each district."""
    form = POVERTY_REVIEW_FORM
    for code, district in _districts(review).items():

        def rows(code: str = code) -> Iterable[Row]:
            return sheets.district_rows(review, code)

        yield _Plan(
            name=f"{form.name}_{review.year}_{code}",
            form=form,
            columns=sheets.COLUMNS,
            rows=rows,
            issuer=_people(district),
            about=f"Rà soát năm {review.year}",
            period=review.year,
            most_in_workbook=MOST_SHEETS_IN_WORKBOOK,
            csv_leaves_out=sheets.NAMES,
        )


def _districts(review: sheets.Review) -> Mapping[str, str]:
    """Districts of the review by code, with their names."""
    on = households.counted_on(review.year)
    found = {commune.district.code: commune.district_name for commune in review.province.communes(on).values()}
    return dict(sorted(found.items()))


def _people(name: str) -> str:
    """The people's committee of a place: UBND huyện Mường Lát."""
    return f"UBND {name[0].lower()}{name[1:]}"
