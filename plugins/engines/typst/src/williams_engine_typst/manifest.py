"""What Typst takes to draw: nothing but its wheel, which brings its fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams.engine import Bench, Manifest, NoSettings
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
    memory_mb: ClassVar[int] = 512

    def make(self, bench: Bench[NoSettings]) -> TypstPictures:  # noqa: ARG002  # there is nothing to set
        from williams_engine_typst.pictures import TypstPictures

        return TypstPictures()
