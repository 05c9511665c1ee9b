"""A teacher's reading list becomes one episode: import everything that can be read, and say what could not.

python docs/examples/reading_list.py paper.pdf chapter.pdf https://example.org/article --minutes 5
"""

from __future__ import annotations

import argparse
from pathlib import Path

from williams_client import InvalidRequest, Library, open_library


def submit(library: Library, source: str) -> str:
    """Start one import and return its job's id. Raises InvalidRequest when the API refuses it at once."""
    accepted = library.imports.url(source) if "://" in source else library.imports.file(Path(source))
    return accepted.job_id


def imported(library: Library, sources: list[str]) -> list[str]:
    """Import all sources side by side; return the ids of what is now in the library."""
    submitted: dict[str, str] = {}
    for source in sources:
        try:
            submitted[submit(library, source)] = source
        except InvalidRequest as problem:
            print(f"not imported  {source}: {problem}")
    jobs = library.jobs.wait(list(submitted))
    for job in jobs:
        if job.content_id:
            print(f"imported      {submitted[job.job_id]}: {job.content_id}")
        else:
            print(f"not imported  {submitted[job.job_id]}: {job.error_message}")
    return [job.content_id for job in jobs if job.content_id]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", help="files and URLs")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--output", type=Path, default=Path("episode"))
    arguments = parser.parse_args()
    with open_library() as library:
        content_ids = imported(library, arguments.sources)
        if not content_ids:
            raise SystemExit("Nothing could be imported.")
        accepted = library.exports.start(content_ids, "podcast", parameters={"minutes": arguments.minutes})
        (job,) = library.jobs.wait([accepted.job_id])
        if not job.artifact_id:
            raise SystemExit(f"No episode was made: {job.error_message}")
        artifact = library.artifacts.get(job.artifact_id)
        files = library.artifacts.download(artifact, arguments.output)
        print(f"made          {artifact.title}, {artifact.duration:.0f} s: {files['podcast.mp3']}")
        print(library.provenance.attribution("podcast", artifact.artifact_id).full_attribution)


if __name__ == "__main__":
    main()
