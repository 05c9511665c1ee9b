"""Whether the stores agree."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from functions.api.dependencies import After, App, Reader
from functions.api.problems import documented
from williams.services.consistency import Disagreement

router = APIRouter(tags=["health"])


class Agreement(BaseModel):
    """``jobs`` is how many were checked with what they made; ``next_token`` leads to those before them."""

    jobs: int
    disagreements: list[Disagreement]
    next_token: str | None


@router.get("/api/consistency", responses=documented(422))
def get_consistency(
    app: App, caller: Reader, limit: Annotated[int, Query(ge=1, le=50)] = 20, after: After = None
) -> Agreement:
    """Check whether rows, files, graph and vectors agree about what your jobs have made, a page of jobs at a time."""
    checked = app.consistency.check(caller.owner, limit, after)
    return Agreement(jobs=checked.jobs, disagreements=checked.disagreements, next_token=checked.next_after)
