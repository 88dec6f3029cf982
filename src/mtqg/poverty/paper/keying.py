"""The sheet to key paper in: a household a line, in the order of the printed sheets, in the workbook of the form.

It is the import form's own template with what is known filled in, so that what is keyed is imported as any workbook.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from mtqg.core.acts import Author
from mtqg.core.catalogue import Catalogue
from mtqg.core.errors import Refused
from mtqg.core.form import Form
from mtqg.core.instance import Instance
from mtqg.core.register.writing import begin
from mtqg.localities.terms import VILLAGES
from mtqg.poverty.paper import building
from mtqg.poverty.paper import problems as wrong
from mtqg.poverty.paper.reviewed import Reviewed
from mtqg.poverty.paper.writing import Asked, Ready, read_ready
from mtqg.poverty.terms import POVERTY_REVIEW_FORM

_VILLAGES = Catalogue(tables={VILLAGES.name: VILLAGES}, forms={}, measures={})  # all that a template looks up


def write_keying(
    instance: Instance, author: Author, asked: Asked, out: Path, *, within: Collection[str] | None = None
) -> dict[str, Any]:
    """Write the keying sheets of a place: points and facts, and a sheet of answers where the questions are known.

    Names stand in it, so it is an act like printing. Raises Refused as printing does.
    """
    from mtqg.intake.importing import lookups_of
    from mtqg.intake.template_places import places_on
    from mtqg.intake.templates import write_template

    with instance.register() as register:
        ready = read_ready(register, instance, author, asked, within=within)
        place = ready.review.place
        printed = [one for one in ready.found if asked.is_everyone or one.is_listed]
        # What is keyed replaces a sheet that is there, whole: one that is there already is mended, not keyed again.
        chosen = [one for one in printed if one.now is None]
        if not chosen:
            raise Refused(wrong.ALL_KEYED.at(given=len(printed), period=asked.period.text))
        with begin(register, author, verb="print", where=place.code) as act:
            act.note(papers={"keying": len(chosen)}, period=asked.period.text)
    lookups = lookups_of(instance, _VILLAGES)
    places = places_on(place.book, lookups.villages, place.commune.code, asked.period.last)
    written = []
    for form, rows, name in _sheets(ready, chosen):
        path = out / f"{name}.xlsx"
        write_template(
            form,
            path,
            places=places,
            period=asked.period,
            lookups=lookups,
            instance=instance.id,
            made=author.at,
            rows=rows,
        )
        written.append({"file": str(path), "form": form.name, "households": len(rows)})
    assert act.sealed is not None
    return {"files": written, "already": len(printed) - len(chosen), "act": act.sealed.n}


def _sheets(ready: Ready, chosen: Sequence[Reviewed]) -> list[tuple[Form, list[dict[str, Any]], str]]:
    from mtqg.poverty.sheet.forms import form_of

    review, code = ready.review, ready.review.place.code
    made = [(POVERTY_REVIEW_FORM, [known_row(one, ready) for one in chosen], f"{code}_nhap-diem")]
    for area in dict.fromkeys(building.area_of(one, review) for one in chosen):
        sections = review.definition.on(area=area, region=review.place.region, day=review.day)
        if any(section.form == "B1" for section in sections):
            form = form_of(review.definition, area=area, region=review.place.region, on=review.day)
            rows = [
                {**known_place(one, ready), "region": review.place.region, "has_request": one.asked_itself}
                for one in chosen
                if building.area_of(one, review) == area
            ]
            made.append((form, rows, f"{code}_nhap-tra-loi_{area}"))
    return made


def known_place(one: Reviewed, ready: Ready) -> dict[str, Any]:
    """Where a household is, as every sheet of the review begins."""
    review, place, home = ready.review, ready.review.place, one.household
    return {
        "period": review.period,
        "standard": review.standard,
        "locality_code": place.commune.code,
        "locality_name": place.commune.name,
        "village_code": home.village_code or None,
        "village_name": place.village(home.village_code).name or None,
        "household_code": home.code,
        "area": building.area_of(one, review) or None,
    }


def known_row(one: Reviewed, ready: Ready) -> dict[str, Any]:
    """What is known of a household. Its identity number is not: nobody keys it anew."""
    home = one.household
    return {
        **known_place(one, ready),
        "head_name": home.head or None,
        "ethnic_group": home.ethnic_group or None,
        "persons": len(home.members) or None,
    }
