"""Links to artifacts' files that stay the same, open without a token, and count who looks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import quote

from williams.domain.artifacts import Artifact
from williams.domain.errors import Forbidden, LinkExpired, NotFound
from williams.ports.usage import UsageKind
from williams.services.application import Application
from williams.services.signing import signed, verified

_PURPOSE = "download"
_DAY = 24 * 3600
_HOW = "Ask GET /api/artifacts/{id} for a new one."


@dataclass(frozen=True)
class Link:
    """``expires_at`` is Unix time in seconds."""

    url: str
    expires_at: int


def link_to(app: Application, artifact: Artifact, name: str) -> Link:
    """Return the link to one file. It is the same all day, so that what holds it need not be written anew."""
    expires = (int(time.time()) // _DAY + 1) * _DAY + app.link_seconds
    token = signed(app.signing_key(), _PURPOSE, [artifact.owner, artifact.artifact_id, name, expires])
    return Link(f"{app.public_url}/download/{token}/{quote(name, safe='')}", expires)


def primary_name(artifact: Artifact) -> str:
    """Return the name of the file that is the artifact itself."""
    return artifact.storage_path.rpartition("/")[2]


def open_link(app: Application, token: str, filename: str) -> str:
    """Count the view, if it is the artifact itself, and return where the file is right now.

    Raises Forbidden for a link that was not made here, LinkExpired, NotFound when the file is gone.
    """
    try:
        owner, artifact_id, name, expires = verified(app.signing_key(), _PURPOSE, token)
    except ValueError:
        raise Forbidden(f"The link is not one of this library's. {_HOW}") from None
    if name != filename:
        raise Forbidden(f"The link is to another file. {_HOW}")
    if expires < time.time():
        raise LinkExpired(f"The link has expired. {_HOW}")
    artifact = app.backend.catalog.artifact(owner, artifact_id)
    if name not in artifact.files:
        raise NotFound(f"The artifact {artifact_id} has no file {name!r}.")
    if name == primary_name(artifact):
        app.usage.record(owner, artifact_id, UsageKind.VIEW, {})
    return app.backend.control.objects.presigned_get(artifact.files[name].key, name, app.download_seconds)
