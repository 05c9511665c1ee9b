"""The bucket and the tables."""

from tests.infra.synthesized import Synthesized, text_of
from williams.adapters.dynamodb.tables import CONNECTIONS_TABLE, PROGRESS_TABLE, RATE_LIMITS_TABLE, TTL_ATTRIBUTE

KEPT = (
    "AWS::DynamoDB::Table",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
)


def by_name(definitions: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(definitions, key=lambda definition: definition["AttributeName"])


def test_the_bucket_tells_eventbridge_and_cleans_itself(local: Synthesized) -> None:
    bucket = local.only("AWS::S3::Bucket", BucketName="williams-local-library")
    assert bucket["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert (rules["scratch"]["Prefix"], rules["scratch"]["ExpirationInDays"]) == ("jobs/", 14)
    assert (rules["heard"]["Prefix"], rules["heard"]["ExpirationInDays"]) == ("heard/", 1)
    assert (rules["uploads"]["Prefix"], rules["uploads"]["ExpirationInDays"]) == ("uploads/", 2)
    assert (rules["drop-results"]["Prefix"], rules["drop-results"]["ExpirationInDays"]) == ("drop-results/", 90)
    # Nobody's file is thrown away unseen.
    assert not [rule for rule in rules.values() if rule.get("Prefix", "-").startswith("drop/")]


def test_on_aws_the_library_is_kept_versioned_encrypted_and_closed(prod: Synthesized) -> None:
    resources = prod.templates["WilliamsData"]["Resources"].values()
    kept = [r for r in resources if r["Type"] in KEPT]
    assert len(kept) == 8
    assert {r["DeletionPolicy"] for r in kept} == {"Retain"}
    library = next(r["Properties"] for r in kept if r["Properties"].get("VersioningConfiguration"))
    assert library["VersioningConfiguration"] == {"Status": "Enabled"}
    for bucket in prod.resources("AWS::S3::Bucket").values():
        assert bucket["BucketEncryption"]
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    for policy in prod.resources("AWS::S3::BucketPolicy").values():
        denied = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
        assert denied[0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    for table in prod.resources("AWS::DynamoDB::Table").values():
        assert table["DeletionProtectionEnabled"] is True
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_locally_only_the_bucket_outlives_its_stack(local: Synthesized) -> None:
    resources = local.templates["WilliamsData"]["Resources"].values()
    kept = {resource["Type"] for resource in resources if resource.get("DeletionPolicy", "Delete") != "Delete"}
    assert kept == {"AWS::S3::Bucket"}


def test_the_tables_are_those_that_the_adapters_expect(local: Synthesized) -> None:
    progress = local.only("AWS::DynamoDB::Table", TableName="williams-local-job-progress")
    connections = local.only("AWS::DynamoDB::Table", TableName="williams-local-connections")
    limits = local.only("AWS::DynamoDB::Table", TableName="williams-local-rate-limits")
    tables = ((progress, PROGRESS_TABLE), (connections, CONNECTIONS_TABLE), (limits, RATE_LIMITS_TABLE))
    for table, expected in tables:
        assert table["KeySchema"] == expected["KeySchema"]
        assert by_name(table["AttributeDefinitions"]) == by_name(expected["AttributeDefinitions"])
        assert table["BillingMode"] == expected["BillingMode"]
    view = PROGRESS_TABLE["StreamSpecification"]["StreamViewType"]
    assert progress["StreamSpecification"] == {"StreamViewType": view}
    assert connections["GlobalSecondaryIndexes"] == CONNECTIONS_TABLE["GlobalSecondaryIndexes"]


def test_every_table_forgets(local: Synthesized) -> None:
    for table in local.resources("AWS::DynamoDB::Table").values():
        assert table["TimeToLiveSpecification"] == {"AttributeName": TTL_ATTRIBUTE, "Enabled": True}


def test_the_only_custom_resources_migrate_and_bring_model_files_on_aws(local: Synthesized, prod: Synthesized) -> None:
    for stage, expected in ((local, set()), (prod, {"Custom::CDKBucketDeployment", "Custom::Trigger"})):
        types = {r["Type"] for template in stage.templates.values() for r in template["Resources"].values()}
        assert {type for type in types if type.startswith(("Custom::", "AWS::CloudFormation::"))} == expected


def test_the_database_pauses_is_encrypted_and_kept(prod: Synthesized) -> None:
    cluster = prod.only("AWS::RDS::DBCluster")
    assert (cluster["Engine"], cluster["EngineVersion"]) == ("aurora-postgresql", "18.4")
    assert cluster["ServerlessV2ScalingConfiguration"] == {
        "MinCapacity": 0,
        "MaxCapacity": 4,
        "SecondsUntilAutoPause": 600,
    }
    assert (cluster["StorageEncrypted"], cluster["DeletionProtection"]) == (True, True)
    assert cluster["BackupRetentionPeriod"] == 14
    assert prod.only("AWS::RDS::DBInstance")["PubliclyAccessible"] is False


def test_only_the_functions_reach_the_database(prod: Synthesized) -> None:
    rule = prod.only("AWS::EC2::SecurityGroupIngress")
    assert rule["IpProtocol"] == "tcp"
    assert rule["FromPort"] == rule["ToPort"]
    functions = prod.function("williams-prod-dispatch")["VpcConfig"]["SecurityGroupIds"]
    assert [rule["SourceSecurityGroupId"]] == functions
    (subnets,) = prod.resources("AWS::RDS::DBSubnetGroup").values()
    assert all("dataSubnet" in text_of(subnet) for subnet in subnets["SubnetIds"])


def test_the_functions_read_the_secret_that_the_database_was_given(prod: Synthesized) -> None:
    assert prod.only("AWS::SecretsManager::Secret")["Name"] == "williams-prod/database"
    assert prod.environment("williams-prod-api")["WILLIAMS_DATABASE_SECRET"] == "williams-prod/database"


def test_a_database_that_is_brought_is_found_by_its_secret(brought: Synthesized) -> None:
    types = {r["Type"] for template in brought.templates.values() for r in template["Resources"].values()}
    assert not {type for type in types if type.startswith(("AWS::RDS", "AWS::EC2"))}
    assert brought.environment("williams-test-api")["WILLIAMS_DATABASE_SECRET"] == "shared/postgres"
    read = next(s for s in brought.statements("williams-test-dispatch") if "secretsmanager" in text_of(s["Action"]))
    assert ":secret:shared/postgres-??????" in text_of(read["Resource"])
