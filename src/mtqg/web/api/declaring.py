"""The interface itself, and how an address joins it: with the right that it needs, as a page declares its own.

@get("/measures", "see", area="figures", answer=list[Measure])
def measures(request): ...

One address has one right, whatever is done there: the guard of the pages holds every request against it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.urls import path as django_path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from mtqg import __version__
from mtqg.access.terms import RIGHTS, TOKEN_AREAS
from mtqg.core.errors import Refused, language
from mtqg.core.register.chain import head
from mtqg.web import access
from mtqg.web.access import Page
from mtqg.web.api import answers, problems
from mtqg.web.api.shapes import ProblemDetails
from mtqg.web.api.tokens import EVERY

ROOT = "api/v1"
TITLE = "Giao diện lập trình"
_ERRORS = frozenset({400, 401, 403, 404, 429})
_ERRORS_OF_QUESTIONS, _ERRORS_OF_WRITES = frozenset({422}), frozenset({409, 413})


class _Renderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012  (as its maker declares it)


api = NinjaAPI(
    title="mtqg",
    version="1",
    description="Figures of the National Target Programmes, each traceable to its rows and to the law.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    renderer=_Renderer(),
)
_PAGES: dict[str, Page] = {}
_OF_STATE: set[str] = set()  # addresses whose answer changes with the acts alone


def get(path: str, right: str, *, area: str, answer: Any, is_of_state: bool = False) -> Callable[..., Any]:
    """An address that answers. is_of_state: the answer changes with the acts alone, so it carries an ETag."""
    return _declared("GET", path, right, area=area, answers_of={200: answer}, is_of_state=is_of_state)


def post(path: str, right: str, *, area: str, answer: Any, status: int = 200, **more: Any) -> Callable[..., Any]:
    """An address that writes."""
    return _declared("POST", path, right, area=area, answers_of={status: answer, **more.pop("also", {})}, **more)


def delete(path: str, right: str, *, area: str) -> Callable[..., Any]:
    """An address that takes away what was not recorded yet."""
    return _declared("DELETE", path, right, area=area, answers_of={204: None})


def _declared(
    method: str, path: str, right: str, *, area: str, answers_of: dict[int, Any], is_of_state: bool = False
) -> Callable[..., Any]:
    if right not in RIGHTS or area not in (*TOKEN_AREAS, EVERY):
        raise ImproperlyConfigured(f"{path}: no such right or area: {right}, {area}")
    declared = Page(right, TITLE, api=area)
    if _PAGES.setdefault(path, declared) != declared:
        raise ImproperlyConfigured(f"{path}: one address has one right and one area")

    if is_of_state:
        _OF_STATE.add(path)

    def joined(view: Callable[..., Any]) -> Callable[..., Any]:
        kinds = _ERRORS | (_ERRORS_OF_QUESTIONS if method == "GET" else _ERRORS_OF_WRITES)
        kinds |= {304} if is_of_state else set()
        shapes: dict[Any, Any] = {
            **answers_of,
            **{status: None if status == 304 else ProblemDetails for status in kinds},
        }
        return api.api_operation(  # type: ignore[no-any-return]
            [method],
            path,
            response=shapes,
            by_alias=True,
            operation_id=view.__name__,
            tags=[area if area != EVERY else "general"],
            summary=(view.__doc__ or view.__name__).strip().splitlines()[0],
            description="\n".join((view.__doc__ or "").strip().splitlines()[1:]).strip() or None,
            openapi_extra={"x-right": right},
        )(view)

    return joined


def patterns() -> Iterator[URLPattern]:
    """The addresses, each view with its declaration. Writes from a session need its CSRF token."""
    for bound in api._get_bound_routers():
        for path, operations in bound.path_operations.items():
            view = _answered(operations.get_view(), is_of_state=path in _OF_STATE)
            view.page = _PAGES[path]  # type: ignore[attr-defined]
            route = f"{ROOT}{path}".replace("{", "<").replace("}", ">")
            yield django_path(route, view, name=f"api_{operations.operations[0].view_func.__name__}")


@cache
def schema() -> dict[str, Any]:
    """The description of the interface (OpenAPI 3.1), once all addresses joined: made once, for it takes a second."""
    made = json.loads(json.dumps(api.get_openapi_schema(path_prefix=f"/{ROOT}"), default=str))
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    for operations in made["paths"].values():
        for operation in operations.values():
            for status, said in operation["responses"].items():
                if int(status) >= 400 and "content" in said:
                    said["content"] = {answers.MEDIA_TYPE: next(iter(said["content"].values()))}
    return dict(made)


def _answered(view: Callable[..., Any], *, is_of_state: bool) -> Callable[..., Any]:
    """The view, with "wrong method" as a problem like any other, and an ETag where the answer changes with the acts.

    It is not exempt from CSRF, as its maker would have it.
    """

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        tag = _tag(request) if is_of_state and request.method == "GET" else ""
        if tag and tag in [one.strip() for one in request.headers.get("If-None-Match", "").split(",")]:
            return HttpResponse(status=304, headers={"ETag": tag})
        found = view(request, *args, **kwargs)
        if tag and found.status_code == 200:
            found.headers["ETag"] = tag
        if found.status_code == 405:
            said = problems.WRONG_METHOD.at(given=request.method)
            return answers.problem(request, 405, [said], Allow=found.headers.get("Allow", ""))
        return found

    return answered


def _tag(request: HttpRequest) -> str:
    """What the answer depends on: who asks what of which release on which day, and the last act."""
    n, digest = head(access.database())
    asked = [__version__, request.get_full_path(), request.user.get_username(), access.today().isoformat(), language()]
    return f'W/"{n}-{hashlib.sha256(json.dumps([digest, *asked]).encode()).hexdigest()[:32]}"'


# What goes wrong, as problem details


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return answers.refused(request, refused.problems)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    found = [
        problems.BAD_PARAMETER.at(".".join(str(part) for part in one["loc"][1:]) or "body", told=one["msg"])
        for one in invalid.errors
    ]
    return answers.problem(request, 400, found)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answers.of(request, 400)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    from django.conf import settings

    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 10**6
    return answers.problem(request, 413, [problems.TOO_LARGE.at(given=f"{limit:.1f}")])


@api.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return answers.of(request, 400)


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, denied: PermissionDenied) -> HttpResponse:
    return answers.of(request, 403)


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, nothing: Http404) -> HttpResponse:
    return answers.of(request, 404)
