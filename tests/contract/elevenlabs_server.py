"""A local server that speaks ElevenLabs' text-to-speech with timestamps, and misbehaves on demand.

It refuses what ElevenLabs refuses: a wrong key, texts that are too long, and a language for a model that takes none.
"""

from __future__ import annotations

import base64
import json
import re

from tests.contract.http_server import Call, Reply, ScriptedServer
from tests.contract.openai_server import tone

KEY = "xi-test"
SECONDS_A_CHARACTER = 0.05
_PATH = re.compile(r"/v1/text-to-speech/(?P<voice>[A-Za-z0-9]{20})/with-timestamps\?output_format=pcm_24000")
_WAV_HEADER = 44
_SECOND = tone(1.0)[_WAV_HEADER:]
_BYTES_A_SECOND = 48_000  # 24 kHz, 16 bits, one channel


def failure(status: int, code: str, message: str, **headers: str) -> Reply:
    """An error as the API words it."""
    detail = {"detail": {"status": code, "message": message}}
    return Reply(
        status, json.dumps(detail).encode(), headers={name.replace("_", "-"): v for name, v in headers.items()}
    )


def answer(text: str, aligned: str | None = None) -> Reply:
    """Sound of the text's length, and when each character of ``aligned``, else of it, begins."""
    characters = list(text if aligned is None else aligned)
    length = round(_BYTES_A_SECOND * SECONDS_A_CHARACTER * len(text)) // 2 * 2
    sound = (_SECOND * (length // len(_SECOND) + 1))[:length]
    starts = [SECONDS_A_CHARACTER * index for index in range(len(characters))]
    alignment = {"characters": characters, "character_start_times_seconds": starts}
    return Reply(body=json.dumps({"audio_base64": base64.b64encode(sound).decode(), "alignment": alignment}).encode())


def voice_of(call: Call) -> str:
    """Return the id of the voice that was asked for."""
    found = _PATH.fullmatch(call.path)
    assert found is not None
    return found["voice"]


class ElevenLabsServer(ScriptedServer):
    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def well_behaved(self, call: Call) -> Reply:
        if _PATH.fullmatch(call.path) is None:
            return failure(404, "not_found", call.path)
        if call.headers.get("xi-api-key") != KEY:
            return failure(401, "invalid_api_key", "Invalid API key")
        if len(call.body["text"]) > 5_000:
            return failure(400, "max_character_limit_exceeded", "This request's text is too long.")
        if "language_code" in call.body and not call.body["model_id"].endswith("_v2_5"):
            return failure(400, "unsupported_language", "The model does not support language enforcement.")
        return answer(call.body["text"])
