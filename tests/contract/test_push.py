"""PushPort: the fake, and API Gateway's management API. A message over an open WebSocket is the e2e tier's to show."""

from __future__ import annotations

import pytest
from botocore.stub import Stubber

from tests.contract.aws_server import AwsClients, aws, aws_credentials, nobody
from williams.adapters.memory.push import InMemoryPush
from williams.adapters.websocket.push import ApiGatewayPush
from williams.domain.errors import StoreUnavailable

__all__ = ["aws", "aws_credentials", "nobody"]

URL = "http://127.0.0.1:1/prod"


def real(nobody: AwsClients) -> ApiGatewayPush:
    return ApiGatewayPush(URL, management=nobody.apigatewaymanagementapi)


def test_the_fake_keeps_what_was_sent_and_knows_who_is_gone() -> None:
    push = InMemoryPush()
    push.gone.add("two")
    assert push.push("one", "hello")
    assert not push.push("two", "hello")
    assert push.sent == [("one", "hello")]


def test_a_message_arrives_at_its_connection(nobody: AwsClients) -> None:
    with Stubber(nobody.apigatewaymanagementapi) as stub:
        stub.add_response("post_to_connection", {}, {"ConnectionId": "one=", "Data": "Grüße".encode()})
        assert real(nobody).push("one=", "Grüße")
        stub.assert_no_pending_responses()


def test_a_connection_that_is_gone(aws: AwsClients) -> None:
    api = aws.apigatewayv2.create_api(
        Name="push", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    aws.apigatewayv2.create_stage(ApiId=api, StageName="prod")
    push = ApiGatewayPush(f"{aws.endpoint_url}/_aws/execute-api/{api}/prod", "us-east-1")
    assert push.push("bm9ib2R5=", "hello") is False


@pytest.mark.parametrize("size", [32 * 1024, 32 * 1024 + 1])
def test_a_message_is_at_most_32_kb(nobody: AwsClients, size: int) -> None:
    with Stubber(nobody.apigatewaymanagementapi) as stub:
        for push in (InMemoryPush(), real(nobody)):
            stub.add_response("post_to_connection", {})
            if size <= 32 * 1024:
                assert push.push("one", "x" * size)
            else:
                with pytest.raises(ValueError, match="32"):
                    push.push("one", "x" * size)


def test_an_api_that_is_busy(nobody: AwsClients) -> None:
    with Stubber(nobody.apigatewaymanagementapi) as stub:
        stub.add_client_error("post_to_connection", "LimitExceededException", http_status_code=429)
        with pytest.raises(StoreUnavailable, match="busy"):
            real(nobody).push("one", "hello")


def test_an_api_that_is_not_there(nobody: AwsClients) -> None:
    with pytest.raises(StoreUnavailable, match="did not answer"):
        real(nobody).push("one", "hello")
