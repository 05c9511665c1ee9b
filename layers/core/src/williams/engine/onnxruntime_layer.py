"""How the layer of an engine is made that works with onnxruntime."""

from __future__ import annotations

from typing import Final

from williams.domain.layer_recipes import LayerRecipe

ONNXRUNTIME: Final = LayerRecipe(
    # Declared by onnxruntime, used by its tools only.
    leave_out=("flatbuffers", "packaging", "protobuf"),
    # libonnxruntime.so serves C programs: the Python module has everything linked into itself.
    prune=(
        "onnxruntime/capi/libonnxruntime.so*",
        "onnxruntime/datasets",
        "onnxruntime/quantization",
        "onnxruntime/tools",
        "onnxruntime/transformers",
        "numpy/_core/include",
        "numpy/_core/lib",
        "numpy/f2py",
        "numpy/random/lib",
    ),
)
