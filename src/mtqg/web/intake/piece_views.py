"""Uploads in pieces, as the script of the page of intake sends them. Answers are for that script: JSON.

POST  /nhap/tung-phan/           the files with their sizes, and the digest of the whole: a token, and what has arrived
GET   /nhap/tung-phan/TOKEN/     what has arrived
PATCH /nhap/tung-phan/TOKEN/     a piece; Upload-Offset says where it begins. 409 with the right offset otherwise
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mtqg.core import disk
from mtqg.core.errors import Problem, Refused
from mtqg.core.period import read_period
from mtqg.web import access
from mtqg.web.access import page
from mtqg.web.intake import pieces, uploads, views
from mtqg.web.intake.forms import PiecesForm
from mtqg.web.intake.problems import NOT_A_PIECE

_FULL = (disk.NO_SPACE, disk.CANNOT_WRITE)
_NAME_LONGEST = 300


def _answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is refused is told to the script, with what to do."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            is_full = any(one.kind in _FULL for one in refused.problems)
            return _problems(refused.problems, 507 if is_full else 422)

    return answered


def _problems(problems: list[Problem], status: int) -> JsonResponse:
    said = [{"code": one.code, "message": one.message, "remedy": one.remedy} for one in problems]
    return JsonResponse({"problems": said}, status=status)


@page("enter", title="Gửi tệp từng phần", who="Chỉ mình bạn")
@require_POST
@_answering
def begin(request: HttpRequest) -> HttpResponse:
    form = PiecesForm(access.person(request), request.POST)
    if not form.is_valid():
        wrong = [f"{form.fields[name].label}: {' '.join(said)}" for name, said in form.errors.items()]
        raise Refused([NOT_A_PIECE.at(given=one) for one in wrong])
    said = form.cleaned_data
    if said["period"]:
        read_period(said["period"])
    named = {name: said[name] for name in ("place", "form", "period")}
    files, digest = _files(request.POST.get("files", "")), request.POST.get("digest", "")
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise Refused(NOT_A_PIECE.at(given="digest"))
    return _state(pieces.begin(by=request.user.get_username(), files=files, digest=digest, **named), 201)


@page("enter", title="Phần của tệp", who="Chỉ mình bạn")
@require_http_methods(["GET", "HEAD", "PATCH"])
@_answering
def piece(request: HttpRequest, token: str) -> HttpResponse:
    half = _own(request, token)
    if request.method != "PATCH":
        return _state(half)
    offset = request.headers.get("Upload-Offset", "")
    if not (offset.isascii() and offset.isdecimal() and len(offset) < 16):
        raise Refused(NOT_A_PIECE.at(given="Upload-Offset"))
    is_kept = pieces.take(half, int(offset), _body(request))
    half = pieces.finish(pieces.opened(token, half.by))
    if half.is_done:
        _read(request, half)
    return _state(half, 200 if is_kept or half.is_done else 409)


@page("enter", title="Bỏ lần gửi dở", who="Chỉ mình bạn")
@require_POST
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Forget what has arrived."""
    half = _own(request, token)
    if not half.is_done:
        half.drop()
    return redirect("intake")


def _body(request: HttpRequest) -> bytes:
    """The piece, whole. One that the line cut is not kept."""
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or not 0 < int(length) <= pieces.LARGEST_PIECE:
        raise Refused(NOT_A_PIECE.at(given=f"Content-Length {length}"))
    try:
        data = bytes(request.body)
    except (UnreadablePostError, RequestDataTooBig) as reason:
        raise Refused(NOT_A_PIECE.at(given=type(reason).__name__)) from None
    if len(data) != int(length):
        raise Refused(NOT_A_PIECE.at(given=f"{len(data)}/{length}"))
    return data


def _read(request: HttpRequest, half: pieces.Half) -> None:
    """Read the upload that it became, once. Whoever was killed before that reads it when the last piece comes again."""
    try:
        made = uploads.opened(half.token, half.by)
    except Refused:
        return  # decided on and forgotten meanwhile
    if made.state == "waiting" and made.job is None:
        views.read(request, made, is_dry=True)


def _own(request: HttpRequest, token: str) -> pieces.Half:
    """What this person sends. "Not found" where it is not theirs, or they may not enter there any more."""
    try:
        half = pieces.opened(token, request.user.get_username())
    except Refused:
        raise Http404 from None
    if access.person(request).role_at("enter", half.place) is None:
        raise Http404
    return half


def _files(text: str) -> list[tuple[str, int]]:
    """Names and sizes of the files, as JSON."""
    try:
        said = [(name, size) for name, size in json.loads(text)]
    except (ValueError, TypeError, RecursionError):
        said = [("", -1)]
    is_right = all(
        isinstance(name, str) and len(name) <= _NAME_LONGEST and type(size) is int and size >= 0 for name, size in said
    )
    if not is_right or len(said) > pieces.MOST_FILES:
        raise Refused(NOT_A_PIECE.at(given="files"))
    # Half a surrogate pair, which Windows allows in a name, is written nowhere.
    return [(name.encode(errors="replace").decode(), size) for name, size in said]


def _state(half: pieces.Half, status: int = 200) -> JsonResponse:
    said: dict[str, Any] = {"at": reverse("intake_piece", args=[half.token]), "offset": half.offset, "size": half.size}
    if half.is_done:
        said["to"] = reverse("intake_checked", args=[half.token])
    return JsonResponse(said, status=status, headers={"Upload-Offset": str(half.offset)})
