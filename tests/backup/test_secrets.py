"""A copy of the database and of the backup, without the key, tells no identity number, name or phone.

Looked for in the raw bytes of every file, in what each packed part holds, and in every value of every table: in UTF-8
and UTF-16, composed and decomposed, numbers with and without their leading zero, also as bare integers.
"""

import base64
import io
import shutil
import sqlite3
import unicodedata
import zipfile

import polars as pl
import pytest


def spellings(text):
    """What a text may look like in bytes."""
    forms = {text, text.casefold(), text.upper(), unicodedata.normalize("NFD", text)}
    forms |= {" ".join(text.split()[-2:])}  # one word alone may be a place's
    if text.isdecimal():
        forms |= {text.lstrip("0"), f"{text[:3]} {text[3:6]} {text[6:]}", f"+84{text.lstrip('0')}"}
    found = {form.encode(encoding) for form in forms for encoding in ("utf-8", "utf-16-le", "utf-16-be")}
    found |= {base64.b64encode(text.encode()), text.encode().hex().encode()}
    if text.isdecimal():
        found |= {int(text).to_bytes(8, order) for order in ("little", "big")}
    return found


def everything(path):
    """The bytes of a file, and of all that it packs."""
    data = path.read_bytes()
    yield data
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                part = archive.read(name)
                yield part
                if name.endswith(".parquet"):
                    yield from unpacked(part)
    elif path.suffix == ".parquet":
        yield from unpacked(data)
    elif path.suffix == ".sqlite":
        with sqlite3.connect(path) as connection:
            yield "\n".join(connection.iterdump()).encode()
        connection.close()


def unpacked(data):
    for column in pl.read_parquet(io.BytesIO(data)).iter_columns():
        for value in column.unique().to_list():
            yield value if isinstance(value, bytes) else str(value).encode()


def told(folder, planted):
    """Which planted values a folder tells, and how many bytes were looked through."""
    wanted = {form: text for text in planted for form in spellings(text)}
    total, found = 0, set()
    for path in folder.rglob("*"):
        if path.is_file():
            for data in everything(path):
                total += len(data)
                found |= {text for form, text in wanted.items() if form in data}
    return found, total


@pytest.fixture
def planted(request):
    import runpy
    from pathlib import Path

    said = runpy.run_path(str(Path(__file__).with_name("conftest.py")))
    return {said["NAME"], said["NUMBER"], said["PHONE"]}


def test_home_and_backup_tell_nobody_who_the_people_are(tmp_path, new_office, on, planted):
    on("sqlite")
    office = new_office(tmp_path / "kho").fill("close_plainly")
    office.backup(tmp_path / "sao-luu.zip")
    copy = tmp_path / "bi-lay-cap"
    shutil.copytree(office.home, copy, ignore=shutil.ignore_patterns("office.key*"))
    shutil.copy(tmp_path / "sao-luu.zip", copy)
    found, total = told(copy, planted)
    assert found == set()
    assert total > 100_000


def test_what_is_restored_from_it_tells_nobody_either(tmp_path, new_office, on, restored, planted):
    on("sqlite")
    office = new_office(tmp_path / "kho").fill("close_plainly")
    office.backup(tmp_path / "sao-luu.zip")
    copy = restored(tmp_path / "sao-luu.zip")
    assert told(copy.home, planted)[0] == set()


@pytest.mark.parametrize("where", ["a file", "packed", "parquet", "a value of the register"])
def test_the_search_finds_what_is_there(tmp_path, where):
    """Otherwise the tests above would say nothing."""
    name, number = "Đặng Thị Ngọc Thuỷ Tiên", "038199555017"
    planted = {name, number}
    if where == "a file":
        (tmp_path / "x.json").write_bytes(unicodedata.normalize("NFD", name).encode("utf-16-le") + b"38199555017")
    elif where == "packed":
        with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("y.json", f"{name} {number}" * 9)
    elif where == "parquet":
        pl.DataFrame({"a": [name] * 900, "b": [int(number)] * 900}).write_parquet(tmp_path / "x.parquet")
    else:
        with sqlite3.connect(tmp_path / "x.sqlite") as connection:
            connection.execute("CREATE TABLE t AS SELECT ? AS a, ? AS b", [name, int(number)])
        connection.close()
    assert told(tmp_path, planted)[0] == planted
