"""How surely a paragraph says what its source says, in a few words."""

from __future__ import annotations

from rich.text import Text

from williams_cli.output import clean
from williams_client.models import Doubt


def doubted(doubt: Doubt | None) -> Text:
    """Return ``  90 % sure (characters-guessed)``; nothing where there is no doubt."""
    if doubt is None:
        return Text()
    return Text(f"  {doubt.confidence:.0%} sure ({clean(doubt.code)})".replace("%", " %"), "yellow")
