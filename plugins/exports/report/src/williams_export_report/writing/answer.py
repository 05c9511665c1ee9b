"""What the writer of a report answers."""

from __future__ import annotations

from pydantic import BaseModel, Field

from williams.plugin.engines import Grounded
from williams_export_report.models import Section


class Draft(BaseModel):
    """``summary`` may be empty where the sources say too little for one."""

    summary: list[Grounded] = Field(description="What matters most, a statement for each point.")
    sections: list[Section] = Field(min_length=1)
