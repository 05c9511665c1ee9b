"""The database's URL, from a secret that a person wrote or that RDS wrote."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url

from williams.adapters.postgres.address import database_url
from williams.domain.errors import StoreUnavailable

OF_RDS = {
    "engine": "postgres",
    "host": "williams-prod.cluster-c1.us-east-1.rds.amazonaws.com",
    "port": "5432",
    "dbname": "williams",
    "username": "williams",
    "password": "p@ss/word:%",
    "dbClusterIdentifier": "williams-prod",
}


def test_a_url_is_taken_as_it_is() -> None:
    assert database_url({"url": "postgresql://u:p@h:1/d", "host": "other"}) == "postgresql://u:p@h:1/d"


def test_the_fields_of_rds_become_an_encrypted_url() -> None:
    url = make_url(database_url(OF_RDS))
    assert (url.drivername, url.username, url.password) == ("postgresql", "williams", OF_RDS["password"])
    assert (url.host, url.port, url.database) == (OF_RDS["host"], 5432, "williams")
    assert url.query == {"sslmode": "require"}


def test_a_secret_that_is_none_of_both_is_explained_without_its_values() -> None:
    with pytest.raises(StoreUnavailable, match="neither 'url' nor host, port, dbname") as raised:
        database_url({"username": "u", "password": "secret"})
    assert "secret" not in raised.value.detail.replace("database's secret", "")
