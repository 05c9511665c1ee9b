"""The script as a file for people."""

from __future__ import annotations

from williams.domain.citing import in_words
from williams.domain.provenance import Part

_LONGEST_TITLE = 120


def _sources(part: Part, titles: dict[str, str]) -> str:
    cited = (f"{_short(titles[citation.content_id])}, {in_words(citation.place)}" for citation in part.citations)
    return "; ".join(dict.fromkeys(cited))


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"


def script_text(title: str, parts: list[Part], titles: dict[str, str], left_out: int = 0) -> str:
    """Return the script for people: time, speaker, words, and where they come from.

    ``left_out`` is how many lines were written, but stood on nothing.
    """
    lines = [title, "=" * len(title), ""]
    if left_out:
        lines += [f"Left out: {left_out} lines that stood on none of the passages.", ""]
    for part in parts:
        lines += [
            f"[{in_words(part.place)}] {part.speaker}: {part.text}",
            f"    ({_sources(part, titles)})",
            "",
        ]
    return "\n".join(lines)
