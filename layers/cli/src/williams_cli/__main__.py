"""`python -m williams_cli` is `williams`."""

from williams_cli.main import run

run()
