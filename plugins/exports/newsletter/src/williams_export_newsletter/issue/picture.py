"""The newsletter's pictures, drawn by Typst: the same for the same title."""

from __future__ import annotations

import hashlib
import random
from importlib.resources import files
from pathlib import Path
from typing import Final

from williams_publishing.directions import direction_of
from williams_publishing.typesetting import Typesetter
from williams_publishing.typst_code import language, string

from williams_export_newsletter.issue.letter import Letter

SHEET: Final = "picture.typ"
_PAGES, _ROWS = 4, 6
_HUES: Final = (150, 350)  # green to red; what is between them is brown when it is dark
_MOST_INSIDE = 3


def draw_strip(letter: Letter, folder: Path, to: Path) -> None:
    """Write what stands at the mail's head: a PNG of 1200 x 192 pixels without words."""
    chance = _chance(letter)
    hue = _hue(chance)
    pages = "".join(f"({', '.join(f'{chance.uniform(0.35, 1):.2f}' for _ in range(_ROWS))}), " for _ in range(_PAGES))
    _draw(f"strip({hue}, pages: ({pages}), dir: {direction_of(letter.language)})", folder, to)


def draw_card(letter: Letter, folder: Path, to: Path) -> None:
    """Write the preview: a PNG of 1200 x 630 pixels with the title and the first stories."""
    inside = "".join(f"{string(heading)}, " for heading in letter.inside[:_MOST_INSIDE])
    said = f"title: {string(letter.title)}, inside: ({inside}), {_hue(_chance(letter))}, {language(letter.language)}"
    _draw(f"card({said})", folder, to)


def _chance(letter: Letter) -> random.Random:
    return random.Random(int.from_bytes(hashlib.sha256(letter.title.encode()).digest()[:8], "big"))


def _hue(chance: random.Random) -> str:
    return f"hue: {chance.randint(*_HUES)}deg"


def _draw(call: str, folder: Path, to: Path) -> None:
    (folder / SHEET).write_bytes((files(__package__) / SHEET).read_bytes())
    source = folder / f"{to.stem}.typ"
    source.write_text(f'#import "{SHEET}": *\n#{call}', encoding="utf-8")
    to.write_bytes(Typesetter().pictures(source)[0])
