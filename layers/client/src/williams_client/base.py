"""What all models of the API have in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class ApiModel(BaseModel):
    """A body of the API. Fields that a newer API adds are kept, in ``model_extra`` and in :meth:`as_json`."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True, protected_namespaces=())

    def as_json(self) -> dict[str, Any]:
        """Return what came over the wire, or goes over it, as JSON values."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)
