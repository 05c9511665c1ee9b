"""The chat model behind OpenAI's API, against a server that answers badly in every known way."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from williams_engine_openai.chat import OpenAiChat
from williams_engine_openai.client import OpenAiAccess

from tests.contract.http_server import Reply
from tests.contract.openai_server import OpenAiServer, chat, failure
from williams.domain.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable
from williams.ports.chat import Completion, Message

SAID = [Message("system", "Be brief."), Message("user", "What is it about?")]
SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}


@pytest.fixture
def server() -> Iterator[OpenAiServer]:
    with OpenAiServer() as running:
        yield running


async def _ask(server: OpenAiServer, timeout_seconds: float = 30.0, **options: Any) -> Completion:
    access = OpenAiAccess("sk-test", server.base_url, timeout_seconds=timeout_seconds)
    return await OpenAiChat(access, **{"model": "gpt-5-mini", **options}).complete(SAID, SCHEMA)


async def test_what_is_sent_and_what_comes_back(server: OpenAiServer) -> None:
    server.script(chat('{"text": "Links."}'))
    completion = await _ask(server, model="gpt-5-mini")
    assert (completion.text, completion.input_tokens, completion.output_tokens) == ('{"text": "Links."}', 1000, 500)
    assert not completion.cut_off
    assert completion.cost_usd == pytest.approx((1000 * 0.25 + 500 * 2.0) / 1e6)
    (call,) = server.calls
    assert call.authorization == "Bearer sk-test"
    assert [message["role"] for message in call.body["messages"]] == ["system", "user"]
    shape = call.body["response_format"]["json_schema"]
    assert (shape["strict"], shape["schema"]) == (True, SCHEMA)


async def test_an_unknown_model_costs_nothing_and_says_so(
    server: OpenAiServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.script(chat("{}"))
    with caplog.at_level(logging.WARNING):
        assert (await _ask(server, model="my-own")).cost_usd == 0.0
    assert "my-own" in caplog.text


async def test_an_answer_that_is_cut_off_says_so(server: OpenAiServer) -> None:
    server.script(chat('{"text": "Li', finish_reason="length"))
    assert (await _ask(server)).cut_off


async def test_an_answer_without_words_is_empty(server: OpenAiServer) -> None:
    server.script(chat(None))
    assert (await _ask(server)).text == ""


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        (failure(429, "slow down", retry_after="3"), ProviderThrottled, "wait 3 s"),
        (failure(429, "pay", code="insufficient_quota"), ProviderRejected, "no credit"),
        (failure(500, "oops"), ProviderUnavailable, "500"),
        (failure(400, "no json_schema here"), ProviderRejected, "no json_schema here"),
        (failure(404, "no such model"), ProviderRejected, "no such model"),
        (chat(None, refusal="I will not."), ProviderRejected, "I will not"),
        (chat("", finish_reason="content_filter"), ProviderRejected, "content filter"),
        (Reply(body=b"<html>login</html>", content_type="text/html"), ProviderRejected, "without a choice"),
        (Reply(body=b'{"choices": [', content_type="application/json"), ProviderRejected, "cannot be read"),
        (Reply(body=b'{"choices": []}'), ProviderRejected, "without a choice"),
        (Reply(body=b'{"choices": []}', cut_at=4), ProviderUnavailable, "reached"),
    ],
)
async def test_failures_are_told_apart_and_asked_once(
    server: OpenAiServer, reply: Reply, error: type[Exception], message: str
) -> None:
    server.script(reply)
    with pytest.raises(error, match=message):
        await _ask(server)
    assert len(server.calls) == 1


async def test_a_service_that_takes_too_long_is_unavailable(server: OpenAiServer) -> None:
    server.script(Reply(never=True))
    with pytest.raises(ProviderUnavailable, match=r"in time|longer than"):
        await _ask(server, timeout_seconds=1.0)
