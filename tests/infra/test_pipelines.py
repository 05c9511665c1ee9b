"""Queues, dispatch, state machines, settling and healing."""

import json
from typing import Any

from tests.infra.sample_plugins import SampleExport, SampleImport
from tests.infra.synthesized import Synthesized, text_of
from williams.pipeline.asl import render

PREFIX = "arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:williams-local-"


def test_wakeups_live_for_two_weeks_and_die_after_five_attempts(local: Synthesized) -> None:
    dead = local.logical_id("AWS::SQS::Queue", QueueName="williams-local-dead-letter")
    timeout = local.function("williams-local-dispatch")["Timeout"]
    for priority in range(1, 11):
        queue = local.only("AWS::SQS::Queue", QueueName=f"williams-local-priority-{priority}")
        assert queue["MessageRetentionPeriod"] == 14 * 24 * 3600
        assert queue["VisibilityTimeout"] == 6 * timeout
        assert queue["RedrivePolicy"] == {
            "deadLetterTargetArn": {"Fn::GetAtt": [dead, "Arn"]},
            "maxReceiveCount": 5,
        }
    assert local.resources("AWS::SQS::Queue")[dead]["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_on_aws_queues_refuse_plain_http(prod: Synthesized) -> None:
    policies = prod.resources("AWS::SQS::QueuePolicy").values()
    assert len(policies) == 12
    for policy in policies:
        conditions = [s.get("Condition") for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
        assert conditions == [{"Bool": {"aws:SecureTransport": "false"}}]


def test_every_queue_feeds_dispatch(local: Synthesized) -> None:
    dispatch = local.logical_id("AWS::Lambda::Function", FunctionName="williams-local-dispatch")
    mappings = [
        m for m in local.resources("AWS::Lambda::EventSourceMapping").values() if m["FunctionName"] == {"Ref": dispatch}
    ]
    fed = {m["EventSourceArn"]["Fn::GetAtt"][0] for m in mappings}
    wanted = {local.logical_id("AWS::SQS::Queue", QueueName=f"williams-local-priority-{n}") for n in range(1, 11)}
    assert fed == wanted
    for mapping in mappings:
        assert mapping["BatchSize"] == 10
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["ScalingConfig"] == {"MaximumConcurrency": 2}


def test_queue_urls_go_from_priority_1_to_10(local: Synthesized) -> None:
    for name in ("dispatch", "settle-job", "reconcile"):
        urls = text_of(local.environment(f"williams-local-{name}")["WILLIAMS_QUEUE_URLS"]).split(",")
        queues = local.resources("AWS::SQS::Queue")
        assert [queues[url.strip("<>")]["QueueName"] for url in urls] == [
            f"williams-local-priority-{n}" for n in range(1, 11)
        ]


def machine(stage: Synthesized, name: str) -> dict[str, Any]:
    return stage.only("AWS::StepFunctions::StateMachine", StateMachineName=name)


def test_each_plugin_has_the_state_machine_that_its_stages_say(local: Synthesized) -> None:
    for plugin in (SampleImport(), SampleExport()):
        slug = plugin.plugin_id.replace(".", "-")
        deployed = machine(local, f"williams-local-{slug}")
        assert deployed["StateMachineType"] == "STANDARD"
        assert json.loads(deployed["DefinitionString"]) == render(plugin)
        run_stage = local.logical_id("AWS::Lambda::Function", FunctionName=f"williams-local-run-stage-{slug}")
        settle = local.logical_id("AWS::Lambda::Function", FunctionName="williams-local-settle-job")
        assert deployed["DefinitionSubstitutions"] == {
            "RunStageFunctionArn": {"Fn::GetAtt": [run_stage, "Arn"]},
            "SettleJobFunctionArn": {"Fn::GetAtt": [settle, "Arn"]},
        }


def test_state_machines_are_logged_and_traced_on_aws_only(local: Synthesized, prod: Synthesized) -> None:
    assert "LoggingConfiguration" not in machine(local, "williams-local-import-sample")
    deployed = machine(prod, "williams-prod-import-sample")
    assert deployed["LoggingConfiguration"]["Level"] == "ALL"
    assert deployed["TracingConfiguration"] == {"Enabled": True}


def test_a_state_machine_may_call_its_two_functions_only(local: Synthesized) -> None:
    role = machine(local, "williams-local-export-sample")["RoleArn"]["Fn::GetAtt"][0]
    statements = local.role_statements(role)
    called = {
        text_of(arn)
        for s in statements
        for arn in (s["Resource"] if isinstance(s["Resource"], list) else [s["Resource"]])
    }
    names = ("williams-local-run-stage-export-sample", "williams-local-settle-job")
    assert {s["Action"] for s in statements} == {"lambda:InvokeFunction"}
    assert called == {f"<{local.logical_id('AWS::Lambda::Function', FunctionName=name)}.Arn>" for name in names}


def test_run_stage_is_sized_by_its_manifest(local: Synthesized) -> None:
    importer = local.function("williams-local-run-stage-import-sample")
    exporter = local.function("williams-local-run-stage-export-sample")
    assert (importer["MemorySize"], importer["Timeout"]) == (2048, 900)
    assert (exporter["MemorySize"], exporter["Timeout"]) == (1024, 900)
    assert importer["Environment"]["Variables"]["WILLIAMS_PLUGIN_ID"] == "import.sample"


def test_an_execution_that_ends_badly_is_settled(local: Synthesized) -> None:
    rule = local.only("AWS::Events::Rule", Name="williams-local-execution-ended")
    pattern = rule["EventPattern"]
    assert pattern["source"] == ["aws.states"]
    assert pattern["detail-type"] == ["Step Functions Execution Status Change"]
    assert pattern["detail"]["status"] == ["FAILED", "TIMED_OUT", "ABORTED"]
    assert text_of(pattern["detail"]["stateMachineArn"][0]["prefix"]) == PREFIX
    settle = local.logical_id("AWS::Lambda::Function", FunctionName="williams-local-settle-job")
    assert [target["Arn"] for target in rule["Targets"]] == [{"Fn::GetAtt": [settle, "Arn"]}]


def test_reconcile_ticks_every_minute_one_at_a_time(local: Synthesized) -> None:
    rule = local.only("AWS::Events::Rule", Name="williams-local-tick")
    assert rule["ScheduleExpression"] == "rate(1 minute)"
    reconcile = local.logical_id("AWS::Lambda::Function", FunctionName="williams-local-reconcile")
    assert rule["Targets"][0]["Arn"] == {"Fn::GetAtt": [reconcile, "Arn"]}
    assert local.function("williams-local-reconcile")["ReservedConcurrentExecutions"] == 1


def test_on_aws_the_tick_may_rest_and_a_slow_one_never_does(local: Synthesized, prod: Synthesized) -> None:
    tick = prod.only("AWS::Events::Rule", Name="williams-prod-tick")
    heartbeat = prod.only("AWS::Events::Rule", Name="williams-prod-heartbeat")
    assert (tick["ScheduleExpression"], heartbeat["ScheduleExpression"]) == ("rate(1 minute)", "rate(6 hours)")
    assert tick["Targets"][0]["Arn"] == heartbeat["Targets"][0]["Arn"]
    for function in ("api", "dispatch", "settle-job", "reconcile"):
        assert prod.environment(f"williams-prod-{function}")["WILLIAMS_TICK_RULE"] == "williams-prod-tick"
        assert "WILLIAMS_TICK_RULE" not in local.environment(f"williams-local-{function}")


def test_lanes_and_prefix(local: Synthesized) -> None:
    variables = local.environment("williams-local-dispatch")
    assert json.loads(variables["WILLIAMS_LANES"]) == {"import.sample": 2, "export.sample": 3}
    assert text_of(variables["WILLIAMS_STATE_MACHINE_PREFIX"]) == PREFIX
    assert text_of(local.outputs("WilliamsPipelines")["StateMachinePrefix"]) == PREFIX


def test_a_broken_plugin_is_left_out_with_a_warning(local: Synthesized) -> None:
    metadata = (local.folder / local.artifact("WilliamsPipelines")["additionalMetadataFile"]).read_text()
    assert "The plugin import.broken of broken-dist is not deployed: ImportError: no" in metadata


def test_a_dropped_file_is_told_of_whatever_made_it(local: Synthesized) -> None:
    rule = local.only("AWS::Events::Rule", Name="williams-local-dropped")
    assert rule["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {
            "bucket": {"name": ["williams-local-library"]},
            "object": {"key": [{"prefix": "drop/inbox/"}]},
        },
    }
    queue = local.logical_id("AWS::SQS::Queue", QueueName="williams-local-drop-folder")
    assert [target["Arn"] for target in rule["Targets"]] == [{"Fn::GetAtt": [queue, "Arn"]}]


def test_dropped_files_wait_in_a_queue_and_are_swept(local: Synthesized) -> None:
    function = local.logical_id("AWS::Lambda::Function", FunctionName="williams-local-drop-folder")
    queue = local.only("AWS::SQS::Queue", QueueName="williams-local-drop-folder")
    assert queue["VisibilityTimeout"] == 6 * local.function("williams-local-drop-folder")["Timeout"]
    dead = local.logical_id("AWS::SQS::Queue", QueueName="williams-local-dead-letter")
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [dead, "Arn"]}
    mapping = local.only("AWS::Lambda::EventSourceMapping", FunctionName={"Ref": function})
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": 2}
    sweep = local.only("AWS::Events::Rule", Name="williams-local-sweep")
    assert sweep["ScheduleExpression"] == "rate(1 minute)"
    assert sweep["Targets"][0]["Arn"] == {"Fn::GetAtt": [function, "Arn"]}
