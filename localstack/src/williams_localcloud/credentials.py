"""Passwords and keys of one local cloud, made once and kept readable by their owner only."""

import secrets
from dataclasses import dataclass, fields
from pathlib import Path

from williams_localcloud.files import create_private_json, read_json, write_private_json

BYTES = 24


@dataclass(frozen=True)
class Credentials:
    """Each is a URL-safe random text of 192 bits."""

    postgres_password: str
    graph_password: str
    signing_key: str
    api_token: str


def load_or_create(file: Path) -> Credentials:
    """The credentials in `file`; what is missing there is made now and kept."""
    if not file.exists():
        create_private_json(file, _made())
    saved = read_json(file)
    complete = {**_made(), **saved}
    if complete.keys() != saved.keys():
        write_private_json(file, complete)
    return Credentials(**complete)


def _made() -> dict[str, str]:
    return {field.name: secrets.token_urlsafe(BYTES) for field in fields(Credentials)}
