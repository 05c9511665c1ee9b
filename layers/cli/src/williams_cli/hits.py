"""What a search found, for people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.padding import Padding
from rich.text import Text

from williams_cli import output
from williams_cli.doubts import doubted
from williams_client.models import Highlight, SearchAnswer

EXCERPT = 400
INDENT = 6
MARK = "bold yellow"


def show_hits(answer: SearchAnswer) -> None:
    """Print each hit with where it stands and its words, the question's among them marked."""
    for hit in answer.hits:
        title = output.shortened(hit.title or hit.content_id, 60)
        output.show(
            Text.assemble(
                (f"{hit.score:.2f}  ", "green"),
                (title, "bold"),
                (f"  {output.clean(hit.paragraph.where)}", "cyan"),
                (f"  {hit.content_id}", "dim"),
                doubted(hit.paragraph.doubt),
            )
        )
        marked = excerpt(hit.paragraph.text, hit.highlights, EXCERPT)
        output.show(Padding(marked, (0, 0, 0, INDENT), expand=False))
    if answer.said:
        output.note(answer.said)
    if answer.next_token:
        output.note(f"There are more: add --next {answer.next_token}")


def excerpt(text: str, spans: Sequence[Highlight], length: int) -> Text:
    """Return at most ``length`` characters of a text on one line, from shortly before the first span on."""
    start, end = _window(text, spans[0].start if spans else 0, length)
    shown = Text("…" if start else "")
    at = start
    for span in spans:
        if start <= span.start and span.end <= end:
            shown.append(_line(text[at : span.start]))
            shown.append(_line(text[span.start : span.end]), MARK)
            at = span.end
    shown.append(_line(text[at:end]))
    return shown.append("…") if end < len(text) else shown


def _window(text: str, first: int, length: int) -> tuple[int, int]:
    """Return where to begin and end, between words where there are any."""
    start = max(0, min(first - length // 4, len(text) - length))
    if start:
        start = next((at + 1 for at in range(start, first) if text[at].isspace()), start)
    end = start + length
    if end < len(text):
        end = next((at for at in range(end, start + length // 2, -1) if text[at].isspace()), end)
    return start, min(end, len(text))


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", output.clean(text))
