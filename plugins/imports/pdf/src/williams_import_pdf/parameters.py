"""What an import of a PDF can be asked for."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Ocr(StrEnum):
    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


class PdfParameters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ocr: Ocr = Field(
        default=Ocr.AUTO,
        description="Which pages are recognised as pictures of text: those without text that makes sense (`auto`), "
        "none (`never`), or all, whatever text they carry (`always`).",
    )
