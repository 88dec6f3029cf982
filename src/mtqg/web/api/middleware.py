"""Who asks the programming interface: the person of a token, or whoever is signed in; and how much of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from mtqg.core.errors import CHOSEN, LANGUAGES
from mtqg.web.api import answers, limits, problems, tokens
from mtqg.web.intake.uploads import MAX_REQUEST, MAX_TOGETHER


class Interface:
    """Stands before the guard: puts the token's person in place of the session's, and counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not answers.is_asked(request):
            return self.get_response(request)
        if (length := request.META.get("CONTENT_LENGTH") or "0").isdecimal() and int(length) > MAX_REQUEST:
            return answers.problem(request, 413, [problems.TOO_LARGE.at(given=MAX_TOGETHER // 10**6)])
        _speak(request)
        given = request.headers.get("Authorization", "")
        if given:
            return self._by_token(request, given)
        if wait := limits.seconds_to_wait(_name(request)):
            return _too_many(request, wait)
        return self.get_response(request)

    def _by_token(self, request: HttpRequest, given: str) -> HttpResponse:
        scheme, _, secret = given.partition(" ")
        token = tokens.found(secret.strip()) if scheme.lower() == "bearer" else None
        if wait := limits.seconds_to_wait(f"token {token.row}" if token else _address(request)):
            return _too_many(request, wait)
        if token is None:
            return answers.problem(
                request, 401, [problems.BAD_TOKEN.at()], **{"WWW-Authenticate": 'Bearer error="invalid_token"'}
            )
        request.user = token.user
        request.token = token  # type: ignore[attr-defined]
        # No browser sends this header by itself, so another site cannot make it ask.
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self.get_response(request)


def _speak(request: HttpRequest) -> None:
    """The language that a program asks for. ``Speaking``, which stands before, puts the old one back."""
    asked = request.headers.get("Accept-Language", "")[:2].lower()
    if asked in LANGUAGES and CHOSEN.get() is None:
        CHOSEN.set(asked)


def _name(request: HttpRequest) -> str:
    return f"account {request.user.pk}" if request.user.is_authenticated else _address(request)


def _address(request: HttpRequest) -> str:
    return f"address {request.META.get('REMOTE_ADDR', '')}"


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    return answers.problem(request, 429, [problems.TOO_MANY.at(given=limits.PER_MINUTE)], **{"Retry-After": str(wait)})
