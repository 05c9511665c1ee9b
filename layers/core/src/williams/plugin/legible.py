"""What is mostly garbage is refused, whatever made it: it could be found by nobody, and cited as nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from williams.domain.doubts import ILLEGIBLE
from williams.domain.errors import CorruptContent, EmptyContent

# Texts that were read in a wrong encoding lie above a half, sound ones that lost some letters below an eighth.
_MOST: Final = 1 / 3


def require_legible(texts: Sequence[str]) -> None:
    """Raise CorruptContent for texts of which over a third cannot be read, EmptyContent where all is punctuation."""
    characters = sum(len(word) for text in texts for word in text.split())
    lost = sum(len(ILLEGIBLE.findall(text)) for text in texts)
    if lost > _MOST * characters:
        raise CorruptContent(
            f"{lost} of the text's {characters} characters stand for nothing that can be read. Import a copy in which "
            "the text can be selected and copied: saved anew, as UTF-8, or with OCR."
        )
    if not any(map(_says_something, texts)):
        raise EmptyContent("The source holds signs alone, and no word. Import one that holds text.")


def _says_something(text: str) -> bool:
    # Braille and pictographs are neither letters nor digits, but no ASCII.
    return any(character.isalnum() or not character.isascii() for character in text)
