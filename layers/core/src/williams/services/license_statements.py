"""What owners state of their sources' licenses after the import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from williams.domain.content import Content
from williams.domain.licenses.canonical import License
from williams.ports.catalog import CatalogPort
from williams.ports.graph import GraphPort


class LicenseStatement(BaseModel):
    """``license`` is an SPDX identifier or expression, or ``LicenseRef-`` and a name; null for one that is not known.

    ``LicenseRef-All-Rights-Reserved`` says that nothing is allowed.
    """

    model_config = ConfigDict(extra="forbid")

    license: License | None


@dataclass(frozen=True)
class LicenseStatements:
    catalog: CatalogPort
    graph: GraphPort

    def state(self, owner: str, content_id: str, body: LicenseStatement) -> Content:
        """Put the statement in the place of the license that is known. Raises NotFound, Conflict.

        The row comes last: whatever fails before it is done again by asking again.
        """
        content = self.catalog.content(owner, content_id)
        metadata = content.metadata.model_copy(update={"license": body.license})
        self.graph.write_document(content.model_copy(update={"metadata": metadata}), [])
        return self.catalog.state_license(owner, content_id, body.license, datetime.now(UTC))
