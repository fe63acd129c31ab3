"""A real S3 server for the tests: versitygw on a free port, in a folder that goes away."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config

PROGRAM = Path(__file__).resolve().parents[2] / ".cache" / "bin" / "versitygw"
ACCESS, SECRET, BUCKET = "harborline-test", "harborline-test-secret", "harborline-test"


@dataclass(frozen=True)
class Server:
    """Where it listens."""

    endpoint: str

    def options(self) -> dict[str, object]:
        """``OPTIONS`` of the django-storages backend."""
        return {
            "bucket_name": BUCKET, "endpoint_url": self.endpoint, "region_name": "us-east-1", "access_key": ACCESS,
            "secret_key": SECRET, "signature_version": "s3v4", "addressing_style": "path", "file_overwrite": False,
        }  # fmt: skip


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start it, make the bucket, stop it."""
    if not PROGRAM.exists():
        raise RuntimeError(f"{PROGRAM} is missing: run `make test`, which builds it, or python -m infra.up.testtools")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "ROOT_ACCESS_KEY": ACCESS, "ROOT_SECRET_KEY": SECRET}
    command = [str(PROGRAM), "--port", f"127.0.0.1:{port}", "--quiet", "posix", str(folder)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        server = Server(f"http://127.0.0.1:{port}")
        _wait(port)
        client = boto3.client(
            "s3", endpoint_url=server.endpoint, region_name="us-east-1", aws_access_key_id=ACCESS,
            aws_secret_access_key=SECRET, config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        )  # fmt: skip
        client.create_bucket(Bucket=BUCKET)
        yield server
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("versitygw did not start")
