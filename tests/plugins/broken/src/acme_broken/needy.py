"""Needs a library that is not installed as soon as it is imported."""

import acme_library_that_is_nowhere  # type: ignore[import-not-found]  # noqa: F401


class NeedyImport:
    """Never reached."""
