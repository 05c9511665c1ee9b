"""The pace at which jobs are followed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tempo:
    """All but ``subscriptions`` in seconds.

    Attributes:
        look: between two questions to the API about all jobs, whatever the WebSocket says.
        poll: between two questions when there is no WebSocket.
        ping: gateways close a connection that was idle for ten minutes.
        grace: how long the WebSocket may lag behind what the API said.
        lasting: a connection that lived so long was a good one; gateways end even those after some hours.
        reconnect: the pauses before each further attempt; then the WebSocket is given up.
        outage: how long the API may be away before following is given up.
        subscriptions: to how many jobs one connection subscribes at a time: each subscription is a call.
    """

    look: float = 5.0
    poll: float = 2.0
    ping: float = 240.0
    grace: float = 5.0
    lasting: float = 60.0
    reconnect: tuple[float, ...] = (0.5, 1.0, 2.0)
    outage: float = 300.0
    subscriptions: int = 10
