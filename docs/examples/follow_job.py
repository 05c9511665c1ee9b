"""An engineer follows a job with nothing but an HTTP and a WebSocket library, as a client in any language would.

python docs/examples/follow_job.py JOB_ID
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import httpx
from websockets.sync.client import connect

ENDS = ("completed", "failed", "cancelled")
SECONDS = 120


def access() -> tuple[str, str]:
    """Return the API's address and a token: of the environment, or of the local cloud."""
    if "WILLIAMS_API_URL" in os.environ:
        return os.environ["WILLIAMS_API_URL"], os.environ["WILLIAMS_TOKEN"]
    cloud = json.loads(Path(".local/cloud.json").read_text(encoding="utf-8"))
    return cloud["api_url"], cloud["token"]


def progress_url(job_id: str) -> str:
    """Ask for the job; its answer names the WebSocket's address, with a ticket for some minutes."""
    api_url, token = access()
    answer = httpx.get(f"{api_url}/api/jobs/{job_id}", headers={"Authorization": f"Bearer {token}"}, timeout=30)
    answer.raise_for_status()
    return str(answer.json()["progress_url"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job_id")
    job_id = parser.parse_args().job_id
    with connect(progress_url(job_id), open_timeout=10) as socket:
        # `since` is the last `seq` that was seen: everything after it is sent again after a lost connection.
        socket.send(json.dumps({"action": "subscribe", "job_id": job_id, "since": 0}))
        while True:
            event = json.loads(socket.recv(timeout=SECONDS))
            print(f"{event['seq']:>4}  {event['progress']:5.1f} %  {event['status']:<12}  {event['stage']}")
            if event["status"] in ENDS:
                break


if __name__ == "__main__":
    main()
