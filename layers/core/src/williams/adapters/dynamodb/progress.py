"""ProgressPort in DynamoDB: one item per job, every write conditional.

What happens all the time is one UpdateItem: a report or a finished item within the same status, and a change of status
by the process that wrote last. A refusal brings the item along, from which the rare rest is decided and written on
condition that nobody wrote in between.
"""

from __future__ import annotations

import random
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from williams.adapters.aws import aws_errors, error_code
from williams.adapters.dynamodb.items import change_of, plain, state_of, typed, values_of
from williams.domain.errors import StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.jobs import TERMINAL, JobError, JobStatus
from williams.domain.notices import NoticeDigest
from williams.domain.progress import ProgressEvent, ProgressRecord
from williams.domain.progress_rules import FULL, QUIET_MS, State, Update, added, points, reported

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WHAT: Final = "The progress table"
_KEPT_SECONDS: Final = 7 * 24 * 3600
_RACES: Final = 25
_RACE_PAUSE_SECONDS: Final = 0.005
_LONGEST_PAUSE_SECONDS: Final = 0.1
_REMEMBERED: Final = 100
# `status`, `owner` and others are reserved words, so every attribute goes by an alias.
_LATEST: Final = (
    "job_id",
    "status",
    "progress",
    "stage",
    "seq",
    "updated_at",
    "execution",
    "error_code",
    "error_message",
    "notices",
)
_NAMES: Final = (*_LATEST, "owner", "history", "expires_at")
# As many as one request may name.
_READ_AT_ONCE: Final = 100
_READS: Final = 5

_TOUCH: Final = (
    "#stage = :stage, #error_code = :error_code, #error_message = :error_message, "
    "#updated_at = :now, #seq = #seq + :one"
)
_SAME_STATUS: Final = "#status = :status AND #execution = :execution"
_SAME_STATUS_LATER: Final = f"{_SAME_STATUS} AND #updated_at <= :quiet"


class _Refused(Exception):
    """A condition failed; ``state`` is the record that made it fail."""

    def __init__(self, state: State | None) -> None:
        super().__init__()
        self.state = state


class DynamoDbProgress:
    """See :data:`williams.adapters.dynamodb.tables.PROGRESS_TABLE`. ``now_ms`` is the time in Unix milliseconds."""

    def __init__(
        self, table: str, client: DynamoDBClient, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ) -> None:
        self._table = table
        self._client = client
        self._now_ms = now_ms
        self._written: OrderedDict[str, State] = OrderedDict()

    def report(
        self,
        owner: str,
        execution: Execution,
        status: JobStatus,
        percent: float,
        message: str,
        error: JobError | None = None,
        notices: NoticeDigest | None = None,
    ) -> bool:
        update = Update(owner, status, points(percent), message, self._now_ms(), execution.number, error, notices)
        try:
            self._report_expected(execution.job_id, update)
        except _Refused as refusal:
            return self._decide(execution.job_id, refusal.state, update, reported)
        return True

    def _report_expected(self, job_id: str, update: Update) -> None:
        """Write on condition that the record is as this process left it, or that the status stays. Raises _Refused."""
        left = self._written.get(job_id)
        new = reported(left, update)
        if new is not None and (update.status is JobStatus.PENDING if left is None else _changes(left, update)):
            self._replace(job_id, left, new, update.at)
            return
        self._report_within_status(job_id, update)
        self._remember(job_id, new if left else None)

    def add(self, owner: str, execution: Execution, status: JobStatus, percent: float, message: str) -> None:
        update = Update(owner, status, points(percent), message, self._now_ms(), execution.number)
        try:
            self._add_within_status(execution.job_id, update)
            # Others add to the same record.
            self._remember(execution.job_id, None)
        except _Refused as refusal:
            self._decide(execution.job_id, refusal.state, update, added)

    def record(self, job_id: str) -> ProgressRecord | None:
        state = self._state(job_id)
        return state.record(job_id) if state else None

    def latest(self, job_ids: Collection[str]) -> dict[str, ProgressEvent]:
        wanted = list(dict.fromkeys(job_ids))
        found: dict[str, ProgressEvent] = {}
        for begin in range(0, len(wanted), _READ_AT_ONCE):
            for item in self._items(wanted[begin : begin + _READ_AT_ONCE]):
                values = plain(item)
                found[values["job_id"]] = change_of(values).event(values["job_id"])
        return found

    def _items(self, job_ids: list[str]) -> Iterator[Mapping[str, Any]]:
        """What is not answered at once, DynamoDB names to be asked for again."""
        wanted: Any = {
            self._table: {
                "Keys": [typed({"job_id": job_id}) for job_id in job_ids],
                "ConsistentRead": True,
                "ProjectionExpression": ", ".join(f"#{name}" for name in _LATEST),
                "ExpressionAttributeNames": {f"#{name}": name for name in _LATEST},
            }
        }
        for race in range(_READS):
            with aws_errors(_WHAT):
                answer = self._client.batch_get_item(RequestItems=wanted)
            yield from answer["Responses"].get(self._table, ())
            wanted = answer.get("UnprocessedKeys")
            if not wanted:
                return
            time.sleep(random.uniform(0, _pause_seconds(race)))
        raise StoreUnavailable(f"{_WHAT} did not answer for every job. Try again.")

    def _report_within_status(self, job_id: str, update: Update) -> None:
        self._refuse_terminal(job_id, update)
        condition = f"{_SAME_STATUS_LATER} AND #progress <= :percent"
        self._write(job_id, f"SET #progress = :percent, {_TOUCH}", condition, _parameters(update))

    def _add_within_status(self, job_id: str, update: Update) -> None:
        self._refuse_terminal(job_id, update)
        parameters = {**_parameters(update), "room": FULL - update.percent}
        raised = "SET #progress = #progress + :percent"
        try:
            condition = f"{_SAME_STATUS_LATER} AND #progress <= :room"
            self._write(job_id, f"{raised}, {_TOUCH}", condition, parameters)
        except _Refused as refusal:
            if refusal.state is None or refusal.state.latest.status is not update.status:
                raise
            # Too soon to be told to anybody, but it counts.
            self._write(job_id, raised, f"{_SAME_STATUS} AND #progress <= :room", parameters)

    def _refuse_terminal(self, job_id: str, update: Update) -> None:
        if update.status in TERMINAL:
            raise _Refused(self._state(job_id))

    def _decide(
        self, job_id: str, state: State | None, update: Update, rule: Callable[[State | None, Update], State | None]
    ) -> bool:
        for race in range(_RACES):
            wanted = rule(state, update)
            if wanted is None:
                return False
            try:
                self._replace(job_id, state, wanted, update.at)
            except _Refused as refusal:
                state = refusal.state
                time.sleep(random.uniform(0, _pause_seconds(race)))
            else:
                return True
        raise StoreUnavailable(f"Too many writers report on job {job_id} at once. Try again.")

    def _replace(self, job_id: str, old: State | None, new: State, now: int) -> None:
        values = {
            **values_of(new.latest),
            "owner": new.owner,
            "history": [values_of(change) for change in new.history],
            "expires_at": now // 1000 + _KEPT_SECONDS,
        }
        update = "SET " + ", ".join(f"#{name} = :{name}" for name in values)
        if old is None:
            self._write(job_id, update, "attribute_not_exists(#seq)", values)
        else:
            # A quiet addition changes the progress alone, so the sequence number does not tell all.
            unchanged = {"old_seq": old.latest.seq, "old_progress": old.latest.progress}
            self._write(job_id, update, "#seq = :old_seq AND #progress = :old_progress", {**values, **unchanged})
        self._remember(job_id, new)

    def _remember(self, job_id: str, state: State | None) -> None:
        self._written.pop(job_id, None)
        if state is not None:
            self._written[job_id] = state
            while len(self._written) > _REMEMBERED:
                self._written.popitem(last=False)

    def _write(self, job_id: str, update: str, condition: str, parameters: Mapping[str, Any]) -> None:
        used = f"{update} {condition}"
        with aws_errors(_WHAT):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=typed({"job_id": job_id}),
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeNames={f"#{name}": name for name in _NAMES if f"#{name}" in used},
                    ExpressionAttributeValues={
                        f":{name}": value for name, value in typed(parameters).items() if _mentions(used, name)
                    },
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if error_code(error) != "ConditionalCheckFailedException":
                    raise
                item: Mapping[str, Any] | None = error.response.get("Item")  # type: ignore[assignment]
                raise _Refused(state_of(item) if item else None) from None

    def _state(self, job_id: str) -> State | None:
        with aws_errors(_WHAT):
            answer = self._client.get_item(TableName=self._table, Key=typed({"job_id": job_id}), ConsistentRead=True)
        return state_of(answer["Item"]) if "Item" in answer else None


def _changes(state: State, update: Update) -> bool:
    return state.latest.status is not update.status


def _pause_seconds(race: int) -> float:
    return min(_LONGEST_PAUSE_SECONDS, _RACE_PAUSE_SECONDS * float(2**race))


def _parameters(update: Update) -> dict[str, Any]:
    change = update.change(update.percent, 0, update.at)
    return {
        "status": change.status.value,
        "percent": update.percent,
        "stage": change.message,
        "error_code": change.error_code,
        "error_message": change.error_message,
        "execution": update.execution,
        "now": update.at,
        "quiet": update.at - QUIET_MS,
        "one": 1,
    }


def _mentions(expression: str, name: str) -> bool:
    # DynamoDB refuses values that no expression uses.
    return f":{name}" in expression.replace(",", " ").split()
