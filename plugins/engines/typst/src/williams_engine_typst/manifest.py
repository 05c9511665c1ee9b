"""What Typst takes to draw: its wheel, which brings fonts, and those of the other scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams_publishing.fonts import FONT_FILES

from williams.engine import Bench, Manifest, ModelFile, NoSettings
from williams.ports.engines import PICTURES, Port

if TYPE_CHECKING:
    from williams_engine_typst.pictures import TypstPictures


class TypstManifest(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = PICTURES
    name: ClassVar[str] = "typst"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Words as a picture: the first line large, what follows below it."
    preferred: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = ()
    model_files: ClassVar[tuple[ModelFile, ...]] = FONT_FILES
    memory_mb: ClassVar[int] = 512

    def make(self, bench: Bench[NoSettings]) -> TypstPictures:
        from williams_engine_typst.pictures import TypstPictures

        return TypstPictures(bench.model_files)
