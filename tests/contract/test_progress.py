"""ProgressPort: the fake and DynamoDB under the same tests."""

from __future__ import annotations

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.stub import Stubber

from tests.contract.aws_server import AwsClients
from williams.adapters.dynamodb.progress import DynamoDbProgress
from williams.adapters.dynamodb.stream import new_events
from williams.adapters.dynamodb.tables import PROGRESS_TABLE
from williams.domain.errors import StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.ids import new_id
from williams.domain.jobs import JobError, JobStatus
from williams.domain.notices import Notice, NoticeDigest
from williams.domain.progress import ProgressEvent, ProgressRecord
from williams.ports.progress import ProgressPort
from williams_testing.memory.progress import InMemoryProgress

OWNER = "ada"
QUEUED, DOWNLOADING, GENERATING = JobStatus.QUEUED, JobStatus.DOWNLOADING, JobStatus.GENERATING
COMPLETED, FAILED, CANCELLED = JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED
RETRYING = JobStatus.RETRYING


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    ms: int = field(default_factory=lambda: time.time_ns() // 1_000_000)

    def __call__(self) -> int:
        return self.ms

    def forward(self, ms: int = 500) -> None:
        self.ms += ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def table(aws: AwsClients) -> str:
    name = f"progress-{secrets.token_hex(6)}"
    aws.dynamodb.create_table(TableName=name, **PROGRESS_TABLE)
    return name


@pytest.fixture
def dynamodb(table: str, aws: AwsClients, clock: Clock) -> DynamoDbProgress:
    return DynamoDbProgress(table, aws.dynamodb, clock)


@pytest.fixture(params=["memory", "dynamodb"])
def progress(request: pytest.FixtureRequest, clock: Clock) -> ProgressPort:
    return InMemoryProgress(clock) if request.param == "memory" else request.getfixturevalue("dynamodb")


@pytest.fixture
def job() -> str:
    return new_id("job")


def execution(job: str, number: int = 1) -> Execution:
    return Execution(job, number)


def recorded(progress: ProgressPort, job: str) -> ProgressRecord:
    record = progress.record(job)
    assert record is not None
    return record


def test_nothing_is_known_of_a_new_job(progress: ProgressPort, job: str) -> None:
    assert progress.record(job) is None


def test_the_first_report_makes_the_record(progress: ProgressPort, job: str, clock: Clock) -> None:
    assert progress.report(OWNER, execution(job), QUEUED, 0, "Waiting")
    record = recorded(progress, job)
    assert record.owner == OWNER
    latest = record.latest
    assert (latest.job_id, latest.status, latest.progress, latest.message) == (job, QUEUED, 0.0, "Waiting")
    assert (latest.seq, round(latest.timestamp.timestamp() * 1000)) == (1, clock.ms)
    assert record.history == [latest]


def test_within_a_status_one_report_in_half_a_second(progress: ProgressPort, job: str, clock: Clock) -> None:
    assert progress.report(OWNER, execution(job), DOWNLOADING, 10, "a")
    clock.forward(499)
    assert not progress.report(OWNER, execution(job), DOWNLOADING, 20, "b")
    assert recorded(progress, job).latest.progress == 10
    clock.forward(1)
    assert progress.report(OWNER, execution(job), DOWNLOADING, 30, "c")
    record = recorded(progress, job)
    assert (record.latest.progress, record.latest.message, record.latest.seq) == (30, "c", 2)
    assert [event.seq for event in record.history] == [1]


def test_a_status_change_is_told_at_once(progress: ProgressPort, job: str) -> None:
    assert progress.report(OWNER, execution(job), QUEUED, 0, "a")
    assert progress.report(OWNER, execution(job), DOWNLOADING, 10, "b")
    record = recorded(progress, job)
    assert [(e.status, e.progress, e.message, e.seq) for e in record.history] == [
        (QUEUED, 0, "a", 1),
        (DOWNLOADING, 10, "b", 2),
    ]
    assert record.latest == record.history[-1]


@pytest.mark.parametrize("status", [DOWNLOADING, GENERATING])
def test_progress_never_falls(progress: ProgressPort, job: str, clock: Clock, status: JobStatus) -> None:
    progress.report(OWNER, execution(job), DOWNLOADING, 40.25, "a")
    clock.forward()
    assert progress.report(OWNER, execution(job), status, 10, "b")
    latest = recorded(progress, job).latest
    assert (latest.progress, latest.message, latest.seq) == (40.25, "b", 2)


@pytest.mark.parametrize(("told", "kept"), [(-5, 0), (250, 100), (33.33333333, 33.333333)])
def test_percentages_are_kept_in_bounds(progress: ProgressPort, job: str, told: float, kept: float) -> None:
    progress.report(OWNER, execution(job), DOWNLOADING, told, "a")
    assert recorded(progress, job).latest.progress == kept


AWAY = JobError(code="store-unavailable", message="The graph is away.", retryable=True)
TORN = JobError(code="corrupt-content", message="é" * 40_000, retryable=False)


def reasons(record: ProgressRecord) -> list[tuple[str | None, str | None]]:
    return [(event.error_code, event.error_message) for event in record.history]


def test_an_error_stays_with_the_status_that_it_explains(progress: ProgressPort, job: str) -> None:
    progress.report(OWNER, execution(job), DOWNLOADING, 10, "a")
    progress.report(OWNER, execution(job), RETRYING, 0, "Waiting", AWAY)
    assert recorded(progress, job).latest.error_message == "The graph is away."
    progress.report(OWNER, execution(job, 2), DOWNLOADING, 10, "a")
    progress.report(OWNER, execution(job, 2), FAILED, 10, "Failed", TORN)
    kept = "é" * 499 + "…"
    record = recorded(progress, job)
    assert reasons(record) == [(None, None), (AWAY.code, AWAY.message), (None, None), (TORN.code, kept)]
    assert record.latest == record.history[-1] == progress.latest([job])[job]


def test_what_a_completed_import_has_to_say_comes_back(progress: ProgressPort, job: str) -> None:
    notices = NoticeDigest.of([Notice(code="page-without-text", message="Page 3 has no text.", place="p. 3")] * 5)
    progress.report(OWNER, execution(job), DOWNLOADING, 10, "a")
    progress.report(OWNER, execution(job), COMPLETED, 100, "Completed", notices=notices)
    record = recorded(progress, job)
    assert [event.notices for event in record.history] == [None, notices]
    assert record.latest == record.history[-1] == progress.latest([job])[job]


def test_another_error_takes_the_place_of_the_first(progress: ProgressPort, job: str, clock: Clock) -> None:
    progress.report(OWNER, execution(job), RETRYING, 0, "Waiting", TORN)
    clock.forward()
    progress.report(OWNER, execution(job), RETRYING, 0, "Waiting", AWAY)
    assert recorded(progress, job).latest.error_code == AWAY.code


def test_the_latest_of_many_jobs(progress: ProgressPort) -> None:
    jobs = [new_id("job") for _ in range(130)]
    for job in jobs[::2]:
        progress.report(OWNER, execution(job), DOWNLOADING, 12.5, "a")
    latest = progress.latest([*jobs, *jobs])
    assert latest == {job: recorded(progress, job).latest for job in jobs[::2]}
    assert progress.latest([]) == {}


@pytest.mark.parametrize("end", [COMPLETED, FAILED, CANCELLED])
def test_an_end_is_final(progress: ProgressPort, job: str, clock: Clock, end: JobStatus) -> None:
    progress.report(OWNER, execution(job), DOWNLOADING, 40, "a")
    assert progress.report(OWNER, execution(job), end, 60, "end")
    before = progress.record(job)
    for status in {DOWNLOADING, QUEUED, COMPLETED, FAILED, CANCELLED}:
        clock.forward()
        assert not progress.report(OWNER, execution(job), status, 90, "late")
        progress.add(OWNER, execution(job), status, 5, "late")
    assert progress.record(job) == before


def test_an_end_is_believed_even_if_reports_between_were_lost(progress: ProgressPort, job: str) -> None:
    progress.report(OWNER, execution(job), QUEUED, 0, "a")
    assert progress.report(OWNER, execution(job), COMPLETED, 100, "Done")
    assert recorded(progress, job).latest.progress == 100


def test_a_late_report_of_waiting_does_not_undo_the_start(progress: ProgressPort, job: str, clock: Clock) -> None:
    progress.report(OWNER, execution(job), DOWNLOADING, 10, "a")
    clock.forward()
    assert not progress.report(OWNER, execution(job), QUEUED, 0, "Waiting")
    assert recorded(progress, job).latest.status is DOWNLOADING


def test_a_manual_retry_reopens_a_failed_job_and_keeps_what_was_done(
    progress: ProgressPort, job: str, clock: Clock
) -> None:
    progress.report(OWNER, execution(job), GENERATING, 70, "a")
    progress.report(OWNER, execution(job), FAILED, 70, "Failed")
    assert progress.report(OWNER, execution(job), RETRYING, 0, "Waiting")
    assert recorded(progress, job).latest.progress == 70
    clock.forward()
    assert progress.report(OWNER, execution(job, 2), DOWNLOADING, 5, "again")
    record = recorded(progress, job)
    assert record.latest.progress == 70
    assert [event.status for event in record.history] == [GENERATING, FAILED, RETRYING, DOWNLOADING]
    assert [event.seq for event in record.history] == [1, 2, 3, 4]


def test_an_automatic_retry_goes_on_from_what_was_done(progress: ProgressPort, job: str, clock: Clock) -> None:
    """The items that are left are added to those that stand."""
    progress.report(OWNER, execution(job), GENERATING, 70, "a")
    assert progress.report(OWNER, execution(job), RETRYING, 0, "Waiting")
    assert progress.report(OWNER, execution(job, 2), GENERATING, 60, "again")
    clock.forward()
    progress.add(OWNER, execution(job, 2), GENERATING, 5, "item")
    assert recorded(progress, job).latest.progress == 75


@pytest.mark.parametrize("late", [DOWNLOADING, GENERATING, RETRYING, FAILED, COMPLETED])
def test_what_is_said_of_an_execution_that_is_over_comes_too_late(
    progress: ProgressPort, job: str, clock: Clock, late: JobStatus
) -> None:
    """A worker that was given up, or reconciling with what it read before the job went on."""
    progress.report(OWNER, execution(job), DOWNLOADING, 10, "a")
    progress.report(OWNER, execution(job), RETRYING, 10, "Waiting")
    progress.report(OWNER, execution(job, 2), GENERATING, 20, "again")
    clock.forward()
    assert not progress.report(OWNER, execution(job), late, 90, "late")
    progress.add(OWNER, execution(job), late, 5, "late")
    record = recorded(progress, job)
    assert (record.latest.progress, record.latest.message) == (20, "again")
    assert [event.status for event in record.history] == [DOWNLOADING, RETRYING, GENERATING]


def test_a_job_that_waits_for_a_retry_is_only_cancelled(progress: ProgressPort, job: str, clock: Clock) -> None:
    progress.report(OWNER, execution(job), DOWNLOADING, 10, "a")
    progress.report(OWNER, execution(job), RETRYING, 10, "Waiting")
    clock.forward()
    for status in (DOWNLOADING, FAILED, COMPLETED):
        assert not progress.report(OWNER, execution(job), status, 90, "late")
    assert progress.report(OWNER, execution(job), CANCELLED, 10, "Cancelled")


def test_a_retry_that_died_before_its_first_word_is_retried(progress: ProgressPort, job: str, clock: Clock) -> None:
    progress.report(OWNER, execution(job), RETRYING, 10, "Waiting")
    clock.forward()
    assert progress.report(OWNER, execution(job, 2), RETRYING, 10, "Waiting")
    assert progress.report(OWNER, execution(job, 3), FAILED, 10, "Failed")


def test_a_plugins_own_words_are_kept_short(progress: ProgressPort, job: str) -> None:
    """A message has to fit into 32 KB, and 200 of them into one item."""
    progress.report(OWNER, execution(job), DOWNLOADING, 10, "é" * 40_000)
    assert recorded(progress, job).latest.message == "é" * 499 + "…"
    progress.add(OWNER, execution(job), GENERATING, 1, "é" * 40_000)
    assert len(recorded(progress, job).latest.message) == 500


@pytest.mark.parametrize("end", [COMPLETED, CANCELLED])
def test_only_a_failed_job_is_reopened(progress: ProgressPort, job: str, end: JobStatus) -> None:
    progress.report(OWNER, execution(job), GENERATING, 70, "a")
    progress.report(OWNER, execution(job), end, 100, "end")
    assert not progress.report(OWNER, execution(job), RETRYING, 0, "Waiting")


def test_additions_are_never_lost_to_the_half_second(progress: ProgressPort, job: str, clock: Clock) -> None:
    progress.report(OWNER, execution(job), GENERATING, 20, "a")
    for _ in range(5):
        progress.add(OWNER, execution(job), GENERATING, 2.5, "item")
    record = recorded(progress, job)
    assert (record.latest.progress, record.latest.seq) == (32.5, 1)
    clock.forward()
    progress.add(OWNER, execution(job), GENERATING, 2.5, "item")
    record = recorded(progress, job)
    assert (record.latest.progress, record.latest.seq, record.latest.message) == (35, 2, "item")


def test_an_addition_may_be_the_first_word(progress: ProgressPort, job: str) -> None:
    progress.add(OWNER, execution(job), GENERATING, 2.5, "item")
    assert recorded(progress, job).latest.progress == 2.5


def test_an_addition_of_another_status_changes_it(progress: ProgressPort, job: str) -> None:
    progress.report(OWNER, execution(job), DOWNLOADING, 20, "a")
    progress.add(OWNER, execution(job), GENERATING, 2.5, "item")
    record = recorded(progress, job)
    assert (record.latest.status, record.latest.progress, record.latest.seq) == (GENERATING, 22.5, 2)
    assert len(record.history) == 2


@pytest.mark.parametrize("wait", [0, 500])
def test_additions_end_at_a_hundred(progress: ProgressPort, job: str, clock: Clock, wait: int) -> None:
    progress.report(OWNER, execution(job), GENERATING, 99, "a")
    clock.forward(wait)
    progress.add(OWNER, execution(job), GENERATING, 2.5, "item")
    progress.add(OWNER, execution(job), GENERATING, 2.5, "item")
    assert recorded(progress, job).latest.progress == 100


def test_eight_threads_add_up_exactly(progress: ProgressPort, job: str, clock: Clock) -> None:
    progress.report(OWNER, execution(job), GENERATING, 10, "a")

    def work(_: int) -> None:
        for _ in range(25):
            clock.forward(60)
            progress.add(OWNER, execution(job), GENERATING, 0.3, "item")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    latest = recorded(progress, job).latest
    assert latest.progress == 70
    assert latest.seq > 1


def test_eight_threads_whose_first_word_is_an_addition(progress: ProgressPort, job: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: progress.add(OWNER, execution(job), GENERATING, 3, "item"), range(8)))
    assert recorded(progress, job).latest.progress == 24


def test_of_reports_at_once_in_one_status_one_is_told(progress: ProgressPort, job: str, clock: Clock) -> None:
    progress.report(OWNER, execution(job), GENERATING, 10, "a")
    clock.forward()
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda n: progress.report(OWNER, execution(job), GENERATING, 20 + n, f"{n}"), range(8)))
    assert told.count(True) == 1
    record = recorded(progress, job)
    assert (record.latest.progress, record.latest.seq) == (20 + told.index(True), 2)


def test_status_changes_at_once_are_all_told_once(progress: ProgressPort, job: str) -> None:
    progress.report(OWNER, execution(job), QUEUED, 0, "a")
    statuses = [JobStatus.EXTRACTING, JobStatus.PROCESSING, JobStatus.EMBEDDING, JobStatus.STORING]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda status: progress.report(OWNER, execution(job), status, 10, status.value), statuses))
    assert told == [True] * 4
    history = recorded(progress, job).history
    assert [event.seq for event in history] == [1, 2, 3, 4, 5]
    assert {event.status for event in history[1:]} == set(statuses)


def test_the_history_keeps_the_newest_200(progress: ProgressPort, job: str) -> None:
    for n in range(205):
        progress.report(OWNER, execution(job), (DOWNLOADING, GENERATING)[n % 2], 1, "a")
    history = recorded(progress, job).history
    assert [event.seq for event in history] == list(range(6, 206))


def test_a_clock_that_lags_does_not_turn_back_time(progress: ProgressPort, job: str, clock: Clock) -> None:
    progress.report(OWNER, execution(job), DOWNLOADING, 10, "a")
    clock.forward(-2000)
    assert progress.report(OWNER, execution(job), GENERATING, 20, "b")
    first, second = recorded(progress, job).history
    assert second.timestamp == first.timestamp


# --- what only DynamoDB can get wrong ----------------------------------------------------------------------------


def test_a_report_within_a_status_is_one_call(nobody: AwsClients, clock: Clock) -> None:
    with Stubber(nobody.dynamodb) as stub:
        stub.add_response("update_item", {})
        assert DynamoDbProgress("t", nobody.dynamodb, clock).report(OWNER, execution("job_1"), GENERATING, 50, "a")
        stub.assert_no_pending_responses()


def test_items_expire(dynamodb: DynamoDbProgress, aws: AwsClients, table: str, job: str, clock: Clock) -> None:
    dynamodb.report(OWNER, execution(job), QUEUED, 0, "a")
    item = aws.dynamodb.get_item(TableName=table, Key={"job_id": {"S": job}})["Item"]
    assert int(item["expires_at"]["N"]) == clock.ms // 1000 + 7 * 24 * 3600


@pytest.mark.parametrize(
    "code", ["ProvisionedThroughputExceededException", "ThrottlingException", "InternalServerError"]
)
def test_a_table_that_is_busy(nobody: AwsClients, code: str) -> None:
    progress = DynamoDbProgress("t", nobody.dynamodb)
    with Stubber(nobody.dynamodb) as stub:
        for call in ("update_item", "update_item", "get_item"):
            stub.add_client_error(call, code, http_status_code=400)
        with pytest.raises(StoreUnavailable, match="busy"):
            progress.report(OWNER, execution("job_1"), GENERATING, 50, "a")
        with pytest.raises(StoreUnavailable, match="busy"):
            progress.add(OWNER, execution("job_1"), GENERATING, 50, "a")
        with pytest.raises(StoreUnavailable, match="busy"):
            progress.record("job_1")


def test_a_table_that_is_not_there(aws: AwsClients) -> None:
    with pytest.raises(StoreUnavailable, match="not deployed"):
        DynamoDbProgress("no-such-table", aws.dynamodb).record("job_1")


def test_a_service_that_is_not_there(nobody: AwsClients) -> None:
    progress = DynamoDbProgress("t", nobody.dynamodb)
    with pytest.raises(StoreUnavailable, match="did not answer"):
        progress.report(OWNER, execution("job_1"), GENERATING, 50, "a")
    with pytest.raises(StoreUnavailable, match="did not answer"):
        progress.report(OWNER, execution("job_1"), COMPLETED, 100, "a")


def test_writers_without_end_are_told_to_try_again(nobody: AwsClients, clock: Clock) -> None:
    busy = {
        "owner": {"S": OWNER},
        "status": {"S": "downloading"},
        "progress": {"N": "1"},
        "stage": {"S": "a"},
        "seq": {"N": "1"},
        "updated_at": {"N": "1"},
        "history": {"L": []},
    }
    with Stubber(nobody.dynamodb) as stub:
        for _ in range(26):
            stub.add_client_error("update_item", "ConditionalCheckFailedException", modeled_fields={"Item": busy})
        with pytest.raises(StoreUnavailable, match="Too many"):
            DynamoDbProgress("t", nobody.dynamodb, clock).report(OWNER, execution("job_1"), GENERATING, 50, "a")


def stream_records(aws: AwsClients, table: str, job: str) -> list[dict[str, Any]]:
    arn = aws.dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    streams = aws.dynamodbstreams
    records: list[dict[str, Any]] = []
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        position = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        answer = streams.get_records(ShardIterator=streams.get_shard_iterator(**position)["ShardIterator"])
        while answer["Records"]:
            records += answer["Records"]
            answer = streams.get_records(ShardIterator=answer["NextShardIterator"])
    return [record for record in records if record["dynamodb"]["Keys"]["job_id"]["S"] == job]


def test_the_stream_tells_what_the_fake_tells(
    dynamodb: DynamoDbProgress, aws: AwsClients, table: str, job: str, clock: Clock
) -> None:
    fake = InMemoryProgress(clock)
    for progress in (dynamodb, fake):
        started = clock.ms
        progress.report(OWNER, execution(job), QUEUED, 0, "a")
        progress.report(OWNER, execution(job), GENERATING, 10, "b")
        progress.add(OWNER, execution(job), GENERATING, 5, "too soon")
        clock.forward()
        progress.add(OWNER, execution(job), GENERATING, 5, "c")
        clock.forward()
        progress.report(OWNER, execution(job), GENERATING, 30, "d")
        progress.report(OWNER, execution(job), COMPLETED, 100, "e")
        clock.ms = started
    records = stream_records(aws, table, job)
    one_by_one = [event for record in records for event in new_events([record])]
    assert one_by_one == fake.told
    assert [event.seq for event in fake.told] == [1, 2, 3, 4, 5]
    assert [event.seq for event in new_events(records)] == [1, 2, 5]


def test_of_two_jobs_in_a_batch_each_has_its_latest(aws: AwsClients, table: str) -> None:
    clock = Clock()
    progress = DynamoDbProgress(table, aws.dynamodb, clock)
    jobs = [new_id("job"), new_id("job")]
    for n in range(3):
        for each in jobs:
            progress.report(OWNER, execution(each), GENERATING, 10 * n, f"{n}")
        clock.forward()
    records = [record for each in jobs for record in stream_records(aws, table, each)]
    told = [event for event in new_events(records) if isinstance(event, ProgressEvent)]
    assert [(event.job_id, event.seq) for event in told] == [(jobs[0], 1), (jobs[0], 3), (jobs[1], 1), (jobs[1], 3)]


def test_an_item_that_expires_tells_nothing() -> None:
    removed = {"eventName": "REMOVE", "dynamodb": {"OldImage": {"job_id": {"S": "j"}, "seq": {"N": "1"}}}}
    assert new_events([removed]) == []
