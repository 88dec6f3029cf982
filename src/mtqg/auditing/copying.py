"""The copy that an auditor takes away: read-only, without personal columns, proved without the office's server.

DOC-TRUOC.txt     what this is and how it is proved, for people
manifest.json     instance, number and head of the chain, the digest of every file
SHA256SUMS        the same digests, for tools that know nothing of us
chain.jsonl       every act
snapshots/...     every edition that was closed; a snapshot never holds a personal column

The manifest proves nothing by itself: whoever changes a file can change the manifest. Snapshots are bound by the acts
that closed them, the acts by the chain, the chain by a head that was printed elsewhere.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtqg.core.acts import Act, Chain, read_chain
from mtqg.core.disk import sha256
from mtqg.core.errors import Refused, code
from mtqg.core.findings import Finding, error
from mtqg.core.instance import Instance
from mtqg.core.verify import (
    FILE_ADDED,
    FILE_CHANGED,
    FILE_MISSING,
    HEAD_UNKNOWN,
    verified_chain,
    verified_snapshots,
)

README, MANIFEST, SUMS, CHAIN = "DOC-TRUOC.txt", "manifest.json", "SHA256SUMS", "chain.jsonl"

NOT_A_COPY = code(
    "F-010",
    vi="{given} không phải là bản sao cho kiểm toán.",
    en="{given} is not an auditor's copy.",
    remedy_vi="Chỉ đúng tệp zip tải từ trang Kiểm toán; nếu đúng thì tệp đã hỏng, tải lại.",
    remedy_en="Name the zip that was downloaded from the auditor's page; if it is that one, download it again.",
    wrong_use=True,
)
_SAID = """BẢN SAO SỐ LIỆU CHO KIỂM TOÁN (chỉ đọc)

Kho số liệu: {id}{synthetic}
Chuỗi: {n} tác vụ
Dấu kiểm cuối: {head}

Trong tệp này:
- snapshots/: {editions} bản chốt (Parquet), mỗi bản có manifest.json riêng. Không có cột dữ liệu cá nhân.
- chain.jsonl: mọi tác vụ, mỗi dòng một tác vụ. Có tên tài khoản và lý do do người ghi nhập.
- manifest.json, SHA256SUMS: dấu kiểm của từng tệp.

Kiểm trên máy của mình, không cần máy chủ của cơ quan:
    mtqg verify --copy TỆP.zip --head DẤU_KIỂM
DẤU_KIỂM lấy từ báo cáo đã in hoặc từ bản kiểm toán viên tự chép trước đó, không lấy từ tệp này:
ai sửa được tệp này thì cũng sửa được dấu kiểm ghi ở đây.

Không có phần mềm: giải nén rồi chạy  sha256sum -c SHA256SUMS
"""


@dataclass(frozen=True)
class Copied:
    """What a copy holds, and where it deviates."""

    n: int
    head: str
    findings: tuple[Finding, ...] = ()


def write_copy(instance: Instance, out: Path) -> Copied:
    """Write the copy as one zip, whole or not at all. Refused (K-043) where a closed file is missing."""
    chain = instance.chain  # editions of these acts do not change any more: no lock is needed
    aside = out.with_name(f".{out.name}.{os.urandom(4).hex()}")
    try:
        with zipfile.ZipFile(aside, "x", zipfile.ZIP_DEFLATED) as zipped:
            digests: dict[str, str] = {}
            for name, data in _files(instance, chain):
                digests[name] = sha256(data)
                zipped.writestr(name, data)
            about = {"id": instance.id, "origin": instance.origin, "n": chain.n, "head": chain.head, "files": digests}
            zipped.writestr(MANIFEST, json.dumps(about, ensure_ascii=False, indent=1))
            zipped.writestr(SUMS, "".join(f"{digest}  {name}\n" for name, digest in digests.items()))
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)
    return Copied(chain.n, chain.head)


def verified_copy(path: Path, head: str | None = None) -> Copied:
    """A copy held against its manifest, its chain, and a head that was printed elsewhere."""
    try:
        with zipfile.ZipFile(path) as zipped, tempfile.TemporaryDirectory() as folder:
            about = json.loads(zipped.read(MANIFEST))
            listed: dict[str, str] = about["files"]
            found = list(_listed(zipped, listed))
            zipped.extractall(folder)
            chain = read_chain(Path(folder) / CHAIN)
            found += verified_chain(chain, head, CHAIN)
            if about["head"] != chain.head or about["n"] != chain.n:
                found.append(error(HEAD_UNKNOWN.at(MANIFEST, about["head"])))
            found += verified_snapshots(Path(folder), _sound(chain))
            return Copied(chain.n, chain.head, tuple(found))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, zipfile.BadZipFile, zlib.error):
        raise Refused(NOT_A_COPY.at(given=path.name)) from None


def _files(instance: Instance, chain: Chain) -> Iterator[tuple[str, bytes]]:
    closes = [act for act in chain.acts if act.verb == "close"]
    said: dict[str, Any] = {"id": instance.id, "n": chain.n, "head": chain.head, "editions": len(closes)}
    said["synthetic"] = "" if instance.origin == "real" else " (số liệu mô phỏng)"
    yield README, _SAID.format(**said).encode()
    yield CHAIN, b"".join(act.line() + b"\n" for act in chain.acts)
    for act in closes:
        folder = instance.home / act.payload["folder"]
        if not (folder / MANIFEST).is_file():
            raise Refused(FILE_MISSING.at(act.payload["folder"], MANIFEST))
        for file in sorted(folder.iterdir()):
            yield file.relative_to(instance.home).as_posix(), file.read_bytes()


def _listed(zipped: zipfile.ZipFile, listed: dict[str, str]) -> Iterator[Finding]:
    names = set(zipped.namelist())
    for name, digest in listed.items():
        if name not in names:
            yield error(FILE_MISSING.at(name, name))
        elif sha256(zipped.read(name)) != digest:
            yield error(FILE_CHANGED.at(name, name))
    for name in sorted(names - set(listed) - {MANIFEST, SUMS}):
        yield error(FILE_ADDED.at(name, name))


def _sound(chain: Chain) -> list[Act]:
    """An act that does not agree with its digest says nothing that could be relied on."""
    return [act for act in chain.acts if act.digest == act.right_digest]
