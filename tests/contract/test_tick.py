"""TickPort: the fake and EventBridge under the same tests."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest
from botocore.stub import Stubber

from tests.contract.aws_server import AwsClients
from williams.adapters.eventbridge.tick import EventBridgeTick
from williams.domain.errors import StoreUnavailable
from williams.ports.tick import TickPort
from williams_testing.memory.tick import InMemoryTick

Ticking = Callable[[], bool]


@pytest.fixture
def rule(aws: AwsClients) -> str:
    name = f"tick-{secrets.token_hex(6)}"
    aws.events.put_rule(Name=name, ScheduleExpression="rate(1 day)", State="DISABLED")
    return name


@pytest.fixture(params=["memory", "eventbridge"])
def tick_and_state(request: pytest.FixtureRequest) -> tuple[TickPort, Ticking]:
    if request.param == "memory":
        fake = InMemoryTick()
        return fake, lambda: fake.ticking
    aws, rule = request.getfixturevalue("aws"), request.getfixturevalue("rule")
    return EventBridgeTick(rule, aws.events), lambda: aws.events.describe_rule(Name=rule)["State"] == "ENABLED"


def test_it_starts_and_stops_and_starts(tick_and_state: tuple[TickPort, Ticking]) -> None:
    tick, ticking = tick_and_state
    assert not ticking()
    for change, expected in ((tick.start, True), (tick.start, True), (tick.stop, False), (tick.stop, False)):
        change()
        assert ticking() is expected
    tick.start()
    assert ticking()


def test_eventbridge_is_asked_at_most_once_a_minute(aws: AwsClients, rule: str) -> None:
    now = 0.0
    here, elsewhere = EventBridgeTick(rule, aws.events, now=lambda: now), EventBridgeTick(rule, aws.events)
    here.start()
    elsewhere.stop()
    now = 59.0
    here.start()
    assert aws.events.describe_rule(Name=rule)["State"] == "DISABLED"
    now = 60.0
    here.start()
    assert aws.events.describe_rule(Name=rule)["State"] == "ENABLED"


def test_a_rule_that_is_not_deployed_is_named(nobody: AwsClients) -> None:
    """As AWS answers; the emulator lets it pass."""
    with Stubber(nobody.events) as stub:
        stub.add_client_error("enable_rule", "ResourceNotFoundException", http_status_code=400)
        with pytest.raises(StoreUnavailable, match="'no-such-rule' is not deployed"):
            EventBridgeTick("no-such-rule", nobody.events).start()


def test_no_answer_is_unavailable(nobody: AwsClients) -> None:
    with pytest.raises(StoreUnavailable):
        EventBridgeTick("tick", nobody.events).stop()
