"""The script and the transcript as files."""

from __future__ import annotations

from williams.domain.content import Paragraph
from williams.domain.provenance import Part


def clock(seconds: float) -> str:
    """Return ``HH:MM:SS.mmm``, as WebVTT writes time."""
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _cue_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")


def webvtt(parts: list[Part]) -> str:
    """Return a WebVTT file with one cue and one voice span per part (W3C WebVTT)."""
    cues = [
        f"{part.part_id}\n{clock(part.starts_at or 0.0)} --> {clock(part.ends_at or 0.0)}\n"
        f"<v {part.speaker}>{_cue_text(part.text)}"
        for part in parts
    ]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def _where(part: Part, titles: dict[str, str], paragraphs: dict[str, Paragraph]) -> str:
    places = []
    for citation in part.citations:
        paragraph = paragraphs[citation.paragraph_id]
        page = f", page {paragraph.page}" if paragraph.page is not None else ""
        places.append(f"{titles[citation.content_id]}{page}, paragraph {paragraph.ordinal + 1}")
    return "; ".join(dict.fromkeys(places))


def script_text(
    title: str, parts: list[Part], titles: dict[str, str], paragraphs: dict[str, Paragraph], left_out: int = 0
) -> str:
    """Return the script for people: time, speaker, words, and where they come from.

    ``left_out`` is how many lines were written, but stood on nothing.
    """
    lines = [title, "=" * len(title), ""]
    if left_out:
        lines += [f"Left out: {left_out} lines that stood on none of the passages.", ""]
    for part in parts:
        lines += [
            f"[{clock(part.starts_at or 0.0)[:8]}] {part.speaker}: {part.text}",
            f"           ({_where(part, titles, paragraphs)})",
            "",
        ]
    return "\n".join(lines)
