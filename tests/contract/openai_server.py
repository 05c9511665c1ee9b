"""A local server that speaks the parts of OpenAI's API that the adapters use, and misbehaves on demand.

Where no reply is queued, chat answers with the passages of the request in the shape that was asked for, speech with a
tone, and embeddings with unit vectors.
"""

from __future__ import annotations

import io
import json
import math
import re
import struct
import wave
from typing import Any

from tests.contract.http_server import Call, Reply, ScriptedServer
from williams_testing.writing import answer_to, shown_passages


def failure(status: int, message: str, *, code: str | None = None, **headers: str) -> Reply:
    """An error as the API words it."""
    error = {"error": {"message": message, "type": "error", "code": code}}
    return Reply(status, json.dumps(error).encode(), headers={key.replace("_", "-"): v for key, v in headers.items()})


def chat(content: str | None, *, finish_reason: str = "stop", refusal: str | None = None) -> Reply:
    """A completion with the given message; 1000 tokens in, 500 out."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return Reply(
        body=json.dumps(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": "test-model",
                "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
                "usage": {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500},
            }
        ).encode()
    )


def audio(body: bytes) -> Reply:
    return Reply(body=body, content_type="audio/wav")


def tone(
    seconds: float = 0.5, *, hertz: int = 200, rate: int = 24_000, channels: int = 1, streamed: bool = False
) -> bytes:
    """A WAV file; ``streamed`` leaves the sizes in its header open, as OpenAI's service does."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        for index in range(round(seconds * rate)):
            out.writeframesraw(struct.pack("<h", round(9000 * math.sin(2 * math.pi * hertz * index / rate))) * channels)
    body = buffer.getvalue()
    return body[:4] + b"\xff" * 4 + body[8:40] + b"\xff" * 4 + body[44:] if streamed else body


HEARD = (("Barges pass the lock.", 0.5, 2.5), ("Many birds travel.", 3.0, 4.5))


def transcript(form: dict[str, Any]) -> Reply:
    """What Whisper's service says of any recording: two segments, and their words without punctuation."""
    if not form["file"].startswith((b"RIFF", b"ID3", b"fLaC", b"OggS")):
        return failure(400, "Audio file might be corrupted or unsupported")
    words: list[dict[str, Any]] = []
    for text, start, end in HEARD:
        said = text.rstrip(".").split()
        step = (end - start) / len(said)
        words += [{"word": w, "start": start + i * step, "end": start + (i + 1) * step} for i, w in enumerate(said)]
    segments = [
        {"id": i, "start": start, "end": end, "text": f" {text}", "avg_logprob": -0.2, "no_speech_prob": 0.01}
        for i, (text, start, end) in enumerate(HEARD)
    ]
    answer = {"task": "transcribe", "language": "english", "duration": 60.0, "segments": segments, "words": words}
    return Reply(body=json.dumps({**answer, "text": " ".join(text for text, _, _ in HEARD)}).encode())


def tokens_of(text: str) -> int:
    """Return about as many tokens as a model makes of a text: words in pieces of six letters, and marks."""
    return sum(-(-len(each) // 6) for each in re.findall(r"\w+|[^\w\s]", text))


class OpenAiServer(ScriptedServer):
    """With ``window_tokens`` chat refuses what is longer, as the real service does, and says little: five words of each
    tenth passage.
    """

    window_tokens: int | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def well_behaved(self, call: Call) -> Reply:
        if call.path.endswith("/audio/speech"):
            return audio(tone(0.05 * max(1, len(call.body["input"].split())), streamed=True))
        if call.path.endswith("/audio/transcriptions"):
            return transcript(call.body)
        if call.path.endswith("/embeddings"):
            inputs = call.body["input"] if isinstance(call.body["input"], list) else [call.body["input"]]
            rows = [{"object": "embedding", "index": i, "embedding": [1.0, 0.0, 0.0]} for i in range(len(inputs))]
            usage = {"prompt_tokens": 1, "total_tokens": 1}
            return Reply(body=json.dumps({"object": "list", "model": "test", "data": rows, "usage": usage}).encode())
        schema = call.body["response_format"]["json_schema"]["schema"]
        if self.window_tokens is not None:
            return self._within_window(call, schema, self.window_tokens)
        return chat(json.dumps(answer_to(schema, shown_passages(call.body["messages"][1]["content"]))))

    def _within_window(self, call: Call, schema: dict[str, Any], window: int) -> Reply:
        messages = [each["content"] for each in call.body["messages"]]
        sent = sum(map(tokens_of, [*messages, json.dumps(schema)]))
        if sent > window:
            told = f"This model's maximum context length is {window} tokens. However, your messages had {sent} tokens."
            return failure(400, told, code="context_length_exceeded")
        passages = shown_passages(messages[1])[::10]
        said = [{**each, "text": " ".join(each["text"].split()[:5])} for each in passages]
        return chat(json.dumps(answer_to(schema, said)))
