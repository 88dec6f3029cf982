"""The copy that an auditor takes away is proved in a clean folder, without the server."""

import threading
import zipfile

import pytest
from office_people import signed_in
from reviewed_rows import PROVINCE, reviewed

AT = "/kiem-toan/ban-sao/"


@pytest.fixture
def copied(office, tmp_path, monkeypatch):
    """The zip as it was downloaded, alone in a folder; the office's head as it was printed."""
    from mtqg.web.jobs.models import Job
    from mtqg.web.jobs.running import work

    reviewed(office)
    auditor = signed_in("kiem", "auditor", "*")
    assert [auditor.post(AT).status_code for _ in range(2)] == [302, 302]
    assert Job.objects.filter(kind="audit_copy").count() == 1
    head = office.head()[1]
    work(stop=threading.Event(), once=True)
    job = Job.objects.get(kind="audit_copy")
    assert job.state == "done" and f"{AT}{job.pk}/" in auditor.get("/kiem-toan/").content.decode()
    for client in (signed_in("kiem-tinh", "auditor", PROVINCE), signed_in("kiem-hai", "auditor", "*")):
        assert client.get(f"{AT}{job.pk}/").status_code == 404  # of one place; of another person
    folder = tmp_path / "mang-di"
    folder.mkdir()
    (folder / "a.zip").write_bytes(b"".join(auditor.get(f"{AT}{job.pk}/").streaming_content))
    monkeypatch.delenv("MTQG_HOME")
    monkeypatch.chdir(folder)
    yield folder / "a.zip", head
    monkeypatch.setenv("MTQG_HOME", str(office.home))


@pytest.fixture
def verified(capsys):
    """The command, run where there is nothing but the zip: its exit code and what it said."""
    from mtqg.cli import main

    def run(*arguments):
        exit_code = 0
        try:
            main(["verify", *map(str, arguments)])
        except SystemExit as ended:
            exit_code = ended.code or 0
        said = capsys.readouterr()
        return exit_code, said.out + said.err

    return run


def rewritten(path, changed):
    """The zip again, with some files changed (None: left out) and the manifest made to agree."""
    import hashlib
    import json

    with zipfile.ZipFile(path) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    files = {name: data for name, data in {**files, **changed(files)}.items() if data is not None}
    about = json.loads(files["manifest.json"])
    about["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name in about["files"]}
    files["manifest.json"] = json.dumps(about).encode()
    out = path.with_name("b.zip")
    with zipfile.ZipFile(out, "w") as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return out


def test_it_is_proved_without_the_server_holds_no_person_and_gives_every_change_away(copied, verified):
    import io

    import polars as pl

    path, head = copied
    exit_code, said = verified("--copy", path, "--head", head)
    assert exit_code == 0, said
    assert "K-042" in verified("--copy", path, "--head", "f" * 64)[1]
    with zipfile.ZipFile(path) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    assert head in files["DOC-TRUOC.txt"].decode() and "manifest.json" in files
    sheets = [pl.read_parquet(io.BytesIO(data)) for name, data in files.items() if name.endswith(".parquet")]
    assert any("household_code" in sheet.columns for sheet in sheets)
    assert not any({"head_name", "identity_number"} & set(sheet.columns) for sheet in sheets)
    assert not any(said.encode() in data for data in files.values() for said in ("038201004567", "Hơ Văn"))

    # Whoever changes a file and makes the manifest agree is found out by the act that closed it, or by the head.
    name = next(one for one in files if one.endswith(".parquet"))
    for changed, found in (
        (lambda files: {name: files[name] + b"x"}, "K-044"),
        (lambda files: {name: None}, "K-043"),
        (lambda files: {"chain.jsonl": files["chain.jsonl"].replace(b'"An"', b'"Am"', 1)}, "K-040"),
        (lambda files: {"chain.jsonl": files["chain.jsonl"].rsplit(b"\n", 2)[0] + b"\n"}, "K-042"),
        (lambda files: {"snapshots/la.txt": b"x"}, "K-045"),
    ):
        exit_code, said = verified("--copy", rewritten(path, changed), "--head", head)
        assert exit_code == 1 and found in said, said
    whole = path.read_bytes()
    directory = whole.index(b"PK\x01\x02")
    for broken in (
        whole[:-30],
        whole[: directory + 8] + b"\x01" + whole[directory + 9 :],  # a bit says that the first file is encrypted
        whole[: directory + 10] + b"\x61" + whole[directory + 11 :],  # packed in a way that nobody reads
    ):
        path.write_bytes(broken)
        assert "F-010" in verified("--copy", path)[1]
