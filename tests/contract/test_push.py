"""PushPort: the fake, and API Gateway's management API. A message over an open WebSocket is the e2e tier's to show."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import ClassVar

import pytest
from botocore.stub import Stubber

from tests.contract.aws_server import AwsClients
from williams.adapters.aws import client
from williams.adapters.websocket.push import ApiGatewayPush
from williams.domain.errors import StoreUnavailable
from williams_testing.memory.push import InMemoryPush

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


class Gateway(BaseHTTPRequestHandler):
    """Takes every message but those to the connection ``asleep``, which it never answers."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[tuple[str, str]]] = []
    over: ClassVar[Event] = Event()
    ended: ClassVar[Event] = Event()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        connection = self._connection()
        if connection == "asleep":
            self.over.wait()
        self._answer(200)

    def do_DELETE(self) -> None:
        self._connection()
        self.ended.set()
        self._answer(204)

    def _connection(self) -> str:
        connection = self.path.rpartition("/")[2]
        self.seen.append((self.command, connection))
        return connection

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


@pytest.fixture
def gateway() -> Iterator[str]:
    Gateway.seen.clear()
    Gateway.over.clear()
    Gateway.ended.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/prod"
    Gateway.over.set()
    server.shutdown()
    server.server_close()


def pushing(gateway: str, seconds: float) -> ApiGatewayPush:
    management = client("apigatewaymanagementapi", "us-east-1", gateway, attempts=1, answer_seconds=seconds)
    return ApiGatewayPush(gateway, management=management)


@pytest.mark.usefixtures("aws_credentials")
def test_a_connection_that_takes_no_messages_is_ended(gateway: str) -> None:
    assert pushing(gateway, 60.0).push("awake", "hello")
    assert pushing(gateway, 0.3).push("asleep", "hello") is False
    Gateway.ended.wait()
    assert Gateway.seen == [("POST", "awake"), ("POST", "asleep"), ("DELETE", "asleep")]


@pytest.mark.usefixtures("aws_credentials")
def test_with_its_own_limits_a_push_gives_up_within_seconds(gateway: str) -> None:
    """What waits it allows itself: how long it was held up beside them is nobody's business."""
    push = ApiGatewayPush(gateway, "us-east-1")
    assert push.push("asleep", "hello") is False
    waits = push._client.meta.config
    assert 0 < Gateway.seen.count(("POST", "asleep")) * (waits.connect_timeout + waits.read_timeout) <= 8
