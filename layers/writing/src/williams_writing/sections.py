"""Kinds of sections that matter for what is told."""

from __future__ import annotations

import re

_OVERVIEW = re.compile(
    r"^\W*(?:abstract|summary|executive summary|overview|introduction|introducing|about|preface|motivation|"
    r"what is|getting started|background|"
    r"zusammenfassung|kurzfassung|überblick|einleitung|einführung|vorwort|über|"
    r"résumé|introduction|présentation|préface|avant-propos|aperçu|"
    r"resumen|introducción|prefacio|prólogo|presentación|visión general)\b",
    re.IGNORECASE,
)


def is_overview(heading: str | None) -> bool:
    """Whether a section introduces or sums up its source."""
    return bool(heading and _OVERVIEW.search(heading))
