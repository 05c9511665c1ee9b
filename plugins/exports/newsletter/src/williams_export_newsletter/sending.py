"""Sends the newsletter: to each recipient a message of his own, which says how to leave."""

from __future__ import annotations

import asyncio
from typing import Final

from williams_publishing.figures import SourceFigure

from williams.domain.errors import Conflict, ProviderRejected, ProviderThrottled
from williams.domain.notices import Notice, cut
from williams.plugin import Composition, ExportRequest, Query, StageContext
from williams.plugin.engines import MAIL
from williams_export_newsletter.composition import fitting, letter_from
from williams_export_newsletter.issue.addresses import addresses_of
from williams_export_newsletter.issue.letter import PAGE
from williams_export_newsletter.issue.message import Envelope, message_bytes
from williams_export_newsletter.models import Issue, NewsletterParameters

PAUSES: Final = (1.0, 2.0, 4.0, 8.0)
"""Seconds between attempts where the service takes fewer mails at once. A refused one has not been sent."""
_GIVES_UP: Final = 3  # refusals before the first mail is taken: then it is not the recipients' fault
_NAMED: Final = 5
_LONGEST_REASON: Final = 300


async def send(
    request: ExportRequest,
    parameters: NewsletterParameters,
    query: Query,
    script: Issue,
    typeset: Composition,
    ctx: StageContext,
) -> Composition:
    """Return the composition with what was sent. A mail that was taken is not sent again when the stage is.

    Raises Conflict where another newsletter was read, ProviderRejected where no mail is taken, and what the engine
    raises.
    """
    _check_as_read(parameters, typeset)

    def picture_of(figure: SourceFigure) -> bytes | None:
        return stored(figure.name) if figure.name in typeset.files else None

    def stored(name: str) -> bytes:
        return ctx.scratch.open(typeset.files[name]).read_bytes()

    letter = fitting(letter_from(parameters, query, script, ctx, picture_of)[0], parameters)
    addresses = addresses_of(parameters, letter)
    travelling = {name: stored(name) for name in addresses} if parameters.pictures == "embedded" else {}
    sender, refused, cost = ctx.engine(MAIL).sender, dict[str, str](), 0.0
    for number, recipient in enumerate(parameters.send_to):
        ctx.check_cancelled()
        ctx.progress(number / len(parameters.send_to), f"Sending mail {number + 1} of {len(parameters.send_to)}")
        envelope = Envelope(request.requested_at, sender, recipient, parameters.unsubscribe_url)
        message = message_bytes(letter, envelope, addresses, travelling)
        try:
            cost += await _sent(recipient, message, ctx)
        except ProviderRejected as error:
            refused[recipient] = error.detail
            if len(refused) == number + 1 and number + 1 in (_GIVES_UP, len(parameters.send_to)):
                raise
    return _told(typeset, len(parameters.send_to) - len(refused), refused, cost)


def _check_as_read(parameters: NewsletterParameters, typeset: Composition) -> None:
    """The page holds all words and pictures of the newsletter, and nothing of who gets it and when."""
    if parameters.as_read not in (None, typeset.files[PAGE].sha256):
        raise Conflict(
            "The newsletter is not the one that was read: its sources, its parameters or the words of its writer are "
            "others by now. Nothing was sent. Make it without `send_to`, read it, and send that one."
        )


async def _sent(recipient: str, message: bytes, ctx: StageContext) -> float:
    """Return what it cost, once the service has taken the mail."""
    for pause in PAUSES:
        try:
            return (await ctx.engine(MAIL).send(recipient, message)).cost_usd
        except ProviderThrottled:
            ctx.deadline.check()
            await asyncio.sleep(pause)
    return (await ctx.engine(MAIL).send(recipient, message)).cost_usd


def _told(typeset: Composition, sent: int, refused: dict[str, str], cost: float) -> Composition:
    notices = [*typeset.metadata["notices"], *([_not_sent(sent, refused).model_dump()] if refused else [])]
    total = round(typeset.metadata["cost_usd"] + cost, 6)
    return typeset.model_copy(
        update={"metadata": {**typeset.metadata, "sent": sent, "cost_usd": total, "notices": notices}}
    )


def _not_sent(sent: int, refused: dict[str, str]) -> Notice:
    named = ", ".join(list(refused)[:_NAMED]) + (", …" if len(refused) > _NAMED else "")
    reason = cut(next(iter(refused.values())), _LONGEST_REASON)
    return Notice(
        code="mails-not-sent",
        message=cut(
            f"{len(refused)} of {sent + len(refused)} mails were not taken: {named}. The first: {reason}", 1000
        ),
        remedy="Mend the addresses, and send to these alone.",
    )
