"""A PDF of any length whose every paragraph is another one, in the words of the sample."""

from __future__ import annotations

import random
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from williams_import_pdf.analysis import analyse

from docs.samples.build import RESULT

_PARAGRAPHS_PER_PAGE = 5
_SENTENCES = (3, 5)
_SPECIAL = re.compile(r"[\\#$*_`<>@\[\]=+/~-]")
_SETTING = '#set page(paper: "a4", margin: 2.2cm, numbering: "1")\n#set text(size: 9.5pt)\n#set par(justify: true)\n'


def paragraphs_of(path: Path) -> list[dict[str, Any]]:
    """Return what the plugin's extraction finds in a PDF, in this process."""

    def tell_nobody(_done: int, _total: int) -> None:
        """There is no progress bar."""

    found: list[dict[str, Any]] = analyse(path, tell_nobody)["paragraphs"]
    return found


def sample_sentences() -> list[str]:
    """Return the sentences of the sample document's body."""
    text = " ".join(each["text"] for each in paragraphs_of(RESULT) if each["kind"] == "body")
    return [each for each in re.split(r"(?<=[.!?])\s+", text) if 8 <= len(each.split()) <= 40]


def write_pdf(path: Path, pages: int, seed: int) -> None:
    """Typeset ``pages`` pages; the same arguments give the same text."""
    chance = random.Random(seed)
    sentences = sample_sentences()
    source = _SETTING + "#pagebreak()\n".join(_page(number, seed, sentences, chance) for number in range(1, pages + 1))
    with TemporaryDirectory() as folder:
        typ = Path(folder, "long.typ")
        typ.write_text(source, encoding="utf-8")
        typst.compile(str(typ), output=str(path), ignore_system_fonts=True)


def _page(number: int, seed: int, sentences: list[str], chance: random.Random) -> str:
    paragraphs = [f"= Chapter {number}\n"]
    for ordinal in range(_PARAGRAPHS_PER_PAGE):
        chosen = " ".join(chance.sample(sentences, chance.randint(*_SENTENCES)))
        text = f"On page {number} of volume {seed}, point {ordinal} is this. {chosen}"
        paragraphs.append(_SPECIAL.sub(lambda found: "\\" + found.group(), text) + "\n")
    return "\n".join(paragraphs)
