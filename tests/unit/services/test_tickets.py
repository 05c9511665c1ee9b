"""Tickets open a WebSocket for a short while, and only those that were issued here."""

from __future__ import annotations

import base64
import json
import time
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from williams.domain.errors import Unauthenticated
from williams.domain.progress import Subscriber
from williams.services.signing import LONGEST, Signer
from williams.services.tickets import Tickets
from williams_testing.application import WEBSOCKET_URL, MemoryApplication
from williams_testing.library import OWNER

KEY = b"key"
WHO = Subscriber(owner=OWNER, watched="job_1")


def tickets(key: bytes = KEY) -> Tickets:
    return Tickets(Signer(lambda: key), WEBSOCKET_URL, 60)


@given(st.binary(min_size=1), st.text(), st.none() | st.text())
def test_a_ticket_says_whose_it_is(key: bytes, owner: str, job_id: str | None) -> None:
    who = Subscriber(owner=owner, watched=job_id)
    ticket = tickets(key).issue(who)
    assert quote(ticket, safe="") == ticket
    assert tickets(key).redeem(ticket) == who


@given(st.text())
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Unauthenticated, match="not valid"):
        tickets().redeem(text)


@given(st.integers(0, 10_000), st.characters())
def test_of_a_ticket_there_is_one_form(place: int, character: str) -> None:
    ticket = tickets().issue(WHO)
    at = place % len(ticket)
    for other in (ticket[:at] + character + ticket[at + 1 :], ticket[:at] + character + ticket[at:]):
        if other != ticket:
            with pytest.raises(Unauthenticated, match="not valid"):
                tickets().redeem(other)


def test_a_ticket_with_another_payload_is_refused() -> None:
    _, signature = tickets().issue(WHO).split(".")
    payload = json.dumps(["somebody else", None, int(time.time()) + 60]).encode()
    forged = base64.urlsafe_b64encode(payload).rstrip(b"=").decode()
    with pytest.raises(Unauthenticated, match="not valid"):
        tickets().redeem(f"{forged}.{signature}")


@pytest.mark.parametrize(
    ("purpose", "payload"),
    [("download", ["ada", "job_1", 2**40]), ("ticket", ["ada", "job_1", 2**40, "more"]), ("ticket", ["ada", "job_1"])],
)
def test_what_was_signed_for_something_else_is_no_ticket(purpose: str, payload: list[object]) -> None:
    with pytest.raises(Unauthenticated, match="not valid"):
        tickets().redeem(Signer(lambda: KEY).signed(purpose, payload))


def test_a_ticket_of_another_key_is_refused() -> None:
    with pytest.raises(Unauthenticated, match="not valid"):
        tickets(b"another key").redeem(tickets().issue(WHO))


@pytest.mark.parametrize("ticket", ["", ".", "a", "a.b", "a.b.c", "ä.ö", "!!!.###", "A" * LONGEST + ".A"])
def test_what_is_no_ticket_is_refused(ticket: str) -> None:
    with pytest.raises(Unauthenticated, match="not valid"):
        tickets().redeem(ticket)


def test_a_ticket_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    ticket = tickets().issue(WHO)
    monkeypatch.setattr(time, "time", lambda: now + 58)
    assert tickets().redeem(ticket) == WHO
    monkeypatch.setattr(time, "time", lambda: now + 62)
    with pytest.raises(Unauthenticated, match="has expired"):
        tickets().redeem(ticket)


def test_a_progress_url_holds_a_ticket_for_its_job(app: MemoryApplication) -> None:
    url = app.services.tickets.progress_url(OWNER, "job_7")
    assert url.startswith(f"{WEBSOCKET_URL}?ticket=")
    (ticket,) = parse_qs(urlsplit(url).query)["ticket"]
    assert app.services.tickets.redeem(ticket) == Subscriber(owner=OWNER, watched="job_7")
