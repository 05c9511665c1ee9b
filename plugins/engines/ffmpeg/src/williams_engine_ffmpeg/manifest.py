"""What ffmpeg and Pillow bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams_publishing.fonts import FONT_FILES

from williams.engine import Bench, LayerRecipe, Manifest, ModelFile, NoSettings
from williams.ports.engines import MEDIA, Port

if TYPE_CHECKING:
    from williams_engine_ffmpeg.ffmpeg import FfmpegMedia


class FfmpegManifest(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = MEDIA
    name: ClassVar[str] = "ffmpeg"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Mixes, measures and encodes episodes with ffmpeg, and draws their covers with Pillow."
    preferred: ClassVar[bool] = True
    layer: ClassVar[LayerRecipe] = LayerRecipe(packed=("imageio_ffmpeg/binaries/ffmpeg-*",))
    model_files: ClassVar[tuple[ModelFile, ...]] = FONT_FILES

    def make(self, bench: Bench[NoSettings]) -> FfmpegMedia:
        from williams_engine_ffmpeg.ffmpeg import FfmpegMedia

        return FfmpegMedia(bench.model_files)
