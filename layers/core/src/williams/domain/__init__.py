"""What the library is about: content, artifacts, jobs and provenance. Pure: standard library and pydantic only."""
