"""Alarms and the dashboard, which read what the functions report."""

import json
from typing import Any

import pytest

from tests.infra.sample_plugins import SampleExport, SampleImport
from tests.infra.synthesized import Properties, Synthesized, text_of
from williams.observability import metrics
from williams.observability.metrics import Metric


def alarm(stage: Synthesized, name: str) -> Properties:
    return stage.only("AWS::CloudWatch::Alarm", AlarmName=f"williams-prod-{name}")


def widgets(stage: Synthesized) -> list[dict[str, Any]]:
    # References stand where JSON has text already.
    body = json.loads(text_of(stage.only("AWS::CloudWatch::Dashboard")["DashboardBody"]))
    return [widget["properties"] for widget in body["widgets"]]


def test_a_dead_letter_raises_an_alarm(prod: Synthesized) -> None:
    dead = alarm(prod, "dead-letters")
    assert dead["MetricName"] == "ApproximateNumberOfMessagesVisible"
    assert dead["Dimensions"] == [{"Name": "QueueName", "Value": "williams-prod-dead-letter"}]
    assert (dead["Threshold"], dead["ComparisonOperator"]) == (1, "GreaterThanOrEqualToThreshold")
    assert dead["AlarmActions"] == ["arn:aws:sns:us-east-1:123456789012:alarms"]


def test_a_wakeup_that_waits_for_15_minutes_raises_an_alarm(prod: Synthesized) -> None:
    for priority in range(1, 11):
        old = alarm(prod, f"oldest-message-{priority}")
        assert (old["MetricName"], old["Threshold"]) == ("ApproximateAgeOfOldestMessage", 900)
        assert old["Dimensions"] == [{"Name": "QueueName", "Value": f"williams-prod-priority-{priority}"}]


@pytest.mark.parametrize(
    ("name", "metric", "statistic", "threshold", "minutes"),
    [
        ("oldest-queued", metrics.OLDEST_QUEUED, "Maximum", 900, 3),
        ("lane-full-import-sample", metrics.LANE_FULL, "Minimum", 1, 15),
        ("lane-full-export-sample", metrics.LANE_FULL, "Minimum", 1, 15),
        ("slow-requests", metrics.REQUEST_TIME, "p95", 200, 15),
    ],
)
def test_an_alarm_reads_a_reported_metric(
    prod: Synthesized, name: str, metric: Metric, statistic: str, threshold: float, minutes: int
) -> None:
    found = alarm(prod, name)
    assert (found["Namespace"], found["MetricName"]) == (metrics.NAMESPACE, metric.name)
    assert found.get("Statistic", found.get("ExtendedStatistic")) == statistic
    assert {d["Name"] for d in found["Dimensions"]} == {metrics.SERVICE, *metric.dimensions}
    assert {"Name": "service", "Value": "williams-prod"} in found["Dimensions"]
    assert found["Threshold"] == threshold
    assert found["EvaluationPeriods"] * found["Period"] == minutes * 60


@pytest.mark.parametrize(
    ("name", "comparison", "threshold", "read"),
    [
        ("error-rate", "GreaterThanThreshold", 0.1, {"JobsFaulted", "JobsEnded"}),
        ("availability", "LessThanThreshold", 99.9, {"ServerErrors", "Requests", "Errors"}),
    ],
)
def test_a_rate_is_of_an_hour(prod: Synthesized, name: str, comparison: str, threshold: float, read: set[str]) -> None:
    found = alarm(prod, name)
    assert (found["ComparisonOperator"], found["Threshold"]) == (comparison, threshold)
    stats = [m["MetricStat"] for m in found["Metrics"] if "MetricStat" in m]
    assert {stat["Metric"]["MetricName"] for stat in stats} == read
    assert {(stat["Period"], stat["Stat"]) for stat in stats} == {(3600, "Sum")}


def test_an_idle_library_raises_none(prod: Synthesized) -> None:
    found = prod.resources("AWS::CloudWatch::Alarm").values()
    assert {properties["TreatMissingData"] for properties in found} == {"notBreaching"}


def test_every_alarm_says_what_to_do(prod: Synthesized) -> None:
    for properties in prod.resources("AWS::CloudWatch::Alarm").values():
        assert len(properties["AlarmDescription"]) > 60


def test_without_a_topic_alarms_have_no_action(local: Synthesized) -> None:
    assert not any("AlarmActions" in found for found in local.resources("AWS::CloudWatch::Alarm").values())


def test_the_dashboard_shows_every_queue_and_function(prod: Synthesized) -> None:
    body = text_of(prod.only("AWS::CloudWatch::Dashboard")["DashboardBody"])
    shown = [q["QueueName"] for q in prod.resources("AWS::SQS::Queue").values()]
    shown += [f["FunctionName"] for f in prod.functions()]
    assert not [name for name in shown if f'"{name}"' not in body]


def test_the_dashboard_shows_each_stage_of_each_plugin(prod: Synthesized) -> None:
    for plugin in (SampleImport(), SampleExport()):
        (shown,) = (w for w in widgets(prod) if w["title"] == f"Stages of {plugin.plugin_id}, p95, seconds")
        for stage, metric in zip(plugin.stages, shown["metrics"], strict=True):
            assert metric[:2] == [metrics.NAMESPACE, "StageTime"]
            assert dict(zip(metric[2:8:2], metric[3:8:2], strict=True)) == {
                "service": "williams-prod",
                "plugin": plugin.plugin_id,
                "stage": stage.name,
            }


def test_the_dashboard_shows_imports_and_exports_per_day(prod: Synthesized) -> None:
    (shown,) = (w for w in widgets(prod) if w["title"] == "Imports and exports per day")
    sums = [metric[0] for metric in shown["metrics"] if len(metric) == 1]
    assert [(each["label"], each["expression"]) for each in sums] == [
        ("imports", "FILL(import_sample, 0)"),
        ("exports", "FILL(export_sample, 0)"),
    ]


def test_it_holds_back_no_other_stack(prod: Synthesized) -> None:
    assert "Fn::ImportValue" not in str(prod.templates["WilliamsObservability"])
