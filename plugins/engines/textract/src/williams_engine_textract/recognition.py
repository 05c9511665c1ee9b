"""``RecognitionPort`` by Amazon Textract."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from williams.domain.errors import CorruptContent, InvalidRequest, ProviderRejected
from williams.domain.language_codes import primary_language
from williams.domain.provenance import ModelUsed
from williams.engine.prices import Rate
from williams.ports.recognition import RecognizedLine, RecognizedPage
from williams_engine_textract.client import TextractAccess
from williams_engine_textract.columns import in_reading_order
from williams_engine_textract.prices import RATE

LANGUAGES: Final = frozenset({"en", "de", "fr", "it", "es", "pt"})
_MOST_BYTES: Final = 10 * 1000 * 1000
_LONGEST_SIDE: Final = 10_000
_SMALLER: Final = 0.8


class TextractRecognition:
    """Reads lines by DetectDocumentText, and puts them into columns and paragraphs."""

    def __init__(self, access: TextractAccess) -> None:
        self._access = access

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="textract", name="detect-document-text", version=self._access.region)

    @property
    def paid(self) -> bool:
        return True

    @property
    def rate(self) -> Rate:
        return RATE

    async def recognize(self, picture: Path, language: str | None = None) -> RecognizedPage:
        """See RecognitionPort. Textract finds out the language by itself."""
        if language is not None and primary_language(language) not in LANGUAGES:
            known = ", ".join(sorted(LANGUAGES))
            raise InvalidRequest(f"Textract does not read {language!r}. It reads: {known}. Set up another engine.")
        sent = await asyncio.to_thread(_fitting, picture)
        answer = await self._access.in_time(lambda: self._access.detected(sent))
        lines = in_reading_order(_lines(answer, self._access.service))
        return RecognizedPage(lines=lines, engine=self.model, cost_usd=self.rate.call_usd)


def _fitting(picture: Path) -> bytes:
    """Return a picture as Textract takes it. Raises CorruptContent for what is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(picture, formats=("PNG", "JPEG")) as opened:
            opened.load()
            if max(opened.size) <= _LONGEST_SIDE and picture.stat().st_size <= _MOST_BYTES:
                return picture.read_bytes()
            smaller = opened.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise CorruptContent(f"The picture cannot be read: {error}. Save it anew as PNG.") from error
    smaller.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    while True:
        file = io.BytesIO()
        smaller.save(file, "PNG")
        if file.tell() <= _MOST_BYTES:
            return file.getvalue()
        smaller.thumbnail((smaller.width * _SMALLER, smaller.height * _SMALLER))


def _lines(answer: dict[str, Any], service: str) -> list[RecognizedLine]:
    """Raises ProviderRejected for an answer that cannot be read."""
    try:
        blocks = [block for block in answer["Blocks"] if block["BlockType"] == "LINE" and block["Text"].strip()]
        return [
            RecognizedLine(
                text=" ".join(block["Text"].split()),
                box=_box(block["Geometry"]["BoundingBox"]),
                certainty=min(max(block["Confidence"] / 100, 0.0), 1.0),
            )
            for block in blocks
        ]
    except (KeyError, TypeError, ValidationError) as error:
        raise ProviderRejected(f"{service} gave an answer that cannot be read: {error!r:.300}") from error


def _box(bounds: dict[str, float]) -> tuple[float, float, float, float]:
    left, top = max(bounds["Left"], 0.0), max(bounds["Top"], 0.0)
    return left, top, min(bounds["Left"] + bounds["Width"], 1.0), min(bounds["Top"] + bounds["Height"], 1.0)
