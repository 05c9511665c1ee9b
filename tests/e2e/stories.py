"""What a job went through and what the functions logged: for the message of a test that failed."""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter

from tests.e2e.cloud import Cloud

LOG_GROUPS = "/aws/lambda/"
LOG_LINES = 40
_NOISE = ("START RequestId", "END RequestId", "REPORT RequestId", '{"level":"INFO"')


def story(cloud: Cloud, owner: str, job_id: str) -> str:
    """The job's row and its events, one a line."""
    job = cloud.jobs.job(owner, job_id)
    error = f"\n  error {job.error.code} in {job.error.stage}: {job.error.message}" if job.error else ""
    lines = [f"{job_id} ({job.plugin_id}) is {job.status}, execution {job.execution_no}{error}"]
    for event in cloud.events(owner, job_id):
        number = event.item if event.batch is None else event.batch
        place = "" if event.stage is None else event.stage if number is None else f"{event.stage}[{number}]"
        words = (event.kind, event.status or "", place, f"#{event.execution_no}", event.message or "")
        lines.append(f"  {event.seq:>3} {event.at:%H:%M:%S.%f} {' '.join(filter(None, words))}")
    return "\n".join(lines)


def function_logs(cloud: Cloud, since: datetime) -> str:
    """The last lines that the functions logged since then, without those that only say that all is well."""
    logs = cloud.aws.client("logs")
    found = []
    for group in logs.describe_log_groups(logGroupNamePrefix=LOG_GROUPS)["logGroups"]:
        name = group["logGroupName"]
        events = logs.filter_log_events(logGroupName=name, startTime=int(since.timestamp() * 1000))["events"]
        found += [(event["timestamp"], name.rsplit("/", 1)[-1], event["message"].rstrip()) for event in events]
    told = [
        f"{name}: {message}" for _, name, message in sorted(found, key=itemgetter(0)) if not message.startswith(_NOISE)
    ]
    return "\n".join(told[-LOG_LINES:])
