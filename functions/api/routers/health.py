"""Whether the stores answer."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel

from functions.api.dependencies import App
from functions.api.problems import MEDIA_TYPE
from williams.domain.errors import WilliamsError

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """``checks`` says ``ok`` or what is wrong, by store."""

    status: str
    checks: dict[str, str]


@router.get("/api/health", responses={503: {"model": Health, "content": {MEDIA_TYPE: {}}}})
def get_health(app: App, response: Response) -> Health:
    """Check every store; 503 when one does not answer. Needs no token."""
    checks: dict[str, str] = {}
    for name, check in app.checks.items():
        try:
            check()
            checks[name] = "ok"
        except WilliamsError as error:
            checks[name] = error.detail
    healthy = all(result == "ok" for result in checks.values())
    response.status_code = 200 if healthy else 503
    return Health(status="ok" if healthy else "unavailable", checks=checks)
