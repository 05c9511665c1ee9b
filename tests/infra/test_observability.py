"""Alarms and the dashboard."""

from tests.infra.synthesized import Synthesized, text_of


def test_a_dead_letter_raises_an_alarm(prod: Synthesized) -> None:
    alarm = prod.only("AWS::CloudWatch::Alarm", AlarmName="williams-prod-dead-letters")
    assert alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": "williams-prod-dead-letter"}]
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (1, "GreaterThanOrEqualToThreshold")
    assert alarm["AlarmActions"] == ["arn:aws:sns:us-east-1:123456789012:alarms"]


def test_a_wakeup_that_waits_for_15_minutes_raises_an_alarm(prod: Synthesized) -> None:
    for priority in range(1, 11):
        alarm = prod.only("AWS::CloudWatch::Alarm", AlarmName=f"williams-prod-oldest-message-{priority}")
        assert (alarm["MetricName"], alarm["Threshold"]) == ("ApproximateAgeOfOldestMessage", 900)
        assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": f"williams-prod-priority-{priority}"}]


def test_without_a_topic_alarms_have_no_action(local: Synthesized) -> None:
    assert not any("AlarmActions" in alarm for alarm in local.resources("AWS::CloudWatch::Alarm").values())


def test_the_dashboard_shows_every_queue_and_function(prod: Synthesized) -> None:
    body = text_of(prod.only("AWS::CloudWatch::Dashboard")["DashboardBody"])
    shown = [q["QueueName"] for q in prod.resources("AWS::SQS::Queue").values()]
    shown += [f["FunctionName"] for f in prod.functions()]
    assert not [name for name in shown if f'"{name}"' not in body]


def test_it_holds_back_no_other_stack(prod: Synthesized) -> None:
    assert "Fn::ImportValue" not in str(prod.templates["WilliamsObservability"])
