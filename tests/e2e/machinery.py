"""The deployment's inner parts, which tests misuse on purpose: functions, queues, executions, workers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

from tests.e2e.cloud import Cloud

PREFIX = "williams-local"
# The functions that hand out places.
DISPATCHERS = ("dispatch", "settle-job", "reconcile")


@dataclass(frozen=True)
class Machinery:
    cloud: Cloud

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """Call a function and return its answer; fail when it fails."""
        answer = self.invoke_anyway(function, event)
        assert "FunctionError" not in answer, answer["Payload"]
        return answer["Payload"]

    def invoke_anyway(self, function: str, event: dict[str, Any]) -> dict[str, Any]:
        answer = self.cloud.aws.client("lambda").invoke(
            FunctionName=f"{PREFIX}-{function}", Payload=json.dumps(event).encode()
        )
        return {**answer, "Payload": json.loads(answer["Payload"].read() or b"null")}

    def tick(self) -> dict[str, int]:
        """What the schedule does every minute; return what was healed."""
        healed: dict[str, int] = self.invoke("reconcile", {"source": "test"})
        return healed

    def wake(self, job_id: str, priority: int, times: int = 1) -> None:
        sqs = self.cloud.aws.client("sqs")
        url = self.queue_url(priority)
        for _ in range(times):
            sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"job_id": job_id}))

    def queue_url(self, priority: int) -> str:
        url: str = self.cloud.aws.client("sqs").get_queue_url(QueueName=f"{PREFIX}-priority-{priority}")["QueueUrl"]
        return url

    def executions(self, plugin: str, job_id: str) -> dict[str, str]:
        """The states of a job's executions by their names."""
        pages = (
            self.cloud.aws.client("stepfunctions")
            .get_paginator("list_executions")
            .paginate(stateMachineArn=self.machine(plugin))
        )
        listed = [execution for page in pages for execution in page["executions"]]
        return {each["name"]: each["status"] for each in listed if each["name"].startswith(f"{job_id}-")}

    def machine(self, plugin: str) -> str:
        listed = self.cloud.aws.client("stepfunctions").list_state_machines(maxResults=1000)["stateMachines"]
        (arn,) = [each["stateMachineArn"] for each in listed if each["name"] == f"{PREFIX}-{plugin.replace('.', '-')}"]
        return str(arn)

    def stop(self, plugin: str, execution: str) -> None:
        arn = self.machine(plugin).replace(":stateMachine:", ":execution:") + f":{execution}"
        self.cloud.aws.client("stepfunctions").stop_execution(executionArn=arn)

    @contextmanager
    def environment(self, function: str, **variables: str) -> Iterator[None]:
        """Let a function see other settings for a while."""
        client, name = self.cloud.aws.client("lambda"), f"{PREFIX}-{function}"
        before = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        try:
            client.update_function_configuration(FunctionName=name, Environment={"Variables": before | variables})
            yield
        finally:
            client.update_function_configuration(FunctionName=name, Environment={"Variables": before})

    @contextmanager
    def lanes(self, for_others: int = 0, **places: int) -> Iterator[None]:
        """Give plugins other numbers of places; ``export_faulty`` stands for ``export.faulty``.

        One owner leaves places ``for_others``.
        """
        lanes = {name.replace("_", "."): number for name, number in places.items()}
        variables = {"WILLIAMS_LANES": json.dumps(lanes), "WILLIAMS_PLACES_FOR_OTHERS": str(for_others)}
        with ExitStack() as stack:
            for function in DISPATCHERS:
                stack.enter_context(self.environment(function, **variables))
            yield


def kill(pid: int) -> bool:
    """SIGKILL to a worker of ours; return whether it was still there."""
    try:
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE
        process.kill()
    except psutil.NoSuchProcess:
        return False
    return alive
