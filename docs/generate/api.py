"""The reference of the HTTP API, from its OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from docs.generate.markdown import anchor, code, head, plain, table

INTRODUCTION = """\
The whole description, for programs, is `openapi.json` in the repository; a deployed API serves it at
`/api/openapi.json`. Every request but `GET /api/health` needs `Authorization: Bearer <token>`. Work that takes time
answers 202 with a job. Errors are [problems](errors.md). Lists come in pages: pass `next_token` of an answer to get
the next page.

Bodies are I-JSON (RFC 7493) in UTF-8, of at most 1 MiB: no name twice in an object, no number over 2^53, no NUL, no
half of a surrogate pair, at most 200 names of at most 100 characters in an object. What does not fit is refused with
422, and `errors` names the fields. A page of a list ends before it has 4 MiB, whatever its `limit`.

A POST that makes a job takes an `Idempotency-Key` header. The same key with the same body gives the same job; with
another body, it is refused.

Progress comes over a WebSocket: connect to a job's `progress_url`, send `{"action": "subscribe", "job_id": "…",
"since": 0}`, and read messages with `job_id`, `status`, `progress` (percent), `stage`, `timestamp` and `seq`. One that
says `failed` or `retrying` also has the reason: `error_code`, one of [errors](errors.md), and `error_message`, a
sentence. After a lost connection, subscribe with the last `seq` you saw.

A batch of imports is watched in the same way, by its own `progress_url` and `{"action": "subscribe",
"batch_id": "…"}`. Its messages have `batch_id`, `status` (`running`, `completed`, `cancelled`), `progress` (percent
of its sources that have come to their end), `total`, `counts` by status, the same in words (`stage`), `timestamp` and
`seq`. Each is the whole state: the newest comes at once, further ones at most every 500 ms, and the one that says how
it ended always. Where a source that had failed is tried again, the batch is `running` again.

`{"action": "ping"}` is answered by
`{"action": "pong"}`. What goes wrong with a request is told as `{"error": "<code>", "detail": "…"}`, with the codes of
[errors](errors.md), and the connection goes on.

An id has at most 50 letters, digits, dots, dashes and underscores; anything else in its place is `invalid-request`. A
token has scopes: `read`; `write`, to change what is the owner's; `admin`, to manage the owner's tokens; `operate`, to
switch plugins on and off for everybody. No token gives another one more than it has.
"""
_METHODS = ("get", "post", "put", "patch", "delete")


def page(openapi: dict[str, Any]) -> str:
    """Return the page. ``openapi`` is an OpenAPI 3.1 document."""
    schemas: dict[str, Any] = openapi["components"]["schemas"]
    operations = list(_operations(openapi))
    rows = [(code(f"{method} {path}"), plain(each["description"])) for method, path, each in operations]
    parts = [head("The HTTP API", "`openapi.json`", INTRODUCTION), "## Overview\n", table(("request", "does"), rows)]
    parts += [_operation(*each) for each in operations]
    parts += ["## Shapes\n"]
    parts += [_shape(name, schemas[name]) for name in sorted(schemas)]
    return "\n".join(parts)


def _operations(openapi: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in openapi["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield method.upper(), path, methods[method]


def _operation(method: str, path: str, each: dict[str, Any]) -> str:
    rows = [
        (code(p["name"]), p["in"], _type(p["schema"]), "" if p.get("required") else "optional")
        for p in each.get("parameters", [])
    ]
    body = each.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    taken = f"Body: {_type(body)}.\n\n" if body else ""
    answers = ", ".join(_answer(status, answer) for status, answer in each["responses"].items())
    text = f"## {method} {path}\n\n{plain(each['description'])}\n\n{taken}"
    return f"{text}{_then(table(('parameter', 'in', 'type', ''), rows))}Answers: {answers}.\n"


def _then(text: str) -> str:
    return f"{text}\n" if text else ""


def _answer(status: str, answer: dict[str, Any]) -> str:
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    return f"{status} {_type(schema)}" if schema and int(status) < 400 else status


def _shape(name: str, schema: dict[str, Any]) -> str:
    about = _then(plain(schema.get("description")) and plain(schema.get("description")) + "\n")
    if "enum" in schema:
        return f"### {name}\n\n{about}One of {', '.join(code(value) for value in schema['enum'])}.\n"
    required = schema.get("required", [])
    rows = [
        (code(field), _type(each), _default(each, field in required))
        for field, each in schema.get("properties", {}).items()
    ]
    return f"### {name}\n\n{about}{table(('field', 'type', ''), rows)}"


def _default(schema: dict[str, Any], required: bool) -> str:
    if required:
        return ""
    value = schema.get("default")
    return f"default {code(json.dumps(value))}" if value not in (None, {}, []) else "optional"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}]({anchor(name)})"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(schema['additionalProperties'])}"
    return _bounded(str(schema.get("format", kind)), schema)


def _bounded(kind: str, schema: dict[str, Any]) -> str:
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength"))
    what = " characters" if kind == "string" else ""
    if low is None and high is None:
        return kind
    if high is None:
        return f"{kind}, at least {low}{what}"
    return f"{kind}, {f'{low} to' if low is not None else 'at most'} {high}{what}"
