"""What the address of a page of figures asks: place, period, boundaries, state. Whatever is not said is filled in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from mtqg.access.terms import WHOLE
from mtqg.core.measure import Measure
from mtqg.core.numbers import number
from mtqg.core.period import Period, read_period
from mtqg.localities.version import Version
from mtqg.web import access, kit
from mtqg.web.access import Reader
from mtqg.web.figures import answers
from mtqg.web.words import t


@dataclass(frozen=True)
class Asked:
    """The place and the period of a page, both within what the person may see."""

    seen: Reader
    place: Version
    period: Period
    tops: tuple[Version, ...]  # the units of the person's own roles
    periods: tuple[Period, ...]

    def reaches(self, code: str) -> bool:
        """Whether a unit has an overview of its own for this person: it stands, or stood in the period."""
        days = (access.today(), self.period.last)
        return code in self.seen.scope and any(access.book().version(code, day) is not None for day in days)

    @property
    def selectors(self) -> dict[str, str]:
        return {"locality": self.place.code, "period": self.period.text}

    @property
    def choices(self) -> list[kit.Choice]:
        """The filter bar: place and period."""
        units = {one.code: one.name for one in (*self.tops, *self.path, self.place, *_inside(self.place, self.day))}
        places = tuple(units.items())
        years = tuple((one.text, one.text) for one in dict.fromkeys((*self.periods, self.period)))
        return [
            kit.Choice("locality", "Nơi", places, self.place.code),
            kit.Choice("period", "Kỳ", years, self.period.text),
        ]

    @property
    def day(self) -> dt.date:
        """The day on which the place is that unit: today, or the period's last where it is no more."""
        return access.today() if self.place.holds(access.today()) else self.period.last

    @property
    def path(self) -> list[Version]:
        """The units above the place that the person may see too, the highest first."""
        above = access.book().ancestors(self.place.code, self.day)
        return [one for one in reversed(list(above)) if one.code in self.seen.scope and one.code != self.place.code]


def asked_of(request: HttpRequest) -> Asked:
    """The place and period of the address. "Not found" for a place out of reach; Refused for a period that is none."""
    seen = access.reader(request)
    tops = _tops(seen)
    found = tuple(answers.periods(seen.database))
    text = request.GET.get("period", "")
    period = read_period(text) if text else _period(seen, found)
    place = _place(seen, request.GET.get("locality", "") or (tops[0].code if tops else ""), period)
    return Asked(seen, place, period, tops, found)


def _place(seen: Reader, code: str, period: Period) -> Version:
    """The unit of today; a unit that is no more (a district, an old commune) as it was in the period."""
    if access.book().version(code, seen.on) is not None:
        return seen.place(code)
    return seen.place(code, period.last)


def address(name: str, **values: Any) -> str:
    """The address of a page with these parameters; empty ones are left out."""
    kept = {key: str(value) for key, value in values.items() if value not in (None, "")}
    return f"{reverse(name)}?{urlencode(kept)}" if kept else reverse(name)


def text_of(value: Any, measure: Measure) -> str:
    """A value with its unit, or that it is not known."""
    if value is None:
        return t("chưa biết")
    return number(str(value)) + ("%" if measure.unit == "%" else "")


def _tops(seen: Reader) -> tuple[Version, ...]:
    """Where the person looks first: the units of their roles; of a role that reaches everything, where rows are."""
    codes = seen.scope.tops
    if WHOLE in codes:
        codes = _provinces(seen)
    found = [access.book().version(code, seen.on) for code in codes]
    return tuple(one for one in found if one is not None)


def _provinces(seen: Reader) -> tuple[str, ...]:
    """Provinces for which something was closed or entered, the oldest first; any province where nothing was."""
    codes = [
        row[0] for row in seen.database.rows("SELECT place FROM act WHERE place <> '' GROUP BY place ORDER BY min(id)")
    ]
    units = [access.book().version(str(code), seen.on) for code in codes]
    tops = [_top(one.code, seen) for one in units if one is not None]
    first = [one.code for one in access.book().tree(seen.on, None, "province")][:1]
    return tuple(dict.fromkeys(code for code in tops if code)) or tuple(first)


def _top(code: str, seen: Reader) -> str:
    above = access.book().ancestors(code, seen.on)
    return next((one.code for one in above if one.level == "province"), code)


def _period(seen: Reader, found: tuple[Period, ...]) -> Period:
    closed = answers.last_closed(seen.database)
    if closed is not None:
        return closed
    return found[0] if found else read_period(str(seen.on.year))


def _inside(place: Version, day: dt.date) -> list[Version]:
    return [] if place.level == "commune" else access.book().children(place.code, day)


def text_page(request: HttpRequest, name: str = "p") -> int:
    """The number of a page of rows. "Not found" for what is none."""
    text = request.GET.get(name, "1")
    if not text.isdecimal() or not 0 < int(text) < 10**6:
        raise Http404
    return int(text)
