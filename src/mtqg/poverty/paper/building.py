"""What each paper says, as plain data for its template: no layout, and of the law only what its book holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from mtqg.core.numbers import day as day_text
from mtqg.law.book import Law
from mtqg.law.tables import LawValue
from mtqg.poverty.classify import Standard
from mtqg.poverty.paper.meetings import Meeting, agreement_law
from mtqg.poverty.paper.places import NO_VILLAGE, Place, Village
from mtqg.poverty.paper.reviewed import LISTED, Reviewed, Sheet, limits
from mtqg.poverty.sheet.definition import Definition
from mtqg.poverty.sheet.printing import printed
from mtqg.poverty.terms import AREAS, CAUSES, CLASSES, POVERTY_SHEETS

SYNTHETIC = "DỮ LIỆU MINH HỌA"
PREVIEW = "BẢN XEM TRƯỚC"
UNSCORED = "Chưa xếp được"
PROCESS = "24/2021/QĐ-TTg"  # whose articles the papers cite, as the law book holds them
IN_YEAR = "Điều 5"
# What the decision's annex lists: title, and which households: class before and class now.
GROUPS: tuple[tuple[str, str], ...] = (
    ("poor", "Hộ nghèo"),
    ("near_poor", "Hộ cận nghèo"),
    ("escaped_poor", "Hộ thoát nghèo"),
    ("escaped_near_poor", "Hộ thoát cận nghèo"),
)
# What the reports count of a household besides its points: asked on the sheet, keyed into these columns.
_FACTS = {
    "groups": [POVERTY_SHEETS.column(name).label for name in ("has_merit", "lacks_labour", "is_farm_household")],
    "causes": list(CAUSES.values()),
    "counts": [
        POVERTY_SHEETS.column(name).label
        for name in (
            "persons",
            "children",
            "children_lacking_nutrition",
            "children_lacking_insurance",
            "children_lacking_schooling",
        )
    ],
}


@dataclass(frozen=True)
class Review:
    """What all papers of a run share."""

    place: Place
    period: str
    standard: str
    law: Law
    definition: Definition
    marks: tuple[str, ...]  # on every page
    posted: tuple[dt.date, dt.date] | None = None
    postings: Mapping[str, tuple[dt.date, dt.date]] = field(default_factory=dict)  # by village, where none is given

    @property
    def is_in_year(self) -> bool:
        return "-" in self.period

    @property
    def day(self) -> dt.date:
        return self.place.on


def shared(review: Review) -> dict[str, Any]:
    """The head of every paper: offices, place, review, the table of questions by area, the law's sentences."""
    place, law = review.place, review.law
    kind = place.commune.kind
    standard = law.standard(review.standard)
    return {
        "marks": list(review.marks),
        "commune": place.commune.name,
        "commune_in": _lower(place.commune.name),
        "office": f"Ủy ban nhân dân {_lower(place.commune.name)}",
        "short_office": f"UBND {_lower(place.commune.name)}",
        "above": [one.name for one in place.above],
        "where": place.commune.bare_name,
        "village_kind": "tổ dân phố" if kind in ("phường", "thị trấn") else "thôn, bản",
        "period": review.period,
        "review": f"tháng {review.period[5:]}/{review.period[:4]}" if review.is_in_year else f"năm {review.period}",
        "year": review.period[:4],
        "standard": standard.label_vi,
        "process": _cited(law, PROCESS),
        "again": _cited(law, PROCESS, IN_YEAR),
        "agreement": _agreement(agreement_law(law, review.day)),
        "facts": _FACTS,
    }


def posted_days(review: Review, village: str) -> list[str] | None:
    """First and last day of a village's posting; None leaves them to the pen."""
    days = review.posted or review.postings.get(village)
    return [day_text(one) for one in days] if days else None


def questions(review: Review, areas: Iterable[str | None]) -> dict[str, Any]:
    """The sections of the sheet by area, drawn once for all households of the area."""
    return {
        area or "": {
            section["form"]: section for section in printed(review.definition, area, review.place.region, on=review.day)
        }
        for area in dict.fromkeys(areas)
    }


def bases(review: Review) -> list[str]:
    """What a decision is grounded on: the procedure, the standard and the texts that hold its limits."""
    law, day = review.law, review.day
    found = [PROCESS, law.standard(review.standard).document]
    for area in AREAS:
        for name in Standard(review.standard, day, law).limits:
            value = law.value(name, day, standard=review.standard, area=area)
            found += [value.document] if isinstance(value, LawValue) else []
    return [_cited(law, document)["full"] for document in dict.fromkeys(found)]


def household(one: Reviewed, review: Review, village: Village) -> dict[str, Any]:
    """A household as its own sheet shows it. Nothing of identity numbers, telephones or health is in it."""
    home = one.household
    return {
        "code": home.code,
        "head": home.head,
        "address": home.address,
        "village": village.name,
        "area": area_of(one, review),
        "ethnic_group": home.ethnic_group,
        "members": [asdict(member) for member in home.members],
        "before": _points(one.before),
        "now": _points(one.now),
        "asked": one.asked_itself,
        "changed": one.is_changed,
    }


def line(one: Reviewed) -> dict[str, Any]:
    """A household in the list for the meeting: what was, what is proposed."""
    home = one.household
    return {
        "code": home.code,
        "head": home.head,
        "persons": len(home.members) or "",
        "before": _points(one.before),
        "now": _points(one.now),
        "changed": one.is_changed,
    }


def posted_line(one: Reviewed, village: Village) -> dict[str, Any]:
    """A household as it is posted: name of its head, hamlet, class. Nothing else may be added here."""
    return {"head": one.household.head, "village": village.name, "result": name_of(one.result)}


def posted_households(found: Sequence[Reviewed]) -> list[Reviewed]:
    """Who is posted: the poor and near-poor, and those who leave. A household that stays outside is not named."""
    return [one for one in found if one.result in LISTED or (one.was in LISTED and one.result is not None)]


def groups(found: Sequence[Reviewed]) -> dict[str, list[Reviewed]]:
    """The households of the decision's annex by group; who fell from poor to near-poor stands in two."""
    return {
        "poor": [one for one in found if one.result == "poor"],
        "near_poor": [one for one in found if one.result == "near_poor"],
        "escaped_poor": [one for one in found if one.was == "poor" and one.result not in ("poor", None)],
        "escaped_near_poor": [one for one in found if one.was == "near_poor" and one.result not in (*LISTED, None)],
    }


def annex(found: Sequence[Reviewed], place: Place) -> list[dict[str, Any]]:
    """The annex: each group with its households, by village."""
    made = groups(found)
    return [
        {
            "title": title,
            "households": [
                {
                    "code": one.household.code,
                    "head": one.household.head,
                    "village": place.village(one.household.village_code).name or "",
                    "persons": len(one.household.members) or "",
                }
                for one in made[name]
            ],
        }
        for name, title in GROUPS
    ]


def certificate(one: Reviewed, place: Place) -> dict[str, Any]:
    home = one.household
    decision = one.now.decision if one.now else None
    return {
        "head": home.head,
        "code": home.code,
        "village": place.village(home.village_code).name,
        "address": home.address,
        "class": name_of(one.result),
        "members": [{"name": member.name, "born": member.born, "relation": member.relation} for member in home.members],
        "decision": [decision[0], day_text(decision[2])] if decision else None,
    }


def refusal(one: Reviewed, review: Review) -> dict[str, Any]:
    """The letter: points, limits with their articles, and the reason in the words of the rule."""
    assert one.now is not None
    sheet = one.now
    return {
        "head": one.household.head,
        "code": one.household.code,
        "village": review.place.village(one.household.village_code).name,
        "day": day_text(sheet.day),
        "income_points": sheet.income_points,
        "deprivation_points": sheet.deprivation_points,
        "result": name_of(sheet.result),
        "reason": sheet.reason,
        "asked": one.request or "enter",
        "by_decision": sheet.decided is not None and sheet.decided != sheet.proposed,
        "limits": [_limit(value, review.law) for value in limits(sheet, review.law).values()],
    }


def meeting(found: Meeting | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"day": day_text(found.day), "present": found.present, "agree": found.agree}


def area_of(one: Reviewed, review: Review) -> str:
    """The area whose sheet the household fills in."""
    sheet = one.now or one.before
    return one.household.area or (sheet.area if sheet else None) or review.place.commune.area or ""


def name_of(cls: str | None) -> str:
    """The class as papers say it; empty while it is open."""
    return "" if cls is None else CLASSES.get(cls, UNSCORED)


def village_name(village: Village, place: Place) -> str:
    return village.name if village.code != NO_VILLAGE else f"{place.commune.name} (chưa ghi thôn)"


def _points(sheet: Sheet | None) -> dict[str, Any] | None:
    if sheet is None:
        return None
    return {
        "result": name_of(sheet.result),
        "period": sheet.period,
        "income_points": sheet.income_points,
        "deprivation_points": sheet.deprivation_points,
    }


def _agreement(share: LawValue | None) -> dict[str, Any] | None:
    """Of the meeting's share: the number and its article, from the law book; None where it judges nothing."""
    if share is None:
        return None
    return {"value": share.value, "unit": share.unit, "document": share.document, "place": share.place}


def _cited(law: Law, document: str, place: str = "") -> Mapping[str, str]:
    found = law.cite(document, place)
    signed = f" ngày {day_text(found.signed_on)}" if found.signed_on else ""
    kind = law.document(document).kind.capitalize()
    return {
        "document": document,
        "place": place,
        "full": f"{kind} số {document}{signed} của {found.issued_by}",
        "subject": found.says_vi,
    }


def _limit(value: LawValue, law: Law) -> dict[str, Any]:
    return {
        "of": "deprivation" if value.name.startswith("deprivation") else "income",
        "name": law.name(value.name).label_vi,
        "value": value.value,
        "document": value.document,
        "place": value.place,
        "standing": value.standing,
    }


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
