"""A bare handler behind an HTTP API of its own, in the same emulator and with the same layers as ours."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from tests.benchmarks.cloud import Guest

_HANDLER = '''
import json

from aws_lambda_powertools import Logger
from fastapi import FastAPI
from mangum import Mangum
from pydantic import BaseModel

ANSWER = json.loads("""ANSWER_JSON""")
log = Logger(service="bare")
app = FastAPI()


class Job(BaseModel):
    FIELDS


@app.get("/api/jobs/{job_id}")
def get_job(job_id: str) -> Job:
    return Job(**ANSWER)


gateway = Mangum(app, lifespan="off")


def handler(event, context):
    answer = gateway(event, context)
    log.info("answered", path=event["requestContext"]["http"]["path"], status=answer["statusCode"])
    return answer
'''


def _code(answer: dict[str, Any]) -> bytes:
    fields = "\n    ".join(f"{name}: {type(value).__name__} | None = None" for name, value in answer.items())
    fields = fields.replace("NoneType | None", "str | None")
    source = _HANDLER.replace("FIELDS", fields).replace("ANSWER_JSON", json.dumps(answer).replace("\\", "\\\\"))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("bare.py", source)
    return archive.getvalue()


@contextmanager
def bare_api(guest: Guest, answer: dict[str, Any]) -> Iterator[str]:
    """Deploy a function that answers ``answer`` and yield its URL; it is removed afterwards."""
    functions, gateway = guest.aws.client("lambda"), guest.aws.client("apigatewayv2")
    name = guest.owner
    ours = functions.get_function_configuration(FunctionName=guest.info.outputs["ApiFunction"])
    with ExitStack() as leaving:
        function = functions.create_function(
            FunctionName=name,
            Runtime=ours["Runtime"],
            Role=ours["Role"],
            Handler="bare.handler",
            Code={"ZipFile": _code(answer)},
            Layers=[layer["Arn"] for layer in ours["Layers"]],
            MemorySize=ours["MemorySize"],
            Timeout=ours["Timeout"],
        )
        leaving.callback(functions.delete_function, FunctionName=name)
        api_id = gateway.create_api(Name=name, ProtocolType="HTTP")["ApiId"]
        leaving.callback(gateway.delete_api, ApiId=api_id)
        integration = gateway.create_integration(
            ApiId=api_id,
            IntegrationType="AWS_PROXY",
            IntegrationUri=function["FunctionArn"],
            PayloadFormatVersion="2.0",
        )
        gateway.create_route(ApiId=api_id, RouteKey="$default", Target=f"integrations/{integration['IntegrationId']}")
        gateway.create_stage(ApiId=api_id, StageName="$default", AutoDeploy=True)
        base, _, _ = guest.info.api_url.partition("/_aws/execute-api/")
        yield f"{base}/_aws/execute-api/{api_id}/$default/api/jobs/bare"
