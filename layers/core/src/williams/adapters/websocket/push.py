"""PushPort on API Gateway's management API."""

from __future__ import annotations

import logging
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

from williams.adapters.aws import aws_errors, client, error_code

log = logging.getLogger(__name__)

LARGEST_MESSAGE_BYTES: Final = 32 * 1024
# The emulator answers 410 without a body, AWS names the error.
_GONE: Final = ("GoneException", "410")
# A message is taken within milliseconds; others wait for the batch that this one is in.
_ANSWER_SECONDS: Final = 2.0
_ATTEMPTS: Final = 2


class ApiGatewayPush:
    """``management_url`` is the stage's URL over https, without ``/@connections``; boto3 finds a region not given."""

    def __init__(self, management_url: str, region: str | None = None, management: Any = None) -> None:
        self._client = management or client(
            "apigatewaymanagementapi", region, management_url, attempts=_ATTEMPTS, answer_seconds=_ANSWER_SECONDS
        )

    def push(self, connection_id: str, message: str) -> bool:
        """Raises ValueError for a message of over 32 KB, StoreUnavailable when the API cannot be reached.

        A connection that takes no message in time is ended: its client, if there still is one, sees that it missed
        something, connects again and asks for it.
        """
        data = message.encode()
        if len(data) > LARGEST_MESSAGE_BYTES:
            raise ValueError(f"a message has at most {LARGEST_MESSAGE_BYTES} bytes, not {len(data)}")
        with aws_errors("The WebSocket API"):
            try:
                self._client.post_to_connection(ConnectionId=connection_id, Data=data)
            except ReadTimeoutError:
                self._end(connection_id)
                return False
            except ClientError as error:
                if error_code(error) in _GONE:
                    return False
                raise
        return True

    def _end(self, connection_id: str) -> None:
        log.warning("the connection %s takes no messages and is ended", connection_id)
        try:
            self._client.delete_connection(ConnectionId=connection_id)
        except (BotoCoreError, ClientError) as error:
            log.warning("the connection %s could not be ended: %s", connection_id, error)
