"""The port ``mail``: in memory, and Amazon SES on the emulator and against a server that answers badly."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import ClassVar

import pytest
from williams_engine_ses.mail import SesAccess, SesMail
from williams_engine_ses.manifest import SesManifest, SesSettings

from tests.contract.aws_server import AwsClients
from tests.contract.http_server import Reply
from tests.contract.ses_server import CREDENTIALS, VERIFIED, SesServer, failure, message_of
from williams.domain.errors import InvalidRequest, ProviderRejected, ProviderThrottled, ProviderUnavailable
from williams.ports.mail import MailPort, SentMail
from williams_testing.engines.mail import MailConformance, MailEngineConformance, mail_from
from williams_testing.memory.mail import InMemoryMail

SENDER = f"Ada Smith <{VERIFIED}>"
READER = "reader@example.org"
IDENTITY = "arn:{partition}:ses:{region}:{account}:identity"


class TestMemory(MailConformance):
    @pytest.fixture
    def mail(self) -> MailPort:
        return InMemoryMail(cost_usd=0.01)


class TestSes(MailEngineConformance):
    manifest_class: ClassVar[type[SesManifest]] = SesManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"boto3", "botocore"})
    environment: ClassVar[dict[str, str]] = {"WILLIAMS_MAIL_SENDER": SENDER}

    @pytest.fixture
    def mail(self, aws: AwsClients) -> MailPort:
        for address in (VERIFIED, READER):
            aws.ses.verify_email_identity(EmailAddress=address)
        return SesMail(SesAccess("us-east-1", aws.endpoint_url), SENDER)

    async def test_the_emulator_has_what_was_sent(self, mail: MailPort, aws: AwsClients) -> None:
        sent = await mail.send(READER, mail_from(mail.sender, "Läse, 読書"))
        with urllib.request.urlopen(f"{aws.endpoint_url}/_ministack/ses/messages", timeout=10) as answer:
            kept = [each for account in json.load(answer)["messages"].values() for each in account]
        (own,) = [each for each in kept if each["MessageId"] == sent.message_id]
        assert (own["Subject"], own["To"]) == ("Läse, 読書", [READER])

    @pytest.mark.usefixtures("aws_credentials")
    async def test_a_sender_that_is_not_verified_is_refused(self, aws: AwsClients) -> None:
        stranger = SesMail(SesAccess("us-east-1", aws.endpoint_url), "stranger@example.net")
        with pytest.raises(ProviderRejected, match="not verified"):
            await stranger.send(READER, mail_from(stranger.sender))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SesServer]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with SesServer() as running:
        yield running


async def _send(server: SesServer, *, timeout_seconds: float = 30.0, configuration_set: str | None = None) -> SentMail:
    access = SesAccess("eu-west-1", server.endpoint_url, timeout_seconds)
    return await SesMail(access, SENDER, configuration_set).send(READER, mail_from(SENDER))


async def test_what_is_sent_and_what_comes_back(server: SesServer) -> None:
    sent = await _send(server, configuration_set="bounces")
    (call,) = server.calls
    assert sent.message_id
    assert sent.cost_usd == pytest.approx(0.0001 + len(mail_from(SENDER)) / 2**30 * 0.12)
    assert call.body["Destination"] == {"ToAddresses": [READER]}
    assert call.body["ConfigurationSetName"] == "bounces"
    assert (str(message_of(call)["From"]), message_of(call)["Subject"]) == (SENDER, "Läse, 読書, قراءة")
    assert "/eu-west-1/ses/aws4_request" in call.authorization


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        (failure(429, "TooManyRequestsException", "Maximum sending rate exceeded."), ProviderThrottled, "sending rate"),
        (failure(400, "LimitExceededException", "Daily quota exceeded"), ProviderThrottled, "quota"),
        (failure(400, "ThrottlingException", "Rate exceeded"), ProviderThrottled, "Rate"),
        (failure(500, "InternalServiceErrorException", "oops"), ProviderUnavailable, "oops"),
        (failure(503, "ServiceUnavailable", "busy"), ProviderUnavailable, "busy"),
        (failure(400, "MessageRejected", "Email address is not verified."), ProviderRejected, "not verified"),
        (failure(400, "SendingPausedException", "paused"), ProviderRejected, "paused"),
        (failure(400, "AccountSuspendedException", "suspended"), ProviderRejected, "suspended"),
        (failure(400, "MailFromDomainNotVerifiedException", "MX"), ProviderRejected, "MX"),
        (failure(404, "NotFoundException", "no configuration set"), ProviderRejected, "configuration set"),
        (failure(403, "AccessDeniedException", "ses:SendRawEmail"), ProviderRejected, "ses:SendRawEmail"),
        (Reply(body=b'{"Mess'), ProviderUnavailable, "answer"),
        (Reply(body=b'{"MessageId": "0100"}', cut_at=4), ProviderUnavailable, "answer"),
        (Reply(body=b"{}"), ProviderUnavailable, "cannot be read"),
    ],
)
async def test_failures_are_told_apart_and_a_mail_is_tried_once(
    server: SesServer, reply: Reply, error: type[Exception], message: str
) -> None:
    server.script(reply)
    with pytest.raises(error, match=message):
        await _send(server)
    assert len(server.calls) == 1


async def test_a_service_that_takes_too_long_is_unavailable(server: SesServer) -> None:
    server.script(Reply(never=True))
    with pytest.raises(ProviderUnavailable, match=r"did not answer|longer than"):
        await _send(server, timeout_seconds=1.0)
    assert len(server.calls) <= 1  # on a slow machine the time is up before anything is sent


@pytest.mark.usefixtures("server")
async def test_nobody_there_is_unavailable() -> None:
    with SesServer() as gone:
        pass
    with pytest.raises(ProviderUnavailable, match="did not answer"):
        await _send(gone)


async def test_without_credentials_nothing_is_asked(server: SesServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(ProviderRejected, match="credentials"):
        await _send(server)
    assert server.calls == []


async def test_without_a_sender_it_says_what_to_set(server: SesServer) -> None:
    with pytest.raises(InvalidRequest, match="WILLIAMS_SES_MAIL_SENDER"):
        _ = SesMail(SesAccess("eu-west-1", server.endpoint_url), None).sender


def test_its_function_may_send_from_that_address_and_nothing_else() -> None:
    (right,) = SesManifest().rights(SesSettings(sender=SENDER, configuration_set="bounces"))
    assert right.actions == ("ses:SendEmail", "ses:SendRawEmail")
    own = IDENTITY.removesuffix(":identity")
    assert right.resources == (f"{IDENTITY}/{VERIFIED}", f"{IDENTITY}/example.org", f"{own}:configuration-set/bounces")
    assert SesManifest().rights(SesSettings()) == ()


@pytest.mark.parametrize("sender", ["news", "news@", "a@b.org\r\nBcc: c@d.org", "News <news@localhost>"])
def test_a_sender_that_is_no_mailbox_is_told_at_once(sender: str) -> None:
    with pytest.raises(ValueError, match="name a mailbox"):
        SesSettings(sender=sender)
