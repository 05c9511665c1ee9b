"""A project as small as can be, deployed to a local cloud of its own: one function with a layer, a bucket, a table.

Its `infra/app.py` writes the cloud assembly by hand, so that no test waits for the CDK.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from williams_localcloud.application import APPLICATION
from williams_localcloud.cloud import LocalCloud
from williams_localcloud.files import read_json
from williams_localcloud.paths import LocalPaths

APP = """
import hashlib, json, os, shutil
from pathlib import Path

root, out = Path.cwd(), Path(os.environ["CDK_OUTDIR"])
layers = json.loads(os.environ["CDK_CONTEXT_JSON"])["layers"]
bucket = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"
files = {}


def asset(name):
    folder = out / f"asset.{name}"
    content = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    key = hashlib.sha256(content).hexdigest() + ".zip"
    source = {"path": folder.name, "packaging": "zip"}
    files[key] = {"source": source, "destinations": {"local": {"bucketName": bucket, "objectKey": key}}}
    return {"S3Bucket": bucket.replace("${AWS::AccountId}", "000000000000").replace("${AWS::Region}", "us-east-1"),
            "S3Key": key}


shutil.copytree(root / "functions", out / "asset.function")
link = out / "asset.layer/python/lib/python3.13/site-packages/layer.pth"
link.parent.mkdir(parents=True)
link.write_text(f"import sys; sys.path.insert(0, {layers + '/core'!r})\\n")
resources = {
    "Library": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "library"},
                "DeletionPolicy": "RetainExceptOnCreate"},
    "Progress": {"Type": "AWS::DynamoDB::Table", "Properties": {
        "TableName": "progress", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True}}},
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement":
        [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}}},
    "Layer": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": asset("layer")}},
    "Hello": {"Type": "AWS::Lambda::Function", "Properties": {
        "FunctionName": "hello", "Runtime": "python3.13", "Handler": "hello.handler", "Timeout": 120,
        "Code": asset("function"),
        "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Layers": [{"Ref": "Layer"}], "ReservedConcurrentExecutions": 3}},
    **json.loads((root / "infra/extra.json").read_text()),
}
outputs = {"Bucket": {"Value": {"Ref": "Library"}}, "ApiUrl": {"Value": "-"}, "WebSocketUrl": {"Value": "-"}}
(out / "Toy.template.json").write_text(json.dumps({"Resources": resources, "Outputs": outputs}))
key = hashlib.sha256((out / "Toy.template.json").read_bytes()).hexdigest() + ".json"
files[key] = {"source": {"path": "Toy.template.json", "packaging": "file"},
              "destinations": {"local": {"bucketName": bucket, "objectKey": key}}}
(out / "Toy.assets.json").write_text(json.dumps({"files": files}))
(out / "manifest.json").write_text(json.dumps({"artifacts": {
    "Toy.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Toy.assets.json"}},
    "Toy": {"type": "aws:cloudformation:stack", "dependencies": ["Toy.assets"],
            "properties": {"templateFile": "Toy.template.json", "stackName": "toy"}}}}))
"""
# `wsproto` is also installed in the emulator's own environment: the layer's must win.
HANDLER = """
import time

import wsproto


def handler(event, context):
    print("called")
    time.sleep(event.get("seconds", 0))
    return {"greeting": "hello", "layer": getattr(wsproto, "VALUE", "the emulator's")}
"""


def write_project(root: Path) -> None:
    """Write the project's files."""
    files = {"infra/__init__.py": "", "infra/app.py": APP, "infra/extra.json": "{}", "functions/hello.py": HANDLER}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def open_cloud(root: Path) -> LocalCloud:
    """A new object each time, as each command has."""
    return LocalCloud(LocalPaths(root), report=lambda _: None, application=replace(APPLICATION, build_layers=_build))


def remove_project(root: Path) -> None:
    """Stop everything, and remove also what root's Postgres left outside the project."""
    open_cloud(root).down()
    elsewhere = read_json(LocalPaths(root).local / "postgres-home.json")
    if elsewhere:
        shutil.rmtree(elsewhere["home"])


def _build(paths: LocalPaths) -> None:
    (paths.layers / "core").mkdir(parents=True, exist_ok=True)
    (paths.layers / "core" / "wsproto.py").write_text('VALUE = "the layer\'s"\n')
