"""Files that live as long as one answer, on the instance's own disk: they hold what a person typed or sent."""

from __future__ import annotations

import tempfile

from django.conf import settings


def folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that is gone when its block ends; what a killed process leaves there is swept."""
    return tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR)
