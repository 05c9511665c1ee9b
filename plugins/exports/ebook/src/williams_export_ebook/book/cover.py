"""The cover of a book: a picture with its title, drawn by Typst. The same title always has the same one."""

from __future__ import annotations

import hashlib
import random
from importlib.resources import files
from pathlib import Path
from typing import Final

from williams_publishing.fonts import FontCase, families_for
from williams_publishing.typesetting import FACE, Typesetter, Unprintable
from williams_publishing.typst_code import array, language, string

from williams.domain.citing import names
from williams.domain.notices import Notice
from williams_export_ebook.book.matter import Imprint

SHEET: Final = "cover.typ"
_ROWS: Final = 18
_LETTERS_MISSING: Final = Notice(
    code="cover-letters-missing",
    message="No font has all letters of the title or the authors, which is not on the cover.",
    remedy="Give a title in letters of a living script.",
)
_HUES: Final = (150, 350)  # green to red; what is between them is brown when it is dark


def draw_cover(imprint: Imprint, fonts: FontCase, folder: Path, to: Path) -> list[Notice]:
    """Write a PNG of 1600 x 2560 pixels; return what of its words is not on it, since no font can write it."""
    (folder / SHEET).write_bytes((files(__package__) / SHEET).read_bytes())
    written = [imprint.title, names(imprint.authors, words=imprint.labels.citing)]
    needed = fonts.take(written)
    typesetter = Typesetter([fonts.folder])
    title, authors = (_printable(text, imprint, typesetter, folder) for text in written)
    seed = int.from_bytes(hashlib.sha256(imprint.title.encode()).digest()[:8], "big")
    chance = random.Random(seed)
    arguments = [
        f"title: {string(title)}",
        f"authors: {string(authors)}",
        f"hue: {chance.randint(*_HUES)}deg",
        f"rows: ({', '.join(f'{share:.3f}' for share in _page(chance))})",
        f"traced: {chance.randint(4, _ROWS - 5)}",
        language(imprint.language),
        f"font: {array([FACE, *families_for(needed, imprint.language)])}",
    ]
    source = folder / "one-cover.typ"
    source.write_text(f'#import "{SHEET}": cover\n#cover({", ".join(arguments)})', encoding="utf-8")
    to.write_bytes(typesetter.pictures(source)[0])
    return [] if [title, authors] == written else [_LETTERS_MISSING]


def _page(chance: random.Random) -> list[float]:
    """The lengths of lines as in paragraphs, whose last one is short: shares of the width."""
    rows: list[float] = []
    while len(rows) < _ROWS:
        rows += [chance.uniform(0.9, 1.0) for _ in range(chance.randint(2, 5))]
        rows.append(chance.uniform(0.25, 0.75))
    return rows[:_ROWS]


def _printable(text: str, imprint: Imprint, typesetter: Typesetter, folder: Path) -> str:
    """Return the text, or nothing where a character of it would be drawn as a box."""
    probe = folder / "probe.typ"
    date = "datetime(year: 2000, month: 1, day: 1)"
    written = f"#set document(title: {string('x')}, date: {date})\n#set text({language(imprint.language)})\n"
    probe.write_text(f"{written}#{string(text)};", encoding="utf-8")
    try:
        typesetter.pdf(probe, folder / "probe.pdf")
    except Unprintable:
        return ""
    return text
