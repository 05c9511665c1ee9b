"""Recognition in memory: it sees the same lines in every picture."""

from __future__ import annotations

from pathlib import Path

from williams.domain.errors import CorruptContent
from williams.domain.provenance import ModelUsed
from williams.ports.recognition import RecognizedLine, RecognizedPage

_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class InMemoryRecognition:
    """RecognitionPort for tests. Each of ``lines`` is a paragraph of its own, and as sure as ``certainty``."""

    model = ModelUsed(provider="memory", name="same-lines", version="1")
    paid = False

    def __init__(self, *lines: str, certainty: float = 1.0) -> None:
        self._lines = lines or ("The ferry crosses at nine.", "Nobody built a bridge here.")
        self._certainty = certainty

    async def recognize(self, picture: Path, language: str | None = None) -> RecognizedPage:  # noqa: ARG002  # any
        """See RecognitionPort."""
        if not picture.read_bytes().startswith(_MAGIC):
            raise CorruptContent("That is no picture.")
        height = 1 / len(self._lines)
        lines = [
            RecognizedLine(
                text=text,
                box=(0.0, number * height, 1.0, (number + 1) * height),
                certainty=self._certainty,
                paragraph=number,
            )
            for number, text in enumerate(self._lines)
        ]
        return RecognizedPage(lines=lines, engine=self.model)
