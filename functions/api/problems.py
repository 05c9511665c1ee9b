"""Every error becomes an RFC 9457 problem here, and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from functions.api.bodies import UnfitBody
from williams.domain.errors import (
    FieldError,
    InvalidRequest,
    NotFound,
    RateLimited,
    Unauthenticated,
    WilliamsError,
    unforeseen,
)
from williams.domain.ids import new_id

# Below the library's logger, so that its lines are as structured as the library's.
log = logging.getLogger(f"williams.{__name__}")
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = "Retry-After"
_CHALLENGE = "WWW-Authenticate"
_MOST_ERRORS = 20
_LONGEST_FIELD = 200


class Problem(BaseModel):
    """RFC 9457. ``code`` is stable; ``errors`` lists the fields that do not fit."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    errors: list[dict[str, str]] | None = None


def _answer(
    request: Request, error: WilliamsError, status: int, errors: list[dict[str, str]] | None = None
) -> JSONResponse:
    problem = Problem(
        type=f"urn:williams:problem:{error.code}",
        title=error.title,
        status=status,
        detail=error.detail,
        code=error.code,
        instance=request.url.path,
        errors=errors,
    )
    return JSONResponse(problem.model_dump(exclude_none=True), status, _headers(error), MEDIA_TYPE)


def _headers(error: WilliamsError) -> dict[str, str]:
    match error:
        case Unauthenticated():
            return {_CHALLENGE: "Bearer"}
        case RateLimited():
            return {RETRY_AFTER: str(error.retry_after)}
        case _:
            return {}


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WilliamsError)
    if error.status >= 500 or error.reason is not None:
        log.error("%s: %s", error.code, error)
    return _answer(request, error, error.status, _fields(error.errors) if isinstance(error, InvalidRequest) else None)


def _fields(errors: Sequence[FieldError]) -> list[dict[str, str]] | None:
    """The first of them: a field's name may be the caller's, and as long as he likes."""
    fields = [{"field": each.field[:_LONGEST_FIELD], "message": each.message} for each in errors[:_MOST_ERRORS]]
    return fields or None


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [FieldError(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()[:_MOST_ERRORS]]
    detail = "; ".join(f"{each.field[:_LONGEST_FIELD]}: {each.message}" for each in errors)
    return await _known(request, InvalidRequest(detail, *errors))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error, UnfitBody):
        return await _known(request, error.refusal)
    if error.status_code == 404:
        return _answer(request, NotFound(f"There is no {request.url.path}. See /api/openapi.json."), 404)
    answer = _answer(request, InvalidRequest(str(error.detail)), error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _defect(request: Request, error: Exception) -> JSONResponse:
    reference = new_id("err")
    log.error("unexpected error %s", reference, exc_info=error)
    return _answer(request, WilliamsError(unforeseen("with this request", reference)), 500)


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(WilliamsError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _defect)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI entry of the problems that a route may answer with."""
    return {status: {"model": Problem, "content": {MEDIA_TYPE: {}}} for status in statuses}


UNAUTHENTICATED: Final[dict[int | str, dict[str, Any]]] = {
    401: {
        **documented(401)[401],
        "headers": {_CHALLENGE: {"description": "How to say who you are.", "schema": {"type": "string"}}},
    }
}
