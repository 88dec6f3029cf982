"""The work of each night: what is over is forgotten."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from mtqg.web.jobs.models import Job
from mtqg.web.jobs.running import Running, daily, job
from mtqg.web.jobs.sweeping import sweep


@job("sweep")
@daily(hour=0)
def forget(running: Running, *, day: str) -> dict[str, Any]:
    """Files whose time is over, and the rows of jobs that were over before that, but for what the auditor verified."""
    files = sweep(Path(os.environ["MTQG_HOME"]))
    before = timezone.now() - timedelta(days=settings.KEEP_DAYS + 1)
    over = Job.objects.filter(ended_at__lt=before).exclude(kind="verify")
    return {**files, "jobs": over.delete()[0]}
