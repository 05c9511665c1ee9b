import json
from pathlib import Path
from typing import ClassVar

import pytest

from williams_localcloud import __main__ as command
from williams_localcloud.cloud import CloudInfo
from williams_localcloud.errors import LocalCloudError
from williams_localcloud.supervisor import ServiceStatus

INFO = CloudInfo(
    api_url="http://127.0.0.1:1/api",
    ws_url="ws://127.0.0.1:1/prod",
    token="token",
    bucket="bucket",
    aws_endpoint_url="http://127.0.0.1:1",
    aws_region="us-east-1",
    database_url="postgresql+pg8000://williams:pw@127.0.0.1:2/williams",
    graph_url="bolt://127.0.0.1:3",
    graph_user="root",
    graph_password="pw",
    graph_database="williams",
    sample_site="127.0.0.1:4",
    outputs={},
)


class Cloud:
    healthy = True
    error: LocalCloudError | None = None
    chosen: ClassVar[list[str | None]] = []

    def __init__(self, *_: object) -> None:
        pass

    def up(self, services: str | None = None) -> CloudInfo:
        self.chosen.append(services)
        if self.error:
            raise self.error
        return INFO

    def down(self) -> list[str]:
        return []

    def status(self) -> list[ServiceStatus]:
        return [ServiceStatus("postgres", self.healthy, self.healthy, 7, {"postgres": 2}, 70)]


@pytest.fixture(autouse=True)
def cloud(monkeypatch: pytest.MonkeyPatch) -> type[Cloud]:
    fresh = type("Cloud", (Cloud,), {"chosen": []})
    monkeypatch.setattr(command, "LocalCloud", fresh)
    return fresh


def test_up_prints_how_to_reach_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command.main(["up", "--json", "--root", str(tmp_path)]) == 0

    printed = json.loads(capsys.readouterr().out)
    assert {name: printed[name] for name in ("api_url", "ws_url", "token", "bucket")} == {
        "api_url": INFO.api_url,
        "ws_url": INFO.ws_url,
        "token": INFO.token,
        "bucket": INFO.bucket,
    }


@pytest.mark.parametrize(("options", "chosen"), [([], None), (["--services", "compose"], "compose")])
def test_up_takes_other_services(cloud: type[Cloud], tmp_path: Path, options: list[str], chosen: str | None) -> None:
    assert command.main(["up", "--root", str(tmp_path), *options]) == 0
    assert cloud.chosen == [chosen]


def test_a_failure_is_one_message_and_exit_code_1(
    cloud: type[Cloud], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cloud.error = LocalCloudError("no free port")

    assert command.main(["up", "--root", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "error: no free port\n"


@pytest.mark.parametrize(("healthy", "code"), [(True, 0), (False, 3)])
def test_status_tells_by_its_exit_code(cloud: type[Cloud], tmp_path: Path, healthy: bool, code: int) -> None:
    cloud.healthy = healthy

    assert command.main(["status", "--root", str(tmp_path)]) == code


def test_outside_the_repository_it_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert command.main(["status"]) == 1
    assert "is not inside the repository" in capsys.readouterr().err
