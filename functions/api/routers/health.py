"""Whether the stores answer."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel

from functions.api.dependencies import App
from functions.api.problems import MEDIA_TYPE
from williams.services.health import OK

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """``checks`` says ``ok`` or what is wrong, by store."""

    status: str
    checks: dict[str, str]


@router.get("/api/health", responses={503: {"model": Health, "content": {MEDIA_TYPE: {}}}})
def get_health(app: App, response: Response) -> Health:
    """Check every store; 503 when one does not answer. Needs no token."""
    checks = app.health.check()
    healthy = all(result == OK for result in checks.values())
    response.status_code = 200 if healthy else 503
    return Health(status=OK if healthy else "unavailable", checks=checks)
