"""Reads a file of captions within its own process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from williams.domain.errors import EmptyContent
from williams.isolation.notices import Said, notice
from williams_import_youtube.captions.cues import Cue, Heard, read_cues
from williams_import_youtube.captions.paragraphs import EARLY, HEARD, paragraphs
from williams_import_youtube.captions.sentences import is_punctuated, punctuated

GUESSED = "punctuation-guessed"
SOUNDS = "sounds-left-out"


def read_captions(
    source: Path,
    progress: Callable[[int, int], None],
    format: str,
    automatic: bool,
    language: str,
    chapters: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return ``paragraphs`` and ``notices``. A chapter has its ``title``, and when it ``starts`` and ``ends``.

    Raises CorruptContent for what is no such file, EmptyContent where nobody speaks.
    """
    heard = read_cues(source.read_text(encoding="utf-8-sig", errors="replace"), format)
    progress(1, 2)
    if not heard.cues:
        music = "Its captions tell of sounds and music only. " if heard.sounds else ""
        raise EmptyContent(f"Nobody speaks in the video. {music}There is nothing to be read.")
    guessed = automatic and not is_punctuated(heard.cues)
    cues: Sequence[Cue] = heard.cues
    if guessed:
        cues = punctuated(cues, [float(each["starts"]) - EARLY for each in chapters], language)
    return {
        "paragraphs": list(paragraphs(cues, chapters, HEARD if automatic else None)),
        "notices": list(_notices(heard, automatic, guessed)),
    }


def _notices(heard: Heard, automatic: bool, guessed: bool) -> list[Said]:
    found = []
    if automatic:
        found.append(
            notice(
                HEARD,
                "All text was heard and written down by the site's program: names and numbers in it may be wrong.",
                remedy="Listen to what you cite: each paragraph has its time.",
            )
        )
    if guessed:
        found.append(
            notice(
                GUESSED,
                "The captions have no punctuation. Sentences were ended where the speaker pauses, which is a guess.",
            )
        )
    if heard.sounds:
        found.append(notice(SOUNDS, f"{heard.sounds} captions tell of sounds or music only, and were left out."))
    return found
