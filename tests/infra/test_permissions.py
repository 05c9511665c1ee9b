"""Least privilege, as a table: what each function may do to what, and nothing else."""

import pytest

from infra.plugins import Plugins, kept_folders
from tests.infra.roles import Table, allowed, nameless, of_role
from tests.infra.synthesized import Synthesized, listed
from williams.plugin.registry import registry

LOGS: Table = {"logs:CreateLogStream": {"own log group"}, "logs:PutLogEvents": {"own log group"}}
ON_AWS: Table = {"xray:PutTelemetryRecords": {"*"}, "xray:PutTraceSegments": {"*"}}
IN_VPC: Table = {
    f"ec2:{action}": {"*"}
    for action in (
        "AssignPrivateIpAddresses",
        "CreateNetworkInterface",
        "DeleteNetworkInterface",
        "DescribeNetworkInterfaces",
        "DescribeSubnets",
        "UnassignPrivateIpAddresses",
    )
}
START: Table = {"states:StartExecution": {"stateMachine:import-sample", "stateMachine:export-sample"}}
EXECUTIONS = {"execution:import-sample:*", "execution:export-sample:*"}
PROGRESS: Table = {"dynamodb:GetItem": {"job-progress"}, "dynamodb:UpdateItem": {"job-progress"}}
WAKE: Table = {"sqs:SendMessage": {f"priority-{n}" for n in range(1, 11)}}
RESULTS = {"library/drop-results/*"}
# What stands of a job that failed tells with which engines it was tried.
ANSWER: Table = {
    "s3:ListBucket": {"library"},
    "s3:GetObject": {*RESULTS, "library/jobs/*"},
    "s3:PutObject": RESULTS,
    "s3:AbortMultipartUpload": RESULTS,
    "s3:DeleteObject": {"library/drop/taken/*"},
}
SETTLING: Table = START | PROGRESS | WAKE | ANSWER | {"s3:DeleteObject": {"library/jobs/*", "library/drop/taken/*"}}
PUSH = {f"websocket/prod/{method}/@connections/*" for method in ("DELETE", "POST")}
DATABASE: Table = {"secretsmanager:GetSecretValue": {"database"}}
STORES: Table = {"secretsmanager:GetSecretValue": {"database", "graph"}}
LIBRARY = {"library/documents/*", "library/samples/*"}


def run_stage(folder: str, *keys: str, models: bool = False) -> Table:
    """``keys`` is the secret of the providers, for an engine with a key or a plugin with a secret setting.

    ``models`` is for engines with model files.
    """
    written = {"library/jobs/*", f"library/{folder}/*"}
    return PROGRESS | {
        "secretsmanager:GetSecretValue": {"database", "graph", *keys},
        "s3:ListBucket": {"library"},
        "s3:GetObject": {
            *("library/jobs/*", "library/uploads/*", "library/drop/taken/*", *LIBRARY),
            *(["library/models/*"] if models else []),
        },
        "s3:PutObject": written,
        "s3:AbortMultipartUpload": written,
    }


ALLOWED: dict[str, Table] = {
    "api": IN_VPC
    | PROGRESS
    | WAKE
    | {
        "dynamodb:BatchGetItem": {"job-progress"},
        "dynamodb:UpdateItem": {"job-progress", "rate-limits"},
        "secretsmanager:GetSecretValue": {"database", "graph", "signing"},
        "s3:ListBucket": {"library"},
        "s3:GetObject": {"library/uploads/*", "library/models/*", *RESULTS, *LIBRARY},
        "s3:PutObject": {"library/uploads/*", *RESULTS},
        "s3:AbortMultipartUpload": {"library/uploads/*", *RESULTS},
        "s3:DeleteObject": {
            *("library/jobs/*", "library/uploads/*", "library/documents/*"),
            "library/drop/taken/*",
        },
        "states:StopExecution": EXECUTIONS,
        "events:EnableRule": {"rule tick"},
    },
    "websocket": {
        "secretsmanager:GetSecretValue": {"signing"},
        "dynamodb:GetItem": {"job-progress", "connections"},
        "dynamodb:PutItem": {"connections"},
        "dynamodb:DeleteItem": {"connections"},
        "dynamodb:Query": {"connections/index/by_connection"},
        "execute-api:ManageConnections": PUSH,
    },
    "publish-progress": {
        "dynamodb:Query": {"connections", "connections/index/by_connection"},
        "dynamodb:DeleteItem": {"connections"},
        "dynamodb:DescribeStream": {"stream"},
        "dynamodb:GetRecords": {"stream"},
        "dynamodb:GetShardIterator": {"stream"},
        "dynamodb:ListStreams": {"stream"},
        "execute-api:ManageConnections": PUSH,
    },
    "dispatch": IN_VPC
    | STORES
    | START
    | PROGRESS
    | WAKE
    | ANSWER
    | {
        f"sqs:{action}": {f"priority-{n}" for n in range(1, 11)}
        for action in (
            "ChangeMessageVisibility",
            "DeleteMessage",
            "GetQueueAttributes",
            "GetQueueUrl",
            "ReceiveMessage",
        )
    },
    "drop-folder": IN_VPC
    | DATABASE
    | PROGRESS
    | WAKE
    | {
        f"sqs:{action}": {"drop-folder"}
        for action in (
            "ChangeMessageVisibility",
            "DeleteMessage",
            "GetQueueAttributes",
            "GetQueueUrl",
            "ReceiveMessage",
        )
    }
    | {
        "s3:ListBucket": {"library"},
        "s3:GetObject": {"library/drop/inbox/*", "library/drop/state/*", *RESULTS},
        "s3:PutObject": {"library/drop/taken/*", "library/drop/state/*", *RESULTS},
        "s3:AbortMultipartUpload": {"library/drop/taken/*", "library/drop/state/*", *RESULTS},
        "s3:DeleteObject": {"library/drop/inbox/*", "library/drop/taken/*"},
    },
    "settle-job": IN_VPC | STORES | SETTLING | {"states:StopExecution": EXECUTIONS, "events:EnableRule": {"rule tick"}},
    "reconcile": IN_VPC
    | STORES
    | SETTLING
    | {
        "states:DescribeExecution": EXECUTIONS,
        "states:StopExecution": EXECUTIONS,
        "events:EnableRule": {"rule tick"},
        "events:DisableRule": {"rule tick"},
    },
    "migrate": IN_VPC | {"secretsmanager:GetSecretValue": {"database", "graph"}},
    "grant-token": IN_VPC | DATABASE,
    "weigh-owner": IN_VPC | DATABASE,
    "run-stage-import-sample": IN_VPC | run_stage("documents", "providers", models=True),
    "run-stage-export-sample": IN_VPC | run_stage("samples", "providers", models=True),
}


@pytest.mark.parametrize("function", sorted(ALLOWED))
def test_a_function_may_do_this_and_nothing_else(prod: Synthesized, function: str) -> None:
    assert allowed(prod, f"williams-prod-{function}") == ALLOWED[function] | LOGS | ON_AWS


def test_who_puts_the_model_files_there_reads_their_archive_and_deletes_nothing(prod: Synthesized) -> None:
    functions = prod.resources("AWS::Lambda::Function").values()
    (deployer,) = (each for each in functions if nameless(each) == "of the model files")
    assert of_role(prod, deployer["Role"]["Fn::GetAtt"][0]) == LOGS | {
        "s3:GetObject": {"archive"},
        "s3:ListBucket": {"library"},
        "s3:PutObject": {"library/models/*"},
        "s3:AbortMultipartUpload": {"library/models/*"},
    }


def test_the_table_covers_every_function(prod: Synthesized) -> None:
    names = {str(f["FunctionName"]) for f in prod.functions()}
    assert names == {f"williams-prod-{function}" for function in ALLOWED}


def test_no_action_is_a_wildcard(prod: Synthesized) -> None:
    policies = prod.resources("AWS::IAM::Policy").values()
    statements = [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]
    assert not [action for s in statements for action in listed(s["Action"]) if "*" in action]


@pytest.mark.parametrize("stage", ["prod", "brought"])
def test_only_what_reaches_postgres_is_in_the_vpc(stage: str, request: pytest.FixtureRequest) -> None:
    made: Synthesized = request.getfixturevalue(stage)
    names = {str(f["FunctionName"]).split("-", 2)[2] for f in made.functions() if "VpcConfig" in f}
    assert names == set(ALLOWED) - {"websocket", "publish-progress"}


def test_the_vpc_is_the_one_that_was_brought(brought: Synthesized) -> None:
    assert brought.function("williams-test-api")["VpcConfig"] == {
        "SecurityGroupIds": ["sg-0a1b2c3d"],
        "SubnetIds": ["subnet-0a1b2c3d", "subnet-1a2b3c4d"],
    }


@pytest.mark.parametrize(
    ("plugin_id", "folders"),
    [
        ("import.web", ["documents", "images", "listings", "videos", "webpages"]),
        ("import.pdf", ["documents"]),
        ("import.listing", ["listings", "uploads"]),
    ],
)
def test_what_takes_any_address_may_write_where_other_imports_keep_theirs(plugin_id: str, folders: list[str]) -> None:
    plugins: Plugins = {each.plugin_id: each for each in registry().imports()}
    assert kept_folders(plugins[plugin_id], plugins) == folders
