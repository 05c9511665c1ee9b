"""``cold_start_ratio``: what a function's import costs beyond its framework's."""

from __future__ import annotations

import compileall
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.cloud import BenchmarkError, Guest
from tests.benchmarks.deployed import DeployedFunction, deployed_functions
from tests.benchmarks.figures import Aim, Figure, interleaved, ratio

ROUNDS, QUICK_ROUNDS = 21, 1
IMPORT_SECONDS = 60
AIM = Aim(1.5)

_LOGGER_AND_MODEL = """
from aws_lambda_powertools import Logger
from pydantic import BaseModel

log = Logger(service="bare")


class Event(BaseModel):
    job_id: str


def handler(event, context):
    log.info("called")
    return Event(**event).model_dump()
"""
_FASTAPI_TOO = """
from aws_lambda_powertools import Logger
from fastapi import FastAPI
from mangum import Mangum
from pydantic import BaseModel

log = Logger(service="bare")
app = FastAPI()


class Job(BaseModel):
    job_id: str


@app.get("/api/jobs/{job_id}")
def get_job(job_id: str) -> Job:
    return Job(job_id=job_id)


handler = Mangum(app, lifespan="off")
"""
# The path is set inside, as -I and -S keep everything else away from it.
_IMPORT = """
import json, sys, time
path, module = json.loads(sys.argv[1])
sys.path[:0] = path
began = time.perf_counter()
__import__(module)
print((time.perf_counter() - began) * 1000)
"""


def run(guest: Guest, quick: bool) -> list[Figure]:
    """Compare the import of each deployed handler with a bare handler's of the same framework.

    The framework is powertools' Logger and a pydantic model, for the API also FastAPI behind Mangum. Both are imported
    in a fresh process that sees the function's unpacked zip (or the bare handler's folder) and its layers alone. It is
    fair because the layers are the same, all bytecode is there on both sides, they take turns, a first run of each
    (which reads the files from disk) does not count, and starting Python itself is left out of both times.
    """
    rounds = QUICK_ROUNDS if quick else ROUNDS
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        functions = deployed_functions(guest, scratch / "functions")
        return [_figure(function, scratch / "bare" / function.name, rounds) for function in functions]


def _figure(function: DeployedFunction, bare: Path, rounds: int) -> Figure:
    bare.mkdir(parents=True)
    (bare / "bare.py").write_text(_FASTAPI_TOO if function.name == "api" else _LOGGER_AND_MODEL, encoding="utf-8")
    for code in (function.code, bare):
        compileall.compile_dir(code, quiet=1)
    sides = [(function.path, function.module), ([str(bare), *function.path[1:]], "bare")]
    times: list[list[float]] = [[], []]
    for side in interleaved(1 + rounds, len(sides)):
        times[side].append(_import_milliseconds(*sides[side]))
    ours, bare_times = (each[1:] for each in times)
    return ratio("cold_start_ratio", ours, bare_times, measured_in="ms", aim=AIM, subject=function.name)


def _import_milliseconds(path: list[str], module: str) -> float:
    command = [sys.executable, "-I", "-S", "-c", _IMPORT, json.dumps([path, module])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=IMPORT_SECONDS)
    if done.returncode:
        raise BenchmarkError(f"{module} cannot be imported from its zip and layers alone:\n{done.stderr[-2000:]}")
    return float(done.stdout.splitlines()[-1])
