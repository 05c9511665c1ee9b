"""What ffmpeg and Pillow bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams.engine import Bench, LayerRecipe, Manifest, NoSettings
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

    def make(self, bench: Bench[NoSettings]) -> FfmpegMedia:  # noqa: ARG002  # it has no settings
        from williams_engine_ffmpeg.ffmpeg import FfmpegMedia

        return FfmpegMedia()
