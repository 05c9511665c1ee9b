"""Tesseract's models, the fast ones, as its project publishes them (Apache-2.0)."""

from __future__ import annotations

from typing import Final

from williams.engine import ModelFile, Packaged, PackagedPart


def _published(code: str, size: int, sha256: str) -> ModelFile:
    path = f"share/tessdata/{code}.traineddata"
    part = PackagedPart(package=f"tessdata.fast-{code}==1.0.0", path=path)
    return ModelFile(name=f"{code}.traineddata", sha256=sha256, size=size, origin=Packaged(parts=(part,)))


MODEL_FILES: Final = (
    _published("eng", 4_113_088, "7d4322bd2a7749724879683fc3912cb542f19906c83bcc1a52132556427170b2"),
    _published("deu", 1_525_436, "19d219bbb6672c869d20a9636c6816a81eb9a71796cb93ebe0cb1530e2cdb22d"),
    _published("jpn", 2_471_260, "1f5de9236d2e85f5fdf4b3c500f2d4926f8d9449f28f5394472d9e8d83b91b4d"),
)
CODES: Final = {"en": "eng", "de": "deu", "ja": "jpn"}
"""Tesseract's names of the languages that it has models for here, by their BCP 47 names."""
