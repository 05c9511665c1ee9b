"""Where a mail finds its pictures: in itself, at addresses, or nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from williams_export_newsletter.issue.letter import Letter
from williams_export_newsletter.models import FIGURE, NewsletterParameters

HEADER: Final = "header.png"
"""The picture at the head, which all newsletters have."""


def addresses_of(parameters: NewsletterParameters, letter: Letter) -> dict[str, str]:
    """Return the addresses of a letter's pictures by their names, in order; none where it shows none."""
    figures = [figure.name for figure in letter.figures]
    if parameters.pictures == "embedded":
        return {name: f"cid:{content_id(name)}" for name in (HEADER, *figures)}
    found = {HEADER: parameters.picture_url, **{name: _linked(parameters, name) for name in figures}}
    return {name: url for name, url in found.items() if url} if parameters.pictures == "linked" else {}


def content_id(name: str) -> str:
    """Return what a picture is called in the mail that it travels with (RFC 2392)."""
    return f"{Path(name).stem}@newsletter"


def _linked(parameters: NewsletterParameters, name: str) -> str | None:
    return parameters.figures_url.replace(FIGURE, name) if parameters.figures_url else None
