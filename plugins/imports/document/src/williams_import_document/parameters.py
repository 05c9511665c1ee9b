"""What an import of a document can be asked for."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Changes(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class DocumentParameters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    comments: bool = Field(
        default=False,
        description="Whether comments of a Word document are read: each behind its paragraph, with who wrote it.",
    )
    changes: Changes = Field(
        default=Changes.ACCEPTED,
        description="How tracked changes of a Word document are read: as if all were `accepted`, or `rejected`.",
    )
