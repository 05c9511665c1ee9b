"""Who may do what: the statements of each role, with short names for what they are about."""

from __future__ import annotations

from tests.infra.synthesized import Properties, Synthesized, listed, text_of

ACCOUNT = "<AWS::Region>:<AWS::AccountId>"
ARN = "arn:<AWS::Partition>"

Table = dict[str, set[str]]


def allowed(stage: Synthesized, function: str) -> Table:
    """The actions of a function's role, each with its resources."""
    return _table(stage, stage.statements(function))


def of_role(stage: Synthesized, role: str) -> Table:
    """The same for a role by its logical id."""
    return _table(stage, stage.role_statements(role))


def every_role(stage: Synthesized) -> dict[str, Table]:
    """The same for every role of the stage, by who takes it; without the prefix ``williams-prod-``."""
    owners = {_owner(stage, role, properties): role for role, properties in stage.resources("AWS::IAM::Role").items()}
    return {owner: of_role(stage, role) for owner, role in sorted(owners.items())}


def _owner(stage: Synthesized, role: str, properties: Properties) -> str:
    taken = {"Fn::GetAtt": [role, "Arn"]}
    for type, property, name in (
        ("AWS::Lambda::Function", "Role", "FunctionName"),
        ("AWS::StepFunctions::StateMachine", "RoleArn", "StateMachineName"),
    ):
        for taker in stage.resources(type).values():
            if taker.get(property) == taken:
                kind = type.rpartition("::")[2]
                return f"{kind} {str(taker.get(name) or nameless(taker)).removeprefix('williams-prod-')}"
    (trusted,) = properties["AssumeRolePolicyDocument"]["Statement"]
    return f"Service {trusted['Principal']['Service']}"


def nameless(function: Properties) -> str | None:
    """What a function is for that a construct of CDK's brings; None for one of ours."""
    return {"__entrypoint__.handler": "of the trigger", "index.handler": "of the model files"}.get(function["Handler"])


def _table(stage: Synthesized, statements: list[dict[str, object]]) -> Table:
    table: Table = {}
    for statement in statements:
        assert statement["Effect"] == "Allow"
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        for action in listed(statement["Action"]):  # type: ignore[arg-type]
            table.setdefault(action, set()).update(_short(stage, resource) for resource in resources)
    return table


def _short(stage: Synthesized, resource: object) -> str:
    """A resource by its name, without what is the same for all."""
    text = text_of(resource)
    for prefix, put in (
        (f"{ARN}:secretsmanager:{ACCOUNT}:secret:williams-prod/", ""),
        (f"{ARN}:s3:::williams-prod-library-<AWS::AccountId>", "library"),
        (f"{ARN}:dynamodb:{ACCOUNT}:table/williams-prod-", ""),
        (f"{ARN}:sqs:{ACCOUNT}:williams-prod-", ""),
        (f"{ARN}:states:{ACCOUNT}:", ""),
        (f"{ARN}:events:{ACCOUNT}:rule/williams-prod-", "rule "),
    ):
        text = text.replace(prefix, put)
    text = text.replace(":williams-prod-", ":").removesuffix("-??????")
    return _named(stage, text)


def _named(stage: Synthesized, text: str) -> str:
    reference, _, attribute = text.strip("<>").partition(".")
    if "StreamArn" in text:
        return "stream"
    if "-assets-" in text and text.endswith(".zip"):
        return "archive"
    if reference in stage.resources("AWS::Logs::LogGroup"):
        return "own log group"
    if attribute == "Arn":
        for type, name in (("AWS::SQS::Queue", "QueueName"), ("AWS::Lambda::Function", "FunctionName")):
            if reference in stage.resources(type):
                return str(stage.resources(type)[reference][name]).removeprefix("williams-prod-")
    api = stage.logical_id("AWS::ApiGatewayV2::Api", Name="williams-prod-websocket")
    return text.replace(f"{ARN}:execute-api:{ACCOUNT}:<{api}>", "websocket")
