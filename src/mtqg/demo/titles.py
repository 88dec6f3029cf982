"""Recognitions: which districts, communes and villages hold a title of new rural development, since when."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mtqg.demo import chance
from mtqg.demo.facts import Totals
from mtqg.demo.places import AS_OF, Province, Village

FORMER, CURRENT = "ntm-2016", "ntm-2021"
STOCK = "2020-12-31"
NOW = AS_OF.isoformat()
# Titles of before 2021 were confirmed in this time, after the mergers of communes of 2019 and 2020.
CONFIRMED = (dt.date(2020, 7, 1), dt.date(2020, 12, 25))
DISTRICTS_CONFIRMED = (dt.date(2020, 12, 28), dt.date(2020, 12, 31))
ADDED = (dt.date(2021, 3, 1), dt.date(2024, 9, 27))
# A title that builds on another one comes after this day; only titles of before it can be built on.
BUILT_ON = dt.date(2023, 6, 30)
FORMER_UNTIL = dt.date(2021, 12, 31)  # decisions up to this day are about the former set of criteria
ENDED = (dt.date(2022, 3, 1), dt.date(2024, 6, 28))


@dataclass(frozen=True)
class Title:
    """A title of a subject, as a row of the form ``recognitions``."""

    subject_level: str
    subject_code: str
    locality_name: str
    district_name: str
    title: str
    day: dt.date
    issuer: str
    ends_on: dt.date | None = None

    @property
    def standard(self) -> str:
        return FORMER if self.day <= FORMER_UNTIL else CURRENT

    def as_row(self, number: int, draw: random.Random) -> dict[str, object]:
        """The row; ``number`` is that of its decision. The year of a title is often not that of its decision."""
        earlier = draw.randint(0, 5) if self.day <= DISTRICTS_CONFIRMED[1] else int(self.day.month <= 3)
        suffix = "QĐ-TTg" if self.subject_level == "district" else "QĐ-UBND"
        return {
            "subject_level": self.subject_level,
            "subject_code": self.subject_code,
            "locality_name": self.locality_name,
            "district_name": self.district_name,
            "title": self.title,
            "standard": self.standard,
            "title_year": self.day.year - earlier,
            "day": self.day,
            "ends_on": self.ends_on,
            "decision_number": f"MH-{number}/{suffix}",
            "decision_issuer": self.issuer,
            "decided_on": self.day,
        }


def recognitions(province: Province, totals: Totals, *, seed: int) -> list[dict[str, object]]:
    """All rows of the province's register of titles, oldest first, each with the number of its decision."""
    choice = _Choice(province, totals, chance.stream(seed, "titles", province.code))
    titles = [*choice.districts(), *choice.communes(), *choice.villages()]
    titles.sort(key=lambda title: (title.day, title.issuer, title.title, title.subject_code))
    draw = chance.stream(seed, "title years", province.code)
    numbers: dict[tuple[str, int], dict[tuple[object, ...], int]] = {}
    rows = []
    for title in titles:
        # A district's chairman names the villages of a day in one decision; other titles have one each.
        decision = (title.day, title.title, None if title.subject_level == "village" else title.subject_code)
        of_year = numbers.setdefault((title.issuer, title.day.year), {})
        rows.append(title.as_row(of_year.setdefault(decision, len(of_year) + 1), draw))
    return rows


class _Choice:
    """Draws who holds what; the counts are the totals."""

    def __init__(self, province: Province, totals: Totals, draw: random.Random) -> None:
        self.province, self.totals, self.draw = province, totals, draw
        self.issuer = f"UBND {province.name[0].lower()}{province.name[1:]}"
        self.now = province.communes(AS_OF)
        self.recognised_districts: set[str] = set()
        self.standing_early: list[str] = []

    def count(self, what: str, about: str = NOW) -> int:
        return self.totals.of(self.province.code, about, what)

    def districts(self) -> list[Title]:
        """Districts outside the mountains; the Prime Minister decides when all their communes have the title."""
        lowland = {c.district.code: c.district_name for c in self.now.values() if not c.district.is_mountain}
        chosen = chance.shuffled(self.draw, sorted(lowland))[: self.count("districts_ntm")]
        self.recognised_districts = set(chosen)
        days = [ADDED] * self.count("districts_ntm_added")
        days += [DISTRICTS_CONFIRMED] * (len(chosen) - len(days))
        issuer = "Thủ tướng Chính phủ"
        return [
            Title("district", code, lowland[code], lowland[code], "ntm", self._day(when), issuer)
            for code, when in zip(chosen, days, strict=True)
        ]

    def communes(self) -> list[Title]:
        early, added = self._ntm_communes()
        self.standing_early = [title.subject_code for title in early if title.ends_on is None]
        advanced = self._built(
            "advanced", early, self.count("communes_advanced"), self.count("communes_advanced", STOCK)
        )
        model = self._built("model", advanced, self.count("communes_model"), self.count("communes_model", STOCK))
        return [*early, *added, *advanced, *model]

    def _ntm_communes(self) -> tuple[list[Title], list[Title]]:
        """Titles confirmed in 2020 (some of them ended since) and those added since 2021."""
        rural_then = [c for c in self.province.communes(CONFIRMED[0]).values() if not c.is_urban]
        rural = [c.code for c in rural_then if c.code in self.now and not self.now[c.code].is_urban]
        order = sorted(rural, key=self._place_in_order)
        added = self.count("communes_ntm_added")
        staying = self.count("communes_ntm") - added
        ended = self.count("communes_ntm", STOCK) - staying
        left_programme = [c.code for c in rural_then if c.code not in set(rural)]
        gone = (chance.shuffled(self.draw, left_programme) + order[staying + added :])[:ended]
        early = [self._commune(code, "ntm", CONFIRMED) for code in order[:staying]]
        early += [replace(self._commune(code, "ntm", CONFIRMED), ends_on=self._end(code)) for code in gone]
        return early, [self._commune(code, "ntm", ADDED) for code in order[staying : staying + added]]

    def _place_in_order(self, code: str) -> float:
        """The lower, the earlier the title: first all communes of recognised districts, mostly last the mountains."""
        district = self.now[code].district
        return self.draw.random() + 0.8 * district.is_mountain - 2 * (district.code in self.recognised_districts)

    def _end(self, code: str) -> dt.date:
        """The day a title ends: that on which the commune left the programme, or one drawn for a revocation."""
        day: dt.date | None = CONFIRMED[1]
        while day and (version := self.province.book.version(code, day)) and version.kind == "xã":
            day = version.valid_to
            if day is None or day > AS_OF:
                return self._day(ENDED)
        return day or self._day(ENDED)

    def _built(self, title: str, base: Sequence[Title], count: int, early_count: int) -> list[Title]:
        """Titles that need another one before them: ``count`` in all, ``early_count`` of them of before 2021."""
        standing = [one for one in base if one.ends_on is None]
        early_base = [one for one in standing if one.day <= CONFIRMED[1]]
        early = chance.shuffled(self.draw, early_base)[:early_count]
        taken = {one.subject_code for one in early}
        later_base = [one for one in standing if one.day <= BUILT_ON and one.subject_code not in taken]
        later = chance.shuffled(self.draw, later_base)[: count - early_count]
        built = [replace(one, title=title, day=self._day((one.day, CONFIRMED[1]))) for one in early]
        return built + [replace(one, title=title, day=self._day(self._after(one, title))) for one in later]

    def _after(self, base: Title, title: str) -> tuple[dt.date, dt.date]:
        return (BUILT_ON + dt.timedelta(days=1), ADDED[1]) if title == "model" else (max(base.day, ADDED[0]), ADDED[1])

    def villages(self) -> list[Title]:
        """Villages with the title, in the area list and outside it, and model villages of communes with the title."""
        fixed = [village for village in self.province.villages if village.commune_code not in self.province.moved]
        rural = [village for village in fixed if not self._was_urban(village)]
        inside = chance.shuffled(self.draw, [village for village in rural if village.in_area])
        outside = chance.shuffled(self.draw, [village for village in rural if not village.in_area])
        early, added = self.count("area_villages_ntm", STOCK), self.count("area_villages_ntm_added")
        others = self.count("other_villages_ntm_added")
        titles = self._villages(inside[:early], "ntm", CONFIRMED)
        titles += self._villages(inside[early : early + added], "ntm", ADDED)
        titles += self._villages(outside[:others], "ntm", ADDED)
        holders = set(self.standing_early)
        models = [village for village in outside[others:] if village.commune_code in holders]
        model_early, model_all = self.count("villages_model", STOCK), self.count("villages_model")
        titles += self._villages(models[:model_early], "model", (CONFIRMED[1], CONFIRMED[1]))
        return titles + self._villages(models[model_early:model_all], "model", ADDED)

    def _was_urban(self, village: Village) -> bool:
        days = (CONFIRMED[0], AS_OF)
        return any(self.province.commune_of(village, day).is_urban for day in days)

    def _commune(self, code: str, title: str, days: tuple[dt.date, dt.date]) -> Title:
        commune = self.province.communes(CONFIRMED[0])[code]
        return Title("commune", code, commune.name, commune.district_name, title, self._day(days), self.issuer)

    def _villages(self, villages: Iterable[Village], title: str, days: tuple[dt.date, dt.date]) -> list[Title]:
        """One row each; a district decides on a few days only, so its villages share decisions."""
        rows = []
        for village in villages:
            district = self.province.district_name(village.district.code)
            day = self._decision_day(village.district.code, days)
            rows.append(
                Title(
                    "village",
                    village.code,
                    village.name,
                    district,
                    title,
                    day,
                    f"UBND {district[0].lower()}{district[1:]}",
                )
            )
        return rows

    def _decision_day(self, district: str, days: tuple[dt.date, dt.date]) -> dt.date:
        session = self.draw.randrange(4)
        return chance.day_between(random.Random(f"{district}:{days}:{session}"), *days)  # noqa: S311

    def _day(self, days: tuple[dt.date, dt.date]) -> dt.date:
        return chance.day_between(self.draw, *days)
