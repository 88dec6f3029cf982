"""Printing: the papers of a commune or village set as PDF, after an act that says who printed what of whom.

The act counts papers and households and names nobody. It stands in the chain before a file is written: names never
leave the register unrecorded. A preview masks every name, and is no act.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtqg.core import disk
from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.core.instance import Instance
from mtqg.core.period import Period
from mtqg.core.register.finding import masked
from mtqg.core.register.opening import Register
from mtqg.core.register.writing import begin
from mtqg.core.text import clean, fold
from mtqg.law.office import law_at
from mtqg.paper.typesetting import Job, set_all
from mtqg.poverty.classify import standard_on
from mtqg.poverty.paper import building as say
from mtqg.poverty.paper import problems as wrong
from mtqg.poverty.paper.building import Review
from mtqg.poverty.paper.held import held_meetings, held_postings, held_requests, held_votes
from mtqg.poverty.paper.households import read_households
from mtqg.poverty.paper.meetings import Meeting, passed
from mtqg.poverty.paper.places import NO_VILLAGE, Village, find_place
from mtqg.poverty.paper.reviewed import LISTED, Reviewed, read_review
from mtqg.poverty.sheet.office import own_sections
from mtqg.poverty.sheet.reading import definition

TEMPLATES = Path(__file__).parent / "templates"
EVENING = ("sheets", "list", "minutes", "posting")  # a file for each village, or one for all
AFTER = ("decision", "certificates", "refusals")  # a file each for the commune
PAPERS = {
    "sheets": "phieu-ra-soat",
    "list": "danh-sach-hop",
    "minutes": "bien-ban-hop",
    "posting": "niem-yet",
    "decision": "quyet-dinh",
    "certificates": "giay-chung-nhan",
    "refusals": "tra-loi-de-nghi",
}


@dataclass(frozen=True)
class Asked:
    """What is to be printed. ``on``: whose boundaries and households; today within the period unless said."""

    locality: str
    period: Period
    kinds: tuple[str, ...] = EVENING
    on: dt.date | None = None
    standard: str | None = None
    is_everyone: bool = False  # sheets for every household of the register, not only for those on the list
    posted: tuple[dt.date, dt.date] | None = None
    meetings: Mapping[str, Meeting] = field(default_factory=dict)  # instead of those that the register holds
    is_preview: bool = False
    is_one_file: bool = False  # the villages one after another in a file that is printed at one go


@dataclass(frozen=True)
class Paper:
    """A file to be written: its template and data. ``villages``: whose; none of a paper of the commune.
    ``households``: how many stand in it.
    """

    name: str
    template: str
    kinds: tuple[str, ...]
    villages: tuple[str, ...]
    households: int
    data: dict[str, Any]

    @property
    def village(self) -> str:
        return self.villages[0] if len(self.villages) == 1 else ""

    def about(self) -> dict[str, Any]:
        return {"papers": list(self.kinds), "village": self.village, "households": self.households}


@dataclass(frozen=True)
class Printed:
    """What was printed. ``waiting``: households not ready for a decision; ``back``: villages to survey again."""

    files: tuple[tuple[Path, Paper], ...]
    waiting: int
    back: tuple[str, ...]
    act: int | None

    def as_json(self) -> dict[str, Any]:
        files = [{"file": str(path), **paper.about()} for path, paper in self.files]
        return {"files": files, "waiting": self.waiting, "back_to_survey": list(self.back), "act": self.act}


@dataclass(frozen=True)
class Ready:
    """The households of a run, and which of them may be decided."""

    review: Review
    found: tuple[Reviewed, ...]
    agreed: frozenset[str]  # villages whose meeting agreed
    back: tuple[str, ...]
    voted: Mapping[str, bool] = field(default_factory=dict)  # household -> whether its own vote was for the result

    @property
    def decided(self) -> list[Reviewed]:
        """Households that the decision may name: with a class, and agreed by the meeting or decided already."""
        return [one for one in self.listed if one.result is not None and self._may(one)]

    @property
    def listed(self) -> list[Reviewed]:
        return [one for one in self.found if one.is_listed]

    def _may(self, one: Reviewed) -> bool:
        if one.now is not None and one.now.decided is not None:
            return True
        # What the meeting said of this household comes before what it said of the whole list.
        return self.voted.get(one.household.code, one.household.village_code in self.agreed)


def print_papers(
    instance: Instance, author: Author, asked: Asked, out: Path, *, within: Collection[str] | None = None
) -> Printed:
    """Print the papers asked for into a folder.

    within: communes that the asker may see; None for all. Raises Refused where the place is none or not theirs, nobody
    is there to print, or no household is ready for a decision.
    """
    with instance.register() as register:
        ready = read_ready(register, instance, author, asked, within=within)
        papers = papers_of(ready, asked)
        files = _set(papers, author.at)
        act = None if asked.is_preview else _recorded(register, author, asked, ready.review.place.code, papers)
    written = []
    for paper, content in zip(papers, files, strict=True):
        path = out / f"{paper.name}.pdf"
        disk.replace_file(path, content)
        written.append((path, paper))
    waiting = len(ready.listed) - len(ready.decided) if set(asked.kinds) & set(AFTER) else 0
    return Printed(tuple(written), waiting, ready.back, act)


def read_ready(
    register: Register, instance: Instance, author: Author, asked: Asked, *, within: Collection[str] | None = None
) -> Ready:
    """The households of the place with their reviews, and what their meetings said."""
    on = asked.on or _today_within(author, asked.period)
    place = find_place(register.database, asked.locality, on, within=within)
    law = law_at(register.database)
    standard = standard_on(place.on, law, asked.standard).name
    is_synthetic = instance.origin == "synthetic"
    marks = (*((say.SYNTHETIC,) if is_synthetic else ()), *((say.PREVIEW,) if asked.is_preview else ()))
    review = Review(
        place=place,
        period=asked.period.text,
        standard=standard,
        law=law,
        definition=definition(standard, own=own_sections(register.database), is_synthetic=is_synthetic),
        marks=marks,
        posted=asked.posted,
        postings=held_postings(register, place, asked.period.text),
    )
    shown = _masked if asked.is_preview else _clear
    households = read_households(register, place, shown)
    found = read_review(
        register,
        place,
        households,
        period=review.period,
        standard=standard,
        law=law,
        shown=shown,
        requests=held_requests(register, place, review.period),
    )
    if not (found if asked.is_everyone else [one for one in found if one.is_listed]):
        raise Refused(wrong.NOBODY.at(given=asked.locality, period=review.period))
    meetings = {**held_meetings(register, place, review.period), **asked.meetings}
    agreed = passed(meetings, law)
    held = held_votes(register, place, review.period)
    votes = {code: one for code, one in held.items() if not _is_older(one, meetings.get(one.village_code))}
    for_it = passed(votes, law)
    voted = {code: code in for_it for code in votes}
    return Ready(review, tuple(found), agreed, tuple(sorted(set(meetings) - agreed)), voted)


def _is_older(vote: Meeting, meeting: Meeting | None) -> bool:
    """Whether the village met again after it voted on the household."""
    return meeting is not None and meeting.day > vote.day


def papers_of(ready: Ready, asked: Asked) -> list[Paper]:
    """The files to be written, with their data."""
    evening = tuple(kind for kind in EVENING if kind in asked.kinds)
    papers = _evening(ready, evening, asked) if evening else []
    if after := tuple(kind for kind in AFTER if kind in asked.kinds):
        if not ready.decided:
            raise Refused(wrong.NOTHING_AGREED.at(given=len(ready.listed)))
        papers += [paper for kind in after if (paper := _after(ready, kind)).households]
    return papers


def _evening(ready: Ready, kinds: tuple[str, ...], asked: Asked) -> list[Paper]:
    """A paper for each village, or one of them all."""
    by_village: dict[str, list[Reviewed]] = {}
    for one in ready.found:
        if asked.is_everyone or one.is_listed:
            by_village.setdefault(one.household.village_code, []).append(one)
    bundles = [[village] for village in sorted(by_village.items())]
    if asked.is_one_file:
        bundles = [sorted(by_village.items())]
    return [_bundle(ready.review, kinds, bundle) for bundle in bundles]


def _bundle(review: Review, kinds: tuple[str, ...], bundle: list[tuple[str, list[Reviewed]]]) -> Paper:
    place = review.place
    villages = [place.village(code) if code != NO_VILLAGE else Village(NO_VILLAGE, "") for code, _ in bundle]
    names = [say.village_name(one, place) for one in villages]
    own: list[dict[str, Any]] = [
        {
            "village": {"code": code, "name": name},
            "posted": say.posted_days(review, code),
            **_village_data(review, village, found, kinds),
        }
        for (code, found), village, name in zip(bundle, villages, names, strict=True)
    ]
    is_one = len(bundle) == 1
    code, about = (bundle[0][0] or place.commune.code, names[0]) if is_one else (place.commune.code, place.commune.name)
    data = {
        **say.shared(review),
        "title": f"Hồ sơ họp {about}, {review.period}",
        "papers": list(kinds),
        "questions": say.questions(review, (one["area"] for each in own for one in each["households"])),
        "villages": own,
    }
    what = "ho-so-hop" if kinds == EVENING else "_".join(PAPERS[kind] for kind in kinds)
    count = sum(len(found) for _, found in bundle)
    return Paper(_file_name(code, about, what), "village", kinds, tuple(code for code, _ in bundle), count, data)


def _village_data(
    review: Review, village: Village, found: list[Reviewed], kinds: tuple[str, ...]
) -> dict[str, list[Any]]:
    """What the papers asked for need of the households, and no more."""
    listed = [one for one in found if one.is_listed]
    lines = [say.line(one) for one in listed] if {"list", "minutes"} & set(kinds) else []
    sheets = [say.household(one, review, village) for one in found] if "sheets" in kinds else []
    posts = say.posted_households(listed) if "posting" in kinds else []
    return {
        "households": sheets,
        "lines": lines,
        "voted": [line for line in lines if line["changed"]],
        "posts": [say.posted_line(one, village) for one in posts],
    }


def _after(ready: Ready, kind: str) -> Paper:
    review, place, decided = ready.review, ready.review.place, ready.decided
    made: dict[str, Any]
    if kind == "decision":
        made = {"annex": say.annex(decided, place), "bases": say.bases(review)}
        count = len({one.household.code for group in say.groups(decided).values() for one in group})
        title = "Quyết định công nhận kết quả rà soát"
    elif kind == "certificates":
        holders = [one for one in decided if one.result in LISTED]
        made = {"certificates": [say.certificate(one, place) for one in holders], "address": place.address}
        count, title = len(holders), "Giấy chứng nhận hộ nghèo, hộ cận nghèo"
    else:
        refused = [one for one in decided if one.is_refused]
        made = {"letters": [say.refusal(one, review) for one in refused]}
        count, title = len(refused), "Trả lời đề nghị xét hộ nghèo, hộ cận nghèo"
    data = {**say.shared(review), "title": f"{title} {review.period}", **made}
    name = _file_name(place.code, place.commune.name, PAPERS[kind])
    return Paper(name, kind, (kind,), (), count, data)


def _set(papers: list[Paper], made: dt.datetime) -> list[bytes]:
    return set_all([Job(TEMPLATES / f"{paper.template}.typ", paper.data, made) for paper in papers])


def _recorded(register: Register, author: Author, asked: Asked, where: str, papers: list[Paper]) -> int:
    """The act of printing: counts and places, no names."""
    counts: dict[str, int] = {}
    for paper in papers:
        for kind in paper.kinds:
            counts[kind] = counts.get(kind, 0) + paper.households
    with begin(register, author, verb="print", where=where) as act:
        act.note(
            papers=counts,
            period=asked.period.text,
            villages=sorted({code for paper in papers for code in paper.villages if code}),
            files=len(papers),
        )
    assert act.sealed is not None
    return act.sealed.n


def _today_within(author: Author, period: Period) -> dt.date:
    return min(max(author.day, period.first), period.last)


def _clear(text: str | None) -> str:
    return clean(text or "")


def _masked(text: str | None) -> str:
    return masked(clean(text), "name") or "" if text else ""


def _file_name(code: str, name: str, what: str) -> str:
    bare = "-".join("".join(sign if sign.isalnum() else " " for sign in fold(name)).split())
    return "_".join(part for part in (code, bare[:60], what) if part)
