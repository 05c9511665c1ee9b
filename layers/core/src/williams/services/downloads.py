"""Links to artifacts' files that stay the same, open without a token, and count who looks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from williams.domain.artifacts import Artifact
from williams.domain.errors import Forbidden, LinkExpired, NotFound
from williams.ports.catalog import CatalogPort
from williams.ports.objects import ObjectPort
from williams.ports.usage import UsageKind, UsagePort
from williams.services.signing import Signer

_PURPOSE: Final = "download"
_DAY: Final = 24 * 3600
_HOW: Final = "Ask GET /api/artifacts/{id} for a new one."


@dataclass(frozen=True)
class Link:
    """``expires_at`` is Unix time in seconds."""

    url: str
    expires_at: int


@dataclass(frozen=True)
class Downloads:
    """A link is valid for ``link_seconds`` at least, the store's own URL that it leads to for ``download_seconds``."""

    signer: Signer
    catalog: CatalogPort
    objects: ObjectPort
    usage: UsagePort
    public_url: str
    link_seconds: int
    download_seconds: int

    def link_to(self, artifact: Artifact, name: str) -> Link:
        """Return the link to one file. It is the same all day, so that what holds it need not be written anew."""
        expires = (int(time.time()) // _DAY + 1) * _DAY + self.link_seconds
        token = self.signer.signed(_PURPOSE, [artifact.owner, artifact.artifact_id, name, expires])
        return Link(f"{self.public_url}/download/{token}/{quote(name, safe='')}", expires)

    def open(self, token: str, filename: str) -> str:
        """Count the view, if it is the artifact itself, and return where the file is right now.

        Raises Forbidden for a link that was not made here, LinkExpired, NotFound when the file is gone.
        """
        owner, artifact_id, name = self._meant(token)
        if name != filename:
            raise Forbidden(f"The link is to another file. {_HOW}")
        artifact = self.catalog.artifact(owner, artifact_id)
        if name not in artifact.files:
            raise NotFound(f"The artifact {artifact_id} has no file {name!r}.")
        if name == artifact.primary_name:
            self.usage.record(owner, artifact_id, UsageKind.VIEW, {})
        return self.objects.presigned_get(artifact.files[name].key, name, self.download_seconds)

    def _meant(self, token: str) -> tuple[str, str, str]:
        try:
            owner, artifact_id, name, expires = self.signer.verified(_PURPOSE, token)
        except ValueError:
            raise Forbidden(f"The link is not one of this library's. {_HOW}") from None
        if expires < time.time():
            raise LinkExpired(f"The link has expired. {_HOW}")
        return owner, artifact_id, name
