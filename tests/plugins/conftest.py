"""Packages of their own: their tests run where they are installed, which `tests/integration` sees to."""

collect_ignore_glob = ["*"]
