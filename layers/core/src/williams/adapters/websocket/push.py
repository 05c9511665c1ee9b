"""PushPort on API Gateway's management API."""

from __future__ import annotations

from typing import Any, Final

from botocore.exceptions import ClientError

from williams.adapters.aws import aws_errors, client, error_code

LARGEST_MESSAGE_BYTES: Final = 32 * 1024
# The emulator answers 410 without a body, AWS names the error.
_GONE: Final = ("GoneException", "410")


class ApiGatewayPush:
    """``management_url`` is the stage's URL over https, without ``/@connections``; boto3 finds a region not given."""

    def __init__(self, management_url: str, region: str | None = None, management: Any = None) -> None:
        self._client = management or client("apigatewaymanagementapi", region, management_url)

    def push(self, connection_id: str, message: str) -> bool:
        """Raises ValueError for a message of over 32 KB, StoreUnavailable when the API does not answer."""
        data = message.encode()
        if len(data) > LARGEST_MESSAGE_BYTES:
            raise ValueError(f"a message has at most {LARGEST_MESSAGE_BYTES} bytes, not {len(data)}")
        with aws_errors("The WebSocket API"):
            try:
                self._client.post_to_connection(ConnectionId=connection_id, Data=data)
            except ClientError as error:
                if error_code(error) in _GONE:
                    return False
                raise
        return True
