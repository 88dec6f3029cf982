"""What every request goes through: the language chosen, and the declaration of the page held against the person."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from mtqg.access.terms import PUBLIC
from mtqg.core.errors import CHOSEN, LANGUAGES, Refused, language
from mtqg.web import access, moment, problem_pages
from mtqg.web.api import answers
from mtqg.web.api.problems import FACTOR_FIRST
from mtqg.web.intake import uploads
from mtqg.web.intake.problems import TOO_LARGE

LANGUAGE_COOKIE = "mtqg_lang"
SEEN, VERIFIED = "seen", "second_factor_shown"
_NOTE_EVERY = 60  # seconds: not every request writes a session


class Speaking:
    """The language that the reader chose, for our words and for Django's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(LANGUAGE_COOKIE)
        token = CHOSEN.set(asked if asked in LANGUAGES else None)
        try:
            with translation.override(language()):
                response = self.get_response(request)
                # A template answer is drawn within: later the language would be another's.
                response.headers.setdefault("Content-Language", language())
                return response
        finally:
            CHOSEN.reset(token)


class Guarding:
    """Nobody reaches a view but through its declaration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _end_if_idle(request)
        with moment.of(request):
            response = _unread(request) or self.get_response(request)
        if request.user.is_authenticated:
            # What somebody was allowed to see stays in no cache of a shared computer.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        declared = access.declaration(view, match.namespace if match else "")
        if declared is None:
            raise Http404
        if not declared.api and _has_nul(request):
            return problem_pages.bad_request(request)
        who, token = access.person(request), getattr(request, "token", None)
        if declared.right == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _asked_to_sign_in(request)
        if token is not None and (why := token.against(declared.api, request.method)):
            return answers.problem(request, 403, [why])
        if not declared.may_be_unverified and (first := _first(request, who)):
            return redirect(first) if not declared.api else answers.problem(request, 403, [FACTOR_FIRST.at()])
        if not who.may(declared.right):
            raise PermissionDenied
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What the rules refuse is an answer, with its reasons, and not a failure."""
        return problem_pages.refused(request, exception.problems) if isinstance(exception, Refused) else None


def _unread(request: HttpRequest) -> HttpResponse | None:
    """What is too large is not read: to look for a form's token is to put all of it on the disk first."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    size = int(length[:15]) if length.isdecimal() else 0
    if not request.user.is_authenticated and size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return _asked_to_sign_in(request)
    if size <= uploads.MAX_REQUEST:
        return None
    said = TOO_LARGE.at(given=size // 10**6, limit=uploads.MAX_TOGETHER // 10**6)
    return problem_pages.refused(request, [said], status=413)


def _first(request: HttpRequest, who: access.Person) -> str:
    """The page that comes first: a new password in place of a given one, then the second factor."""
    if request.user.must_change_password:
        return "change_password"
    token = getattr(request, "token", None)
    is_verified = token.is_verified if token is not None else request.session.get(VERIFIED)
    if who.needs_second_factor and not is_verified:
        return "second_factor"
    return ""


def _has_nul(request: HttpRequest) -> bool:
    """PostgreSQL keeps no NUL in a text, and fails on a search for one. The interface looks for itself."""
    return "\0" in request.path or any("\0" in one for _, said in request.GET.lists() for one in said)


def _asked_to_sign_in(request: HttpRequest) -> HttpResponse:
    if answers.is_asked(request):
        return answers.of(request, 401)
    if getattr(request, "htmx", False):
        response = HttpResponse(status=401)
        response.headers["HX-Refresh"] = "true"
        return response
    from django.contrib.auth.views import redirect_to_login

    return redirect_to_login(request.get_full_path(), login_url="sign_in")


def _end_if_idle(request: HttpRequest) -> None:
    if not request.user.is_authenticated or getattr(request, "token", None) is not None:
        return  # a program with a token has no session
    now = time.time()
    seen = request.session.get(SEEN, now)
    if now - seen > settings.IDLE_SECONDS:
        logout(request)
    elif now - seen > _NOTE_EVERY or SEEN not in request.session:
        request.session[SEEN] = now
