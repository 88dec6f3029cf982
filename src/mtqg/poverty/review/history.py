"""What a household was through the reviews: its classes, how it came on a list and left it, and what it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mtqg.core.errors import Refused, code
from mtqg.core.period import read_period
from mtqg.core.register.database import Database, quoted
from mtqg.core.territory import Territory, known_day
from mtqg.poverty.review.terms import HOUSEHOLD_LINKS
from mtqg.poverty.terms import POVERTY_SHEETS

NO_HISTORY = code(
    "P-226",
    vi="Chưa có phiếu rà soát nào của hộ {given}.",
    en="There is no sheet of the household {given}.",
    remedy_vi="Kiểm tra mã hộ.",
    remedy_en="Look at the code.",
)

LISTED = ("poor", "near_poor")
# What became of a household in a review, beside the one before under the same line.
BECAME = {
    "first": "Lần đầu có phiếu",
    "same": "Giữ nguyên",
    "new_poor": "Phát sinh hộ nghèo",
    "new_near_poor": "Phát sinh hộ cận nghèo",
    "again_poor": "Tái nghèo",
    "again_near_poor": "Tái cận nghèo",
    "poor_to_near_poor": "Thoát nghèo, còn cận nghèo",
    "near_poor_to_poor": "Từ cận nghèo thành hộ nghèo",
    "left_poor": "Thoát nghèo",
    "left_near_poor": "Thoát cận nghèo",
    "break": "Đổi chuẩn, không so sánh",
    "undecided": "Chưa có kết quả công nhận",
}
_SHEET = (
    "period",
    "standard",
    "household_code",
    "locality_code",
    "day",
    "decided_class",
    "change_reason",
    "decision_number",
    "decided_on",
)
_LINK = ("household_code", "to_household_code", "day", "link_kind", "locality_code", "to_locality_code")
_BACKWARDS = ("split", "recode")  # a household goes on from what it was split off from, or from its older code


@dataclass(frozen=True)
class Entry:
    """A review, or a decision within the year, in a household's history."""

    sheet: dict[str, Any]
    became: str
    commune: str  # its name on the day of the review

    def as_json(self) -> dict[str, Any]:
        told = {name: _text(self.sheet[name]) for name in _SHEET}
        return {**told, "became": self.became, "locality_name": self.commune}


@dataclass(frozen=True)
class History:
    """Entries by time, and what became of the household between reviews."""

    household_code: str
    entries: tuple[Entry, ...]
    links: tuple[dict[str, Any], ...]

    @property
    def fell_back(self) -> bool:
        return any(one.became.startswith("again") for one in self.entries)

    def as_json(self) -> dict[str, Any]:
        return {
            "household_code": self.household_code,
            "entries": [one.as_json() for one in self.entries],
            "links": [{name: _text(value) for name, value in link.items()} for link in self.links],
            "fell_back": self.fell_back,
        }


def history(database: Database, household: str, territory: Territory) -> History:
    """The history of a household and of what it came from, as it stands in the register now."""
    links = _links(database, household)
    own = _since(links, household)
    sheets = [
        one
        for one in _sheets(database, own)
        if own[one["household_code"]] is None or one["day"] < own[one["household_code"]]
    ]
    if not sheets:
        raise Refused(NO_HISTORY.at(given=household))
    sheets.sort(key=lambda one: (read_period(one["period"]).last, read_period(one["period"]).first, one["standard"]))
    told = [
        Entry(one, became(sheets[:at], one), _name(territory, one["locality_code"], one["day"]))
        for at, one in enumerate(sheets)
    ]
    return History(household, tuple(told), tuple(links))


def became(earlier: Sequence[dict[str, Any]], now: dict[str, Any]) -> str:
    """What a sheet says beside those before it. Classes of different lines are not compared."""
    if now["decided_class"] is None:
        return "undecided"
    same = [one for one in earlier if one["standard"] == now["standard"] and one["decided_class"]]
    if not same:
        return "break" if any(one["standard"] != now["standard"] for one in earlier) else _entered(now)
    before, after = same[-1]["decided_class"], now["decided_class"]
    if before == after or (before not in LISTED and after not in LISTED):
        return "same"
    if before in LISTED and after in LISTED:
        return f"{before}_to_{after}"
    if before in LISTED:
        return f"left_{before}"
    return f"again_{after}" if any(one["decided_class"] == after for one in same) else f"new_{after}"


def _entered(now: dict[str, Any]) -> str:
    """A first sheet. Who was on a list before the register began is known by what the officer wrote."""
    if now["decided_class"] not in LISTED:
        return "first"
    if now["change_reason"] == "again":
        return f"again_{now['decided_class']}"
    return f"new_{now['decided_class']}" if now["change_reason"] == "new" else "first"


def _links(database: Database, household: str) -> list[dict[str, Any]]:
    """The links of a household and of what it came from, back to the first, by day."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    asked, wanted = set[str](), [household]
    names = ", ".join(map(quoted, _LINK))
    sql = (
        f"SELECT {names} FROM {quoted(HOUSEHOLD_LINKS.name)} WHERE ended_by IS NULL "  # noqa: S608
        "AND (household_code = ? OR to_household_code = ?) ORDER BY day, household_code"
    )
    while wanted:
        one = wanted.pop()
        asked.add(one)
        for row in database.rows(sql, [one, one]):
            link = dict(zip(_LINK, row, strict=True))
            link["day"] = _day(link["day"])
            comes_from = link["to_household_code"] == one and link["link_kind"] in _BACKWARDS
            if one == household or comes_from:
                found[tuple(row)] = link
            if comes_from and link["household_code"] not in asked:
                wanted.append(link["household_code"])
    return sorted(found.values(), key=lambda link: (link["day"], link["household_code"]))


def _since(links: Iterable[dict[str, Any]], household: str) -> dict[str, dt.date | None]:
    """The codes whose sheets are the household's history; those it came from until the day it came from them."""
    until: dict[str, dt.date | None] = {household: None}
    for link in sorted(links, key=lambda one: one["day"], reverse=True):
        if link["link_kind"] in _BACKWARDS and link["to_household_code"] in until:
            until.setdefault(link["household_code"], link["day"])
    return until


def _sheets(database: Database, codes: Iterable[str]) -> list[dict[str, Any]]:
    names = ", ".join(map(quoted, _SHEET))
    sql = (
        f"SELECT {names} FROM {quoted(POVERTY_SHEETS.name)} "  # noqa: S608
        "WHERE ended_by IS NULL AND household_code = ?"
    )
    found = [dict(zip(_SHEET, row, strict=True)) for one in codes for row in database.rows(sql, [one])]
    return [{**one, "day": _day(one["day"])} for one in found]


def _name(territory: Territory, place: str, day: dt.date) -> str:
    version = territory.version(place, known_day(territory, day))
    return version.name if version else place


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
