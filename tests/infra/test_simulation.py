"""The simulation in `tests/benchmarks/simulation` speaks of what `infra` deploys."""

from __future__ import annotations

from infra.config import AWS_NUMBERS
from infra.constructs.priority_queues import BATCH, POLLERS
from infra.names import PRIORITIES
from tests.benchmarks.simulation import costs, model
from tests.benchmarks.simulation.quotas import DEPLOYED_REQUESTS
from tests.benchmarks.simulation.tables import ALARMS, DEPLOYED_LANE
from tests.infra.synthesized import Synthesized
from williams.plugin import ExportPlugin
from williams.services import dispatcher


def test_it_knows_the_sizes_of_the_deployment(prod: Synthesized) -> None:
    assert (DEPLOYED_REQUESTS.size, DEPLOYED_REQUESTS.per_second) == (
        AWS_NUMBERS.request_burst,
        AWS_NUMBERS.requests_per_second,
    )
    assert len(prod.resources("AWS::CloudWatch::Alarm")) == ALARMS
    assert len(PRIORITIES) == costs.QUEUES
    assert model.Scenario.pollers == POLLERS * len(PRIORITIES)
    assert (model.WAKE_UPS_AT_ONCE, model.CLAIMS_AT_ONCE) == (BATCH, dispatcher.CLAIMS_AT_ONCE)
    assert ExportPlugin.lane == DEPLOYED_LANE
