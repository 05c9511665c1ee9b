"""Words drawn as a picture: the same words and size always make the same bytes."""

from __future__ import annotations

import asyncio
import hashlib
import random
import tempfile
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

from williams_publishing.directions import direction_of_text
from williams_publishing.fonts import FontCase
from williams_publishing.typesetting import Typesetter
from williams_publishing.typst_code import string

from williams.domain.errors import InvalidRequest
from williams.domain.provenance import ModelUsed
from williams.ports.model_files import ModelFilesPort
from williams.ports.pictures import DrawnPicture

SHEET: Final = "picture.typ"
_LEAST, _MOST = 64, 4096  # pixels each way
_HUES: Final = (150, 350)  # green to red; what is between them is brown when it is dark
_LONGEST_WORD: Final = 24


class TypstPictures:
    """PicturesPort that draws the description itself. Its colours follow from its first line."""

    def __init__(self, model_files: ModelFilesPort) -> None:
        self._model_files = model_files

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="typst", name="words", version=f"1+typst-{version('typst')}")

    @property
    def paid(self) -> bool:
        return False

    async def draw(self, description: str, width: int, height: int) -> DrawnPicture:
        """See PicturesPort. What no font has a letter for is drawn as a box."""
        lines = [line for line in map(str.strip, description.splitlines()) if line]
        if not lines:
            raise InvalidRequest("There is nothing to draw: the description has no words.")
        if not (_LEAST <= width <= _MOST and _LEAST <= height <= _MOST):
            raise InvalidRequest(f"A picture has {_LEAST} to {_MOST} pixels each way, not {width} x {height}.")
        png = await asyncio.to_thread(_drawn, lines, width, height, self._model_files)
        return DrawnPicture(png=png, width=width, height=height, engine=self.model, license="CC0-1.0")


def _drawn(lines: list[str], width: int, height: int, model_files: ModelFilesPort) -> bytes:
    chance = random.Random(int.from_bytes(hashlib.sha256(lines[0].encode()).digest()[:8], "big"))
    direction = direction_of_text("".join(lines))
    said = ", ".join(
        [
            f"words: ({''.join(f'{_breakable(line)}, ' for line in lines)})",
            f"width: {width}pt, height: {height}pt, hue: {chance.randint(*_HUES)}deg, dir: {direction}",
        ]
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, SHEET).write_bytes((files(__package__) / SHEET).read_bytes())
        source = Path(folder, "one.typ")
        source.write_text(f'#import "{SHEET}": picture\n#picture({said})', encoding="utf-8")
        fonts = FontCase(model_files, Path(folder))
        fonts.take(lines)
        (png,) = Typesetter([fonts.folder]).pictures(source, ppi=72)
    return png


def _breakable(line: str) -> str:
    """Return a string of Typst's code. A word that no line holds may be broken."""
    words = (
        "\u200b".join(word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))
        for word in line.split()
    )
    return string(" ".join(words))
