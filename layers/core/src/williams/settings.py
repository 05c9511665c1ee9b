"""The only reader of the environment. Names are ``WILLIAMS_`` and the field's name in capitals."""

from __future__ import annotations

import os
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "WILLIAMS_"


class Settings(BaseSettings):
    """Where everything is and how much of it may be used. Secrets are named here, never held."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    stage: str = "local"
    region: str = Field(default="us-east-1", validation_alias="AWS_REGION")

    bucket: str = ""
    database_secret: str = "williams/database"
    graph_secret: str = "williams/graph"
    vectors_provider: Literal["pgvector", "qdrant"] = "pgvector"
    vectors_secret: str = "williams/vectors"
    signing_secret: str = "williams/signing"
    providers_secret: str | None = None

    progress_table: str = ""
    connections_table: str = ""
    rate_limits_table: str = ""
    queue_urls: Annotated[tuple[str, ...], NoDecode] = ()
    state_machine_prefix: str = ""
    tick_rule: str | None = None
    public_url: str = ""
    websocket_url: str = ""
    websocket_management_url: str = ""

    jwt_issuer: str | None = None
    jwt_audience: str = "williams"
    jwt_keys_url: str | None = None
    jwt_owner_claim: str = "sub"
    jwt_scopes_claim: str = "scope"
    jwt_scope_prefix: str = ""

    plugin_id: str | None = None
    lanes: dict[str, int] = Field(default_factory=dict)
    default_lane: int = Field(default=4, ge=1)
    places_for_others: int = Field(default=1, ge=0)

    provider_timeout_seconds: float = 60.0

    upload_max_bytes: int = 200 * 1024 * 1024
    listing_max_entries: int = Field(default=10_000, ge=1, le=100_000)
    download_seconds: int = 900
    link_seconds: int = 7 * 24 * 3600
    ticket_seconds: int = 300
    job_budget_usd: float = 5.0
    reads_per_minute: int = Field(default=6000, ge=0)
    searches_per_minute: int = Field(default=600, ge=0)
    writes_per_minute: int = Field(default=600, ge=0)

    fetch_robots: Literal["ignore", "respect"] = "ignore"
    fetch_agent: str = Field(default="WilliamsLibrarian/0.1", pattern=r"^[A-Za-z_-]+(/[ -~]*)?$", max_length=200)
    fetch_allowed: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("queue_urls", "fetch_allowed", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, value.split(","))) if isinstance(value, str) else value


def engine_environment() -> dict[str, str]:
    """Return the variables among which are those of engines, whose names only their manifests know."""
    return {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
