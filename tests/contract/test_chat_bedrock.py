"""The chat model on Amazon Bedrock, against a server that speaks Converse and answers badly in every known way."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from williams_engine_bedrock.chat import BedrockAccess, BedrockChat

from tests.contract.bedrock_server import CREDENTIALS, BedrockServer, failure, model_of, said, used
from tests.contract.http_server import Reply
from williams.domain.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable
from williams.ports.chat import Completion, Message

MODEL = "eu.amazon.nova-pro-v1:0"
SAID = [Message("system", "Be brief."), Message("user", '{"passage": 1, "section": null, "text": "Links last."}')]
TEXT = {"type": "string", "description": "What it is about."}
SCHEMA = {"type": "object", "properties": {"text": TEXT}, "required": ["text"]}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[BedrockServer]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with BedrockServer() as running:
        yield running


async def _ask(
    server: BedrockServer, messages: list[Message] = SAID, *, timeout_seconds: float = 30.0, model: str = MODEL
) -> Completion:
    access = BedrockAccess("eu-west-1", server.endpoint_url, timeout_seconds)
    return await BedrockChat(access, model=model).complete(messages, SCHEMA)


async def test_what_is_sent_and_what_comes_back(server: BedrockServer) -> None:
    completion = await _ask(server)
    assert json.loads(completion.text) == {"text": "Links last."}
    assert (completion.input_tokens, completion.output_tokens, completion.cut_off) == (1000, 500, False)
    (call,) = server.calls
    assert model_of(call) == MODEL
    assert call.body["system"] == [{"text": "Be brief."}]
    assert [message["role"] for message in call.body["messages"]] == ["user"]
    assert call.body["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"] == SCHEMA
    assert call.body["toolConfig"]["toolChoice"] == {"tool": {"name": "answer"}}
    assert "/eu-west-1/bedrock/aws4_request" in call.authorization


@pytest.mark.parametrize(
    "model",
    [
        *("amazon.nova-pro-v1:0", MODEL),
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.amazon.nova-pro-v1:0",
    ],
)
async def test_the_price_is_that_of_the_model_behind_a_profile(server: BedrockServer, model: str) -> None:
    assert (await _ask(server, model=model)).cost_usd == pytest.approx((1000 * 0.8 + 500 * 3.2) / 1e6)
    assert model_of(server.calls[0]) == model


async def test_a_second_question_follows_the_first_answer(server: BedrockServer) -> None:
    again = [*SAID, Message("assistant", '{"text": ""}'), Message("user", "Once more.")]
    assert (await _ask(server, again)).text
    assert [message["role"] for message in server.calls[0].body["messages"]] == ["user", "assistant", "user"]


async def test_a_model_that_does_not_use_its_tool_has_said_something(server: BedrockServer) -> None:
    server.script(said("Sure! Here it is."), said(""), said("", stop="malformed_tool_use"))
    assert [(await _ask(server)).text for _ in range(3)] == ["Sure! Here it is.", "", ""]


@pytest.mark.parametrize("stop", ["max_tokens", "model_context_window_exceeded"])
async def test_an_answer_that_is_cut_off_says_so(server: BedrockServer, stop: str) -> None:
    server.script(used({"te": ""}, stop=stop))
    assert (await _ask(server)).cut_off


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        (failure(429, "ThrottlingException", "Too many tokens"), ProviderThrottled, "Too many tokens"),
        (failure(503, "ServiceUnavailableException", "busy"), ProviderUnavailable, "busy"),
        (failure(500, "InternalServerException", "oops"), ProviderUnavailable, "oops"),
        (failure(424, "ModelErrorException", "broke"), ProviderUnavailable, "broke"),
        (failure(429, "ModelNotReadyException", "warming up"), ProviderUnavailable, "warming up"),
        (failure(408, "ModelTimeoutException", "slow"), ProviderUnavailable, "slow"),
        (failure(400, "ValidationException", "toolChoice is not supported"), ProviderRejected, "toolChoice is not"),
        (failure(403, "AccessDeniedException", "no access"), ProviderRejected, "is the model enabled"),
        (failure(404, "ResourceNotFoundException", "no such model"), ProviderRejected, "no such model"),
        (used({}, stop="guardrail_intervened"), ProviderRejected, "guardrail"),
        (said("", stop="content_filtered"), ProviderRejected, "content filter"),
        (Reply(body=b'{"output": {"mess', content_type="application/json"), ProviderUnavailable, "cannot be read"),
        (Reply(body=b'{"output": {}}', cut_at=4), ProviderUnavailable, "cannot be read"),
    ],
)
async def test_failures_are_told_apart_and_asked_once(
    server: BedrockServer, reply: Reply, error: type[Exception], message: str
) -> None:
    server.script(reply)
    with pytest.raises(error, match=message):
        await _ask(server)
    assert len(server.calls) == 1


async def test_a_service_that_takes_too_long_is_unavailable(server: BedrockServer) -> None:
    server.script(Reply(never=True))
    with pytest.raises(ProviderUnavailable, match=r"did not answer|longer than"):
        await _ask(server, timeout_seconds=1.0)


@pytest.mark.usefixtures("server")
async def test_nobody_there_is_unavailable() -> None:
    with BedrockServer() as gone:
        pass
    with pytest.raises(ProviderUnavailable, match="did not answer"):
        await _ask(gone)


async def test_without_credentials_nothing_is_asked(server: BedrockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(ProviderRejected, match="credentials"):
        await _ask(server)
    assert server.calls == []
