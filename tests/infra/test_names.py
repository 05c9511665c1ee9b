"""Every physical name begins with the stage's prefix, and no two stages share one."""

import pytest

from tests.infra.synthesized import Synthesized, text_of

NAMED = {
    "AWS::S3::Bucket": "BucketName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
    "AWS::Events::Rule": "Name",
    "AWS::ApiGatewayV2::Api": "Name",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::CloudWatch::Dashboard": "DashboardName",
    "AWS::CloudFront::Function": "Name",
    "AWS::RDS::DBCluster": "DBClusterIdentifier",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::Logs::LogGroup": "LogGroupName",
}
FUNCTIONS = [
    "api",
    "dispatch",
    "grant-token",
    "weigh-owner",
    "migrate",
    "drop-folder",
    "publish-progress",
    "reconcile",
    "run-stage-export-sample",
    "run-stage-import-sample",
    "settle-job",
    "websocket",
]


# What CDK adds to call the trigger, and to bring files into a bucket.
OF_CDK = ("AWSCDKTriggerCustomResourceProvider", "CustomCDKBucketDeployment")


def names(stage: Synthesized, type: str) -> list[str]:
    every = [(logical, p) for logical, p in stage.resources(type).items() if not logical.startswith(OF_CDK)]
    return sorted(text_of(properties[NAMED[type]]) for _, properties in every)


def prefixed(prefix: str, *rest: str) -> list[str]:
    return sorted(f"{prefix}-{name}" for name in rest)


@pytest.mark.parametrize("stage", ["local", "prod"])
def test_names_of_what_both_stages_have(stage: str, request: pytest.FixtureRequest) -> None:
    made: Synthesized = request.getfixturevalue(stage)
    prefix = f"williams-{stage}"
    queues = [f"priority-{n}" for n in range(1, 11)]
    assert names(made, "AWS::SQS::Queue") == prefixed(prefix, *queues, "dead-letter", "drop-folder")
    assert names(made, "AWS::DynamoDB::Table") == prefixed(prefix, "job-progress", "connections", "rate-limits")
    assert names(made, "AWS::Lambda::Function") == prefixed(prefix, *FUNCTIONS)
    assert names(made, "AWS::StepFunctions::StateMachine") == prefixed(prefix, "export-sample", "import-sample")
    rules = ["dropped", "execution-ended", "sweep", "tick", *(["heartbeat"] if stage == "prod" else [])]
    assert names(made, "AWS::Events::Rule") == prefixed(prefix, *rules)
    assert names(made, "AWS::ApiGatewayV2::Api") == prefixed(prefix, "http", "websocket")
    assert names(made, "AWS::CloudWatch::Dashboard") == [prefix]
    ages = [f"oldest-message-{n}" for n in range(1, 11)]
    lanes = ["lane-full-export-sample", "lane-full-import-sample"]
    rates = ["availability", "error-rate"] if stage == "prod" else []
    others = ["dead-letters", "oldest-queued", "slow-requests"]
    assert names(made, "AWS::CloudWatch::Alarm") == prefixed(prefix, *ages, *lanes, *rates, *others)


def test_log_groups(local: Synthesized, prod: Synthesized) -> None:
    assert names(local, "AWS::Logs::LogGroup") == prefixed("/aws/lambda/williams-local", *FUNCTIONS)
    machines = prefixed("/aws/vendedlogs/states/williams-prod", "export-sample", "import-sample")
    functions = prefixed("/aws/lambda/williams-prod", *FUNCTIONS, "model-files")
    access = ["/aws/vendedlogs/apigateway/williams-prod-http", "/aws/vendedlogs/vpc/williams-prod"]
    assert names(prod, "AWS::Logs::LogGroup") == sorted([*machines, *functions, *access])


def test_bucket_names_are_unique_in_the_world_on_aws(local: Synthesized, prod: Synthesized) -> None:
    assert names(local, "AWS::S3::Bucket") == ["williams-local-library"]
    assert names(prod, "AWS::S3::Bucket") == [
        "williams-prod-access-logs-<AWS::AccountId>",
        "williams-prod-edge-logs-<AWS::AccountId>",
        "williams-prod-library-<AWS::AccountId>",
    ]


def test_stack_names_and_their_order(prod: Synthesized) -> None:
    stacks = ("Network", "Data", "Operator", "Pipelines", "Api", "Observability", "Github")
    named = [prod.artifact(f"Williams{stack}")["properties"]["stackName"] for stack in stacks]
    assert named == [f"williams-prod-{stack.lower()}" for stack in stacks]
    assert "WilliamsNetwork" in prod.artifact("WilliamsData")["dependencies"]
    assert "WilliamsData" in prod.artifact("WilliamsOperator")["dependencies"]
    assert "WilliamsOperator" in prod.artifact("WilliamsPipelines")["dependencies"]
    assert {"WilliamsData", "WilliamsPipelines"} <= set(prod.artifact("WilliamsApi")["dependencies"])


def test_nothing_has_a_name_that_is_not_tested(prod: Synthesized) -> None:
    types = {resource["Type"] for template in prod.templates.values() for resource in template["Resources"].values()}
    unnamed = {type for type in types - set(NAMED) if not type.startswith(("AWS::EC2::", "AWS::ApiGatewayV2::"))}
    assert unnamed == {
        "AWS::CloudFront::Distribution",
        "AWS::CloudFront::ResponseHeadersPolicy",
        "AWS::IAM::OIDCProvider",
        "AWS::IAM::Policy",
        "AWS::IAM::Role",
        "AWS::Lambda::EventSourceMapping",
        "AWS::Lambda::LayerVersion",
        "AWS::Lambda::Permission",
        "AWS::Lambda::Version",
        "AWS::RDS::DBInstance",
        "AWS::RDS::DBSubnetGroup",
        "AWS::Route53::RecordSet",
        "AWS::S3::BucketPolicy",
        "AWS::SQS::QueuePolicy",
        "AWS::SecretsManager::SecretTargetAttachment",
        "Custom::CDKBucketDeployment",
        "Custom::Trigger",
    }
    assert not any("RoleName" in role for role in prod.resources("AWS::IAM::Role").values())
