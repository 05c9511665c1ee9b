"""Typst's part: files of Typst become PDF and pictures, the same bytes each time, with fonts that are given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from typst import PDFStandard

ACCESSIBLE: Final[tuple[PDFStandard, ...]] = ("a-2a", "ua-1")
"""PDF/A-2a and PDF/UA-1."""
PICTURE_PPI: Final = 144
FACE: Final = "Libertinus Serif"
"""The font for running text that Typst brings: Latin, Greek and Cyrillic."""
_UNPRINTABLE: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
_LONG_AGO: Final = datetime(1980, 1, 1, tzinfo=UTC)


class Unprintable(Exception):
    """A text that no font can show; what it says is the first such text."""


@dataclass(frozen=True)
class Typesetter:
    """``fonts`` are folders with fonts beside those that Typst brings; those of the machine do not count.

    A file of Typst may include others in its folder.
    """

    fonts: Sequence[Path] = ()

    def pdf(
        self,
        source: Path,
        to: Path,
        *,
        standards: Sequence[PDFStandard] = ACCESSIBLE,
        when: datetime = _LONG_AGO,
    ) -> None:
        """Write a PDF that keeps to the standards. ``when`` is what Typst takes for now. Raises Unprintable."""
        import typst

        now = when.astimezone(UTC).replace(microsecond=0)  # Typst takes no more than seconds
        try:
            self._compile(source, output=str(to), pdf_standards=list(standards), timestamp=now)
        except typst.TypstError as error:
            if not (unprintable := _UNPRINTABLE.search(str(error))):
                raise
            raise Unprintable(unprintable[1]) from error

    def pictures(self, source: Path, *, ppi: float = PICTURE_PPI) -> list[bytes]:
        """Return each page as PNG. A character that no font has is drawn as a box."""
        drawn = self._compile(source, format="png", ppi=ppi, timestamp=_LONG_AGO)
        return drawn if isinstance(drawn, list) else [drawn]

    def _compile(self, source: Path, **options: Any) -> Any:
        import typst

        return typst.compile(
            str(source),
            root=str(source.parent),
            font_paths=[str(folder) for folder in self.fonts],
            ignore_system_fonts=True,
            **options,
        )
