"""The deployed local cloud, owners of it, and one import and one podcast that many tests look at."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.cloud import Cloud, opened, running_cloud
from tests.e2e.machinery import Machinery
from tests.e2e.podcast import Podcast, made_podcast
from tests.e2e.provider import Provider
from tests.e2e.samples import SAMPLE
from tests.e2e.sources import ImportedSample, imported_sample
from tests.e2e.stories import function_logs, story
from tests.e2e.tenant import Tenant, new_tenant
from williams.domain.errors import StoreUnavailable

HERE = Path(__file__).parent
TEST_SECONDS = 400
# Each costs a quarter of a second of two cores.
MANY_JOBS = 50


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--many-jobs", type=int, default=MANY_JOBS, help="how many jobs an owner has queued before another"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only the test itself is timed by pytest: the fixtures have deadlines of their own, one of them starts a cloud."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(TEST_SECONDS, func_only=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show, with a failure, what the jobs went through and what the functions said meanwhile."""
    report = yield
    if report.failed and isinstance(item, pytest.Function):
        values = item.funcargs.values()
        cloud = next((value for value in values if isinstance(value, Cloud)), None)
        tenants = [value for value in values if isinstance(value, Tenant)]
        cloud = cloud or next((tenant.cloud for tenant in tenants), None)
        began = datetime.fromtimestamp(call.start, UTC) - timedelta(seconds=1)
        if cloud is not None:
            try:
                _tell(report, cloud, tenants, began)
            except StoreUnavailable as error:
                report.sections.append(("the last jobs", str(error)))
    return report


def _tell(report: pytest.TestReport, cloud: Cloud, tenants: list[Tenant], began: datetime) -> None:
    stories = [story(cloud, tenant.owner, job_id) for tenant in tenants for job_id in tenant.job_ids[-2:]]
    report.sections.append(("the last jobs", "\n".join(stories)))
    report.sections.append(("the functions' logs", function_logs(cloud, began)))


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    with running_cloud() as info, opened(info) as cloud:
        yield cloud


@pytest.fixture(scope="session")
def make_tenant(cloud: Cloud) -> Iterator[Callable[[str], Tenant]]:
    made: list[Tenant] = []

    def make(name: str) -> Tenant:
        made.append(new_tenant(cloud, name))
        return made[-1]

    yield make
    for tenant in made:
        tenant.close()


@pytest.fixture(scope="session")
def reader(make_tenant: Callable[[str], Tenant]) -> Tenant:
    """Has the sample, and what was made of it."""
    return make_tenant("reader")


@pytest.fixture
def newcomer(make_tenant: Callable[[str], Tenant]) -> Tenant:
    """Has nothing yet."""
    return make_tenant("newcomer")


@pytest.fixture(scope="session")
def sample(reader: Tenant) -> ImportedSample:
    return imported_sample(reader, SAMPLE.read_bytes())


@pytest.fixture(scope="session")
def podcast(reader: Tenant, sample: ImportedSample, tmp_path_factory: pytest.TempPathFactory) -> Podcast:
    return made_podcast(reader, sample.content.content_id, tmp_path_factory.mktemp("podcast"))


@pytest.fixture(scope="session")
def machinery(cloud: Cloud) -> Machinery:
    return Machinery(cloud)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider().serving() as provider:
        yield provider


@pytest.fixture
def many_jobs(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--many-jobs", MANY_JOBS))
