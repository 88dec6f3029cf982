"""The map: outlines that an administrator loads, and a measure drawn over them by the server."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mtqg.access.terms import WHOLE
from mtqg.core.numbers import number
from mtqg.localities.outlines import LARGEST, paths, read_outlines
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.figures import answers
from mtqg.web.figures.answers import Overview
from mtqg.web.figures.asked import Asked, address
from mtqg.web.figures.models import Outlines
from mtqg.web.words import t

CLASSES = 5
_WIDTH = 640
_MOST = 70_000  # signs of all paths: the page stays under 150 kB
_UNKNOWN_SHOWN = 200


class OutlineForm(forms.Form):
    """A file of outlines, and where its features carry the code."""

    file = forms.FileField(label="Tệp ranh giới", help_text="GeoJSON hoặc TopoJSON, tọa độ kinh độ, vĩ độ (WGS 84).")
    name = forms.CharField(label="Thuộc tính chứa mã đơn vị", max_length=60, initial="code")
    why = forms.CharField(label="Nguồn của tệp", max_length=300)

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(t("Tệp quá lớn: tối đa {n} MB.", n=LARGEST // 10**6))
        return given


@page("administer", title="Ranh giới bản đồ", nav=("Quản trị", 40))
@require_http_methods(["GET", "HEAD", "POST"])
def outlines(request: HttpRequest) -> HttpResponse:
    """What the map is drawn from; another file takes its place, by an act."""
    form = OutlineForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _load(request, **form.cleaned_data)
        return redirect("outlines")
    last = _last()
    unknown = json.loads(last.unknown) if last else []
    shown = {"form": form, "last": last, "unknown": unknown[:_UNKNOWN_SHOWN], "unknown_count": len(unknown)}
    return render(request, "figures/outlines.html", shown, status=400 if request.method == "POST" else 200)


def _load(request: HttpRequest, file: Any, name: str, why: str) -> None:
    data = file.read()
    digest = hashlib.sha256(data).hexdigest()
    last = _last()
    if last is not None and last.sha256 == digest:
        messages.info(request, t("Tệp này đã được nạp."))
        return
    read = read_outlines(data, name, {one.code for one in access.book().tree(access.today())})
    packed = zlib.compress(json.dumps(read.areas, separators=(",", ":")).encode())
    with access.act(request, "outlines.load", at=WHOLE, why=why) as act:
        # The row names the act that is not sealed yet: both stand or neither.
        Outlines.objects.create(
            act_id=act.inner.id,
            file=file.name[:200],
            sha256=digest,
            areas=packed,
            area_count=len(read.areas),
            unknown=json.dumps(read.unknown, ensure_ascii=False),
        )
        act.note(sha256=digest, areas=len(read.areas), unknown=len(read.unknown))
    messages.success(request, t("Đã nạp ranh giới của {n} đơn vị.", n=len(read.areas)))


def _last() -> Outlines | None:
    return Outlines.objects.defer("areas").order_by("-act_id").first()


# Drawing


@dataclass(frozen=True)
class Area:
    """A unit on the map: its outline, class (None: unknown), what it says, and its figure."""

    path: str
    rank: int | None
    told: str
    to: str


@dataclass(frozen=True)
class Map:
    """A measure over the units below a place."""

    title: str
    areas: list[Area]
    legend: list[tuple[int, str]]
    height: int
    without: int  # units that the file has no outline of
    choice: kit.Choice
    width: int = _WIDTH

    @property
    def has_unknown(self) -> bool:
        return any(one.rank is None for one in self.areas)


def drawn(asked: Asked, found: Overview, wanted: str) -> Map | None:
    """The map of a place, where outlines of the units below it were loaded."""
    last = _last()
    measures = {one.measure.name: one.measure for one in found.answers if _is_said(one.measure.name, found)}
    if last is None or not measures:
        return None
    measure = measures.get(wanted) or next(iter(measures.values()))
    units = {one.code: one.name for one in access.book().children(asked.place.code, asked.day)} | found.names
    outlined, height = _outlined(os.environ.get("MTQG_HOME", ""), last.pk, tuple(sorted(units)))
    if not outlined:
        return None
    values = {
        code: answers.value_of(measure, *found.parts.get(code, {}).get(measure.name, (None, None))) for code in outlined
    }
    limits = _limits([value for value in values.values() if value is not None])
    areas = [_area(asked, measure, code, units[code], path, values[code], limits) for code, path in outlined.items()]
    options = tuple((one.name, t(one.label)) for one in measures.values())
    choice = kit.Choice("map", "Chỉ tiêu trên bản đồ", options, measure.name)
    return Map(t(measure.label), areas, _legend(limits), height, len(units) - len(outlined), choice)


def _is_said(name: str, found: Overview) -> bool:
    return any(name in line for line in found.parts.values())


def _area(
    asked: Asked, measure: Any, code: str, name: str, path: str, value: Decimal | None, limits: list[Decimal]
) -> Area:
    told = t("chưa biết") if value is None else number(value) + ("%" if measure.unit == "%" else f" {t(measure.unit)}")
    rank = None if value is None else sum(value > limit for limit in limits[:-1])
    to = address("figure", measure=measure.name, locality=code, period=asked.period) if asked.reaches(code) else ""
    return Area(path, rank, f"{name}: {told}", to)


def _limits(values: list[Decimal]) -> list[Decimal]:
    """Upper limits of classes with about as many units each; fewer where values repeat."""
    ordered = sorted(values)
    at = [ordered[-(-len(ordered) * n // CLASSES) - 1] for n in range(1, CLASSES + 1)] if ordered else []
    return list(dict.fromkeys(at))


def _legend(limits: list[Decimal]) -> list[tuple[int, str]]:
    found = []
    for rank, limit in enumerate(limits):
        before = limits[rank - 1] if rank else None
        said = t("đến {n}", n=number(limit))
        found.append((rank, said if before is None else t("trên {a} đến {b}", a=number(before), b=number(limit))))
    return found


@lru_cache(maxsize=16)
def _outlined(home: str, row: int, codes: tuple[str, ...]) -> tuple[dict[str, str], int]:
    areas = json.loads(zlib.decompress(bytes(Outlines.objects.get(pk=row).areas)))
    wanted = {code: areas[code] for code in codes if code in areas}
    return paths(wanted, width=_WIDTH, most=_MOST) if wanted else ({}, 0)
