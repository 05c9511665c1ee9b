"""The script as a file for people."""

from __future__ import annotations

from williams_publishing.labels import Labels

from williams.domain.citing import CitingWords, in_words
from williams.domain.provenance import Part

SCRIPT = "script.txt"
_LONGEST_TITLE = 120


def _sources(part: Part, titles: dict[str, str], words: CitingWords) -> str:
    cited = (f"{_short(titles[citation.content_id])}, {in_words(citation.place, words)}" for citation in part.citations)
    return "; ".join(dict.fromkeys(cited))


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"


def script_text(title: str, parts: list[Part], titles: dict[str, str], labels: Labels, left_out: int = 0) -> str:
    """Return the script for people: time, speaker, words, and where they come from.

    ``labels`` are in the episode's language. ``left_out`` is how many lines were written, but stood on nothing.
    """
    lines = [title, "=" * len(title), ""]
    if left_out:
        lines += [labels.left_out.format(count=left_out), ""]
    for part in parts:
        lines += [
            f"[{in_words(part.place)}] {part.speaker}: {part.text}",
            f"    ({_sources(part, titles, labels.citing)})",
            "",
        ]
    return "\n".join(lines)
