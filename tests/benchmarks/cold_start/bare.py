"""A handler that makes the same clients as one of ours, and nothing of ours."""

from __future__ import annotations

from tests.benchmarks.cold_start.fresh import Made

_SECRET = """
import json
import os

from aws_lambda_powertools import Logger
from pydantic import BaseModel

log = Logger(service="bare")


def secret(name):
    return json.loads(clients["secretsmanager"].get_secret_value(SecretId=os.environ[name])["SecretString"])
"""
_CLIENTS = """
import boto3

clients = {{}}


def make_clients():
    for service in {services!r}:
        clients[service] = boto3.client(service)
"""
_POSTGRES = """
from sqlalchemy import create_engine, make_url, text


def ask_postgres():
    url = make_url(secret("WILLIAMS_DATABASE_SECRET")["url"]).set(drivername="postgresql+pg8000")
    with create_engine(url).connect() as connection:
        connection.execute(text("SELECT 1"))
"""
_GRAPH = """
from neo4j import GraphDatabase


def ask_graph():
    access = secret("WILLIAMS_GRAPH_SECRET")
    GraphDatabase.driver(access["url"], auth=(access["user"], access["password"])).verify_connectivity()
"""
_HANDLER = """
class Event(BaseModel):
    keys: list[str]


def handler(event, context):
{calls}
    log.info("called")
    return Event(keys=list(event)).model_dump()
"""
_API = """
from fastapi import FastAPI
from mangum import Mangum

app = FastAPI()


class Page(BaseModel):
    items: list[str]


@app.get("/api/jobs")
def get_jobs() -> Page:
{calls}
    log.info("answered")
    return Page(items=[])


handler = Mangum(app, lifespan="off")
"""


def bare_handler(made: Made, *, web: bool) -> str:
    """Return a module whose ``handler`` makes what ours made, as its manuals show it, and answers.

    With ``web`` it answers ``GET /api/jobs`` behind FastAPI and Mangum.
    """
    parts = [_SECRET]
    calls = []
    if made.clients:
        parts.append(_CLIENTS.format(services=made.clients))
        calls.append("make_clients()")
    if made.postgres:
        parts.append(_POSTGRES)
        calls.append("ask_postgres()")
    if made.graph:
        parts.append(_GRAPH)
        calls.append("ask_graph()")
    body = "\n".join(f"    {call}" for call in calls or ["pass"])
    return "\n".join([*parts, (_API if web else _HANDLER).format(calls=body)])
