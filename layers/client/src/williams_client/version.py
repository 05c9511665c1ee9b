"""What the API says of itself."""

from __future__ import annotations

from williams_client.base import ApiModel


class ApiInfo(ApiModel):
    version: str


class ApiDocument(ApiModel):
    """The beginning of the API's own description."""

    info: ApiInfo
