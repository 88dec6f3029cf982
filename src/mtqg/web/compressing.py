"""Pages, scripts and styles are packed on the wire: over 400 kbit/s a first page needs a second less.

What a page repeats of its address beside a secret could be guessed by its packed size (BREACH). The one secret of every
page, the token of its forms, is masked anew each time; the session's cookie does not go with another site's requests;
and Django pads what it packs by a random length. Files with people's data (pictures, PDF, workbooks) stay as they are.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_PACKED = ("text/html", "text/css", "text/javascript", "application/javascript")


class Compressing(GZipMiddleware):
    """Pack text that is whole. What the programming interface ties to an ETag is left as its digest says it."""

    def __call__(self, request: HttpRequest) -> Any:
        if _is_static(request) and (known := request.META.get("HTTP_IF_NONE_MATCH", "")):
            # Packed, a file has a weak tag; WhiteNoise compares strong ones.
            request.META["HTTP_IF_NONE_MATCH"] = known.removeprefix("W/")
        return super().__call__(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0]
        is_ours = _is_static(request) or not (response.streaming or response.has_header("ETag"))
        if response.status_code != 200 or kind not in _PACKED or not is_ours:
            return response
        packed: HttpResponseBase = super().process_response(request, response)
        return packed


def _is_static(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STATIC_URL)
