"""Tokens, plugins and engines."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from typing import Literal

from williams_client.http import HttpApi
from williams_client.listing import PAGE_SIZE, each, segment
from williams_client.models import (
    ApiToken,
    EngineAnswer,
    EngineList,
    ListingApiToken,
    MadeToken,
    NewToken,
    PluginAnswer,
    Plugins,
)


class Tokens:
    """Tokens that act for the caller."""

    def __init__(self, http: HttpApi) -> None:
        self._http = http

    def list(self, limit: int = 50, next_token: str | None = None) -> ListingApiToken:
        """Return a page, newest first, without the secrets."""
        return self._http.get("/api/tokens", ListingApiToken, {"limit": limit, "next_token": next_token})

    def each(self) -> Iterator[ApiToken]:
        """Yield all of them, newest first."""
        return each(lambda token: self.list(PAGE_SIZE, token))

    def create(self, name: str, scopes: Sequence[str] | None = None, expires_in: int | None = None) -> MadeToken:
        """Make a token; ``expires_in`` is in seconds. The answer is the only one that holds its secret."""
        given = {"scopes": builtins.list(scopes) if scopes else None, "expires_in": expires_in}
        body = NewToken(name=name, **{name: value for name, value in given.items() if value is not None})
        return self._http.post("/api/tokens", MadeToken, body)

    def revoke(self, token_id: str) -> ApiToken:
        """Refuse a token from now on."""
        return self._http.delete(f"/api/tokens/{segment(token_id)}", ApiToken)


class PluginSwitches:
    """What the library can take in and make."""

    def __init__(self, http: HttpApi) -> None:
        self._http = http

    def list(self, kind: Literal["import", "export"]) -> builtins.list[PluginAnswer]:
        return self._http.get(f"/api/plugins/{kind}", Plugins).plugins

    def enable(self, plugin_id: str) -> PluginAnswer:
        """Let a plugin take jobs again."""
        return self._http.post(f"/api/plugins/{segment(plugin_id)}/enable", PluginAnswer, repeatable=True)

    def disable(self, plugin_id: str) -> PluginAnswer:
        """Let a plugin take no new jobs; those that it has go on."""
        return self._http.post(f"/api/plugins/{segment(plugin_id)}/disable", PluginAnswer, repeatable=True)


class Engines:
    """Who writes, speaks and embeds."""

    def __init__(self, http: HttpApi) -> None:
        self._http = http

    def list(self) -> builtins.list[EngineAnswer]:
        """Return all that are installed, with those that requests may name."""
        return self._http.get("/api/engines", EngineList).engines
