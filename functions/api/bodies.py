"""Reads bodies as I-JSON (RFC 7493): what no store could keep is refused here, with the field that holds it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from williams.domain.errors import ContentTooLarge, FieldError, InvalidRequest, WilliamsError
from williams.domain.json_values import MOST_LEVELS, Repeated, unfit_in

MOST_BYTES: Final = 1024 * 1024
"""Many times what the fullest metadata take that are not made to be long."""
_BODY: Final = "body"
# Around parameters and extra, which have the levels that they are allowed.
_LEVELS: Final = MOST_LEVELS + 2


class UnfitBody(HTTPException):
    """The only kind of exception that FastAPI lets through while it reads a body."""

    def __init__(self, refusal: WilliamsError) -> None:
        super().__init__(refusal.status)
        self.refusal = refusal


class _StrictRequest(Request):
    async def body(self) -> bytes:
        body = await super().body()
        if len(body) > MOST_BYTES:
            raise UnfitBody(ContentTooLarge(f"The body has {len(body)} bytes; at most {MOST_BYTES} are taken."))
        return body

    async def json(self) -> Any:
        return read_json(await self.body())


class StrictRoute(APIRoute):
    """A route that takes no other bodies."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return strictly


def read_json(body: bytes) -> Any:
    """Return what the body says. Raises UnfitBody, which names the field."""
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_int=_whole, object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise _unfit(_BODY, f"It is not UTF-8: the byte at {error.start} does not fit") from None
    except json.JSONDecodeError as error:
        raise _unfit(_BODY, f"It is not JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise _unfit(_BODY, "It is nested too deeply") from None
    unfit = unfit_in(value, _LEVELS)
    if unfit is not None:
        raise _unfit(".".join(map(str, (_BODY, *unfit.place))), f"{unfit.reason[0].upper()}{unfit.reason[1:]}")
    return value


def _unfit(field: str, message: str) -> UnfitBody:
    return UnfitBody(InvalidRequest(f"{field}: {message}.", FieldError(field, message)))


def _whole(digits: str) -> int | float:
    """Python refuses to read thousands of digits; as a float they are infinite, which is refused with its place."""
    return int(digits) if len(digits) <= len(str(2**64)) else math.inf


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        found[name] = Repeated(name) if name in found else value
    return found
