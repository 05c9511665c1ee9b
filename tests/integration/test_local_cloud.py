"""The local cloud with its real servers: what survives what, and what is deployed when."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import neo4j
import pg8000.native
import psutil
import pytest
from sqlalchemy import make_url

from tests.integration.local_cloud_project import open_cloud, remove_project, write_project
from tests.unit.docs.pages import ROOT, Page
from williams_localcloud.aws import Aws
from williams_localcloud.cloud import CloudInfo
from williams_localcloud.errors import DeployError
from williams_localcloud.files import read_json
from williams_localcloud.paths import LocalPaths

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project whose local cloud was started by two commands at once."""
    root = tmp_path_factory.mktemp("project")
    write_project(root)
    try:
        with ThreadPoolExecutor(2) as pool:
            ups = [pool.submit(open_cloud(root).up) for _ in range(2)]
        assert ups[0].result() == ups[1].result()
        yield root
    finally:
        remove_project(root)


@pytest.fixture
def info(root: Path) -> CloudInfo:
    return open_cloud(root).up()


def test_a_second_up_changes_nothing(root: Path, info: CloudInfo) -> None:
    before = _pids(root)

    assert open_cloud(root).up() == info
    assert _pids(root) == before
    assert len(_ours(root)) == len(before), "two commands at once started more than one set of servers"


def test_cloud_json_says_how_to_reach_it_and_only_to_its_owner(root: Path, info: CloudInfo) -> None:
    file = root / ".local" / "cloud.json"

    assert json.loads(file.read_text()) == vars(info)
    assert file.stat().st_mode & 0o777 == 0o600
    assert info.bucket == "library"


@pytest.mark.usefixtures("info")
def test_it_listens_on_the_loopback_interface_only(root: Path) -> None:
    addresses = {
        connection.laddr.ip.removeprefix("::ffff:")
        for process in _ours(root)
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }

    assert addresses == {"127.0.0.1"}


def test_the_stores_refuse_another_password(info: CloudInfo) -> None:
    with pytest.raises(pg8000.native.DatabaseError, match="password authentication failed"):
        _postgres(info, password="wrong")
    with (
        neo4j.GraphDatabase.driver(info.graph_url, auth=(info.graph_user, "wrong")) as driver,
        pytest.raises(neo4j.exceptions.AuthError),
    ):
        driver.verify_connectivity()


def test_layers_come_before_the_emulators_own_packages(info: CloudInfo) -> None:
    assert _hello(info)["layer"] == "the layer's"


def test_what_the_emulator_ignores_in_a_template_is_applied(info: CloudInfo) -> None:
    aws = Aws(info.aws_endpoint_url)

    ttl = aws.client("dynamodb").describe_time_to_live(TableName="progress")["TimeToLiveDescription"]
    concurrency = aws.client("lambda").get_function_concurrency(FunctionName="hello")

    assert (ttl["TimeToLiveStatus"], ttl["AttributeName"]) == ("ENABLED", "expires")
    assert concurrency["ReservedConcurrentExecutions"] == 3


def test_everything_survives_a_clean_stop(root: Path, info: CloudInfo) -> None:
    _write_everywhere(info, "clean")

    assert open_cloud(root).down() == []
    assert _ours(root) == []
    again = open_cloud(root).up()

    assert _read_everywhere(again) >= {"postgres clean", "graph clean", "object clean", "item clean"}
    assert _hello(again)["greeting"] == "hello"


def test_a_backup_brings_everything_back(root: Path, info: CloudInfo) -> None:
    page = Page(ROOT / "docs" / "how-to" / "back-up-and-restore.md")
    keep, restore = ("\n".join(re.findall(r"^(?:tar|rm) .*", code, re.M)) for _, code in page.blocks[:2])
    # "Pack that folder too": the page on a root whose Postgres lives elsewhere.
    if elsewhere := read_json(LocalPaths(root).local / "postgres-home.json"):
        keep += f"\ntar -czf elsewhere.tar.gz -C / {elsewhere['home'][1:]}"
        restore += f"\nrm -rf {elsewhere['home']}\ntar -xzf elsewhere.tar.gz -C /"
    _write_everywhere(info, "kept")
    assert open_cloud(root).down() == []
    subprocess.run(["bash", "-ec", keep], cwd=root, check=True, timeout=120)
    _write_everywhere(open_cloud(root).up(), "written since")

    assert open_cloud(root).down() == []
    subprocess.run(["bash", "-ec", restore], cwd=root, check=True, timeout=120)
    found = _read_everywhere(open_cloud(root).up())

    assert found >= {"postgres kept", "graph kept", "object kept", "item kept"}
    assert not [each for each in found if "written since" in each]


def test_a_clean_stop_does_not_wait_for_a_long_function(root: Path, info: CloudInfo) -> None:
    payload = json.dumps({"seconds": 100})
    Aws(info.aws_endpoint_url).client("lambda").invoke(FunctionName="hello", InvocationType="Event", Payload=payload)
    _write_everywhere(info, "busy")

    assert open_cloud(root).down() == [], "the emulator was killed and could not save"
    assert _ours(root) == []
    assert "item busy" in _read_everywhere(open_cloud(root).up())


def test_the_stores_survive_a_kill_of_every_server(root: Path, info: CloudInfo) -> None:
    _write_everywhere(info, "killed")
    deployed = (root / ".local" / "deployment.json").stat().st_mtime_ns

    for pid in _pids(root).values():
        psutil.Process(pid).kill()
    again = open_cloud(root).up()

    assert _read_everywhere(again) >= {"postgres killed", "graph killed", "object killed"}
    assert _hello(again)["greeting"] == "hello"
    assert (root / ".local" / "deployment.json").stat().st_mtime_ns == deployed, "it was deployed again"


def test_an_emulator_that_lost_its_state_is_deployed_anew(root: Path, info: CloudInfo) -> None:
    _write_everywhere(info, "lost")
    psutil.Process(_pids(root)["ministack"]).kill()
    shutil.rmtree(LocalPaths(root).ministack / "state")

    again = open_cloud(root).up()

    assert _hello(again)["greeting"] == "hello"
    assert _read_everywhere(again) >= {"postgres lost", "graph lost", "object lost"}


def test_stores_that_were_removed_are_made_and_prepared_anew(root: Path, info: CloudInfo) -> None:
    open_cloud(root).down()
    for folder in (_postgres_folder(root), LocalPaths(root).graph):
        shutil.rmtree(folder)

    again = open_cloud(root).up()

    assert again.token == info.token
    with _postgres(again) as postgres:
        assert postgres.run("SELECT owner FROM api_tokens") == [["local"]]
    with _graph(again) as driver:
        assert driver.execute_query("SHOW CONSTRAINTS").records


def test_changed_code_is_deployed(root: Path, info: CloudInfo) -> None:
    handler = root / "functions" / "hello.py"
    _write_everywhere(info, "before")
    handler.write_text(handler.read_text().replace('"hello"', '"good evening"'))

    again = open_cloud(root).up()

    assert _hello(again)["greeting"] == "good evening"
    assert _read_everywhere(again) >= {"object before", "item before"}
    handler.write_text(handler.read_text().replace('"good evening"', '"hello"'))


def test_a_stack_that_fails_is_explained_and_can_be_mended(root: Path) -> None:
    extra = root / "infra" / "extra.json"
    taken = {"BucketName": "cdk-hnb659fds-assets-000000000000-us-east-1"}
    wrong = {"Type": "AWS::S3::Bucket", "Properties": taken}
    extra.write_text(json.dumps({"Wrong": wrong}))
    try:
        with pytest.raises(
            DeployError, match=r"The stack toy ended as \w+: Wrong \(AWS::S3::Bucket\): .*already exists"
        ):
            open_cloud(root).up()
    finally:
        extra.write_text("{}")

    mended = open_cloud(root).up()
    assert _hello(mended)["greeting"] == "hello"
    deployed = (root / ".local" / "deployment.json").stat().st_mtime_ns
    assert open_cloud(root).up() == mended
    assert (root / ".local" / "deployment.json").stat().st_mtime_ns == deployed, "it is deployed at each command"


def _pids(root: Path) -> dict[str, int]:
    return {status.name: status.pid for status in open_cloud(root).status() if status.pid}


def _ours(root: Path) -> list[psutil.Process]:
    """The servers' main processes, told by their command lines."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        command = " ".join(process.info["cmdline"] or [])
        server = re.search(r"bin/postgres -D|@\S+/java.args|run_ministack", command)
        if server and _mentions(command, root):
            found.append(process)
    return found


def _postgres_folder(root: Path) -> Path:
    """Its data, which is outside the project when root runs the tests in a private folder."""
    elsewhere = LocalPaths(root).local / "postgres-home.json"
    home = Path(json.loads(elsewhere.read_text())["home"]) / "postgres" if elsewhere.exists() else None
    return (home or LocalPaths(root).postgres) / "data"


def _mentions(command: str, root: Path) -> bool:
    home = root / ".local" / "postgres-home.json"
    places = [str(root), *([json.loads(home.read_text())["home"]] if home.exists() else [])]
    return any(place in command for place in places)


def _hello(info: CloudInfo) -> dict[str, Any]:
    answer = Aws(info.aws_endpoint_url).client("lambda").invoke(FunctionName="hello")
    loaded: dict[str, Any] = json.loads(answer["Payload"].read())
    return loaded


def _postgres(info: CloudInfo, password: str | None = None) -> pg8000.native.Connection:
    url = make_url(info.database_url)
    assert url.username
    return pg8000.native.Connection(
        url.username, host=url.host, port=url.port, database=url.database, password=password or url.password
    )


def _graph(info: CloudInfo) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(info.graph_url, auth=(info.graph_user, info.graph_password))


def _write_everywhere(info: CloudInfo, mark: str) -> None:
    with _postgres(info) as postgres:
        postgres.run("CREATE TABLE IF NOT EXISTS marks (mark text, place vector(3))")
        postgres.run("INSERT INTO marks VALUES (:mark, '[1,2,3]')", mark=mark)
    with _graph(info) as driver:
        driver.execute_query("MERGE (:Mark {name: $mark})", mark=mark)
    aws = Aws(info.aws_endpoint_url)
    aws.client("s3").put_object(Bucket=info.bucket, Key=mark, Body=b"-")
    aws.client("dynamodb").put_item(TableName="progress", Item={"id": {"S": mark}})


def _read_everywhere(info: CloudInfo) -> set[str]:
    aws = Aws(info.aws_endpoint_url)
    with _postgres(info) as postgres:
        found = {f"postgres {row[0]}" for row in postgres.run("SELECT mark FROM marks") or []}
    with _graph(info) as driver:
        found |= {
            f"graph {row['name']}" for row in driver.execute_query("MATCH (m:Mark) RETURN m.name AS name").records
        }
    objects = aws.client("s3").list_objects_v2(Bucket=info.bucket).get("Contents", [])
    found |= {f"object {entry['Key']}" for entry in objects}
    return found | {f"item {item['id']['S']}" for item in aws.client("dynamodb").scan(TableName="progress")["Items"]}
