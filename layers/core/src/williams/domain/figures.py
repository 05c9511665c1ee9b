"""The picture of a paragraph: a figure of the source, with what it shows in words."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import ConfigDict, Field

from williams.domain.alternative_texts import LONGEST_ALT
from williams.domain.models import DeferredModel

PictureType: TypeAlias = Literal["image/png", "image/jpeg"]
"""What every reader of what is made here can show."""


class Figure(DeferredModel):
    """A picture among its content's files. The paragraph's text is the caption, or what stands for one.

    ``file`` is its name there, ``alt`` what the source says of it to those who do not see it. ``width`` and ``height``
    are in pixels.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    media_type: PictureType
    width: int = Field(ge=1)
    height: int = Field(ge=1)
    sha256: str
    alt: str | None = Field(default=None, max_length=LONGEST_ALT)
