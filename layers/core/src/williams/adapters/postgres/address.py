"""A database's URL from its secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import URL

from williams.domain.errors import StoreUnavailable

_PARTS: Final = ("username", "password", "host", "port", "dbname")


def database_url(secret: Mapping[str, str]) -> str:
    """Return ``url`` where the secret holds one, else the URL of the parts that RDS writes into its secrets.

    RDS signs its certificates with an authority that no system knows, so these connections are encrypted, but the
    server is not verified: it stands in the functions' own network. Raises StoreUnavailable for any other secret.
    """
    if "url" in secret:
        return secret["url"]
    missing = [part for part in _PARTS if not secret.get(part)]
    if missing:
        raise StoreUnavailable(
            f"The database's secret holds neither 'url' nor {', '.join(missing)}. Write the URL into it as "
            '{"url": "postgresql://user:password@host:port/database?sslmode=verify-full"}.'
        )
    return URL.create(
        "postgresql",
        username=secret["username"],
        password=secret["password"],
        host=secret["host"],
        port=int(secret["port"]),
        database=secret["dbname"],
        query={"sslmode": "require"},
    ).render_as_string(hide_password=False)
