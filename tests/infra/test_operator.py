"""Migrating before the rest is deployed, and GitHub's right to deploy."""

import json
from typing import Any

from tests.infra.stages import DEPLOYED_FILES
from tests.infra.synthesized import Synthesized, text_of
from williams_localcloud.models import METADATA


def test_the_stores_are_prepared_at_each_new_version_of_the_code(prod: Synthesized) -> None:
    trigger = prod.only("Custom::Trigger")
    version = prod.templates["WilliamsOperator"]["Resources"][trigger["HandlerArn"]["Ref"]]
    assert version["Type"] == "AWS::Lambda::Version"
    migrate = prod.logical_id("AWS::Lambda::Function", FunctionName="williams-prod-migrate")
    assert version["Properties"]["FunctionName"] == {"Ref": migrate}
    assert trigger["InvocationType"] == "RequestResponse"
    assert int(trigger["Timeout"]) > prod.function("williams-prod-migrate")["Timeout"] * 1000


def policies(stage: Synthesized, stack: str) -> dict[str, dict[str, Any]]:
    resources = stage.templates[stack]["Resources"].items()
    return {logical: r["Properties"] for logical, r in resources if r["Type"] == "AWS::IAM::Policy"}


def test_it_is_prepared_with_all_its_rights(prod: Synthesized) -> None:
    (trigger,) = (r for r in prod.templates["WilliamsOperator"]["Resources"].values() if r["Type"] == "Custom::Trigger")
    role = prod.function("williams-prod-migrate")["Role"]["Fn::GetAtt"][0]
    rights = {id for id, policy in policies(prod, "WilliamsOperator").items() if {"Ref": role} in policy["Roles"]}
    assert rights
    assert rights <= set(trigger["DependsOn"])


def test_locally_the_supervisor_prepares_them(local: Synthesized) -> None:
    assert not local.resources("Custom::Trigger")
    assert local.function("williams-local-migrate")["Handler"] == "functions.migrate.handler.handler"


def test_the_model_files_are_in_the_bucket_before_functions_change(prod: Synthesized) -> None:
    (deployment,) = prod.resources("Custom::CDKBucketDeployment").values()
    assert text_of(deployment["DestinationBucketName"]) == "williams-prod-library-<AWS::AccountId>"
    assert (deployment["DestinationBucketKeyPrefix"], deployment["Prune"]) == ("models", False)
    (key,) = deployment["SourceObjectKeys"]
    shipped = (prod.folder / f"asset.{key.removesuffix('.zip')}").iterdir()
    assert {path.name: path.stat().st_size for path in shipped} == {file.sha256: file.size for file in DEPLOYED_FILES}
    assert "WilliamsOperator" in prod.artifact("WilliamsPipelines")["dependencies"]


def test_locally_the_template_says_which_model_files_to_put_where(local: Synthesized) -> None:
    assert not local.resources("Custom::CDKBucketDeployment")
    assert local.templates["WilliamsOperator"]["Metadata"][METADATA] == {
        "bucket": "williams-local-library",
        "bytes": {file.sha256: file.size for file in DEPLOYED_FILES},
    }


def test_github_may_deploy_from_one_environment_of_one_repository(prod: Synthesized) -> None:
    role = prod.only("AWS::IAM::Role", Description="Deploys the stage prod from example/williams-librarian")
    (trusted,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trusted["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert trusted["Condition"]["StringEquals"] == {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": "repo:example/williams-librarian:environment:prod",
    }


def test_github_may_take_the_bootstraps_roles_and_do_nothing_else(prod: Synthesized) -> None:
    (policy,) = policies(prod, "WilliamsGithub").values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == "sts:AssumeRole"
    names = {text_of(arn).split(":role/cdk-hnb659fds-")[1].split("-<")[0] for arn in statement["Resource"]}
    assert names == {"deploy-role", "file-publishing-role", "lookup-role"}


def test_nobody_may_deploy_unless_asked_for(brought: Synthesized) -> None:
    assert "WilliamsGithub" not in brought.templates
    assert json.dumps(brought.templates).count("token.actions.githubusercontent.com") == 0
