"""What is shown where a page cannot be: in plain words, with what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from mtqg.web.api import answers
from mtqg.web.journal import number_of
from mtqg.web.words import t


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    """Somebody's roles do not let them in here."""
    if answers.is_asked(request):
        return answers.of(request, 403)
    title = t("Bạn không có quyền làm việc này")
    what = t("Vai trò của bạn không mở trang này. Nếu cần, đề nghị người quản trị cấp vai trò.")
    return _shown(request, 403, title, what)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """There is nothing, or it is not yours: one answer for both."""
    if answers.is_asked(request):
        return answers.of(request, 404)
    title = t("Không tìm thấy trang")
    what = t("Địa chỉ không đúng, hoặc số liệu này ngoài phạm vi của bạn.")
    return _shown(request, 404, title, what)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """What was sent cannot be read."""
    if answers.is_asked(request):
        return answers.of(request, 400)
    what = t("Trình duyệt gửi dữ liệu không đọc được. Quay lại và thử lần nữa.")
    return HttpResponse(render_to_string("broken.html", {"title": t("Yêu cầu không hợp lệ"), "what": what}), status=400)


def refused(request: HttpRequest, problems: list[Any], status: int = 409) -> HttpResponse:
    """What the rules refuse, with every reason and what to do."""
    if answers.is_asked(request):
        return answers.refused(request, problems)
    return render(request, "refused.html", {"problems": problems}, status=status)


def broken(request: HttpRequest) -> HttpResponse:
    """Something of ours failed: nothing was written. Drawn without the register, which may be what failed."""
    if answers.is_asked(request):
        return answers.of(request, 500)
    what = t(
        "Máy chủ gặp lỗi; chưa có gì bị ghi. Thử lại sau ít phút; nếu còn lỗi thì báo người quản trị mã {number}.",
        number=number_of(request),
    )
    return HttpResponse(render_to_string("broken.html", {"title": t("Có lỗi"), "what": what}), status=500)


def _shown(request: HttpRequest, status: int, title: str, what: str) -> HttpResponse:
    return render(request, "problem.html", {"title": title, "what": what, "status": status}, status=status)
