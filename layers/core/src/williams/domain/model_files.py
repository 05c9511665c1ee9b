"""Files of weights that an engine works with: what they are, and where a deployment takes them from."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

_Module: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")]


class PackagedPart(BaseModel):
    """A file inside a package of Python's registry. ``package`` is ``<name>==<version>``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    package: Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]*==[\w.!+-]+$")]
    path: Annotated[str, Field(pattern=r"^[^/].*$")]


class Packaged(BaseModel):
    """Carried by packages: the bytes of the parts, one after the other. None of the packages is imported."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parts: Annotated[tuple[PackagedPart, ...], Field(min_length=1)]


class Made(BaseModel):
    """Made where the library is deployed from: ``module`` has ``make(name: str, to: Path) -> None``.

    The same bytes come of it each time. What it imports is not the engine's at run time but that of an extra.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    module: _Module


class ModelFile(BaseModel):
    """One file, known by the hash of its bytes. ``name`` is what the engine calls it; ``size`` is in bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(gt=0)]
    origin: Packaged | Made
