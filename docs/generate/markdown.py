"""The few forms of Markdown that the reference pages are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MADE_FROM = "<!-- Made from {source} by `python -m docs.generate`. Change that, then run `make docs`. -->"
_ROLE = re.compile(r":\w+:`~?(?:[\w.]*\.)?(\w+)`")


def head(title: str, source: str, text: str) -> str:
    """Return a page's beginning; ``source`` says what the page is made from."""
    return f"# {title}\n\n{MADE_FROM.format(source=source)}\n\n{text}"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; an empty string when there are no rows."""
    lines = [_row(row) for row in rows]
    return "\n".join([_row(columns), f"|{'---|' * len(columns)}", *lines]) + "\n" if lines else ""


def code(text: object) -> str:
    """Return text as code; nothing for nothing."""
    return f"`{text}`" if str(text) else ""


def plain(text: str | None) -> str:
    """Return a docstring as one line of Markdown."""
    return _ROLE.sub(r"`\1`", " ".join((text or "").split())).replace("``", "`")


def anchor(heading: str) -> str:
    """Return the link to a heading of the same page, as GitHub makes it."""
    return "#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
