"""Calls to Amazon Polly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from williams_aws.access import AwsAccess
from williams_aws.failures import Codes


@dataclass(frozen=True)
class PollyAccess(AwsAccess):
    title: ClassVar[str] = "Amazon Polly"
    api: ClassVar[str] = "polly"
    codes: ClassVar[Codes] = Codes(
        throttled=frozenset({"ThrottlingException", "TooManyRequestsException", "Throttling"})
    )

    def synthesized(self, **asked: Any) -> bytes:
        """Return the stream of ``SynthesizeSpeech``, whole.

        Raises ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        with self.translated():
            body: bytes = self.client.synthesize_speech(**asked)["AudioStream"].read()
        return body
