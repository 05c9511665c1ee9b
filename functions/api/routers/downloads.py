"""Links to files that open without a token."""

from __future__ import annotations

from fastapi import APIRouter, status
from fastapi.responses import RedirectResponse

from functions.api.dependencies import App
from functions.api.problems import documented

router = APIRouter(tags=["artifacts"])


@router.get(
    "/download/{link}/{filename}",
    status_code=status.HTTP_307_TEMPORARY_REDIRECT,
    response_class=RedirectResponse,
    responses=documented(403, 404, 410),
)
def get_download(app: App, link: str, filename: str) -> RedirectResponse:
    """Lead to a file of an artifact: the store's own URL, which is valid for some minutes. Needs no token."""
    url = app.downloads.open(link, filename)
    return RedirectResponse(url, status.HTTP_307_TEMPORARY_REDIRECT, {"Cache-Control": "no-store"})
