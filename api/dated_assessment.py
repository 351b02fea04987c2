"""The day of asking, which a request may leave out: the optimizer knows no clock."""

from __future__ import annotations

from datetime import UTC, datetime

from optimizer.documents.assessment import AssessmentRequest
from optimizer.operations.assess import dated_on


def dated_today(request: AssessmentRequest) -> AssessmentRequest:
    """With today as its ``date`` where it has results and tells none."""
    return dated_on(request, datetime.now(UTC).date())
