"""Calls to Amazon Transcribe: a job is given, looked at and deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from williams_aws.access import AwsAccess
from williams_aws.failures import Codes

from williams.domain.errors import ProviderUnavailable


@dataclass(frozen=True)
class TranscribeAccess(AwsAccess):
    title: ClassVar[str] = "Amazon Transcribe"
    api: ClassVar[str] = "transcribe"
    codes: ClassVar[Codes] = Codes(
        throttled=frozenset({"LimitExceededException", "ThrottlingException", "TooManyRequestsException"}),
        unavailable=frozenset({"InternalFailureException"}),
    )

    @property
    def languages(self) -> list[str]:
        """The tags of the languages that it writes down, as the installed botocore lists them."""
        return list(self.client.meta.service_model.shape_for("LanguageCode").enum)

    def start(self, **asked: Any) -> None:
        """Raises ProviderThrottled, ProviderUnavailable, ProviderRejected, as the others do."""
        with self.translated():
            self.client.start_transcription_job(**asked)

    def job(self, name: str) -> dict[str, Any]:
        """Return how a job stands; one that is not known is ProviderRejected."""
        with self.translated():
            job = self.client.get_transcription_job(TranscriptionJobName=name).get("TranscriptionJob")
        if not isinstance(job, dict) or "TranscriptionJobStatus" not in job:
            raise ProviderUnavailable(f"{self.service} did not answer whole: it does not say how the job stands")
        return job

    def delete(self, name: str) -> None:
        with self.translated():
            self.client.delete_transcription_job(TranscriptionJobName=name)
