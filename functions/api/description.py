"""The API's description: what FastAPI says of it, made true.

FastAPI lists a problem as plain JSON too, its own form of refusal, which no route answers, and not that a body may be
too large.
"""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI

from functions.api.problems import MEDIA_TYPE

_JSON: Final = "application/json"
_PROBLEM: Final = {"schema": {"$ref": "#/components/schemas/Problem"}}
_FASTAPIS_OWN: Final = ("HTTPValidationError", "ValidationError")


def install(app: FastAPI) -> None:
    """Let the app describe itself truly."""
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = describe()
            for operations in document["paths"].values():
                for operation in operations.values():
                    _complete(operation)
            for name in _FASTAPIS_OWN:
                document["components"]["schemas"].pop(name, None)
        return describe()

    app.openapi = openapi  # type: ignore[method-assign]  # the way that FastAPI documents


def _complete(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    if "requestBody" in operation:
        responses["413"] = {"description": "Content Too Large", "content": {MEDIA_TYPE: {}}}
    if MEDIA_TYPE not in responses.get("422", {}).get("content", {MEDIA_TYPE: {}}):
        del responses["422"]
    for response in responses.values():
        content = response.get("content", {})
        if MEDIA_TYPE in content:
            content[MEDIA_TYPE] = _PROBLEM
            if content.get(_JSON) == _PROBLEM:
                del content[_JSON]
