"""What a layer carries of the libraries that a plugin or an engine declares."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class LayerRecipe(BaseModel):
    """What of its libraries the layer of a plugin or an engine carries.

    Without the distributions in ``leave_out`` and without the paths that match ``prune`` unless they are in ``keep``.
    On AWS, a file that matches ``packed`` is there as ``<file>.xz``: its engine unpacks it into scratch.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    leave_out: tuple[str, ...] = ()
    prune: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    packed: tuple[str, ...] = ()
