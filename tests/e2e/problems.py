"""What every refusal of the API must look like (RFC 9457)."""

from __future__ import annotations

from typing import Any

import httpx

MEDIA_TYPE = "application/problem+json"
_SHORTEST_DETAIL = 15


def problem(response: httpx.Response, status: int, code: str, *, says: str = "") -> dict[str, Any]:
    """Return the problem, after checking its form, its code and that ``says`` is in its detail."""
    assert response.status_code == status, f"{response.status_code}: {response.text[:500]}"
    assert response.headers["content-type"] == MEDIA_TYPE
    body: dict[str, Any] = response.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:williams:problem:{code}"), body
    assert body["instance"] == response.request.url.path.partition("$default")[2]
    assert body["title"]
    assert len(body["detail"]) > _SHORTEST_DETAIL
    assert "Traceback" not in response.text
    assert says in body["detail"], body["detail"]
    return body
