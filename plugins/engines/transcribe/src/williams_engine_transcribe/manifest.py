"""What Amazon Transcribe takes: rights to give it jobs, and to a folder of the library's bucket. There is no key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.bucket import HEARD
from williams.domain.errors import PluginDefect
from williams.engine import Bench, LayerRecipe, Manifest, Right
from williams.engine.prices import Rate
from williams.ports.engines import TRANSCRIPTION, Port
from williams_engine_transcribe.prices import RATE

if TYPE_CHECKING:
    from williams_engine_transcribe.transcription import TranscribeTranscription

_RIGHTS: Final = (
    Right(("transcribe:StartTranscriptionJob",), ("*",), "A job that is to be started has no ARN yet."),
    Right(
        ("transcribe:DeleteTranscriptionJob", "transcribe:GetTranscriptionJob"),
        ("arn:{partition}:transcribe:{region}:{account}:transcription-job/williams-*",),
        "Jobs are named when recordings are written down.",
    ),
    Right(
        ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"),
        (f"arn:{{partition}}:s3:::{{bucket}}/{HEARD}/*",),
        "The service reads recordings and leaves transcripts there, with the rights of the function that asks.",
    ),
)


class TranscribeSettings(BaseModel):
    model_config = ConfigDict(frozen=True)

    api: Literal["start-transcription-job"] = Field(
        description="`start-transcription-job`: set it to have Transcribe, which is paid for by the minute."
    )
    base_url: str | None = Field(default=None, description="Another endpoint. Default: Transcribe's, in the region.")


class TranscribeManifest(Manifest[TranscribeSettings]):
    port: ClassVar[Port[Any]] = TRANSCRIPTION
    name: ClassVar[str] = "transcribe"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = (
        "Amazon Transcribe, in some hundred languages, with times of words, paid by the minute."
    )
    paid: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = ()
    settings: ClassVar[type[BaseModel]] = TranscribeSettings
    layer: ClassVar[LayerRecipe] = LayerRecipe(packed=("imageio_ffmpeg/binaries/ffmpeg-*",))

    def rights(self, settings: TranscribeSettings) -> tuple[Right, ...]:  # noqa: ARG002  # the same for all
        return _RIGHTS

    def rate(self, settings: TranscribeSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # one price for all
        return RATE

    def make(self, bench: Bench[TranscribeSettings]) -> TranscribeTranscription:
        from williams_engine_transcribe.client import TranscribeAccess
        from williams_engine_transcribe.transcription import TranscribeTranscription

        if bench.objects is None:
            raise PluginDefect(f"The engine {self.engine_id} leaves files in the library's bucket, and is given none.")
        access = TranscribeAccess(bench.region, bench.settings.base_url, bench.timeout_seconds)
        return TranscribeTranscription(access, bench.bucket, bench.objects)
