"""How the engine that quotes is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams.engine import Bench, Manifest, NoSettings
from williams.ports.engines import TEXT, Port

if TYPE_CHECKING:
    from williams_writing.quoting import Quoting


class QuotingManifest(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = TEXT
    name: ClassVar[str] = "quoting"
    version: ClassVar[str] = "3.0.0"
    description: ClassVar[str] = "Sentences of the sources, word for word, chosen and put in order. No language model."
    preferred: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ("extractive",)
    choices: ClassVar[tuple[str, ...] | None] = ()

    def make(self, bench: Bench[NoSettings]) -> Quoting:  # noqa: ARG002  # it has no settings
        from williams_writing.quoting import Quoting

        return Quoting()
