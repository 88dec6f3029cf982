"""A file that is cut, damaged, foreign, newer or made to harm is a coded error, and leaves nothing behind."""

import io
import json
import random
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest

from mtqg.backup.restoring import restore_backup
from mtqg.core.errors import Refused


@pytest.fixture(scope="module")
def good(tmp_path_factory, new_office):
    home = tmp_path_factory.mktemp("co-quan")
    new_office(home / "kho").fill().backup(home / "1.zip")
    return home / "1.zip"


@pytest.fixture
def file(good, tmp_path):
    return Path(shutil.copy(good, tmp_path / "1.zip"))


@pytest.fixture
def refused(tmp_path):
    """The codes with which a file is refused; nothing of it stands anywhere afterwards."""

    def codes(file):
        before = {one.relative_to(tmp_path) for one in tmp_path.rglob("*")}
        with pytest.raises(Refused) as said:
            restore_backup(file, tmp_path / "hai")
        assert {one.relative_to(tmp_path) for one in tmp_path.rglob("*")} == before
        return {one.code for one in said.value.problems}

    return codes


def rewritten(file, change, *, extra=(), packed=()):
    """The file with its parts changed by ``change(parts, manifest)``; digests and sizes are made right again."""
    import hashlib

    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    change(parts, manifest)
    for name in manifest["files"]:
        if name in parts:
            data = parts[name]
            manifest["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    made = file.with_name("doi.zip")
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in [*parts.items(), *extra]:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED if name in packed else zipfile.ZIP_STORED)
        archive.writestr("manifest.json", json.dumps(manifest))
    return made


def test_what_was_only_rewritten_is_taken(file, tmp_path):
    """The changes below are what is refused, not their being written anew."""
    restore_backup(rewritten(file, lambda parts, manifest: None), tmp_path / "hai")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_file_that_is_cut(file, refused, share):
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    assert refused(file) == {"B-002"}


def test_a_file_of_another_kind(tmp_path, refused):
    (tmp_path / "khac.zip").write_bytes(b"PK\x03\x04 khong phai")
    assert refused(tmp_path / "khac.zip") == {"B-002"}
    with zipfile.ZipFile(tmp_path / "khac2.zip", "w") as archive:
        archive.writestr("bai-tho.txt", "x")
    assert refused(tmp_path / "khac2.zip") == {"B-002"}
    assert refused(tmp_path / "khong-co.zip") == {"B-010"}


def test_bytes_changed_anywhere(file, tmp_path):
    """Of a hundred changed bytes each is refused, or stands where it says nothing: then all is as it was."""
    data, chance = file.read_bytes(), random.Random(3)
    codes = set()
    for at in sorted(chance.randrange(len(data)) for _ in range(15)):
        changed = bytearray(data)
        changed[at] ^= 1 << chance.randrange(8)
        file.write_bytes(changed)
        home = tmp_path / f"kho-{at}"
        try:
            restore_backup(file, home)
        except Refused as refused:
            codes |= {one.code for one in refused.problems}
            assert not home.exists()
    assert codes <= {"B-002", "B-003", "B-004"}
    assert "B-003" in codes


@pytest.mark.parametrize(
    "name",
    [
        "../ngoai.json",
        "snapshots/../../ngoai.json",
        "snapshots/poverty/38/../1/x.json",
        "/etc/x.json",
        "C:/x.json",
        "snapshots\\poverty\\38\\2023\\1\\x.json",
        "office.key",
        "snapshots/poverty/38/2023/1/office.key.json",
        "snapshots/poverty/38/2023/1/.x.json",
        "snapshots/poverty/38/2023/1/x.exe",
        "tables/act/000001.PARQUET",
        "snapshots/poverty/38/2023/1/",
        "register.sqlite",
    ],
)
def test_names_that_lead_elsewhere(file, refused, tmp_path, name):
    def change(parts, manifest):
        parts[name] = b"{}"
        manifest["files"][name] = {}

    assert "B-004" in refused(rewritten(file, change))
    # and where the manifest does not name them
    assert "B-004" in refused(rewritten(file, lambda parts, manifest: None, extra=[(name, b"{}")]))
    assert not (tmp_path.parent / "ngoai.json").exists()


def test_a_part_that_nobody_names(file, refused):
    extra = [("snapshots/poverty/38/2023/1/them.parquet", b"x")]
    assert refused(rewritten(file, lambda parts, manifest: None, extra=extra)) == {"B-004"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice(file, refused):
    assert "B-004" in refused(rewritten(file, lambda parts, manifest: None, extra=[("acts.jsonl", b"")]))


def test_a_bomb(file, refused):
    def change(parts, manifest):
        parts["acts.jsonl"] = b"\n" * 200_000_000

    assert refused(rewritten(file, change, packed=("acts.jsonl",))) == {"B-004"}


def test_more_than_the_disk_holds(file, refused, monkeypatch):
    from types import SimpleNamespace

    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    assert refused(file) == {"C-030"}


def test_a_part_with_more_rows_than_one_may_have(file, refused):
    def change(parts, manifest):
        out = io.BytesIO()
        rows = pl.read_parquet(io.BytesIO(parts["tables/act_touch/000001.parquet"]))
        rows.sample(30_000, with_replacement=True, seed=1).write_parquet(out)
        parts["tables/act_touch/000001.parquet"] = out.getvalue()

    assert refused(rewritten(file, change)) == {"B-003"}


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"\xff" * 100 + b"PAR1"])
def test_a_part_that_is_no_parquet(file, refused, data):
    def change(parts, manifest):
        parts["tables/poverty_sheets/000001.parquet"] = data

    assert refused(rewritten(file, change)) == {"B-003"}


def test_a_newer_layout_and_a_newer_version(file, refused):
    def newer(parts, manifest):
        manifest["mtqg_backup"] = 2
        manifest["tables"] = "in another shape"

    assert refused(rewritten(file, newer)) == {"B-005"}
    assert refused(rewritten(file, lambda parts, manifest: manifest["migrations"].append(["acts", "0999_x"]))) == {
        "B-005"
    }


@pytest.mark.parametrize("said", ["[]", "null", "{}", '{"mtqg_backup": "một"}', "[" * 5000, '{"mtqg_backup": 1}'])
def test_a_manifest_that_says_nothing(file, refused, said):
    made = rewritten(file, lambda parts, manifest: None)
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("manifest.json", said)
    assert refused(made) == {"B-003"}


def test_rows_changed_with_all_digests_made_right_again(file, refused):
    """The chain tells: it cannot be made right without another head."""

    def change(parts, manifest):
        out, path = io.BytesIO(), "tables/household_counts/000001.parquet"
        rows = pl.read_parquet(io.BytesIO(parts[path]))
        rows.with_columns(pl.col("households") + 1).write_parquet(out)
        parts[path] = out.getvalue()

    assert refused(rewritten(file, change)) == {"B-006", "G-010"}


def test_rows_left_out_and_tables_left_out(file, refused):
    def fewer(parts, manifest):
        out, path = io.BytesIO(), "tables/household_counts/000001.parquet"
        pl.read_parquet(io.BytesIO(parts[path])).head(1).write_parquet(out)
        parts[path] = out.getvalue()

    assert refused(rewritten(file, fewer)) == {"B-003"}

    def none(parts, manifest):
        del manifest["tables"]["villages"]

    assert refused(rewritten(file, none)) == {"B-003"}


def test_a_row_of_an_act_that_does_not_exist(file, refused):
    def change(parts, manifest):
        out, path = io.BytesIO(), "tables/source_sheet/000001.parquet"
        rows = pl.read_parquet(io.BytesIO(parts[path]))
        rows.with_columns(pl.col("act_id") + 900).write_parquet(out)
        parts[path] = out.getvalue()

    assert refused(rewritten(file, change)) == {"B-003"}


def test_another_origin_than_its_first_act_says(file, refused):
    """Invented rows do not become real by a change of one word."""

    def change(parts, manifest):
        manifest["origin"] = "synthetic"
        about = json.loads(parts["instance.json"])
        parts["instance.json"] = json.dumps({**about, "origin": "synthetic"}).encode()

    assert refused(rewritten(file, change)) == {"B-006", "K-044"}
