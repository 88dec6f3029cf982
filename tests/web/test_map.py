"""The map: invented outlines are loaded by an act, checked, and drawn by the server over the units below a place."""

import json
import math
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from office_people import signed_in
from reviewed_rows import MINE, OTHER, PROVINCE, reviewed

from mtqg.core.errors import Refused
from mtqg.localities import outlines
from mtqg.localities.outlines import paths, read_outlines

THIRD = "14854"


def square(x, y, side=0.1):
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def geojson(**codes):
    features = [
        {"type": "Feature", "properties": {"ma": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code, ring in codes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


FILE = {MINE: square(104.5, 20.5), OTHER: square(104.6, 20.5), "99999": square(104.7, 20.5)}


def load(client, data, name="ma"):
    given = {"file": SimpleUploadedFile("xa.geojson", data), "name": name, "why": "tệp tự vẽ để thử"}
    return client.post("/so-lieu/ban-do/", given)


def test_outlines_are_loaded_by_an_act_and_what_is_no_unit_is_listed(office):
    admin = signed_in("quan", "administrator", "*")
    assert load(admin, geojson(**FILE)).status_code == 302
    page = admin.get("/so-lieu/ban-do/").content.decode()
    assert "ranh giới của 2 đơn vị" in page and "99999" in page
    n = office.head()[0]
    assert load(admin, geojson(**FILE)).status_code == 302 and office.head()[0] == n  # the same file again
    assert office.acts("outlines.load")[-1].payload["areas"] == 2
    assert load(signed_in("an", "officer", MINE), geojson(**FILE)).status_code == 403


def test_the_overview_draws_the_measure_each_area_leading_to_its_figure(office):
    filled = reviewed(office)
    client, address = signed_in("binh", "provincial_office", PROVINCE), "/so-lieu/?locality=384&period=2023"
    assert '<figure class="map">' not in client.get(address).content.decode()
    load(signed_in("quan", "administrator", "*"), geojson(**FILE, **{THIRD: square(104.5, 20.6)}))
    page = client.get(address).content.decode()
    assert filled and len(page) < 150_000
    drawn = page.split('<figure class="map">')[1].split("</figure>")[0]
    assert f"measure=poor_household_rate&amp;locality={MINE}" in drawn
    assert ": 3,00%</title>" in drawn and ": 4,00%</title>" in drawn and "đến 3,00" in drawn
    assert drawn.count('<path class="q') == 2 and drawn.count('<path class="un"') == 1  # who said nothing is hatched
    assert "style=" not in drawn
    other = client.get(f"{address}&map=near_poor_household_rate").content.decode()
    assert other.split('<figure class="map">')[1].split("</figcaption>")[0] != drawn.split("</figcaption>")[0]


def test_topojson_is_read_along_its_shared_arcs():
    arcs = [[[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]]]
    told = {"type": "Polygon", "arcs": [[~0]], "properties": {"ma": MINE}}
    transform = {"scale": [0.01, 0.01], "translate": [104, 20]}
    data = {"type": "Topology", "transform": transform, "objects": {"xa": told}, "arcs": arcs}
    found = read_outlines(json.dumps(data).encode(), "ma", {MINE})
    assert sorted(set(found.areas[MINE][0])) == [
        (10400000, 2000000),
        (10400000, 2010000),
        (10410000, 2000000),
        (10410000, 2010000),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe", "V-060"),
        (b"[" * 100_000, "V-060"),
        (b'{"type": "FeatureCollection"}', "V-060"),
        (geojson(**{MINE: [[104, 20], [105, 20]]}), "V-060"),
        (geojson(**{MINE: square(104, float("nan"))}), "V-061"),
        (geojson(**{MINE: square(20.5, 104.5)}), "V-061"),
        (geojson(**{MINE: square(560_000, 2_200_000)}), "V-061"),
        (geojson(**{"99999": square(104, 20)}), "V-063"),
        (geojson(**{MINE: 5}), "V-060"),
        (geojson(**{MINE: [{"x": 104}] * 4}), "V-060"),
        (geojson(**{MINE: [[10**400, 20]] * 4}), "V-060"),
        (geojson(**{MINE: square(104, 20)}).replace(b'{"ma": "14845"}', b"[1]"), "V-060"),
    ],
)
def test_a_file_that_is_no_map_of_units_is_refused_with_its_reason(data, code):
    with pytest.raises(Refused) as refused:
        read_outlines(data, "ma", {MINE})
    assert refused.value.problems[0].code == code


def test_a_small_file_cannot_name_a_long_arc_until_the_memory_is_full(monkeypatch):
    monkeypatch.setattr(outlines, "MOST_POINTS", 10_000)
    told = {"type": "Polygon", "arcs": [[0] * 5_000], "properties": {"ma": MINE}}
    data = json.dumps({"type": "Topology", "objects": {"xa": told}, "arcs": [[[104, 20]] * 1_000]}).encode()
    tracemalloc.start()
    with pytest.raises(Refused) as refused:
        read_outlines(data, "ma", {MINE})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.problems[0].code == "V-062" and peak < 5 * 10**6  # it would be 40 MB


def test_many_points_become_a_small_picture():
    steps = 2_000
    areas = {}
    for at in range(100):
        x, y = 10_400_000 + at % 10 * 10_000, 2_000_000 + at // 10 * 10_000
        turns = [math.tau * step / steps for step in range(steps)]
        ring = [(round(x + 5_000 * math.cos(turn)), round(y + 5_000 * math.sin(turn))) for turn in turns]
        areas[str(at)] = ((*ring, ring[0]),)
    drawn, height = paths(areas, width=640, most=20_000)
    assert len(drawn) == 100 and sum(map(len, drawn.values())) <= 20_000 and 600 < height < 760
