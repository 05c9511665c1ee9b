"""A local server that speaks Polly's SynthesizeSpeech, and misbehaves on demand.

It refuses what Polly refuses: requests without a signature, texts of more than 3,000 characters, and sample rates that
PCM does not have. Where no reply is queued, it gives a tenth of a second for each word, and their speech marks.
"""

from __future__ import annotations

import json
import re

from tests.contract.bedrock_server import failure
from tests.contract.http_server import Call, Reply, ScriptedServer
from tests.contract.openai_server import tone

_SIGNED = "AWS4-HMAC-SHA256 Credential="
_WAV_HEADER = 44
SECONDS_A_WORD = 0.1


def pcm(words: int) -> bytes:
    return tone(SECONDS_A_WORD * words, rate=16_000)[_WAV_HEADER:]


def marks(text: str) -> bytes:
    """The speech marks of a text: its words, their places in bytes and their times in milliseconds."""
    lines = []
    for index, word in enumerate(re.finditer(r"[\w'’.]*\w", text)):
        start, end = (len(text[:at].encode()) for at in word.span())
        time = round(index * SECONDS_A_WORD * 1000)
        lines.append(json.dumps({"time": time, "type": "word", "start": start, "end": end, "value": word[0]}))
    return "\n".join(lines).encode()


class PollyServer(ScriptedServer):
    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def well_behaved(self, call: Call) -> Reply:
        body = call.body
        if call.path != "/v1/speech":
            return failure(404, "UnknownOperationException", f"no such path: {call.path}")
        if not call.authorization.startswith(_SIGNED):
            return failure(403, "AccessDeniedException", "the request is not signed")
        if len(body["Text"]) > 3_000:
            return failure(400, "TextLengthExceededException", "Maximum text length has been exceeded")
        if body["OutputFormat"] == "json":
            return Reply(body=marks(body["Text"]), content_type="application/x-json-stream")
        if body["SampleRate"] not in ("8000", "16000"):
            return failure(400, "InvalidSampleRateException", "The specified sample rate is not valid.")
        return Reply(body=pcm(len(body["Text"].split())), content_type="audio/pcm")
