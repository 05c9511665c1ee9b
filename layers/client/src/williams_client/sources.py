"""Sources that are followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from williams_client.http import HttpApi
from williams_client.listing import PAGE_SIZE, each, segment
from williams_client.models import ListingSourceAnswer, NewSource, SourceAnswer, SourceChange


class Sources:
    """What is looked at on a schedule; what is new of it is imported."""

    def __init__(self, http: HttpApi) -> None:
        self._http = http

    def follow(self, url: str, **wanted: Any) -> SourceAnswer:
        """Follow a URL. ``wanted`` is ``interval_seconds``, ``title``, and what an import takes."""
        given = {name: value for name, value in wanted.items() if value is not None}
        return self._http.post("/api/sources", SourceAnswer, NewSource.model_validate({"url": url, **given}))

    def list(self, limit: int = 50, next_token: str | None = None) -> ListingSourceAnswer:
        """Return a page, newest first."""
        return self._http.get("/api/sources", ListingSourceAnswer, {"limit": limit, "next_token": next_token})

    def each(self) -> Iterator[SourceAnswer]:
        """Yield all of them, newest first."""
        return each(lambda token: self.list(PAGE_SIZE, token))

    def get(self, source_id: str) -> SourceAnswer:
        return self._http.get(f"/api/sources/{segment(source_id)}", SourceAnswer)

    def change(self, source_id: str, **changed: Any) -> SourceAnswer:
        """Change ``status`` (``active``, ``paused``), ``interval_seconds`` or ``title``."""
        body = SourceChange.model_validate({name: value for name, value in changed.items() if value is not None})
        return self._http.patch(f"/api/sources/{segment(source_id)}", SourceAnswer, body)

    def unfollow(self, source_id: str) -> SourceAnswer:
        """Follow it no longer. What was imported stays. Return it as it was."""
        return self._http.delete(f"/api/sources/{segment(source_id)}", SourceAnswer)
