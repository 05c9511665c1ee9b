"""Recognition by Amazon Textract, against a server that speaks its API and misbehaves in every known way."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PIL import Image
from williams_engine_textract.client import TextractAccess
from williams_engine_textract.manifest import TextractManifest, TextractSettings
from williams_engine_textract.recognition import TextractRecognition

from tests.contract.bedrock_server import CREDENTIALS
from tests.contract.http_server import Reply
from tests.contract.textract_server import TextractServer, failure, line, seen
from tests.unit.import_image.pictures import written
from williams.domain.errors import (
    CorruptContent,
    InvalidRequest,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from williams_testing.engines.recognition import RecognitionEngineConformance

LINES = ("The ferry crosses at nine.", "Nobody built a bridge here.")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[TextractServer]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with TextractServer(*LINES) as running:
        yield running


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.png"
    path.write_bytes(written(*LINES))
    return path


def textract(server: TextractServer, *, timeout_seconds: float = 30.0) -> TextractRecognition:
    return TextractRecognition(TextractAccess("eu-west-1", server.endpoint_url, timeout_seconds))


class TestTextract(RecognitionEngineConformance):
    manifest_class: ClassVar[type[TextractManifest]] = TextractManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"boto3", "botocore", "PIL"})
    environment: ClassVar[dict[str, str]] = {"WILLIAMS_RECOGNITION_API": "detect-document-text"}
    lines: ClassVar[tuple[str, ...]] = LINES

    @pytest.fixture
    def recognition(self, server: TextractServer, page: Path) -> Any:
        type(self).picture = page
        return textract(server)


async def test_columns_are_read_one_after_the_other_and_gaps_part_paragraphs(
    server: TextractServer, page: Path
) -> None:
    rows = (0.2, 0.225, 0.27, 0.295)
    server.script(
        seen(
            line("Minutes of the Board", 0.1, 0.1, width=0.8),
            *(line(f"{side}{number}", left, top) for number, top in enumerate(rows, 1) for side, left in
              (("left", 0.1), ("right", 0.53))),
            line("Signed by all", 0.1, 0.9, width=0.8, confidence=41),
        )
    )  # fmt: skip
    found = (await textract(server).recognize(page)).lines
    assert [(each.paragraph, each.text) for each in found] == [
        (0, "Minutes of the Board"),
        (1, "left1"),
        (1, "left2"),
        (2, "left3"),
        (2, "left4"),
        (3, "right1"),
        (3, "right2"),
        (4, "right3"),
        (4, "right4"),
        (5, "Signed by all"),
    ]
    assert found[-1].certainty == pytest.approx(0.41)


async def test_what_is_sent_and_what_it_costs(server: TextractServer, page: Path) -> None:
    answer = await textract(server).recognize(page, "de-AT")
    (call,) = server.calls
    assert base64.b64decode(call.body["Document"]["Bytes"]) == page.read_bytes()
    assert "/eu-west-1/textract/aws4_request" in call.authorization
    assert answer.cost_usd == 0.0015


async def test_a_picture_that_is_too_large_is_made_smaller(server: TextractServer, tmp_path: Path) -> None:
    wide = tmp_path / "wide.png"
    Image.new("L", (10_400, 40), 255).save(wide)
    await textract(server).recognize(wide)
    sent = base64.b64decode(server.calls[0].body["Document"]["Bytes"])
    assert Image.open(io.BytesIO(sent)).size[0] == 10_000


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        (failure(400, "ThrottlingException", "Rate exceeded"), ProviderThrottled, "Rate"),
        (failure(400, "ProvisionedThroughputExceededException", "slower"), ProviderThrottled, "slower"),
        (failure(400, "LimitExceededException", "too many"), ProviderThrottled, "too many"),
        (failure(429, "TooManyRequestsException", "busy"), ProviderThrottled, "busy"),
        (failure(500, "InternalServerError", "oops"), ProviderUnavailable, "oops"),
        (failure(503, "ServiceUnavailable", "away"), ProviderUnavailable, "away"),
        (failure(400, "BadDocumentException", "damaged"), CorruptContent, "Save the picture anew"),
        (failure(400, "InvalidParameterException", "odd"), ProviderRejected, "odd"),
        (failure(403, "AccessDeniedException", "textract:DetectDocumentText"), ProviderRejected, "textract:Detect"),
        (Reply(body=b'{"Blo'), ProviderUnavailable, "did not answer whole"),
        (Reply(body=b'{"Blocks": []}', cut_at=4), ProviderUnavailable, "did not answer whole"),
        (Reply(body=b"{}"), ProviderUnavailable, "did not answer whole"),
        (Reply(body=b'{"Blocks": [{"BlockType": "LINE", "Text": "x"}]}'), ProviderRejected, "cannot be read"),
    ],
)
async def test_failures_are_told_apart_and_a_page_is_asked_for_once(
    server: TextractServer, page: Path, reply: Reply, error: type[Exception], message: str
) -> None:
    server.script(reply)
    with pytest.raises(error, match=message):
        await textract(server).recognize(page)
    assert len(server.calls) == 1


async def test_a_service_that_takes_too_long_is_unavailable(server: TextractServer, page: Path) -> None:
    server.script(Reply(never=True))
    with pytest.raises(ProviderUnavailable, match=r"did not answer|longer than"):
        await textract(server, timeout_seconds=1.0).recognize(page)


async def test_a_language_that_it_does_not_read_is_refused_before_it_is_paid_for(
    server: TextractServer, page: Path
) -> None:
    with pytest.raises(InvalidRequest, match="It reads: de, en, es, fr, it, pt"):
        await textract(server).recognize(page, "ja")
    assert server.calls == []


def test_its_functions_may_have_pictures_read_and_nothing_else() -> None:
    (right,) = TextractManifest().rights(TextractSettings(api="detect-document-text"))
    assert right.actions == ("textract:DetectDocumentText",)
