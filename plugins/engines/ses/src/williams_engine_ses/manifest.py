"""What Amazon SES takes: a sender that was verified, and the right to send from it. There is no key."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, field_validator

from williams.engine import Bench, Manifest, Right
from williams.engine.prices import Rate
from williams.ports.engines import MAIL, Port
from williams_engine_ses.prices import RATE

if TYPE_CHECKING:
    from williams_engine_ses.mail import SesMail

_ACTIONS: Final = ("ses:SendEmail", "ses:SendRawEmail")
_OWN: Final = "arn:{partition}:ses:{region}:{account}:"


class SesSettings(BaseModel):
    model_config = ConfigDict(frozen=True)

    sender: str | None = Field(
        default=None,
        description="Whom mails come from: an address that SES has verified, or one of a domain that it has, such as "
        "`Ada Smith <news@example.org>`. Without it nothing is sent.",
    )
    configuration_set: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9_-]{1,64}$", description="The configuration set that mails go by, if any."
    )
    base_url: str | None = Field(default=None, description="Another endpoint. Default: that of SES, in the region.")

    @field_validator("sender")
    @classmethod
    def _is_a_mailbox(cls, sender: str | None) -> str | None:
        _, address = parseaddr(sender or "")
        local, at, domain = address.rpartition("@")
        if sender is not None and (not (local and at and "." in domain) or set(sender) & {"\r", "\n"}):
            raise ValueError("name a mailbox, such as Ada Smith <news@example.org>")
        return sender


class SesManifest(Manifest[SesSettings]):
    port: ClassVar[Port[Any]] = MAIL
    name: ClassVar[str] = "ses"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Amazon SES, which sends mails from an address or a domain that it has verified."
    paid: ClassVar[bool] = True
    preferred: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = ()
    settings: ClassVar[type[BaseModel]] = SesSettings

    def rights(self, settings: SesSettings) -> tuple[Right, ...]:
        """Sending from the address that is set, whether SES knows it by itself or by its domain; none without one."""
        if settings.sender is None:
            return ()
        _, address = parseaddr(settings.sender)
        resources = [f"{_OWN}identity/{each}" for each in (address, address.rpartition("@")[2])]
        if settings.configuration_set:
            resources.append(f"{_OWN}configuration-set/{settings.configuration_set}")
        return (Right(_ACTIONS, tuple(resources)),)

    def rate(self, settings: SesSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # one price for all
        return RATE

    def make(self, bench: Bench[SesSettings]) -> SesMail:
        from williams_engine_ses.mail import SesAccess, SesMail

        own = bench.settings
        access = SesAccess(bench.region, own.base_url, bench.timeout_seconds)
        return SesMail(access, own.sender, own.configuration_set)
