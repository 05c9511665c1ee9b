"""Which API to talk to: named by the caller, or the local cloud of the clone one stands in."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from williams_client.errors import NoConnection, NoToken
from williams_client.library import Library

CLOUD_FILE = Path(".local/cloud.json")
HOW = "Start one with: williams up. Or name one with --api-url and --token (WILLIAMS_API_URL, WILLIAMS_TOKEN)."


@dataclass(frozen=True)
class Connection:
    """``cloud_file`` is where it was read from, None when the caller named it.

    ``ws_url`` and ``sample_site`` are known of a local cloud only.
    """

    api_url: str
    token: str
    cloud_file: Path | None = None
    ws_url: str | None = None
    sample_site: str | None = None


def find_cloud_file(start: Path) -> Path | None:
    """Return the nearest ``.local/cloud.json`` from ``start`` upwards."""
    places = (folder / CLOUD_FILE for folder in (start, *start.parents))
    return next((place for place in places if place.is_file()), None)


def _read(file: Path) -> dict[str, Any]:
    try:
        cloud = json.loads(file.read_text(encoding="utf-8"))
        cloud["api_url"], cloud["token"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoConnection(f"{file} cannot be used ({error!r}). Write it anew with: williams up") from None
    return dict(cloud)


def resolve(api_url: str | None, token: str | None, start: Path) -> Connection:
    """Return the connection. The local cloud's token is only ever given to the local cloud.

    Raises:
        NoConnection: nothing is named, and there is no ``.local/cloud.json`` from ``start`` upwards.
        NoToken: another API is named without a token for it.
    """
    if api_url and token:
        return Connection(api_url, token)
    file = find_cloud_file(start)
    cloud = _read(file) if file else None
    if api_url and (cloud is None or cloud["api_url"].rstrip("/") != api_url.rstrip("/")):
        raise NoToken(f"There is no token for {api_url}. Name it with --token or in WILLIAMS_TOKEN.")
    if cloud is None:
        raise NoConnection(f"There is no {CLOUD_FILE} in {start} or above it. {HOW}")
    return Connection(cloud["api_url"], token or cloud["token"], file, cloud.get("ws_url"), cloud.get("sample_site"))


def open_library() -> Library:
    """Return the library whose API the environment names (``WILLIAMS_API_URL``, ``WILLIAMS_TOKEN``).

    Else it is the local cloud of the clone that one stands in. Raises the same as :func:`resolve`.
    """
    found = resolve(os.environ.get("WILLIAMS_API_URL"), os.environ.get("WILLIAMS_TOKEN"), Path.cwd())
    return Library(found.api_url, found.token)
