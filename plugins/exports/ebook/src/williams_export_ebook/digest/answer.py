"""What the writer of a digest answers."""

from __future__ import annotations

from pydantic import BaseModel, Field

from williams_export_ebook.models import Section


class Digest(BaseModel):
    """The sections in the order of the sources."""

    sections: list[Section] = Field(min_length=1)
