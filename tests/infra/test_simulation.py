"""The simulation in `tests/benchmarks/simulation` speaks of what `infra` deploys."""

from __future__ import annotations

from infra.config import AWS_NUMBERS
from infra.constructs.priority_queues import BATCH, POLLERS
from infra.names import PRIORITIES
from tests.benchmarks.simulation import costs, model
from tests.benchmarks.simulation.quotas import DEPLOYED_REQUESTS
from tests.benchmarks.simulation.tables import ALARMS, DEPLOYED_LANE
from tests.infra.synthesized import Properties, Synthesized
from williams.plugin import ExportPlugin
from williams.services import dispatcher

_CORE = ("dispatch", "settle-job", "publish-progress")


def _metrics(alarm: Properties) -> int:
    """What is billed of an alarm: each metric that it looks at, but no expression over them."""
    return sum("MetricStat" in each for each in alarm["Metrics"]) if "Metrics" in alarm else 1


def _polled_queues(stage: Synthesized) -> list[Properties]:
    mappings = stage.resources("AWS::Lambda::EventSourceMapping").values()
    return [each for each in mappings if "Fn::GetAtt" in each["EventSourceArn"]]


def test_it_knows_the_sizes_of_the_deployment(prod: Synthesized) -> None:
    assert (DEPLOYED_REQUESTS.size, DEPLOYED_REQUESTS.per_second) == (
        AWS_NUMBERS.request_burst,
        AWS_NUMBERS.requests_per_second,
    )
    assert sum(map(_metrics, prod.resources("AWS::CloudWatch::Alarm").values())) == ALARMS
    assert len(_polled_queues(prod)) == costs.QUEUES
    memory = {name: prod.function(f"williams-prod-{name}")["MemorySize"] / 1024 for name in ("api", *_CORE)}
    assert memory == {"api": costs.API_GB, **dict.fromkeys(_CORE, costs.CORE_GB)}
    assert model.Scenario.pollers == POLLERS * len(PRIORITIES)
    assert (model.WAKE_UPS_AT_ONCE, model.CLAIMS_AT_ONCE) == (BATCH, dispatcher.CLAIMS_AT_ONCE)
    assert ExportPlugin.lane == DEPLOYED_LANE
