"""API tokens: who a caller is, and what he may do."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Scope(StrEnum):
    """What a token may do: look, change the owner's own things, manage the owner's tokens, or what is everybody's."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"
    OPERATE = "operate"


class Principal(BaseModel):
    model_config = ConfigDict(frozen=True)

    owner: str
    token_id: str
    scopes: frozenset[Scope]


class ApiToken(BaseModel):
    """What is known of a token; the token itself is not."""

    model_config = ConfigDict(frozen=True)

    token_id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
