"""What the checks and the rule say of lines: the very checks of a file, and the rule's class with its reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.core.catalogue import Catalogue
from mtqg.core.errors import Problem
from mtqg.intake.importing import Imported, import_files, lookups_of
from mtqg.poverty.classify import standard_on
from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.paper.households import Household as Home
from mtqg.poverty.paper.keying import known_place, known_row
from mtqg.poverty.paper.reviewed import Reviewed
from mtqg.poverty.paper.writing import Ready
from mtqg.poverty.sheet.answers import read_cell
from mtqg.poverty.sheet.judging import Household, judged
from mtqg.poverty.sheet.why import NAMES
from mtqg.poverty.terms import POVERTY_REVIEW_FORM
from mtqg.web import temporary
from mtqg.web.intake import reading
from mtqg.web.intake.grid.columns import ANSWERS, COMMON, SHEETS, VOTES, Grid, grid_of, meant, written
from mtqg.web.intake.grid.lines import Sheet, Typed, typed_lines
from mtqg.web.submissions.locks import still_open

_TONES = {"poor": "bad", "near_poor": "waiting", "not_poor": "good", "average_living": "good"}
_POINTS = ("income_points", "deprivation_points")


@dataclass(frozen=True)
class Read:
    """Lines read as a file of the form: what is wrong at which cell of which line, and what of the whole."""

    done: Imported
    keys: tuple[str, ...]  # by their row
    wrong: Mapping[str, list[dict[str, str]]]  # line -> column, message, remedy
    whole: tuple[Problem, ...]


def keyed(grid: Grid, lines: Mapping[str, Typed]) -> dict[str, Typed]:
    """The lines with something in them, without the common one."""
    return {key: one for key, one in lines.items() if key != COMMON and any(one.cells.values())}


def read_lines(
    grid: Grid, ready: Ready, lines: Mapping[str, Typed], author: Author, *, is_dry: bool, why: str = ""
) -> Read:
    """Read lines as a file of the form, and record them unless it is a dry run."""
    common = lines[COMMON].cells if COMMON in lines else {}
    chosen = keyed(grid, lines)
    known = _known(grid, ready, chosen)
    heads = {field.column: field.header for field in grid.form.fields}
    rows = []
    for key, one in chosen.items():
        typed = {name: value for name, value in common.items() if value} | {k: v for k, v in one.cells.items() if v}
        cells = {name: _told(grid, name, value, ready.review.period) for name, value in typed.items()}
        merged = {**known[key], **cells}
        rows.append({heads[name]: value for name, value in merged.items() if name in heads and value is not None})
    needed = {column.name for column in grid.form.table.columns if column.required}  # lacking, it is told at its cell
    titles = [head for name, head in heads.items() if name in needed or any(head in row for row in rows)]
    with temporary.folder() as folder:
        path = Path(folder) / f"bang-nhap_{ready.review.place.code}_{ready.review.period}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, titles, delimiter=";", restval="")
            writer.writeheader()
            writer.writerows(rows)
        done = import_files(
            reading.office(),
            author,
            catalogue=_catalogue(grid),
            form=grid.form.name,
            paths=[path],
            locality=ready.review.place.commune.code,
            period=ready.review.period,
            is_dry=is_dry,
            why=why,
            held=still_open(grid.form.name, ready.review.place.commune.code, ready.review.period),
            lookups=_lookups(reading.office().home, reading.office().head()[0]),
        )
    columns = {heads[name]: name for name in heads}
    return _read(grid, done, tuple(chosen), [columns[title] for title in titles])


def said_of(
    of: Sheet, grid: Grid, ready: Ready, lines: Mapping[str, Typed], author: Author, *, is_synthetic: bool
) -> dict[str, dict[str, Any]]:
    """For each line: what is wrong at its cells, and the rule's class with its reason."""
    chosen = keyed(grid, lines)
    if not chosen:
        return {}
    read = read_lines(grid, ready, lines, author, is_dry=True)
    beside = _beside(of, chosen)
    found = {}
    for key, one in chosen.items():
        said: dict[str, Any] = {"wrong": read.wrong.get(key, [])}
        if of.part != VOTES:
            said |= _judged(of, grid, ready, key, lines, one, beside, is_synthetic=is_synthetic)
        else:
            said |= _agreed(grid, ready, lines, one)
        found[key] = said
    return found


def _known(grid: Grid, ready: Ready, chosen: Mapping[str, Typed]) -> dict[str, dict[str, Any]]:
    """What is known of each line's household; one that the register has not, as far as its village says."""
    reviewed = {one.household.code: one for one in ready.found}
    place = ready.review.place
    here = place.code if not place.is_whole else ""
    found = {}
    for key, one in chosen.items():
        home = reviewed.get(key) or Reviewed(Home(key, here, one.cells.get("head_name", "")), None, None)
        row = known_row(home, ready) if grid.part == SHEETS else known_place(home, ready)
        if grid.part.startswith(ANSWERS):
            row |= {"region": place.region, "has_request": "x" if home.asked_itself else None}
        found[key] = {name: _shown(grid, name, value) for name, value in row.items()}
    return found


def _shown(grid: Grid, name: str, value: Any) -> Any:
    column = grid.form.column(name)
    return column.choices.get(value, value) if column is not None and column.choices and value else value


def _told(grid: Grid, name: str, value: str, period: str) -> str:
    column = grid.column(name)
    return value if column is None else written(column, value, period)


def _read(grid: Grid, done: Imported, keys: tuple[str, ...], columns: list[str]) -> Read:
    wrong: dict[str, list[dict[str, str]]] = {}
    whole = []
    for problem in done.problems:
        at = _row(problem.cell)
        if at is None or not 0 <= at - 2 < len(keys):
            whole.append(problem)
            continue
        letter = problem.cell.rstrip("0123456789")
        place = _number(letter)
        column = columns[place - 1] if 0 < place <= len(columns) else ""
        known = grid.column(column)
        head = known.head if known else ""
        said = {
            "column": column,
            "head": head,
            "message": problem.message,
            "remedy": reading.plain(problem),
            "code": problem.code,
        }
        wrong.setdefault(keys[at - 2], []).append(said)
    return Read(done, keys, wrong, tuple(whole))


def _row(cell: str) -> int | None:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isascii() and digits.isdecimal() else None


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def _beside(of: Sheet, chosen: Iterable[str]) -> dict[str, dict[str, Typed]]:
    """The same households in the other grids: points are judged with the answers, answers with the points."""
    keys = [*chosen, COMMON]
    parts = (SHEETS,) if of.part != SHEETS else (f"{ANSWERS}-rural", f"{ANSWERS}-urban")
    return {part: typed_lines(Sheet(of.place, of.period, part, of.village), keys) for part in parts}


def _judged(
    of: Sheet,
    grid: Grid,
    ready: Ready,
    key: str,
    lines: Mapping[str, Typed],
    one: Typed,
    beside: Mapping[str, Mapping[str, Typed]],
    *,
    is_synthetic: bool,
) -> dict[str, Any]:
    """The class by what was keyed of the household so far, in this grid and the others."""
    review = ready.review
    facts = _facts(grid, lines, one, review.period)
    for part, others in beside.items():
        if key in others:
            facts = {**_facts(grid_of(part, ready), others, others[key], review.period), **facts}
    day = facts.get("day") or review.day
    answers = {name: value for name, value in facts.items() if name not in POVERTY_REVIEW_FORM_COLUMNS and value}
    answers |= {name: facts[name] for name in INDICATORS if facts.get(name) is not None}
    reviewed = next((found for found in ready.found if found.household.code == key), None)
    area = facts.get("area") or (reviewed.household.area if reviewed else None) or review.place.commune.area
    household = Household(
        key,
        day,
        area=area,
        region=review.place.region,
        answers={name: read_cell(value) for name, value in answers.items()},
        income_points=facts.get("income_points"),
        deprivation_points=facts.get("deprivation_points"),
        income_vnd=facts.get("income_vnd"),
        allowance_vnd=facts.get("allowance_vnd"),
        is_farm_household=facts.get("is_farm_household"),
    )
    standard = standard_on(day, review.law, review.standard)
    found = judged(household, standard, review.definition, is_synthetic=is_synthetic)
    points = f"B1 {_or(found.income_points)}, B2 {_or(found.deprivation_points)}"
    return {
        "class": NAMES[found.poverty_class],
        "tone": _TONES.get(found.poverty_class, "off"),
        "why": f"{points}. {found.reason}",
    }


POVERTY_REVIEW_FORM_COLUMNS = frozenset(field.column for field in POVERTY_REVIEW_FORM.fields) | {
    "region",
    "has_request",
}


def _facts(grid: Grid, lines: Mapping[str, Typed], one: Typed, period: str) -> dict[str, Any]:
    common = lines[COMMON].cells if COMMON in lines else {}
    return {
        column.name: value
        for column in grid.columns
        if (typed := one.cells.get(column.name) or common.get(column.name))
        and (value := meant(column, typed, period)) is not None
    }


def _agreed(grid: Grid, ready: Ready, lines: Mapping[str, Typed], one: Typed) -> dict[str, Any]:
    """Whether enough of those present were for it, by the law's share on the day."""
    from mtqg.poverty.paper.meetings import Meeting, agreement_law

    facts = _facts(grid, lines, one, ready.review.period)
    present, agree, day = facts.get("present"), facts.get("agree"), facts.get("day")
    if present is None or agree is None or day is None or agree > present:
        return {}
    share = agreement_law(ready.review.law, day)
    if share is None:
        return {"class": "chưa xét được", "tone": "off", "why": "Chưa có tỷ lệ được xác nhận trong sổ pháp lý."}
    passes = Meeting("", day, present, agree).passes(share)
    why = f"{agree}/{present} người; cần ít nhất {share.value}% ({share.place}, {share.document})."
    return {"class": "thông qua" if passes else "chưa thông qua", "tone": "good" if passes else "bad", "why": why}


def _or(points: int | None) -> str:
    return "chưa biết" if points is None else str(points)


def _catalogue(grid: Grid) -> Catalogue:
    from mtqg.poverty.sheet.forms import catalogue_with

    return catalogue_with(CATALOGUE, grid.form) if grid.part.startswith(ANSWERS) else CATALOGUE


@lru_cache(maxsize=2)
def _lookups(home: Path, n: int) -> Any:
    """What a form looks up, as it stood at act n: a line is checked while somebody waits."""
    return lookups_of(reading.office(), CATALOGUE)
