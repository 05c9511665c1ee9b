"""What an engine's author sees: the manifest that declares one, and the bench that it is made at."""

from williams.domain.layer_recipes import LayerRecipe
from williams.domain.model_files import Made, ModelFile, Packaged, PackagedPart
from williams.engine.manifest import Bench, Manifest, NoSettings, Right, Speaking

__all__ = [
    "Bench",
    "LayerRecipe",
    "Made",
    "Manifest",
    "ModelFile",
    "NoSettings",
    "Packaged",
    "PackagedPart",
    "Right",
    "Speaking",
]
