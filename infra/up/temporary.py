"""PostgreSQL and Redis for one command or one run of the tests, in a folder that goes away afterwards.

``python -m infra.up.temporary COMMAND …`` runs the command beside them. They keep nothing, so they sync nothing;
with ``--durable`` before the command they sync as real ones do, for measurements.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from infra.up.postgres import APPLICATION, OWNER, TEST_SPEED, Postgres
from infra.up.redis import Redis
from infra.up.supervisor import Supervisor

TEST_SECRET_KEY = "insecure-key-of-the-tests-only-0123456789-0123456789"  # noqa: S105  # protects nothing


def ensure_services(*, durable: bool = False) -> None:
    """Complete the environment: start what it does not name, until this process ends."""
    os.environ.setdefault("SECRET_KEY", TEST_SECRET_KEY)
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    folder = Path(tempfile.mkdtemp(prefix="harborline-"))
    supervisor = Supervisor(lambda line: print(line, file=sys.stderr))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(supervisor.stop)  # runs first: the last registered
    postgres = Postgres(folder / "postgres", {} if durable else TEST_SPEED)
    redis = Redis.in_folder(folder / "redis", durable=durable)
    supervisor.start(postgres.part())
    supervisor.start(redis.part())
    supervisor.wait_until_ready()
    postgres.make_database()
    os.environ.setdefault("DATABASE_URL", postgres.url(OWNER))
    os.environ.setdefault("APP_DATABASE_ROLE", APPLICATION)
    os.environ.setdefault("REDIS_URL", redis.url)
    os.environ.setdefault("HARBORLINE_VAR", str(folder / "var"))


def main(command: list[str]) -> int:
    """Run the command with services; its status is ours."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    durable = command[:1] == ["--durable"]
    ensure_services(durable=durable)
    return subprocess.run(command[durable:], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
