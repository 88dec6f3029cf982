"""Outlines of units for a map: a strict reader of GeoJSON and TopoJSON, and outlines made small enough for a page.

No outline is shipped. A file must be in degrees (longitude, latitude), each of its features with a code of a unit.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from mtqg.core.errors import Refused, code

LARGEST = 40 * 10**6  # bytes of a file
MOST_POINTS = 4_000_000
# Where an outline of Vietnam, its islands among it, can lie at all: finds axes that were swapped and metres.
_WEST, _SOUTH, _EAST, _NORTH = 101.0, 5.0, 118.5, 24.0
_FINE = 100_000  # parts of a degree that are kept: a metre

Point = tuple[int, int]
Ring = tuple[Point, ...]

NOT_OUTLINES = code(
    "V-060",
    vi="Tệp ranh giới không đọc được: {given}.",
    en="The file of outlines cannot be read: {given}.",
    remedy_vi="Dùng GeoJSON (FeatureCollection) hoặc TopoJSON, vùng là Polygon hay MultiPolygon.",
    remedy_en="Give GeoJSON (FeatureCollection) or TopoJSON whose areas are Polygon or MultiPolygon.",
)
NOT_DEGREES = code(
    "V-061",
    vi="Tọa độ {given} không nằm trong lãnh thổ Việt Nam theo kinh độ, vĩ độ.",
    en="The coordinates {given} do not lie in Vietnam as longitude, latitude.",
    remedy_vi="Chuyển tệp sang WGS 84 (kinh độ trước, vĩ độ sau) rồi nạp lại.",
    remedy_en="Convert the file to WGS 84 (longitude first, then latitude) and load it again.",
)
TOO_MUCH = code(
    "V-062",
    vi="Tệp ranh giới quá lớn: {given}.",
    en="The file of outlines is too large: {given}.",
    remedy_vi="Giản lược ranh giới trước khi nạp; tối đa 40 MB, 4 triệu điểm.",
    remedy_en="Simplify the outlines before loading: 40 MB and 4 million points at most.",
)
NO_CODES = code(
    "V-063",
    vi="Không có vùng nào mang mã đơn vị đang có ở thuộc tính “{given}”.",
    en="No area has the code of a unit of today in its property “{given}”.",
    remedy_vi="Các thuộc tính có trong tệp: {known}.",
    remedy_en="Properties of the file: {known}.",
)


@dataclass(frozen=True)
class Outlines:
    """The rings of each unit, in parts of a degree, and the codes of the file that are no unit."""

    areas: dict[str, tuple[Ring, ...]]
    unknown: tuple[str, ...]


def read_outlines(data: bytes, name: str, known: Collection[str]) -> Outlines:
    """The outlines of a file whose features carry a code in a property.

    Refused where it is no such file, too large, not in degrees, or names no known unit at all.
    """
    if len(data) > LARGEST:
        raise Refused(TOO_MUCH.at(given=f"{len(data) // 10**6} MB"))
    try:
        return _outlines(json.loads(data), name, known)
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as broken:
        raise Refused(NOT_OUTLINES.at(given=type(broken).__name__)) from None


def _outlines(read: Any, name: str, known: Collection[str]) -> Outlines:
    areas: dict[str, tuple[Ring, ...]] = {}
    unknown, properties, points = [], set(), 0
    for told, rings in _topology(read) if read.get("type") == "Topology" else _collection(read):
        properties |= set(told)
        points += sum(map(len, rings))
        if points > MOST_POINTS:
            raise Refused(TOO_MUCH.at(given=f"> {MOST_POINTS}"))
        given = str(told.get(name, "")).strip()
        if given in known:
            areas[given] = areas.get(given, ()) + tuple(map(_checked, rings))
        else:
            unknown.append(given)
    if not areas:
        raise Refused(NO_CODES.at(given=name, known=", ".join(sorted(properties)[:30]) or "–"))
    return Outlines(areas, tuple(sorted(set(unknown))))


def _collection(read: Any) -> Iterable[tuple[dict[str, Any], list[Any]]]:
    if read["type"] != "FeatureCollection":
        raise ValueError
    for feature in read["features"]:
        yield feature.get("properties") or {}, _rings(feature["geometry"], lambda ring: ring)


def _topology(read: Any) -> Iterable[tuple[dict[str, Any], list[Any]]]:
    arcs = [_arc(arc, read.get("transform")) for arc in read["arcs"]]
    points = 0

    def ring(numbers: list[int]) -> list[Any]:
        nonlocal points
        made: list[Any] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            made += arc[1:] if made else arc  # an arc begins where the one before ended
            points += len(arc)  # asked at each arc: a small file may name a long one many times
            if points > MOST_POINTS:
                raise Refused(TOO_MUCH.at(given=f"> {MOST_POINTS}"))
        return made

    for found in read["objects"].values():
        for one in found.get("geometries", [found]):
            yield one.get("properties") or {}, _rings(one, ring, "arcs")


def _arc(arc: list[Any], transform: Any) -> list[Any]:
    if transform is None:
        return arc
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    x = y = 0
    made = []
    for dx, dy, *_ in arc:
        x, y = x + dx, y + dy
        made.append((x * scale_x + shift_x, y * scale_y + shift_y))
    return made


def _rings(geometry: Any, ring: Any, name: str = "coordinates") -> list[Any]:
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError
    polygons = [geometry[name]] if geometry["type"] == "Polygon" else geometry[name]
    return [ring(one) for polygon in polygons for one in polygon]


def _checked(ring: Sequence[Any]) -> Ring:
    made = []
    for point in ring:
        try:
            x, y = float(point[0]), float(point[1])
        except (ArithmeticError, LookupError, TypeError, ValueError):
            raise Refused(NOT_OUTLINES.at(given=str(point)[:40])) from None
        if not (_WEST <= x <= _EAST and _SOUTH <= y <= _NORTH):
            raise Refused(NOT_DEGREES.at(given=f"{x:.4f}, {y:.4f}"))
        made.append((round(x * _FINE), round(y * _FINE)))
    if len(made) < 4 or made[0] != made[-1]:
        raise Refused(NOT_OUTLINES.at(given="ring"))
    return tuple(made)


# Small enough for a page


def paths(areas: dict[str, tuple[Ring, ...]], *, width: int, most: int) -> tuple[dict[str, str], int]:
    """A path of SVG for each unit in a picture of this width, all together in so many signs; and the picture's height.

    Points are left out, the more the smaller the page must be; where a ring shrinks to nothing it goes.
    """
    points = [point for rings in areas.values() for ring in rings for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    narrow = math.cos(math.radians((low + high) / 2 / _FINE))  # a degree of longitude is shorter in the north
    scale = width / max(1.0, (right - left) * narrow)
    placed = {
        unit: [_spots([((x - left) * narrow * scale, (high - y) * scale) for x, y in ring]) for ring in rings]
        for unit, rings in areas.items()
    }
    for away in (0.4, 0.8, 1.5, 3.0, 6.0, 12.0):
        made = {unit: "".join(_path(_thinned(ring, away)) for ring in rings) for unit, rings in placed.items()}
        if sum(map(len, made.values())) <= most:
            break
    return {unit: path for unit, path in made.items() if path}, max(1, round((high - low) * scale))


def _spots(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The ring with one point of those in a row that fall on the same spot of the picture: the rest costs seconds."""
    return [next(same) for _, same in groupby(ring, key=lambda point: (round(point[0]), round(point[1])))]


def _thinned(ring: list[tuple[float, float]], away: float) -> list[tuple[float, float]]:
    """The ring without points that lie no further than ``away`` from the line between those that stay."""
    far = max(range(len(ring)), key=lambda at: math.dist(ring[0], ring[at]))
    kept, waiting = {0, far, len(ring) - 1}, [(0, far), (far, len(ring) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        distance, at = max((_off(ring[at], ring[first], ring[last]), at) for at in range(first + 1, last))
        if distance > away:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [ring[at] for at in sorted(kept)]


def _off(point: tuple[float, float], one: tuple[float, float], two: tuple[float, float]) -> float:
    long = math.dist(one, two)
    if not long:
        return math.dist(point, one)
    across = (two[0] - one[0]) * (one[1] - point[1]) - (one[0] - point[0]) * (two[1] - one[1])
    return abs(across) / long


def _path(ring: list[tuple[float, float]]) -> str:
    steps = list(dict.fromkeys((round(x), round(y)) for x, y in ring))
    if len(steps) < 3:
        return ""
    moves = [f"{x - x0} {y - y0}" for (x0, y0), (x, y) in pairwise(steps)]
    return f"M{steps[0][0]} {steps[0][1]}l{' '.join(moves)}z"
