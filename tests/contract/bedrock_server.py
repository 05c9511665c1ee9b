"""A local server that speaks Bedrock's Converse API, and misbehaves on demand.

It refuses what Bedrock refuses: turns that do not alternate, empty texts, a tool that is chosen but not there, a schema
with references, and requests without a signature. Where no reply is queued, it uses the tool it has to use, with the
passages of the request in the shape that was asked for.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from tests.contract.http_server import Call, Reply, ScriptedServer
from williams_testing.writing import answer_to, shown_passages

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
_PATH = re.compile(r"/model/(?P<model>[^/]+)/converse")
_SIGNED = "AWS4-HMAC-SHA256 Credential="


class BedrockServer(ScriptedServer):
    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def well_behaved(self, call: Call) -> Reply:
        if _PATH.fullmatch(call.path) is None:
            return failure(404, "ResourceNotFoundException", f"no such path: {call.path}")
        if not call.authorization.startswith(_SIGNED):
            return failure(403, "AccessDeniedException", "the request is not signed")
        if complaint := _complaint(call.body):
            return failure(400, "ValidationException", complaint)
        shown = shown_passages(call.body["messages"][0]["content"][0]["text"])
        return used(answer_to(_tool(call.body)["inputSchema"]["json"], shown))


def model_of(call: Call) -> str:
    """Return the model that was asked."""
    found = _PATH.fullmatch(call.path)
    assert found is not None
    return unquote(found["model"])


def used(answer: Any, *, stop: str = "tool_use") -> Reply:
    """The model used its tool; 1000 tokens in, 500 out."""
    return _message([{"toolUse": {"toolUseId": "tooluse_1", "name": "answer", "input": answer}}], stop)


def said(text: str, *, stop: str = "end_turn") -> Reply:
    """The model answered in words, though it had to use its tool."""
    return _message([{"text": text}] if text else [], stop)


def failure(status: int, code: str, message: str) -> Reply:
    """An error as AWS words it."""
    headers = {"x-amzn-ErrorType": f"{code}:http://internal.amazon.com/coral/com.amazon.bedrock/"}
    return Reply(status, json.dumps({"message": message}).encode(), headers=headers)


def _message(content: list[dict[str, Any]], stop: str) -> Reply:
    usage = {"inputTokens": 1000, "outputTokens": 500, "totalTokens": 1500}
    message = {"role": "assistant", "content": content}
    answer = {"output": {"message": message}, "stopReason": stop, "usage": usage, "metrics": {"latencyMs": 12}}
    return Reply(body=json.dumps(answer).encode())


def _tool(body: dict[str, Any]) -> dict[str, Any]:
    tool: dict[str, Any] = body["toolConfig"]["tools"][0]["toolSpec"]
    return tool


def _complaint(body: dict[str, Any]) -> str | None:
    roles = [message["role"] for message in body["messages"]]
    if roles != ["user", "assistant"] * (len(roles) // 2) + ["user"]:
        return "A conversation must alternate between user and assistant roles, and begin and end with the user."
    texts = [block["text"] for each in (*body["messages"], {"content": body["system"]}) for block in each["content"]]
    if not all(text.strip() for text in texts):
        return "The text field in the ContentBlock object is blank."
    if body["toolConfig"]["toolChoice"]["tool"]["name"] != _tool(body)["name"]:
        return "The chosen tool is not among the tools."
    schema = _tool(body)["inputSchema"]["json"]
    if schema.get("type") != "object" or "$ref" in json.dumps(schema):
        return "The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be object, without references."
    return None
