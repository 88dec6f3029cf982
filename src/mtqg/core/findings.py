"""What a check found: an error or a warning, said as a coded problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mtqg.core.errors import Problem


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be."""

    severity: str  # error | warning
    problem: Problem

    def as_json(self) -> dict[str, Any]:
        said = self.problem.as_json()
        return {
            "code": said["code"],
            "severity": self.severity,
            "message": said["message"],
            "place": said["place"],
            "remedy": said["remedy"],
        }


def error(problem: Problem) -> Finding:
    return Finding("error", problem)
