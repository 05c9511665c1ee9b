"""Sending: dry unless somebody is named, a message for each, a way out in it, and nobody is written to twice."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from williams_export_newsletter import sending
from williams_export_newsletter.models import NewsletterParameters
from williams_writing.quoting import Quoting

from tests.unit.newsletter.reading import faults_of_message
from tests.unit.newsletter.stand import LAMPS, SHIPS, MadeNewsletter, Stand, body_of, read_message
from williams.domain.errors import Conflict, InvalidRequest, ProviderRejected, ProviderThrottled
from williams.ports.mail import SentMail
from williams_testing.library import ChosenEngines
from williams_testing.memory.mail import InMemoryMail

OUT = "https://example.org/leave?list=news&who={recipient}"
ADA, BO, CY = "ada+news@example.org", "bo@example.org", "cy@example.org"


def _stand(mail: Any) -> Stand:
    stand = Stand()
    stand.library = replace(stand.library, engines=ChosenEngines(text=Quoting(), mail=mail))
    stand.add(LAMPS, title="On Lighthouses 📚", url="https://example.org/lamps")
    return stand


async def test_nothing_is_sent_unless_somebody_is_named() -> None:
    mail = InMemoryMail()
    made = await _stand(mail).newsletter()
    assert mail.sent == []
    assert "sent" not in made.metadata
    assert made.message["X-Unsent"] == "1"
    assert made.message["List-Unsubscribe"] is None


async def test_each_gets_a_message_of_his_own_with_a_way_out() -> None:
    mail = InMemoryMail(cost_usd=0.0001)
    made = await _stand(mail).newsletter(send_to=[ADA, BO, ADA.upper()], unsubscribe_url=OUT)
    assert [recipient for recipient, _ in mail.sent] == [ADA, BO]
    assert (made.metadata["sent"], made.metadata["cost_usd"]) == (2, 0.0002)
    raw = mail.sent[0][1]
    message = read_message(raw)
    assert faults_of_message(raw) == []
    assert (message["From"], message["To"]) == ("News <news@example.org>", ADA)
    assert message["X-Unsent"] is None
    address = "https://example.org/leave?list=news&who=ada%2Bnews%40example.org"
    assert message["List-Unsubscribe"] == f"<{address}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Unsubscribe: {address}" in body_of(message, "plain")
    assert address.replace("&", "&amp;") in body_of(message, "html")
    assert BO not in raw.decode()
    assert message["Message-ID"] != read_message(mail.sent[1][1])["Message-ID"]
    assert str(message["Message-ID"]).endswith("@example.org>")


async def test_a_long_way_out_stands_in_one_line() -> None:
    mail = InMemoryMail()
    await _stand(mail).newsletter(send_to=[ADA], unsubscribe_url=f"https://example.org/{'x' * 700}?w={{recipient}}")
    line = next(line for line in mail.sent[0][1].split(b"\r\n") if line.startswith(b"List-Unsubscribe:"))
    assert line.startswith(b"List-Unsubscribe: <https://example.org/xxx")
    assert line.endswith(b"ada%2Bnews%40example.org>")


async def test_who_is_refused_is_told_and_the_others_get_theirs() -> None:
    mail = InMemoryMail(refused=(ADA,))
    made = await _stand(mail).newsletter(send_to=[ADA, BO, CY], unsubscribe_url=OUT)
    assert [recipient for recipient, _ in mail.sent] == [BO, CY]
    (notice,) = made.metadata["notices"]
    assert notice["code"] == "mails-not-sent"
    assert notice["message"].startswith(f"1 of 3 mails were not taken: {ADA}.")


async def test_where_no_mail_is_taken_the_job_fails_and_says_why() -> None:
    with pytest.raises(ProviderRejected, match="refuses"):
        await _stand(InMemoryMail(refused=(ADA, BO, CY))).newsletter(send_to=[ADA, BO, CY], unsubscribe_url=OUT)


async def test_what_was_read_is_sent_word_for_word() -> None:
    """Of the files, only the draft's date and the artifact's id are others."""
    mail = InMemoryMail()
    stand = _stand(mail)
    read = stand.request()
    draft = await stand.run(read)
    asked = {**read.parameters, "send_to": [ADA, BO], "unsubscribe_url": OUT, "as_read": _page(draft)}
    later = stand.request(**asked).model_copy(update={"requested_at": read.requested_at + timedelta(days=1)})
    sent = await stand.run(later)
    assert (sent.metadata["sent"], len(mail.sent)) == (2, 2)
    others = {name for name in draft.files if draft.files[name] != sent.files[name]}
    assert others == {"newsletter", "newsletter.eml", "attributions", "attributions.json"}
    for _, raw in mail.sent:
        assert body_of(read_message(raw), "plain").startswith(body_of(draft.message, "plain").rstrip())


async def test_where_it_was_published_may_be_said_when_it_is_sent() -> None:
    mail = InMemoryMail()
    stand = _stand(mail)
    read, where = _page(await stand.newsletter()), "https://example.org/news/12"
    await stand.newsletter(send_to=[ADA], unsubscribe_url=OUT, as_read=read, web_url=where)
    assert where in body_of(read_message(mail.sent[0][1]), "html")


@pytest.mark.parametrize("change", ["a source", "a parameter"])
async def test_another_newsletter_than_was_read_is_not_sent(change: str) -> None:
    mail = InMemoryMail()
    stand = _stand(mail)
    read = _page(await stand.newsletter())
    if change == "a source":
        stand.add(SHIPS, title="Ships", url="https://example.org/ships")
    intro = "New." if change == "a parameter" else None
    with pytest.raises(Conflict, match="not the one that was read"):
        await stand.newsletter(send_to=[ADA], unsubscribe_url=OUT, as_read=read, intro=intro)
    assert mail.sent == []


def _page(made: MadeNewsletter) -> str:
    return hashlib.sha256(made.files["newsletter.html"]).hexdigest()


class _Failing(InMemoryMail):
    """Fails before its mails of these numbers, from 0."""

    def __init__(self, errors: dict[int, Exception]) -> None:
        super().__init__(cost_usd=0.0001)
        self.errors = errors

    async def send(self, recipient: str, message: bytes) -> SentMail:
        if error := self.errors.pop(len(self.sent), None):
            raise error
        return await super().send(recipient, message)


async def test_a_service_that_is_in_a_hurry_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PAUSES", (0.0,))
    mail = _Failing({1: ProviderThrottled("too fast")})
    made = await _stand(mail).newsletter(send_to=[ADA, BO], unsubscribe_url=OUT)
    assert made.metadata["sent"] == len(mail.sent) == 2


async def test_a_deployment_that_cannot_send_says_so_before_anything_is_written() -> None:
    class Dumb(Quoting):
        async def write(self, _task: Any) -> Any:
            raise AssertionError("it was written all the same")

    stand = _stand(InMemoryMail(None))
    stand.library = replace(stand.library, engines=replace(stand.library.engines, text=Dumb()))
    with pytest.raises(InvalidRequest, match="sender"):
        await stand.newsletter(send_to=[ADA], unsubscribe_url=OUT)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"send_to": ["ada"], "unsubscribe_url": OUT}, "send_to"),
        ({"send_to": ["ada@localhost"], "unsubscribe_url": OUT}, "send_to"),
        ({"send_to": ["a@b.org\r\nBcc: c@d.org"], "unsubscribe_url": OUT}, "send_to"),
        ({"send_to": ["a..b@c.org"], "unsubscribe_url": OUT}, "send_to"),
        ({"send_to": [f"r{n}@example.org" for n in range(501)], "unsubscribe_url": OUT}, "send_to"),
        ({"send_to": [ADA]}, "unsubscribe_url"),
        ({"as_read": "0" * 64}, "send_to"),
        ({"as_read": "newsletter.html", "send_to": [ADA], "unsubscribe_url": OUT}, "as_read"),
        ({"send_to": [ADA], "unsubscribe_url": "http://example.org"}, "unsubscribe_url"),
        ({"send_to": [ADA], "unsubscribe_url": "https://example.org/>\r\nX: y"}, "unsubscribe_url"),
        ({"pictures": "linked"}, "picture_url"),
        ({"figures": 51}, "figures"),
        ({"figures_url": "https://example.org/figure.png"}, "figures_url"),
        ({"stories": 0}, "stories"),
        ({"stories": "6"}, "stories"),
        ({"title": "\u202e"}, "title"),
        ({"language": "klingon!"}, "language"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_is_refused_by_name(said: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        NewsletterParameters.model_validate(said)
