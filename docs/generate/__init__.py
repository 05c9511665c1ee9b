"""The reference pages, made from the code they describe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


def pages(openapi: dict[str, Any]) -> dict[Path, str]:
    """Return what each reference page should hold. ``openapi`` is the API's document."""
    # The command line stands on the client's models, which are made before they can be imported.
    from docs.generate import api, cli, errors, licenses, schema, settings

    return {
        REFERENCE / "api.md": api.page(openapi),
        REFERENCE / "cli.md": cli.page(),
        REFERENCE / "settings.md": settings.page(),
        REFERENCE / "schema.md": schema.page(),
        REFERENCE / "errors.md": errors.page(),
        REFERENCE / "licenses.md": licenses.page(),
    }
