"""Verify finds any changed, deleted, added or swapped file, the manifest and the chain too."""

import json
import shutil

import pytest

from mtqg.core import disk
from mtqg.core.verify import verify


@pytest.fixture
def closed(reviewed, make):
    reviewed.close("poverty", "2023")
    reviewed.add("poverty_sheets", [make["sheet"]("B7", "14848", "poor")])
    reviewed.close("poverty", "2023", reason="bổ sung một hộ")
    assert verify(reviewed.instance_now) == []
    return reviewed


def codes(office, **more):
    return {one.problem.code for one in verify(office.instance_now, **more)}


def editions(office):
    return office.home / "snapshots" / "poverty" / "38" / "2023"


def test_a_changed_byte(closed):
    file = editions(closed) / "2" / "poverty_sheets.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert codes(closed) == {"K-044"}


@pytest.mark.parametrize("name", ["poverty_sheets.parquet", "manifest.json", "sources.parquet"])
def test_a_deleted_file(closed, name):
    (editions(closed) / "1" / name).unlink()
    assert codes(closed) == {"K-043"}


def test_a_deleted_edition(closed):
    shutil.rmtree(editions(closed) / "1")
    assert codes(closed) == {"K-043"}


@pytest.mark.parametrize("place", ["snapshots/poverty/38/2023/1", "batches/000002", "snapshots/poverty", "batches"])
def test_an_added_file(closed, place):
    (closed.home / place / "them.parquet").write_bytes(b"x")
    assert codes(closed) == {"K-045"}


def test_files_swapped_between_editions(closed):
    one, two = (editions(closed) / edition / "poverty_sheets.parquet" for edition in ("1", "2"))
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    assert codes(closed) == {"K-044"}


def test_a_file_and_its_manifest_rewritten_together(closed):
    folder = editions(closed) / "2"
    manifest = json.loads((folder / "manifest.json").read_bytes())
    old = (editions(closed) / "1" / "poverty_sheets.parquet").read_bytes()
    (folder / "poverty_sheets.parquet").write_bytes(old)
    manifest["tables"]["poverty_sheets"]["sha256"] = disk.sha256(old)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert codes(closed) == {"K-044"}


def test_a_changed_batch(closed):
    (closed.home / "batches" / "000003" / "poverty_sheets.parquet").write_bytes(b"PAR1")
    assert codes(closed) == {"K-044"}


def test_a_changed_act(closed):
    chain = closed.home / "acts.jsonl"
    chain.write_bytes(chain.read_bytes().replace("bổ sung một hộ".encode(), "bổ sung hai hộ".encode()))
    assert "K-040" in codes(closed)


def test_a_chain_rewritten_whole_is_found_by_a_head_printed_elsewhere(closed):
    printed = closed.instance_now.chain.head
    assert codes(closed, head=printed) == set()
    chain = closed.home / "acts.jsonl"
    lines = chain.read_bytes().splitlines(keepends=True)
    chain.write_bytes(b"".join(lines[:-1]))
    shutil.rmtree(editions(closed) / "2")
    assert codes(closed) == set(), "a chain alone cannot tell that its end is missing"
    assert codes(closed, head=printed) == {"K-042"}


def test_what_the_instance_says_of_itself(closed):
    about = closed.home / "instance.json"
    about.write_text(about.read_text(encoding="utf-8").replace('"real"', '"synthetic"'), encoding="utf-8")
    assert codes(closed) == {"K-044"}
