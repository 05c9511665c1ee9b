"""What Amazon Textract takes: the right to ask it. There is no key: functions ask as themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from williams.engine import Bench, LayerRecipe, Manifest, Right
from williams.engine.prices import Rate
from williams.ports.engines import RECOGNITION, Port
from williams_engine_textract.prices import RATE

if TYPE_CHECKING:
    from williams_engine_textract.recognition import TextractRecognition

_READ: Final = Right(
    ("textract:DetectDocumentText",), ("*",), "What Textract reads has no ARN: the picture is part of the call."
)


class TextractSettings(BaseModel):
    model_config = ConfigDict(frozen=True)

    api: Literal["detect-document-text"] = Field(
        description="`detect-document-text`: set it to have Textract, which is paid for by the page."
    )
    base_url: str | None = Field(default=None, description="Another endpoint. Default: Textract's, in the region.")


class TextractManifest(Manifest[TextractSettings]):
    port: ClassVar[Port[Any]] = RECOGNITION
    name: ClassVar[str] = "textract"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Amazon Textract, in six European languages, paid by the page."
    paid: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = ()
    settings: ClassVar[type[BaseModel]] = TextractSettings
    layer: ClassVar[LayerRecipe] = LayerRecipe(prune=("PIL/_avif*", "pillow.libs/libavif*"))

    def rights(self, settings: TextractSettings) -> tuple[Right, ...]:  # noqa: ARG002  # the same for all
        return (_READ,)

    def rate(self, settings: TextractSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # one price for all
        return RATE

    def make(self, bench: Bench[TextractSettings]) -> TextractRecognition:
        from williams_engine_textract.client import TextractAccess
        from williams_engine_textract.recognition import TextractRecognition

        return TextractRecognition(TextractAccess(bench.region, bench.settings.base_url, bench.timeout_seconds))
