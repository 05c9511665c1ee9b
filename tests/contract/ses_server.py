"""A local server that speaks SendEmail of Amazon SES (version 2), and misbehaves on demand.

It refuses what SES refuses: requests without a signature, messages without the headers that they need, and senders that
are not verified.
"""

from __future__ import annotations

import base64
import email
import email.policy
import json
from email.message import EmailMessage
from email.utils import parseaddr

from tests.contract.http_server import Call, Reply, ScriptedServer

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
VERIFIED = "news@example.org"
_SIGNED = "AWS4-HMAC-SHA256 Credential="


class SesServer(ScriptedServer):
    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def well_behaved(self, call: Call) -> Reply:
        if call.path != "/v2/email/outbound-emails":
            return failure(404, "NotFoundException", f"no such path: {call.path}")
        if not call.authorization.startswith(_SIGNED):
            return failure(403, "AccessDeniedException", "the request is not signed")
        if complaint := _complaint(call):
            return failure(400, "MessageRejected", complaint)
        return taken(f"0100018c-{len(self.calls):04}")


def taken(message_id: str) -> Reply:
    return Reply(body=json.dumps({"MessageId": message_id}).encode())


def failure(status: int, code: str, message: str) -> Reply:
    """An error as AWS words it."""
    return Reply(status, json.dumps({"message": message}).encode(), headers={"x-amzn-ErrorType": code})


def message_of(call: Call) -> EmailMessage:
    """Return the message that was to be sent."""
    raw = base64.b64decode(call.body["Content"]["Raw"]["Data"])
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    assert isinstance(message, EmailMessage)
    return message


def _complaint(call: Call) -> str | None:
    if call.body["FromEmailAddress"] != VERIFIED:
        return f"Email address is not verified: {call.body['FromEmailAddress']}"
    message = message_of(call)
    if parseaddr(str(message["From"]))[1] != VERIFIED:
        return "Email address is not verified: the header From names another."
    if not call.body["Destination"]["ToAddresses"]:
        return "There are no recipients."
    return None
