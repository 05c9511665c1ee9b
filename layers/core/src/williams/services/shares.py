"""Links to pass on, and how many were."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from williams.domain.bounds import Word
from williams.ports.catalog import CatalogPort
from williams.ports.usage import UsageKind, UsagePort
from williams.services.downloads import Downloads


class NewShare(BaseModel):
    """``channel`` says where to, in the caller's own words."""

    channel: Word | None = None


class Share(BaseModel):
    """``url`` opens the artifact without a token until ``expires_at`` (Unix time); ``shares`` counts this one too."""

    artifact_id: str
    url: str
    expires_at: int
    shares: int


@dataclass(frozen=True)
class Shares:
    catalog: CatalogPort
    usage: UsagePort
    downloads: Downloads

    def share(self, owner: str, artifact_id: str, body: NewShare) -> Share:
        """Count a share, and return a link to pass on. Raises NotFound."""
        artifact = self.catalog.artifact(owner, artifact_id)
        self.usage.record(owner, artifact_id, UsageKind.SHARE, {"channel": body.channel} if body.channel else {})
        link = self.downloads.link_to(artifact, artifact.primary_name)
        shares = self.usage.count(owner, artifact_id)[UsageKind.SHARE]
        return Share(artifact_id=artifact_id, url=link.url, expires_at=link.expires_at, shares=shares)
