"""A teacher's reading list becomes one episode: import everything that can be read, and say what could not.

python docs/examples/reading_list.py paper.pdf chapter.pdf https://example.org/article --minutes 5
"""

from __future__ import annotations

import argparse
from pathlib import Path

from williams_cli.client import ApiProblem, Client
from williams_cli.client.answers import Job
from williams_cli.connection import open_client


def submit(api: Client, source: str) -> str:
    """Start one import and return its job's id. Raises ApiProblem when the API refuses it at once."""
    url = source if "://" in source else api.upload(Path(source))["url"]
    return api.import_url(url)["job_id"]


def finished(api: Client, job_id: str) -> Job:
    """Wait for a job's end, and return it."""
    for _ in api.watch(job_id):
        pass
    return api.job(job_id)


def imported(api: Client, sources: list[str]) -> list[str]:
    """Import all sources side by side; return the ids of what is now in the library."""
    submitted: dict[str, str] = {}
    for source in sources:
        try:
            submitted[source] = submit(api, source)
        except ApiProblem as problem:
            print(f"not imported  {source}: {problem}")
    content_ids: list[str] = []
    for source, job_id in submitted.items():
        job = finished(api, job_id)
        if job["content_id"]:
            content_ids.append(job["content_id"])
            print(f"imported      {source}: {job['content_id']}")
        else:
            print(f"not imported  {source}: {job['error_message']}")
    return content_ids


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", help="files and URLs")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--output", type=Path, default=Path("episode"))
    arguments = parser.parse_args()
    with open_client() as api:
        content_ids = imported(api, arguments.sources)
        if not content_ids:
            raise SystemExit("Nothing could be imported.")
        accepted = api.export(content_ids, "podcast", parameters={"minutes": arguments.minutes})
        job = finished(api, accepted["job_id"])
        if not job["artifact_id"]:
            raise SystemExit(f"No episode was made: {job['error_message']}")
        artifact = api.artifact(job["artifact_id"])
        files = api.download(artifact, arguments.output)
        print(f"made          {artifact['title']}, {artifact['duration']:.0f} s: {files['podcast.mp3']}")
        print(api.attribution("podcast", artifact["artifact_id"])["full_attribution"])


if __name__ == "__main__":
    main()
