"""The base of models that every function imports and few use."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class DeferredModel(BaseModel):
    """A model whose validator is built at its first use: building those that are not used took a third of an import."""

    model_config = ConfigDict(defer_build=True)
