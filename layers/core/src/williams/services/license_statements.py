"""What owners state of their sources' licenses after the import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from williams.domain.content import Content
from williams.domain.licenses.canonical import License
from williams.domain.licenses.evidence import STATEMENT
from williams.ports.catalog import CatalogPort
from williams.ports.graph import GraphPort


@dataclass(frozen=True)
class LicenseStatements:
    catalog: CatalogPort
    graph: GraphPort

    def state(self, owner: str, content_id: str, license: License | None) -> Content:
        """Put the statement in the place of the license that is known. Raises NotFound, Conflict.

        The row comes last: whatever fails before it is done again by asking again.
        """
        content = self.catalog.content(owner, content_id)
        now = datetime.now(UTC)
        statement = {STATEMENT: {"at": now.isoformat(), "instead_of": content.metadata.license}}
        stated = {"license": license, "extra": content.metadata.extra | statement}
        metadata = content.metadata.model_copy(update=stated)
        self.graph.write_document(content.model_copy(update={"metadata": metadata}), [])
        return self.catalog.state_license(owner, content_id, license, now)
