"""The place of each row: units and villages looked up once for each distinct way in which rows name them."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import polars as pl

from mtqg.core.form import Form
from mtqg.intake import problems as say
from mtqg.intake.answers import Answers
from mtqg.intake.findings import Findings
from mtqg.intake.lookups import Lookups, Unit, Village, same_village, search_key
from mtqg.intake.units import Asked, No, Units

KNOWN_SINCE = dt.date(2019, 11, 1)  # earlier rows are held against the units of that day
_ALL = ("commune", "district", "province")


class Found(NamedTuple):
    """What a row's place is: the codes that the table's columns get."""

    locality_code: str
    village_code: str | None = None
    subject: str | None = None


def placed(frame: pl.DataFrame, form: Form, finder: Finder, found: Findings) -> pl.DataFrame:
    """The frame with the columns of its place set. What is wrong is told at the cell, and the row's codes stay null."""
    names = [name for name in Row._fields if name in frame.columns]
    columns = [frame[name].to_list() for name in names]
    known: dict[tuple[Any, ...], Found | No] = {}
    codes: list[Found | None] = []
    for ix, values in enumerate(zip(*columns, strict=True)):
        if values not in known:
            known[values] = finder.find(Row(**dict(zip(names, values, strict=True))), form)
        answer = known[values]
        if isinstance(answer, No):
            if answer.code is not say.NO_PLACE or not found.has(ix, answer.column):
                found.add(ix, answer.column, answer.code, **answer.says)
            codes.append(None)
        else:
            codes.append(answer)
    return frame.with_columns(_columns(frame, form, codes))


def _columns(frame: pl.DataFrame, form: Form, codes: list[Found | None]) -> list[pl.Series]:
    made = [pl.Series("locality_code", [one.locality_code if one else None for one in codes], dtype=pl.String)]
    if form.place not in ("commune", "unit"):
        made.append(pl.Series("village_code", [one.village_code if one else None for one in codes], dtype=pl.String))
    if form.place in ("subject", "member"):
        name = f"{form.place}_code"
        made.append(pl.Series(name, [one.subject if one else None for one in codes], dtype=pl.String))
    return made


class Row(NamedTuple):
    """What a row says of its place."""

    day: dt.date | None = None
    locality_code: str | None = None
    locality_name: str | None = None
    district_name: str | None = None
    village_code: str | None = None
    village_name: str | None = None
    subject_level: str | None = None
    subject_code: str | None = None
    member_code: str | None = None


class Finder:
    """Looks up places for one import."""

    def __init__(self, lookups: Lookups, home: str | None, answers: Answers) -> None:
        self.lookups, self.answers = lookups, answers
        self.units = Units(lookups.book, home, answers)

    def find(self, row: Row, form: Form) -> Found | No:
        """The place of one row as its form names it. A row without a day has no place; its day is told elsewhere."""
        if row.day is None:
            return No("day", say.NO_PLACE, {})
        on = max(row.day, KNOWN_SINCE)
        if form.place == "commune":
            return self._unit(row, on, ("commune",))
        if form.place == "unit":
            return self._unit(row, on, _ALL)
        if form.place == "village":
            return self._village_row(row, on)
        if form.place == "subject":
            return self._subject(row, on)
        return self._member(row, on)

    def _unit(self, row: Row, on: dt.date, levels: tuple[str, ...]) -> Found | No:
        unit = self.units.find(Asked(row.locality_code, row.locality_name, row.district_name, on, levels))
        return unit if isinstance(unit, No) else Found(unit.code)

    def _village_row(self, row: Row, on: dt.date) -> Found | No:
        commune = None
        if row.locality_code or row.locality_name:
            asked = Asked(row.locality_code, row.locality_name, row.district_name, on, ("commune",))
            found = self.units.find(asked)
            if isinstance(found, No):
                return found
            commune = found
        village = self.village(row.village_code, row.village_name, commune, on, "village_code", "village_name")
        if isinstance(village, No):
            return village
        if commune is None:
            found = self.units.find(Asked(village.commune, None, row.district_name, on, ("commune",), "village_code"))
            if isinstance(found, No):
                return found
        return Found(village.commune, village.code)

    def _subject(self, row: Row, on: dt.date) -> Found | No:
        if row.subject_level is None:
            return No("subject_level", say.NO_PLACE, {})
        if row.subject_level == "village":
            return self._as_village(row, on, row.subject_code, "subject_code")
        levels = (row.subject_level,)
        asked = Asked(row.subject_code, row.locality_name, row.district_name, on, levels, "subject_code")
        unit = self.units.find(asked)
        return unit if isinstance(unit, No) else Found(unit.code, None, unit.code)

    def _member(self, row: Row, on: dt.date) -> Found | No:
        code = row.member_code
        if code in self.lookups.villages_by_code:
            return self._as_village(row, on, code, "member_code")
        unit = self.units.find(Asked(code, row.locality_name, None, on, _ALL, "member_code"))
        if not isinstance(unit, No):
            return Found(unit.code, None, unit.code)
        if code is None and unit.code is say.UNKNOWN_NAME:
            return self._as_village(row, on, None, "member_code")
        if code and not code.isdigit():  # only an office's own codes hold other signs
            return No("member_code", say.NO_VILLAGE, _list_of(None))
        return unit

    def _as_village(self, row: Row, on: dt.date, code: str | None, column: str) -> Found | No:
        """A village in a form that names it like any unit; its commune must be within the importing locality."""
        village = self.village(code, row.locality_name, None, on, column, "locality_name")
        if isinstance(village, No):
            return village
        commune = self.units.find(Asked(village.commune, None, row.district_name, on, ("commune",), column))
        return commune if isinstance(commune, No) else Found(village.commune, village.code, village.code)

    def village(
        self, code: str | None, name: str | None, commune: Unit | None, on: dt.date, code_column: str, name_column: str
    ) -> Village | No:
        """A village of the office's list on a day, in a commune where one is given."""
        if code is None and name is not None:
            code = self.units.answered(name)
            if code is None:
                return self._village_by_name(name, commune, on, name_column)
            name = None
        if code is None:
            return No(code_column, say.NO_PLACE, {})
        spells = self.lookups.villages_by_code.get(code, [])
        if not spells:
            return No(code_column, say.NO_VILLAGE, _list_of(commune))
        here = next((village for village in spells if village.holds(on)), None)
        if here is None:
            return No(code_column, say.VILLAGE_NOT_THEN, _village_span(spells, on))
        if commune and here.commune != commune.code:
            says = {"name": here.name, "commune": here.commune, "place_code": commune.code}
            return No(code_column, say.VILLAGE_ELSEWHERE, says)
        if name and not same_village(name, here.name):
            return No(name_column, say.NAME_DIFFERS, {"place_code": code, "name": here.name, "day": f"{on:%d/%m/%Y}"})
        return here

    def _village_by_name(self, name: str, commune: Unit | None, on: dt.date, column: str) -> Village | No:
        known = self.lookups.villages_by_name.get(search_key(name), [])
        near = [one for one in known if one.holds(on) and (commune is None or one.commune == commune.code)]
        exact = [one for one in near if same_village(name, one.name)]
        # Where communes are not named, every village of that name is a candidate: Thôn 1 stands in each of them.
        if len(exact) == 1 and (commune or len(near) == 1):
            return exact[0]
        if candidates := exact or near:
            told = ", ".join(f"{one.name} ({one.code})" for one in candidates[:8])
            return No(column, say.ASK_NAME, {"candidates": told, "first": candidates[0].code})
        return No(column, say.NO_VILLAGE, _list_of(commune))


def _list_of(commune: Unit | None) -> dict[str, str]:
    """Whose list of villages was looked into."""
    name = f"{commune.name} ({commune.code})" if commune else ""
    return {"home_vi": name or "đơn vị", "home_en": name or "the office"}


def _village_span(spells: list[Village], on: dt.date) -> dict[str, Any]:
    ended = [one for one in spells if one.ends and one.ends <= on]
    if ended:
        last = ended[-1].ends
        return {
            "name": ended[-1].name,
            "day": f"{on:%d/%m/%Y}",
            "span_vi": f"hết hiệu lực từ ngày {last:%d/%m/%Y}",
            "span_en": f"it ended on {last}",
        }
    first = spells[0]
    return {
        "name": first.name,
        "day": f"{on:%d/%m/%Y}",
        "span_vi": f"chỉ có từ ngày {first.begins:%d/%m/%Y}",
        "span_en": f"it exists since {first.begins}",
    }
