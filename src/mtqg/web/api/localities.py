"""Units through time."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest

from mtqg.core.period import read_day
from mtqg.localities.commands import events_json, unit_json
from mtqg.web import access
from mtqg.web.api import shapes
from mtqg.web.api.declaring import get
from mtqg.web.api.shapes import Day, Text

Level = Literal["province", "district", "commune", "village"]


@get("/localities", "see", area="localities", answer=list[shapes.Locality], is_of_state=True)
def localities_tree(
    request: HttpRequest, on: Day, within: Text | None = None, level: Level | None = None
) -> list[dict[str, str | None]]:
    """The units of a day, each followed by what lies in it."""
    return [one.as_json() for one in access.book().tree(read_day(on), within or None, level)]


@get("/localities/resolve", "see", area="localities", answer=list[shapes.Locality], is_of_state=True)
def localities_resolve(
    request: HttpRequest, name: Text, on: Day, within: Text | None = None
) -> list[dict[str, str | None]]:
    """Units that a name may mean on a day, best first; accents, case and one letter are forgiven."""
    found = access.book().resolve(name, on=read_day(on), within=within or None)
    return [one.version.as_json() for one in found]


@get("/localities/{code}", "see", area="localities", answer=shapes.LocalityWhole, is_of_state=True)
def localities_show(request: HttpRequest, code: Text, on: Day) -> dict[str, object]:
    """One unit on a day: where it lies, what lies in it, and on which lists it stands."""
    return unit_json(access.book(), code, read_day(on))


@get("/localities/{code}/history", "see", area="localities", answer=list[shapes.LocalityEvent], is_of_state=True)
def localities_history(request: HttpRequest, code: Text, on: Day) -> list[dict[str, object]]:
    """What happened to the territory that a code was on a day, before and after."""
    return events_json(access.book().history(code, read_day(on)))
