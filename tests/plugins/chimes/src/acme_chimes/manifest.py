"""What the bells bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from williams.engine import Bench, Made, Manifest, ModelFile
from williams.ports.engines import SPEECH, Port

if TYPE_CHECKING:
    from acme_chimes.speech import Chimes

# Hertz.
PITCHES = {"high": 880, "low": 220}
BELL = ModelFile(
    name="bell.bin",
    sha256="cd6816b77f68d70001fc3eaa4d42bdd67cb5973b3151cc5292ecc02a3daac6ab",
    size=256,
    origin=Made(module="acme_chimes.casting"),
)


class ChimesSettings(BaseModel):
    model_config = ConfigDict(frozen=True)

    seconds: float = Field(default=0.25, gt=0, description="How long a bell rings.")


class ChimesManifest(Manifest[ChimesSettings]):
    port: ClassVar[Port[Any]] = SPEECH
    name: ClassVar[str] = "chimes"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "A bell for each word."
    choices: ClassVar[tuple[str, ...] | None] = tuple(PITCHES)
    settings: ClassVar[type[BaseModel]] = ChimesSettings
    model_files: ClassVar[tuple[ModelFile, ...]] = (BELL,)

    def make(self, bench: Bench[ChimesSettings]) -> Chimes:
        from acme_chimes.speech import Chimes

        return Chimes(bench.settings.seconds, bench.model_files)
