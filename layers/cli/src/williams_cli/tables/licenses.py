"""What licenses say to a use."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from williams_cli.tables.layout import fields
from williams_client import models


def license_lines(verdict: models.LicenseVerdict | None) -> Iterator[tuple[str, str | None]]:
    """Yield what the licenses of an artifact's sources say to its use."""
    if verdict is None:
        return
    yield "use", f"{verdict.use}, {'allowed' if verdict.allowed else 'not allowed'} by the licenses of its sources"
    yield "license", verdict.license
    if verdict.override:
        yield "overridden", f"by {verdict.override.by}: {verdict.override.why}"


def refused_part_lines(verdict: models.LicenseVerdict) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs whose own license refuses the use; those of an allowed source are left out."""
    for source in verdict.sources:
        for part in source.refused_parts or ():
            label = "left out" if source.allowed else "against it"
            yield label, f"{source.content_id}, paragraph {part.paragraph} ({part.license}): {part.reason}"


def license_fields(told: models.Licenses) -> Table:
    def yes(flag: bool) -> str:
        return "yes" if flag else "no"

    unclear = "; ".join(f"{each.title or each.document_id} ({each.license or 'not stated'})" for each in told.unclear)
    return fields(
        [
            ("licenses", ", ".join(told.licenses)),
            ("commercial use allowed", yes(told.commercial_use_allowed)),
            ("derivatives allowed", yes(told.derivatives_allowed)),
            ("attribution required", yes(told.attribution_required)),
            ("share alike required", yes(told.share_alike_required)),
            ("unclear, so all rights reserved", unclear),
        ]
    )
