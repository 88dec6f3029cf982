"""Over 400 kbit/s a page is a matter of bytes: what each of the main pages brings, packed and kept."""

import gzip
import re

import pytest
from office_files import text
from office_people import COMMUNE, signed_in

LIMIT = 150_000
PAGES = ("/", "/nhap/", "/nhap/phieu/", "/nhap/bang/", "/bao-cao/", "/so/villages/")


def parts(client, page):
    """The scripts and styles that a page loads."""
    return set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"', text(client.get(page))))


def wire(client, address):
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200 and answer["Content-Encoding"] == "gzip", address
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert len(gzip.decompress(data)) > len(data)
    return len(data)


def test_no_main_page_is_too_heavy_for_a_slow_line(office, an):
    for page in PAGES:
        plain = len(an.get(page).content) + sum(len(read(an, one)) for one in parts(an, page))
        packed = wire(an, page) + sum(wire(an, one) for one in parts(an, page))
        assert plain < LIMIT and packed < LIMIT / 3, (page, plain, packed)


def read(client, address):
    return b"".join(client.get(address).streaming_content)


def test_a_file_that_is_kept_is_not_sent_again_and_a_part_of_it_is_not_packed(office):
    client = signed_in("an", "officer", COMMUNE)
    style = "/static/office/office.css"
    first = client.get(style, headers={"Accept-Encoding": "gzip"})
    assert first["ETag"].startswith("W/") and "max-age" in first["Cache-Control"]
    b"".join(first.streaming_content)
    kept = {"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]}
    assert client.get(style, headers=kept).status_code == 304
    part = client.get(style, headers={"Accept-Encoding": "gzip", "Range": "bytes=0-9"})
    assert part.status_code == 206 and len(b"".join(part.streaming_content)) == 10


@pytest.mark.parametrize("address", ["/api/v1/forms", "/nhap/mau/?form=villages&place=20722&period=2026"])
def test_what_is_no_page_stays_as_it_is(office, an, address):
    answer = an.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200 and "Content-Encoding" not in answer
