"""Where places of other days lie on the boundaries of one: a merger carries a household, a division is not guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from mtqg.core.territory import Territory, known_day


class Placed:
    """Communes of a day, and in which of them the places of other days lie. Each territory is looked up once."""

    def __init__(self, territory: Territory, on: dt.date) -> None:
        self.territory, self.on = territory, known_day(territory, on)
        self._found: dict[tuple[str, dt.date | None], tuple[str, ...]] = {}

    def of(self, code: str, day: dt.date) -> tuple[str, ...]:
        """The communes in which a place lies: one, several where it was divided, none where it is not known."""
        known = known_day(self.territory, day)
        version = self.territory.version(code, known)
        if version is None:
            return ()
        where = (code, version.valid_from)
        if where not in self._found:
            lies = self.territory.placements(code, known, self.on)
            communes = {one.version.code for one in lies if one.version and one.version.level == "commune"}
            self._found[where] = tuple(sorted(communes))
        return self._found[where]

    def join(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with ``place``: the commune of the day, null where the place is not known or was divided."""
        spots = rows.select("locality_code", "day").unique()
        places = [self.of(code, day) for code, day in spots.iter_rows()]
        place = pl.Series("place", [one[0] if len(one) == 1 else None for one in places], dtype=pl.String)
        return rows.join(spots.with_columns(place), on=["locality_code", "day"], how="left")

    def settled(self, both: pl.DataFrame) -> pl.DataFrame:
        """Households whose earlier place was divided started where they stand now, if that is one of its parts."""
        open_ones = both.filter(pl.col("s_place").is_null() & pl.col("s_day").is_not_null())
        spots = open_ones.select("s_locality_code", "s_day").unique()
        parts = [(code, day, part) for code, day in spots.iter_rows() for part in self._parts(code, day)]
        if not parts:
            return both
        schema = {"s_locality_code": pl.String, "s_day": pl.Date, "e_place": pl.String}
        allowed = pl.DataFrame(parts, schema=schema, orient="row").with_columns(is_part=True)
        both = both.join(allowed, on=list(schema), how="left")
        settled = pl.when(pl.col("is_part")).then("e_place").otherwise("s_place")
        return both.with_columns(s_place=settled).drop("is_part")

    def _parts(self, code: str, day: dt.date) -> Iterable[str]:
        found = self.of(code, day)
        return found if len(found) > 1 else ()
