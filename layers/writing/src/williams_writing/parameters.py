"""What a request says of the writing, in every export that has something written."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from williams.domain.bounds import Word
from williams.engine.choice import EngineChoice
from williams.ports.engines import TEXT

Writer: TypeAlias = Annotated[
    Word | None,
    EngineChoice(TEXT),
    Field(
        title="Writer",
        description="Who writes: `<engine>` or `<engine>/<model>`. Left out: the default engine.",
        examples=["quoting"],
    ),
]
"""Which text engine writes; None for the deployment's default."""
