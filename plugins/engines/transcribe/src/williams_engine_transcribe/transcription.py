"""``TranscriptionPort`` and ``TranscriptionTasks`` by Amazon Transcribe."""

from __future__ import annotations

import asyncio
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from williams_recording.about import recording_of

from williams.domain.bucket import heard_prefix
from williams.domain.errors import ContentTooLarge, CorruptContent, NotFound, ProviderRejected, ProviderUnavailable
from williams.domain.provenance import ModelUsed
from williams.ports.media import Recording
from williams.ports.objects import ObjectPort
from williams.ports.transcription import Transcript
from williams_engine_transcribe.answers import utterances
from williams_engine_transcribe.client import TranscribeAccess
from williams_engine_transcribe.languages import code_of
from williams_engine_transcribe.prices import RATE

_MOST_BYTES: Final = 2 * 1000**3
_MOST_SECONDS: Final = 4 * 3600
_PROBE_SECONDS: Final = 60.0
_FORMATS: Final = {
    "mp3": "mp3",
    "wav": "wav",
    "flac": "flac",
    "ogg": "ogg",
    "amr": "amr",
    "matroska": "webm",
    "mov": "mp4",
}
"""The service's names of ffmpeg's containers."""
_UNREADABLE: Final = ("media format", "sample rate", "number of channels", "file size")
_NO_SPEECH: Final = "speech segment long enough"
_UNHEARD: Final = "und"


@dataclass(frozen=True)
class Patience:
    """How often ``transcribe`` looks at its job, and for how long."""

    every_seconds: float = 5.0
    seconds: float = 900.0


class TranscribeTranscription:
    """Recordings and transcripts stand in the library's bucket while a job goes on, where the service finds them.

    A job's name ends in the seconds that are paid for, since the service's answers do not say them.
    """

    def __init__(
        self, access: TranscribeAccess, bucket: str, objects: ObjectPort, patience: Patience | None = None
    ) -> None:
        self._access = access
        self._bucket = bucket
        self._objects = objects
        self._patience = patience or Patience()

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="transcribe", name="batch", version=self._access.region)

    @property
    def paid(self) -> bool:
        return True

    async def expected_usd(self, file: Path) -> float:
        """See RatedByFile."""
        about = await asyncio.to_thread(recording_of, file, timeout_seconds=_PROBE_SECONDS)
        return RATE.sound_usd(about.seconds or 0.0)

    async def transcribe(self, recording: Path, language: str | None = None) -> Transcript:
        """See TranscriptionPort. Raises ProviderUnavailable for a job that takes too long, which is taken back."""
        task = await self.submit(recording, language)
        try:
            async with asyncio.timeout(self._patience.seconds):
                while (transcript := await self.poll(task)) is None:
                    await asyncio.sleep(self._patience.every_seconds)
        except TimeoutError as error:
            await self.cancel(task)
            waited = f"{self._patience.seconds:g} s"
            raise ProviderUnavailable(f"{self._access.service} has not written it down in {waited}") from error
        return transcript

    async def submit(self, recording: Path, language: str | None = None) -> str:
        """See TranscriptionTasks. Raises ContentTooLarge for more than 2 GB or four hours."""
        spoken = {"LanguageCode": code_of(language, self._access.languages)} if language else {"IdentifyLanguage": True}
        about = await asyncio.to_thread(recording_of, recording, timeout_seconds=_PROBE_SECONDS)
        form, seconds = _form_of(about, recording), about.seconds or 0.0
        if recording.stat().st_size > _MOST_BYTES or seconds > _MOST_SECONDS:
            raise ContentTooLarge(f"{recording.name} is longer than Amazon Transcribe takes: 2 GB, four hours. Cut it.")
        task = f"williams-{uuid4().hex}-{math.ceil(seconds)}"
        key = f"{heard_prefix(task)}recording.{form}"
        await asyncio.to_thread(self._objects.write, key, recording, "application/octet-stream")
        asked: dict[str, Any] = {
            "TranscriptionJobName": task,
            "Media": {"MediaFileUri": f"s3://{self._bucket}/{key}"},
            "MediaFormat": form,
            "OutputBucketName": self._bucket,
            "OutputKey": _answer_key(task),
            **spoken,
        }
        try:
            await self._access.in_time(lambda: self._access.start(**asked))
        except Exception:
            await asyncio.to_thread(self._objects.delete_prefix, heard_prefix(task))
            raise
        return task

    async def poll(self, task: str) -> Transcript | None:
        """See TranscriptionTasks. The answer stands for a day, so that the same is answered when asked again."""
        job = await self._access.in_time(lambda: self._access.job(task))
        if job["TranscriptionJobStatus"] == "FAILED":
            return await self._failed(task, str(job.get("FailureReason") or "it does not say why"))
        if job["TranscriptionJobStatus"] != "COMPLETED":
            return None
        language = str(job.get("LanguageCode") or _UNHEARD)
        transcript = self._read(await asyncio.to_thread(self._answer, task), language, task)
        await asyncio.to_thread(self._objects.delete_prefix, f"{heard_prefix(task)}recording.")
        return transcript

    async def cancel(self, task: str) -> None:
        """See TranscriptionTasks."""
        try:
            await self._access.in_time(lambda: self._access.delete(task))
        finally:
            await asyncio.to_thread(self._objects.delete_prefix, heard_prefix(task))

    async def _failed(self, task: str, reason: str) -> Transcript:
        """Return that nobody speaks, where the service failed to find a language; raise what else was wrong."""
        await self.cancel(task)
        if _NO_SPEECH in reason:
            return Transcript(utterances=[], language=_UNHEARD, engine=self.model)
        if any(sign in reason.lower() for sign in _UNREADABLE):
            raise CorruptContent(f"{self._access.service} cannot read the recording: {reason}. Save it anew as MP3.")
        raise ProviderRejected(f"{self._access.service} has failed to write it down: {reason}")

    def _answer(self, task: str) -> bytes:
        try:
            return self._objects.read(_answer_key(task))
        except NotFound as error:
            raise ProviderRejected(
                f"{self._access.service} says that {task} is done, and its transcript is not in the bucket (any more)"
            ) from error

    def _read(self, answer: bytes, language: str, task: str) -> Transcript:
        """Raises ProviderRejected for an answer that cannot be read."""
        try:
            found = utterances(json.loads(answer), language)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise ProviderRejected(
                f"{self._access.service} gave an answer that cannot be read: {error!r:.300}"
            ) from error
        seconds = float(task.rpartition("-")[2])
        return Transcript(utterances=found, language=language, engine=self.model, cost_usd=RATE.sound_usd(seconds))


def _answer_key(task: str) -> str:
    return f"{heard_prefix(task)}transcript.json"


def _form_of(about: Recording, recording: Path) -> str:
    """Raises CorruptContent for what has no sound, or is of a kind that the service does not take."""
    form = _FORMATS.get(about.container)
    if form is None or not about.has_sound:
        what = f"is {about.container or 'unknown'}" if about.has_sound else "has no sound"
        raise CorruptContent(f"{recording.name} {what}: Amazon Transcribe does not take it. Save it anew as MP3.")
    return form
