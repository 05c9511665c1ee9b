"""Calls to Amazon Textract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from williams_aws.access import AwsAccess
from williams_aws.failures import Codes

from williams.domain.errors import CorruptContent, ProviderUnavailable


def _no_picture(detail: str) -> CorruptContent:
    return CorruptContent(f"{detail}. Save the picture anew as PNG.")


@dataclass(frozen=True)
class TextractAccess(AwsAccess):
    title: ClassVar[str] = "Amazon Textract"
    api: ClassVar[str] = "textract"
    codes: ClassVar[Codes] = Codes(
        throttled=frozenset(
            {"ThrottlingException", "ProvisionedThroughputExceededException", "LimitExceededException"}
        ),
        others={
            "UnsupportedDocumentException": _no_picture,
            "BadDocumentException": _no_picture,
            "DocumentTooLargeException": _no_picture,
        },
    )

    def detected(self, picture: bytes) -> dict[str, Any]:
        """Return the answer of ``DetectDocumentText``.

        Raises CorruptContent, ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        with self.translated():
            answer: dict[str, Any] = self.client.detect_document_text(Document={"Bytes": picture})
        if "Blocks" not in answer:  # what cannot be parsed is an empty answer here
            raise ProviderUnavailable(f"{self.service} did not answer whole: it names no blocks")
        return answer
