"""The HTTP API, the WebSocket API and the publisher."""

from typing import Any

from tests.infra.synthesized import Synthesized, text_of


def routes(stage: Synthesized, api: str) -> dict[str, str]:
    """Route keys with the function that each leads to."""
    id = stage.logical_id("AWS::ApiGatewayV2::Api", Name=api)
    integrations = stage.resources("AWS::ApiGatewayV2::Integration")
    found = [r for r in stage.resources("AWS::ApiGatewayV2::Route").values() if r["ApiId"] == {"Ref": id}]
    targets = {r["RouteKey"]: integrations[text_of(r["Target"]).split("/")[1].strip("<>")] for r in found}
    return {key: text_of(integration["IntegrationUri"]) for key, integration in targets.items()}


def test_every_http_request_goes_to_fastapi(local: Synthesized) -> None:
    api = local.logical_id("AWS::Lambda::Function", FunctionName="williams-local-api")
    assert routes(local, "williams-local-http") == {"$default": f"<{api}.Arn>"}
    integration = next(
        i for i in local.resources("AWS::ApiGatewayV2::Integration").values() if api in text_of(i["IntegrationUri"])
    )
    assert integration["PayloadFormatVersion"] == "2.0"


def test_cors_is_left_to_fastapi(local: Synthesized) -> None:
    assert "CorsConfiguration" not in local.only("AWS::ApiGatewayV2::Api", Name="williams-local-http")


def test_every_message_goes_to_websocket(local: Synthesized) -> None:
    function = local.logical_id("AWS::Lambda::Function", FunctionName="williams-local-websocket")
    found = routes(local, "williams-local-websocket")
    assert set(found) == {"$connect", "$disconnect", "subscribe", "ping", "$default"}
    assert all(f"<{function}.Arn>" in target for target in found.values())
    api = local.only("AWS::ApiGatewayV2::Api", Name="williams-local-websocket")
    assert api["RouteSelectionExpression"] == "$request.body.action"


def test_the_http_stage_limits_and_logs_on_aws(prod: Synthesized) -> None:
    stage = prod.only("AWS::ApiGatewayV2::Stage", StageName="$default")
    assert stage["DefaultRouteSettings"] == {"ThrottlingBurstLimit": 200, "ThrottlingRateLimit": 100}
    logged = stage["AccessLogSettings"]["Format"]
    assert "$context.status" in logged
    assert "$context.path" not in logged, "a secret link may stand in it"


def stream_mapping(stage: Synthesized) -> dict[str, Any]:
    (mapping,) = (m for m in stage.resources("AWS::Lambda::EventSourceMapping").values() if "StartingPosition" in m)
    return mapping


def test_progress_is_published_with_bounded_retries(local: Synthesized) -> None:
    mapping = stream_mapping(local)
    publisher = local.logical_id("AWS::Lambda::Function", FunctionName="williams-local-publish-progress")
    assert mapping["FunctionName"] == {"Ref": publisher}
    assert "JobProgress" in text_of(mapping["EventSourceArn"])
    assert (mapping["StartingPosition"], mapping["BatchSize"]) == ("TRIM_HORIZON", 100)
    assert (mapping["MaximumRetryAttempts"], mapping["MaximumRecordAgeInSeconds"]) == (3, 600)
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_local_urls_are_the_emulators_paths(local: Synthesized) -> None:
    http = local.logical_id("AWS::ApiGatewayV2::Api", Name="williams-local-http")
    socket = local.logical_id("AWS::ApiGatewayV2::Api", Name="williams-local-websocket")
    outputs = {name: text_of(value) for name, value in local.outputs("WilliamsApi").items()}
    assert outputs["ApiUrl"] == f"http://127.0.0.1:14566/_aws/execute-api/<{http}>/$default"
    assert outputs["WebSocketUrl"] == f"ws://127.0.0.1:14566/_aws/execute-api/<{socket}>/prod"
    for function in ("api", "websocket", "publish-progress"):
        variables = local.environment(f"williams-local-{function}")
        assert text_of(variables["WILLIAMS_WEBSOCKET_URL"]) == outputs["WebSocketUrl"]
        management = text_of(variables["WILLIAMS_WEBSOCKET_MANAGEMENT_URL"])
        assert management == f"http://127.0.0.1:14566/_aws/execute-api/<{socket}>/prod"


def test_urls_on_aws(prod: Synthesized) -> None:
    http = prod.logical_id("AWS::ApiGatewayV2::Api", Name="williams-prod-http")
    socket = prod.logical_id("AWS::ApiGatewayV2::Api", Name="williams-prod-websocket")
    host = ".execute-api.<AWS::Region>.<AWS::URLSuffix>"
    origins = prod.only("AWS::CloudFront::Distribution")["DistributionConfig"]["Origins"]
    assert {text_of(origin["DomainName"]) for origin in origins} == {f"<{http}>{host}", f"<{socket}>{host}"}
    assert prod.outputs("WilliamsApi")["ApiUrl"] == "https://library.example.org"
    assert prod.outputs("WilliamsApi")["WebSocketUrl"] == "wss://library.example.org/ws/jobs/{job_id}"
    assert (
        prod.environment("williams-prod-api")["WILLIAMS_WEBSOCKET_URL"] == prod.outputs("WilliamsApi")["WebSocketUrl"]
    )
    variables = prod.environment("williams-prod-publish-progress")
    assert text_of(variables["WILLIAMS_WEBSOCKET_MANAGEMENT_URL"]) == f"https://<{socket}>{host}/prod"


def test_outputs_name_what_the_deployer_and_people_need(local: Synthesized) -> None:
    data = local.outputs("WilliamsData")
    assert local.resources("AWS::S3::Bucket")[data["Bucket"]["Ref"]]["BucketName"] == "williams-local-library"
    tables = local.resources("AWS::DynamoDB::Table")
    assert tables[data["ProgressTable"]["Ref"]]["TableName"] == "williams-local-job-progress"
    assert tables[data["ConnectionsTable"]["Ref"]]["TableName"] == "williams-local-connections"
    functions = {
        name
        for stack in ("WilliamsOperator", "WilliamsPipelines", "WilliamsApi")
        for name in local.outputs(stack)
        if name.endswith("Function")
    }
    assert functions == {
        "ApiFunction",
        "WeighOwnerFunction",
        "DispatchFunction",
        "GrantTokenFunction",
        "MigrateFunction",
        "DropFolderFunction",
        "PublishProgressFunction",
        "ReconcileFunction",
        "RunStageExportSampleFunction",
        "RunStageImportSampleFunction",
        "SettleJobFunction",
        "WebsocketFunction",
    }
