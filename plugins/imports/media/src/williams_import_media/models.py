"""What the stages hand on."""

from __future__ import annotations

from williams.domain.content import ObjectRef
from williams.domain.models import DeferredModel
from williams.plugin.engines import Recording, Transcript


class Piece(DeferredModel):
    """Sound between two pauses; times are seconds of the recording."""

    sound: ObjectRef
    starts_at: float
    ends_at: float


class Listened(DeferredModel):
    """``seconds`` is how long the sound is that could be decoded."""

    about: Recording
    pieces: list[Piece]
    seconds: float
    damaged: bool


class HeardPiece(DeferredModel):
    """What was said in one piece; the transcript's times begin with the piece."""

    transcript: Transcript
    starts_at: float
