"""The newsletter's pictures, drawn by Typst: the same for the same title."""

from __future__ import annotations

import hashlib
import random
from importlib.resources import files
from pathlib import Path
from typing import Final

from williams_publishing.directions import direction_of
from williams_publishing.fonts import FontCase, families_for
from williams_publishing.typesetting import FACE, Typesetter, Unprintable
from williams_publishing.typst_code import array, content, language, string

from williams.domain.notices import Notice
from williams_export_newsletter.issue.letter import Letter

SHEET: Final = "picture.typ"
_PAGES, _ROWS = 4, 6
_HUES: Final = (150, 350)  # green to red; what is between them is brown when it is dark
_MOST_INSIDE = 3
_LETTERS_MISSING: Final = Notice(
    code="preview-letters-missing",
    message="The preview's fonts lack letters of the title or the headings, which are not on it.",
    remedy="Give a title in other letters.",
)


def draw_strip(letter: Letter, folder: Path, to: Path) -> None:
    """Write what stands at the mail's head: a PNG of 1200 x 192 pixels without words."""
    chance = _chance(letter)
    hue = _hue(chance)
    pages = "".join(f"({', '.join(f'{chance.uniform(0.35, 1):.2f}' for _ in range(_ROWS))}), " for _ in range(_PAGES))
    _draw(f"strip({hue}, pages: ({pages}), dir: {direction_of(letter.language)})", folder, to)


def draw_card(letter: Letter, fonts: FontCase, folder: Path, to: Path) -> list[Notice]:
    """Write the preview: a PNG of 1200 x 630 pixels with the title and the first stories.

    Return what is not on it, since no font can write it: a card with boxes for letters says nothing.
    """
    wanted = [letter.title, *letter.inside[:_MOST_INSIDE]]
    needed = fonts.take(wanted)
    title, *inside = written = [text if _printable(text, fonts, folder) else "" for text in wanted]
    stories = "".join(f"{string(heading)}, " for heading in inside if heading)
    families = array([FACE, *families_for(needed, letter.language)])
    look = f"{_hue(_chance(letter))}, {language(letter.language)}, fonts: {families}"
    _draw(f"card(title: {string(title)}, inside: ({stories}), {look})", folder, to, fonts)
    return [] if written == wanted else [_LETTERS_MISSING]


def _printable(text: str, fonts: FontCase, folder: Path) -> bool:
    """Whether the fonts have all letters of a text; a PDF says so, a picture does not."""
    probe = folder / "probe.typ"
    probe.write_text(content(text), encoding="utf-8")
    try:
        Typesetter([fonts.folder]).pdf(probe, folder / "probe.pdf", standards=["a-2u"])
    except Unprintable:
        return False
    return True


def _chance(letter: Letter) -> random.Random:
    return random.Random(int.from_bytes(hashlib.sha256(letter.title.encode()).digest()[:8], "big"))


def _hue(chance: random.Random) -> str:
    return f"hue: {chance.randint(*_HUES)}deg"


def _draw(call: str, folder: Path, to: Path, fonts: FontCase | None = None) -> None:
    (folder / SHEET).write_bytes((files(__package__) / SHEET).read_bytes())
    source = folder / f"{to.stem}.typ"
    source.write_text(f'#import "{SHEET}": *\n#{call}', encoding="utf-8")
    to.write_bytes(Typesetter([fonts.folder] if fonts else []).pictures(source)[0])
